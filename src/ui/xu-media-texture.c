/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The small picture of a probed file as GTK shows it. */

#define G_LOG_DOMAIN "xu-ui"

#include "config.h"

#include "xu-media-texture.h"

enum
{
  BYTES_PER_PIXEL = 3,
};

GdkTexture *
xu_media_texture_new (const XuMediaProbe *probe)
{
  g_return_val_if_fail (probe != NULL, NULL);

  gsize stride = (gsize) probe->thumbnail_width * BYTES_PER_PIXEL;

  if (probe->thumbnail == NULL || stride == 0 || probe->thumbnail_height == 0
      || g_bytes_get_size (probe->thumbnail) < stride * probe->thumbnail_height)
    return NULL;

  return gdk_memory_texture_new ((int) probe->thumbnail_width, (int) probe->thumbnail_height,
                                 GDK_MEMORY_R8G8B8, probe->thumbnail, stride);
}
