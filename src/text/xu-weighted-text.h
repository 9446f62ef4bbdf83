/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

enum
{
  XU_TEXT_LIMIT_STANDARD = 280,
  XU_TEXT_LIMIT_SUBSCRIBER = 25000,
};

/**
 * XuTextCount:
 * @weighted_length: the length in X's units, see xu_weighted_text_count()
 * @is_valid: whether X takes the text, as far as its length and characters go
 * @valid_end: up to which byte the text is valid, by characters and by the limit; never inside of
 * an emoji or a URL, which fit as a whole or not at all
 */
typedef struct
{
  guint weighted_length;
  gboolean is_valid;
  gsize valid_end;
} XuTextCount;

/**
 * xu_weighted_text_count:
 * @text: the text of a post; any bytes up to a NUL
 * @limit: the greatest length allowed, %XU_TEXT_LIMIT_STANDARD or %XU_TEXT_LIMIT_SUBSCRIBER
 * @count: (out): the length
 *
 * Counts as X does (https://docs.x.com/fundamentals/counting-characters, the configuration v3 of
 * https://github.com/twitter/twitter-text): the text is composed first (NFC); each URL counts 23,
 * each emoji 2, each other code point 1 or 2: 1 in U+0000-10FF, U+2000-200D, U+2010-201F and
 * U+2032-2037, which are most alphabets and their punctuation.
 *
 * Not valid are texts that are too long, that hold U+FFFE, U+FEFF or U+FFFF, or that are not UTF-8;
 * a byte that is not UTF-8 counts as U+FFFD. The empty text is valid: twitter-text refuses it, but
 * X takes it where a post has media, and ours always have.
 *
 * Pure; the time is linear in the length of @text.
 */
void xu_weighted_text_count (const char *text, guint limit, XuTextCount *count);

/**
 * XuTextUrl:
 * @start: the first byte of a URL in a text
 * @end: the byte behind its last one
 */
typedef struct
{
  gsize start;
  gsize end;
} XuTextUrl;

/**
 * xu_weighted_text_find_url_spans:
 * @text: the text of a post; any bytes up to a NUL
 *
 * Returns: (transfer full) (element-type XuTextUrl): where X sees a URL in @text, in order
 */
GArray *xu_weighted_text_find_url_spans (const char *text);

/**
 * xu_weighted_text_find_urls:
 * @text: the text of a post; any bytes up to a NUL
 *
 * Returns: (transfer full) (element-type utf8): the URLs that X sees in @text, as they are written
 *   there, in order; empty where there is none. The array frees them
 */
GPtrArray *xu_weighted_text_find_urls (const char *text);

G_END_DECLS
