/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The longer side of a thumbnail, pixels, at most. */
#define XU_MEDIA_PROBE_THUMBNAIL_SIZE 256

/**
 * XuMediaProbe:
 *
 * What a decoder found in a file. Said by a program that foreign bytes may have taken over: within
 * the bounds that are named here, and true only as far as the file is. Plain data that fronts,
 * `engine` and `media` all speak of, hence in `base`.
 */
typedef struct
{
  gint64 duration_us; /* -1: not known, or a still picture */
  guint width;  /* as shown: after rotation, with square pixels; 0: not known, else 1 to 65535 */
  guint height; /* likewise */

  char *container;    /* (owned) (nullable): GStreamer's name of it: "video/quicktime" */
  char *video_codec;  /* (owned) (nullable): as RFC 6381 has it, "avc1.64001f"; GStreamer's name of
                         what that does not know: "video/x-prores" */
  char *audio_codec;  /* (owned) (nullable): likewise, "mp4a.40.2" */
  guint frame_rate_n; /* frames in frame_rate_d seconds; 0: not known, or it varies */
  guint frame_rate_d; /* at least 1 */
  gboolean is_interlaced;

  GBytes *thumbnail;     /* (owned) (nullable): sRGB, 3 bytes a pixel, rows without padding, at most
                            256 pixels wide and high */
  guint thumbnail_width; /* pixels; 0: there is none */
  guint thumbnail_height; /* likewise */
} XuMediaProbe;

/**
 * xu_media_probe_new:
 *
 * Returns: (transfer full): a probe that knows nothing
 */
XuMediaProbe *xu_media_probe_new (void);

void xu_media_probe_free (XuMediaProbe *probe);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (XuMediaProbe, xu_media_probe_free)

G_END_DECLS
