/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a file says about itself, out of GStreamer's caps and tags. */

#define G_LOG_DOMAIN "xu-media-helper"

#include "config.h"

#include "xu-helper-facts.h"

#include <gst/pbutils/pbutils.h>
#include <gst/video/video.h>
#include <json-glib/json-glib.h>
#include <string.h>

static const guint side_max = 65535;
static const guint rate_max = 1000000;

void
xu_helper_facts_init (XuHelperFacts *facts)
{
  g_return_if_fail (facts != NULL);

  *facts = (XuHelperFacts){
    .duration_us = -1, .pixel_n = 1, .pixel_d = 1, .rate_d = 1, .turn = XU_HELPER_TURN_NONE
  };
}

void
xu_helper_facts_clear (XuHelperFacts *facts)
{
  g_return_if_fail (facts != NULL);

  g_clear_pointer (&facts->container, g_free);
  g_clear_pointer (&facts->video_codec, g_free);
  g_clear_pointer (&facts->audio_codec, g_free);
}

static void
take_fraction (const GstStructure *structure, const char *name, guint max, guint *n, guint *d)
{
  int numerator, denominator;

  if (gst_structure_get_fraction (structure, name, &numerator, &denominator) && numerator > 0
      && denominator > 0 && (guint) numerator <= max && (guint) denominator <= max)
    {
      *n = (guint) numerator;
      *d = (guint) denominator;
    }
}

void
xu_helper_facts_take_video (XuHelperFacts *facts, const GstCaps *caps)
{
  g_return_if_fail (facts != NULL && caps != NULL);

  if (gst_caps_get_size (caps) == 0)
    return;

  const GstStructure *structure = gst_caps_get_structure (caps, 0);
  const char *interlace = gst_structure_get_string (structure, "interlace-mode");
  int width, height;

  if (gst_structure_get_int (structure, "width", &width)
      && gst_structure_get_int (structure, "height", &height) && width > 0 && height > 0)
    {
      facts->width = (guint) width;
      facts->height = (guint) height;
    }

  take_fraction (structure, "pixel-aspect-ratio", side_max, &facts->pixel_n, &facts->pixel_d);
  take_fraction (structure, "framerate", rate_max, &facts->rate_n, &facts->rate_d);
  if (interlace != NULL)
    facts->is_interlaced = !g_str_equal (interlace, "progressive");
}

void
xu_helper_facts_take_tags (XuHelperFacts *facts, const GstTagList *tags)
{
  static const XuHelperTurn turns[] = {
    [GST_VIDEO_ORIENTATION_IDENTITY] = XU_HELPER_TURN_NONE,
    [GST_VIDEO_ORIENTATION_90R] = XU_HELPER_TURN_RIGHT,
    [GST_VIDEO_ORIENTATION_180] = XU_HELPER_TURN_180,
    [GST_VIDEO_ORIENTATION_90L] = XU_HELPER_TURN_LEFT,
    [GST_VIDEO_ORIENTATION_HORIZ] = XU_HELPER_TURN_MIRRORED,
    [GST_VIDEO_ORIENTATION_VERT] = XU_HELPER_TURN_UPSIDE_DOWN,
    [GST_VIDEO_ORIENTATION_UL_LR] = XU_HELPER_TURN_TRANSPOSED,
    [GST_VIDEO_ORIENTATION_UR_LL] = XU_HELPER_TURN_TRANSVERSED,
  };
  GstVideoOrientationMethod method;

  g_return_if_fail (facts != NULL && tags != NULL);

  if (gst_video_orientation_from_tag ((GstTagList *) tags, &method)
      && (gsize) method < G_N_ELEMENTS (turns))
    facts->turn = turns[method];
}

void
xu_helper_facts_take_codec (char **codec, GstCaps *caps)
{
  g_return_if_fail (codec != NULL && caps != NULL && gst_caps_get_size (caps) > 0);

  g_autofree char *known = gst_codec_utils_caps_get_mime_codec (caps);

  /* What a parser makes of a stream may say less than what came out of the container. */
  if (known != NULL
      && (*codec == NULL || strchr (*codec, '/') != NULL || strlen (known) > strlen (*codec)))
    {
      g_free (*codec);
      *codec = g_steal_pointer (&known);
    }
  else if (*codec == NULL)
    *codec = g_strdup (gst_structure_get_name (gst_caps_get_structure (caps, 0)));
}

void
xu_helper_facts_get_size (const XuHelperFacts *facts, guint *width, guint *height)
{
  g_return_if_fail (facts != NULL && width != NULL && height != NULL);

  guint64 n = facts->pixel_n, d = facts->pixel_d;
  guint64 shown_width = n > d ? (facts->width * n + d / 2) / d : facts->width;
  guint64 shown_height = d > n ? (facts->height * d + n / 2) / n : facts->height;
  gboolean is_known = shown_width >= 1 && shown_width <= side_max && shown_height >= 1
                      && shown_height <= side_max;

  *width = is_known ? (guint) shown_width : 0;
  *height = is_known ? (guint) shown_height : 0;
}

static void
add_name (JsonBuilder *builder, const char *name, const char *value)
{
  if (value == NULL)
    return;

  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, value);
}

static void
add_number (JsonBuilder *builder, const char *name, gint64 value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, value);
}

char *
xu_helper_facts_to_line (const XuHelperFacts *facts)
{
  g_return_val_if_fail (facts != NULL, NULL);

  g_autoptr (JsonBuilder) builder = json_builder_new ();
  guint width, height;

  json_builder_begin_object (builder);
  add_name (builder, "container", facts->container);
  add_name (builder, "video_codec", facts->video_codec);
  add_name (builder, "audio_codec", facts->audio_codec);
  if (facts->duration_us >= 0)
    add_number (builder, "duration_us", facts->duration_us);

  xu_helper_facts_get_size (facts, &width, &height);
  if (width > 0)
    {
      gboolean swaps = xu_helper_turn_swaps (facts->turn);

      add_number (builder, "width", swaps ? height : width);
      add_number (builder, "height", swaps ? width : height);
    }
  if (facts->rate_n > 0)
    {
      add_number (builder, "frame_rate_n", facts->rate_n);
      add_number (builder, "frame_rate_d", facts->rate_d);
    }
  if (facts->is_interlaced)
    add_number (builder, "interlaced", 1);
  json_builder_end_object (builder);

  g_autoptr (JsonNode) root = json_builder_get_root (builder);

  return json_to_string (root, FALSE);
}
