/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Signs with tokens that expire, and has them refreshed once for all who wait. */

#define G_LOG_DOMAIN "xu-auth"

#include "config.h"

#include "xu-oauth2-authorizer.h"

#include "xu-error.h"
#include "xu-fingerprint.h"
#include "xu-oauth2-refresh.h"
#include "xu-secret.h"
#include "xu-task-crowd.h"

static const gint64 early_s = 60;

struct _XuOauth2Authorizer
{
  GObject parent_instance;

  XuHttpClient *client; /* (owned) */
  XuSecretStore *store; /* (owned) */
  char *server;         /* (owned) */
  char *user_id;        /* (owned) */
  char *label;          /* (owned) */
  char *lock_path;      /* (owned) (nullable) */
  guint lock_limit_ms;
  XuWallClockFunc clock;
  XuStoredCredentials *credentials; /* (owned): of OAuth 2.0 */
  gint64 early_s;                   /* how long before their end they are refreshed */
  char *replaced;                   /* (owned) (nullable): as in XuRefreshOrder */
  GError *refusal;                  /* (owned) (nullable): nothing here is good any more */
  GCancellable *refresh;            /* (owned) (nullable): of the one under way */
  XuTaskCrowd *waiters;             /* (owned): for its end */
};

enum
{
  TOKENS_CHANGED,
  NOT_KEPT,
  SIGN_IN_NEEDED,
  REFRESHED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void xu_oauth2_authorizer_authorizer_init (XuAuthorizerInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (XuOauth2Authorizer,
                               xu_oauth2_authorizer,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (XU_TYPE_AUTHORIZER,
                                                      xu_oauth2_authorizer_authorizer_init))

/* ---- The refresh ---- */

static gint64
get_now (XuOauth2Authorizer *self)
{
  return self->clock () / G_USEC_PER_SEC;
}

/* A minute early, for a request takes a while; of tokens that live less than two, half of what is
 * left: else each request would refresh. */
static void
set_early (XuOauth2Authorizer *self)
{
  gint64 left_s = self->credentials->tokens->expires_at - get_now (self);

  self->early_s = CLAMP (left_s / 2, 0, early_s);
}

static void
set_credentials (XuOauth2Authorizer *self, XuStoredCredentials *credentials)
{
  xu_stored_credentials_free (self->credentials);
  self->credentials = credentials;
  set_early (self);
}

/* Takes the error. */
static void
need_sign_in (XuOauth2Authorizer *self, GError *error)
{
  g_clear_error (&self->refusal);
  self->refusal = error;
  g_debug ("Sign-in needed: %s", error->message);
  g_signal_emit (self, signals[SIGN_IN_NEEDED], 0, error);
}

/* As long as the store does not take the new tokens, what it has is what they replaced. */
static void
note_kept (XuOauth2Authorizer *self, const GError *not_kept)
{
  if (not_kept == NULL)
    {
      g_clear_pointer (&self->replaced, xu_secret_free);
    }
  else if (self->replaced == NULL)
    {
      self->replaced = g_strdup (self->credentials->tokens->access_token);
    }
}

static void
accept_refresh (XuOauth2Authorizer *self, XuStoredCredentials *fresh, GError *not_kept)
{
  note_kept (self, not_kept);
  set_credentials (self, fresh);
  g_debug ("Tokens refreshed, good until %" G_GINT64_FORMAT, fresh->tokens->expires_at);
  g_signal_emit (self, signals[TOKENS_CHANGED], 0);
  if (not_kept != NULL)
    g_signal_emit (self, signals[NOT_KEPT], 0, not_kept);
  xu_task_crowd_answer (self->waiters, NULL);
}

/* Whether it is the token that is refused, or the app that it was given to, whose secret somebody
 * has made anew: only a new sign-in helps. */
static gboolean
is_refusal (const GError *error)
{
  return g_error_matches (error, XU_ERROR, XU_ERROR_TOKEN_REFUSED)
         || g_error_matches (error, XU_ERROR, XU_ERROR_NOT_SIGNED_IN)
         || g_error_matches (error, XU_ERROR, XU_ERROR_REJECTED);
}

static GError *
new_refusal (const GError *error)
{
  GError *refusal = xu_error_new (XU_ERROR_TOKEN_REFUSED, "%s", error->message);

  xu_error_set_reason (refusal, xu_error_get_reason (error));
  xu_error_set_http (refusal, xu_error_get_http_status (error), -1);

  return refusal;
}

static void
refuse_refresh (XuOauth2Authorizer *self, const GError *error)
{
  g_debug ("Tokens not refreshed: %s", error->message);
  if (is_refusal (error))
    need_sign_in (self, new_refusal (error));
  xu_task_crowd_answer (self->waiters, self->refusal != NULL ? self->refusal : error);
}

/* A refresh that was given up may have saved what it got all the same, over the new sign-in. */
static void
save_again (XuOauth2Authorizer *self)
{
  char *secret = xu_stored_credentials_to_secret (self->credentials);

  xu_secret_store_save_async (self->store, self->server, self->user_id, self->label, secret, NULL,
                              NULL, NULL);
  xu_secret_free (secret);
}

static void
refreshed_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (XuOauth2Authorizer) self = user_data;
  GCancellable *own = g_task_get_cancellable (G_TASK (result));
  g_autoptr (GError) not_kept = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (XuStoredCredentials) fresh = xu_oauth2_refresh_finish (result, &not_kept, &error);

  if (own != self->refresh)
    {
      if (fresh != NULL)
        save_again (self);
      return;
    }

  g_clear_object (&self->refresh);
  if (fresh != NULL)
    accept_refresh (self, g_steal_pointer (&fresh), not_kept);
  else
    refuse_refresh (self, error);
  g_signal_emit (self, signals[REFRESHED], 0);
}

static void
ensure_refresh (XuOauth2Authorizer *self)
{
  if (self->refresh != NULL)
    return;

  const XuRefreshOrder order = {
    .client = self->client,
    .server = self->server,
    .user_id = self->user_id,
    .label = self->label,
    .store = self->store,
    .lock_path = self->lock_path,
    .lock_limit_ms = self->lock_limit_ms,
    .stale = self->credentials,
    .replaced = self->replaced,
    .now_s = get_now (self),
  };

  /* Holds the authorizer: the new tokens must be kept, even when nobody wants them any more. */
  self->refresh = g_cancellable_new ();
  xu_oauth2_refresh_async (&order, self->refresh, refreshed_cb, g_object_ref (self));
}

/* ---- XuAuthorizer ---- */

static char *
make_header (const XuStoredCredentials *credentials)
{
  return g_strconcat ("Bearer ", credentials->tokens->access_token, NULL);
}

static char *
xu_oauth2_authorizer_dup_header (XuAuthorizer *authorizer, const char *method, GUri *uri)
{
  return make_header (XU_OAUTH2_AUTHORIZER (authorizer)->credentials);
}

/* Tokens change every two hours; whose they are does not. */
static char *
xu_oauth2_authorizer_dup_fingerprint (XuAuthorizer *authorizer)
{
  const XuOauth2Authorizer *self = XU_OAUTH2_AUTHORIZER (authorizer);
  const char *const parts[] = { "oauth2", self->server, self->user_id, NULL };

  return xu_fingerprint_of (parts);
}

static GTask *
new_task (XuOauth2Authorizer *self,
          gpointer tag,
          GCancellable *cancellable,
          GAsyncReadyCallback callback,
          gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, tag);
  g_task_set_name (task, "[xu] oauth2 authorizer");

  return task;
}

/* TRUE: returned. */
static gboolean
return_refusal (XuOauth2Authorizer *self, GTask *task)
{
  if (self->refusal == NULL)
    return FALSE;

  g_task_return_error (task, g_error_copy (self->refusal));
  return TRUE;
}

static void
xu_oauth2_authorizer_prepare_async (XuAuthorizer *authorizer,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  XuOauth2Authorizer *self = XU_OAUTH2_AUTHORIZER (authorizer);
  const XuOauth2Tokens *tokens = self->credentials->tokens;
  g_autoptr (GTask) task
      = new_task (self, xu_oauth2_authorizer_prepare_async, cancellable, callback, user_data);

  if (return_refusal (self, task))
    return;

  /* Without a refresh token the access token is used until it is refused. One that was refused is
   * about to be another: who comes meanwhile waits, too. */
  if (self->refresh == NULL
      && (tokens->refresh_token == NULL
          || xu_oauth2_tokens_is_fresh (tokens, self->early_s, get_now (self))))
    {
      g_task_return_boolean (task, TRUE);
      return;
    }

  xu_task_crowd_add (self->waiters, g_steal_pointer (&task));
  ensure_refresh (self);
}

static gboolean
xu_oauth2_authorizer_prepare_finish (XuAuthorizer *authorizer, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, authorizer), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, xu_oauth2_authorizer_prepare_async),
                        FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
xu_oauth2_authorizer_renew_async (XuAuthorizer *authorizer,
                                  const char *refused_header,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  XuOauth2Authorizer *self = XU_OAUTH2_AUTHORIZER (authorizer);
  g_autoptr (GTask) task
      = new_task (self, xu_oauth2_authorizer_renew_async, cancellable, callback, user_data);
  char *header = make_header (self->credentials);
  gboolean is_other = !g_str_equal (header, refused_header);

  xu_secret_free (header);
  if (return_refusal (self, task))
    return;

  if (is_other) /* Somebody else's refusal came first. */
    {
      g_task_return_boolean (task, TRUE);
      return;
    }

  if (self->credentials->tokens->refresh_token == NULL)
    {
      need_sign_in (self, xu_error_new (XU_ERROR_TOKEN_REFUSED,
                                        "the access token is refused, and there is no other"));
      return_refusal (self, task);
      return;
    }

  xu_task_crowd_add (self->waiters, g_steal_pointer (&task));
  ensure_refresh (self);
}

static gboolean
xu_oauth2_authorizer_renew_finish (XuAuthorizer *authorizer, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, authorizer), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, xu_oauth2_authorizer_renew_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* ---- Its life ---- */

static void
xu_oauth2_authorizer_finalize (GObject *object)
{
  XuOauth2Authorizer *self = XU_OAUTH2_AUTHORIZER (object);

  g_assert (self->refresh == NULL); /* It holds a reference. */

  g_clear_object (&self->client);
  g_clear_object (&self->store);
  g_clear_pointer (&self->server, g_free);
  g_clear_pointer (&self->user_id, g_free);
  g_clear_pointer (&self->label, g_free);
  g_clear_pointer (&self->lock_path, g_free);
  g_clear_pointer (&self->credentials, xu_stored_credentials_free);
  g_clear_pointer (&self->replaced, xu_secret_free);
  g_clear_error (&self->refusal);
  g_clear_pointer (&self->waiters, xu_task_crowd_free);

  G_OBJECT_CLASS (xu_oauth2_authorizer_parent_class)->finalize (object);
}

static void
xu_oauth2_authorizer_class_init (XuOauth2AuthorizerClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = xu_oauth2_authorizer_finalize;

  signals[TOKENS_CHANGED] = g_signal_new ("tokens-changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                          NULL, G_TYPE_NONE, 0);
  signals[NOT_KEPT] = g_signal_new ("not-kept", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                    G_TYPE_NONE, 1, G_TYPE_ERROR);
  signals[SIGN_IN_NEEDED] = g_signal_new ("sign-in-needed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                          NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
  signals[REFRESHED]
      = g_signal_new ("refreshed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
xu_oauth2_authorizer_authorizer_init (XuAuthorizerInterface *iface)
{
  iface->dup_header = xu_oauth2_authorizer_dup_header;
  iface->dup_fingerprint = xu_oauth2_authorizer_dup_fingerprint;
  iface->prepare_async = xu_oauth2_authorizer_prepare_async;
  iface->prepare_finish = xu_oauth2_authorizer_prepare_finish;
  iface->renew_async = xu_oauth2_authorizer_renew_async;
  iface->renew_finish = xu_oauth2_authorizer_renew_finish;
}

static void
xu_oauth2_authorizer_init (XuOauth2Authorizer *self)
{
  self->clock = g_get_real_time;
  self->lock_limit_ms = XU_OAUTH2_REFRESH_LOCK_LIMIT_MS;
  self->waiters = xu_task_crowd_new ();
}

XuOauth2Authorizer *
xu_oauth2_authorizer_new (XuHttpClient *client,
                          const char *server,
                          const char *user_id,
                          const char *label,
                          const XuStoredCredentials *credentials,
                          XuSecretStore *store,
                          const char *lock_path)
{
  g_return_val_if_fail (XU_IS_HTTP_CLIENT (client) && XU_IS_SECRET_STORE (store), NULL);
  g_return_val_if_fail (server != NULL && user_id != NULL && label != NULL, NULL);
  g_return_val_if_fail (credentials != NULL && credentials->kind == XU_CREDENTIALS_OAUTH2, NULL);

  XuOauth2Authorizer *self = g_object_new (XU_TYPE_OAUTH2_AUTHORIZER, NULL);

  self->client = g_object_ref (client);
  self->server = g_strdup (server);
  self->user_id = g_strdup (user_id);
  self->label = g_strdup (label);
  self->credentials = xu_stored_credentials_copy (credentials);
  set_early (self);
  self->store = g_object_ref (store);
  self->lock_path = g_strdup (lock_path);

  return self;
}

void
xu_oauth2_authorizer_replace (XuOauth2Authorizer *self, const XuStoredCredentials *credentials)
{
  g_return_if_fail (XU_IS_OAUTH2_AUTHORIZER (self));
  g_return_if_fail (credentials != NULL && credentials->kind == XU_CREDENTIALS_OAUTH2);

  g_autoptr (GCancellable) refresh = g_steal_pointer (&self->refresh);

  g_cancellable_cancel (refresh);
  g_clear_error (&self->refusal);
  g_clear_pointer (&self->replaced, xu_secret_free);
  set_credentials (self, xu_stored_credentials_copy (credentials));
  g_signal_emit (self, signals[TOKENS_CHANGED], 0);
  xu_task_crowd_answer (self->waiters, NULL);
}

gint64
xu_oauth2_authorizer_get_expires_at (XuOauth2Authorizer *self)
{
  g_return_val_if_fail (XU_IS_OAUTH2_AUTHORIZER (self), 0);

  return self->credentials->tokens->expires_at;
}

const char *
xu_oauth2_authorizer_get_scope (XuOauth2Authorizer *self)
{
  g_return_val_if_fail (XU_IS_OAUTH2_AUTHORIZER (self), NULL);

  return self->credentials->tokens->scope;
}

gboolean
xu_oauth2_authorizer_needs_sign_in (XuOauth2Authorizer *self)
{
  g_return_val_if_fail (XU_IS_OAUTH2_AUTHORIZER (self), FALSE);

  return self->refusal != NULL;
}

gboolean
xu_oauth2_authorizer_is_refreshing (XuOauth2Authorizer *self)
{
  g_return_val_if_fail (XU_IS_OAUTH2_AUTHORIZER (self), FALSE);

  return self->refresh != NULL;
}

XuStoredCredentials *
xu_oauth2_authorizer_dup_credentials (XuOauth2Authorizer *self)
{
  g_return_val_if_fail (XU_IS_OAUTH2_AUTHORIZER (self), NULL);

  return xu_stored_credentials_copy (self->credentials);
}

void
xu_oauth2_authorizer_set_clock (XuOauth2Authorizer *self, XuWallClockFunc clock)
{
  g_return_if_fail (XU_IS_OAUTH2_AUTHORIZER (self));
  g_return_if_fail (clock != NULL);

  self->clock = clock;
  set_early (self);
}

void
xu_oauth2_authorizer_set_lock_limit (XuOauth2Authorizer *self, guint milliseconds)
{
  g_return_if_fail (XU_IS_OAUTH2_AUTHORIZER (self));
  g_return_if_fail (milliseconds > 0);

  self->lock_limit_ms = milliseconds;
}
