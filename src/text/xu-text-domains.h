/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "xu-text-cells.h"

G_BEGIN_DECLS

/* Tells whether a label of a domain may hold a code point, other than “-” and “_”. */
typedef gboolean (*XuTextLabelFunc) (gunichar ch);

/* Labels of a domain that needs no scheme to be seen: ASCII letters and digits, Latin accents. */
gboolean xu_text_is_latin_label_char (gunichar ch);

/* Labels of a domain behind a scheme: neither ASCII punctuation nor spaces nor marks of direction.
 */
gboolean xu_text_is_any_label_char (gunichar ch);

/**
 * xu_text_domains_new:
 * @cells: the text, with its end
 * @n_cells: how many there are, without the end
 * @is_label_char: what the labels may hold
 *
 * Finds for each cell the longest domain that begins there: labels with dots, then a top-level
 * domain, which may be the start of a longer run of letters of another script ("example.comです").
 * Whether an earlier cell belongs to the same label is not looked at.
 *
 * Returns: (transfer full): @n_cells indexes: the cell behind the domain, or 0 where none begins
 */
gsize *xu_text_domains_new (const XuTextCell *cells, gsize n_cells, XuTextLabelFunc is_label_char);

/**
 * xu_text_domain_ascii_length:
 * @cells: a domain
 * @n_cells: how many code points it has
 *
 * Returns: its length in ASCII (RFC 3490), or 0 when one of its labels is no valid one
 */
gsize xu_text_domain_ascii_length (const XuTextCell *cells, gsize n_cells);

G_END_DECLS
