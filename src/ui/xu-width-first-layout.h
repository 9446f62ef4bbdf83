/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * XuWidthFirstLayout:
 *
 * Of one child, whose width does not depend on its height. A #GtkWindow asks its content how narrow
 * it may be for a height each time that something in it changes its size, and each label that wraps
 * answers after a dozen tries, which the labels around it multiply: most of the time that a change
 * took. Here the answer is the least width, always.
 */
#define XU_TYPE_WIDTH_FIRST_LAYOUT (xu_width_first_layout_get_type ())
G_DECLARE_FINAL_TYPE (XuWidthFirstLayout,
                      xu_width_first_layout,
                      XU,
                      WIDTH_FIRST_LAYOUT,
                      GtkLayoutManager)

G_END_DECLS
