/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One exchange with the token endpoint each. */

#define G_LOG_DOMAIN "xu-auth"

#include "config.h"

#include "xu-oauth2-exchange.h"

#include "xu-oauth2-answer.h"
#include "xu-oauth2-request.h"

static void
send_form (GTask *task,
           const XuOauth2App *app,
           XuHttpRequest *request,
           GAsyncReadyCallback callback)
{
  g_autoptr (XuAuthorizer) authorizer = xu_oauth2_request_new_authorizer (app);

  g_task_set_check_cancellable (task, FALSE); /* Tokens that came are not thrown away. */
  xu_http_client_send_async (g_task_get_source_object (task), authorizer, request,
                             g_task_get_cancellable (task), callback, task);
}

/* What the answer to a refresh does not say stays as it was (RFC 6749 section 6). */
static void
complete (XuOauth2Tokens *tokens, const XuOauth2Tokens *before)
{
  if (tokens->refresh_token == NULL)
    tokens->refresh_token = g_strdup (before->refresh_token);
  if (tokens->scope == NULL)
    tokens->scope = g_strdup (before->scope);
}

static void
tokens_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  const XuOauth2Tokens *before = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (XuHttpResponse) response
      = xu_http_client_send_finish (XU_HTTP_CLIENT (object), result, &error);
  XuOauth2Tokens *tokens
      = response != NULL
            ? xu_oauth2_answer_to_tokens (response, g_get_real_time () / G_USEC_PER_SEC, &error)
            : NULL;

  if (tokens == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  if (before != NULL)
    complete (tokens, before);
  g_task_return_pointer (task, tokens, (GDestroyNotify) xu_oauth2_tokens_free);
}

void
xu_oauth2_exchange_code_async (XuHttpClient *client,
                               const XuOauth2App *app,
                               const char *code,
                               const char *redirect_uri,
                               const char *verifier,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_return_if_fail (XU_IS_HTTP_CLIENT (client));
  g_return_if_fail (app != NULL && code != NULL);
  g_return_if_fail (redirect_uri != NULL && verifier != NULL);

  GTask *task = g_task_new (client, cancellable, callback, user_data);

  g_task_set_source_tag (task, xu_oauth2_exchange_tokens_finish);
  g_task_set_name (task, "[xu] oauth2 code");
  send_form (task, app, xu_oauth2_request_new_code (app, code, redirect_uri, verifier), tokens_cb);
}

void
xu_oauth2_exchange_refresh_async (XuHttpClient *client,
                                  const XuOauth2App *app,
                                  const XuOauth2Tokens *tokens,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  g_return_if_fail (XU_IS_HTTP_CLIENT (client));
  g_return_if_fail (app != NULL && tokens != NULL && tokens->refresh_token != NULL);

  GTask *task = g_task_new (client, cancellable, callback, user_data);

  g_task_set_source_tag (task, xu_oauth2_exchange_tokens_finish);
  g_task_set_name (task, "[xu] oauth2 refresh");
  g_task_set_task_data (task, xu_oauth2_tokens_copy (tokens),
                        (GDestroyNotify) xu_oauth2_tokens_free);
  send_form (task, app, xu_oauth2_request_new_refresh (app, tokens->refresh_token), tokens_cb);
}

XuOauth2Tokens *
xu_oauth2_exchange_tokens_finish (XuHttpClient *client, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, client), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, xu_oauth2_exchange_tokens_finish), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
revoked_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (XuHttpResponse) response
      = xu_http_client_send_finish (XU_HTTP_CLIENT (object), result, &error);

  if (response != NULL && xu_oauth2_answer_check_revoked (response, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
xu_oauth2_exchange_revoke_async (XuHttpClient *client,
                                 const XuOauth2App *app,
                                 const char *token,
                                 const char *hint,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_return_if_fail (XU_IS_HTTP_CLIENT (client));
  g_return_if_fail (app != NULL && token != NULL && hint != NULL);

  GTask *task = g_task_new (client, cancellable, callback, user_data);

  g_task_set_source_tag (task, xu_oauth2_exchange_revoke_async);
  g_task_set_name (task, "[xu] oauth2 revoke");
  send_form (task, app, xu_oauth2_request_new_revoke (app, token, hint), revoked_cb);
}

gboolean
xu_oauth2_exchange_revoke_finish (XuHttpClient *client, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, client), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, xu_oauth2_exchange_revoke_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
