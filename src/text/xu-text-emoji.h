/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "xu-text-cells.h"

G_BEGIN_DECLS

/**
 * xu_text_emoji_sequence:
 * @cells: where in a text to look; the text's end, a cell with the code point 0, lies behind it
 *
 * What X draws as one emoji counts as one. Like X's parser (twemoji), this knows the emoji that are
 * recommended for interchange (RGI, UTS #51) in their fully qualified form, and nothing made up: an
 * unknown combination counts as its parts, a joiner between them and all.
 *
 * One code point alone is none of this function's business: whatever of it is an emoji weighs the
 * same as a character outside of the light ranges, which also goes for lone regional indicators.
 *
 * Returns: how many cells make up one emoji; 0 where that would be fewer than two
 */
gsize xu_text_emoji_sequence (const XuTextCell *cells);

G_END_DECLS
