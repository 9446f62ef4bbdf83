/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tells X that tokens are good for nothing any more. */

#define G_LOG_DOMAIN "xu-engine"

#include "config.h"

#include "xu-revocation.h"

#include "xu-oauth2-exchange.h"

typedef struct
{
  XuStoredCredentials *credentials; /* (owned) */
  GError *error;                    /* (owned) (nullable): the first thing that went wrong */
} Revocation;

/* In the order in which they run. */
static void refresh_revoked_cb (GObject *source, GAsyncResult *result, gpointer user_data);
static void revoke_access (GTask *task);
static void access_revoked_cb (GObject *source, GAsyncResult *result, gpointer user_data);

static void
revocation_free (gpointer data)
{
  Revocation *self = data;

  xu_stored_credentials_free (self->credentials);
  g_clear_error (&self->error);
  g_free (self);
}

void
xu_revocation_run_async (XuHttpClient *client,
                         const XuStoredCredentials *credentials,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_return_if_fail (XU_IS_HTTP_CLIENT (client) && credentials != NULL);

  g_autoptr (GTask) task = g_task_new (client, cancellable, callback, user_data);
  Revocation *self = g_new0 (Revocation, 1);

  self->credentials = xu_stored_credentials_copy (credentials);
  g_task_set_source_tag (task, xu_revocation_run_async);
  g_task_set_name (task, "[xu] revocation");
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, self, revocation_free);

  if (credentials->kind != XU_CREDENTIALS_OAUTH2)
    g_task_return_boolean (task, TRUE);
  else if (credentials->tokens->refresh_token == NULL)
    revoke_access (g_steal_pointer (&task));
  else
    xu_oauth2_exchange_revoke_async (client, credentials->app, credentials->tokens->refresh_token,
                                     "refresh_token", cancellable, refresh_revoked_cb,
                                     g_object_ref (task));
}

static void
refresh_revoked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  Revocation *self = g_task_get_task_data (task);

  xu_oauth2_exchange_revoke_finish (XU_HTTP_CLIENT (source), result, &self->error);
  revoke_access (task);
}

/* Takes the task. */
static void
revoke_access (GTask *task)
{
  const Revocation *self = g_task_get_task_data (task);
  const XuStoredCredentials *credentials = self->credentials;

  xu_oauth2_exchange_revoke_async (g_task_get_source_object (task), credentials->app,
                                   credentials->tokens->access_token, "access_token",
                                   g_task_get_cancellable (task), access_revoked_cb, task);
}

static void
access_revoked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Revocation *self = g_task_get_task_data (task);
  GError *error = NULL;

  xu_oauth2_exchange_revoke_finish (XU_HTTP_CLIENT (source), result, &error);
  if (self->error == NULL)
    self->error = g_steal_pointer (&error);
  g_clear_error (&error);

  if (self->error != NULL)
    g_task_return_error (task, g_steal_pointer (&self->error));
  else
    g_task_return_boolean (task, TRUE);
}

gboolean
xu_revocation_run_finish (XuHttpClient *client, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, client), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, xu_revocation_run_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
