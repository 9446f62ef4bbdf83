/* SPDX-License-Identifier: GPL-3.0-or-later */
/* X's API as one user, and the one exchange that all endpoints share. */

#define G_LOG_DOMAIN "xu-api"

#include "config.h"

#include "xu-api.h"

#include "xu-api-private.h"
#include "xu-error.h"
#include "xu-media-decoder.h"
#include "xu-post-decoder.h"
#include "xu-problem-private.h"
#include "xu-user-decoder.h"

struct _XuApi
{
  GObject parent_instance;

  XuHttpClient *client;     /* (owned) */
  XuAuthorizer *authorizer; /* (owned) */
};

G_DEFINE_FINAL_TYPE (XuApi, xu_api, G_TYPE_OBJECT)

typedef struct
{
  GTask *task; /* (owned) */
  XuEndpoint endpoint;
} Exchange;

static gpointer
decode_upload (GBytes *body, GError **error)
{
  return xu_media_decoder_upload (body, error);
}

static gpointer
decode_acknowledgement (GBytes *body, GError **error)
{
  return GINT_TO_POINTER (xu_media_decoder_acknowledgement (body, error));
}

static gpointer
decode_status (GBytes *body, GError **error)
{
  return xu_media_decoder_status (body, error);
}

static gpointer
decode_created (GBytes *body, GError **error)
{
  return xu_post_decoder_created (body, error);
}

static gpointer
decode_deleted (GBytes *body, GError **error)
{
  return GINT_TO_POINTER (xu_post_decoder_deleted (body, error));
}

static gpointer
decode_own_posts (GBytes *body, GError **error)
{
  return xu_post_decoder_own_posts (body, error);
}

static gpointer
decode_me (GBytes *body, GError **error)
{
  return xu_user_decoder_me (body, error);
}

/* How a 2xx answer of each endpoint is read, and what frees the result that nobody fetched. */
static const struct
{
  gpointer (*decode) (GBytes *body, GError **error);
  GDestroyNotify free_result; /* (nullable) */
} endpoints[] = {
  [XU_ENDPOINT_INITIALIZE] = { decode_upload, (GDestroyNotify) xu_media_upload_free },
  [XU_ENDPOINT_APPEND] = { decode_acknowledgement, NULL },
  [XU_ENDPOINT_FINALIZE] = { decode_status, (GDestroyNotify) xu_media_status_free },
  [XU_ENDPOINT_STATUS] = { decode_status, (GDestroyNotify) xu_media_status_free },
  [XU_ENDPOINT_METADATA] = { decode_acknowledgement, NULL },
  [XU_ENDPOINT_SUBTITLES] = { decode_acknowledgement, NULL },
  [XU_ENDPOINT_CREATE_POST] = { decode_created, g_free },
  [XU_ENDPOINT_DELETE_POST] = { decode_deleted, NULL },
  [XU_ENDPOINT_OWN_POSTS] = { decode_own_posts, (GDestroyNotify) g_ptr_array_unref },
  [XU_ENDPOINT_ME] = { decode_me, (GDestroyNotify) xu_user_free },
};

static void
exchange_free (Exchange *exchange)
{
  g_object_unref (exchange->task);
  g_free (exchange);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Exchange, exchange_free)

static void
xu_api_dispose (GObject *object)
{
  XuApi *self = XU_API (object);

  g_clear_object (&self->client);
  g_clear_object (&self->authorizer);

  G_OBJECT_CLASS (xu_api_parent_class)->dispose (object);
}

static void
xu_api_class_init (XuApiClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = xu_api_dispose;
}

static void
xu_api_init (XuApi *self)
{
}

XuApi *
xu_api_new (XuHttpClient *client, XuAuthorizer *authorizer)
{
  g_return_val_if_fail (XU_IS_HTTP_CLIENT (client), NULL);
  g_return_val_if_fail (XU_IS_AUTHORIZER (authorizer), NULL);

  XuApi *self = g_object_new (XU_TYPE_API, NULL);

  self->client = g_object_ref (client);
  self->authorizer = g_object_ref (authorizer);

  return self;
}

char *
xu_api_dup_credentials (XuApi *self)
{
  g_return_val_if_fail (XU_IS_API (self), NULL);

  return xu_authorizer_dup_fingerprint (self->authorizer);
}

GTask *
xu_api_new_task (XuApi *self,
                 GCancellable *cancellable,
                 GAsyncReadyCallback callback,
                 gpointer user_data,
                 gpointer source_tag,
                 const char *name)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, source_tag);
  g_task_set_name (task, name);
  g_task_set_check_cancellable (task, FALSE);

  return task;
}

static gpointer
read_answer (const Exchange *exchange, const XuHttpResponse *response, GError **error)
{
  g_autoptr (GError) failure = NULL;

  if (response->status < 200 || response->status > 299)
    {
      g_propagate_error (error, xu_problem_to_error (exchange->endpoint, response));
      return NULL;
    }

  gpointer result = endpoints[exchange->endpoint].decode (response->body, &failure);

  if (result != NULL)
    return result;

  /* A 2xx may hold errors in place of the data, or a captive portal's page: that says more than
   * which field is missing. */
  if (xu_problem_is_in_answer (response->body))
    {
      g_propagate_error (error, xu_problem_to_error (exchange->endpoint, response));
      return NULL;
    }

  xu_error_set_http (failure, response->status, -1);
  g_propagate_prefixed_error (error, g_steal_pointer (&failure),
                              "%s: HTTP %u: ", xu_problem_endpoint_to_string (exchange->endpoint),
                              response->status);
  return NULL;
}

static void
sent_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Exchange) exchange = user_data;
  g_autoptr (XuHttpResponse) response = NULL;
  g_autoptr (GError) error = NULL;
  gpointer value = NULL;

  response = xu_http_client_send_finish (XU_HTTP_CLIENT (source), result, &error);
  if (response != NULL)
    value = read_answer (exchange, response, &error);

  g_debug ("%s: %s", xu_problem_endpoint_to_string (exchange->endpoint),
           error != NULL ? error->message : "done");

  if (value != NULL)
    g_task_return_pointer (exchange->task, value, endpoints[exchange->endpoint].free_result);
  else
    g_task_return_error (exchange->task, g_steal_pointer (&error));
}

void
xu_api_exchange (XuApi *self,
                 XuEndpoint endpoint,
                 XuHttpRequest *request,
                 GError *error,
                 GTask *task)
{
  g_assert (XU_IS_API (self));
  g_assert ((gsize) endpoint < G_N_ELEMENTS (endpoints));
  g_assert ((request == NULL) == (error != NULL));
  g_assert (G_IS_TASK (task));

  if (request == NULL)
    {
      g_task_return_error (task, error);
      g_object_unref (task);
      return;
    }

  Exchange *exchange = g_new0 (Exchange, 1);

  exchange->task = task;
  exchange->endpoint = endpoint;

  xu_http_client_send_async (self->client, self->authorizer, request, g_task_get_cancellable (task),
                             sent_cb, exchange);
}
