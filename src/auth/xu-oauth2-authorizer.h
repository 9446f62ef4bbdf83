/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "xu-http-client.h"
#include "xu-secret-store.h"
#include "xu-stored-credentials.h"

G_BEGIN_DECLS

#define XU_TYPE_OAUTH2_AUTHORIZER (xu_oauth2_authorizer_get_type ())
G_DECLARE_FINAL_TYPE (XuOauth2Authorizer, xu_oauth2_authorizer, XU, OAUTH2_AUTHORIZER, GObject)

/**
 * XuWallClockFunc:
 *
 * Returns: microseconds since 1970, as g_get_real_time()
 */
typedef gint64 (*XuWallClockFunc) (void);

/**
 * XuOauth2Authorizer::tokens-changed:
 * @self: an authorizer
 *
 * Another access token is in use: expiry and scope may be others. Also when another process made
 * it.
 */

/**
 * XuOauth2Authorizer::not-kept:
 * @self: an authorizer
 * @error: (type GError): why the store did not take the new tokens, of %XU_SECRET_STORE_ERROR
 *
 * They are good as long as this process lives; after it the user must sign in again, because what
 * the store has is used up.
 */

/**
 * XuOauth2Authorizer::sign-in-needed:
 * @self: an authorizer
 * @error: (type GError): %XU_ERROR_TOKEN_REFUSED, with the server's words as its reason
 *
 * Nothing of what is here is good any more. Every request fails at once with that error, until
 * xu_oauth2_authorizer_replace().
 */

/**
 * XuOauth2Authorizer::refreshed:
 * @self: an authorizer
 *
 * A refresh is over, however it ended: xu_oauth2_authorizer_is_refreshing() says so.
 */

/**
 * xu_oauth2_authorizer_new:
 * @client: of the server: sends the refreshes
 * @server: the server's name, as in the store
 * @user_id: of the account there
 * @label: of the account in the store
 * @credentials: of %XU_CREDENTIALS_OAUTH2; copied
 * @store: where new tokens are kept before they are used, and where those of other processes are
 * found
 * @lock_path: (nullable) (type filename): a file, made where missing, of this account alone, that
 * all processes of the user share: one refreshes at a time. %NULL: nobody else has these tokens.
 *
 * Signs with the access token of a signed-in account, and refreshes it: a minute before it expires,
 * and once when the server refuses it. However many requests want that at the same time, it happens
 * once. Refresh tokens are single use: the new pair is in the store before it is used. Everything
 * happens in the client's context.
 *
 * Returns: (transfer full): an authorizer
 */
XuOauth2Authorizer *xu_oauth2_authorizer_new (XuHttpClient *client,
                                              const char *server,
                                              const char *user_id,
                                              const char *label,
                                              const XuStoredCredentials *credentials,
                                              XuSecretStore *store,
                                              const char *lock_path);

/**
 * xu_oauth2_authorizer_replace:
 * @self: an authorizer
 * @credentials: of %XU_CREDENTIALS_OAUTH2: of a new sign-in of the same account, in the store
 * already; copied
 *
 * Requests that wait go on with these. A refresh under way is given up.
 */
void xu_oauth2_authorizer_replace (XuOauth2Authorizer *self,
                                   const XuStoredCredentials *credentials);

/**
 * xu_oauth2_authorizer_get_expires_at:
 * @self: an authorizer
 *
 * Returns: Unix seconds, 0: unknown
 */
gint64 xu_oauth2_authorizer_get_expires_at (XuOauth2Authorizer *self);

/**
 * xu_oauth2_authorizer_get_scope:
 * @self: an authorizer
 *
 * Returns: (transfer none) (nullable): what was granted, separated by spaces
 */
const char *xu_oauth2_authorizer_get_scope (XuOauth2Authorizer *self);

/**
 * xu_oauth2_authorizer_needs_sign_in:
 * @self: an authorizer
 *
 * Returns: whether #XuOauth2Authorizer::sign-in-needed was said, and nothing has come since
 */
gboolean xu_oauth2_authorizer_needs_sign_in (XuOauth2Authorizer *self);

/**
 * xu_oauth2_authorizer_is_refreshing:
 * @self: an authorizer
 *
 * Returns: whether a refresh is under way: a process that ends before it does loses the new tokens,
 * and the old ones are good for nothing any more
 */
gboolean xu_oauth2_authorizer_is_refreshing (XuOauth2Authorizer *self);

/**
 * xu_oauth2_authorizer_dup_credentials:
 * @self: an authorizer
 *
 * Returns: (transfer full): what it has now, for revoking
 */
XuStoredCredentials *xu_oauth2_authorizer_dup_credentials (XuOauth2Authorizer *self);

/**
 * xu_oauth2_authorizer_set_clock:
 * @self: an authorizer
 * @clock: what says how late it is; default g_get_real_time(), which goes on during a suspend
 */
void xu_oauth2_authorizer_set_clock (XuOauth2Authorizer *self, XuWallClockFunc clock);

/**
 * xu_oauth2_authorizer_set_lock_limit:
 * @self: an authorizer
 * @milliseconds: how long a refresh waits for another process that refreshes; default 30 s
 *
 * What fails then may be tried again: the other may wait for its keyring, or for the server.
 */
void xu_oauth2_authorizer_set_lock_limit (XuOauth2Authorizer *self, guint milliseconds);

G_END_DECLS
