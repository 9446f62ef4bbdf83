/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every request held against X's allowed properties, which are written down apart from the room and
 * from the sandbox (tests/data/allowed-properties.json). */

#include "config.h"

#include <gio/gio.h>
#include <json-glib/json-glib.h>
#include <libsoup/soup.h>
#include <string.h>

#include "allowed-properties.h"
#include "xu-error.h"
#include "xu-request-builder.h"

typedef struct
{
  JsonParser *parser; /* (owned) */
  JsonObject *allowed;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path
      = g_test_build_filename (G_TEST_DIST, "data", "allowed-properties.json", NULL);

  fixture->parser = json_parser_new_immutable ();
  json_parser_load_from_file (fixture->parser, path, &error);
  g_assert_no_error (error);
  fixture->allowed = json_node_get_object (json_parser_get_root (fixture->parser));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->parser);
}

static char *
dup_body (const XuHttpRequest *request)
{
  GString *body = g_string_new (NULL);

  for (guint i = 0; i < request->body->len; i++)
    {
      gsize length;
      const char *data = g_bytes_get_data (g_ptr_array_index (request->body, i), &length);

      g_string_append_len (body, data, (gssize) length);
    }

  return g_string_free (body, FALSE);
}

static char *
check_query (JsonObject *endpoint, const char *query)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  GUriParamsIter iter;
  char *name, *value;

  if (query == NULL || !json_object_has_member (endpoint, "query"))
    return query == NULL && !json_object_has_member (endpoint, "query")
               ? NULL
               : g_strdup ("query: only one of both");

  json_node_take_object (node, json_object_new ());
  g_uri_params_iter_init (&iter, query, -1, "&", G_URI_PARAMS_NONE);
  while (g_uri_params_iter_next (&iter, &name, &value, &error))
    {
      json_object_set_string_member (json_node_get_object (node), name, value);
      g_free (name);
      g_free (value);
    }
  g_assert_no_error (error);

  return allowed_properties_check (json_object_get_object_member (endpoint, "query"), node,
                                   "query");
}

static char *
check_json (JsonObject *endpoint, const XuHttpRequest *request)
{
  g_autofree char *body = dup_body (request);
  g_autoptr (JsonNode) node = json_from_string (body, NULL);

  if (node == NULL || !json_object_has_member (endpoint, "json"))
    return g_strdup ("json: unexpected or malformed");

  return allowed_properties_check (json_object_get_object_member (endpoint, "json"), node, "json");
}

static char *
check_request (Fixture *fixture, const char *name, const XuHttpRequest *request)
{
  JsonObject *endpoint = json_object_get_object_member (fixture->allowed, name);
  g_auto (GStrv) parts = g_strsplit (request->path, "?", 2);
  const char *path = json_object_get_string_member (endpoint, "path");
  g_autoptr (GString) pattern = g_string_new (path);

  g_string_replace (pattern, "{id}", "[0-9]{1,19}", 0);
  g_string_prepend (pattern, "^");
  g_string_append (pattern, "$");

  if (!g_str_equal (request->method, json_object_get_string_member (endpoint, "method")))
    return g_strdup ("method");
  if (!g_regex_match_simple (pattern->str, parts[0], G_REGEX_DOLLAR_ENDONLY, 0))
    return g_strdup ("path");

  char *problem = check_query (endpoint, parts[1]);

  if (problem != NULL)
    return problem;
  if (g_strcmp0 (request->content_type, "application/json") == 0)
    return check_json (endpoint, request);

  return request->body->len == 0 && request->content_type == NULL
                 && !json_object_has_member (endpoint, "json")
             ? NULL
             : g_strdup ("body");
}

static void
assert_allowed (Fixture *fixture, const char *name, XuHttpRequest *built)
{
  g_autoptr (XuHttpRequest) request = built;

  g_assert_nonnull (request);

  g_autofree char *problem = check_request (fixture, name, request);

  g_assert_cmpstr (problem, ==, NULL);
  g_assert_cmpint (request->is_repeatable, ==,
                   !g_str_equal (name, "create_post") && !g_str_equal (name, "finalize"));
  g_assert_cmpint (request->is_bulk, ==, g_str_equal (name, "append"));
}

static void
test_all_allowed (Fixture *fixture, gconstpointer data)
{
  static const char bytes[] = "\0\1\2\xff\xfe and more";
  g_autoptr (GBytes) segment = g_bytes_new_static (bytes, sizeof bytes);

  assert_allowed (fixture, "initialize",
                  xu_request_builder_initialize ("video/mp4", "tweet_video", 1, NULL));
  assert_allowed (fixture, "initialize",
                  xu_request_builder_initialize ("text/srt", "subtitles",
                                                 G_GUINT64_CONSTANT (17179869184), NULL));
  assert_allowed (fixture, "append",
                  xu_request_builder_append ("1", 0, segment, XU_APPEND_JSON, NULL));
  assert_allowed (fixture, "append",
                  xu_request_builder_append ("1", 999, segment, XU_APPEND_JSON, NULL));
  assert_allowed (fixture, "finalize", xu_request_builder_finalize ("1234567890123456789", NULL));
  assert_allowed (fixture, "status", xu_request_builder_status ("1234567890123456789", NULL));
  assert_allowed (fixture, "metadata",
                  xu_request_builder_metadata ("7", "A \"quoted\" \\ cat\n\xf0\x9f\x90\x88", NULL));
  assert_allowed (fixture, "subtitles",
                  xu_request_builder_subtitles ("7", "8", "EN", "English", NULL));
  assert_allowed (fixture, "delete_post", xu_request_builder_delete_post ("9", NULL));
  assert_allowed (fixture, "own_posts", xu_request_builder_own_posts ("9", 5, NULL));
  assert_allowed (fixture, "own_posts", xu_request_builder_own_posts ("9", 100, NULL));
  assert_allowed (fixture, "me", xu_request_builder_me ());
}

static void
test_posts (Fixture *fixture, gconstpointer data)
{
  static const char *const one[] = { "1234567890123456789", NULL };
  static const char *const four[] = { "1", "2", "3", "4", NULL };
  static const char *const none[] = { NULL };
  static const struct
  {
    XuPostContent content;
    const char *json;
  } rows[] = {
    { { .text = "" }, "{\"text\":\"\"}" },
    { { .text = "", .media_ids = none, .preview_media_id = "5" }, "{\"text\":\"\"}" },
    { { .text = "Hello \"you\"\n\\ \x01\x7f\xf0\x9f\x91\x8b", .media_ids = one },
      "{\"text\":\"Hello \\\"you\\\"\\n\\\\ \\u0001\\u007f\xf0\x9f\x91\x8b\",\"media\":{"
      "\"media_ids\":[\"1234567890123456789\"]}}" },
    { { .text = "x",
        .media_ids = four,
        .preview_media_id = "5",
        .reply_settings = "mentionedUsers",
        .made_with_ai = TRUE,
        .paid_partnership = TRUE },
      "{\"text\":\"x\",\"media\":{\"media_ids\":[\"1\",\"2\",\"3\",\"4\"],\"preview_media_id\":"
      "\"5\"},\"reply_settings\":\"mentionedUsers\",\"made_with_ai\":true,\"paid_partnership\":"
      "true}" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      XuHttpRequest *request = xu_request_builder_create_post (&rows[i].content, NULL);
      g_autofree char *body = dup_body (request);
      g_autoptr (JsonNode) sent = json_from_string (body, NULL);
      g_autoptr (JsonNode) expected = json_from_string (rows[i].json, NULL);

      g_assert_true (json_node_equal (sent, expected));
      assert_allowed (fixture, "create_post", request);
    }
}

static void
test_base64 (Fixture *fixture, gconstpointer data)
{
  for (gsize length = 1; length <= 67; length++)
    {
      g_autofree guint8 *bytes = g_malloc (length);

      for (gsize i = 0; i < length; i++)
        bytes[i] = (guint8) (i * 37 + length);

      g_autoptr (GBytes) segment = g_bytes_new (bytes, length);
      g_autoptr (XuHttpRequest) request
          = xu_request_builder_append ("1", 12, segment, XU_APPEND_JSON, NULL);
      g_autofree char *body = dup_body (request);
      g_autoptr (JsonNode) node = json_from_string (body, NULL);
      JsonObject *object = json_node_get_object (node);
      gsize n;
      g_autofree guchar *decoded
          = g_base64_decode (json_object_get_string_member (object, "media"), &n);

      g_assert_cmpint (json_object_get_int_member (object, "segment_index"), ==, 12);
      g_assert_cmpmem (decoded, n, bytes, length);
    }
}

/* Read back by libsoup: the form's fields as JSON, and the segment. */
static void
test_multipart (Fixture *fixture, gconstpointer data)
{
  static const char bytes[] = "--xu-\r\n\0\xff\r\n--";
  g_autoptr (GBytes) segment = g_bytes_new_static (bytes, sizeof bytes - 1);
  g_autoptr (XuHttpRequest) request
      = xu_request_builder_append ("1", 999, segment, XU_APPEND_MULTIPART, NULL);
  g_autoptr (GByteArray) body = g_byte_array_new ();
  SoupMessageHeaders *headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_REQUEST);
  JsonObject *endpoint = json_object_get_object_member (fixture->allowed, "append");
  g_autoptr (JsonNode) form = json_node_new (JSON_NODE_OBJECT);

  json_node_take_object (form, json_object_new ());
  for (guint i = 0; i < request->body->len; i++)
    {
      gsize length;
      const guint8 *part = g_bytes_get_data (g_ptr_array_index (request->body, i), &length);

      g_byte_array_append (body, part, (guint) length);
    }
  soup_message_headers_replace (headers, "Content-Type", request->content_type);

  g_autoptr (GBytes) whole = g_byte_array_free_to_bytes (g_steal_pointer (&body));
  SoupMultipart *multipart = soup_multipart_new_from_message (headers, whole);

  g_assert_nonnull (multipart);
  for (int i = 0; i < soup_multipart_get_length (multipart); i++)
    {
      SoupMessageHeaders *part_headers;
      GBytes *part;
      g_autoptr (GHashTable) params = NULL;
      g_autofree char *disposition = NULL;

      soup_multipart_get_part (multipart, i, &part_headers, &part);
      soup_message_headers_get_content_disposition (part_headers, &disposition, &params);
      g_assert_cmpstr (disposition, ==, "form-data");

      const char *name = g_hash_table_lookup (params, "name");
      gboolean is_media = g_str_equal (name, "media");
      g_autofree char *value
          = is_media ? g_strdup ("bytes")
                     : g_strndup (g_bytes_get_data (part, NULL), g_bytes_get_size (part));

      json_object_set_string_member (json_node_get_object (form), name, value);
      if (is_media)
        {
          g_assert_true (g_bytes_equal (part, segment));
          g_assert_cmpstr (g_hash_table_lookup (params, "filename"), ==, "segment");
        }
    }

  g_autofree char *problem
      = allowed_properties_check (json_object_get_object_member (endpoint, "form"), form, "form");

  g_assert_cmpstr (problem, ==, NULL);
  g_assert_cmpstr (json_object_get_string_member (json_node_get_object (form), "segment_index"), ==,
                   "999");
  soup_multipart_free (multipart);
  soup_message_headers_unref (headers);
}

static void
test_multipart_holds_the_segment_itself (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) segment = g_bytes_new_static ("abc", 3);
  g_autoptr (XuHttpRequest) first
      = xu_request_builder_append ("1", 7, segment, XU_APPEND_MULTIPART, NULL);
  g_autoptr (XuHttpRequest) second
      = xu_request_builder_append ("1", 7, segment, XU_APPEND_MULTIPART, NULL);

  g_assert_true (g_str_has_prefix (first->content_type, "multipart/form-data; boundary=xu-"));
  g_assert_cmpstr (first->content_type, !=, second->content_type);
  g_assert_cmpuint (first->body->len, ==, 3);
  g_assert_true (g_ptr_array_index (first->body, 1) == segment);
}

static void
test_bad_ids_are_refused (Fixture *fixture, gconstpointer data)
{
  static const char *const bad[] = { "", "x", "1/../2", "1?x=y", "12345678901234567890", "-1" };
  g_autoptr (GBytes) segment = g_bytes_new_static ("abc", 3);

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      const char *const ids[] = { "1", bad[i], NULL };
      const char *const good[] = { "1", NULL };
      const XuPostContent content = { .text = "", .media_ids = ids };
      const XuPostContent preview = { .text = "", .media_ids = good, .preview_media_id = bad[i] };
      GError *errors[11] = { NULL };

      g_assert_null (
          xu_request_builder_append (bad[i], 0, segment, XU_APPEND_MULTIPART, &errors[0]));
      g_assert_null (xu_request_builder_append (bad[i], 0, segment, XU_APPEND_JSON, &errors[1]));
      g_assert_null (xu_request_builder_finalize (bad[i], &errors[2]));
      g_assert_null (xu_request_builder_status (bad[i], &errors[3]));
      g_assert_null (xu_request_builder_metadata (bad[i], "x", &errors[4]));
      g_assert_null (xu_request_builder_subtitles (bad[i], "1", "EN", "English", &errors[5]));
      g_assert_null (xu_request_builder_subtitles ("1", bad[i], "EN", "English", &errors[6]));
      g_assert_null (xu_request_builder_create_post (&content, &errors[7]));
      g_assert_null (xu_request_builder_create_post (&preview, &errors[8]));
      g_assert_null (xu_request_builder_delete_post (bad[i], &errors[9]));
      g_assert_null (xu_request_builder_own_posts (bad[i], 5, &errors[10]));

      for (gsize j = 0; j < G_N_ELEMENTS (errors); j++)
        {
          g_assert_error (errors[j], XU_ERROR, XU_ERROR_USAGE);
          g_clear_error (&errors[j]);
        }
    }
}

static void
test_bad_texts_are_refused (Fixture *fixture, gconstpointer data)
{
  const XuPostContent text = { .text = "\xff" };
  const XuPostContent settings = { .text = "", .reply_settings = "\xff" };
  GError *errors[8] = { NULL };

  g_assert_null (xu_request_builder_create_post (&text, &errors[0]));
  g_assert_null (xu_request_builder_create_post (&settings, &errors[1]));
  g_assert_null (xu_request_builder_metadata ("1", "\xff", &errors[2]));
  g_assert_null (xu_request_builder_subtitles ("1", "2", "\xff", "English", &errors[3]));
  g_assert_null (xu_request_builder_subtitles ("1", "2", "EN", "\xff", &errors[4]));
  g_assert_null (xu_request_builder_initialize ("\xff", "tweet_video", 1, &errors[5]));
  g_assert_null (xu_request_builder_initialize ("video/mp4", "tweet_video", 0, &errors[6]));
  g_assert_null (
      xu_request_builder_initialize ("video/mp4", "tweet_video", G_MAXUINT64, &errors[7]));

  for (gsize i = 0; i < G_N_ELEMENTS (errors); i++)
    {
      g_assert_error (errors[i], XU_ERROR, XU_ERROR_USAGE);
      g_clear_error (&errors[i]);
    }
}

/* A check that lets everything pass would prove nothing. */
static void
test_the_check_itself (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *name;
    const char *json;
    const char *problem;
  } rows[] = {
    { "create_post", "{\"text\":\"\",\"status\":\"x\"}", "json.status: not allowed" },
    { "create_post", "{\"media\":{\"media_ids\":[\"1\"]}}", "json.text: missing" },
    { "create_post", "{\"text\":\"\",\"media\":{}}", "json.media.media_ids: missing" },
    { "create_post", "{\"text\":\"\",\"media\":{\"media_ids\":[]}}",
      "json.media.media_ids: out of bounds" },
    { "create_post", "{\"text\":\"\",\"media\":{\"media_ids\":[1]}}",
      "json.media.media_ids: not a string" },
    { "create_post", "{\"text\":\"\",\"reply_settings\":\"everyone\"}",
      "json.reply_settings: not one of the values" },
    { "create_post", "{\"text\":\"\",\"made_with_ai\":1}", "json.made_with_ai: not a boolean" },
    { "metadata", "{\"id\":\"x\",\"metadata\":{}}", "json.id: does not match ^[0-9]{1,19}$" },
    { "initialize",
      "{\"media_type\":\"video/mp4\",\"media_category\":\"tweet_video\",\"total_bytes\":\"1\"}",
      "json.total_bytes: not an integer" },
    { "initialize", "[]", "json: not an object" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      JsonObject *endpoint = json_object_get_object_member (fixture->allowed, rows[i].name);
      g_autoptr (JsonNode) node = json_from_string (rows[i].json, NULL);
      g_autofree char *problem = allowed_properties_check (
          json_object_get_object_member (endpoint, "json"), node, "json");

      g_assert_cmpstr (problem, ==, rows[i].problem);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/requests/all-allowed", Fixture, NULL, set_up, test_all_allowed, tear_down);
  g_test_add ("/requests/posts", Fixture, NULL, set_up, test_posts, tear_down);
  g_test_add ("/requests/base64", Fixture, NULL, set_up, test_base64, tear_down);
  g_test_add ("/requests/multipart", Fixture, NULL, set_up, test_multipart, tear_down);
  g_test_add ("/requests/multipart-holds-the-segment-itself", Fixture, NULL, set_up,
              test_multipart_holds_the_segment_itself, tear_down);
  g_test_add ("/requests/bad-ids", Fixture, NULL, set_up, test_bad_ids_are_refused, tear_down);
  g_test_add ("/requests/bad-texts", Fixture, NULL, set_up, test_bad_texts_are_refused, tear_down);
  g_test_add ("/requests/the-check-itself", Fixture, NULL, set_up, test_the_check_itself,
              tear_down);

  return g_test_run ();
}
