/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whom the client trusts, and what it says when it does not. */

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "exchange-fixture.h"
#include "xu-error.h"

static void
serve (GIOStream *connection, guint index, GCancellable *cancellable, gpointer user_data)
{
  while (http_peer_read_request (connection, cancellable) >= 0
         && http_peer_write (connection, "HTTP/1.1 204 No Content\r\n\r\n", cancellable))
    ;
}

/* A server that takes the connection and says nothing. */
static void
serve_silence (GIOStream *connection, guint index, GCancellable *cancellable, gpointer user_data)
{
  char byte;

  while (
      g_input_stream_read (g_io_stream_get_input_stream (connection), &byte, 1, cancellable, NULL)
      > 0)
    ;
}

static void
serve_garbage (GIOStream *connection, guint index, GCancellable *cancellable, gpointer user_data)
{
  http_peer_write (connection, "HTTP/1.1 400 Bad Request\r\n\r\n", cancellable);
  serve_silence (connection, index, cancellable, user_data);
}

static void
check (HttpPeer *peer, const char *host, gboolean has_anchor, int code, const char *detail)
{
  g_autofree char *url = g_strdup_printf ("https://%s:%u", host, http_peer_get_port (peer));
  g_autofree char *ca_file = has_anchor ? http_peer_dup_ca_file () : NULL;
  g_autoptr (GError) error = NULL;
  XuHttpClient *client = xu_http_client_new (url, ca_file, &error);
  g_auto (Exchange) exchange = { NULL };

  g_assert_no_error (error);
  if (code == XU_ERROR_NETWORK) /* Nobody says a word. */
    xu_http_client_set_stall_timeout (client, 1);
  exchange_start (&exchange, client, "POST", "/2/tweets", 10, "", NULL);
  exchange_wait (&exchange);
  if (code >= 0)
    {
      g_assert_error (exchange.error, XU_ERROR, code);
      g_test_message ("%s", exchange.error->message);
      g_assert_nonnull (strstr (exchange.error->message, detail));
      g_assert_true (xu_error_is_unsent (exchange.error));
    }
  else
    {
      g_assert_no_error (exchange.error);
      g_assert_cmpuint (exchange.response->status, ==, 204);
      g_assert_cmpuint (g_bytes_get_size (exchange.response->body), ==, 0);
      g_assert_null (exchange.response->content_type);
    }
  exchange_finish_client (client);
}

static void
test_trusted (void)
{
  g_autoptr (HttpPeer) peer = http_peer_new_raw (HTTP_PEER_TLS, 0, serve, NULL);

  check (peer, "localhost", TRUE, -1, NULL);
}

static void
test_unknown_authority (void)
{
  g_autoptr (HttpPeer) peer = http_peer_new_raw (HTTP_PEER_TLS, 0, serve, NULL);

  check (peer, "localhost", FALSE, XU_ERROR_TLS, "unknown authority");
}

static void
test_wrong_host (void)
{
  g_autoptr (HttpPeer) peer = http_peer_new_raw (HTTP_PEER_TLS, 0, serve, NULL);

  check (peer, "127.0.0.1", TRUE, XU_ERROR_TLS, "wrong host");
}

static void
test_expired (void)
{
  g_autoptr (HttpPeer) peer = http_peer_new_raw (HTTP_PEER_EXPIRED, 0, serve, NULL);

  check (peer, "localhost", TRUE, XU_ERROR_TLS, "expired");
}

static void
test_not_tls (void)
{
  g_autoptr (HttpPeer) peer = http_peer_new_raw (HTTP_PEER_PLAIN, 0, serve_garbage, NULL);

  check (peer, "localhost", TRUE, XU_ERROR_TLS, "https://localhost");
}

static void
test_silent_handshake (void)
{
  g_autoptr (HttpPeer) peer = http_peer_new_raw (HTTP_PEER_PLAIN, 0, serve_silence, NULL);

  check (peer, "localhost", TRUE, XU_ERROR_NETWORK, "nothing moves");
}

static gboolean
cancel_cb (gpointer user_data)
{
  g_cancellable_cancel (user_data);
  return G_SOURCE_REMOVE;
}

static void
test_cancelled_handshake (void)
{
  g_autoptr (HttpPeer) peer = http_peer_new_raw (HTTP_PEER_PLAIN, 0, serve_silence, NULL);
  g_autofree char *url = g_strdup_printf ("https://localhost:%u", http_peer_get_port (peer));
  XuHttpClient *client = xu_http_client_new (url, NULL, NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_auto (Exchange) exchange = { NULL };

  exchange_start (&exchange, client, "POST", "/2/tweets", 10, "r", cancellable);
  g_timeout_add (100, cancel_cb, cancellable);
  exchange_wait (&exchange);
  g_assert_error (exchange.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  exchange_finish_client (client);
}

static void
test_anchor_files (void)
{
  static const char *const contents[]
      = { "", "no certificate", "-----BEGIN CERTIFICATE-----\nAAAA\n" };
  g_autofree char *folder = g_dir_make_tmp ("xu-anchors-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "anchors.pem", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (xu_http_client_new ("https://localhost", path, &error));
  g_assert_error (error, XU_ERROR, XU_ERROR_USAGE);

  for (gsize i = 0; i < G_N_ELEMENTS (contents); i++)
    {
      g_clear_error (&error);
      g_assert_true (g_file_set_contents (path, contents[i], -1, NULL));
      g_assert_null (xu_http_client_new ("https://localhost", path, &error));
      g_assert_error (error, XU_ERROR, XU_ERROR_USAGE);
    }

  g_unlink (path);
  g_rmdir (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/http-tls/trusted", test_trusted);
  g_test_add_func ("/http-tls/unknown-authority", test_unknown_authority);
  g_test_add_func ("/http-tls/wrong-host", test_wrong_host);
  g_test_add_func ("/http-tls/expired", test_expired);
  g_test_add_func ("/http-tls/not-tls", test_not_tls);
  g_test_add_func ("/http-tls/silent-handshake", test_silent_handshake);
  g_test_add_func ("/http-tls/cancelled-handshake", test_cancelled_handshake);
  g_test_add_func ("/http-tls/anchor-files", test_anchor_files);

  return exchange_run_tests ();
}
