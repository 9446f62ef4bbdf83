/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * XuSignInWordsPage:
 * @XU_SIGN_IN_WORDS_DONE: its user said yes
 * @XU_SIGN_IN_WORDS_DENIED: its user said no
 * @XU_SIGN_IN_WORDS_WRONG: this is not the answer to the question
 * @XU_SIGN_IN_WORDS_REPEATED: it was answered before
 *
 * What the browser shows at the end of a sign-in.
 */
typedef enum
{
  XU_SIGN_IN_WORDS_DONE,
  XU_SIGN_IN_WORDS_DENIED,
  XU_SIGN_IN_WORDS_WRONG,
  XU_SIGN_IN_WORDS_REPEATED,
} XuSignInWordsPage;

/* Transfer none: plain text, translated. */
const char *xu_sign_in_words_get_title (XuSignInWordsPage page);
const char *xu_sign_in_words_get_text (XuSignInWordsPage page);

/**
 * xu_sign_in_words_dup_language:
 *
 * Returns: (transfer full): the language of these words, for HTML: "de-AT"
 */
char *xu_sign_in_words_dup_language (void);

G_END_DECLS
