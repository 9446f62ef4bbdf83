/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Requests over HTTP/2 (RFC 9113): a connection of our own, by nghttp2. */

#define G_LOG_DOMAIN "xu-sandbox"

#include "config.h"

#include "xu-sandbox-http2.h"

#include <nghttp2/nghttp2.h>

enum
{
  READ_BYTES = 64 * 1024,
  WRITE_BYTES = 64 * 1024,
  WINDOW_BYTES = 1024 * 1024, /* of a stream and of a connection, as Go's server has it */
  MOST_STREAMS = 100,
  MOST_HEADER_BYTES = 64 * 1024
};

struct _XuSandboxHttp2
{
  XuSandboxHouse *house; /* (unowned) */
  GIOStream *stream;     /* (owned) */
  GSocket *socket;       /* (owned): below it */
  char *name;            /* (owned): what tells the connection from others */
  nghttp2_session *session;
  GCancellable *cancellable; /* (owned): of reads and writes */
  GByteArray *outgoing;      /* (owned): what is being written */
  gboolean is_writing;
  gboolean is_reading;
  gboolean in_session; /* nghttp2 must not be entered again */
  gboolean is_closing;
  GSource *idle; /* (owned) (nullable): writes, or frees, from a clean stack */
  XuSandboxHttp2Closed closed;
  gpointer user_data;
  guint8 incoming[READ_BYTES];
};

/* One request and its answer. */
typedef struct
{
  XuSandboxHttp2 *connection; /* (unowned): its session owns this */
  int32_t id;
  GHashTable *headers; /* (owned): of the request; pseudo-headers too */
  gsize header_bytes;
  XuSandboxRequest *request; /* (owned) (nullable): once the head is complete */
  gboolean is_paused;
  gsize n_unconsumed;  /* bytes read while paused: the client's window waits for them */
  GQueue bodies;       /* (owned) (element-type GBytes): of the answer, not sent yet */
  gsize n_sent;        /* of the first of bodies */
  guint64 n_left;      /* bytes of the answer that are not sent yet */
  gboolean is_starved; /* nghttp2 asked for bytes that were not there */
} Exchange;

/* The life of a connection: it reads, it writes, it ends. */
static void read_more (XuSandboxHttp2 *self);
static void read_cb (GObject *source, GAsyncResult *result, gpointer user_data);
static void schedule (XuSandboxHttp2 *self);
static void write_more (XuSandboxHttp2 *self);
static void written_cb (GObject *source, GAsyncResult *result, gpointer user_data);

static void
exchange_free (Exchange *self)
{
  xu_sandbox_request_free (self->request);
  g_hash_table_unref (self->headers);
  g_queue_clear_full (&self->bodies, (GDestroyNotify) g_bytes_unref);
  g_free (self);
}

static const char *
get_header (gpointer exchange, const char *name)
{
  Exchange *self = exchange;

  return g_hash_table_lookup (self->headers, name);
}

static void
set_paused (gpointer exchange, gboolean is_paused)
{
  Exchange *self = exchange;

  self->is_paused = is_paused;
  if (is_paused || self->n_unconsumed == 0)
    return;

  nghttp2_session_consume (self->connection->session, self->id, self->n_unconsumed);
  self->n_unconsumed = 0;
  schedule (self->connection);
}

static gssize
read_body (nghttp2_session *session,
           int32_t id,
           uint8_t *buffer,
           size_t length,
           uint32_t *flags,
           nghttp2_data_source *source,
           void *user_data)
{
  Exchange *self = source->ptr;
  gsize used = 0;

  while (used < length && !g_queue_is_empty (&self->bodies))
    {
      GBytes *bytes = g_queue_peek_head (&self->bodies);
      gsize size;
      const guint8 *data = g_bytes_get_data (bytes, &size);
      gsize n = MIN (length - used, size - self->n_sent);

      memcpy (buffer + used, data + self->n_sent, n);
      used += n;
      self->n_sent += n;
      self->n_left -= n;
      if (self->n_sent == size)
        {
          g_bytes_unref (g_queue_pop_head (&self->bodies));
          self->n_sent = 0;
        }
    }

  if (self->n_left == 0)
    *flags |= NGHTTP2_DATA_FLAG_EOF;
  else if (used == 0)
    {
      self->is_starved = TRUE;
      return NGHTTP2_ERR_DEFERRED;
    }

  return (gssize) used;
}

static void
add_header (GArray *headers, const char *name, const char *value)
{
  nghttp2_nv header = {
    .name = (uint8_t *) name,
    .namelen = strlen (name),
    .value = (uint8_t *) value,
    .valuelen = strlen (value),
  };

  g_array_append_val (headers, header);
}

static void
send_head (gpointer exchange, const XuSandboxAnswer *answer, guint64 length)
{
  Exchange *self = exchange;
  g_autoptr (GArray) headers = g_array_new (FALSE, FALSE, sizeof (nghttp2_nv));
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *status = g_strdup_printf ("%u", answer->status);
  g_autofree char *size = g_strdup_printf ("%" G_GUINT64_FORMAT, length);
  nghttp2_data_provider body = { .source.ptr = self, .read_callback = read_body };

  add_header (headers, ":status", status);
  if (answer->status != 204)
    add_header (headers, "content-length", size);
  if (answer->content_type != NULL)
    add_header (headers, "content-type", answer->content_type);
  for (guint i = 0; i + 1 < answer->headers->len; i += 2)
    {
      char *name = g_ascii_strdown (g_ptr_array_index (answer->headers, i), -1);

      g_ptr_array_add (names, name);
      add_header (headers, name, g_ptr_array_index (answer->headers, i + 1));
    }

  self->n_left = answer->status == 204 ? 0 : length;
  nghttp2_submit_response (self->connection->session, self->id, (nghttp2_nv *) headers->data,
                           headers->len, self->n_left > 0 ? &body : NULL);
  schedule (self->connection);
}

static void
send_body (gpointer exchange, GBytes *bytes)
{
  Exchange *self = exchange;

  if (self->n_left == 0 || g_bytes_get_size (bytes) == 0)
    return;

  g_queue_push_tail (&self->bodies, g_bytes_ref (bytes));
  if (self->is_starved)
    nghttp2_session_resume_data (self->connection->session, self->id);
  self->is_starved = FALSE;
  schedule (self->connection);
}

static void
abort_exchange (gpointer exchange)
{
  Exchange *self = exchange;

  xu_sandbox_http2_close (self->connection);
}

static void
reset_exchange (gpointer exchange)
{
  Exchange *self = exchange;

  nghttp2_submit_rst_stream (self->connection->session, NGHTTP2_FLAG_NONE, self->id,
                             NGHTTP2_INTERNAL_ERROR);
  schedule (self->connection);
}

static void
go_away (gpointer exchange)
{
  Exchange *self = exchange;

  /* This stream and those after it are as if they had never been (RFC 9113, 6.8). */
  nghttp2_submit_goaway (self->connection->session, NGHTTP2_FLAG_NONE, MAX (self->id - 2, 0),
                         NGHTTP2_NO_ERROR, NULL, 0);
  schedule (self->connection);
}

static const XuSandboxTransport transport = {
  .get_header = get_header,
  .set_paused = set_paused,
  .send_head = send_head,
  .send_body = send_body,
  .abort = abort_exchange,
  .reset = reset_exchange,
  .go_away = go_away,
};

static int
begin_headers_cb (nghttp2_session *session, const nghttp2_frame *frame, void *user_data)
{
  Exchange *exchange;

  if (frame->hd.type != NGHTTP2_HEADERS || frame->headers.cat != NGHTTP2_HCAT_REQUEST)
    return 0;

  exchange = g_new0 (Exchange, 1);
  exchange->connection = user_data;
  exchange->id = frame->hd.stream_id;
  exchange->headers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_queue_init (&exchange->bodies);
  nghttp2_session_set_stream_user_data (session, exchange->id, exchange);

  return 0;
}

static int
header_cb (nghttp2_session *session,
           const nghttp2_frame *frame,
           const uint8_t *name,
           size_t name_length,
           const uint8_t *value,
           size_t value_length,
           uint8_t flags,
           void *user_data)
{
  Exchange *exchange = nghttp2_session_get_stream_user_data (session, frame->hd.stream_id);

  /* Trailers say nothing to us. */
  if (exchange == NULL || exchange->request != NULL)
    return 0;

  exchange->header_bytes += name_length + value_length;
  if (exchange->header_bytes > MOST_HEADER_BYTES)
    return NGHTTP2_ERR_TEMPORAL_CALLBACK_FAILURE;

  g_hash_table_insert (exchange->headers, g_strndup ((const char *) name, name_length),
                       g_strndup ((const char *) value, value_length));
  return 0;
}

/* nghttp2 has made sure that the pseudo-headers are there. */
static void
begin_request (Exchange *self)
{
  const char *target = get_header (self, ":path");
  const char *authority = get_header (self, ":authority");
  const char *mark = target != NULL ? strchr (target, '?') : NULL;
  g_autofree char *path = NULL;
  XuSandboxHead head;

  if (authority == NULL)
    authority = get_header (self, "host");
  path = target == NULL ? g_strdup ("*")
         : mark != NULL ? g_strndup (target, (gsize) (mark - target))
                        : g_strdup (target);
  head = (XuSandboxHead){
    .method = get_header (self, ":method"),
    .scheme = "https",
    .authority = authority != NULL ? authority : "",
    .path = path,
    .query = mark != NULL ? mark + 1 : NULL,
    .protocol = "2",
    .connection = self->connection->name,
  };
  self->request = xu_sandbox_request_new (self->connection->house, &transport, self, &head);
}

static int
frame_cb (nghttp2_session *session, const nghttp2_frame *frame, void *user_data)
{
  Exchange *exchange = nghttp2_session_get_stream_user_data (session, frame->hd.stream_id);

  if (exchange == NULL || (frame->hd.type != NGHTTP2_HEADERS && frame->hd.type != NGHTTP2_DATA))
    return 0;

  if (frame->hd.type == NGHTTP2_HEADERS && exchange->request == NULL)
    begin_request (exchange);
  if (frame->hd.flags & NGHTTP2_FLAG_END_STREAM)
    xu_sandbox_request_end (exchange->request);

  return 0;
}

static int
data_cb (nghttp2_session *session,
         uint8_t flags,
         int32_t id,
         const uint8_t *bytes,
         size_t length,
         void *user_data)
{
  Exchange *exchange = nghttp2_session_get_stream_user_data (session, id);

  if (exchange == NULL)
    {
      nghttp2_session_consume_connection (session, length);
      return 0;
    }

  xu_sandbox_request_feed (exchange->request, bytes, length);
  exchange->n_unconsumed += length;
  if (!exchange->is_paused)
    set_paused (exchange, FALSE);

  return 0;
}

static int
stream_closed_cb (nghttp2_session *session, int32_t id, uint32_t code, void *user_data)
{
  Exchange *exchange = nghttp2_session_get_stream_user_data (session, id);

  if (exchange == NULL)
    return 0;

  /* What was paused is nobody's any more, but the connection's window still needs it. */
  nghttp2_session_consume_connection (session, exchange->n_unconsumed);
  nghttp2_session_set_stream_user_data (session, id, NULL);
  exchange_free (exchange);

  return 0;
}

static nghttp2_session *
make_session (XuSandboxHttp2 *self)
{
  static const nghttp2_settings_entry settings[] = {
    { NGHTTP2_SETTINGS_MAX_CONCURRENT_STREAMS, MOST_STREAMS },
    { NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE, WINDOW_BYTES },
  };
  nghttp2_session_callbacks *callbacks;
  nghttp2_option *option;
  nghttp2_session *session;

  nghttp2_session_callbacks_new (&callbacks);
  nghttp2_session_callbacks_set_on_begin_headers_callback (callbacks, begin_headers_cb);
  nghttp2_session_callbacks_set_on_header_callback (callbacks, header_cb);
  nghttp2_session_callbacks_set_on_frame_recv_callback (callbacks, frame_cb);
  nghttp2_session_callbacks_set_on_data_chunk_recv_callback (callbacks, data_cb);
  nghttp2_session_callbacks_set_on_stream_close_callback (callbacks, stream_closed_cb);
  nghttp2_option_new (&option);
  nghttp2_option_set_no_auto_window_update (option, 1);

  nghttp2_session_server_new2 (&session, callbacks, self, option);
  nghttp2_option_del (option);
  nghttp2_session_callbacks_del (callbacks);

  nghttp2_submit_settings (session, NGHTTP2_FLAG_NONE, settings, G_N_ELEMENTS (settings));
  nghttp2_session_set_local_window_size (session, NGHTTP2_FLAG_NONE, 0, WINDOW_BYTES);

  return session;
}

XuSandboxHttp2 *
xu_sandbox_http2_new (XuSandboxHouse *house,
                      GIOStream *stream,
                      GSocketConnection *connection,
                      XuSandboxHttp2Closed closed,
                      gpointer user_data)
{
  g_autoptr (GSocketAddress) remote = NULL;
  XuSandboxHttp2 *self;

  g_return_val_if_fail (house != NULL && closed != NULL, NULL);
  g_return_val_if_fail (G_IS_IO_STREAM (stream), NULL);
  g_return_val_if_fail (G_IS_SOCKET_CONNECTION (connection), NULL);

  self = g_new0 (XuSandboxHttp2, 1);
  remote = g_socket_connection_get_remote_address (connection, NULL);
  self->house = house;
  self->stream = g_object_ref (stream);
  self->socket = g_object_ref (g_socket_connection_get_socket (connection));
  self->name = remote != NULL ? g_socket_connectable_to_string (G_SOCKET_CONNECTABLE (remote))
                              : g_strdup ("?");
  self->cancellable = g_cancellable_new ();
  self->outgoing = g_byte_array_new ();
  self->closed = closed;
  self->user_data = user_data;
  self->session = make_session (self);

  schedule (self);
  read_more (self);
  return self;
}

static void
free_connection (XuSandboxHttp2 *self)
{
  self->closed (self, self->user_data);

  /* Frees the streams without telling: they are ours to free. */
  for (int32_t id = 1; id <= nghttp2_session_get_last_proc_stream_id (self->session); id += 2)
    {
      Exchange *exchange = nghttp2_session_get_stream_user_data (self->session, id);

      if (exchange != NULL)
        exchange_free (exchange);
    }
  nghttp2_session_del (self->session);
  g_object_unref (self->stream);
  g_object_unref (self->socket);
  g_object_unref (self->cancellable);
  g_byte_array_unref (self->outgoing);
  g_free (self->name);
  g_free (self);
}

static void
read_more (XuSandboxHttp2 *self)
{
  self->is_reading = TRUE;
  g_input_stream_read_async (g_io_stream_get_input_stream (self->stream), self->incoming,
                             sizeof self->incoming, G_PRIORITY_DEFAULT, self->cancellable, read_cb,
                             self);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  XuSandboxHttp2 *self = user_data;
  gssize n = g_input_stream_read_finish (G_INPUT_STREAM (source), result, NULL);

  self->is_reading = FALSE;
  if (n > 0 && !self->is_closing)
    {
      self->in_session = TRUE;
      if (nghttp2_session_mem_recv (self->session, self->incoming, (size_t) n) < 0)
        xu_sandbox_http2_close (self);
      self->in_session = FALSE;
    }
  else
    xu_sandbox_http2_close (self);

  if (!self->is_closing)
    read_more (self);
  schedule (self);
}

static gboolean
idle_cb (gpointer user_data)
{
  XuSandboxHttp2 *self = user_data;

  g_clear_pointer (&self->idle, g_source_unref);
  if (!self->is_closing)
    write_more (self);
  if (self->is_closing && !self->is_reading && !self->is_writing)
    free_connection (self);

  return G_SOURCE_REMOVE;
}

static void
schedule (XuSandboxHttp2 *self)
{
  if (self->idle != NULL)
    return;

  self->idle = g_idle_source_new ();
  g_source_set_priority (self->idle, G_PRIORITY_DEFAULT);
  g_source_set_callback (self->idle, idle_cb, self, NULL);
  g_source_attach (self->idle, g_main_context_get_thread_default ());
}

static void
write_more (XuSandboxHttp2 *self)
{
  const uint8_t *bytes;
  ssize_t n = 0;

  if (self->is_writing)
    return;

  g_byte_array_set_size (self->outgoing, 0);
  while (self->outgoing->len < WRITE_BYTES
         && (n = nghttp2_session_mem_send (self->session, &bytes)) > 0)
    g_byte_array_append (self->outgoing, bytes, (guint) n);

  if (n < 0
      || (self->outgoing->len == 0 && !nghttp2_session_want_read (self->session)
          && !nghttp2_session_want_write (self->session)))
    xu_sandbox_http2_close (self);
  else if (self->outgoing->len > 0)
    {
      self->is_writing = TRUE;
      g_output_stream_write_all_async (g_io_stream_get_output_stream (self->stream),
                                       self->outgoing->data, self->outgoing->len,
                                       G_PRIORITY_DEFAULT, self->cancellable, written_cb, self);
    }
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  XuSandboxHttp2 *self = user_data;

  self->is_writing = FALSE;
  if (!g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL, NULL))
    xu_sandbox_http2_close (self);
  schedule (self);
}

void
xu_sandbox_http2_close (XuSandboxHttp2 *self)
{
  g_return_if_fail (self != NULL);

  if (self->is_closing)
    return;

  self->is_closing = TRUE;
  g_cancellable_cancel (self->cancellable);
  g_socket_shutdown (self->socket, TRUE, TRUE, NULL);
  schedule (self);
}
