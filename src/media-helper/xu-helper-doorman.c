/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What may take part in decoding, of all that GStreamer would try. */

#define G_LOG_DOMAIN "xu-media-helper"

#include "config.h"

#include "xu-helper-doorman.h"

#include <string.h>

static const char *const films[] = {
  "video/quicktime", "video/x-matroska", "video/webm",  "video/mpegts",
  "video/mpeg",      "video/x-msvideo",  "video/x-flv", "video/x-ms-asf",
  "application/ogg", "video/ogg",        NULL,
};

static const char *const pictures[] = {
  "image/jpeg", "image/png",  "image/webp", "image/bmp",
  "image/tiff", "image/heif", "image/avif", NULL,
};

static void
set_rank (const char *name, GstRank rank)
{
  g_autoptr (GstElementFactory) factory = gst_element_factory_find (name);

  if (factory != NULL)
    gst_plugin_feature_set_rank (GST_PLUGIN_FEATURE (factory), (guint) rank);
}

void
xu_helper_doorman_prepare (void)
{
  set_rank ("jpegparse", GST_RANK_PRIMARY + 1); /* how a JPEG is to be turned */
  set_rank ("gdkpixbufdec", GST_RANK_MARGINAL); /* BMP and TIFF */
}

XuHelperKind
xu_helper_doorman_get_kind (const GstCaps *caps)
{
  g_return_val_if_fail (caps != NULL, XU_HELPER_KIND_REFUSED);

  if (gst_caps_get_size (caps) == 0)
    return XU_HELPER_KIND_REFUSED;

  const char *name = gst_structure_get_name (gst_caps_get_structure (caps, 0));

  if (g_strv_contains (films, name))
    return XU_HELPER_KIND_FILM;
  if (g_str_equal (name, "image/gif"))
    return XU_HELPER_KIND_GIF;
  if (g_strv_contains (pictures, name))
    return XU_HELPER_KIND_PICTURE;

  return XU_HELPER_KIND_REFUSED;
}

static gboolean
has_part (const char *text, const char *const *parts)
{
  for (gsize i = 0; parts[i] != NULL; i++)
    if (strstr (text, parts[i]) != NULL)
      return TRUE;

  return FALSE;
}

gboolean
xu_helper_doorman_lets_in (GstElementFactory *factory, XuHelperKind kind)
{
  static const char *const wanted[] = { "Demuxer", "Decoder", "Parser", NULL };
  static const char *const unwanted[]
      = { "Adaptive", "Bin", "Hardware", "Network", "Source", "Sink", "Audio", "Subtitle", NULL };

  g_return_val_if_fail (factory != NULL, FALSE);

  const char *name = gst_plugin_feature_get_name (GST_PLUGIN_FEATURE (factory));
  const char *klass = gst_element_factory_get_metadata (factory, GST_ELEMENT_METADATA_KLASS);

  /* Some of libav's demuxers open what a file names. Its decoders of pictures want them whole, and
   * get what was read first. */
  if (g_str_has_prefix (name, "avdemux_") && kind != XU_HELPER_KIND_GIF)
    return FALSE;
  if (g_str_has_prefix (name, "avdec_") && kind == XU_HELPER_KIND_PICTURE)
    return FALSE;

  return klass != NULL && has_part (klass, wanted) && !has_part (klass, unwanted);
}
