/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The whole way of a post through every endpoint, against the sandbox: a second, strict reading of
 * X's documents. */

#include "config.h"

#include <gio/gio.h>

#include "xu-bearer-authorizer.h"
#include "xu-error.h"
#include "xu-media-api.h"
#include "xu-oauth1-authorizer.h"
#include "xu-post-api.h"
#include "xu-test-sandbox.h"
#include "xu-user-api.h"

static const guint limit_seconds = 20;

typedef struct
{
  XuTestSandbox *sandbox; /* (owned) */
  XuHttpClient *client;   /* (owned) */
  XuApi *api;             /* (owned) (nullable) */
  GAsyncResult *result;   /* (owned) (nullable): of the call */
} Fixture;

static gboolean
too_late_cb (gpointer user_data)
{
  g_error ("Nothing within %u s", limit_seconds);
  return G_SOURCE_REMOVE;
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Fixture *fixture = user_data;

  g_assert_null (fixture->result);
  fixture->result = g_object_ref (result);
}

static GAsyncResult *
wait_for (Fixture *fixture)
{
  guint guard = g_timeout_add_seconds (limit_seconds, too_late_cb, NULL);

  while (fixture->result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (guard);

  return g_steal_pointer (&fixture->result);
}

static void
sleep_cb (gpointer user_data)
{
  gboolean *is_over = user_data;

  *is_over = TRUE;
}

static void
sleep_ms (guint ms)
{
  gboolean is_over = FALSE;

  g_timeout_add_once (ms, sleep_cb, &is_over);
  while (!is_over)
    g_main_context_iteration (NULL, TRUE);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  /* The client wants to be called from its context. */
  g_assert_true (g_main_context_acquire (NULL));
  fixture->sandbox = xu_test_sandbox_start ("--processing", "100ms", "--timeline-delay", "0", NULL);
  fixture->client = xu_http_client_new (fixture->sandbox->url, NULL, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->api);
  g_assert_finalize_object (fixture->client);
  xu_test_sandbox_stop (fixture->sandbox);
  g_main_context_release (NULL);
}

static void
sign_in (Fixture *fixture, const char *access_token)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (XuAuthorizer) authorizer = xu_bearer_authorizer_new (access_token, &error);

  g_assert_no_error (error);
  g_clear_object (&fixture->api);
  fixture->api = xu_api_new (fixture->client, authorizer);
}

static void
sign_in_with_oauth1 (Fixture *fixture)
{
  const XuOauth1Keys keys = {
    .consumer_key = fixture->sandbox->consumer_key,
    .consumer_secret = fixture->sandbox->consumer_secret,
    .token = fixture->sandbox->token,
    .token_secret = fixture->sandbox->token_secret,
  };
  g_autoptr (XuAuthorizer) authorizer = xu_oauth1_authorizer_new (&keys);

  fixture->api = xu_api_new (fixture->client, authorizer);
}

static XuMediaUpload *
initialize (Fixture *fixture, const char *type, const char *category, guint64 bytes, GError **error)
{
  xu_media_api_initialize_async (fixture->api, type, category, bytes, NULL, done_cb, fixture);

  g_autoptr (GAsyncResult) result = wait_for (fixture);

  return xu_media_api_initialize_finish (fixture->api, result, error);
}

static void
append (Fixture *fixture, const char *id, guint index, GBytes *segment, XuAppendEncoding encoding)
{
  g_autoptr (GError) error = NULL;

  xu_media_api_append_async (fixture->api, id, index, segment, encoding, NULL, NULL, NULL, done_cb,
                             fixture);

  g_autoptr (GAsyncResult) result = wait_for (fixture);

  xu_media_api_append_finish (fixture->api, result, &error);
  g_assert_no_error (error);
}

/* Finalizes, then asks until the medium is ready; returns how often it asked. */
static guint
finish_upload (Fixture *fixture, const char *media_id)
{
  g_autoptr (GError) error = NULL;
  guint n_asked = 0;

  xu_media_api_finalize_async (fixture->api, media_id, NULL, done_cb, fixture);

  g_autoptr (GAsyncResult) finalized = wait_for (fixture);
  g_autoptr (XuMediaStatus) status = xu_media_api_finalize_finish (fixture->api, finalized, &error);

  g_assert_no_error (error);
  while (status->state != XU_PROCESSING_SUCCEEDED)
    {
      g_assert_cmpint (status->state, !=, XU_PROCESSING_FAILED);
      g_assert_cmpstr (status->media_id, ==, media_id);
      g_assert_cmpuint (n_asked, <, 200);
      sleep_ms (50);

      xu_media_api_status_async (fixture->api, media_id, NULL, done_cb, fixture);

      g_autoptr (GAsyncResult) result = wait_for (fixture);

      xu_media_status_free (status);
      status = xu_media_api_status_finish (fixture->api, result, &error);
      g_assert_no_error (error);
      n_asked++;
    }

  return n_asked;
}

static GBytes *
make_video (void)
{
  gsize length = 200001;
  guint8 *bytes = g_malloc (length);

  for (gsize i = 0; i < length; i++)
    bytes[i] = (guint8) (i * 31 + i / 256);

  return g_bytes_new_take (bytes, length);
}

static char *
upload_video (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) video = make_video ();
  gsize length = g_bytes_get_size (video);
  g_autoptr (GBytes) head = g_bytes_new_from_bytes (video, 0, 131072);
  g_autoptr (GBytes) tail = g_bytes_new_from_bytes (video, 131072, length - 131072);
  g_autoptr (XuMediaUpload) upload
      = initialize (fixture, "video/mp4", "tweet_video", length, &error);

  g_assert_no_error (error);
  g_assert_nonnull (upload->media_key);
  g_assert_cmpint (upload->expires_after_s, >, 0);
  append (fixture, upload->media_id, 0, head, XU_APPEND_MULTIPART);
  append (fixture, upload->media_id, 1, tail, XU_APPEND_JSON);
  g_assert_cmpuint (finish_upload (fixture, upload->media_id), >, 0);

  return g_steal_pointer (&upload->media_id);
}

static char *
upload_subtitles (Fixture *fixture)
{
  static const char text[] = "1\n00:00:00,000 --> 00:00:01,000\nHello\n";
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, sizeof text - 1);
  g_autoptr (XuMediaUpload) upload
      = initialize (fixture, "text/srt", "subtitles", sizeof text - 1, &error);

  g_assert_no_error (error);
  append (fixture, upload->media_id, 0, bytes, XU_APPEND_MULTIPART);
  finish_upload (fixture, upload->media_id);

  return g_steal_pointer (&upload->media_id);
}

static void
describe (Fixture *fixture, const char *video_id, const char *subtitles_id)
{
  g_autoptr (GError) error = NULL;

  xu_media_api_set_alt_text_async (fixture->api, video_id, "Black", NULL, done_cb, fixture);

  g_autoptr (GAsyncResult) alt_text = wait_for (fixture);

  xu_media_api_set_alt_text_finish (fixture->api, alt_text, &error);
  g_assert_no_error (error);

  xu_media_api_set_subtitles_async (fixture->api, video_id, subtitles_id, "EN", "English", NULL,
                                    done_cb, fixture);

  g_autoptr (GAsyncResult) subtitles = wait_for (fixture);

  xu_media_api_set_subtitles_finish (fixture->api, subtitles, &error);
  g_assert_no_error (error);
}

static char *
create_post (Fixture *fixture, const char *text, const char *media_id, GError **error)
{
  const char *const media_ids[] = { media_id, NULL };
  const XuPostContent content = { .text = text,
                                  .media_ids = media_ids,
                                  .reply_settings = "following",
                                  .made_with_ai = TRUE,
                                  .paid_partnership = TRUE };

  xu_post_api_create_async (fixture->api, &content, NULL, done_cb, fixture);

  g_autoptr (GAsyncResult) result = wait_for (fixture);

  return xu_post_api_create_finish (fixture->api, result, error);
}

static void
delete_post (Fixture *fixture, const char *post_id)
{
  g_autoptr (GError) error = NULL;

  xu_post_api_delete_async (fixture->api, post_id, NULL, done_cb, fixture);

  g_autoptr (GAsyncResult) result = wait_for (fixture);

  g_assert_true (xu_post_api_delete_finish (fixture->api, result, &error));
  g_assert_no_error (error);
}

static XuUser *
me (Fixture *fixture, GError **error)
{
  xu_user_api_me_async (fixture->api, NULL, done_cb, fixture);

  g_autoptr (GAsyncResult) result = wait_for (fixture);

  return xu_user_api_me_finish (fixture->api, result, error);
}

static GPtrArray *
own_posts (Fixture *fixture, const char *user_id)
{
  g_autoptr (GError) error = NULL;

  xu_post_api_list_own_async (fixture->api, user_id, 5, NULL, done_cb, fixture);

  g_autoptr (GAsyncResult) result = wait_for (fixture);
  GPtrArray *posts = xu_post_api_list_own_finish (fixture->api, result, &error);

  g_assert_no_error (error);
  return posts;
}

static void
go_the_whole_way (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (XuUser) user = me (fixture, &error);

  g_assert_no_error (error);

  g_autofree char *video_id = upload_video (fixture);
  g_autoptr (GBytes) video = make_video ();
  g_autofree char *sent = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, video);
  g_autofree char *received
      = xu_test_sandbox_get_string (fixture->sandbox, "/sandbox/media", "$.media[0].sha256");
  g_autofree char *subtitles_id = upload_subtitles (fixture);

  g_assert_cmpstr (received, ==, sent);
  describe (fixture, video_id, subtitles_id);

  g_autofree char *post_id = create_post (fixture, "Hello \xf0\x9f\x91\x8b", video_id, &error);

  g_assert_no_error (error);

  g_autoptr (GPtrArray) posts = own_posts (fixture, user->user_id);

  g_assert_cmpuint (posts->len, ==, 1);

  const XuOwnPost *post = g_ptr_array_index (posts, 0);

  g_assert_cmpstr (post->post_id, ==, post_id);
  g_assert_cmpint (post->created_at, >, 0);
  g_assert_cmpuint (g_strv_length (post->media_keys), ==, 1);
  g_assert_true (g_str_has_suffix (post->media_keys[0], video_id));

  /* The second time X says that there is none: as good as deleted. */
  delete_post (fixture, post_id);
  delete_post (fixture, post_id);

  g_autoptr (GPtrArray) rest = own_posts (fixture, user->user_id);

  g_assert_cmpuint (rest->len, ==, 0);
}

static void
test_bearer (Fixture *fixture, gconstpointer data)
{
  sign_in (fixture, fixture->sandbox->access_token);
  go_the_whole_way (fixture);
}

static void
test_oauth1 (Fixture *fixture, gconstpointer data)
{
  sign_in_with_oauth1 (fixture);
  go_the_whole_way (fixture);
}

static void
test_refusals (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  sign_in (fixture, fixture->sandbox->expired_token);
  g_assert_null (me (fixture, &error));
  g_assert_error (error, XU_ERROR, XU_ERROR_TOKEN_REFUSED);
  g_clear_error (&error);

  sign_in (fixture, fixture->sandbox->limited_token);
  g_assert_null (initialize (fixture, "video/mp4", "tweet_video", 10, &error));
  g_assert_error (error, XU_ERROR, XU_ERROR_SCOPE_MISSING);
  g_clear_error (&error);

  sign_in (fixture, fixture->sandbox->access_token);
  g_assert_null (initialize (fixture, "video/x-matroska", "tweet_video", 10, &error));
  g_assert_error (error, XU_ERROR, XU_ERROR_REJECTED);
  g_clear_error (&error);

  g_assert_null (create_post (fixture, "x", "1", &error));
  g_assert_error (error, XU_ERROR, XU_ERROR_MEDIA_EXPIRED);
  g_clear_error (&error);

  g_autofree char *first_id = upload_video (fixture);
  g_autofree char *second_id = upload_video (fixture);
  g_autofree char *post_id = create_post (fixture, "Twice", first_id, &error);

  g_assert_no_error (error);
  g_assert_nonnull (post_id);
  g_assert_null (create_post (fixture, "Twice", second_id, &error));
  g_assert_error (error, XU_ERROR, XU_ERROR_DUPLICATE_CONTENT);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/sandbox/bearer", Fixture, NULL, set_up, test_bearer, tear_down);
  g_test_add ("/sandbox/oauth1", Fixture, NULL, set_up, test_oauth1, tear_down);
  g_test_add ("/sandbox/refusals", Fixture, NULL, set_up, test_refusals, tear_down);

  return g_test_run ();
}
