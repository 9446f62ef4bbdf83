/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * XuWrapLayout:
 *
 * Children beside each other, in as many lines as they need, as words are. (AdwWrapBox comes with
 * libadwaita 1.7; GtkFlowBox makes columns and takes the keyboard's focus.)
 *
 * Property "spacing" (int: pixels between children, and between lines).
 */
#define XU_TYPE_WRAP_LAYOUT (xu_wrap_layout_get_type ())
G_DECLARE_FINAL_TYPE (XuWrapLayout, xu_wrap_layout, XU, WRAP_LAYOUT, GtkLayoutManager)

G_END_DECLS
