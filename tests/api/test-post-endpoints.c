/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The endpoints of posts and of the user through the real client, and how errors pass. */

#include "config.h"

#include "endpoint-fixture.h"
#include "xu-error.h"
#include "xu-post-api.h"
#include "xu-user-api.h"

static char *
create_post (EndpointFixture *fixture, GCancellable *cancellable, GError **error)
{
  const char *const media_ids[] = { "42", NULL };
  const XuPostContent content = { .text = "Hello", .media_ids = media_ids };

  xu_post_api_create_async (fixture->api, &content, cancellable, endpoint_fixture_done_cb, fixture);

  g_autoptr (GAsyncResult) result = endpoint_fixture_wait (fixture);

  return xu_post_api_create_finish (fixture->api, result, error);
}

static void
test_create_post (EndpointFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  endpoint_fixture_prepare (fixture, 201,
                            "{\"data\":{\"id\":\"99\",\"text\":\"Hello\"},\"errors\":[{}]}");

  g_autofree char *post_id = create_post (fixture, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (post_id, ==, "99");
  g_assert_cmpuint (fixture->n_calls, ==, 1);
  endpoint_fixture_assert_json (fixture, "POST /2/tweets",
                                "{\"text\":\"Hello\",\"media\":{\"media_ids\":[\"42\"]}}");
}

static void
test_create_post_fails (EndpointFixture *fixture, gconstpointer data)
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
      endpoint_fixture_prepare (fixture, rows[i].status, rows[i].answer);
      g_assert_null (create_post (fixture, NULL, &error));
      g_assert_error (error, XU_ERROR, (int) rows[i].code);
      g_assert_cmpstr (error->message, ==, rows[i].detail);
      g_assert_cmpuint (xu_error_get_http_status (error), ==, rows[i].status);
      g_assert_cmpuint (fixture->n_calls, ==, 1);
    }
}

static gboolean
delete_post (EndpointFixture *fixture, const char *post_id, GError **error)
{
  xu_post_api_delete_async (fixture->api, post_id, NULL, endpoint_fixture_done_cb, fixture);

  g_autoptr (GAsyncResult) result = endpoint_fixture_wait (fixture);

  return xu_post_api_delete_finish (fixture->api, result, error);
}

static void
test_delete_post (EndpointFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  endpoint_fixture_prepare (fixture, 200, "{\"data\":{\"deleted\":true}}");
  g_assert_true (delete_post (fixture, "99", &error));
  endpoint_fixture_assert_empty (fixture, "DELETE /2/tweets/99");

  /* X says that there is none: a copy of the same request may have done it. */
  endpoint_fixture_prepare (fixture, 404, "{\"title\":\"Not Found Error\",\"status\":404}");
  g_assert_true (delete_post (fixture, "99", &error));
  g_assert_no_error (error);

  /* Somebody else's page that was not found says nothing. */
  endpoint_fixture_prepare (fixture, 404, "<html>nothing here</html>");
  g_assert_false (delete_post (fixture, "99", &error));
  g_assert_error (error, XU_ERROR, XU_ERROR_REJECTED);
  g_clear_error (&error);

  endpoint_fixture_prepare (fixture, 200, "{\"data\":{\"deleted\":false}}");
  g_assert_false (delete_post (fixture, "99", &error));
  g_assert_error (error, XU_ERROR, XU_ERROR_REJECTED);
  g_assert_cmpstr (error->message, ==, "delete_post: HTTP 200: data.deleted: false");
}

static void
test_bad_id_sends_nothing (EndpointFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (delete_post (fixture, "../users", &error));
  g_assert_error (error, XU_ERROR, XU_ERROR_USAGE);
  g_assert_cmpuint (fixture->n_calls, ==, 0);
}

static void
test_own_posts (EndpointFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  endpoint_fixture_prepare (
      fixture, 200, "{\"data\":[{\"id\":\"99\",\"attachments\":{\"media_keys\":[\"7_42\"]}}]}");
  xu_post_api_list_own_async (fixture->api, "7", 20, NULL, endpoint_fixture_done_cb, fixture);

  g_autoptr (GAsyncResult) result = endpoint_fixture_wait (fixture);
  g_autoptr (GPtrArray) posts = xu_post_api_list_own_finish (fixture->api, result, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (posts->len, ==, 1);
  endpoint_fixture_assert_empty (fixture,
                                 "GET /2/users/7/tweets?max_results=20&tweet.fields=created_at,"
                                 "attachments&expansions=attachments.media_keys");
}

static XuUser *
me (EndpointFixture *fixture, GCancellable *cancellable, GError **error)
{
  xu_user_api_me_async (fixture->api, cancellable, endpoint_fixture_done_cb, fixture);

  g_autoptr (GAsyncResult) result = endpoint_fixture_wait (fixture);

  return xu_user_api_me_finish (fixture->api, result, error);
}

static void
test_me (EndpointFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  endpoint_fixture_prepare (fixture, 200,
                            "{\"data\":{\"id\":\"7\",\"name\":\"Ada\",\"username\":\"ada\"}}");

  g_autoptr (XuUser) user = me (fixture, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (user->username, ==, "ada");
  endpoint_fixture_assert_empty (fixture,
                                 "GET /2/users/me?user.fields=subscription_type,profile_image_url");
}

static void
test_redirect_is_not_followed (EndpointFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  endpoint_fixture_prepare (fixture, 302, "");
  g_assert_null (me (fixture, NULL, &error));
  g_assert_error (error, XU_ERROR, XU_ERROR_BAD_ANSWER);
  g_assert_cmpstr (error->message, ==, "me: HTTP 302, empty body");
  g_assert_cmpuint (fixture->n_calls, ==, 1);
}

static void
test_errors_in_a_success (EndpointFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  endpoint_fixture_prepare (fixture, 200, "{\"errors\":[{\"title\":\"Busy\",\"status\":503}]}");
  g_assert_null (me (fixture, NULL, &error));
  g_assert_error (error, XU_ERROR, XU_ERROR_SERVER);
  g_clear_error (&error);

  fixture->type = "text/html";
  endpoint_fixture_prepare (fixture, 200, "<html>Hotel</html>");
  g_assert_null (me (fixture, NULL, &error));
  g_assert_error (error, XU_ERROR, XU_ERROR_BAD_ANSWER);
  g_assert_cmpstr (error->message, ==, "me: HTTP 200: <html>Hotel</html>");
}

static void
test_cancelled (EndpointFixture *fixture, gconstpointer data)
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
  EndpointFixture *fixture = user_data;

  g_cancellable_cancel (g_task_get_cancellable (G_TASK (result)));
  endpoint_fixture_done_cb (source, result, fixture);
}

/* The wish to cancel must not hide that the post exists. */
static void
test_answer_beats_cancelling (EndpointFixture *fixture, gconstpointer data)
{
  const XuPostContent content = { .text = "Hello" };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  endpoint_fixture_prepare (fixture, 201, "{\"data\":{\"id\":\"99\",\"text\":\"Hello\"}}");
  xu_post_api_create_async (fixture->api, &content, cancellable, cancelling_cb, fixture);

  g_autoptr (GAsyncResult) result = endpoint_fixture_wait (fixture);
  g_autofree char *post_id = xu_post_api_create_finish (fixture->api, result, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (post_id, ==, "99");
}

static void
test_network_error_passes (EndpointFixture *fixture, gconstpointer data)
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
    void (*run) (EndpointFixture *fixture, gconstpointer data);
  } tests[] = {
    { "/post-endpoints/create-post", test_create_post },
    { "/post-endpoints/create-post-fails", test_create_post_fails },
    { "/post-endpoints/delete-post", test_delete_post },
    { "/post-endpoints/bad-id-sends-nothing", test_bad_id_sends_nothing },
    { "/post-endpoints/own-posts", test_own_posts },
    { "/post-endpoints/me", test_me },
    { "/post-endpoints/redirect-is-not-followed", test_redirect_is_not_followed },
    { "/post-endpoints/errors-in-a-success", test_errors_in_a_success },
    { "/post-endpoints/cancelled", test_cancelled },
    { "/post-endpoints/answer-beats-cancelling", test_answer_beats_cancelling },
    { "/post-endpoints/network-error-passes", test_network_error_passes },
  };

  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, EndpointFixture, NULL, endpoint_fixture_set_up, tests[i].run,
                endpoint_fixture_tear_down);

  return g_test_run ();
}
