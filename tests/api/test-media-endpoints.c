/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The endpoints of media through the real client. */

#include "config.h"

#include "endpoint-fixture.h"
#include "xu-error.h"
#include "xu-media-api.h"

static void
test_initialize (EndpointFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  endpoint_fixture_prepare (fixture, 200, "{\"data\":{\"id\":\"42\",\"media_key\":\"7_42\"}}");
  xu_media_api_initialize_async (fixture->api, "video/mp4", "tweet_video", 1234567, NULL,
                                 endpoint_fixture_done_cb, fixture);

  g_autoptr (GAsyncResult) result = endpoint_fixture_wait (fixture);
  g_autoptr (XuMediaUpload) upload = xu_media_api_initialize_finish (fixture->api, result, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (upload->media_id, ==, "42");
  endpoint_fixture_assert_json (
      fixture, "POST /2/media/upload/initialize",
      "{\"media_type\":\"video/mp4\",\"total_bytes\":1234567,\"media_category\":"
      "\"tweet_video\"}");
}

typedef struct
{
  guint64 total;
  guint64 last;
  guint n_at_total;
} Progress;

static void
progress_cb (guint64 sent, gpointer user_data)
{
  Progress *progress = user_data;

  g_assert_cmpuint (sent, >=, progress->last);
  progress->last = sent;
  progress->n_at_total += sent == progress->total;
}

static void
append (EndpointFixture *fixture, gsize length, XuAppendEncoding encoding)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) segment = g_bytes_new_take (g_malloc0 (length), length);
  Progress progress = { .total = length };

  endpoint_fixture_prepare (fixture, 204, "");
  xu_media_api_append_async (fixture->api, "42", 3, segment, encoding, progress_cb, &progress, NULL,
                             endpoint_fixture_done_cb, fixture);

  g_autoptr (GAsyncResult) result = endpoint_fixture_wait (fixture);

  g_assert_true (xu_media_api_append_finish (fixture->api, result, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (fixture->request_line, ==, "POST /2/media/upload/42/append");
  g_assert_cmpstr (fixture->authorization, ==, "Bearer token");
  /* Not before the last part of the segment, nor of the epilogue. */
  g_assert_cmpuint (progress.last, ==, length);
  g_assert_cmpuint (progress.n_at_total, <=, 3);
}

static void
test_append_multipart (EndpointFixture *fixture, gconstpointer data)
{
  append (fixture, 3000001, XU_APPEND_MULTIPART);
  g_assert_true (g_str_has_prefix (fixture->content_type, "multipart/form-data; boundary="));
  g_assert_cmpuint (g_bytes_get_size (fixture->body), >, 3000001);
}

static void
test_append_json (EndpointFixture *fixture, gconstpointer data)
{
  /* One, two and no characters of padding. */
  for (gsize length = 3000000; length <= 3000002; length++)
    {
      append (fixture, length, XU_APPEND_JSON);
      g_assert_cmpstr (fixture->content_type, ==, "application/json");
    }
}

static void
test_finalize (EndpointFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  endpoint_fixture_prepare (fixture, 200, "{\"data\":{\"id\":\"42\"}}");
  xu_media_api_finalize_async (fixture->api, "42", NULL, endpoint_fixture_done_cb, fixture);

  g_autoptr (GAsyncResult) result = endpoint_fixture_wait (fixture);
  g_autoptr (XuMediaStatus) status = xu_media_api_finalize_finish (fixture->api, result, &error);

  g_assert_no_error (error);
  g_assert_cmpint (status->state, ==, XU_PROCESSING_SUCCEEDED);
  endpoint_fixture_assert_empty (fixture, "POST /2/media/upload/42/finalize");
}

static void
test_status (EndpointFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  endpoint_fixture_prepare (
      fixture, 200,
      "{\"data\":{\"id\":\"42\",\"processing_info\":{\"state\":\"in_progress\","
      "\"progress_percent\":51,\"check_after_secs\":3}}}");
  xu_media_api_status_async (fixture->api, "42", NULL, endpoint_fixture_done_cb, fixture);

  g_autoptr (GAsyncResult) result = endpoint_fixture_wait (fixture);
  g_autoptr (XuMediaStatus) status = xu_media_api_status_finish (fixture->api, result, &error);

  g_assert_no_error (error);
  g_assert_cmpint (status->state, ==, XU_PROCESSING_IN_PROGRESS);
  g_assert_cmpint (status->check_after_s, ==, 3);
  endpoint_fixture_assert_empty (fixture, "GET /2/media/upload?command=STATUS&media_id=42");
}

static void
test_alt_text (EndpointFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  endpoint_fixture_prepare (fixture, 200, "{\"data\":{\"id\":\"42\"}}");
  xu_media_api_set_alt_text_async (fixture->api, "42", "A cat", NULL, endpoint_fixture_done_cb,
                                   fixture);

  g_autoptr (GAsyncResult) result = endpoint_fixture_wait (fixture);

  g_assert_true (xu_media_api_set_alt_text_finish (fixture->api, result, &error));
  endpoint_fixture_assert_json (fixture, "POST /2/media/metadata",
                                "{\"id\":\"42\",\"metadata\":{\"alt_text\":{\"text\":\"A cat\"}}}");
}

static void
test_subtitles (EndpointFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  endpoint_fixture_prepare (fixture, 200, "{\"data\":{\"id\":\"42\"}}");
  xu_media_api_set_subtitles_async (fixture->api, "42", "43", "DE", "Deutsch", NULL,
                                    endpoint_fixture_done_cb, fixture);

  g_autoptr (GAsyncResult) result = endpoint_fixture_wait (fixture);

  g_assert_true (xu_media_api_set_subtitles_finish (fixture->api, result, &error));
  endpoint_fixture_assert_json (
      fixture, "POST /2/media/subtitles",
      "{\"id\":\"42\",\"media_category\":\"TweetVideo\",\"subtitles\":{\"id\":"
      "\"43\",\"language_code\":\"DE\",\"display_name\":\"Deutsch\"}}");
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*run) (EndpointFixture *fixture, gconstpointer data);
  } tests[] = {
    { "/media-endpoints/initialize", test_initialize },
    { "/media-endpoints/append-multipart", test_append_multipart },
    { "/media-endpoints/append-json", test_append_json },
    { "/media-endpoints/finalize", test_finalize },
    { "/media-endpoints/status", test_status },
    { "/media-endpoints/alt-text", test_alt_text },
    { "/media-endpoints/subtitles", test_subtitles },
  };

  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, EndpointFixture, NULL, endpoint_fixture_set_up, tests[i].run,
                endpoint_fixture_tear_down);

  return g_test_run ();
}
