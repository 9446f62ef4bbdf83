/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A URL in a text: the indexes of its first cell and of the one behind its last. */
typedef struct
{
  gsize start;
  gsize end;
} XuTextSpan;

/**
 * xu_text_urls_find:
 * @cells: (element-type XuTextCell): the text, from xu_text_cells_new()
 *
 * The URLs that X replaces with t.co links, with the rules of twitter-text v3. Its two leading
 * implementations differ in corners; here as in the Java one, which X's servers use:
 *
 * - Before a URL stands the text's start, or anything but an ASCII letter or digit, “@”, “#”, “$”
 *   and their full-width forms. So there is none in an e-mail address, a mention, a hashtag or a
 *   cashtag. Without a scheme, “-”, “_”, “.” and “/” may not stand there either.
 * - “http://” or “https://”, or nothing.
 * - A domain: labels with dots that end in a known top-level domain, or one in punycode. Behind it
 *   may not follow what would make it longer, an “@”, a “+” or a “-”. Without a scheme the labels
 *   are ASCII and Latin letters with accents; with one, anything but punctuation and spaces. Their
 *   ends may not be “-” or “_”, and “_” only stands in subdomains. Each label fits 63 bytes in
 *   punycode, the URL 4096.
 * - A port.
 * - A path. It may hold parentheses, balanced and at most two deep, and ends in a letter, a digit,
 *   one of “=_#/+-” or a closing parenthesis, so that a sentence's full stop is not part of it.
 * - A query.
 *
 * A t.co link ends after its slug and query.
 *
 * The time is linear in the length of the text. A regular expression as in twitter-text backtracks
 * over “a.a.a.a…” and “((((…”, so this is a scanner: one pass from the end finds for each cell the
 * domain that would begin there, one from the start takes them.
 *
 * Returns: (transfer full) (element-type XuTextSpan): the URLs, in order, none overlapping
 */
GArray *xu_text_urls_find (const GArray *cells);

G_END_DECLS
