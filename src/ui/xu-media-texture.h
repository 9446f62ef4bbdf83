/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "xu-media-probe.h"

G_BEGIN_DECLS

/**
 * xu_media_texture_new:
 * @probe: what was found in a file
 *
 * Returns: (transfer full) (nullable): its picture, ready to be shown; %NULL when it has none
 */
GdkTexture *xu_media_texture_new (const XuMediaProbe *probe);

G_END_DECLS
