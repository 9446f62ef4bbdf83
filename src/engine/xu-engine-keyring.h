/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "xu-engine.h"
#include "xu-secret-store.h"

G_BEGIN_DECLS

/* Not for fronts: their headers show no secret. */

/**
 * xu_engine_new_with_keyring:
 * @config: as of xu_engine_new()
 * @keyring: (nullable): where secrets are kept, used in the engine's thread; %NULL: in the user's
 * keyring
 * @error: as of xu_engine_new()
 *
 * Returns: (transfer full) (nullable): an engine
 */
XuEngine *
xu_engine_new_with_keyring (const XuEngineConfig *config, XuSecretStore *keyring, GError **error);

G_END_DECLS
