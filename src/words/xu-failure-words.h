/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * xu_failure_words_dup_sentence:
 * @error: any error; those of %XU_ERROR have a sentence for each code
 *
 * What happened, in plain words of the user's language. X's own reason is told as X's words, safe
 * to show, but not escaped for markup.
 *
 * Returns: (transfer full): one or two sentences
 */
char *xu_failure_words_dup_sentence (const GError *error);

/**
 * xu_failure_words_dup_remedy:
 * @error: any error
 *
 * Returns: (transfer full) (nullable): what to do about it; %NULL when there is nothing to say
 */
char *xu_failure_words_dup_remedy (const GError *error);

/**
 * xu_failure_words_dup_set_aside:
 * @path: where a damaged journal is kept, safe to show
 *
 * Returns: (transfer full): what has happened to it, in words
 */
char *xu_failure_words_dup_set_aside (const char *path);

G_END_DECLS
