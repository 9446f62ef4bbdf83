/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One message through one session: body, answer, stall watch and cancellation. */

#define G_LOG_DOMAIN "xu-http"

#include "config.h"

#include "xu-http-exchange.h"

#include <linux/sockios.h>
#include <sys/ioctl.h>

#include "xu-error.h"
#include "xu-http-failure.h"
#include "xu-quantity.h"
#include "xu-shaped-stream.h"
#include "xu-stall-watch.h"

enum
{
  CHUNK = 16 * 1024,         /* one read of the answer */
  MAX_ANSWER = 1024 * 1024,  /* the whole answer */
  PROGRESS_STEP = 64 * 1024, /* bytes between two calls of the progress function */
  TICKS_PER_TIMEOUT = 8,     /* how often the stall watch looks */
  LONGEST_TICK_MS = 5 * 1000,
};

typedef struct
{
  XuHttpSlot *slot;     /* (unowned) */
  XuHttpOrder order;    /* its contents are borrowed */
  XuHttpFacts *facts;   /* (unowned) */
  SoupMessage *message; /* (owned) */
  XuShapedStream *body; /* (owned) (nullable) */
  guint64 body_size;
  guint64 reported;            /* what the progress function was told last */
  GInputStream *answer_stream; /* (owned) (nullable) */
  GByteArray *answer;          /* (owned) */
  guint8 chunk[CHUNK];
  GCancellable *inner;   /* (owned): ends libsoup's part, in our context alone */
  GSource *outer_source; /* (owned) (nullable): the caller's cancellable */
  GSource *tick_source;  /* (owned) */
  XuStallWatch watch;
  gboolean is_stalled;
} Exchange;

/* In the order in which they run. */
static void exchange_begin (GTask *task);
static void headers_arrived_cb (GObject *object, GAsyncResult *result, gpointer user_data);
static void read_next (GTask *task);
static void chunk_arrived_cb (GObject *object, GAsyncResult *result, gpointer user_data);
static void closed_cb (GObject *object, GAsyncResult *result, gpointer user_data);
static void exchange_fail (GTask *task, GError *error);

static void
clear_source (GSource **source)
{
  if (*source == NULL)
    return;

  g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

/* Before the task returns: from here on nothing may call back into the borrowed order. */
static void
exchange_settle (Exchange *self)
{
  self->facts->ended_us = g_get_monotonic_time ();
  self->facts->version = soup_message_get_http_version (self->message);
  clear_source (&self->outer_source);
  clear_source (&self->tick_source);
  g_signal_handlers_disconnect_by_data (self->message, self);
}

static void
exchange_free (Exchange *self)
{
  g_assert (self->tick_source == NULL && self->outer_source == NULL);

  g_clear_object (&self->answer_stream);
  g_clear_object (&self->body);
  g_clear_object (&self->message);
  g_clear_object (&self->inner);
  g_byte_array_unref (self->answer);
  g_free (self);
}

/* ---- What libsoup says on the way ---- */

static void
network_event_cb (SoupMessage *message,
                  GSocketClientEvent event,
                  GIOStream *connection,
                  Exchange *self)
{
  self->facts->n_events++;

  if (event == G_SOCKET_CLIENT_CONNECTED && G_IS_SOCKET_CONNECTION (connection))
    g_set_object (&self->slot->socket,
                  g_socket_connection_get_socket (G_SOCKET_CONNECTION (connection)));
}

static void
starting_cb (SoupMessage *message, Exchange *self)
{
  if (self->facts->started_us == 0)
    self->facts->started_us = g_get_monotonic_time ();
}

static void
report_progress (Exchange *self)
{
  self->reported = self->facts->sent;
  if (self->order.request->progress != NULL)
    self->order.request->progress (self->reported, self->order.request->progress_data);
}

/* Runs for each write of 8 or 16 KiB: nothing but a sum. */
static void
wrote_body_data_cb (SoupMessage *message, guint size, Exchange *self)
{
  self->facts->sent += size;
  if (self->facts->sent - self->reported >= PROGRESS_STEP)
    report_progress (self);
}

static void
wrote_body_cb (SoupMessage *message, Exchange *self)
{
  self->facts->sent_us = g_get_monotonic_time ();
  if (self->facts->sent != self->reported)
    report_progress (self);
}

static void
got_headers_cb (SoupMessage *message, Exchange *self)
{
  self->facts->answered_us = g_get_monotonic_time ();
  self->facts->status = soup_message_get_status (message);
}

static void
set_body (Exchange *self)
{
  const XuHttpRequest *request = self->order.request;

  g_clear_object (&self->body);
  self->body_size = xu_http_request_get_body_size (request);
  if (self->body_size == 0)
    return;

  XuLimiter *limiter = request->is_bulk ? self->order.limiter : NULL;

  self->body = XU_SHAPED_STREAM (xu_shaped_stream_new (request->body, limiter));
  soup_message_set_request_body (self->message, request->content_type, G_INPUT_STREAM (self->body),
                                 (gssize) self->body_size);
}

/* libsoup sends again what the server has certainly not acted upon (an HTTP/2 stream refused), and
 * what HTTP calls idempotent. */
static void
restarted_cb (SoupMessage *message, Exchange *self)
{
  g_debug ("%s %s: started again by libsoup", self->order.request->method,
           g_uri_get_path (self->order.uri));

  self->facts->sent = 0;
  self->facts->sent_us = 0;
  set_body (self);
  report_progress (self);
}

/* ---- Stall watch and cancellation ---- */

/* SIOCOUTQ (tcp(7)): bytes that were not sent or not acknowledged. */
static int
get_queued (Exchange *self)
{
  int queued = 0;

  if (self->slot->socket == NULL || g_socket_is_closed (self->slot->socket))
    return -1;

  return ioctl (g_socket_get_fd (self->slot->socket), SIOCOUTQ, &queued) == 0 ? queued : -1;
}

static gboolean
tick_cb (gpointer user_data)
{
  Exchange *self = user_data;
  const XuHttpFacts *facts = self->facts;
  XuStallSample sample = {
    .progress = facts->n_events + facts->sent + facts->received + (facts->started_us != 0)
                + (facts->sent_us != 0) + (facts->answered_us != 0),
    .queued = get_queued (self),
    .is_connecting = facts->started_us == 0,
    .is_waiting_turn = self->body != NULL && xu_shaped_stream_is_waiting (self->body),
    .is_answer_due = facts->sent_us != 0 && facts->answered_us == 0,
  };

  if (!xu_stall_watch_is_stalled (&self->watch, &sample, g_get_monotonic_time ()))
    return G_SOURCE_CONTINUE;

  g_debug ("%s %s: nothing moves, %" G_GUINT64_FORMAT " bytes sent, %d queued",
           self->order.request->method, g_uri_get_path (self->order.uri), facts->sent,
           sample.queued);
  self->is_stalled = TRUE;
  clear_source (&self->tick_source);
  g_cancellable_cancel (self->inner);

  return G_SOURCE_REMOVE;
}

/* The caller's cancellable may be cancelled in any thread; this runs in ours. */
static gboolean
outer_cancelled_cb (GCancellable *outer, gpointer user_data)
{
  Exchange *self = user_data;

  clear_source (&self->outer_source);
  g_cancellable_cancel (self->inner);

  return G_SOURCE_REMOVE;
}

static void
attach_sources (Exchange *self, GCancellable *outer)
{
  GMainContext *context = g_main_context_get_thread_default ();
  gint64 tick_ms = self->order.stall_timeout_us / 1000 / TICKS_PER_TIMEOUT;

  self->tick_source = g_timeout_source_new ((guint) CLAMP (tick_ms, 1, LONGEST_TICK_MS));
  g_source_set_static_name (self->tick_source, "[xu] stall watch");
  g_source_set_callback (self->tick_source, tick_cb, self, NULL);
  g_source_attach (self->tick_source, context);

  if (outer == NULL)
    return;

  self->outer_source = g_cancellable_source_new (outer);
  g_source_set_static_name (self->outer_source, "[xu] exchange cancelled");
  g_source_set_callback (self->outer_source, G_SOURCE_FUNC (outer_cancelled_cb), self, NULL);
  g_source_attach (self->outer_source, context);
}

/* ---- The exchange ---- */

static void
exchange_begin (GTask *task)
{
  Exchange *self = g_task_get_task_data (task);
  const XuHttpRequest *request = self->order.request;
  SoupMessageHeaders *headers = soup_message_get_request_headers (self->message);

  soup_message_add_flags (self->message, SOUP_MESSAGE_NO_REDIRECT);
  /* Without this flag libsoup opens a new connection for each POST. */
  if (request->is_repeatable)
    soup_message_add_flags (self->message, SOUP_MESSAGE_IDEMPOTENT);
  if (self->order.authorization != NULL)
    soup_message_headers_replace (headers, "Authorization", self->order.authorization);

  g_signal_connect (self->message, "network-event", G_CALLBACK (network_event_cb), self);
  g_signal_connect (self->message, "starting", G_CALLBACK (starting_cb), self);
  g_signal_connect (self->message, "wrote-body-data", G_CALLBACK (wrote_body_data_cb), self);
  g_signal_connect (self->message, "wrote-body", G_CALLBACK (wrote_body_cb), self);
  g_signal_connect (self->message, "got-headers", G_CALLBACK (got_headers_cb), self);
  g_signal_connect (self->message, "restarted", G_CALLBACK (restarted_cb), self);

  set_body (self);
  self->facts->begun_us = g_get_monotonic_time ();
  xu_stall_watch_init (&self->watch, self->order.stall_timeout_us,
                       request->is_bulk ? self->body_size : 0, self->facts->begun_us);
  attach_sources (self, g_task_get_cancellable (task));

  soup_session_send_async (self->slot->session, self->message, G_PRIORITY_DEFAULT, self->inner,
                           headers_arrived_cb, g_object_ref (task));
}

static void
headers_arrived_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Exchange *self = g_task_get_task_data (task);
  GError *error = NULL;

  self->answer_stream = soup_session_send_finish (SOUP_SESSION (object), result, &error);
  if (self->answer_stream == NULL)
    exchange_fail (task, error);
  else
    read_next (task);
}

static void
read_next (GTask *task)
{
  Exchange *self = g_task_get_task_data (task);

  g_input_stream_read_async (self->answer_stream, self->chunk, CHUNK, G_PRIORITY_DEFAULT,
                             self->inner, chunk_arrived_cb, g_object_ref (task));
}

static void
chunk_arrived_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Exchange *self = g_task_get_task_data (task);
  GError *error = NULL;
  gssize n = g_input_stream_read_finish (self->answer_stream, result, &error);

  if (n < 0)
    {
      exchange_fail (task, error);
      return;
    }

  if (n == 0)
    {
      g_input_stream_close_async (self->answer_stream, G_PRIORITY_DEFAULT, NULL, closed_cb,
                                  g_object_ref (task));
      return;
    }

  self->facts->received += (gsize) n;
  if (self->facts->received > MAX_ANSWER)
    {
      exchange_fail (task, xu_error_new (XU_ERROR_BAD_ANSWER, "%s %s: answer of more than %d bytes",
                                         self->order.request->method,
                                         g_uri_get_path (self->order.uri), MAX_ANSWER));
      return;
    }

  g_byte_array_append (self->answer, self->chunk, (guint) n);
  read_next (task);
}

static const char *
lookup_header (const char *name, gpointer user_data)
{
  return soup_message_headers_get_one (user_data, name);
}

static XuHttpResponse *
make_response (Exchange *self)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (self->message);
  const char *content_type = soup_message_headers_get_content_type (headers, NULL);
  XuHttpResponse *response = g_new0 (XuHttpResponse, 1);

  response->status = soup_message_get_status (self->message);
  response->content_type = content_type != NULL ? g_ascii_strdown (content_type, -1) : NULL;
  response->body = g_byte_array_free_to_bytes (g_steal_pointer (&self->answer));
  self->answer = g_byte_array_new ();
  xu_rate_limit_parse (response->status, lookup_header, headers,
                       g_get_real_time () / G_USEC_PER_SEC, &response->rate_limit);
  self->facts->rate_limit = response->rate_limit;

  return response;
}

static void
closed_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Exchange *self = g_task_get_task_data (task);

  /* The whole answer is there: whether the stream closes well changes nothing. */
  g_input_stream_close_finish (self->answer_stream, result, NULL);
  exchange_settle (self);
  g_task_return_pointer (task, make_response (self), (GDestroyNotify) xu_http_response_free);
}

static char *
describe (Exchange *self)
{
  g_autofree char *address = g_uri_to_string_partial (self->order.uri, G_URI_HIDE_QUERY);

  return g_strdup_printf ("%s %s", self->order.request->method, address);
}

/* Takes the error. */
static void
exchange_fail (GTask *task, GError *error)
{
  Exchange *self = g_task_get_task_data (task);
  g_autoptr (GError) owned = error;
  g_autofree char *what = describe (self);
  gboolean is_unsent = self->facts->started_us == 0;
  GCancellable *outer = g_task_get_cancellable (task);

  g_assert (error != NULL);

  exchange_settle (self);
  if (g_cancellable_is_cancelled (outer))
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "%s: cancelled", what);
      return;
    }

  if (self->is_stalled)
    {
      g_clear_error (&owned);
      owned = xu_error_new (XU_ERROR_NETWORK, "%s: nothing moved for too long", what);
      if (is_unsent)
        xu_error_set_unsent (owned);
    }

  g_task_return_error (
      task, xu_http_failure_new (owned, what,
                                 soup_message_get_tls_peer_certificate_errors (self->message),
                                 is_unsent));
}

void
xu_http_exchange_async (XuHttpSlot *slot,
                        const XuHttpOrder *order,
                        XuHttpFacts *facts,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_return_if_fail (slot != NULL && order != NULL && facts != NULL);

  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Exchange *self = g_new0 (Exchange, 1);

  g_task_set_source_tag (task, xu_http_exchange_async);
  g_task_set_name (task, "[xu] http exchange");
  /* An answer that is there is given, even when the caller cancels in the same moment. */
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, self, (GDestroyNotify) exchange_free);

  *facts = (XuHttpFacts){ 0 };
  self->slot = slot;
  self->order = *order;
  self->facts = facts;
  self->message = soup_message_new_from_uri (order->request->method, order->uri);
  self->answer = g_byte_array_new ();
  self->inner = g_cancellable_new ();

  exchange_begin (task);
}

XuHttpResponse *
xu_http_exchange_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, xu_http_exchange_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
