/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "xu-http-client.h"
#include "xu-stored-credentials.h"

G_BEGIN_DECLS

/**
 * xu_revocation_run_async:
 * @client: of their server
 * @credentials: of whatever kind; copied
 * @cancellable: (nullable): ends it
 * @callback: called with the end
 * @user_data: for @callback
 *
 * Tells X that tokens are good for nothing any more. That it revokes the other one of a pair with
 * the first is written nowhere, so both are named. Keys of OAuth 1.0a and pasted tokens are their
 * user's, who may use them elsewhere: of these nothing is told.
 */
void xu_revocation_run_async (XuHttpClient *client,
                              const XuStoredCredentials *credentials,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);

/**
 * xu_revocation_run_finish:
 * @client: the client
 * @result: as given to the callback
 * @error: return location: the first thing that went wrong, as of
 * xu_oauth2_exchange_revoke_finish(); the second token is named all the same
 *
 * Returns: whether X knows
 */
gboolean xu_revocation_run_finish (XuHttpClient *client, GAsyncResult *result, GError **error);

G_END_DECLS
