/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Requests over HTTP/1.1: libsoup's server. */

#define G_LOG_DOMAIN "xu-sandbox"

#include "config.h"

#include "xu-sandbox-http1.h"

#include <gio/gunixsocketaddress.h>
#include <unistd.h>

/* One message of libsoup. It owns its exchange, as data: a SoupServerMessage is no type of ours. */
typedef struct
{
  XuSandboxHouse *house;     /* (unowned) */
  SoupServerMessage *msg;    /* (unowned): owns this */
  XuSandboxRequest *request; /* (owned) (nullable): once its head was read */
  gboolean is_waiting;       /* the body was read; what is sent from now on must wake libsoup */
  gboolean is_aborted;
} Exchange;

static const char exchange_key[] = "xu-sandbox-exchange";
static const char connection_key[] = "xu-sandbox-connection";

static void
exchange_free (Exchange *self)
{
  xu_sandbox_request_free (self->request);
  g_free (self);
}

static const char *
get_header (gpointer exchange, const char *name)
{
  Exchange *self = exchange;

  return soup_message_headers_get_one (soup_server_message_get_request_headers (self->msg), name);
}

static void
set_paused (gpointer exchange, gboolean is_paused)
{
  Exchange *self = exchange;

  if (is_paused)
    soup_server_message_pause (self->msg);
  else
    soup_server_message_unpause (self->msg);
}

static void
resume (Exchange *self)
{
  if (self->is_waiting)
    soup_server_message_unpause (self->msg);
}

static void
send_head (gpointer exchange, const XuSandboxAnswer *answer, guint64 length)
{
  Exchange *self = exchange;
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (self->msg);

  if (answer->content_type != NULL)
    soup_message_headers_set_content_type (headers, answer->content_type, NULL);
  for (guint i = 0; i + 1 < answer->headers->len; i += 2)
    soup_message_headers_replace (headers, g_ptr_array_index (answer->headers, i),
                                  g_ptr_array_index (answer->headers, i + 1));
  soup_message_headers_set_content_length (headers, (goffset) length);
  /* libsoup cuts ranges itself, from a copy of the whole body; ours are cut already. */
  soup_message_headers_remove (soup_server_message_get_request_headers (self->msg), "Range");
  soup_server_message_set_status (self->msg, answer->status, NULL);
  resume (self);
}

static void
send_body (gpointer exchange, GBytes *bytes)
{
  Exchange *self = exchange;

  soup_message_body_append_bytes (soup_server_message_get_response_body (self->msg), bytes);
  resume (self);
}

static void
abort_exchange (gpointer exchange)
{
  Exchange *self = exchange;
  GSocketAddress *address = soup_server_message_get_remote_address (self->msg);
  GSocketConnection *connection = g_object_get_data (G_OBJECT (address), connection_key);

  self->is_aborted = TRUE;
  /* Under libsoup's feet: it has no way to end a connection without an answer. */
  g_socket_shutdown (g_socket_connection_get_socket (connection), TRUE, TRUE, NULL);
}

static const XuSandboxTransport transport = {
  .get_header = get_header,
  .set_paused = set_paused,
  .send_head = send_head,
  .send_body = send_body,
  .abort = abort_exchange,
};

static void
got_headers_cb (SoupServerMessage *msg, gpointer user_data)
{
  Exchange *self = user_data;
  GUri *uri = soup_server_message_get_uri (msg);
  g_autofree char *connection = NULL;
  const char *host = get_header (self, "Host");
  XuSandboxHead head;

  /* A status: libsoup has refused it already. */
  if (uri == NULL || soup_server_message_get_status (msg) != 0 || self->request != NULL)
    return;

  connection = g_socket_connectable_to_string (
      G_SOCKET_CONNECTABLE (soup_server_message_get_remote_address (msg)));
  head = (XuSandboxHead){
    .method = soup_server_message_get_method (msg),
    .scheme = g_uri_get_scheme (uri),
    .authority = host != NULL ? host : g_uri_get_host (uri),
    .path = g_uri_get_path (uri),
    .query = g_uri_get_query (uri),
    .protocol = "1.1",
    .connection = connection,
  };
  self->request = xu_sandbox_request_new (self->house, &transport, self, &head);
}

static void
got_chunk_cb (SoupServerMessage *msg, GBytes *chunk, gpointer user_data)
{
  Exchange *self = user_data;
  gsize length;
  const guint8 *bytes = g_bytes_get_data (chunk, &length);

  if (self->request != NULL)
    xu_sandbox_request_feed (self->request, bytes, length);
}

static void
request_started_cb (SoupServer *soup, SoupServerMessage *msg, gpointer user_data)
{
  Exchange *self = g_new0 (Exchange, 1);

  self->house = user_data;
  self->msg = msg;
  g_object_set_data_full (G_OBJECT (msg), exchange_key, self, (GDestroyNotify) exchange_free);
  soup_message_body_set_accumulate (soup_server_message_get_request_body (msg), FALSE);
  g_signal_connect (msg, "got-headers", G_CALLBACK (got_headers_cb), self);
  g_signal_connect (msg, "got-chunk", G_CALLBACK (got_chunk_cb), self);
}

static void
handle_cb (SoupServer *soup,
           SoupServerMessage *msg,
           const char *path,
           GHashTable *query,
           gpointer user_data)
{
  Exchange *self = g_object_get_data (G_OBJECT (msg), exchange_key);

  g_assert (self != NULL && self->request != NULL);

  xu_sandbox_request_end (self->request);
  if (soup_server_message_get_status (msg) == 0 && !self->is_aborted)
    soup_server_message_pause (msg);
  self->is_waiting = TRUE;
}

/* libsoup keeps a connection open after an answer only while its server listens somewhere, so it
 * listens where nobody knocks: at a name in the abstract namespace. */
static void
listen_for_keep_alive (SoupServer *soup)
{
  g_autofree char *name = g_strdup_printf ("xuploader-sandbox-%d", (int) getpid ());
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocketAddress) address
      = g_unix_socket_address_new_with_type (name, -1, G_UNIX_SOCKET_ADDRESS_ABSTRACT);
  g_autoptr (GSocket) socket = g_socket_new (G_SOCKET_FAMILY_UNIX, G_SOCKET_TYPE_STREAM,
                                             G_SOCKET_PROTOCOL_DEFAULT, &error);

  if (socket == NULL || !g_socket_bind (socket, address, FALSE, &error)
      || !g_socket_listen (socket, &error) || !soup_server_listen_socket (soup, socket, 0, &error))
    g_warning ("Connections will not be kept open: %s", error->message);
}

SoupServer *
xu_sandbox_http1_new (XuSandboxHouse *house)
{
  /* OAuth 1.0a signs the path as it was written. */
  SoupServer *soup = soup_server_new ("raw-paths", TRUE, NULL);

  listen_for_keep_alive (soup);

  g_signal_connect (soup, "request-started", G_CALLBACK (request_started_cb), house);
  soup_server_add_handler (soup, NULL, handle_cb, NULL, NULL);

  return soup;
}

void
xu_sandbox_http1_accept (SoupServer *soup, GIOStream *stream, GSocketConnection *connection)
{
  g_autoptr (GSocketAddress) local = g_socket_connection_get_local_address (connection, NULL);
  g_autoptr (GSocketAddress) remote = g_socket_connection_get_remote_address (connection, NULL);
  g_autoptr (GError) error = NULL;

  /* The client may have gone already. */
  if (local == NULL || remote == NULL)
    return;

  /* A message knows its addresses, but not the stream that it came from. */
  g_object_set_data_full (G_OBJECT (remote), connection_key, g_object_ref (connection),
                          g_object_unref);
  if (!soup_server_accept_iostream (soup, stream, local, remote, &error))
    g_debug ("Cannot accept a connection: %s", error->message);
}
