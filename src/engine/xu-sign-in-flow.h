/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "xu-account-book.h"
#include "xu-sign-in-order.h"

G_BEGIN_DECLS

/**
 * xu_sign_in_flow_run_async:
 * @book: gets the account; may go while this runs
 * @config: of @book
 * @order: how; outlives this
 * @cancellable: (nullable): gives it up
 * @callback: called with the end
 * @user_data: for @callback
 *
 * A whole sign-in, in the engine's thread: listens, waits for the browser, gets tokens, asks whose
 * they are, keeps them.
 */
void xu_sign_in_flow_run_async (XuAccountBook *book,
                                const XuAccountBookConfig *config,
                                const XuSignInOrder *order,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);

/**
 * xu_sign_in_flow_run_finish:
 * @error: return location: as of xu_sign_in_run_finish()
 *
 * Returns: (transfer full) (nullable): the account's id, as of xu_account_get_id()
 */
char *xu_sign_in_flow_run_finish (GAsyncResult *result, GError **error);

G_END_DECLS
