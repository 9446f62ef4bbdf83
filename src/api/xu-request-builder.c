/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is sent to each endpoint: paths, JSON and multipart, exactly the properties that X allows.
 */

#define G_LOG_DOMAIN "xu-api"

#include "config.h"

#include "xu-request-builder.h"

#include <gio/gio.h>
#include <json-glib/json-glib.h>

#include "xu-error.h"
#include "xu-json-reader.h"

static gboolean
check_id (const char *what, const char *id, GError **error)
{
  if (xu_json_reader_is_id (id))
    return TRUE;

  xu_error_set (error, XU_ERROR_USAGE, "%s: not 1 to 19 digits", what);
  return FALSE;
}

static gboolean
check_text (const char *what, const char *text, GError **error)
{
  if (text != NULL && g_utf8_validate (text, -1, NULL))
    return TRUE;

  xu_error_set (error, XU_ERROR_USAGE, "%s: not UTF-8", what);
  return FALSE;
}

/* Repeatable, as most are. */
G_GNUC_PRINTF (2, 3)
static XuHttpRequest *
request_new (const char *method, const char *path_format, ...)
{
  va_list args;

  va_start (args, path_format);
  g_autofree char *path = g_strdup_vprintf (path_format, args);
  va_end (args);

  XuHttpRequest *request = xu_http_request_new (method, path);

  request->is_repeatable = TRUE;
  return request;
}

static void
add_member (JsonBuilder *builder, const char *name, const char *value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, value);
}

static void
begin_member (JsonBuilder *builder, const char *name)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_object (builder);
}

static void
set_json_body (XuHttpRequest *request, JsonBuilder *builder)
{
  g_autoptr (JsonNode) root = json_builder_get_root (builder);
  char *text = json_to_string (root, FALSE);
  g_autoptr (GBytes) body = g_bytes_new_take (text, strlen (text));

  request->content_type = g_strdup ("application/json");
  xu_http_request_add_body (request, body);
}

XuHttpRequest *
xu_request_builder_initialize (const char *media_type,
                               const char *media_category,
                               guint64 total_bytes,
                               GError **error)
{
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();

  if (!check_text ("media type", media_type, error)
      || !check_text ("media category", media_category, error))
    return NULL;
  if (total_bytes == 0 || total_bytes > G_MAXINT64)
    {
      xu_error_set (error, XU_ERROR_USAGE, "%" G_GUINT64_FORMAT " bytes are no medium",
                    total_bytes);
      return NULL;
    }

  json_builder_begin_object (builder);
  add_member (builder, "media_type", media_type);
  json_builder_set_member_name (builder, "total_bytes");
  json_builder_add_int_value (builder, (gint64) total_bytes);
  add_member (builder, "media_category", media_category);
  json_builder_end_object (builder);

  XuHttpRequest *request = request_new ("POST", "/2/media/upload/initialize");

  set_json_body (request, builder);
  return request;
}

G_GNUC_PRINTF (2, 3)
static void
add_text (XuHttpRequest *request, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  char *text = g_strdup_vprintf (format, args);
  va_end (args);

  g_autoptr (GBytes) bytes = g_bytes_new_take (text, strlen (text));

  xu_http_request_add_body (request, bytes);
}

/* RFC 7578. The boundary is 122 random bits, drawn after the file was made: it cannot be in it. */
static void
set_multipart_body (XuHttpRequest *request, guint segment_index, GBytes *segment)
{
  g_autofree char *random = g_uuid_string_random ();
  g_autofree char *boundary = g_strconcat ("xu-", random, NULL);

  request->content_type = g_strconcat ("multipart/form-data; boundary=", boundary, NULL);

  add_text (request,
            "--%s\r\n"
            "Content-Disposition: form-data; name=\"segment_index\"\r\n"
            "\r\n"
            "%u\r\n"
            "--%s\r\n"
            "Content-Disposition: form-data; name=\"media\"; filename=\"segment\"\r\n"
            "Content-Type: application/octet-stream\r\n"
            "\r\n",
            boundary, segment_index, boundary);
  xu_http_request_add_body (request, segment);
  add_text (request, "\r\n--%s--\r\n", boundary);
}

static GBytes *
encode_base64 (GBytes *segment)
{
  gsize length;
  const guchar *data = g_bytes_get_data (segment, &length);
  char *encoded = g_malloc ((length / 3 + 1) * 4 + 4); /* What g_base64_encode_step() demands. */
  int state = 0, save = 0;
  gsize n = g_base64_encode_step (data, length, FALSE, encoded, &state, &save);

  n += g_base64_encode_close (FALSE, encoded + n, &state, &save);
  return g_bytes_new_take (encoded, n);
}

/* Not by JsonBuilder, which would hold the segment three times: base64 needs no escapes. */
static void
set_base64_body (XuHttpRequest *request, guint segment_index, GBytes *segment)
{
  g_autoptr (GBytes) encoded = encode_base64 (segment);

  request->content_type = g_strdup ("application/json");

  add_text (request, "{\"segment_index\":%u,\"media\":\"", segment_index);
  xu_http_request_add_body (request, encoded);
  add_text (request, "\"}");
}

XuHttpRequest *
xu_request_builder_append (const char *media_id,
                           guint segment_index,
                           GBytes *segment,
                           XuAppendEncoding encoding,
                           GError **error)
{
  if (!check_id ("media id", media_id, error))
    return NULL;

  XuHttpRequest *request = request_new ("POST", "/2/media/upload/%s/append", media_id);

  request->is_bulk = TRUE;
  if (encoding == XU_APPEND_JSON)
    set_base64_body (request, segment_index, segment);
  else
    set_multipart_body (request, segment_index, segment);

  return request;
}

XuHttpRequest *
xu_request_builder_finalize (const char *media_id, GError **error)
{
  if (!check_id ("media id", media_id, error))
    return NULL;

  XuHttpRequest *request = request_new ("POST", "/2/media/upload/%s/finalize", media_id);

  request->is_repeatable = FALSE;
  return request;
}

XuHttpRequest *
xu_request_builder_status (const char *media_id, GError **error)
{
  return check_id ("media id", media_id, error)
             ? request_new ("GET", "/2/media/upload?command=STATUS&media_id=%s", media_id)
             : NULL;
}

XuHttpRequest *
xu_request_builder_metadata (const char *media_id, const char *alt_text, GError **error)
{
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();

  if (!check_id ("media id", media_id, error) || !check_text ("alt text", alt_text, error))
    return NULL;

  json_builder_begin_object (builder);
  add_member (builder, "id", media_id);
  begin_member (builder, "metadata");
  begin_member (builder, "alt_text");
  add_member (builder, "text", alt_text);
  json_builder_end_object (builder);
  json_builder_end_object (builder);
  json_builder_end_object (builder);

  XuHttpRequest *request = request_new ("POST", "/2/media/metadata");

  set_json_body (request, builder);
  return request;
}

XuHttpRequest *
xu_request_builder_subtitles (const char *video_id,
                              const char *subtitles_id,
                              const char *language_code,
                              const char *display_name,
                              GError **error)
{
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();

  if (!check_id ("video id", video_id, error) || !check_id ("subtitles id", subtitles_id, error)
      || !check_text ("language code", language_code, error)
      || !check_text ("language name", display_name, error))
    return NULL;

  json_builder_begin_object (builder);
  add_member (builder, "id", video_id);
  add_member (builder, "media_category", "TweetVideo");
  begin_member (builder, "subtitles");
  add_member (builder, "id", subtitles_id);
  add_member (builder, "language_code", language_code);
  add_member (builder, "display_name", display_name);
  json_builder_end_object (builder);
  json_builder_end_object (builder);

  XuHttpRequest *request = request_new ("POST", "/2/media/subtitles");

  set_json_body (request, builder);
  return request;
}

static gboolean
check_content (const XuPostContent *content, GError **error)
{
  for (gsize i = 0; content->media_ids != NULL && content->media_ids[i] != NULL; i++)
    {
      if (!check_id ("media id", content->media_ids[i], error))
        return FALSE;
    }

  return check_text ("text", content->text, error)
         && (content->preview_media_id == NULL
             || check_id ("preview media id", content->preview_media_id, error))
         && (content->reply_settings == NULL
             || check_text ("reply settings", content->reply_settings, error));
}

static void
add_media (JsonBuilder *builder, const XuPostContent *content)
{
  if (content->media_ids == NULL || content->media_ids[0] == NULL)
    return;

  begin_member (builder, "media");
  json_builder_set_member_name (builder, "media_ids");
  json_builder_begin_array (builder);
  for (gsize i = 0; content->media_ids[i] != NULL; i++)
    json_builder_add_string_value (builder, content->media_ids[i]);
  json_builder_end_array (builder);
  if (content->preview_media_id != NULL)
    add_member (builder, "preview_media_id", content->preview_media_id);
  json_builder_end_object (builder);
}

static void
add_flag (JsonBuilder *builder, const char *name, gboolean is_set)
{
  if (!is_set)
    return;

  json_builder_set_member_name (builder, name);
  json_builder_add_boolean_value (builder, TRUE);
}

XuHttpRequest *
xu_request_builder_create_post (const XuPostContent *content, GError **error)
{
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();

  if (!check_content (content, error))
    return NULL;

  json_builder_begin_object (builder);
  add_member (builder, "text", content->text);
  add_media (builder, content);
  if (content->reply_settings != NULL)
    add_member (builder, "reply_settings", content->reply_settings);
  add_flag (builder, "made_with_ai", content->made_with_ai);
  add_flag (builder, "paid_partnership", content->paid_partnership);
  json_builder_end_object (builder);

  XuHttpRequest *request = xu_http_request_new ("POST", "/2/tweets");

  set_json_body (request, builder);
  return request;
}

XuHttpRequest *
xu_request_builder_delete_post (const char *post_id, GError **error)
{
  return check_id ("post id", post_id, error) ? request_new ("DELETE", "/2/tweets/%s", post_id)
                                              : NULL;
}

XuHttpRequest *
xu_request_builder_own_posts (const char *user_id, guint max_results, GError **error)
{
  if (!check_id ("user id", user_id, error))
    return NULL;

  return request_new ("GET",
                      "/2/users/%s/tweets?max_results=%u&tweet.fields=created_at,attachments"
                      "&expansions=attachments.media_keys",
                      user_id, max_results);
}

XuHttpRequest *
xu_request_builder_me (void)
{
  return request_new ("GET", "/2/users/me?user.fields=subscription_type,profile_image_url");
}
