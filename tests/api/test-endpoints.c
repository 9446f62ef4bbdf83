/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each endpoint through the real client against a server that gives one prepared answer. */

#include "config.h"

#include <libsoup/soup.h>
#include <string.h>

#include "xu-bearer-authorizer.h"
#include "xu-error.h"
#include "xu-media-api.h"
#include "xu-post-api.h"
#include "xu-user-api.h"

static const guint limit_seconds = 20;

typedef struct
{
  SoupServer *server;    /* (owned) */
  XuHttpClient *client;  /* (owned) */
  XuApi *api;            /* (owned) */
  GAsyncResult *result;  /* (owned) (nullable): of the call */
  GCancellable *on_call; /* (unowned) (nullable): cancelled in place of an answer */

  guint status;       /* the prepared answer */
  const char *answer; /* the same */
  const char *type;   /* the same: its content type */

  guint n_calls;
  char *request_line;  /* (owned): method, path and query of the last call */
  char *content_type;  /* (owned) (nullable) */
  char *authorization; /* (owned) (nullable) */
  GBytes *body;        /* (owned) */
} Fixture;

static void
called_cb (SoupServer *server,
           SoupServerMessage *message,
           const char *path,
           GHashTable *query,
           gpointer user_data)
{
  Fixture *fixture = user_data;
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  GUri *uri = soup_server_message_get_uri (message);

  fixture->n_calls++;
  g_free (fixture->request_line);
  g_free (fixture->content_type);
  g_free (fixture->authorization);
  g_clear_pointer (&fixture->body, g_bytes_unref);
  fixture->request_line
      = g_strconcat (soup_server_message_get_method (message), " ", g_uri_get_path (uri),
                     g_uri_get_query (uri) != NULL ? "?" : NULL, g_uri_get_query (uri), NULL);
  fixture->content_type = g_strdup (soup_message_headers_get_one (headers, "Content-Type"));
  fixture->authorization = g_strdup (soup_message_headers_get_one (headers, "Authorization"));
  fixture->body = soup_message_body_flatten (soup_server_message_get_request_body (message));

  if (fixture->on_call != NULL)
    {
      soup_server_message_pause (message);
      g_cancellable_cancel (fixture->on_call);
      return;
    }

  soup_server_message_set_status (message, fixture->status, NULL);
  soup_server_message_set_response (message, fixture->type, SOUP_MEMORY_STATIC, fixture->answer,
                                    strlen (fixture->answer));
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (XuAuthorizer) authorizer = xu_bearer_authorizer_new ("token", &error);

  g_assert_no_error (error);
  g_assert_true (
      g_main_context_acquire (NULL)); /* The client wants to be called from its context. */
  fixture->server = soup_server_new (NULL, NULL);
  soup_server_add_handler (fixture->server, NULL, called_cb, fixture, NULL);
  soup_server_listen_local (fixture->server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, &error);
  g_assert_no_error (error);

  GSList *uris = soup_server_get_uris (fixture->server);
  g_autofree char *base_url = g_strdup_printf ("http://127.0.0.1:%d", g_uri_get_port (uris->data));

  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  fixture->client = xu_http_client_new (base_url, NULL, &error);
  g_assert_no_error (error);
  fixture->api = xu_api_new (fixture->client, authorizer);
  fixture->type = "application/json";
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_null (fixture->result);
  g_assert_finalize_object (fixture->api);
  g_assert_finalize_object (fixture->client);
  soup_server_disconnect (fixture->server);
  g_object_unref (fixture->server);
  g_free (fixture->request_line);
  g_free (fixture->content_type);
  g_free (fixture->authorization);
  g_clear_pointer (&fixture->body, g_bytes_unref);
  g_main_context_release (NULL);
}

static void
prepare (Fixture *fixture, guint status, const char *answer)
{
  fixture->status = status;
  fixture->answer = answer;
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Fixture *fixture = user_data;

  g_assert_null (fixture->result);
  fixture->result = g_object_ref (result);
}

static gboolean
too_late_cb (gpointer user_data)
{
  g_error ("No answer within %u s", limit_seconds);
}

/* Returns the result, which the caller owns. */
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
assert_json_request (Fixture *fixture, const char *request_line, const char *body)
{
  g_assert_cmpstr (fixture->request_line, ==, request_line);
  g_assert_cmpstr (fixture->content_type, ==, "application/json");
  g_assert_cmpstr (fixture->authorization, ==, "Bearer token");
  g_assert_cmpmem (g_bytes_get_data (fixture->body, NULL), g_bytes_get_size (fixture->body), body,
                   strlen (body));
}

static void
assert_empty_request (Fixture *fixture, const char *request_line)
{
  g_assert_cmpstr (fixture->request_line, ==, request_line);
  g_assert_cmpstr (fixture->content_type, ==, NULL);
  g_assert_cmpstr (fixture->authorization, ==, "Bearer token");
  g_assert_cmpuint (g_bytes_get_size (fixture->body), ==, 0);
}

static void
test_initialize (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  prepare (fixture, 200, "{\"data\":{\"id\":\"42\",\"media_key\":\"7_42\"}}");
  xu_media_api_initialize_async (fixture->api, "video/mp4", "tweet_video", 1234567, NULL, done_cb,
                                 fixture);

  g_autoptr (GAsyncResult) result = wait_for (fixture);
  g_autoptr (XuMediaUpload) upload = xu_media_api_initialize_finish (fixture->api, result, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (upload->media_id, ==, "42");
  assert_json_request (fixture, "POST /2/media/upload/initialize",
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
append (Fixture *fixture, gsize length, XuAppendEncoding encoding)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) segment = g_bytes_new_take (g_malloc0 (length), length);
  Progress progress = { .total = length };

  prepare (fixture, 204, "");
  xu_media_api_append_async (fixture->api, "42", 3, segment, encoding, progress_cb, &progress, NULL,
                             done_cb, fixture);

  g_autoptr (GAsyncResult) result = wait_for (fixture);

  g_assert_true (xu_media_api_append_finish (fixture->api, result, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (fixture->request_line, ==, "POST /2/media/upload/42/append");
  g_assert_cmpstr (fixture->authorization, ==, "Bearer token");
  /* Not before the last part of the segment, nor of the epilogue. */
  g_assert_cmpuint (progress.last, ==, length);
  g_assert_cmpuint (progress.n_at_total, <=, 3);
}

static void
test_append_multipart (Fixture *fixture, gconstpointer data)
{
  append (fixture, 3000001, XU_APPEND_MULTIPART);
  g_assert_true (g_str_has_prefix (fixture->content_type, "multipart/form-data; boundary="));
  g_assert_cmpuint (g_bytes_get_size (fixture->body), >, 3000001);
}

static void
test_append_json (Fixture *fixture, gconstpointer data)
{
  /* One, two and no characters of padding. */
  for (gsize length = 3000000; length <= 3000002; length++)
    {
      append (fixture, length, XU_APPEND_JSON);
      g_assert_cmpstr (fixture->content_type, ==, "application/json");
    }
}

static void
test_finalize (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  prepare (fixture, 200, "{\"data\":{\"id\":\"42\"}}");
  xu_media_api_finalize_async (fixture->api, "42", NULL, done_cb, fixture);

  g_autoptr (GAsyncResult) result = wait_for (fixture);
  g_autoptr (XuMediaStatus) status = xu_media_api_finalize_finish (fixture->api, result, &error);

  g_assert_no_error (error);
  g_assert_cmpint (status->state, ==, XU_PROCESSING_SUCCEEDED);
  assert_empty_request (fixture, "POST /2/media/upload/42/finalize");
}

static void
test_status (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  prepare (fixture, 200,
           "{\"data\":{\"id\":\"42\",\"processing_info\":{\"state\":\"in_progress\","
           "\"progress_percent\":51,\"check_after_secs\":3}}}");
  xu_media_api_status_async (fixture->api, "42", NULL, done_cb, fixture);

  g_autoptr (GAsyncResult) result = wait_for (fixture);
  g_autoptr (XuMediaStatus) status = xu_media_api_status_finish (fixture->api, result, &error);

  g_assert_no_error (error);
  g_assert_cmpint (status->state, ==, XU_PROCESSING_IN_PROGRESS);
  g_assert_cmpint (status->check_after_s, ==, 3);
  assert_empty_request (fixture, "GET /2/media/upload?command=STATUS&media_id=42");
}

static void
test_alt_text (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  prepare (fixture, 200, "{\"data\":{\"id\":\"42\"}}");
  xu_media_api_set_alt_text_async (fixture->api, "42", "A cat", NULL, done_cb, fixture);

  g_autoptr (GAsyncResult) result = wait_for (fixture);

  g_assert_true (xu_media_api_set_alt_text_finish (fixture->api, result, &error));
  assert_json_request (fixture, "POST /2/media/metadata",
                       "{\"id\":\"42\",\"metadata\":{\"alt_text\":{\"text\":\"A cat\"}}}");
}

static void
test_subtitles (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  prepare (fixture, 200, "{\"data\":{\"id\":\"42\"}}");
  xu_media_api_set_subtitles_async (fixture->api, "42", "43", "DE", "Deutsch", NULL, done_cb,
                                    fixture);

  g_autoptr (GAsyncResult) result = wait_for (fixture);

  g_assert_true (xu_media_api_set_subtitles_finish (fixture->api, result, &error));
  assert_json_request (fixture, "POST /2/media/subtitles",
                       "{\"id\":\"42\",\"media_category\":\"TweetVideo\",\"subtitles\":{\"id\":"
                       "\"43\",\"language_code\":\"DE\",\"display_name\":\"Deutsch\"}}");
}

static char *
create_post (Fixture *fixture, GCancellable *cancellable, GError **error)
{
  const char *const media_ids[] = { "42", NULL };
  const XuPostContent content = { .text = "Hello", .media_ids = media_ids };

  xu_post_api_create_async (fixture->api, &content, cancellable, done_cb, fixture);

  g_autoptr (GAsyncResult) result = wait_for (fixture);

  return xu_post_api_create_finish (fixture->api, result, error);
}

static void
test_create_post (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  prepare (fixture, 201, "{\"data\":{\"id\":\"99\",\"text\":\"Hello\"},\"errors\":[{}]}");

  g_autofree char *post_id = create_post (fixture, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (post_id, ==, "99");
  g_assert_cmpuint (fixture->n_calls, ==, 1);
  assert_json_request (fixture, "POST /2/tweets",
                       "{\"text\":\"Hello\",\"media\":{\"media_ids\":[\"42\"]}}");
}

static void
test_create_post_fails (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    guint status;
    const char *answer;
    XuErrorCode code;
    const char *detail;
  } rows[] = {
    { 503, "busy", XU_ERROR_SERVER, "create_post: HTTP 503, unreadable body of 4 bytes" },
    { 403, "{\"detail\":\"duplicate content\"}", XU_ERROR_DUPLICATE_CONTENT,
      "create_post: HTTP 403" },
    { 201, "{\"data\":{\"text\":\"Hello\"}}", XU_ERROR_BAD_ANSWER,
      "create_post: HTTP 201: data.id: missing" },
    { 201, "", XU_ERROR_BAD_ANSWER, "create_post: HTTP 201, empty body" },
    { 200, "{\"errors\":[{\"message\":\"Hello is odd\"}]}", XU_ERROR_REJECTED,
      "create_post: HTTP 200" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;

      fixture->n_calls = 0;
      prepare (fixture, rows[i].status, rows[i].answer);
      g_assert_null (create_post (fixture, NULL, &error));
      g_assert_error (error, XU_ERROR, (int) rows[i].code);
      g_assert_cmpstr (error->message, ==, rows[i].detail);
      g_assert_cmpuint (xu_error_get_http_status (error), ==, rows[i].status);
      g_assert_cmpuint (fixture->n_calls, ==, 1);
    }
}

static gboolean
delete_post (Fixture *fixture, const char *post_id, GError **error)
{
  xu_post_api_delete_async (fixture->api, post_id, NULL, done_cb, fixture);

  g_autoptr (GAsyncResult) result = wait_for (fixture);

  return xu_post_api_delete_finish (fixture->api, result, error);
}

static void
test_delete_post (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  prepare (fixture, 200, "{\"data\":{\"deleted\":true}}");
  g_assert_true (delete_post (fixture, "99", &error));
  assert_empty_request (fixture, "DELETE /2/tweets/99");

  /* X says that there is none: a copy of the same request may have done it. */
  prepare (fixture, 404, "{\"title\":\"Not Found Error\",\"status\":404}");
  g_assert_true (delete_post (fixture, "99", &error));
  g_assert_no_error (error);

  /* Somebody else's page that was not found says nothing. */
  prepare (fixture, 404, "<html>nothing here</html>");
  g_assert_false (delete_post (fixture, "99", &error));
  g_assert_error (error, XU_ERROR, XU_ERROR_REJECTED);
  g_clear_error (&error);

  prepare (fixture, 200, "{\"data\":{\"deleted\":false}}");
  g_assert_false (delete_post (fixture, "99", &error));
  g_assert_error (error, XU_ERROR, XU_ERROR_REJECTED);
  g_assert_cmpstr (error->message, ==, "delete_post: HTTP 200: data.deleted: false");
}

static void
test_bad_id_sends_nothing (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (delete_post (fixture, "../users", &error));
  g_assert_error (error, XU_ERROR, XU_ERROR_USAGE);
  g_assert_cmpuint (fixture->n_calls, ==, 0);
}

static void
test_own_posts (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  prepare (fixture, 200,
           "{\"data\":[{\"id\":\"99\",\"attachments\":{\"media_keys\":[\"7_42\"]}}]}");
  xu_post_api_list_own_async (fixture->api, "7", 20, NULL, done_cb, fixture);

  g_autoptr (GAsyncResult) result = wait_for (fixture);
  g_autoptr (GPtrArray) posts = xu_post_api_list_own_finish (fixture->api, result, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (posts->len, ==, 1);
  assert_empty_request (fixture, "GET /2/users/7/tweets?max_results=20&tweet.fields=created_at,"
                                 "attachments&expansions=attachments.media_keys");
}

static XuUser *
me (Fixture *fixture, GCancellable *cancellable, GError **error)
{
  xu_user_api_me_async (fixture->api, cancellable, done_cb, fixture);

  g_autoptr (GAsyncResult) result = wait_for (fixture);

  return xu_user_api_me_finish (fixture->api, result, error);
}

static void
test_me (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  prepare (fixture, 200, "{\"data\":{\"id\":\"7\",\"name\":\"Ada\",\"username\":\"ada\"}}");

  g_autoptr (XuUser) user = me (fixture, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (user->username, ==, "ada");
  assert_empty_request (fixture, "GET /2/users/me?user.fields=subscription_type,profile_image_url");
}

static void
test_redirect_is_not_followed (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  prepare (fixture, 302, "");
  g_assert_null (me (fixture, NULL, &error));
  g_assert_error (error, XU_ERROR, XU_ERROR_BAD_ANSWER);
  g_assert_cmpstr (error->message, ==, "me: HTTP 302, empty body");
  g_assert_cmpuint (fixture->n_calls, ==, 1);
}

static void
test_errors_in_a_success (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  prepare (fixture, 200, "{\"errors\":[{\"title\":\"Busy\",\"status\":503}]}");
  g_assert_null (me (fixture, NULL, &error));
  g_assert_error (error, XU_ERROR, XU_ERROR_SERVER);
  g_clear_error (&error);

  fixture->type = "text/html";
  prepare (fixture, 200, "<html>Hotel</html>");
  g_assert_null (me (fixture, NULL, &error));
  g_assert_error (error, XU_ERROR, XU_ERROR_BAD_ANSWER);
  g_assert_cmpstr (error->message, ==, "me: HTTP 200: <html>Hotel</html>");
}

static void
test_cancelled (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  fixture->on_call = cancellable;
  g_assert_null (create_post (fixture, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);

  /* Cancelled before it begins: nothing is sent. */
  fixture->n_calls = 0;
  g_assert_null (me (fixture, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (fixture->n_calls, ==, 0);
}

static void
cancelling_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Fixture *fixture = user_data;

  g_cancellable_cancel (g_task_get_cancellable (G_TASK (result)));
  done_cb (source, result, fixture);
}

/* The wish to cancel must not hide that the post exists. */
static void
test_answer_beats_cancelling (Fixture *fixture, gconstpointer data)
{
  const XuPostContent content = { .text = "Hello" };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  prepare (fixture, 201, "{\"data\":{\"id\":\"99\",\"text\":\"Hello\"}}");
  xu_post_api_create_async (fixture->api, &content, cancellable, cancelling_cb, fixture);

  g_autoptr (GAsyncResult) result = wait_for (fixture);
  g_autofree char *post_id = xu_post_api_create_finish (fixture->api, result, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (post_id, ==, "99");
}

static void
test_network_error_passes (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  soup_server_disconnect (fixture->server);
  g_assert_null (create_post (fixture, NULL, &error));
  g_assert_error (error, XU_ERROR, XU_ERROR_NETWORK);
  g_assert_true (xu_error_is_unsent (error));
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*run) (Fixture *fixture, gconstpointer data);
  } tests[] = {
    { "/endpoints/initialize", test_initialize },
    { "/endpoints/append-multipart", test_append_multipart },
    { "/endpoints/append-json", test_append_json },
    { "/endpoints/finalize", test_finalize },
    { "/endpoints/status", test_status },
    { "/endpoints/alt-text", test_alt_text },
    { "/endpoints/subtitles", test_subtitles },
    { "/endpoints/create-post", test_create_post },
    { "/endpoints/create-post-fails", test_create_post_fails },
    { "/endpoints/delete-post", test_delete_post },
    { "/endpoints/bad-id-sends-nothing", test_bad_id_sends_nothing },
    { "/endpoints/own-posts", test_own_posts },
    { "/endpoints/me", test_me },
    { "/endpoints/redirect-is-not-followed", test_redirect_is_not_followed },
    { "/endpoints/errors-in-a-success", test_errors_in_a_success },
    { "/endpoints/cancelled", test_cancelled },
    { "/endpoints/answer-beats-cancelling", test_answer_beats_cancelling },
    { "/endpoints/network-error-passes", test_network_error_passes },
  };

  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].run, tear_down);

  return g_test_run ();
}
