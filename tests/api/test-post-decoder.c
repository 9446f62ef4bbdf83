/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Answers about posts, good and hostile, by tables. */

#include "config.h"

#include <gio/gio.h>
#include <string.h>

#include "xu-error.h"
#include "xu-post-decoder.h"

static GBytes *
bytes_of (const char *text)
{
  return g_bytes_new (text, strlen (text));
}

static void
test_created (void)
{
  static const struct
  {
    const char *body;
    const char *post_id; /* NULL: an error */
    const char *message;
  } rows[] = {
    { "{\"data\":{\"id\":\"1890000000000000001\",\"text\":\"Hello\"}}", "1890000000000000001",
      NULL },
    { "{\"data\":{\"id\":\"5\"},\"errors\":[{\"title\":\"partial\"}]}", "5", NULL },
    { "{\"data\":{\"id\":\"5\",\"text\":7,\"edit_history_tweet_ids\":[\"5\"]}}", "5", NULL },
    { "", NULL, "empty body" },
    { "{\"data\":{\"text\":\"secret\"}}", NULL, "data.id: missing" },
    { "{\"data\":{\"id\":5,\"text\":\"secret\"}}", NULL,
      "data.id: not a string of 1 to 19 digits" },
    { "{\"data\":{\"id\":\"5/../6\",\"text\":\"secret\"}}", NULL,
      "data.id: not a string of 1 to 19 digits" },
    { "{\"data\":\"secret\"}", NULL, "data: not an object" },
    { "secret", NULL, "not JSON: an unknown token" },
    { "{\"data\":{\"id\":\"5\",\"text\":\"secret\"", NULL, "not JSON: incomplete" },
    { "{\"data\":{\"secret\"}}", NULL, "not JSON" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) body = bytes_of (rows[i].body);
      g_autofree char *post_id = xu_post_decoder_created (body, &error);

      g_assert_cmpstr (post_id, ==, rows[i].post_id);
      g_assert_cmpstr (error != NULL ? error->message : NULL, ==, rows[i].message);
    }
}

static void
test_deleted (void)
{
  static const struct
  {
    const char *body;
    int code; /* -1: deleted */
    const char *message;
  } rows[] = {
    { "{\"data\":{\"deleted\":true}}", -1, NULL },
    { "{\"data\":{\"deleted\":false}}", XU_ERROR_REJECTED, "data.deleted: false" },
    { "{\"data\":{\"deleted\":\"true\"}}", XU_ERROR_BAD_ANSWER, "data.deleted: not a boolean" },
    { "{\"data\":{\"deleted\":1}}", XU_ERROR_BAD_ANSWER, "data.deleted: not a boolean" },
    { "{\"data\":{}}", XU_ERROR_BAD_ANSWER, "data.deleted: missing" },
    { "", XU_ERROR_BAD_ANSWER, "empty body" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) body = bytes_of (rows[i].body);

      g_assert_cmpint (xu_post_decoder_deleted (body, &error), ==, rows[i].code == -1);
      g_assert_cmpint (error != NULL ? error->code : -1, ==, rows[i].code);
      g_assert_cmpstr (error != NULL ? error->message : NULL, ==, rows[i].message);
    }
}

static void
test_own_posts (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) body = bytes_of (
      "{\"data\":["
      "{\"id\":\"30\",\"text\":\"c\",\"created_at\":\"2026-08-01T12:00:00.000Z\","
      "\"attachments\":{\"media_keys\":[\"7_300\",\"3_301\"]}},"
      "{\"id\":\"20\",\"text\":\"b\",\"created_at\":\"2026-08-01T14:00:00+02:00\",\"attachments\":"
      "{}},"
      "{\"id\":\"10\",\"created_at\":\"yesterday\",\"attachments\":null}],"
      "\"includes\":{\"media\":[{\"media_key\":\"7_300\",\"type\":\"video\"}]},"
      "\"meta\":{\"result_count\":3,\"newest_id\":\"30\"}}");
  g_autoptr (GPtrArray) posts = xu_post_decoder_own_posts (body, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (posts->len, ==, 3);

  const XuOwnPost *first = g_ptr_array_index (posts, 0);
  const XuOwnPost *second = g_ptr_array_index (posts, 1);
  const XuOwnPost *third = g_ptr_array_index (posts, 2);

  g_assert_cmpstr (first->post_id, ==, "30");
  g_assert_cmpint (first->created_at, ==, 1785585600);
  g_assert_cmpuint (g_strv_length (first->media_keys), ==, 2);
  g_assert_cmpstr (first->media_keys[0], ==, "7_300");
  g_assert_cmpint (second->created_at, ==, 1785585600);
  g_assert_cmpuint (g_strv_length (second->media_keys), ==, 0);
  g_assert_cmpint (third->created_at, ==, -1);
  g_assert_cmpuint (g_strv_length (third->media_keys), ==, 0);
}

static void
test_no_posts (void)
{
  static const char *const bodies[] = { "{\"meta\":{\"result_count\":0}}", "{\"data\":[]}",
                                        "{\"data\":[],\"meta\":{\"result_count\":0}}" };

  for (gsize i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) body = bytes_of (bodies[i]);
      g_autoptr (GPtrArray) posts = xu_post_decoder_own_posts (body, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (posts->len, ==, 0);
    }
}

static void
test_hostile_own_posts (void)
{
  static const struct
  {
    const char *body;
    const char *message;
  } rows[] = {
    { "", "empty body" },
    { "{}", "data: missing" },
    { "{\"errors\":[{\"title\":\"Not Found\"}],\"meta\":{}}", "data: missing" },
    { "{\"data\":{}}", "data: not an array" },
    { "{\"data\":[7]}", "data[0]: not an object" },
    { "{\"data\":[{\"id\":\"1\"},null]}", "data[1]: not an object" },
    { "{\"data\":[{\"text\":\"x\"}]}", "data[0].id: missing" },
    { "{\"data\":[{\"id\":\"1\"},{\"id\":\"x\"}]}", "data[1].id: not a string of 1 to 19 digits" },
    { "{\"data\":[{\"id\":\"1\",\"created_at\":7}]}", "data[0].created_at: not a string" },
    { "{\"data\":[{\"id\":\"1\",\"attachments\":[]}]}", "data[0].attachments: not an object" },
    { "{\"data\":[{\"id\":\"1\",\"attachments\":{\"media_keys\":\"7_1\"}}]}",
      "data[0].attachments.media_keys: not an array" },
    { "{\"data\":[{\"id\":\"1\",\"attachments\":{\"media_keys\":[\"7_1\",7]}}]}",
      "data[0].attachments.media_keys[1]: not a string" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) body = bytes_of (rows[i].body);

      g_assert_null (xu_post_decoder_own_posts (body, &error));
      g_assert_error (error, XU_ERROR, XU_ERROR_BAD_ANSWER);
      g_assert_cmpstr (error->message, ==, rows[i].message);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/post-decoder/created", test_created);
  g_test_add_func ("/post-decoder/deleted", test_deleted);
  g_test_add_func ("/post-decoder/own-posts", test_own_posts);
  g_test_add_func ("/post-decoder/no-posts", test_no_posts);
  g_test_add_func ("/post-decoder/hostile-own-posts", test_hostile_own_posts);

  return g_test_run ();
}
