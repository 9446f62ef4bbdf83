/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "xu-http-client.h"
#include "xu-oauth2-app.h"
#include "xu-oauth2-tokens.h"

G_BEGIN_DECLS

/*
 * One exchange with the token endpoint each; nothing is tried again. Errors are those of
 * xu_http_client_send_finish() and of xu_oauth2_answer_to_tokens().
 */

/**
 * xu_oauth2_exchange_code_async:
 * @client: of the server
 * @app: who asks
 * @code: of the redirect; good for 30 s
 * @redirect_uri: the same as in the authorize page's address
 * @verifier: the PKCE verifier
 * @cancellable: (nullable): ends it
 * @callback: called with the end
 * @user_data: for @callback
 *
 * Turns the code of a sign-in into tokens.
 */
void xu_oauth2_exchange_code_async (XuHttpClient *client,
                                    const XuOauth2App *app,
                                    const char *code,
                                    const char *redirect_uri,
                                    const char *verifier,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);

/**
 * xu_oauth2_exchange_refresh_async:
 * @client: of the server
 * @app: who asks
 * @tokens: with a refresh token, which is used up; scope and refresh token stay what they were
 * where the answer does not say
 * @cancellable: (nullable): ends it
 * @callback: called with the end
 * @user_data: for @callback
 */
void xu_oauth2_exchange_refresh_async (XuHttpClient *client,
                                       const XuOauth2App *app,
                                       const XuOauth2Tokens *tokens,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);

/**
 * xu_oauth2_exchange_tokens_finish:
 * @client: the client
 * @result: of xu_oauth2_exchange_code_async() or xu_oauth2_exchange_refresh_async()
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the tokens
 */
XuOauth2Tokens *
xu_oauth2_exchange_tokens_finish (XuHttpClient *client, GAsyncResult *result, GError **error);

/**
 * xu_oauth2_exchange_revoke_async:
 * @client: of the server
 * @app: who asks
 * @token: an access or refresh token; that X revokes the other with it is written nowhere, so
 * revoke both
 * @hint: "access_token" or "refresh_token"
 * @cancellable: (nullable): ends it
 * @callback: called with the end
 * @user_data: for @callback
 */
void xu_oauth2_exchange_revoke_async (XuHttpClient *client,
                                      const XuOauth2App *app,
                                      const char *token,
                                      const char *hint,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
gboolean
xu_oauth2_exchange_revoke_finish (XuHttpClient *client, GAsyncResult *result, GError **error);

G_END_DECLS
