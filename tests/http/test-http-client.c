/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The client against a well-behaved server. The argument says how they speak: plain, tls or http2.
 */

#include "config.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "exchange-fixture.h"
#include "xu-error.h"
#include "xu-quantity.h"
#include "xu-test-warnings.h"

static HttpPeerKind kind;
static int n_served; /* (atomic) */
static GMutex lock;
static GHashTable *connections; /* (owned) (element-type utf8): remote addresses; under the lock */

static void
note_connection (SoupServerMessage *message)
{
  GSocketAddress *address = soup_server_message_get_remote_address (message);

  if (address == NULL) /* Reset before the server looked. */
    return;

  g_autofree char *text = g_socket_connectable_to_string (G_SOCKET_CONNECTABLE (address));

  g_mutex_lock (&lock);
  g_hash_table_add (connections, g_steal_pointer (&text));
  g_mutex_unlock (&lock);
}

static guint
forget_connections (void)
{
  g_mutex_lock (&lock);
  guint n = g_hash_table_size (connections);

  g_hash_table_remove_all (connections);
  g_mutex_unlock (&lock);

  return n;
}

/* "/echo": method, headers of interest and the body's digest. "/status/N": that status, with the
 * headers of limits. "/huge/N": N bytes. "/pause": never an answer. */
static void
serve (SoupServer *server,
       SoupServerMessage *message,
       const char *path,
       GHashTable *query,
       gpointer user_data)
{
  SoupMessageHeaders *in = soup_server_message_get_request_headers (message);
  SoupMessageHeaders *out = soup_server_message_get_response_headers (message);
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  g_autoptr (GBytes) bytes = soup_message_body_flatten (body);
  g_autofree char *digest = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);

  note_connection (message);
  g_atomic_int_inc (&n_served);

  if (g_str_equal (path, "/pause"))
    {
      soup_server_message_pause (message);
    }
  else if (g_str_has_prefix (path, "/status/"))
    {
      soup_server_message_set_status (message, (guint) atoi (path + strlen ("/status/")), NULL);
      soup_message_headers_replace (out, "Location", "/echo");
      soup_message_headers_replace (out, "X-Rate-Limit-Limit", "1875");
      soup_message_headers_replace (out, "X-Rate-Limit-Remaining", "7");
      soup_message_headers_replace (out, "Retry-After", "3");
      soup_server_message_set_response (message, "Text/HTML; charset=utf-8", SOUP_MEMORY_COPY,
                                        "<p>", 3);
    }
  else if (g_str_has_prefix (path, "/huge/"))
    {
      gsize size = (gsize) atoi (path + strlen ("/huge/"));

      soup_server_message_set_status (message, 200, NULL);
      soup_server_message_set_response (message, "text/plain", SOUP_MEMORY_TAKE, g_malloc0 (size),
                                        size);
    }
  else
    {
      const char *accept = soup_message_headers_get_one (in, "Accept-Encoding");
      g_autofree char *text = g_strdup_printf (
          "%s %s %s %s %s %s", soup_server_message_get_method (message), digest,
          soup_message_headers_get_one (in, "User-Agent"), accept != NULL ? accept : "-",
          soup_message_headers_get_content_type (in, NULL) != NULL
              ? soup_message_headers_get_content_type (in, NULL)
              : "-",
          soup_message_headers_get_one (in, "Authorization") != NULL ? "signed" : "-");

      soup_server_message_set_status (message, 200, NULL);
      soup_server_message_set_response (message, "application/json", SOUP_MEMORY_COPY, text,
                                        strlen (text));
    }
}

static char *
digest_of (gsize size)
{
  g_autofree guint8 *data = g_malloc (size + 1);

  for (gsize i = 0; i < size; i++)
    data[i] = (guint8) (i * 7 + i / 251);

  return g_compute_checksum_for_data (G_CHECKSUM_SHA256, data, size);
}

static void
assert_echo (const Exchange *exchange, const char *method, gsize size)
{
  g_autofree char *digest = digest_of (size);
  g_autofree char *expected
      = g_strdup_printf ("%s %s XUploader/%s - %s -", method, digest, XU_VERSION,
                         size > 0 ? "application/octet-stream" : "-");

  g_assert_no_error (exchange->error);
  g_assert_cmpuint (exchange->response->status, ==, 200);
  g_assert_cmpstr (exchange->response->content_type, ==, "application/json");
  g_assert_cmpmem (g_bytes_get_data (exchange->response->body, NULL),
                   g_bytes_get_size (exchange->response->body), expected, strlen (expected));
  g_assert_cmpuint (exchange->sent, ==, size);
  g_assert_cmpuint (exchange->n_restarts, ==, 0);
}

static void
test_bodies (void)
{
  static const gsize sizes[] = { 0, 1, 8191, 8192, 8193, 65536, 1000003, 4 * 1024 * 1024 };
  static const char *const flags[] = { "", "r", "b", "rb" };
  g_autoptr (HttpPeer) peer = http_peer_new_server (kind, serve, NULL);
  XuHttpClient *client = exchange_new_client (peer);

  for (gsize i = 0; i < G_N_ELEMENTS (sizes) * G_N_ELEMENTS (flags); i++)
    {
      g_auto (Exchange) exchange = { NULL };

      exchange_start (&exchange, client, "POST", "/echo?a=b", sizes[i / G_N_ELEMENTS (flags)],
                      flags[i % G_N_ELEMENTS (flags)], NULL);
      exchange_wait (&exchange);
      assert_echo (&exchange, "POST", sizes[i / G_N_ELEMENTS (flags)]);
    }

  g_auto (Exchange) get = { NULL };

  exchange_start (&get, client, "GET", "/echo", 0, "r", NULL);
  exchange_wait (&get);
  assert_echo (&get, "GET", 0);
  exchange_finish_client (client);
}

/* One after another, repeatable requests share a connection, others each take a new one. Parallel
 * ones have one each, also over HTTP/2. */
static void
test_connections (void)
{
  g_autoptr (HttpPeer) peer = http_peer_new_server (kind, serve, NULL);
  XuHttpClient *client = exchange_new_client (peer);
  Exchange many[8] = { { NULL } };

  forget_connections ();
  for (guint i = 0; i < 4; i++)
    {
      g_auto (Exchange) exchange = { NULL };

      exchange_start (&exchange, client, "POST", "/echo", 1000, "r", NULL);
      exchange_wait (&exchange);
      assert_echo (&exchange, "POST", 1000);
    }
  g_assert_cmpuint (forget_connections (), ==, 1);

  for (guint i = 0; i < 3; i++)
    {
      g_auto (Exchange) exchange = { NULL };

      exchange_start (&exchange, client, "POST", "/echo", 1000, "", NULL);
      exchange_wait (&exchange);
      assert_echo (&exchange, "POST", 1000);
    }
  g_assert_cmpuint (forget_connections (), ==, 3);

  for (guint round = 0; round < 2; round++)
    {
      for (guint i = 0; i < G_N_ELEMENTS (many); i++)
        exchange_start (&many[i], client, "POST", "/echo", 300000, "rb", NULL);
      for (guint i = 0; i < G_N_ELEMENTS (many); i++)
        {
          exchange_wait (&many[i]);
          assert_echo (&many[i], "POST", 300000);
          exchange_clear (&many[i]);
          many[i] = (Exchange){ NULL };
        }
    }
  g_assert_cmpuint (forget_connections (), ==, 8);

  exchange_finish_client (client);
}

/* Whatever the status, the answer is handed on: no redirect, no retry. */
static void
test_statuses (void)
{
  static const guint statuses[] = { 200, 201, 302, 307, 400, 401, 404, 413, 429, 500, 503 };
  g_autoptr (HttpPeer) peer = http_peer_new_server (kind, serve, NULL);
  XuHttpClient *client = exchange_new_client (peer);

  for (gsize i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      g_auto (Exchange) exchange = { NULL };
      g_autofree char *path = g_strdup_printf ("/status/%u", statuses[i]);
      gboolean must_wait = statuses[i] == 429 || statuses[i] == 503;

      g_atomic_int_set (&n_served, 0);
      exchange_start (&exchange, client, "POST", path, 100, "r", NULL);
      exchange_wait (&exchange);
      g_assert_no_error (exchange.error);
      g_assert_cmpuint (exchange.response->status, ==, statuses[i]);
      g_assert_cmpstr (exchange.response->content_type, ==, "text/html");
      g_assert_cmpint (exchange.response->rate_limit.limit, ==, 1875);
      g_assert_cmpint (exchange.response->rate_limit.remaining, ==, 7);
      g_assert_cmpint (exchange.response->rate_limit.retry_after_us, ==, must_wait ? 3000000 : -1);
      g_assert_cmpint (g_atomic_int_get (&n_served), ==, 1);
    }

  exchange_finish_client (client);
}

static void
test_huge_answer (void)
{
  g_autoptr (HttpPeer) peer = http_peer_new_server (kind, serve, NULL);
  XuHttpClient *client = exchange_new_client (peer);
  g_auto (Exchange) fits = { NULL };
  g_auto (Exchange) too_large = { NULL };
  g_auto (Exchange) after = { NULL };

  exchange_start (&fits, client, "GET", "/huge/1048576", 0, "r", NULL);
  exchange_wait (&fits);
  g_assert_no_error (fits.error);
  g_assert_cmpuint (g_bytes_get_size (fits.response->body), ==, XU_MIB);

  exchange_start (&too_large, client, "GET", "/huge/1048577", 0, "r", NULL);
  exchange_wait (&too_large);
  g_assert_error (too_large.error, XU_ERROR, XU_ERROR_BAD_ANSWER);

  exchange_start (&after, client, "POST", "/echo", 10, "r", NULL);
  exchange_wait (&after);
  assert_echo (&after, "POST", 10);
  exchange_finish_client (client);
}

static gboolean
unlimited_cb (gpointer user_data)
{
  xu_http_client_set_rate (user_data, 0);
  return G_SOURCE_REMOVE;
}

/* At 1 byte a second the rest would take days. */
static void
test_rate_changes_in_mid_body (void)
{
  g_autoptr (HttpPeer) peer = http_peer_new_server (kind, serve, NULL);
  XuHttpClient *client = exchange_new_client (peer);
  Exchange bulks[4] = { { NULL } };
  g_auto (Exchange) other = { NULL };

  xu_http_client_set_rate (client, 1);
  for (guint i = 0; i < G_N_ELEMENTS (bulks); i++)
    exchange_start (&bulks[i], client, "POST", "/echo", 500000, "rb", NULL);

  /* What is no segment is not held back. */
  exchange_start (&other, client, "POST", "/echo", 500000, "r", NULL);
  exchange_wait (&other);
  assert_echo (&other, "POST", 500000);

  guint64 sent = 0;

  for (guint i = 0; i < G_N_ELEMENTS (bulks); i++)
    {
      g_assert_false (bulks[i].is_over);
      sent += bulks[i].sent;
    }
  g_assert_cmpuint (sent, <=, 64 * XU_KIB + 100);

  g_timeout_add (50, unlimited_cb, client);
  for (guint i = 0; i < G_N_ELEMENTS (bulks); i++)
    {
      exchange_wait (&bulks[i]);
      assert_echo (&bulks[i], "POST", 500000);
      exchange_clear (&bulks[i]);
    }
  exchange_finish_client (client);
}

/* Begins without a limit, so that over HTTP/2 the body is polled first. */
static void
set_slow_rate_cb (guint64 sent, gpointer user_data)
{
  xu_http_client_set_rate (user_data, 1);
}

static void
finished_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Exchange *exchange = user_data;

  exchange->response
      = xu_http_client_send_finish (XU_HTTP_CLIENT (object), result, &exchange->error);
  exchange->is_over = TRUE;
}

static void
test_rate_sets_in_mid_body (void)
{
  const gsize size = 8 * 1024 * 1024;
  g_autoptr (HttpPeer) peer = http_peer_new_server (kind, serve, NULL);
  XuHttpClient *client = exchange_new_client (peer);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_auto (Exchange) exchange = { NULL };
  g_auto (Exchange) after = { NULL };
  XuHttpRequest *request = xu_http_request_new ("POST", "/echo");
  g_autoptr (GBytes) bytes = g_bytes_new_take (g_malloc0 (size), size);

  request->is_bulk = TRUE;
  request->progress = set_slow_rate_cb;
  request->progress_data = client;
  xu_http_request_add_body (request, bytes);
  xu_http_client_send_async (client, NULL, request, cancellable, finished_cb, &exchange);
  for (guint i = 0; i < 20; i++)
    {
      g_usleep (10000);
      while (g_main_context_iteration (NULL, FALSE))
        ;
    }
  g_assert_false (exchange.is_over); /* It hangs on the new limit, and can be cancelled there. */

  g_cancellable_cancel (cancellable);
  exchange_wait (&exchange);
  g_assert_error (exchange.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  xu_http_client_set_rate (client, 0);
  exchange_start (&after, client, "POST", "/echo", 10, "rb", NULL);
  exchange_wait (&after);
  assert_echo (&after, "POST", 10);
  exchange_finish_client (client);
}

static gpointer
cancel_thread (gpointer user_data)
{
  g_usleep (20000);
  g_cancellable_cancel (user_data);
  return NULL;
}

/* Before it begins, at each of the first moments, in mid-body, while the answer is due; from this
 * thread and from another. */
static void
test_cancel (void)
{
  xu_test_accept_libsoup_warnings ();

  g_autoptr (HttpPeer) peer = http_peer_new_server (kind, serve, NULL);
  XuHttpClient *client = exchange_new_client (peer);

  for (guint steps = 0; steps < 60; steps++)
    {
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_auto (Exchange) exchange = { NULL };

      if (steps == 0)
        g_cancellable_cancel (cancellable);
      exchange_start (&exchange, client, "POST", "/pause", 200000, steps % 2 == 0 ? "rb" : "",
                      cancellable);
      for (guint i = 0; i < steps; i++)
        g_main_context_iteration (NULL, FALSE);
      g_cancellable_cancel (cancellable);
      exchange_wait (&exchange);
      g_assert_error (exchange.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    }

  for (guint i = 0; i < 10; i++)
    {
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_auto (Exchange) exchange = { .cancel_at_progress = i % 2 == 0 ? cancellable : NULL };
      GThread *thread = NULL;

      exchange_start (&exchange, client, "POST", "/pause", 3000000, "rb", cancellable);
      if (i % 2 == 1)
        thread = g_thread_new ("cancel", cancel_thread, cancellable);
      exchange_wait (&exchange);
      g_assert_error (exchange.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_clear_pointer (&thread, g_thread_join);
    }

  g_auto (Exchange) after = { NULL };

  exchange_start (&after, client, "POST", "/echo", 10, "r", NULL);
  exchange_wait (&after);
  assert_echo (&after, "POST", 10);
  exchange_finish_client (client);
}

/* The server has everything and says nothing. */
static void
test_stall (void)
{
  g_autoptr (HttpPeer) peer = http_peer_new_server (kind, serve, NULL);
  XuHttpClient *client = exchange_new_client (peer);
  g_auto (Exchange) exchange = { NULL };

  xu_http_client_set_stall_timeout (client, 3); /* Before, it shakes hands. */
  exchange_start (&exchange, client, "POST", "/pause?q=secret", 100000, "r", NULL);
  exchange_wait (&exchange);
  g_assert_error (exchange.error, XU_ERROR, XU_ERROR_NETWORK);
  g_assert_false (xu_error_is_unsent (exchange.error));
  g_assert_nonnull (strstr (exchange.error->message, "/pause"));
  g_assert_null (strstr (exchange.error->message, "secret"));
  exchange_finish_client (client);
}

static void
test_trace (void)
{
  g_autoptr (HttpPeer) peer = http_peer_new_server (kind, serve, NULL);
  XuHttpClient *client = exchange_new_client (peer);
  g_autoptr (GOutputStream) stream = g_memory_output_stream_new_resizable ();

  xu_http_client_set_trace (client, stream);
  for (guint i = 0; i < 3; i++)
    {
      g_auto (Exchange) exchange = { NULL };

      exchange_start (&exchange, client, "POST", "/status/429?id=secret", 70000, "r", NULL);
      exchange_wait (&exchange);
      g_assert_no_error (exchange.error);
    }

  g_output_stream_write (stream, "", 1, NULL, NULL);

  const char *text = g_memory_output_stream_get_data (G_MEMORY_OUTPUT_STREAM (stream));
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  g_assert_cmpuint (g_strv_length (lines), ==, 4);
  g_assert_null (strstr (text, "secret"));
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (JsonNode) node = json_from_string (lines[i], NULL);
      JsonObject *line = json_node_get_object (node);

      g_assert_cmpint (json_object_get_int_member (line, "status"), ==, 429);
      g_assert_cmpstr (json_object_get_string_member (line, "path"), ==, "/status/429?id");
      g_assert_cmpstr (json_object_get_string_member (line, "protocol"), ==,
                       kind == HTTP_PEER_HTTP2 ? "2" : "1.1");
      g_assert_cmpint (json_object_get_boolean_member (line, "reused"), ==, i > 0);
      g_assert_cmpint (json_object_get_int_member (line, "bytes_sent"), ==, 70000);
      g_assert_cmpint (json_object_get_int_member (line, "bytes_received"), ==, 3);
    }

  exchange_finish_client (client);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_assert_cmpint (argc, ==, 2);
  kind = g_str_equal (argv[1], "tls") ? HTTP_PEER_TLS : HTTP_PEER_PLAIN;
  connections = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  g_test_add_func ("/http-client/bodies", test_bodies);
  g_test_add_func ("/http-client/connections", test_connections);
  g_test_add_func ("/http-client/statuses", test_statuses);
  g_test_add_func ("/http-client/huge-answer", test_huge_answer);
  g_test_add_func ("/http-client/rate-changes-in-mid-body", test_rate_changes_in_mid_body);
  g_test_add_func ("/http-client/rate-sets-in-mid-body", test_rate_sets_in_mid_body);
  g_test_add_func ("/http-client/cancel", test_cancel);
  g_test_add_func ("/http-client/stall", test_stall);
  g_test_add_func ("/http-client/trace", test_trace);

  int result = exchange_run_tests ();

  g_hash_table_unref (connections);
  return result;
}
