/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Servers for the tests of the client: well-behaved ones and raw ones. */

#include "config.h"

#include "http-peer.h"

#include <string.h>
#include <sys/socket.h>

#include "xu-test-anchors.h"

struct _HttpPeer
{
  GThread *thread;
  GMainContext *context;
  GMainLoop *loop;
  char *url;
  guint16 port;
  GTlsCertificate *certificate; /* (nullable) */
  gboolean is_http2;

  SoupServer *server; /* (nullable) */

  GSocketService *service; /* (nullable) */
  GCancellable *cancellable;
  HttpPeerScript script;
  gpointer script_data;
  int n_connections; /* (atomic) */
  int n_running;     /* (atomic): scripts */
};

static void
load_certificate (HttpPeer *peer, HttpPeerKind kind)
{
  const char *name = kind == HTTP_PEER_EXPIRED ? "expired.pem" : "localhost.pem";
  g_autofree char *file = g_test_build_filename (G_TEST_DIST, "data", "tls", name, NULL);
  g_autofree char *key = g_test_build_filename (G_TEST_DIST, "data", "tls", "key.pem", NULL);
  g_autoptr (GError) error = NULL;

  if (kind == HTTP_PEER_PLAIN)
    return;

  xu_test_anchors_trust_nobody ();
  peer->certificate = g_tls_certificate_new_from_files (file, key, &error);
  g_assert_no_error (error);
  peer->is_http2 = kind == HTTP_PEER_HTTP2;
}

static gpointer
run_thread (gpointer user_data)
{
  HttpPeer *peer = user_data;

  g_main_context_push_thread_default (peer->context);
  g_main_loop_run (peer->loop);
  g_main_context_pop_thread_default (peer->context);

  return NULL;
}

static HttpPeer *
make_peer (HttpPeerKind kind)
{
  HttpPeer *peer = g_new0 (HttpPeer, 1);

  peer->context = g_main_context_new ();
  peer->loop = g_main_loop_new (peer->context, FALSE);
  peer->cancellable = g_cancellable_new ();
  load_certificate (peer, kind);

  return peer;
}

static HttpPeer *
start_peer (HttpPeer *peer, guint16 port)
{
  peer->port = port;
  peer->url = peer->certificate != NULL ? g_strdup_printf ("https://localhost:%u", port)
                                        : g_strdup_printf ("http://127.0.0.1:%u", port);
  peer->thread = g_thread_new ("peer", run_thread, peer);

  return peer;
}

HttpPeer *
http_peer_new_server (HttpPeerKind kind, SoupServerCallback handler, gpointer user_data)
{
  HttpPeer *peer = make_peer (kind);
  SoupServerListenOptions options = kind == HTTP_PEER_PLAIN ? 0 : SOUP_SERVER_LISTEN_HTTPS;
  g_autoptr (GError) error = NULL;

  g_assert_false (peer->is_http2);

  g_main_context_push_thread_default (peer->context);
  peer->server = soup_server_new ("tls-certificate", peer->certificate, NULL);
  soup_server_add_handler (peer->server, NULL, handler, user_data, NULL);
  soup_server_listen_local (peer->server, 0, options | SOUP_SERVER_LISTEN_IPV4_ONLY, &error);
  g_assert_no_error (error);
  g_main_context_pop_thread_default (peer->context);

  GSList *uris = soup_server_get_uris (peer->server);
  int port = g_uri_get_port (uris->data);

  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  return start_peer (peer, (guint16) port);
}

static GIOStream *
shake_hands (HttpPeer *peer, GSocketConnection *connection)
{
  static const char *const protocols[] = { "h2", NULL };
  g_autoptr (GIOStream) tls = NULL;

  if (peer->certificate == NULL)
    return g_object_ref (G_IO_STREAM (connection));

  tls = g_tls_server_connection_new (G_IO_STREAM (connection), peer->certificate, NULL);
  if (peer->is_http2)
    g_tls_connection_set_advertised_protocols (G_TLS_CONNECTION (tls), protocols);
  if (!g_tls_connection_handshake (G_TLS_CONNECTION (tls), peer->cancellable, NULL))
    return NULL;

  return g_steal_pointer (&tls);
}

static gboolean
run_cb (GThreadedSocketService *service,
        GSocketConnection *connection,
        GObject *source,
        HttpPeer *peer)
{
  guint index = (guint) g_atomic_int_add (&peer->n_connections, 1);

  g_atomic_int_inc (&peer->n_running);

  /* A block: the stream must be gone before the peer may be. */
  {
    g_autoptr (GIOStream) stream = shake_hands (peer, connection);

    if (stream != NULL)
      {
        peer->script (stream, index, peer->cancellable, peer->script_data);
        g_io_stream_close (stream, NULL, NULL);
      }
  }

  g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);
  g_atomic_int_add (&peer->n_running, -1);
  return TRUE;
}

HttpPeer *
http_peer_new_raw (HttpPeerKind kind, int receive_buffer, HttpPeerScript script, gpointer user_data)
{
  HttpPeer *peer = make_peer (kind);
  g_autoptr (GError) error = NULL;
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocket) socket
      = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, &error);

  g_assert_no_error (error);
  if (receive_buffer > 0)
    g_assert_true (g_socket_set_option (socket, SOL_SOCKET, SO_RCVBUF, receive_buffer, NULL));
  g_assert_true (g_socket_bind (socket, address, TRUE, NULL) && g_socket_listen (socket, NULL));

  peer->script = script;
  peer->script_data = user_data;

  g_main_context_push_thread_default (peer->context);
  peer->service = g_threaded_socket_service_new (10);
  g_socket_listener_add_socket (G_SOCKET_LISTENER (peer->service), socket, NULL, &error);
  g_assert_no_error (error);
  g_signal_connect (peer->service, "run", G_CALLBACK (run_cb), peer);
  g_socket_service_start (peer->service);
  g_main_context_pop_thread_default (peer->context);

  g_autoptr (GSocketAddress) bound = g_socket_get_local_address (socket, NULL);

  return start_peer (peer, g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound)));
}

const char *
http_peer_get_url (HttpPeer *peer)
{
  return peer->url;
}

guint16
http_peer_get_port (HttpPeer *peer)
{
  return peer->port;
}

guint
http_peer_get_n_connections (HttpPeer *peer)
{
  return (guint) g_atomic_int_get (&peer->n_connections);
}

static gboolean
stop_cb (gpointer user_data)
{
  HttpPeer *peer = user_data;

  if (peer->server != NULL)
    soup_server_disconnect (peer->server);
  if (peer->service != NULL)
    {
      g_socket_service_stop (peer->service);
      g_socket_listener_close (G_SOCKET_LISTENER (peer->service));
    }
  g_main_loop_quit (peer->loop);

  return G_SOURCE_REMOVE;
}

void
http_peer_free (HttpPeer *peer)
{
  g_cancellable_cancel (peer->cancellable);
  g_main_context_invoke_full (peer->context, G_PRIORITY_LOW, stop_cb, peer, NULL);
  g_thread_join (peer->thread);

  /* What is left to do for connections that were just closed. */
  g_main_context_push_thread_default (peer->context);
  while (g_main_context_iteration (peer->context, FALSE) || g_atomic_int_get (&peer->n_running) > 0)
    g_usleep (1000);
  g_main_context_pop_thread_default (peer->context);

  g_clear_object (&peer->server);
  g_clear_object (&peer->service);
  g_clear_object (&peer->certificate);
  g_object_unref (peer->cancellable);
  g_main_loop_unref (peer->loop);
  g_main_context_unref (peer->context);
  g_free (peer->url);
  g_free (peer);
}

char *
http_peer_dup_ca_file (void)
{
  return g_test_build_filename (G_TEST_DIST, "data", "tls", "localhost.pem", NULL);
}

gssize
http_peer_read_request (GIOStream *connection, GCancellable *cancellable)
{
  GInputStream *stream = g_io_stream_get_input_stream (connection);
  g_autoptr (GString) head = g_string_new (NULL);
  g_autofree char *body = NULL;
  gsize length = 0, n_read = 0;
  char c;

  while (!g_str_has_suffix (head->str, "\r\n\r\n"))
    {
      if (g_input_stream_read (stream, &c, 1, cancellable, NULL) != 1)
        return -1;
      g_string_append_c (head, g_ascii_tolower (c));
    }

  const char *field = strstr (head->str, "content-length:");

  if (field != NULL)
    length = g_ascii_strtoull (field + strlen ("content-length:"), NULL, 10);
  body = g_malloc (length + 1);
  if (!g_input_stream_read_all (stream, body, length, &n_read, cancellable, NULL)
      || n_read < length)
    return -1;

  return (gssize) length;
}

gboolean
http_peer_write (GIOStream *connection, const char *text, GCancellable *cancellable)
{
  return g_output_stream_write_all (g_io_stream_get_output_stream (connection), text, strlen (text),
                                    NULL, cancellable, NULL);
}
