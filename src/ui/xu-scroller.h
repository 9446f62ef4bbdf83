/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * XuScroller:
 *
 * As high as what it holds while there is room, and scrolls where there is not. A
 * #GtkScrolledWindow that propagates its natural height would ask how high that is at the natural
 * width: too little for labels that wrap, as soon as they have less. And it would take the
 * keyboard's focus where there is nothing to scroll.
 *
 * Property "child" (GtkWidget).
 */
#define XU_TYPE_SCROLLER (xu_scroller_get_type ())
G_DECLARE_FINAL_TYPE (XuScroller, xu_scroller, XU, SCROLLER, GtkWidget)

G_END_DECLS
