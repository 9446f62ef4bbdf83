/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One refresh, among several processes that have the same single-use refresh token. */

#define G_LOG_DOMAIN "xu-auth"

#include "config.h"

#include "xu-oauth2-refresh.h"

#include "xu-error.h"
#include "xu-file-lock.h"
#include "xu-oauth2-exchange.h"
#include "xu-secret.h"

typedef struct
{
  XuHttpClient *client;             /* (owned) */
  char *server;                     /* (owned) */
  char *user_id;                    /* (owned) */
  char *label;                      /* (owned) */
  XuSecretStore *store;             /* (owned) */
  XuStoredCredentials *credentials; /* (owned): stale, then fresh */
  char *replaced;                   /* (owned) (nullable) */
  gint64 now_s;
  int lock;         /* -1: none */
  GError *not_kept; /* (owned) (nullable) */
} Refresh;

/* In the order in which they run. */
static void locked_cb (GObject *object, GAsyncResult *result, gpointer user_data);
static void look (GTask *task);
static void looked_cb (GObject *object, GAsyncResult *result, gpointer user_data);
static void refreshed_cb (GObject *object, GAsyncResult *result, gpointer user_data);
static void saved_cb (GObject *object, GAsyncResult *result, gpointer user_data);

static void
refresh_free (Refresh *self)
{
  xu_file_lock_release (&self->lock);
  g_clear_object (&self->client);
  g_clear_object (&self->store);
  g_free (self->server);
  g_free (self->user_id);
  g_free (self->label);
  xu_stored_credentials_free (self->credentials);
  xu_secret_free (self->replaced);
  g_clear_error (&self->not_kept);
  g_free (self);
}

static void
return_fresh (GTask *task)
{
  Refresh *self = g_task_get_task_data (task);

  xu_file_lock_release (&self->lock); /* Whoever waits for it must not wait for our caller. */
  g_task_return_pointer (task, g_steal_pointer (&self->credentials),
                         (GDestroyNotify) xu_stored_credentials_free);
}

static void
return_error (GTask *task, GError *error)
{
  Refresh *self = g_task_get_task_data (task);

  xu_file_lock_release (&self->lock);
  g_task_return_error (task, error);
}

void
xu_oauth2_refresh_async (const XuRefreshOrder *order,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_return_if_fail (order != NULL && order->stale != NULL);
  g_return_if_fail (order->stale->kind == XU_CREDENTIALS_OAUTH2);
  g_return_if_fail (order->stale->tokens->refresh_token != NULL);

  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Refresh *self = g_new0 (Refresh, 1);

  g_task_set_source_tag (task, xu_oauth2_refresh_async);
  g_task_set_name (task, "[xu] oauth2 refresh");
  g_task_set_check_cancellable (task, FALSE); /* Tokens that are there are given. */
  g_task_set_task_data (task, self, (GDestroyNotify) refresh_free);

  self->client = g_object_ref (order->client);
  self->server = g_strdup (order->server);
  self->user_id = g_strdup (order->user_id);
  self->label = g_strdup (order->label);
  self->store = g_object_ref (order->store);
  self->credentials = xu_stored_credentials_copy (order->stale);
  self->replaced = g_strdup (order->replaced);
  self->now_s = order->now_s;
  self->lock = -1;

  if (order->lock_path != NULL)
    xu_file_lock_async (order->lock_path, order->lock_limit_ms, cancellable, locked_cb, task);
  else
    look (task);
}

static void
locked_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Refresh *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  self->lock = xu_file_lock_finish (result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    {
      /* Nothing is wrong here: whoever waits comes again, as after a server that is down. */
      g_task_return_error (
          task, xu_error_new (XU_ERROR_SERVER, "another process is still refreshing this account"));
      return;
    }
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  /* Without a lock the worst is that two refresh at once: better than to sign nobody in. */
  if (error != NULL)
    g_message ("Refreshing without a lock: %s", error->message);
  look (g_steal_pointer (&task));
}

/* Takes the task. */
static void
look (GTask *task)
{
  const Refresh *self = g_task_get_task_data (task);

  xu_secret_store_lookup_async (self->store, self->server, self->user_id,
                                g_task_get_cancellable (task), looked_cb, task);
}

/* What another process, or another sign-in, put there since we looked. */
static XuStoredCredentials *
read_newer (const Refresh *self, const char *secret)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (XuStoredCredentials) stored = xu_stored_credentials_from_secret (secret, &error);

  if (stored == NULL)
    {
      g_message ("%s", error->message);
      return NULL;
    }
  if (stored->kind != XU_CREDENTIALS_OAUTH2
      || g_str_equal (stored->tokens->access_token, self->credentials->tokens->access_token)
      || g_strcmp0 (stored->tokens->access_token, self->replaced) == 0)
    return NULL;

  return g_steal_pointer (&stored);
}

static void
looked_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Refresh *self = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  char *secret = xu_secret_store_lookup_finish (XU_SECRET_STORE (object), result, &error);
  XuStoredCredentials *newer = secret != NULL ? read_newer (self, secret) : NULL;

  xu_secret_free (secret);
  if (g_task_return_error_if_cancelled (task))
    {
      xu_file_lock_release (&self->lock);
      return;
    }

  if (error != NULL)
    g_message ("Nobody knows whether another process has refreshed: %s", error->message);
  if (newer != NULL)
    {
      xu_stored_credentials_free (self->credentials);
      self->credentials = newer;
      g_debug ("Another process has refreshed");
    }
  if (newer != NULL
      && (xu_oauth2_tokens_is_fresh (newer->tokens, 0, self->now_s)
          || newer->tokens->refresh_token == NULL))
    {
      return_fresh (task);
      return;
    }

  xu_oauth2_exchange_refresh_async (self->client, self->credentials->app, self->credentials->tokens,
                                    g_task_get_cancellable (task), refreshed_cb,
                                    g_object_ref (task));
}

static void
refreshed_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Refresh *self = g_task_get_task_data (task);
  GError *error = NULL;
  XuOauth2Tokens *tokens
      = xu_oauth2_exchange_tokens_finish (XU_HTTP_CLIENT (object), result, &error);

  if (tokens == NULL)
    {
      return_error (task, error);
      return;
    }

  xu_oauth2_tokens_free (self->credentials->tokens);
  self->credentials->tokens = tokens;
  if (g_task_return_error_if_cancelled (task))
    {
      xu_file_lock_release (&self->lock);
      return;
    }

  char *secret = xu_stored_credentials_to_secret (self->credentials);

  xu_secret_store_save_async (self->store, self->server, self->user_id, self->label, secret,
                              g_task_get_cancellable (task), saved_cb, g_object_ref (task));
  xu_secret_free (secret);
}

static void
saved_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Refresh *self = g_task_get_task_data (task);

  xu_secret_store_save_finish (XU_SECRET_STORE (object), result, &self->not_kept);
  return_fresh (task);
}

XuStoredCredentials *
xu_oauth2_refresh_finish (GAsyncResult *result, GError **not_kept, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, xu_oauth2_refresh_async), NULL);
  g_return_val_if_fail (not_kept != NULL, NULL);

  Refresh *self = g_task_get_task_data (G_TASK (result));

  *not_kept = g_steal_pointer (&self->not_kept);

  return g_task_propagate_pointer (G_TASK (result), error);
}
