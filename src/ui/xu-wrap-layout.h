/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * XuWrapLayout:
 *
 * Children beside each other, in as many lines as they need, as words are. (AdwWrapBox comes with
 * libadwaita 1.7; GtkFlowBox makes columns and takes the keyboard's focus.) One that expands
 * becomes as narrow as it may be before the next goes to a new line, and the first of those in a
 * line gets what is left of it. All get the height of their line.
 *
 * Property "spacing" (int: pixels between children, and between lines).
 */
#define XU_TYPE_WRAP_LAYOUT (xu_wrap_layout_get_type ())
G_DECLARE_FINAL_TYPE (XuWrapLayout, xu_wrap_layout, XU, WRAP_LAYOUT, GtkLayoutManager)

G_END_DECLS
