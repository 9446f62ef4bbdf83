/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * XuTextCell:
 * @ch: a code point of the text after NFC
 * @offset: the byte in the given text where it begins; never less than the offset of the cell
 *   before. Where NFC made several code points of one, they share its offset
 */
typedef struct
{
  gunichar ch;
  gsize offset;
} XuTextCell;

/**
 * xu_text_cells_new:
 * @text: any bytes up to a NUL
 *
 * Decodes @text and composes it (Unicode Normalization Form C, UAX #15), keeping for each code
 * point where it came from. A byte that is not UTF-8 becomes U+FFFD. The last cell is the end of
 * the text: its code point is 0, its offset the length of @text.
 *
 * This is not g_utf8_normalize(), because that one forgets the offsets and needs quadratic time for
 * long runs of combining marks, and for many compositions.
 *
 * Returns: (transfer full) (element-type XuTextCell): the cells
 */
GArray *xu_text_cells_new (const char *text);

G_END_DECLS
