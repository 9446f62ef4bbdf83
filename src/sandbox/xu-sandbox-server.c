/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sandbox as a server that listens: accepts, greets with TLS, and hands over. */

#define G_LOG_DOMAIN "xu-sandbox"

#include "config.h"

#include "xu-sandbox-server.h"

#include <gio/gnetworking.h>

#include "xu-error.h"
#include "xu-sandbox-http1.h"
#include "xu-sandbox-http2.h"
#include "xu-sandbox-tls.h"

enum
{
  SHAPED_RECEIVE_BYTES = 64 * 1024,

  /* Of a peer that says nothing any more. */
  PROBE_INTERVAL_S = 10,
  PROBES_MAX = 6,
};

struct _XuSandboxServer
{
  XuSandboxHouse house;
  GSocketListener *listener; /* (owned) (nullable): while it listens */
  GCancellable *cancellable; /* (owned): of accepting and greeting */
  guint n_greeted;           /* handshakes under way, and the accepting itself */
  SoupServer *soup;          /* (owned): HTTP/1.1 */
  GPtrArray *connections;    /* (owned) (element-type XuSandboxHttp2): they end by themselves */
  GTlsCertificate *tls;      /* (owned) (nullable) */
  char *ca_file;             /* (owned) (nullable) */
  char *url;                 /* (owned) */
};

/* One connection while its TLS handshake goes on. */
typedef struct
{
  XuSandboxServer *server;       /* (unowned): waits for it at its end */
  GSocketConnection *connection; /* (owned) */
} Greeting;

/* The way of a connection, in the order of time. */
static void accept_next (XuSandboxServer *self);
static void accepted_cb (GObject *source, GAsyncResult *result, gpointer user_data);
static void greet (XuSandboxServer *self, GSocketConnection *connection);
static void greeted_cb (GObject *source, GAsyncResult *result, gpointer user_data);

static gboolean
needs_shaping (XuSandboxServer *self)
{
  for (guint i = 0; i < self->house.faults->len; i++)
    {
      const XuSandboxFault *fault = g_ptr_array_index (self->house.faults, i);

      if (fault->kind == XU_SANDBOX_FAULT_TRICKLE)
        return TRUE;
    }

  return self->house.bandwidth.rate > 0;
}

static gboolean
add_fault (XuSandboxServer *self, const char *rule, GError **error)
{
  const XuSandboxOptions *options = self->house.options;
  XuSandboxFault *fault = xu_sandbox_fault_parse (rule, error);

  if (fault == NULL)
    return FALSE;

  g_ptr_array_add (self->house.faults, fault);
  if (!xu_sandbox_fault_needs_http2 (fault) || (options->is_tls && !options->is_http1))
    return TRUE;

  xu_error_set (error, XU_ERROR_USAGE, "fault rule “%s” needs HTTP/2: --tls without --http1", rule);
  return FALSE;
}

static gboolean
parse_rules (XuSandboxServer *self, GError **error)
{
  const XuSandboxOptions *options = self->house.options;

  for (guint i = 0; options->rate_limits != NULL && options->rate_limits[i] != NULL; i++)
    {
      if (!xu_sandbox_limits_set (self->house.limits, options->rate_limits[i], error))
        return FALSE;
    }
  for (guint i = 0; options->faults != NULL && options->faults[i] != NULL; i++)
    {
      if (!add_fault (self, options->faults[i], error))
        return FALSE;
    }

  return TRUE;
}

static char *
make_url (XuSandboxServer *self, GSocketAddress *address)
{
  GInetSocketAddress *inet = G_INET_SOCKET_ADDRESS (address);
  g_autofree char *host = g_inet_address_to_string (g_inet_socket_address_get_address (inet));
  gboolean is_ipv6 = strchr (host, ':') != NULL;

  return g_strdup_printf ("%s://%s%s%s:%u", self->tls != NULL ? "https" : "http",
                          is_ipv6 ? "[" : "", host, is_ipv6 ? "]" : "",
                          g_inet_socket_address_get_port (inet));
}

static gboolean
bind_to_port (XuSandboxServer *self, GSocket *socket, guint16 port, GError **error)
{
  g_autoptr (GInetAddress) inet = g_inet_address_new_from_string (self->house.options->address);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (inet, port);

  return g_socket_bind (socket, address, TRUE, error) && g_socket_listen (socket, error);
}

static gboolean
bind_socket (XuSandboxServer *self, GSocket *socket, GError **error)
{
  guint16 wanted = self->house.options->port;
  guint16 last = xu_sandbox_state_get_port (self->house.state);

  /* A large buffer of the kernel would swallow whole segments however slowly we read. */
  if (needs_shaping (self))
    g_socket_set_option (socket, SOL_SOCKET, SO_RCVBUF, SHAPED_RECEIVE_BYTES, NULL);

  g_socket_set_listen_backlog (socket, 128);

  return (wanted == 0 && last != 0 && bind_to_port (self, socket, last, NULL))
         || bind_to_port (self, socket, wanted, error);
}

static gboolean
listen_at (XuSandboxServer *self, GError **error)
{
  const char *text = self->house.options->address;
  GSocketFamily family = strchr (text, ':') != NULL ? G_SOCKET_FAMILY_IPV6 : G_SOCKET_FAMILY_IPV4;
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GSocketAddress) address = NULL;
  g_autoptr (GSocket) socket
      = g_socket_new (family, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, &local_error);

  if (socket != NULL && bind_socket (self, socket, &local_error))
    address = g_socket_get_local_address (socket, &local_error);
  if (address != NULL)
    g_socket_listener_add_socket (self->listener, socket, NULL, &local_error);
  if (local_error != NULL)
    {
      xu_error_set (error, XU_ERROR_NETWORK, "cannot listen at %s port %u: %s", text,
                    self->house.options->port, local_error->message);
      return FALSE;
    }

  self->url = make_url (self, address);
  xu_sandbox_state_set_port (self->house.state,
                             g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address)));
  return TRUE;
}

static void
init_house (XuSandboxHouse *house, const XuSandboxOptions *options, XuSandboxState *state)
{
  house->options = options;
  house->state = state;
  house->limits = xu_sandbox_limits_new ();
  house->tally = xu_sandbox_tally_new ();
  house->faults = g_ptr_array_new_with_free_func ((GDestroyNotify) xu_sandbox_fault_free);
  house->random = g_rand_new_with_seed (options->seed);
  if (options->bandwidth > 0)
    xu_token_bucket_init (&house->bandwidth, options->bandwidth, MAX (options->bandwidth / 10, 1),
                          g_get_monotonic_time ());
}

XuSandboxServer *
xu_sandbox_server_new (const XuSandboxOptions *options, XuSandboxState *state, GError **error)
{
  g_autoptr (XuSandboxServer) self = g_new0 (XuSandboxServer, 1);

  g_return_val_if_fail (options != NULL && state != NULL, NULL);

  init_house (&self->house, options, state);
  self->listener = g_socket_listener_new ();
  self->cancellable = g_cancellable_new ();
  self->connections = g_ptr_array_new ();
  self->soup = xu_sandbox_http1_new (&self->house);
  if (!parse_rules (self, error))
    return NULL;
  if (options->is_tls)
    {
      self->tls = xu_sandbox_tls_make (xu_sandbox_state_get_folder (state), options->address,
                                       &self->ca_file, error);
      if (self->tls == NULL)
        return NULL;
    }
  if (!listen_at (self, error))
    return NULL;

  accept_next (self);
  return g_steal_pointer (&self);
}

static void
accept_next (XuSandboxServer *self)
{
  self->n_greeted++;
  g_socket_listener_accept_async (self->listener, self->cancellable, accepted_cb, self);
}

/* As every server does, it notices in the end that a client has vanished with its network: what it
 * had begun to send is under way until then. */
static void
watch_peer (GSocket *socket)
{
  g_socket_set_keepalive (socket, TRUE);
  g_socket_set_option (socket, IPPROTO_TCP, TCP_KEEPIDLE, PROBE_INTERVAL_S, NULL);
  g_socket_set_option (socket, IPPROTO_TCP, TCP_KEEPINTVL, PROBE_INTERVAL_S, NULL);
  g_socket_set_option (socket, IPPROTO_TCP, TCP_KEEPCNT, PROBES_MAX, NULL);
}

static void
accepted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  XuSandboxServer *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocketConnection) connection
      = g_socket_listener_accept_finish (G_SOCKET_LISTENER (source), result, NULL, &error);

  self->n_greeted--;
  if (g_cancellable_is_cancelled (self->cancellable))
    return;

  if (connection != NULL)
    {
      g_socket_set_option (g_socket_connection_get_socket (connection), IPPROTO_TCP, TCP_NODELAY,
                           TRUE, NULL);
      watch_peer (g_socket_connection_get_socket (connection));
      if (self->tls != NULL)
        greet (self, connection);
      else
        xu_sandbox_http1_accept (self->soup, G_IO_STREAM (connection), connection);
    }
  else
    g_debug ("Cannot accept a connection: %s", error->message);
  accept_next (self);
}

static void
greet (XuSandboxServer *self, GSocketConnection *connection)
{
  static const char *const both[] = { "h2", "http/1.1", NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (GIOStream) stream
      = g_tls_server_connection_new (G_IO_STREAM (connection), self->tls, &error);
  Greeting *greeting;

  if (stream == NULL)
    {
      g_warning ("Cannot speak TLS: %s", error->message);
      return;
    }

  greeting = g_new0 (Greeting, 1);
  greeting->server = self;
  greeting->connection = g_object_ref (connection);
  g_tls_connection_set_advertised_protocols (G_TLS_CONNECTION (stream),
                                             self->house.options->is_http1 ? both + 1 : both);
  g_tls_connection_set_require_close_notify (G_TLS_CONNECTION (stream), FALSE);
  self->n_greeted++;
  g_tls_connection_handshake_async (G_TLS_CONNECTION (stream), G_PRIORITY_DEFAULT,
                                    self->cancellable, greeted_cb, greeting);
}

static void
closed_cb (XuSandboxHttp2 *connection, gpointer user_data)
{
  XuSandboxServer *self = user_data;

  g_ptr_array_remove_fast (self->connections, connection);
}

static void
greeted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Greeting *greeting = user_data;
  g_autoptr (GSocketConnection) connection = g_steal_pointer (&greeting->connection);
  XuSandboxServer *self = greeting->server;
  g_autoptr (GError) error = NULL;
  const char *protocol;

  self->n_greeted--;
  if (!g_tls_connection_handshake_finish (G_TLS_CONNECTION (source), result, &error))
    {
      g_debug ("TLS handshake: %s", error->message);
      return;
    }
  if (g_cancellable_is_cancelled (self->cancellable))
    return;

  protocol = g_tls_connection_get_negotiated_protocol (G_TLS_CONNECTION (source));
  if (g_strcmp0 (protocol, "h2") == 0)
    g_ptr_array_add (self->connections, xu_sandbox_http2_new (&self->house, G_IO_STREAM (source),
                                                              connection, closed_cb, self));
  else
    xu_sandbox_http1_accept (self->soup, G_IO_STREAM (source), connection);
}

const char *
xu_sandbox_server_get_url (XuSandboxServer *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->url;
}

const char *
xu_sandbox_server_get_ca_file (XuSandboxServer *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->ca_file;
}

void
xu_sandbox_server_free (XuSandboxServer *self)
{
  if (self == NULL)
    return;

  g_cancellable_cancel (self->cancellable);
  g_socket_listener_close (self->listener);
  for (guint i = 0; i < self->connections->len; i++)
    xu_sandbox_http2_close (g_ptr_array_index (self->connections, i));
  /* What is under way ends at once, but in the main context. */
  while (self->connections->len > 0 || self->n_greeted > 0)
    g_main_context_iteration (NULL, TRUE);
  soup_server_disconnect (self->soup);

  g_object_unref (self->soup);
  g_object_unref (self->listener);
  g_object_unref (self->cancellable);
  g_ptr_array_unref (self->connections);
  g_clear_object (&self->tls);
  xu_sandbox_limits_free (self->house.limits);
  xu_sandbox_tally_free (self->house.tally);
  g_ptr_array_unref (self->house.faults);
  g_rand_free (self->house.random);
  g_free (self->ca_file);
  g_free (self->url);
  g_free (self);
}
