/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pictures as JPEG, small enough. */

#define G_LOG_DOMAIN "xu-media-helper"

#include "config.h"

#include "xu-helper-jpeg.h"

#include <gst/app/gstappsink.h>
#include <gst/app/gstappsrc.h>
#include <gst/video/video.h>

static const GstClockTime patience = 15 * GST_SECOND;

/* Rows of GStreamer's RGB begin at multiples of four. */
static GstSample *
make_sample (const XuHelperPicture *picture)
{
  GstVideoInfo info;

  gst_video_info_set_format (&info, GST_VIDEO_FORMAT_RGB, picture->width, picture->height);

  g_autoptr (GstCaps) caps = gst_video_info_to_caps (&info);
  g_autoptr (GstBuffer) buffer = gst_buffer_new_allocate (NULL, info.size, NULL);
  gsize row = (gsize) picture->width * 3;

  for (guint y = 0; y < picture->height; y++)
    gst_buffer_fill (buffer, (gsize) GST_VIDEO_INFO_PLANE_STRIDE (&info, 0) * y,
                     picture->pixels + row * y, row);

  return gst_sample_new (buffer, caps, NULL, NULL);
}

static GBytes *
encode (GstSample *sample, int quality)
{
  g_autofree char *description = g_strdup_printf (
      "appsrc name=in ! videoconvert ! jpegenc quality=%d ! appsink name=out sync=false", quality);
  g_autoptr (GstElement) pipeline = gst_parse_launch (description, NULL);

  if (pipeline == NULL)
    return NULL;

  g_autoptr (GstElement) in = gst_bin_get_by_name (GST_BIN (pipeline), "in");
  g_autoptr (GstElement) out = gst_bin_get_by_name (GST_BIN (pipeline), "out");
  GBytes *bytes = NULL;
  GstMapInfo map;

  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  gst_app_src_push_sample (GST_APP_SRC (in), sample);
  gst_app_src_end_of_stream (GST_APP_SRC (in));

  g_autoptr (GstSample) jpeg = gst_app_sink_try_pull_sample (GST_APP_SINK (out), patience);

  if (jpeg != NULL && gst_buffer_map (gst_sample_get_buffer (jpeg), &map, GST_MAP_READ))
    {
      bytes = g_bytes_new (map.data, map.size);
      gst_buffer_unmap (gst_sample_get_buffer (jpeg), &map);
    }
  gst_element_set_state (pipeline, GST_STATE_NULL);

  return bytes;
}

GBytes *
xu_helper_jpeg_encode (const XuHelperPicture *picture, gsize max_bytes)
{
  static const int qualities[] = { 92, 85, 75, 60, 45, 30, 15 };

  g_return_val_if_fail (picture != NULL, NULL);

  g_autoptr (GstSample) sample = make_sample (picture);

  for (gsize i = 0; i < G_N_ELEMENTS (qualities); i++)
    {
      g_autoptr (GBytes) jpeg = encode (sample, qualities[i]);

      if (jpeg == NULL)
        return NULL;
      if (g_bytes_get_size (jpeg) <= max_bytes)
        return g_steal_pointer (&jpeg);
    }

  return NULL;
}
