/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * xu_text_lines_limit:
 * @scroller: what scrolls @view
 * @view: a text that grows while it is written
 * @min_lines: lines that are always there
 * @max_lines: lines from which on it scrolls
 *
 * Keeps the height of a text in lines of its font, whatever the size that the user likes to read.
 */
void xu_text_lines_limit (GtkScrolledWindow *scroller,
                          GtkTextView *view,
                          guint min_lines,
                          guint max_lines);

G_END_DECLS
