/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One request on its way through the sandbox: from its head to its answer. */

#define G_LOG_DOMAIN "xu-sandbox"

#include "config.h"

#include "xu-sandbox-request.h"

#include "xu-sandbox-append.h"
#include "xu-sandbox-call.h"
#include "xu-sandbox-hash.h"
#include "xu-sandbox-reports.h"

enum
{
  MOST_BODY_BYTES = 1024 * 1024
};

typedef struct
{
  const XuSandboxHouse *house; /* (unowned) */
  SoupServerMessage *msg;      /* (unowned): owns this */
  XuSandboxEndpoint endpoint;
  gboolean method_fits;
  gboolean has_begun;          /* its head was read */
  char *id;                    /* (owned) (nullable): from the path */
  GHashTable *query;           /* (owned) (nullable) */
  const XuSandboxToken *token; /* (unowned) (nullable) */
  XuSandboxAllowance allowance;
  XuSandboxFault *fault;    /* (unowned) (nullable): the rule that strikes */
  XuSandboxAppend *append;  /* (owned) (nullable) */
  XuSandboxAnswer *refusal; /* (owned) (nullable): decided with the head already */
  GByteArray *body;         /* (owned): of anything but an append */
  guint64 n_bytes;          /* of the body */
  gboolean is_too_large;
  gboolean is_closed; /* by a fault: nothing more is done */
  int segment;
  guint status;              /* 0: not answered */
  GSource *delay;            /* (owned) (nullable): of the answer */
  GCancellable *cancellable; /* (owned): of work for the answer */
} Request;

static const char request_key[] = "xu-sandbox-request";

static void
end_append (Request *self)
{
  g_clear_pointer (&self->append, xu_sandbox_append_free);
}

static void
request_free (Request *self)
{
  XuSandboxVisit visit = {
    .endpoint = self->endpoint,
    .segment = self->segment,
    .status = self->status,
    .bytes = self->n_bytes,
    .protocol = soup_server_message_get_http_version (self->msg) == SOUP_HTTP_2_0 ? "2" : "1.1",
  };

  if (self->has_begun)
    xu_sandbox_tally_end (self->house->tally, &visit);

  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  if (self->delay != NULL)
    {
      g_source_destroy (self->delay);
      g_source_unref (self->delay);
    }
  end_append (self);
  g_clear_pointer (&self->refusal, xu_sandbox_answer_free);
  g_clear_pointer (&self->query, g_hash_table_unref);
  g_byte_array_unref (self->body);
  g_free (self->id);
  g_free (self);
}

static const char *
get_header (Request *self, const char *name)
{
  return soup_message_headers_get_one (soup_server_message_get_request_headers (self->msg), name);
}

/* The URL as the client wrote it, without its query: what OAuth 1.0a signs. */
static char *
make_signed_url (Request *self)
{
  GUri *uri = soup_server_message_get_uri (self->msg);
  const char *host = get_header (self, "Host");
  g_autofree char *authority = NULL;

  if (host != NULL)
    authority = g_ascii_strdown (host, -1);
  else if (g_uri_get_port (uri) > 0)
    authority = g_strdup_printf ("%s:%d", g_uri_get_host (uri), g_uri_get_port (uri));
  else
    authority = g_strdup (g_uri_get_host (uri));

  return g_strdup_printf ("%s://%s%s", g_uri_get_scheme (uri), authority, g_uri_get_path (uri));
}

/* Closes the connection under the server's feet. */
static void
close_connection (Request *self)
{
  GSocket *socket = soup_server_message_get_socket (self->msg);

  g_debug ("Fault: closing the connection");
  self->is_closed = TRUE;
  end_append (self);
  if (socket != NULL)
    g_socket_shutdown (socket, TRUE, TRUE, NULL);
}

static gint64
count_before (const XuSandboxFault *fault)
{
  return fault->kind == XU_SANDBOX_FAULT_CLOSE_BEFORE ? 0 : (gint64) fault->bytes;
}

/* Faults that strike while the body arrives. */
static void
apply_early_fault (Request *self)
{
  if (self->fault == NULL || self->is_closed)
    return;

  if ((self->fault->kind == XU_SANDBOX_FAULT_CLOSE_BEFORE
       || self->fault->kind == XU_SANDBOX_FAULT_CLOSE_MID)
      && (gint64) self->n_bytes >= count_before (self->fault))
    close_connection (self);
}

/* Rules about a segment are asked once its index is known, all others with the head. */
static void
choose_fault (Request *self, gboolean is_about_segment)
{
  GPtrArray *faults = self->house->faults;

  for (guint i = 0; i < faults->len; i++)
    {
      XuSandboxFault *fault = g_ptr_array_index (faults, i);

      if ((fault->segment >= 0) == is_about_segment
          && xu_sandbox_fault_strikes (fault, self->endpoint, self->segment,
                                       g_rand_int (self->house->random))
          && self->fault == NULL)
        self->fault = fault;
    }

  apply_early_fault (self);
}

static void
learn_segment (Request *self)
{
  if (self->segment >= 0 || self->append == NULL)
    return;

  self->segment = xu_sandbox_append_get_index (self->append);
  if (self->segment >= 0)
    choose_fault (self, TRUE);
}

static void
init_call (Request *self, XuSandboxCall *call)
{
  *call = (XuSandboxCall){
    .options = self->house->options,
    .state = self->house->state,
    .token = self->token,
    .fault = self->fault,
    .id = self->id,
    .query = self->query,
    .content_type = get_header (self, "Content-Type"),
    .now_us = g_get_real_time (),
  };
}

static XuSandboxAnswer *
answer_limited (void)
{
  return xu_sandbox_answer_new_problem (429, "Too Many Requests", NULL, "Too Many Requests");
}

static void
admit (Request *self)
{
  GUri *uri = soup_server_message_get_uri (self->msg);
  g_autofree char *url = make_signed_url (self);
  gint64 now_us = g_get_real_time ();

  self->token = xu_sandbox_auth_check (xu_sandbox_state_get_auth (self->house->state),
                                       self->endpoint, get_header (self, "Authorization"),
                                       soup_server_message_get_method (self->msg), url,
                                       g_uri_get_query (uri), now_us, &self->refusal);
  if (self->token == NULL)
    return;

  self->allowance
      = xu_sandbox_limits_count (self->house->limits, self->token->secret, self->endpoint, now_us);
  if (self->allowance.is_over)
    self->refusal = answer_limited ();
}

static void
begin_append (Request *self)
{
  XuSandboxMedia *media;
  XuSandboxCall call;

  init_call (self, &call);
  media = xu_sandbox_call_find_media (&call, self->id, &self->refusal);
  if (media == NULL)
    return;

  if (self->fault != NULL && self->fault->kind == XU_SANDBOX_FAULT_EXPIRE)
    media->expires_us = 0;
  self->append = xu_sandbox_append_new (self->house->options, media, call.content_type);
}

static char *
make_connection_key (Request *self)
{
  GSocketAddress *address = soup_server_message_get_remote_address (self->msg);

  return address != NULL ? g_socket_connectable_to_string (G_SOCKET_CONNECTABLE (address)) : NULL;
}

static void
got_headers_cb (SoupServerMessage *msg, gpointer user_data)
{
  Request *self = user_data;
  GUri *uri = soup_server_message_get_uri (msg);
  g_autofree char *connection = NULL;

  if (uri == NULL || soup_server_message_get_status (msg) != 0)
    return;

  self->endpoint = xu_sandbox_endpoint_route (soup_server_message_get_method (msg),
                                              g_uri_get_path (uri), &self->id, &self->method_fits);
  self->query = g_uri_get_query (uri) != NULL ? soup_form_decode (g_uri_get_query (uri))
                                              : g_hash_table_new (g_str_hash, g_str_equal);
  self->has_begun = TRUE;
  connection = make_connection_key (self);
  xu_sandbox_tally_begin (self->house->tally, self->endpoint, connection);

  choose_fault (self, FALSE);
  if (self->is_closed || !xu_sandbox_endpoint_is_api (self->endpoint))
    return;

  admit (self);
  if (self->refusal == NULL && self->endpoint == XU_SANDBOX_APPEND)
    begin_append (self);
}

static void
got_chunk_cb (SoupServerMessage *msg, GBytes *chunk, gpointer user_data)
{
  Request *self = user_data;
  gsize length;
  const guint8 *bytes = g_bytes_get_data (chunk, &length);
  guint64 most = self->endpoint == XU_SANDBOX_APPEND ? self->house->options->most_segment_bytes
                                                     : MOST_BODY_BYTES;

  self->n_bytes += length;
  if (self->is_closed || length == 0)
    return;

  self->is_too_large = self->is_too_large || self->n_bytes > most;
  if (self->is_too_large)
    end_append (self);
  else if (self->append != NULL)
    {
      xu_sandbox_append_feed (self->append, bytes, length);
      learn_segment (self);
    }
  else if (self->endpoint != XU_SANDBOX_APPEND)
    g_byte_array_append (self->body, bytes, (guint) length);

  apply_early_fault (self);
}

void
xu_sandbox_request_begin (const XuSandboxHouse *house, SoupServerMessage *msg)
{
  Request *self = g_new0 (Request, 1);

  g_return_if_fail (house != NULL);
  g_return_if_fail (SOUP_IS_SERVER_MESSAGE (msg));

  self->house = house;
  self->msg = msg;
  self->endpoint = XU_SANDBOX_UNKNOWN;
  self->segment = -1;
  self->body = g_byte_array_new ();
  self->cancellable = g_cancellable_new ();

  /* The message is libsoup's and no type of ours: only its data can carry ours along. */
  g_object_set_data_full (G_OBJECT (msg), request_key, self, (GDestroyNotify) request_free);
  soup_message_body_set_accumulate (soup_server_message_get_request_body (msg), FALSE);
  g_signal_connect (msg, "got-headers", G_CALLBACK (got_headers_cb), self);
  g_signal_connect (msg, "got-chunk", G_CALLBACK (got_chunk_cb), self);
}

static XuSandboxAnswer *
answer_unrouted (Request *self)
{
  if (!self->method_fits)
    return xu_sandbox_answer_new_problem (405, "Method Not Allowed", NULL, "Method Not Allowed");

  return xu_sandbox_answer_new_problem (404, "Not Found", NULL, "Not Found");
}

static XuSandboxAnswer *
answer_append (Request *self)
{
  XuSandboxAnswer *answer = xu_sandbox_append_finish (self->append);

  end_append (self);
  return answer;
}

static XuSandboxAnswer *
answer_api (Request *self)
{
  g_autoptr (GBytes) body = g_bytes_new (self->body->data, self->body->len);
  XuSandboxCall call;

  init_call (self, &call);
  call.body = body;

  switch (self->endpoint)
    {
    case XU_SANDBOX_INITIALIZE:
      return xu_sandbox_answer_initialize (&call);
    case XU_SANDBOX_APPEND:
      return answer_append (self);
    case XU_SANDBOX_FINALIZE:
      return xu_sandbox_answer_finalize (&call);
    case XU_SANDBOX_STATUS:
      return xu_sandbox_answer_status (&call);
    case XU_SANDBOX_POST:
      return xu_sandbox_answer_post (&call);
    case XU_SANDBOX_DELETE:
      return xu_sandbox_answer_delete (&call);
    case XU_SANDBOX_TIMELINE:
      return xu_sandbox_answer_timeline (&call);
    case XU_SANDBOX_ME:
      return xu_sandbox_answer_me (&call);
    case XU_SANDBOX_METADATA:
      return xu_sandbox_answer_metadata (&call);
    case XU_SANDBOX_SUBTITLES:
      return xu_sandbox_answer_subtitles (&call);
    case XU_SANDBOX_PAGE:
    case XU_SANDBOX_FILE:
    case XU_SANDBOX_REPORT:
    case XU_SANDBOX_UNKNOWN:
    default:
      g_assert_not_reached ();
    }
}

static XuSandboxAnswer *
answer_own (Request *self)
{
  const char *path = g_uri_get_path (soup_server_message_get_uri (self->msg));

  if (self->endpoint == XU_SANDBOX_REPORT && g_str_has_suffix (path, "/posts"))
    return xu_sandbox_report_posts (self->house->state);
  if (self->endpoint == XU_SANDBOX_REPORT && g_str_has_suffix (path, "/requests"))
    return xu_sandbox_report_requests (self->house->tally);
  if (self->endpoint == XU_SANDBOX_REPORT)
    return xu_sandbox_report_media (self->house->state, g_get_real_time ());

  return answer_unrouted (self);
}

static XuSandboxAnswer *
make_answer (Request *self)
{
  if (self->is_too_large)
    return xu_sandbox_answer_new (413, NULL, NULL);
  if (self->refusal != NULL)
    return g_steal_pointer (&self->refusal);

  return xu_sandbox_endpoint_is_api (self->endpoint) ? answer_api (self) : answer_own (self);
}

static void
set_number (SoupMessageHeaders *headers, const char *name, gint64 number)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, number);

  soup_message_headers_replace (headers, name, text);
}

static void
set_answer (Request *self, const XuSandboxAnswer *answer)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (self->msg);
  SoupMessageBody *body = soup_server_message_get_response_body (self->msg);

  if (self->token != NULL && !self->is_too_large)
    {
      set_number (headers, "x-rate-limit-limit", self->allowance.limit);
      set_number (headers, "x-rate-limit-remaining", self->allowance.remaining);
      set_number (headers, "x-rate-limit-reset", self->allowance.reset);
    }
  if (answer->content_type != NULL)
    soup_message_headers_set_content_type (headers, answer->content_type, NULL);
  for (guint i = 0; i + 1 < answer->headers->len; i += 2)
    soup_message_headers_replace (headers, g_ptr_array_index (answer->headers, i),
                                  g_ptr_array_index (answer->headers, i + 1));
  for (guint i = 0; i < answer->bodies->len; i++)
    soup_message_body_append_bytes (body, g_ptr_array_index (answer->bodies, i));
  soup_message_body_complete (body);
  soup_server_message_set_status (self->msg, answer->status, NULL);
  self->status = answer->status;
}

static gboolean
delay_over_cb (gpointer user_data)
{
  Request *self = user_data;

  g_clear_pointer (&self->delay, g_source_unref);
  soup_server_message_unpause (self->msg);

  return G_SOURCE_REMOVE;
}

/* is_paused: the message waits for its answer already. */
static void
send_answer (Request *self, XuSandboxAnswer *answer, gboolean is_paused)
{
  gint64 latency_us = self->house->options->latency_us;

  set_answer (self, answer);
  xu_sandbox_answer_free (answer);

  if (latency_us == 0)
    {
      if (is_paused)
        soup_server_message_unpause (self->msg);
      return;
    }

  if (!is_paused)
    soup_server_message_pause (self->msg);
  self->delay = g_timeout_source_new ((guint) MIN (latency_us / 1000, G_MAXINT));
  g_source_set_callback (self->delay, delay_over_cb, self, NULL);
  g_source_attach (self->delay, g_main_context_get_thread_default ());
}

static void
hashed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Request *self = user_data;
  g_autoptr (GError) error = NULL;

  /* Cancelled: the message, and self with it, are gone. */
  if (g_task_is_valid (result, NULL)
      && g_cancellable_is_cancelled (g_task_get_cancellable (G_TASK (result))))
    return;

  if (!xu_sandbox_hash_finish (self->house->state, result, &error))
    g_warning ("Cannot compute SHA-256: %s", error->message);
  send_answer (self, make_answer (self), TRUE);
}

static gboolean
needs_hashes (Request *self)
{
  return self->endpoint == XU_SANDBOX_REPORT && self->refusal == NULL
         && g_str_has_suffix (g_uri_get_path (soup_server_message_get_uri (self->msg)), "/media");
}

void
xu_sandbox_request_answer (SoupServerMessage *msg)
{
  Request *self = g_object_get_data (G_OBJECT (msg), request_key);

  g_return_if_fail (self != NULL);

  if (self->append != NULL)
    {
      xu_sandbox_append_end_body (self->append);
      learn_segment (self);
    }
  if (self->is_closed)
    return;

  if (needs_hashes (self))
    {
      soup_server_message_pause (msg);
      xu_sandbox_hash_async (self->house->state, self->cancellable, hashed_cb, self);
      return;
    }

  send_answer (self, make_answer (self), FALSE);
}
