/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "xu-http-client.h"
#include "xu-secret-store.h"
#include "xu-stored-credentials.h"

G_BEGIN_DECLS

/* How long whoever changes an account's secret waits for others who do, in milliseconds. */
#define XU_OAUTH2_REFRESH_LOCK_LIMIT_MS (30 * 1000)

/**
 * XuRefreshOrder:
 * @client: of the server
 * @server: the server's name, as in the store
 * @user_id: of the account there
 * @label: of the account in the store
 * @store: where the credentials of all processes are
 * @lock_path: (nullable): shared by all processes
 * @lock_limit_ms: milliseconds to wait for others at most
 * @stale: what is refused, or about to expire, with a refresh token
 * @replaced: (nullable): the access token of what the store may still have, though it was replaced:
 * saving failed
 * @now_s: Unix seconds
 *
 * Everything in it is copied.
 */
typedef struct
{
  XuHttpClient *client;
  const char *server;
  const char *user_id;
  const char *label;
  XuSecretStore *store;
  const char *lock_path;
  guint lock_limit_ms;
  const XuStoredCredentials *stale;
  const char *replaced;
  gint64 now_s;
} XuRefreshOrder;

/**
 * xu_oauth2_refresh_async:
 * @order: what to refresh
 * @cancellable: (nullable): ends it. New tokens that have come by then are lost.
 * @callback: called with the end
 * @user_data: for @callback
 *
 * Locks out the other processes, looks whether one of them has refreshed meanwhile, and if not,
 * refreshes and saves. One exchange at most: nothing is tried again.
 */
void xu_oauth2_refresh_async (const XuRefreshOrder *order,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);

/**
 * xu_oauth2_refresh_finish:
 * @result: as given to the callback
 * @not_kept: (out) (nullable): why the store did not take it, though it is good
 * @error: return location: as xu_oauth2_exchange_tokens_finish(); %XU_ERROR_SERVER when another
 * process keeps the lock
 *
 * Returns: (transfer full) (nullable): fresh credentials
 */
XuStoredCredentials *
xu_oauth2_refresh_finish (GAsyncResult *result, GError **not_kept, GError **error);

G_END_DECLS
