/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Refusals in all of X's shapes and the edge's, and what they mean where. */

#include "config.h"

#include <gio/gio.h>
#include <string.h>

#include "xu-error.h"
#include "xu-foreign-text.h"
#include "xu-problem-words.h"
#include "xu-problem.h"

static GError *
problem_of (XuEndpoint endpoint, guint status, const char *body, gssize length)
{
  gsize size = length < 0 ? strlen (body) : (gsize) length;
  g_autoptr (GBytes) bytes = g_bytes_new (body, size);
  XuHttpResponse response
      = { .status = status, .body = bytes, .rate_limit = { -1, -1, -1, 7 * G_USEC_PER_SEC } };

  return xu_problem_to_error (endpoint, &response);
}

typedef struct
{
  XuEndpoint endpoint;
  guint status;
  const char *body;
  XuErrorCode code;
  const char *detail;
  const char *reason; /* NULL: none */
} Row;

static void
check_rows (const Row *rows, gsize n_rows)
{
  for (gsize i = 0; i < n_rows; i++)
    {
      g_autoptr (GError) error = problem_of (rows[i].endpoint, rows[i].status, rows[i].body, -1);

      g_test_message ("row %" G_GSIZE_FORMAT, i);
      g_assert_cmpstr (xu_error_code_to_string ((XuErrorCode) error->code), ==,
                       xu_error_code_to_string (rows[i].code));
      g_assert_cmpstr (error->message, ==, rows[i].detail);
      g_assert_cmpstr (xu_error_get_reason (error), ==, rows[i].reason);
      g_assert_cmpuint (xu_error_get_http_status (error), ==, rows[i].status);
      g_assert_cmpint (xu_error_get_retry_after (error), ==, 7 * G_USEC_PER_SEC);
    }
}

static void
test_statuses (void)
{
  static const Row rows[] = {
    { XU_ENDPOINT_APPEND, 413, "", XU_ERROR_REJECTED, "append: HTTP 413, empty body", NULL },
    { XU_ENDPOINT_APPEND, 431, "", XU_ERROR_REJECTED, "append: HTTP 431, empty body", NULL },
    { XU_ENDPOINT_APPEND, 408, "", XU_ERROR_SERVER, "append: HTTP 408, empty body", NULL },
    { XU_ENDPOINT_APPEND, 302, "", XU_ERROR_BAD_ANSWER, "append: HTTP 302, empty body", NULL },
    { XU_ENDPOINT_APPEND, 101, "", XU_ERROR_BAD_ANSWER, "append: HTTP 101, empty body", NULL },
    { XU_ENDPOINT_STATUS, 500, "", XU_ERROR_SERVER, "status: HTTP 500, empty body", NULL },
    { XU_ENDPOINT_INITIALIZE, 502, "<html>\r\n<b>Bad\tgateway</b>", XU_ERROR_SERVER,
      "initialize: HTTP 502: <html> <b>Bad gateway</b>", NULL },
    { XU_ENDPOINT_FINALIZE, 503, "upstream connect error", XU_ERROR_SERVER,
      "finalize: HTTP 503: upstream connect error", NULL },
    { XU_ENDPOINT_ME, 504, "{\"title\":\"Gateway Timeout\"}", XU_ERROR_SERVER,
      "me: HTTP 504: Gateway Timeout", "Gateway Timeout" },
    { XU_ENDPOINT_OWN_POSTS, 524, "{", XU_ERROR_SERVER, "own_posts: HTTP 524: {", NULL },
    { XU_ENDPOINT_APPEND, 429, "", XU_ERROR_RATE_LIMITED, "append: HTTP 429, empty body", NULL },
    { XU_ENDPOINT_CREATE_POST, 429,
      "{\"title\":\"UsageCapExceeded\",\"detail\":\"Usage cap exceeded: Monthly\","
      "\"type\":\"https://api.twitter.com/2/problems/usage-capped\"}",
      XU_ERROR_NO_CREDIT, "create_post: HTTP 429, type usage-capped",
      "Usage cap exceeded: Monthly" },
    { XU_ENDPOINT_INITIALIZE, 401,
      "{\"title\":\"Unauthorized\",\"type\":\"about:blank\",\"status\":401,\"detail\":"
      "\"Unauthorized\"}",
      XU_ERROR_TOKEN_REFUSED, "initialize: HTTP 401: Unauthorized", "Unauthorized" },
    { XU_ENDPOINT_ME, 401, "{\"errors\":[{\"code\":89,\"message\":\"Token is expired\"}]}",
      XU_ERROR_TOKEN_REFUSED, "me: HTTP 401, code 89: Token is expired", "Token is expired" },
    { XU_ENDPOINT_ME, 400,
      "{\"error\":\"invalid_request\",\"error_description\":\"Value passed for the token was "
      "invalid.\"}",
      XU_ERROR_REJECTED, "me: HTTP 400: Value passed for the token was invalid.",
      "Value passed for the token was invalid." },
    { XU_ENDPOINT_ME, 400, "{\"error\":\"invalid_request\"}", XU_ERROR_REJECTED,
      "me: HTTP 400: invalid_request", "invalid_request" },
    { XU_ENDPOINT_INITIALIZE, 404, "{}", XU_ERROR_REJECTED, "initialize: HTTP 404", NULL },
    { XU_ENDPOINT_INITIALIZE, 402, "", XU_ERROR_NO_CREDIT, "initialize: HTTP 402, empty body",
      NULL },
    { XU_ENDPOINT_CREATE_POST, 403,
      "{\"type\":\"https://api.x.com/2/problems/credits-depleted\",\"title\":\"CreditsDepleted\"}",
      XU_ERROR_NO_CREDIT, "create_post: HTTP 403, type credits-depleted", "CreditsDepleted" },
  };

  check_rows (rows, G_N_ELEMENTS (rows));
}

static void
test_forbidden (void)
{
  static const Row rows[] = {
    { XU_ENDPOINT_INITIALIZE, 403, "", XU_ERROR_SCOPE_MISSING, "initialize: HTTP 403, empty body",
      NULL },
    { XU_ENDPOINT_METADATA, 403,
      "{\"title\":\"Forbidden\",\"detail\":\"Forbidden\",\"type\":\"about:blank\",\"status\":403}",
      XU_ERROR_SCOPE_MISSING, "metadata: HTTP 403", "Forbidden" },
    { XU_ENDPOINT_SUBTITLES, 403, "{}", XU_ERROR_SCOPE_MISSING, "subtitles: HTTP 403", NULL },
    { XU_ENDPOINT_APPEND, 403,
      "{\"detail\":\"You are not permitted to perform this action.\",\"title\":\"Forbidden\"}",
      XU_ERROR_SCOPE_MISSING, "append: HTTP 403: You are not permitted to perform this action.",
      "You are not permitted to perform this action." },
    { XU_ENDPOINT_APPEND, 403, "<html>Access denied</html>", XU_ERROR_REJECTED,
      "append: HTTP 403: <html>Access denied</html>", NULL },
    { XU_ENDPOINT_APPEND, 403, "{\"detail\":\"This account is locked.\"}", XU_ERROR_REJECTED,
      "append: HTTP 403: This account is locked.", "This account is locked." },
    { XU_ENDPOINT_CREATE_POST, 403,
      "{\"detail\":\"You are not permitted to perform this action.\",\"title\":\"Forbidden\"}",
      XU_ERROR_REJECTED, "create_post: HTTP 403", "You are not permitted to perform this action." },
    { XU_ENDPOINT_CREATE_POST, 403, "", XU_ERROR_REJECTED, "create_post: HTTP 403, empty body",
      NULL },
    { XU_ENDPOINT_ME, 403,
      "{\"title\":\"Unsupported Authentication\",\"detail\":\"Application-only is not for "
      "this.\",\"type\":\"https://api.twitter.com/2/problems/unsupported-authentication\"}",
      XU_ERROR_SCOPE_MISSING,
      "me: HTTP 403, type unsupported-authentication: Application-only is not for this.",
      "Application-only is not for this." },
    { XU_ENDPOINT_CREATE_POST, 403, "{\"detail\":\"Missing required Scope: tweet.write\"}",
      XU_ERROR_SCOPE_MISSING, "create_post: HTTP 403", "Missing required Scope: tweet.write" },
    { XU_ENDPOINT_INITIALIZE, 403,
      "{\"client_id\":\"123\",\"detail\":\"This app must be attached to a project.\",\"reason\":"
      "\"client-not-enrolled\",\"required_enrollment\":\"x\",\"title\":\"Client Forbidden\","
      "\"type\":\"https://api.x.com/2/problems/client-forbidden\"}",
      XU_ERROR_APP_NOT_ENROLLED,
      "initialize: HTTP 403, type client-forbidden: This app must be attached to a project.",
      "This app must be attached to a project." },
    { XU_ENDPOINT_ME, 403, "{\"reason\":\"client-forbidden\"}", XU_ERROR_APP_NOT_ENROLLED,
      "me: HTTP 403: client-forbidden", "client-forbidden" },
    { XU_ENDPOINT_CREATE_POST, 403,
      "{\"detail\":\"This is Duplicate Content, so no.\",\"type\":\"about:blank\",\"title\":"
      "\"Forbidden\",\"status\":403}",
      XU_ERROR_DUPLICATE_CONTENT, "create_post: HTTP 403", "This is Duplicate Content, so no." },
    { XU_ENDPOINT_CREATE_POST, 403,
      "{\"detail\":\"Not allowed to post a video longer than 2 minutes.\"}",
      XU_ERROR_TOO_LONG_FOR_ACCOUNT, "create_post: HTTP 403",
      "Not allowed to post a video longer than 2 minutes." },
  };

  check_rows (rows, G_N_ELEMENTS (rows));
}

static void
test_media_ids (void)
{
  static const Row rows[] = {
    { XU_ENDPOINT_APPEND, 404, "", XU_ERROR_MEDIA_EXPIRED, "append: HTTP 404, empty body", NULL },
    { XU_ENDPOINT_FINALIZE, 404, "{\"title\":\"Not Found Error\"}", XU_ERROR_MEDIA_EXPIRED,
      "finalize: HTTP 404: Not Found Error", "Not Found Error" },
    { XU_ENDPOINT_STATUS, 404, "", XU_ERROR_MEDIA_EXPIRED, "status: HTTP 404, empty body", NULL },
    { XU_ENDPOINT_STATUS, 400,
      "{\"errors\":[{\"parameters\":{\"media_id\":[\"4\"]},\"message\":\"Media ID 4 is gone\"}],"
      "\"title\":\"Invalid Request\",\"detail\":\"One or more parameters was invalid.\","
      "\"type\":\"https://api.twitter.com/2/problems/invalid-request\"}",
      XU_ERROR_MEDIA_EXPIRED, "status: HTTP 400, type invalid-request: Media ID 4 is gone",
      "Media ID 4 is gone" },
    { XU_ENDPOINT_FINALIZE, 400,
      "{\"errors\":[{\"message\":\"Segments do not add up to provided total file size.\"}]}",
      XU_ERROR_REJECTED, "finalize: HTTP 400: Segments do not add up to provided total file size.",
      "Segments do not add up to provided total file size." },
    { XU_ENDPOINT_METADATA, 400, "{\"detail\":\"media_id not found\"}", XU_ERROR_MEDIA_EXPIRED,
      "metadata: HTTP 400", "media_id not found" },
    { XU_ENDPOINT_METADATA, 404, "{}", XU_ERROR_REJECTED, "metadata: HTTP 404", NULL },
    { XU_ENDPOINT_CREATE_POST, 400, "{\"detail\":\"Your media IDs are invalid.\"}",
      XU_ERROR_MEDIA_EXPIRED, "create_post: HTTP 400", "Your media IDs are invalid." },
    { XU_ENDPOINT_CREATE_POST, 400, "{\"errors\":[{\"code\":324,\"message\":\"Video no good\"}]}",
      XU_ERROR_MEDIA_REFUSED, "create_post: HTTP 400, code 324", "Video no good" },
    { XU_ENDPOINT_CREATE_POST, 400, "{\"detail\":\"Not valid video\"}", XU_ERROR_MEDIA_REFUSED,
      "create_post: HTTP 400", "Not valid video" },
    { XU_ENDPOINT_CREATE_POST, 400, "{\"detail\":\"One or more parameters was invalid.\"}",
      XU_ERROR_REJECTED, "create_post: HTTP 400", "One or more parameters was invalid." },
    { XU_ENDPOINT_DELETE_POST, 404, "{\"title\":\"Not Found Error\"}", XU_ERROR_REJECTED,
      "delete_post: HTTP 404: Not Found Error", "Not Found Error" },
  };

  check_rows (rows, G_N_ELEMENTS (rows));
}

/* A 2xx whose decoder found no data. */
static void
test_inside_a_success (void)
{
  static const Row rows[] = {
    { XU_ENDPOINT_OWN_POSTS, 200,
      "{\"errors\":[{\"detail\":\"No such user.\",\"title\":\"Not Found Error\",\"type\":"
      "\"https://api.twitter.com/2/problems/resource-not-found\",\"value\":\"7\"}]}",
      XU_ERROR_REJECTED, "own_posts: HTTP 200, type resource-not-found: No such user.",
      "No such user." },
    { XU_ENDPOINT_STATUS, 200,
      "{\"errors\":[{\"detail\":\"Gone.\",\"type\":\"https://api.x.com/2/problems/"
      "resource-not-found\"}]}",
      XU_ERROR_MEDIA_EXPIRED, "status: HTTP 200, type resource-not-found: Gone.", "Gone." },
    { XU_ENDPOINT_STATUS, 200, "{\"errors\":[{\"title\":\"Service Unavailable\",\"status\":503}]}",
      XU_ERROR_SERVER, "status: HTTP 200: Service Unavailable", "Service Unavailable" },
    { XU_ENDPOINT_STATUS, 200, "{\"errors\":[{\"title\":\"Odd\",\"status\":200}]}",
      XU_ERROR_REJECTED, "status: HTTP 200: Odd", "Odd" },
    { XU_ENDPOINT_APPEND, 200, "<html>Hotel</html>", XU_ERROR_BAD_ANSWER,
      "append: HTTP 200: <html>Hotel</html>", NULL },
    { XU_ENDPOINT_CREATE_POST, 201, "<html>Hotel</html>", XU_ERROR_BAD_ANSWER,
      "create_post: HTTP 201, unreadable body of 18 bytes", NULL },
  };

  check_rows (rows, G_N_ELEMENTS (rows));
}

static void
test_post_text_stays_out_of_details (void)
{
  static const char *const bodies[] = {
    "{\"errors\":[{\"parameters\":{\"text\":[\"SECRET\"]},\"message\":\"SECRET is long\"}]}",
    "{\"title\":\"SECRET\",\"detail\":\"SECRET\",\"type\":\"https://x.com/SECRET\"}",
    "{\"type\":\"SECRET words\"}",
    "<html>SECRET</html>",
    "SECRET",
  };
  static const char *const hidden[] = {
    "{\"errors\":[{\"parameters\":{\"text\":[\"SECRET\"]},\"value\":\"SECRET\",\"x\":\"SECRET\"}]}",
    "{\"parameters\":\"SECRET\",\"value\":\"SECRET\",\"text\":\"SECRET\",\"title\":\"Bad\"}",
    "{\"data\":{\"text\":\"SECRET\"},\"title\":\"Bad\"}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      g_autoptr (GError) error = problem_of (XU_ENDPOINT_CREATE_POST, 400, bodies[i], -1);

      g_assert_null (strstr (error->message, "SECRET"));
    }

  for (gsize i = 0; i < G_N_ELEMENTS (hidden); i++)
    {
      g_autoptr (GError) error = problem_of (XU_ENDPOINT_CREATE_POST, 400, hidden[i], -1);
      const char *reason = xu_error_get_reason (error);

      g_assert_null (strstr (error->message, "SECRET"));
      g_assert_true (reason == NULL || strstr (reason, "SECRET") == NULL);
    }
}

static void
test_hostile_words (void)
{
  static const char *const bodies[] = {
    "{\"errors\":{}}",
    "{\"errors\":[]}",
    "{\"errors\":[7]}",
    "{\"errors\":[{\"message\":7,\"code\":\"x\"}]}",
    "{\"errors\":[null]}",
    "{\"title\":[],\"detail\":{},\"type\":7,\"status\":\"x\",\"reason\":null}",
    "{\"type\":\"\"}",
    "{\"type\":\"/\"}",
    "{\"type\":\"https://api.x.com/2/problems/Bad Words\"}",
    "{\"status\":1e400,\"code\":-1e400}",
    "{\"title\":\" \\u0007 \"}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      g_autoptr (GError) error = problem_of (XU_ENDPOINT_STATUS, 409, bodies[i], -1);

      g_assert_error (error, XU_ERROR, XU_ERROR_REJECTED);
      g_assert_null (xu_error_get_reason (error));
    }
}

static void
test_cleaning (void)
{
  static const struct
  {
    const char *text;
    gsize max_chars;
    const char *clean;
  } rows[] = {
    { "", 10, "" },
    { " \t\r\n", 10, "" },
    { "a \n\n b\x1b[31m\x7f", 20, "a b [31m" },
    { "abcdef", 3, "abc" },
    { "ab c", 3, "ab " },
    { "\xc3\xa4\xc3\xb6\xc3\xbc\xc3\xa4", 3, "\xc3\xa4\xc3\xb6\xc3\xbc" },
    { "a\xe2\x80\xae"
      "b\xe2\x81\xa6"
      "c",
      10, "abc" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *clean = xu_foreign_text_clean (rows[i].text, rows[i].max_chars);

      g_assert_cmpstr (clean, ==, rows[i].clean);
    }
}

static void
test_lengths (void)
{
  g_autofree char *long_text = g_strnfill (5000, 'x');
  g_autofree char *body = g_strdup_printf ("{\"detail\":\"%s\"}", long_text);
  g_autoptr (GError) sentence = problem_of (XU_ENDPOINT_STATUS, 400, body, -1);
  g_autoptr (GError) page = problem_of (XU_ENDPOINT_STATUS, 400, long_text, -1);
  g_autoptr (GError) binary = problem_of (XU_ENDPOINT_STATUS, 400, "\xff\xfe\0\1 x\xf0\x9f", 8);

  g_assert_cmpuint (strlen (xu_error_get_reason (sentence)), ==, 300);
  g_assert_cmpuint (strlen (page->message), ==, strlen ("status: HTTP 400: ") + 200);
  g_assert_true (g_utf8_validate (binary->message, -1, NULL));
  g_assert_null (strchr (binary->message, '\1'));
}

static void
test_about_encoding (void)
{
  static const struct
  {
    guint status;
    const char *body;
    gboolean is_about_encoding;
  } rows[] = {
    { 415, "", TRUE },
    { 415, "<html>", TRUE },
    { 400, "{\"detail\":\"Requests with bodies must have content-type of application/json.\"}",
      TRUE },
    { 400,
      "{\"errors\":[{\"message\":\"Requests with bodies must have content-type of "
      "application/json.\"}],\"title\":\"Invalid Request\",\"detail\":\"One or more parameters to "
      "your request was invalid.\"}",
      TRUE },
    { 400, "{\"errors\":[{\"message\":\"Request body is not valid JSON\"}]}", TRUE },
    { 400, "{\"detail\":\"One or more parameters to your request was invalid.\"}", FALSE },
    { 400, "{\"detail\":\"Segment 3 is not valid\"}", FALSE },
    { 400, "", FALSE },
    { 403, "{\"detail\":\"Request body is not valid JSON\"}", FALSE },
    { 413, "", FALSE },
    { 500, "{\"detail\":\"Request body is not valid JSON\"}", FALSE },
  };
  g_autoptr (GError) other
      = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, "Request body is not valid JSON");

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = problem_of (XU_ENDPOINT_APPEND, rows[i].status, rows[i].body, -1);

      g_test_message ("row %" G_GSIZE_FORMAT, i);
      g_assert_cmpint (xu_problem_is_about_encoding (error), ==, rows[i].is_about_encoding);
    }

  g_assert_false (xu_problem_is_about_encoding (other));
  g_assert_false (xu_problem_is_about_encoding (NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/problem/statuses", test_statuses);
  g_test_add_func ("/problem/forbidden", test_forbidden);
  g_test_add_func ("/problem/media-ids", test_media_ids);
  g_test_add_func ("/problem/inside-a-success", test_inside_a_success);
  g_test_add_func ("/problem/post-text-stays-out", test_post_text_stays_out_of_details);
  g_test_add_func ("/problem/hostile-words", test_hostile_words);
  g_test_add_func ("/problem/cleaning", test_cleaning);
  g_test_add_func ("/problem/lengths", test_lengths);
  g_test_add_func ("/problem/about-encoding", test_about_encoding);

  return g_test_run ();
}
