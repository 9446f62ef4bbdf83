/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One message through one session: body, answer, stall watch and cancellation. */

#define G_LOG_DOMAIN "xu-http"

#include "config.h"

#include "xu-http-exchange.h"

#include "xu-error.h"
#include "xu-exchange-guard.h"
#include "xu-http-failure.h"
#include "xu-shaped-stream.h"
#include "xu-socket.h"

enum
{
  CHUNK = 16 * 1024,         /* one read of the answer */
  MAX_ANSWER = 1024 * 1024,  /* the whole answer */
  PROGRESS_STEP = 64 * 1024, /* bytes between two calls of the progress function */
  MAX_WATCHERS = 8,
};

/* Counted: libsoup's callbacks hold it, and may come after the task has returned, or never. */
typedef struct
{
  GTask *task;          /* (owned) (nullable): until it returns */
  XuHttpSlot *slot;     /* (unowned): as long as there is a task, like all that is borrowed */
  XuHttpOrder order;    /* its contents are borrowed */
  XuHttpFacts *facts;   /* (unowned) */
  SoupMessage *message; /* (owned) */
  XuShapedStream *body; /* (owned) (nullable) */
  guint64 body_size;
  guint64 reported;            /* what the progress function was told last */
  GInputStream *answer_stream; /* (owned) (nullable) */
  GByteArray *answer;          /* (owned) */
  guint8 chunk[CHUNK];
  XuExchangeGuard *guard; /* (owned) (nullable): as long as there is a task */
} Exchange;

/* In the order in which they run. */
static void exchange_begin (Exchange *self);
static void headers_arrived_cb (GObject *object, GAsyncResult *result, gpointer user_data);
static void read_next (Exchange *self);
static void chunk_arrived_cb (GObject *object, GAsyncResult *result, gpointer user_data);
static void closed_cb (GObject *object, GAsyncResult *result, gpointer user_data);
static void exchange_fail (Exchange *self, GError *error);

static void
abandon_body (Exchange *self)
{
  if (self->body != NULL)
    xu_shaped_stream_abandon (self->body);
}

static void
set_corked (Exchange *self, gboolean is_corked)
{
  if (self->order.request->is_bulk)
    xu_socket_set_corked (self->slot->socket, is_corked);
}

/* Before the task returns: from here on nothing may use what is borrowed, and nothing holds the
 * body's parts. */
static GTask *
exchange_settle (Exchange *self)
{
  self->facts->ended_us = g_get_monotonic_time ();
  self->facts->version = soup_message_get_http_version (self->message);
  g_clear_pointer (&self->guard, xu_exchange_guard_free);
  abandon_body (self);
  g_signal_handlers_disconnect_by_data (self->message, self);
  set_corked (self, FALSE); /* An answer may come before the body is written. */
  self->slot = NULL;
  self->facts = NULL;

  return g_steal_pointer (&self->task);
}

static void
exchange_clear (Exchange *self)
{
  g_assert (self->task == NULL && self->guard == NULL);

  g_clear_object (&self->answer_stream);
  g_clear_object (&self->body);
  g_clear_object (&self->message);
  g_byte_array_unref (self->answer);
}

static void
exchange_unref (Exchange *self)
{
  g_rc_box_release_full (self, (GDestroyNotify) exchange_clear);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Exchange, exchange_unref)

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
  set_corked (self, TRUE);
  if (self->facts->started_us == 0)
    self->facts->started_us = g_get_monotonic_time ();
  if (soup_message_get_http_version (message) == SOUP_HTTP_2_0)
    xu_exchange_guard_watch_connection (self->guard);
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
  set_corked (self, FALSE);
  if (self->facts->sent != self->reported)
    report_progress (self);
}

static void
got_headers_cb (SoupMessage *message, Exchange *self)
{
  self->facts->answered_us = g_get_monotonic_time ();
  self->facts->status = soup_message_get_status (message);
  xu_exchange_guard_hold (self->guard);
}

/* libsoup watches the priority of a message as long as it works on it, over HTTP/2 once more: one
 * watcher less is the only sign at the moment when it lets go of a refused stream. GObject counts
 * handlers only so. */
static guint
count_watchers (gpointer user_data)
{
  Exchange *self = user_data;
  const GSignalMatchType mask
      = G_SIGNAL_MATCH_ID | G_SIGNAL_MATCH_DETAIL | G_SIGNAL_MATCH_UNBLOCKED;
  guint signal_id = g_signal_lookup ("notify", G_TYPE_OBJECT);
  GQuark detail = g_quark_from_static_string ("priority");
  gulong found[MAX_WATCHERS];
  guint n = 0;

  if (soup_message_get_http_version (self->message) != SOUP_HTTP_2_0)
    return 0; /* It waits for its reads. */

  while (n < MAX_WATCHERS
         && (found[n]
             = g_signal_handler_find (self->message, mask, signal_id, detail, NULL, NULL, NULL))
                != 0)
    g_signal_handler_block (self->message, found[n++]);
  for (guint i = 0; i < n; i++)
    g_signal_handler_unblock (self->message, found[i]);

  return n;
}

static void
set_body (Exchange *self)
{
  const XuHttpRequest *request = self->order.request;

  abandon_body (self);
  g_clear_object (&self->body);
  self->body_size = xu_http_request_get_body_size (request);
  if (self->body_size == 0)
    return;

  XuLimiter *limiter = request->is_bulk ? self->order.limiter : NULL;

  self->body = XU_SHAPED_STREAM (xu_shaped_stream_new (request->body, limiter));
  xu_shaped_stream_set_reader (self->body, count_watchers, self);
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
  xu_exchange_guard_release (self->guard);
  set_body (self);
  report_progress (self);
}

/* ---- What the guard asks and tells ---- */

static void
take_sample (XuStallSample *sample, gpointer user_data)
{
  Exchange *self = user_data;
  const XuHttpFacts *facts = self->facts;
  SoupMessageMetrics *metrics = soup_message_get_metrics (self->message);

  sample->progress = facts->n_events + facts->sent + facts->received + (facts->started_us != 0)
                     + (facts->sent_us != 0) + (facts->answered_us != 0)
                     + soup_message_metrics_get_response_header_bytes_received (metrics);
  sample->is_connecting = facts->started_us == 0;
  sample->is_waiting_turn = self->body != NULL && xu_shaped_stream_is_waiting (self->body);
  sample->is_sent = facts->sent_us != 0;
  sample->is_answer_due = sample->is_sent && facts->answered_us == 0;
}

static void
give_up (gpointer user_data)
{
  Exchange *self = user_data;

  g_debug ("%s %s: given up without libsoup", self->order.request->method,
           g_uri_get_path (self->order.uri));
  exchange_fail (self,
                 g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED, "connection lost"));
}

static const XuGuardFuncs guard_funcs = { take_sample, give_up };

/* ---- The exchange ---- */

static void
exchange_begin (Exchange *self)
{
  const XuHttpRequest *request = self->order.request;
  SoupMessageHeaders *headers = soup_message_get_request_headers (self->message);

  /* The metrics are for the stall watch: the one place where the bytes of a slow answer's head
   * show. */
  soup_message_add_flags (self->message, SOUP_MESSAGE_NO_REDIRECT | SOUP_MESSAGE_COLLECT_METRICS);
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

  const XuStallLimits limits = {
    .timeout_us = self->order.stall_timeout_us,
    .doubt_us = self->order.doubt_us,
    .bulk_bytes = request->is_bulk ? self->body_size : 0,
  };

  self->guard = xu_exchange_guard_new (self->slot, &limits, g_task_get_cancellable (self->task),
                                       &guard_funcs, self);

  soup_session_send_async (self->slot->session, self->message, G_PRIORITY_DEFAULT,
                           xu_exchange_guard_get_cancellable (self->guard), headers_arrived_cb,
                           g_rc_box_acquire (self));
}

static void
headers_arrived_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Exchange) self = user_data;
  g_autoptr (GError) error = NULL;

  self->answer_stream = soup_session_send_finish (SOUP_SESSION (object), result, &error);
  if (self->task == NULL)
    return;

  xu_exchange_guard_release (self->guard);
  if (self->answer_stream == NULL)
    exchange_fail (self, g_steal_pointer (&error));
  else
    read_next (self);
}

static void
read_next (Exchange *self)
{
  g_input_stream_read_async (self->answer_stream, self->chunk, CHUNK, G_PRIORITY_DEFAULT,
                             xu_exchange_guard_get_cancellable (self->guard), chunk_arrived_cb,
                             g_rc_box_acquire (self));
}

static void
chunk_arrived_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Exchange) self = user_data;
  g_autoptr (GError) error = NULL;
  gssize n = g_input_stream_read_finish (self->answer_stream, result, &error);

  if (self->task == NULL)
    return;

  if (n < 0)
    {
      exchange_fail (self, g_steal_pointer (&error));
      return;
    }

  if (n == 0)
    {
      g_input_stream_close_async (self->answer_stream, G_PRIORITY_DEFAULT, NULL, closed_cb,
                                  g_rc_box_acquire (self));
      return;
    }

  self->facts->received += (gsize) n;
  if (self->facts->received > MAX_ANSWER)
    {
      exchange_fail (self, xu_error_new (XU_ERROR_BAD_ANSWER, "%s %s: answer of more than %d bytes",
                                         self->order.request->method,
                                         g_uri_get_path (self->order.uri), MAX_ANSWER));
      return;
    }

  g_byte_array_append (self->answer, self->chunk, (guint) n);
  read_next (self);
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
  g_autoptr (Exchange) self = user_data;

  /* The whole answer is there: whether the stream closes well changes nothing. */
  g_input_stream_close_finish (self->answer_stream, result, NULL);
  if (self->task == NULL)
    return;

  XuHttpResponse *response = make_response (self);
  g_autoptr (GTask) task = exchange_settle (self);

  g_task_return_pointer (task, response, (GDestroyNotify) xu_http_response_free);
}

static char *
describe (Exchange *self)
{
  g_autofree char *address = g_uri_to_string_partial (self->order.uri, G_URI_HIDE_QUERY);

  return g_strdup_printf ("%s %s", self->order.request->method, address);
}

static const char *
describe_end (XuEndReason reason)
{
  switch (reason)
    {
    case XU_END_STALLED:
      return "nothing moves any more";
    case XU_END_SILENT:
      return "connection lost with the network";
    case XU_END_NONE:
    case XU_END_CANCELLED:
    case XU_END_LOST:
    default:
      return "connection lost";
    }
}

/* Takes the error. */
static void
exchange_fail (Exchange *self, GError *error)
{
  g_autoptr (GError) cause = error;
  g_autofree char *what = describe (self);
  gboolean is_unsent = self->facts->started_us == 0;
  GTlsCertificateFlags tls_errors = soup_message_get_tls_peer_certificate_errors (self->message);
  XuEndReason reason = xu_exchange_guard_get_reason (self->guard);

  self->facts->was_still = reason == XU_END_STALLED || reason == XU_END_SILENT;

  g_autoptr (GTask) task = exchange_settle (self);

  g_assert (error != NULL);

  if (g_cancellable_is_cancelled (g_task_get_cancellable (task)))
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "%s: cancelled", what);
      return;
    }

  if (reason != XU_END_NONE)
    {
      g_clear_error (&cause);
      cause = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED, describe_end (reason));
    }

  g_task_return_error (task, xu_http_failure_new (cause, what, tls_errors, is_unsent));
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

  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  g_autoptr (Exchange) self = g_rc_box_new0 (Exchange);

  g_task_set_source_tag (task, xu_http_exchange_async);
  g_task_set_name (task, "[xu] http exchange");
  /* An answer that is there is given, even when the caller cancels in the same moment. */
  g_task_set_check_cancellable (task, FALSE);

  *facts = (XuHttpFacts){ 0 };
  self->task = task;
  self->slot = slot;
  self->order = *order;
  self->facts = facts;
  self->message = soup_message_new_from_uri (order->request->method, order->uri);
  self->answer = g_byte_array_new ();

  exchange_begin (self);
}

XuHttpResponse *
xu_http_exchange_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, xu_http_exchange_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
