/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "xu-media-file.h"

G_BEGIN_DECLS

/* Fills @buffer, or fails as xu_media_file_read_finish() does. It blocks: for threads only. */
gboolean xu_media_file_read_fully (XuMediaFile *self,
                                   guint8 *buffer,
                                   guint64 offset,
                                   gsize length,
                                   GError **error);

G_END_DECLS
