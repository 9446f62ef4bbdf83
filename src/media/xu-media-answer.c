/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the media helper answers, which is believed in nothing. */

#define G_LOG_DOMAIN "xu-media"

#include "config.h"

#include "xu-media-answer.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "xu-error.h"

enum
{
  LINE_MAX_BYTES = 2048, /* json-glib parses by recursion: no line is deeper than that */
  SIDE_MAX = 65535,
  NAME_MAX_BYTES = 64,
  RATE_MAX = 1000000
};

static const gint64 duration_max = 366 * G_GINT64_CONSTANT (86400) * G_USEC_PER_SEC;

/* The bytes of an answer that were not looked at yet. */
typedef struct
{
  const char *at;
  gsize length;
} Rest;

/* What the second line says. */
typedef struct
{
  guint width;
  guint height;
  gsize length;
} Picture;

gsize
xu_media_answer_get_limit (const XuMediaWish *wish)
{
  static const gsize side = XU_MEDIA_PROBE_THUMBNAIL_SIZE;

  g_return_val_if_fail (wish != NULL, 0);

  switch (wish->kind)
    {
    case XU_MEDIA_WISH_THUMBNAIL:
      return 2 * LINE_MAX_BYTES + side * side * 3;
    case XU_MEDIA_WISH_FRAME:
      return 2 * LINE_MAX_BYTES + (gsize) wish->max_bytes;
    case XU_MEDIA_WISH_FACTS:
    default:
      return LINE_MAX_BYTES;
    }
}

/* The object of the next line; none at all is no error. */
static gboolean
take_line (Rest *rest, JsonNode **object, GError **error)
{
  const char *line = rest->at;
  const char *end = rest->length > 0 ? memchr (line, '\n', rest->length) : NULL;
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();

  *object = NULL;
  if (end == NULL)
    return TRUE;

  gsize length = (gsize) (end - line);

  rest->at += length + 1;
  rest->length -= length + 1;

  /* json-glib's own words may quote the line, so they are not passed on. */
  if (length <= LINE_MAX_BYTES && memchr (line, '\\', length) == NULL
      && json_parser_load_from_data (parser, line, (gssize) length, NULL))
    *object = json_parser_steal_root (parser);
  if (*object != NULL && JSON_NODE_HOLDS_OBJECT (*object))
    return TRUE;

  g_clear_pointer (object, json_node_unref);
  xu_error_set (error, XU_ERROR_INTERNAL, "media helper: a line that is none of its own");
  return FALSE;
}

/* A missing member leaves the value as it was. */
static gboolean
read_number (JsonObject *object,
             const char *name,
             gint64 min,
             gint64 max,
             gint64 *value,
             GError **error)
{
  JsonNode *node = json_object_get_member (object, name);

  if (node == NULL)
    return TRUE;

  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_INT64
      && json_node_get_int (node) >= min && json_node_get_int (node) <= max)
    {
      *value = json_node_get_int (node);
      return TRUE;
    }

  xu_error_set (error, XU_ERROR_INTERNAL, "media helper: %s is out of bounds", name);
  return FALSE;
}

static gboolean
is_name (const char *text)
{
  static const char allowed[]
      = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/.+-_:";
  gsize length = strlen (text);

  return length >= 1 && length <= NAME_MAX_BYTES && strspn (text, allowed) == length;
}

static gboolean
read_name (JsonObject *object, const char *name, char **value, GError **error)
{
  JsonNode *node = json_object_get_member (object, name);

  if (node == NULL)
    return TRUE;

  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING
      && is_name (json_node_get_string (node)))
    {
      *value = json_node_dup_string (node);
      return TRUE;
    }

  xu_error_set (error, XU_ERROR_INTERNAL, "media helper: %s is no name", name);
  return FALSE;
}

static XuMediaProbe *
read_facts (JsonObject *object, GError **error)
{
  g_autoptr (XuMediaProbe) probe = xu_media_probe_new ();
  gint64 duration = probe->duration_us, width = 0, height = 0, rate_n = 0, rate_d = 1,
         interlaced = 0;

  if (!read_number (object, "duration_us", 0, duration_max, &duration, error)
      || !read_number (object, "width", 1, SIDE_MAX, &width, error)
      || !read_number (object, "height", 1, SIDE_MAX, &height, error)
      || !read_number (object, "frame_rate_n", 1, RATE_MAX, &rate_n, error)
      || !read_number (object, "frame_rate_d", 1, RATE_MAX, &rate_d, error)
      || !read_number (object, "interlaced", 0, 1, &interlaced, error)
      || !read_name (object, "container", &probe->container, error)
      || !read_name (object, "video_codec", &probe->video_codec, error)
      || !read_name (object, "audio_codec", &probe->audio_codec, error))
    return NULL;

  probe->duration_us = duration;
  probe->width = (guint) width;
  probe->height = (guint) height;
  probe->frame_rate_n = (guint) rate_n;
  probe->frame_rate_d = (guint) rate_d;
  probe->is_interlaced = interlaced != 0;

  return g_steal_pointer (&probe);
}

static gboolean
read_picture (JsonObject *object, const XuMediaWish *wish, Picture *picture, GError **error)
{
  gint64 side = wish->kind == XU_MEDIA_WISH_THUMBNAIL ? XU_MEDIA_PROBE_THUMBNAIL_SIZE : SIDE_MAX;
  gint64 width = 0, height = 0, length = 0;

  if (!read_number (object, "width", 1, side, &width, error)
      || !read_number (object, "height", 1, side, &height, error)
      || !read_number (object, "length", 1, G_MAXINT, &length, error))
    return FALSE;

  gboolean is_right = wish->kind == XU_MEDIA_WISH_THUMBNAIL
                          ? length == width * height * 3
                          : wish->kind == XU_MEDIA_WISH_FRAME && length <= wish->max_bytes;

  if (width == 0 || height == 0 || length == 0 || !is_right)
    {
      xu_error_set (error, XU_ERROR_INTERNAL, "media helper: a picture of a wrong size");
      return FALSE;
    }

  *picture
      = (Picture){ .width = (guint) width, .height = (guint) height, .length = (gsize) length };
  return TRUE;
}

/* Takes what is behind the second line. */
static gboolean
take_picture (const Rest *rest,
              const XuMediaWish *wish,
              const Picture *picture,
              XuMediaProbe *probe,
              GBytes **jpeg,
              GError **error)
{
  static const char jpeg_start[] = "\xff\xd8\xff";

  if (rest->length < picture->length)
    return TRUE; /* It died meanwhile. */

  if (rest->length > picture->length
      || (wish->kind == XU_MEDIA_WISH_FRAME
          && (rest->length < 3 || memcmp (rest->at, jpeg_start, 3) != 0)))
    {
      xu_error_set (error, XU_ERROR_INTERNAL, "media helper: a picture that is none");
      return FALSE;
    }

  GBytes *bytes = g_bytes_new (rest->at, rest->length);

  if (wish->kind == XU_MEDIA_WISH_THUMBNAIL)
    {
      probe->thumbnail = bytes;
      probe->thumbnail_width = picture->width;
      probe->thumbnail_height = picture->height;
    }
  else
    *jpeg = bytes;

  return TRUE;
}

XuMediaProbe *
xu_media_answer_parse (GBytes *answer, const XuMediaWish *wish, GBytes **jpeg, GError **error)
{
  g_return_val_if_fail (answer != NULL && wish != NULL, NULL);
  g_return_val_if_fail (jpeg != NULL || wish->kind != XU_MEDIA_WISH_FRAME, NULL);

  g_autoptr (JsonNode) facts = NULL;
  g_autoptr (JsonNode) line = NULL;
  g_autoptr (XuMediaProbe) probe = NULL;
  Rest rest = { 0 };
  Picture picture;

  if (jpeg != NULL)
    *jpeg = NULL;
  rest.at = g_bytes_get_data (answer, &rest.length);

  if (!take_line (&rest, &facts, error))
    return NULL;
  if (facts == NULL)
    {
      xu_error_set (error, XU_ERROR_INTERNAL, "media helper: no answer");
      return NULL;
    }

  probe = read_facts (json_node_get_object (facts), error);
  if (probe == NULL || !take_line (&rest, &line, error))
    return NULL;
  if (line != NULL
      && (!read_picture (json_node_get_object (line), wish, &picture, error)
          || !take_picture (&rest, wish, &picture, probe, jpeg, error)))
    return NULL;

  return g_steal_pointer (&probe);
}
