/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * XuThumbnail:
 *
 * A small picture with round corners that fills its place, whatever its shape; an icon where there
 * is none.
 *
 * Properties: "paintable" (GdkPaintable, nullable), "icon-name" (string), "width" and "height"
 * (int: of its place, in pixels).
 */
#define XU_TYPE_THUMBNAIL (xu_thumbnail_get_type ())
G_DECLARE_FINAL_TYPE (XuThumbnail, xu_thumbnail, XU, THUMBNAIL, GtkWidget)

G_END_DECLS
