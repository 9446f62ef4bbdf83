/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a decoder found in a file. */

#define G_LOG_DOMAIN "xu-base"

#include "config.h"

#include "xu-media-probe.h"

XuMediaProbe *
xu_media_probe_new (void)
{
  XuMediaProbe *probe = g_new0 (XuMediaProbe, 1);

  probe->duration_us = -1;
  probe->frame_rate_d = 1;

  return probe;
}

void
xu_media_probe_free (XuMediaProbe *probe)
{
  g_return_if_fail (probe != NULL);

  g_free (probe->container);
  g_free (probe->video_codec);
  g_free (probe->audio_codec);
  g_clear_pointer (&probe->thumbnail, g_bytes_unref);
  g_free (probe);
}
