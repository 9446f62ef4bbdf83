/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who runs on a state's folder, and who uses what runs there. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * XuSandboxClaim:
 *
 * A folder has one sandbox at a time, and that one may serve several processes. Its files, all
 * judged by locks of open file descriptions (fcntl(2), F_OFD_SETLK), which end with their process
 * however that ends:
 *
 * - `lock`: whoever has byte 0 runs on the folder; it takes byte 1 once `address.json` is its own.
 * - `address.json`: what the sandbox printed when it was ready.
 * - `users`: whoever uses the sandbox has byte 0 shared, taken before it starts or looks for one.
 *   The sandbox takes it alone before it ends by itself, so that nobody arrives meanwhile.
 */
typedef struct _XuSandboxClaim XuSandboxClaim;

/**
 * xu_sandbox_claim_take:
 * @folder: (type filename): the state's folder; made, for the user alone, where missing
 * @running: (out) (transfer full) (nullable): what the sandbox printed that runs there already
 * @error: return location: %XU_ERROR_STORAGE
 *
 * Waits for one that begins or ends there, at most ten seconds.
 *
 * Returns: (transfer full) (nullable): the folder is the caller's; %NULL with either @running or
 * @error set
 */
XuSandboxClaim *xu_sandbox_claim_take (const char *folder, char **running, GError **error);

/**
 * xu_sandbox_claim_publish:
 * @self: a claim
 * @address: what was printed, for those who come later
 * @error: return location: %XU_ERROR_STORAGE
 */
gboolean xu_sandbox_claim_publish (XuSandboxClaim *self, const char *address, GError **error);

/**
 * xu_sandbox_claim_is_unused:
 * @self: a claim
 *
 * Returns: %TRUE when nobody uses the sandbox; from then on nobody can, until the claim is freed
 */
gboolean xu_sandbox_claim_is_unused (XuSandboxClaim *self);

/**
 * xu_sandbox_claim_withdraw:
 * @self: a claim
 *
 * The sandbox is about to end: its address is no longer given to anybody.
 */
void xu_sandbox_claim_withdraw (XuSandboxClaim *self);

/* The folder is free for another. */
void xu_sandbox_claim_free (XuSandboxClaim *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (XuSandboxClaim, xu_sandbox_claim_free)

G_END_DECLS
