/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "xu-authorizer.h"
#include "xu-http-request.h"
#include "xu-oauth2-app.h"

G_BEGIN_DECLS

/**
 * xu_oauth2_request_get_scopes:
 *
 * Returns: (transfer none): what is asked for, separated by spaces
 */
const char *xu_oauth2_request_get_scopes (void);

/**
 * xu_oauth2_request_make_authorize_uri:
 * @base_url: of the server: xu_http_client_get_base_url()
 * @app: who asks
 * @redirect_uri: xu_redirect_listener_get_uri()
 * @state: xu_pkce_make_state()
 * @challenge: xu_pkce_make_challenge()
 *
 * The page where somebody says yes: https://x.com/i/oauth2/authorize for https://api.x.com, below
 * the base for any other server. Pure.
 *
 * Returns: (transfer full): the address for the browser
 */
char *xu_oauth2_request_make_authorize_uri (const char *base_url,
                                            const XuOauth2App *app,
                                            const char *redirect_uri,
                                            const char *state,
                                            const char *challenge);

/**
 * xu_oauth2_request_new_code:
 * @app: who asks
 * @code: of the redirect
 * @redirect_uri: the same as in the authorize page's address
 * @verifier: the PKCE verifier
 *
 * RFC 6749 section 4.1.3 with RFC 7636 section 4.5. A public client is named in the body, a
 * confidential one by xu_oauth2_request_new_authorizer() alone. X wants it within 30 s. Pure.
 *
 * Returns: (transfer full): a request that must not be repeated; its body is a secret, and wiped
 */
XuHttpRequest *xu_oauth2_request_new_code (const XuOauth2App *app,
                                           const char *code,
                                           const char *redirect_uri,
                                           const char *verifier);

/**
 * xu_oauth2_request_new_refresh:
 * @app: who asks
 * @refresh_token: good for this once
 *
 * RFC 6749 section 6. Pure.
 *
 * Returns: (transfer full): a request that must not be repeated; its body is a secret, and wiped
 */
XuHttpRequest *xu_oauth2_request_new_refresh (const XuOauth2App *app, const char *refresh_token);

/**
 * xu_oauth2_request_new_revoke:
 * @app: who asks
 * @token: an access or refresh token
 * @hint: "access_token" or "refresh_token" (RFC 7009 section 2.1)
 *
 * Returns: (transfer full): a request whose body is a secret, and wiped
 */
XuHttpRequest *
xu_oauth2_request_new_revoke (const XuOauth2App *app, const char *token, const char *hint);

/**
 * xu_oauth2_request_new_authorizer:
 * @app: who asks
 *
 * Returns: (transfer full) (nullable): for these requests: HTTP Basic for a confidential client
 * (RFC 6749 section 2.3.1), %NULL for a public one
 */
XuAuthorizer *xu_oauth2_request_new_authorizer (const XuOauth2App *app);

G_END_DECLS
