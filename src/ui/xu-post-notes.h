/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

enum
{
  /* So many characters before the limit the counter begins to show a number, as X does it. */
  XU_POST_NOTES_NEAR = 20,
};

/**
 * XuPostNotes:
 *
 * What there is to say about the text of a post, in the user's language.
 */
typedef struct
{
  guint used;      /* characters as X counts them */
  gsize valid_end; /* the byte behind the last one that everybody may post */
  char *cost;    /* (owned) (nullable): what the post is expected to cost; %NULL: `link` says it */
  char *link;    /* (owned) (nullable): what a link in the text does to the cost */
  char *limit;   /* (owned) (nullable): who may post so much */
  char *problem; /* (owned) (nullable): why X would refuse it */
} XuPostNotes;

/**
 * xu_post_notes_init:
 * @notes: (out caller-allocates): what there is to say
 * @text: the text, UTF-8
 * @n_descriptions: how many media are described; each costs
 * @is_free: whether the post goes to the sandbox, which takes no money
 *
 * Pure but for the translations; the time is linear in the length of @text.
 */
void
xu_post_notes_init (XuPostNotes *notes, const char *text, guint n_descriptions, gboolean is_free);

void xu_post_notes_clear (XuPostNotes *notes);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (XuPostNotes, xu_post_notes_clear)

/**
 * xu_post_notes_dup_remaining:
 * @used: characters as X counts them
 * @limit: how many there may be
 *
 * What a screen reader says while somebody writes, so only near the limit and beyond it.
 *
 * Returns: (transfer full): "12 characters left"; empty while there is nothing to say
 */
char *xu_post_notes_dup_remaining (guint used, guint limit);

G_END_DECLS
