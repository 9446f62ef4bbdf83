/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "xu-helper-picture.h"

G_BEGIN_DECLS

/**
 * XuHelperGif:
 *
 * What is in a GIF. GStreamer has no decoder of its own for these, and libav's waits for ever for
 * the end of one that is cut off.
 */
typedef struct
{
  guint width; /* of the whole; 0: it is none */
  guint height;
  guint n_frames;
  gint64 duration_us;     /* of all frames, once */
  XuHelperPicture *first; /* (owned) (nullable): the first frame; NULL when there is none */
} XuHelperGif;

void xu_helper_gif_clear (XuHelperGif *gif);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (XuHelperGif, xu_helper_gif_clear)

/* Returns: TRUE when a file that begins so is a GIF. */
gboolean xu_helper_gif_is_one (const guint8 *bytes, gsize length);

/**
 * xu_helper_gif_decode:
 * @bytes: (array length=length): the file; any bytes are welcome
 * @length: how many
 * @gif: (out): what could be read, up to where it is damaged or cut off
 *
 * As https://www.w3.org/Graphics/GIF/spec-gif89a.txt says. Pure.
 */
void xu_helper_gif_decode (const guint8 *bytes, gsize length, XuHelperGif *gif);

G_END_DECLS
