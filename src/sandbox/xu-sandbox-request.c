/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One request on its way through the sandbox: from its head to its answer. */

#define G_LOG_DOMAIN "xu-sandbox"

#include "config.h"

#include "xu-sandbox-request.h"

#include <libsoup/soup.h>

#include "xu-sandbox-append.h"
#include "xu-sandbox-call.h"
#include "xu-sandbox-delivery.h"
#include "xu-sandbox-hash.h"
#include "xu-sandbox-misbehave.h"
#include "xu-sandbox-pages.h"
#include "xu-sandbox-reports.h"
#include "xu-source.h"

enum
{
  MOST_BODY_BYTES = 1024 * 1024,
};

struct _XuSandboxRequest
{
  XuSandboxHouse *house;               /* (unowned) */
  const XuSandboxTransport *transport; /* (unowned) */
  gpointer exchange;                   /* (unowned): owns this */
  const char *protocol;                /* static */
  XuSandboxEndpoint endpoint;
  gboolean method_fits;
  char *path;            /* (owned) */
  char *id;              /* (owned) (nullable): from the path */
  char *raw_query;       /* (owned) (nullable) */
  char *base_url;        /* (owned): how the client calls us */
  GHashTable *query;     /* (owned) */
  XuSandboxToken *token; /* (owned) (nullable) */
  gboolean is_counted;   /* it has an allowance */
  XuSandboxAllowance allowance;
  XuSandboxFault *fault;    /* (unowned) (nullable): the rule that strikes */
  XuSandboxAppend *append;  /* (owned) (nullable) */
  XuSandboxAnswer *refusal; /* (owned) (nullable): decided with the head already */
  GByteArray *body;         /* (owned): of anything but an append */
  guint64 n_bytes;          /* of the body */
  gboolean is_too_large;
  gboolean is_struck; /* a fault ended it: nothing more is done */
  gboolean is_told;   /* the tally knows how it ended */
  gboolean has_ended; /* its body is complete, though not paid for yet */
  int segment;        /* -1: none or not known yet */

  XuTokenBucket trickle; /* of a body that is read slowly */
  gsize bandwidth_debt;  /* bytes that were read but not paid for yet */
  gsize trickle_debt;
  GSource *debt_timer;         /* (owned) (nullable): until both are paid */
  XuSandboxDelivery *delivery; /* (owned) (nullable): of the answer */
  GCancellable *cancellable;   /* (owned): of work for the answer */
};

static void
end_append (XuSandboxRequest *self)
{
  g_clear_pointer (&self->append, xu_sandbox_append_free);
}

/* What came of it, once. */
static void
tell_tally (XuSandboxRequest *self)
{
  const XuSandboxVisit visit = {
    .endpoint = self->endpoint,
    .segment = self->segment,
    .status = self->delivery != NULL ? xu_sandbox_delivery_get_status (self->delivery) : 0,
    .bytes = self->n_bytes,
    .fault = self->fault != NULL ? self->fault->rule : NULL,
    .protocol = self->protocol,
  };

  if (!self->is_told)
    xu_sandbox_tally_end (self->house->tally, &visit);
  self->is_told = TRUE;
}

/* Ends the exchange in the way that a rule asks for; self may be gone afterwards. */
static void
strike (XuSandboxRequest *self)
{
  XuSandboxFaultKind kind = self->fault->kind;

  g_debug ("Fault strikes %s", xu_sandbox_endpoint_get_name (self->endpoint));
  self->is_struck = TRUE;
  end_append (self);

  /* It may hang for longer than its client lives. */
  if (kind == XU_SANDBOX_FAULT_HANG)
    {
      tell_tally (self);
      return;
    }
  if (kind == XU_SANDBOX_FAULT_GOAWAY && self->transport->go_away != NULL)
    self->transport->go_away (self->exchange);
  else if (kind == XU_SANDBOX_FAULT_RST_STREAM && self->transport->reset != NULL)
    self->transport->reset (self->exchange);
  else
    self->transport->abort (self->exchange);
}

static gboolean
strikes_in_body (const XuSandboxFault *fault, guint64 n_bytes, gboolean is_end)
{
  if (fault == NULL)
    return FALSE;
  if (fault->kind == XU_SANDBOX_FAULT_CLOSE_BEFORE)
    return TRUE;

  return (fault->kind == XU_SANDBOX_FAULT_CLOSE_MID || xu_sandbox_fault_needs_http2 (fault))
         && (is_end || n_bytes >= fault->bytes);
}

/* Rules about a segment are asked once its index is known, all others with the head. */
static void
choose_fault (XuSandboxRequest *self, gboolean is_about_segment)
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

  if (self->fault != NULL && self->fault->kind == XU_SANDBOX_FAULT_TRICKLE)
    xu_token_bucket_init (&self->trickle, self->fault->rate, MAX (self->fault->rate / 10, 1),
                          g_get_monotonic_time ());
}

static void
learn_segment (XuSandboxRequest *self)
{
  if (self->segment >= 0 || self->append == NULL)
    return;

  self->segment = xu_sandbox_append_get_index (self->append);
  if (self->segment >= 0)
    choose_fault (self, TRUE);
}

static void
init_call (XuSandboxRequest *self, XuSandboxCall *call)
{
  *call = (XuSandboxCall){
    .options = self->house->options,
    .state = self->house->state,
    .token = self->token,
    .fault = self->fault,
    .id = self->id,
    .query = self->query,
    .raw_query = self->raw_query,
    .base_url = self->base_url,
    .content_type = self->transport->get_header (self->exchange, "content-type"),
    .authorization = self->transport->get_header (self->exchange, "authorization"),
    .origin = self->transport->get_header (self->exchange, "origin"),
    .now_us = g_get_real_time (),
  };
}

/* Who signs in is nobody yet: all of these count together. */
static void
count_request (XuSandboxRequest *self, gint64 now_us)
{
  const char *who = self->token != NULL ? self->token->user->id : "anybody";

  self->allowance = xu_sandbox_limits_count (self->house->limits, who, self->endpoint, now_us);
  self->is_counted = self->allowance.limit != G_MAXUINT;
  if (self->allowance.is_over)
    self->refusal
        = xu_sandbox_answer_new_problem (429, "Too Many Requests", NULL, "Too Many Requests");
}

static void
admit (XuSandboxRequest *self, const XuSandboxHead *head)
{
  g_autofree char *url = g_strconcat (self->base_url, head->path, NULL);
  gint64 now_us = g_get_real_time ();

  self->token
      = xu_sandbox_auth_check (xu_sandbox_state_get_auth (self->house->state), self->endpoint,
                               self->transport->get_header (self->exchange, "authorization"),
                               head->method, url, head->query, now_us, &self->refusal);
  if (self->token != NULL)
    count_request (self, now_us);
}

static void
begin_append (XuSandboxRequest *self)
{
  XuSandboxMedia *media;
  XuSandboxCall call;

  init_call (self, &call);
  media = xu_sandbox_call_find_media (&call, self->id, &self->refusal);
  if (media != NULL)
    self->append = xu_sandbox_append_new (self->house->options, media, call.content_type);
}

/* The media that a request is about. */
static void
expire_media (XuSandboxRequest *self)
{
  const char *id = self->id != NULL ? self->id : g_hash_table_lookup (self->query, "media_id");
  XuSandboxMedia *media = id != NULL ? xu_sandbox_state_find_media (self->house->state, id) : NULL;

  if (media != NULL)
    media->expires_us = 0;
}

XuSandboxRequest *
xu_sandbox_request_new (XuSandboxHouse *house,
                        const XuSandboxTransport *transport,
                        gpointer exchange,
                        const XuSandboxHead *head)
{
  XuSandboxRequest *self = g_new0 (XuSandboxRequest, 1);

  self->house = house;
  self->transport = transport;
  self->exchange = exchange;
  self->protocol = g_intern_string (head->protocol);
  self->segment = -1;
  self->path = g_strdup (head->path);
  self->raw_query = g_strdup (head->query);
  self->base_url = g_strdup_printf ("%s://%s", head->scheme, head->authority);
  self->endpoint
      = xu_sandbox_endpoint_route (head->method, head->path, &self->id, &self->method_fits);
  self->query = head->query != NULL ? soup_form_decode (head->query)
                                    : g_hash_table_new (g_str_hash, g_str_equal);
  self->body = g_byte_array_new ();
  self->cancellable = g_cancellable_new ();
  xu_sandbox_tally_begin (house->tally, self->endpoint, head->connection);

  choose_fault (self, FALSE);
  if (self->fault != NULL && self->fault->kind == XU_SANDBOX_FAULT_EXPIRE)
    expire_media (self);
  if (xu_sandbox_endpoint_needs_token (self->endpoint))
    admit (self, head);
  else if (xu_sandbox_endpoint_is_of_x (self->endpoint))
    count_request (self, g_get_real_time ());
  if (self->refusal == NULL && self->endpoint == XU_SANDBOX_APPEND)
    begin_append (self);

  return self;
}

/* How long until the bucket has paid a debt; 0: paid. */
static gint64
pay (XuTokenBucket *bucket, gsize *debt)
{
  gint64 wait_us = 0;

  while (*debt > 0 && wait_us == 0)
    *debt -= xu_token_bucket_take (bucket, *debt, g_get_monotonic_time (), &wait_us);

  return wait_us;
}

static gboolean debt_due_cb (gpointer user_data);

/* Returns: whether all is paid; otherwise a timer runs */
static gboolean
pay_all (XuSandboxRequest *self)
{
  gint64 wait_us = MAX (pay (&self->house->bandwidth, &self->bandwidth_debt),
                        pay (&self->trickle, &self->trickle_debt));

  if (wait_us > 0 && self->debt_timer == NULL)
    xu_source_set_timer (&self->debt_timer, g_main_context_get_thread_default (), wait_us,
                         debt_due_cb, self);

  return wait_us == 0;
}

static gboolean
debt_due_cb (gpointer user_data)
{
  XuSandboxRequest *self = user_data;

  xu_source_clear (&self->debt_timer);
  if (pay_all (self))
    {
      self->transport->set_paused (self->exchange, FALSE);
      if (self->has_ended)
        xu_sandbox_request_end (self);
    }

  return G_SOURCE_REMOVE;
}

/* What was read too early is made up for by not reading for a while. */
static void
shape (XuSandboxRequest *self, gsize length)
{
  gboolean is_paused = self->debt_timer != NULL;

  self->bandwidth_debt += length;
  self->trickle_debt += length;
  if (!pay_all (self) && !is_paused)
    self->transport->set_paused (self->exchange, TRUE);
}

static void
take_bytes (XuSandboxRequest *self, const guint8 *bytes, gsize length)
{
  guint64 most = self->endpoint == XU_SANDBOX_APPEND ? self->house->options->most_segment_bytes
                                                     : MOST_BODY_BYTES;

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
}

void
xu_sandbox_request_feed (XuSandboxRequest *self, const guint8 *bytes, gsize length)
{
  g_return_if_fail (self != NULL);

  if (self->is_struck || length == 0)
    return;

  self->n_bytes += length;
  if (!strikes_in_body (self->fault, self->n_bytes, FALSE))
    take_bytes (self, bytes, length);
  if (strikes_in_body (self->fault, self->n_bytes, FALSE))
    strike (self);
  else
    shape (self, length);
}

static XuSandboxAnswer *
answer_append (XuSandboxRequest *self)
{
  XuSandboxAnswer *answer = xu_sandbox_append_finish (self->append);

  end_append (self);
  return answer;
}

static XuSandboxAnswer *
answer_own (XuSandboxRequest *self)
{
  XuSandboxState *state = self->house->state;
  const char *range = self->transport->get_header (self->exchange, "range");

  switch ((int) self->endpoint)
    {
    case XU_SANDBOX_PAGE:
      return xu_sandbox_pages_answer (state, self->id, g_get_real_time ());
    case XU_SANDBOX_FILE:
      return xu_sandbox_pages_answer_file (state, self->id, range);
    case XU_SANDBOX_AVATAR:
      return xu_sandbox_pages_answer_avatar (self->id);
    case XU_SANDBOX_REPORT:
      if (g_str_has_suffix (self->path, "/posts"))
        return xu_sandbox_report_posts (state);
      if (g_str_has_suffix (self->path, "/requests"))
        return xu_sandbox_report_requests (self->house->tally);
      return xu_sandbox_report_media (state, g_get_real_time ());
    default:
      break;
    }

  if (!self->method_fits)
    return xu_sandbox_answer_new_problem (405, "Method Not Allowed", NULL, "Method Not Allowed");
  return xu_sandbox_answer_new_problem (404, "Not Found", NULL, "Not Found");
}

static XuSandboxAnswer *
answer_as_x (XuSandboxRequest *self)
{
  g_autoptr (GBytes) body = g_bytes_new (self->body->data, self->body->len);
  XuSandboxCall call;

  init_call (self, &call);
  call.body = body;

  return xu_sandbox_call_answer (&call, self->endpoint);
}

static XuSandboxAnswer *
make_honest_answer (XuSandboxRequest *self)
{
  if (self->is_too_large)
    return xu_sandbox_answer_new (413, NULL, NULL);
  if (self->refusal != NULL)
    return g_steal_pointer (&self->refusal);
  if (self->append != NULL)
    return answer_append (self);

  return xu_sandbox_endpoint_is_of_x (self->endpoint) ? answer_as_x (self) : answer_own (self);
}

static XuSandboxAnswer *
make_answer (XuSandboxRequest *self)
{
  XuSandboxAnswer *answer = NULL;

  if (!xu_sandbox_misbehave_has_answer (self->fault) || self->fault->is_acted)
    answer = make_honest_answer (self);
  if (xu_sandbox_misbehave_has_answer (self->fault))
    {
      g_clear_pointer (&answer, xu_sandbox_answer_free);
      answer = xu_sandbox_misbehave_answer (self->fault, self->endpoint, g_get_real_time ());
    }

  end_append (self);
  return answer;
}

static void
add_limit (XuSandboxAnswer *answer, const char *name, gint64 number)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, number);

  /* What a rule says about the limit stays. */
  for (guint i = 0; i < answer->headers->len; i += 2)
    {
      if (g_str_equal (g_ptr_array_index (answer->headers, i), name))
        return;
    }

  xu_sandbox_answer_add_header (answer, name, text);
}

static void
add_limits (XuSandboxRequest *self, XuSandboxAnswer *answer)
{
  /* A refusal at the edge, and a rule's answer without a reset, know nothing of limits. */
  if (!self->is_counted || self->is_too_large
      || (xu_sandbox_misbehave_has_answer (self->fault) && self->fault->reset_seconds < 0))
    return;

  add_limit (answer, "x-rate-limit-limit", self->allowance.limit);
  add_limit (answer, "x-rate-limit-remaining", self->allowance.remaining);
  add_limit (answer, "x-rate-limit-reset", self->allowance.reset);
}

/* Whose end may be the request's. */
static void
deliver (XuSandboxRequest *self, XuSandboxAnswer *answer)
{
  gboolean drips = self->fault != NULL && self->fault->kind == XU_SANDBOX_FAULT_DRIP;

  add_limits (self, answer);
  self->delivery = xu_sandbox_delivery_new (self->transport, self->exchange, answer,
                                            self->house->options->latency_us,
                                            drips ? MAX (self->fault->rate, 1) : 0);
  xu_sandbox_delivery_start (self->delivery);
}

static void
hashed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  XuSandboxRequest *self = user_data;
  g_autoptr (GError) error = NULL;

  /* Cancelled: self is gone. */
  if (g_cancellable_is_cancelled (g_task_get_cancellable (G_TASK (result))))
    return;

  if (!xu_sandbox_hash_finish (self->house->state, result, &error))
    g_warning ("Cannot compute SHA-256: %s", error->message);
  deliver (self, make_answer (self));
}

static gboolean
needs_hashes (XuSandboxRequest *self)
{
  return self->endpoint == XU_SANDBOX_REPORT && g_str_has_suffix (self->path, "/media");
}

void
xu_sandbox_request_end (XuSandboxRequest *self)
{
  XuSandboxAnswer *answer;

  g_return_if_fail (self != NULL);

  self->has_ended = TRUE;
  if (self->is_struck || self->debt_timer != NULL)
    return;

  if (self->append != NULL)
    {
      xu_sandbox_append_end_body (self->append);
      learn_segment (self);
    }
  if (strikes_in_body (self->fault, self->n_bytes, TRUE)
      || (self->fault != NULL && self->fault->kind == XU_SANDBOX_FAULT_HANG))
    {
      strike (self);
      return;
    }
  if (needs_hashes (self))
    {
      xu_sandbox_hash_async (self->house->state, self->cancellable, hashed_cb, self);
      return;
    }

  answer = make_answer (self);
  if (self->fault != NULL && self->fault->kind == XU_SANDBOX_FAULT_CLOSE_AFTER)
    {
      xu_sandbox_answer_free (answer);
      strike (self);
      return;
    }

  deliver (self, answer);
}

void
xu_sandbox_request_free (XuSandboxRequest *self)
{
  if (self == NULL)
    return;

  tell_tally (self);
  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  xu_source_clear (&self->debt_timer);
  end_append (self);
  g_clear_pointer (&self->delivery, xu_sandbox_delivery_free);
  g_clear_pointer (&self->refusal, xu_sandbox_answer_free);
  g_hash_table_unref (self->query);
  g_byte_array_unref (self->body);
  xu_sandbox_token_unref (self->token);
  g_free (self->raw_query);
  g_free (self->base_url);
  g_free (self->path);
  g_free (self->id);
  g_free (self);
}
