/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * XuProblemWords:
 *
 * What a refusal says of itself, whichever of X's shapes it has: RFC 9457 (`title`, `detail`,
 * `type`, `status`, `reason`), `{"errors":[{code, message, …}]}`, `{"error","error_description"}`.
 * Only these fields are read: `parameters` and `value` repeat what was sent, a post's text among
 * it.
 */
typedef struct
{
  char *sentence;   /* (owned) (nullable): the most telling one, for people; cleaned, trimmed */
  char *type;       /* (owned) (nullable): last path part of `type`, "credits-depleted" */
  char *haystack;   /* (owned): every word of it in lower case, to search in */
  gint64 code;      /* the first `code`, -1: not said */
  gint64 status;    /* the first `status` inside the body, -1: not said */
  gboolean is_bare; /* nothing but "Forbidden", or not even that */
} XuProblemWords;

/**
 * xu_problem_words_read:
 * @body: an answer
 *
 * Returns: (transfer full) (nullable): its words, or %NULL when it is no JSON object
 */
XuProblemWords *xu_problem_words_read (GBytes *body);

void xu_problem_words_free (XuProblemWords *words);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (XuProblemWords, xu_problem_words_free)

G_END_DECLS
