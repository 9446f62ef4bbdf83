/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The client: base address, pool of sessions, rate limit, trace, and the two repetitions. */

#define G_LOG_DOMAIN "xu-http"

#include "config.h"

#include "xu-http-client.h"

#include <libsoup/soup.h>

#include "xu-error.h"
#include "xu-exchange-guard.h"
#include "xu-http-exchange.h"
#include "xu-http-trace.h"

struct _XuHttpClient
{
  GObject parent_instance;

  GMainContext *context; /* (owned): everything happens here */
  char *base_url;        /* (owned) */
  XuSessionPool *pool;   /* (owned) */
  XuLimiter *limiter;    /* (owned) */
  GOutputStream *trace;  /* (owned) (nullable) */
  guint stall_timeout;   /* seconds */
  guint doubt_timeout;   /* seconds */
  GPtrArray *busy;       /* (owned) (element-type XuHttpSlot): in which exchanges run */
};

G_DEFINE_FINAL_TYPE (XuHttpClient, xu_http_client, G_TYPE_OBJECT)

typedef struct
{
  XuAuthorizer *authorizer; /* (owned) (nullable) */
  XuHttpRequest *request;   /* (owned) */
  GUri *uri;                /* (owned) */
  char *authorization;      /* (owned) (nullable) */
  XuHttpSlot *slot;         /* (owned) (nullable): while an exchange runs in it */
  XuHttpFacts facts;        /* of the exchange under way */
  XuHttpResponse *refusal;  /* (owned) (nullable): a 401, while other credentials are looked for */
  gboolean is_second;       /* sent again on a new connection */
  gboolean is_renewed;      /* sent again with other credentials */
} Sending;

/* In the order in which they run. */
static void prepared_cb (GObject *object, GAsyncResult *result, gpointer user_data);
static void sending_begin (GTask *task);
static void exchanged_cb (GObject *object, GAsyncResult *result, gpointer user_data);
static void renewed_cb (GObject *object, GAsyncResult *result, gpointer user_data);

static void
sending_free (Sending *self)
{
  g_assert (self->slot == NULL);

  g_clear_object (&self->authorizer);
  xu_http_request_free (self->request);
  g_clear_pointer (&self->uri, g_uri_unref);
  g_clear_pointer (&self->refusal, xu_http_response_free);
  g_free (self->authorization);
  g_free (self);
}

static gboolean
is_loopback (const char *host)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (host);

  if (address != NULL)
    return g_inet_address_get_is_loopback (address);

  return g_ascii_strcasecmp (host, "localhost") == 0;
}

static gboolean
check_base_url (const char *base_url, GError **error)
{
  g_autoptr (GUri) uri = g_uri_parse (base_url, SOUP_HTTP_URI_FLAGS, NULL);
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;

  if (host == NULL || *host == '\0')
    {
      xu_error_set (error, XU_ERROR_USAGE, "“%s” is no address", base_url);
      return FALSE;
    }

  if (g_uri_get_userinfo (uri) != NULL || g_uri_get_query (uri) != NULL
      || g_uri_get_fragment (uri) != NULL)
    {
      xu_error_set (error, XU_ERROR_USAGE, "an address has no user, query or fragment here");
      return FALSE;
    }

  if (!g_str_equal (g_uri_get_scheme (uri), "https")
      && !(g_str_equal (g_uri_get_scheme (uri), "http") && is_loopback (host)))
    {
      xu_error_set (error, XU_ERROR_USAGE, "“%s”: https alone; http for this machine only",
                    base_url);
      return FALSE;
    }

  return TRUE;
}

/* The name of a GTlsFileDatabase must be absolute. A file without any certificate would refuse
 * everybody. */
static GTlsDatabase *
load_anchors (const char *ca_file, GError **error)
{
  g_autofree char *path = g_canonicalize_filename (ca_file, NULL);
  g_autoptr (GError) cause = NULL;
  GList *certificates = g_tls_certificate_list_new_from_file (path, &cause);
  GTlsDatabase *anchors = certificates != NULL ? g_tls_file_database_new (path, &cause) : NULL;

  g_list_free_full (certificates, g_object_unref);
  if (anchors == NULL)
    xu_error_set (error, XU_ERROR_USAGE, "certificates: %s: %s", ca_file,
                  cause != NULL ? cause->message : "no certificate in it");

  return anchors;
}

static void
xu_http_client_finalize (GObject *object)
{
  XuHttpClient *self = XU_HTTP_CLIENT (object);

  g_clear_pointer (&self->busy, g_ptr_array_unref);
  g_clear_pointer (&self->pool, xu_session_pool_free);
  g_clear_pointer (&self->limiter, xu_limiter_unref);
  g_clear_object (&self->trace);
  g_clear_pointer (&self->base_url, g_free);
  g_clear_pointer (&self->context, g_main_context_unref);

  G_OBJECT_CLASS (xu_http_client_parent_class)->finalize (object);
}

static void
xu_http_client_class_init (XuHttpClientClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = xu_http_client_finalize;
}

static void
xu_http_client_init (XuHttpClient *self)
{
  self->context = g_main_context_ref_thread_default ();
  self->limiter = xu_limiter_new (g_get_monotonic_time);
  self->stall_timeout = 60;
  self->doubt_timeout = 10;
  self->busy = g_ptr_array_new ();
}

XuHttpClient *
xu_http_client_new (const char *base_url, const char *ca_file, GError **error)
{
  g_return_val_if_fail (base_url != NULL, NULL);

  g_autoptr (GTlsDatabase) anchors = NULL;

  if (!check_base_url (base_url, error))
    return NULL;

  if (ca_file != NULL && (anchors = load_anchors (ca_file, error)) == NULL)
    return NULL;

  XuHttpClient *self = g_object_new (XU_TYPE_HTTP_CLIENT, NULL);
  gsize length = strlen (base_url);

  while (length > 0 && base_url[length - 1] == '/')
    length--;
  self->base_url = g_strndup (base_url, length);
  self->pool = xu_session_pool_new (anchors);

  return self;
}

const char *
xu_http_client_get_base_url (XuHttpClient *self)
{
  g_return_val_if_fail (XU_IS_HTTP_CLIENT (self), NULL);

  return self->base_url;
}

gboolean
xu_http_client_is_loopback (XuHttpClient *self)
{
  g_return_val_if_fail (XU_IS_HTTP_CLIENT (self), FALSE);

  g_autoptr (GUri) uri = g_uri_parse (self->base_url, SOUP_HTTP_URI_FLAGS, NULL);

  return is_loopback (g_uri_get_host (uri));
}

void
xu_http_client_set_rate (XuHttpClient *self, guint64 bytes_per_second)
{
  g_return_if_fail (XU_IS_HTTP_CLIENT (self));

  xu_limiter_set_rate (self->limiter, bytes_per_second);
}

void
xu_http_client_set_limiter (XuHttpClient *self, XuLimiter *limiter)
{
  g_return_if_fail (XU_IS_HTTP_CLIENT (self));
  g_return_if_fail (limiter != NULL);
  g_return_if_fail (self->busy->len == 0);

  xu_limiter_ref (limiter);
  xu_limiter_unref (self->limiter);
  self->limiter = limiter;
}

void
xu_http_client_set_stall_timeout (XuHttpClient *self, guint seconds)
{
  g_return_if_fail (XU_IS_HTTP_CLIENT (self));
  g_return_if_fail (seconds > 0);

  self->stall_timeout = seconds;
}

void
xu_http_client_set_doubt_timeout (XuHttpClient *self, guint seconds)
{
  g_return_if_fail (XU_IS_HTTP_CLIENT (self));
  g_return_if_fail (seconds > 0);

  self->doubt_timeout = seconds;
}

void
xu_http_client_set_trace (XuHttpClient *self, GOutputStream *stream)
{
  g_return_if_fail (XU_IS_HTTP_CLIENT (self));
  g_return_if_fail (stream == NULL || G_IS_OUTPUT_STREAM (stream));

  g_set_object (&self->trace, stream);
}

/* A line is small and goes to a file: written here and now, so that lines keep their order. */
static void
write_trace (XuHttpClient *self, const Sending *sending, const GError *failure)
{
  if (self->trace == NULL)
    return;

  g_autoptr (GError) error = NULL;
  g_autofree char *line
      = xu_http_trace_make_line (sending->request->method, sending->uri, &sending->facts, failure,
                                 sending->is_second || sending->is_renewed, g_get_real_time ());

  if (!g_output_stream_write_all (self->trace, line, strlen (line), NULL, NULL, &error))
    {
      g_message ("The trace ends here: %s", error->message);
      g_clear_object (&self->trace);
    }
}

static gboolean
is_in_context (XuHttpClient *self)
{
  g_autoptr (GMainContext) context = g_main_context_ref_thread_default ();

  return context == self->context;
}

void
xu_http_client_network_changed (XuHttpClient *self)
{
  g_return_if_fail (XU_IS_HTTP_CLIENT (self));
  g_return_if_fail (is_in_context (self));

  g_debug ("The network has changed: %u exchanges in doubt", self->busy->len);
  xu_session_pool_drop_idle (self->pool);
  for (guint i = 0; i < self->busy->len; i++)
    {
      const XuHttpSlot *slot = g_ptr_array_index (self->busy, i);

      if (slot->guard != NULL) /* Otherwise the exchange is over, and its answer on its way. */
        xu_exchange_guard_doubt (slot->guard);
    }
}

/* What went wrong before the request went out, or behind a 401, which did nothing. */
static void
return_unsent (GTask *task, GError *error)
{
  if (error->domain == XU_ERROR)
    xu_error_set_unsent (error);
  g_task_return_error (task, error);
}

static void
prepared_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (xu_authorizer_prepare_finish (XU_AUTHORIZER (object), result, &error))
    sending_begin (task);
  else
    return_unsent (task, error);
}

static void
sending_begin (GTask *task)
{
  XuHttpClient *self = g_task_get_source_object (task);
  Sending *sending = g_task_get_task_data (task);

  g_clear_pointer (&sending->authorization, g_free);
  if (sending->authorizer != NULL)
    sending->authorization
        = xu_authorizer_dup_header (sending->authorizer, sending->request->method, sending->uri);

  /* What must not be sent twice wants a connection that cannot have died unnoticed. */
  gboolean must_connect = !sending->request->is_repeatable || sending->is_second;
  XuHttpOrder order = {
    .request = sending->request,
    .uri = sending->uri,
    .authorization = sending->authorization,
    .limiter = self->limiter,
    .stall_timeout_us = (gint64) self->stall_timeout * G_USEC_PER_SEC,
    .doubt_us = (gint64) self->doubt_timeout * G_USEC_PER_SEC,
  };

  sending->slot = xu_session_pool_take (self->pool, must_connect);
  g_ptr_array_add (self->busy, sending->slot);
  xu_http_exchange_async (sending->slot, &order, &sending->facts, g_task_get_cancellable (task),
                          exchanged_cb, g_object_ref (task));
}

/* A kept-alive connection that the server has closed meanwhile fails so. Where it was silence, the
 * caller must know: the server may have got a part, and still wait for the rest. */
static gboolean
may_send_again (const Sending *sending, const GError *error)
{
  return sending->request->is_repeatable && !sending->is_second
         && g_error_matches (error, XU_ERROR, XU_ERROR_NETWORK) && sending->facts.started_us > 0
         && sending->facts.n_events == 0 && sending->facts.answered_us == 0
         && !sending->facts.was_still;
}

static void
send_again (GTask *task)
{
  const Sending *sending = g_task_get_task_data (task);

  if (sending->request->progress != NULL)
    sending->request->progress (0, sending->request->progress_data);
  sending_begin (task);
}

/* A server that does not know who asks has done nothing, so that even what must not be repeated may
 * be sent once more. */
static gboolean
may_renew (const Sending *sending, const XuHttpResponse *response)
{
  return response->status == 401 && !sending->is_renewed && sending->authorization != NULL
         && xu_authorizer_can_renew (sending->authorizer);
}

static void
renewed_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Sending *sending = g_task_get_task_data (task);
  GError *error = NULL;

  if (xu_authorizer_renew_finish (XU_AUTHORIZER (object), result, &error))
    {
      g_debug ("%s: sent again with other credentials", sending->request->path);
      g_clear_pointer (&sending->refusal, xu_http_response_free);
      sending->is_renewed = TRUE;
      send_again (task);
    }
  else if (error != NULL)
    {
      return_unsent (task, error);
    }
  else
    {
      g_task_return_pointer (task, g_steal_pointer (&sending->refusal),
                             (GDestroyNotify) xu_http_response_free);
    }
}

static void
exchanged_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  XuHttpClient *self = g_task_get_source_object (task);
  Sending *sending = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  XuHttpResponse *response = xu_http_exchange_finish (result, &error);

  g_ptr_array_remove_fast (self->busy, sending->slot);
  write_trace (self, sending, error);
  if (response != NULL && may_renew (sending, response))
    {
      xu_session_pool_give_back (self->pool, g_steal_pointer (&sending->slot));
      sending->refusal = response;
      xu_authorizer_renew_async (sending->authorizer, sending->authorization,
                                 g_task_get_cancellable (task), renewed_cb, g_object_ref (task));
      return;
    }
  if (response != NULL)
    {
      /* Whoever gets the answer may fill as much memory again at once. */
      g_clear_pointer (&sending->request, xu_http_request_free);
      xu_session_pool_give_back (self->pool, g_steal_pointer (&sending->slot));
      g_task_return_pointer (task, response, (GDestroyNotify) xu_http_response_free);
      return;
    }

  xu_http_slot_discard (g_steal_pointer (&sending->slot));
  if (may_send_again (sending, error))
    {
      g_debug ("%s: sent again on a new connection", error->message);
      sending->is_second = TRUE;
      send_again (task);
      return;
    }

  g_task_return_error (task, g_steal_pointer (&error));
}

void
xu_http_client_send_async (XuHttpClient *self,
                           XuAuthorizer *authorizer,
                           XuHttpRequest *request,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_return_if_fail (XU_IS_HTTP_CLIENT (self));
  g_return_if_fail (authorizer == NULL || XU_IS_AUTHORIZER (authorizer));
  g_return_if_fail (request != NULL);
  g_return_if_fail (is_in_context (self));

  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autofree char *address = g_strconcat (self->base_url, request->path, NULL);
  g_autoptr (GError) error = NULL;
  Sending *sending = g_new0 (Sending, 1);

  g_task_set_source_tag (task, xu_http_client_send_async);
  g_task_set_name (task, "[xu] http send");
  g_task_set_check_cancellable (task, FALSE); /* As in the exchange. */
  g_task_set_task_data (task, sending, (GDestroyNotify) sending_free);

  sending->request = request;
  g_set_object (&sending->authorizer, authorizer);
  sending->uri = g_uri_parse (address, SOUP_HTTP_URI_FLAGS, &error);
  if (sending->uri == NULL)
    {
      g_task_return_error (
          task, xu_error_new (XU_ERROR_INTERNAL, "%s: %s", request->path, error->message));
      return;
    }

  if (g_task_return_error_if_cancelled (task))
    return;

  if (authorizer != NULL && xu_authorizer_can_renew (authorizer))
    xu_authorizer_prepare_async (authorizer, cancellable, prepared_cb, g_steal_pointer (&task));
  else
    sending_begin (task);
}

XuHttpResponse *
xu_http_client_send_finish (XuHttpClient *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (XU_IS_HTTP_CLIENT (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, xu_http_client_send_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
