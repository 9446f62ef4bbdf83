/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * XuPreview:
 *
 * A small picture with round corners, as wide as its proportions want, never larger than it is; a
 * symbolic icon while there is none. Decoration: what it shows is told beside it.
 *
 * Properties: "paintable" (GdkPaintable, nullable), "icon-name" (string), "max-height" (int).
 */
#define XU_TYPE_PREVIEW (xu_preview_get_type ())
G_DECLARE_FINAL_TYPE (XuPreview, xu_preview, XU, PREVIEW, GtkWidget)

void xu_preview_set_paintable (XuPreview *self, GdkPaintable *paintable);

G_END_DECLS
