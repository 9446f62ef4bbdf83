/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * XuPageWords:
 * @XU_PAGE_WORDS_DONE: its user said yes
 * @XU_PAGE_WORDS_DENIED: its user said no
 * @XU_PAGE_WORDS_WRONG: this is not the answer to the question
 * @XU_PAGE_WORDS_REPEATED: it was answered before
 *
 * What the browser shows at the end of a sign-in.
 */
typedef enum
{
  XU_PAGE_WORDS_DONE,
  XU_PAGE_WORDS_DENIED,
  XU_PAGE_WORDS_WRONG,
  XU_PAGE_WORDS_REPEATED,
} XuPageWords;

/* Transfer none: plain text, translated. */
const char *xu_page_words_get_title (XuPageWords page);
const char *xu_page_words_get_text (XuPageWords page);

/* Transfer none: the language of these words (BCP 47). */
const char *xu_page_words_get_language (void);

G_END_DECLS
