/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * XuTextCounter:
 *
 * A ring that fills while somebody writes, with the number of characters that are left once these
 * become few; red beyond the limit.
 *
 * Properties: "used" (uint), "limit" (uint, at least 1).
 */
#define XU_TYPE_TEXT_COUNTER (xu_text_counter_get_type ())
G_DECLARE_FINAL_TYPE (XuTextCounter, xu_text_counter, XU, TEXT_COUNTER, GtkWidget)

/**
 * xu_text_counter_new:
 * @limit: how many characters there may be, at least 1
 *
 * Returns: (transfer floating): a counter of nothing yet
 */
GtkWidget *xu_text_counter_new (guint limit);

guint xu_text_counter_get_used (XuTextCounter *self);
guint xu_text_counter_get_limit (XuTextCounter *self);

/**
 * xu_text_counter_set_used:
 * @self: a counter
 * @used: how many characters there are, in the units of the limit
 */
void xu_text_counter_set_used (XuTextCounter *self, guint used);

G_END_DECLS
