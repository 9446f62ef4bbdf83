/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Connections that die with the network, or only seem to. A dead network is a filter of the
 * server's sockets that drops every packet: its kernel says nothing more. */

#include "config.h"

#include <linux/filter.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

#include "exchange-fixture.h"
#include "http2-peer.h"
#include "xu-error.h"
#include "xu-test-warnings.h"

static const char ok_answer[] = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

/* A suspend, for all that is linked with --wrap=clock_gettime. */
static gint64 slept_s;

int __real_clock_gettime (clockid_t clock, struct timespec *now);
int __wrap_clock_gettime (clockid_t clock, struct timespec *now);

int
__wrap_clock_gettime (clockid_t clock, struct timespec *now)
{
  int result = __real_clock_gettime (clock, now);

  if (clock == CLOCK_BOOTTIME)
    now->tv_sec += slept_s;

  return result;
}

static void
set_dark (GSocket *socket, gboolean is_dark)
{
  struct sock_filter drop = { .code = BPF_RET | BPF_K, .k = 0 };
  const struct sock_fprog program = { .len = 1, .filter = &drop };
  const int nothing = 0;
  int fd = g_socket_get_fd (socket);
  int result = is_dark ? setsockopt (fd, SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof program)
                       : setsockopt (fd, SOL_SOCKET, SO_DETACH_FILTER, &nothing, sizeof nothing);

  g_assert_cmpint (result, ==, 0);
}

typedef enum
{
  ANSWER_ALL,
  READ_HALF, /* of the first request, then no more */
  SWALLOW,   /* the first request, without an answer */
} Conduct;

typedef struct
{
  Conduct conduct;
  Http2Plan http2; /* of a server that speaks HTTP/2 */
  GMutex lock;
  GSocket *socket; /* (owned): of the first connection; under the lock */
  int n_read;      /* (atomic): requests, or what was wanted of them */
} Server;

static void
server_clear (Server *server)
{
  g_clear_object (&server->socket);
  g_mutex_clear (&server->lock);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Server, server_clear)

static void
note_socket (Server *server, GIOStream *connection)
{
  g_autoptr (GIOStream) base = NULL;

  if (G_IS_TLS_CONNECTION (connection))
    g_object_get (connection, "base-io-stream", &base, NULL);
  else
    base = g_object_ref (connection);

  g_mutex_lock (&server->lock);
  if (server->socket == NULL)
    server->socket = g_object_ref (g_socket_connection_get_socket (G_SOCKET_CONNECTION (base)));
  g_mutex_unlock (&server->lock);
}

static void
set_server_dark (Server *server, gboolean is_dark)
{
  g_mutex_lock (&server->lock);
  set_dark (server->socket, is_dark);
  g_mutex_unlock (&server->lock);
}

static void
wait_for_cancel (GCancellable *cancellable)
{
  GPollFD fd = { 0 };

  g_assert_true (g_cancellable_make_pollfd (cancellable, &fd));
  g_poll (&fd, 1, -1);
  g_cancellable_release_fd (cancellable);
}

static void
serve (GIOStream *connection, guint index, GCancellable *cancellable, gpointer user_data)
{
  Server *server = user_data;
  char bytes[10000];

  note_socket (server, connection);
  if (index == 0 && server->conduct == READ_HALF)
    {
      g_input_stream_read_all (g_io_stream_get_input_stream (connection), bytes, sizeof bytes, NULL,
                               cancellable, NULL);
      g_atomic_int_inc (&server->n_read);
      wait_for_cancel (cancellable);
      return;
    }

  while (http_peer_read_request (connection, cancellable) >= 0)
    {
      g_atomic_int_inc (&server->n_read);
      if (index == 0 && server->conduct == SWALLOW)
        wait_for_cancel (cancellable);
      else if (!http_peer_write (connection, ok_answer, cancellable))
        return;
    }
}

static void
serve_http2 (GIOStream *connection, guint index, GCancellable *cancellable, gpointer user_data)
{
  Server *server = user_data;

  note_socket (server, connection);
  http2_peer_script (connection, index, cancellable, &server->http2);
}

static gboolean
tick_cb (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

static void
wait_for (const int *counter)
{
  g_autoptr (GSource) tick = g_timeout_source_new (10);
  guint patience = 12000;

  g_source_set_callback (tick, tick_cb, NULL, NULL);
  g_source_attach (tick, NULL);
  while (g_atomic_int_get (counter) == 0 && patience-- > 0)
    g_main_context_iteration (NULL, TRUE);
  g_source_destroy (tick);
  g_assert_cmpint (g_atomic_int_get (counter), >, 0);
}

static void
assert_ok (const Exchange *exchange)
{
  g_assert_no_error (exchange->error);
  g_assert_cmpuint (exchange->response->status, ==, 200);
}

static void
assert_lost (const Exchange *exchange, const char *words)
{
  g_assert_error (exchange->error, XU_ERROR, XU_ERROR_NETWORK);
  g_test_message ("%s", exchange->error->message);
  g_assert_nonnull (strstr (exchange->error->message, words));
}

static XuHttpClient *
new_client (HttpPeer *peer)
{
  XuHttpClient *client = exchange_new_client (peer);

  xu_http_client_set_doubt_timeout (client, 1);
  return client;
}

typedef enum
{
  BY_WORD,  /* somebody says that the network has changed */
  BY_SLEEP, /* the machine was suspended */
} Change;

static void
change_network (XuHttpClient *client, Change change)
{
  if (change == BY_SLEEP)
    slept_s += 6;
  else
    xu_http_client_network_changed (client);
}

/* Mid-body and with the answer due; not one of them waits for the minute of a stall. */
static void
test_dark (void)
{
  static const struct
  {
    HttpPeerKind kind;
    Conduct conduct;
    Change change;
  } rows[] = {
    { HTTP_PEER_PLAIN, READ_HALF, BY_WORD },  { HTTP_PEER_PLAIN, SWALLOW, BY_WORD },
    { HTTP_PEER_TLS, READ_HALF, BY_WORD },    { HTTP_PEER_TLS, SWALLOW, BY_SLEEP },
    { HTTP_PEER_PLAIN, READ_HALF, BY_SLEEP },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_auto (Server) server = { .conduct = rows[i].conduct };
      g_autoptr (HttpPeer) peer = http_peer_new_raw (rows[i].kind, 8192, serve, &server);
      XuHttpClient *client = new_client (peer);
      g_auto (Exchange) exchange = { NULL };
      g_auto (Exchange) after = { NULL };

      g_test_message ("row %u", (guint) i);
      exchange_start (&exchange, client, "POST", "/append", 500000, "rb", NULL);
      wait_for (&server.n_read);
      set_server_dark (&server, TRUE);
      change_network (client, rows[i].change);
      exchange_wait (&exchange);
      assert_lost (&exchange, "lost with the network");
      g_assert_false (xu_error_is_unsent (exchange.error));

      exchange_start (&after, client, "POST", "/append", 1000, "r", NULL);
      exchange_wait (&after);
      assert_ok (&after);
      exchange_finish_client (client);
    }
}

static void
test_dark_http2 (void)
{
  xu_test_accept_libsoup_warnings ();

  for (guint i = 0; i < 4; i++)
    {
      g_auto (Server) server = {
        .http2 = { .fault = HTTP2_MUTE, .fault_after = i % 2 == 0 ? 30000 : 0, .n_faults = 1 },
      };
      g_autoptr (HttpPeer) peer = http_peer_new_raw (HTTP_PEER_HTTP2, 8192, serve_http2, &server);
      XuHttpClient *client = new_client (peer);
      g_auto (Exchange) exchange = { NULL };
      g_auto (Exchange) after = { NULL };

      exchange_start (&exchange, client, "POST", "/append", 500000, "rb", NULL);
      wait_for (&server.http2.n_faulty);
      set_server_dark (&server, TRUE);
      change_network (client, i < 2 ? BY_WORD : BY_SLEEP);
      exchange_wait (&exchange);
      assert_lost (&exchange, "lost with the network");

      exchange_start (&after, client, "POST", "/append", 1000, "r", NULL);
      exchange_wait (&after);
      assert_ok (&after);
      exchange_finish_client (client);
    }
}

/* A server that is slow, or reads no more, is not dead: its kernel speaks. Only a stall ends these.
 * A nap is no change. */
static void
test_alive (void)
{
  static const struct
  {
    Conduct conduct;
    gboolean is_nap;
  } rows[] = { { READ_HALF, FALSE }, { SWALLOW, FALSE }, { SWALLOW, TRUE } };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_auto (Server) server = { .conduct = rows[i].conduct };
      g_autoptr (HttpPeer) peer = http_peer_new_raw (HTTP_PEER_PLAIN, 8192, serve, &server);
      XuHttpClient *client = new_client (peer);
      g_auto (Exchange) exchange = { NULL };

      xu_http_client_set_doubt_timeout (client, 3);
      xu_http_client_set_stall_timeout (client, 5);
      exchange_start (&exchange, client, "POST", "/append", 500000, "r", NULL);
      wait_for (&server.n_read);
      if (rows[i].is_nap)
        {
          set_server_dark (&server, TRUE);
          slept_s += 4;
        }
      else
        {
          xu_http_client_network_changed (client);
        }
      exchange_wait (&exchange);
      assert_lost (&exchange, "nothing moves");
      exchange_finish_client (client);
    }
}

/* Dark for a moment only: it goes on where it was. */
static void
test_bright_again (void)
{
  g_auto (Server) server = { .conduct = ANSWER_ALL };
  g_autoptr (HttpPeer) peer = http_peer_new_raw (HTTP_PEER_PLAIN, 8192, serve, &server);
  XuHttpClient *client = new_client (peer);
  g_auto (Exchange) first = { NULL };
  g_auto (Exchange) second = { NULL };

  xu_http_client_set_doubt_timeout (client, 60);
  exchange_start (&first, client, "POST", "/append", 1000, "rb", NULL);
  exchange_wait (&first);
  assert_ok (&first);

  set_server_dark (&server, TRUE);
  exchange_start (&second, client, "POST", "/append", 500000, "rb", NULL);
  for (guint i = 0; i < 20; i++)
    g_main_context_iteration (NULL, FALSE);
  xu_http_client_network_changed (client);
  set_server_dark (&server, FALSE);
  exchange_wait (&second);
  assert_ok (&second);
  g_assert_cmpuint (second.n_restarts, ==, 0);
  g_assert_cmpuint (http_peer_get_n_connections (peer), ==, 1);
  exchange_finish_client (client);
}

/* Nobody uses a connection of the old network again: not one that is dead, and no other. */
static void
test_idle (void)
{
  static const struct
  {
    HttpPeerKind kind;
    Change change;
    gboolean is_dark;
  } rows[] = {
    { HTTP_PEER_PLAIN, BY_WORD, FALSE }, { HTTP_PEER_PLAIN, BY_SLEEP, TRUE },
    { HTTP_PEER_TLS, BY_WORD, TRUE },    { HTTP_PEER_HTTP2, BY_WORD, TRUE },
    { HTTP_PEER_HTTP2, BY_SLEEP, TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_auto (Server) server = { .conduct = ANSWER_ALL };
      g_autoptr (HttpPeer) peer = http_peer_new_raw (
          rows[i].kind, 0, rows[i].kind == HTTP_PEER_HTTP2 ? serve_http2 : serve, &server);
      XuHttpClient *client = new_client (peer);

      for (guint round = 0; round < 3; round++)
        {
          g_auto (Exchange) exchange = { NULL };

          exchange_start (&exchange, client, "POST", "/append", 1000, "r", NULL);
          exchange_wait (&exchange);
          assert_ok (&exchange);
          g_assert_cmpuint (http_peer_get_n_connections (peer), ==, round < 2 ? 1 : 2);
          if (round == 1)
            {
              if (rows[i].is_dark)
                set_server_dark (&server, TRUE);
              change_network (client, rows[i].change);
            }
        }
      exchange_finish_client (client);
    }
}

static void
test_connecting (void)
{
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocket) socket
      = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL);

  g_assert_true (g_socket_bind (socket, address, TRUE, NULL) && g_socket_listen (socket, NULL));
  set_dark (socket, TRUE);

  g_autoptr (GSocketAddress) bound = g_socket_get_local_address (socket, NULL);
  g_autofree char *url = g_strdup_printf (
      "http://127.0.0.1:%u", g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound)));
  XuHttpClient *client = xu_http_client_new (url, NULL, NULL);
  g_auto (Exchange) exchange = { NULL };

  xu_http_client_set_doubt_timeout (client, 1);
  exchange_start (&exchange, client, "POST", "/append", 1000, "r", NULL);
  for (guint i = 0; i < 20; i++)
    g_main_context_iteration (NULL, FALSE);
  xu_http_client_network_changed (client);
  exchange_wait (&exchange);
  assert_lost (&exchange, "lost with the network");
  g_assert_true (xu_error_is_unsent (exchange.error));
  exchange_finish_client (client);
}

static void
test_loopback (void)
{
  static const struct
  {
    const char *address;
    gboolean is_loopback;
  } rows[] = {
    { "https://api.x.com", FALSE },        { "http://127.0.0.1:8080", TRUE },
    { "https://localhost:8443", TRUE },    { "http://[::1]:1", TRUE },
    { "https://192.168.1.2:8443", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (XuHttpClient) client = xu_http_client_new (rows[i].address, NULL, NULL);

      g_assert_cmpint (xu_http_client_is_loopback (client), ==, rows[i].is_loopback);
      xu_http_client_network_changed (client); /* With nothing under way. */
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/http-network/dark", test_dark);
  g_test_add_func ("/http-network/dark-http2", test_dark_http2);
  g_test_add_func ("/http-network/alive", test_alive);
  g_test_add_func ("/http-network/bright-again", test_bright_again);
  g_test_add_func ("/http-network/idle", test_idle);
  g_test_add_func ("/http-network/connecting", test_connecting);
  g_test_add_func ("/http-network/loopback", test_loopback);

  return exchange_run_tests ();
}
