/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * XuPostText:
 *
 * The card in which the text of a post is written, with its counter and what there is to say about
 * its length, its links and its cost.
 *
 * Properties: "problem" (string, nullable, read-only): why the text cannot be posted.
 *
 * Signals: changed (void): the user has changed the text.
 *
 * Files that are to be pasted are left to the action win.paste-files, where there is one.
 */
#define XU_TYPE_POST_TEXT (xu_post_text_get_type ())
G_DECLARE_FINAL_TYPE (XuPostText, xu_post_text, XU, POST_TEXT, GtkWidget)

/**
 * xu_post_text_set_text:
 * @self: a card
 * @text: the text, from elsewhere: what could be undone is forgotten, and `changed` is not emitted
 */
void xu_post_text_set_text (XuPostText *self, const char *text);

/**
 * xu_post_text_replace_text:
 * @self: a card
 * @text: the text, as somebody else wants it now
 *
 * As xu_post_text_set_text(), but the user can undo it: what was written here is not lost.
 */
void xu_post_text_replace_text (XuPostText *self, const char *text);

/**
 * xu_post_text_dup_text:
 *
 * Returns: (transfer full): the text as it is written now
 */
char *xu_post_text_dup_text (XuPostText *self);

/**
 * xu_post_text_set_terms:
 * @self: a card
 * @n_descriptions: how many media of the post are described
 * @is_free: whether it goes to the sandbox, which takes no money
 *
 * What the cost of the post depends on besides its text.
 */
void xu_post_text_set_terms (XuPostText *self, guint n_descriptions, gboolean is_free);

/**
 * xu_post_text_get_problem:
 *
 * Returns: (transfer none) (nullable): why the text cannot be posted, a sentence
 */
const char *xu_post_text_get_problem (XuPostText *self);

/**
 * xu_post_text_is_composing:
 *
 * Returns: %TRUE while an input method has text that is not entered yet: keys belong to it
 */
gboolean xu_post_text_is_composing (XuPostText *self);

G_END_DECLS
