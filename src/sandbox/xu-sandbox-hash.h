/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SHA-256 of whole media, in a thread. */
#pragma once

#include <gio/gio.h>

#include "xu-sandbox-state.h"

G_BEGIN_DECLS

/**
 * xu_sandbox_hash_async:
 * @state: whose media
 * @cancellable: (nullable): ends it
 * @callback: called in the caller's context
 * @user_data: for @callback
 *
 * Computes the SHA-256 of each finalized media that has none yet. What is finalized does not
 * change any more, so its files can be read in a thread.
 */
void xu_sandbox_hash_async (XuSandboxState *state,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);

/**
 * xu_sandbox_hash_finish:
 * @state: whose media; their `sha256` is set
 * @result: from the callback
 * @error: return location
 *
 * Returns: %FALSE with @error set when it was cancelled or a file could not be read
 */
gboolean xu_sandbox_hash_finish (XuSandboxState *state, GAsyncResult *result, GError **error);

G_END_DECLS
