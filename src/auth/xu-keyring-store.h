/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "xu-secret-store.h"

G_BEGIN_DECLS

#define XU_TYPE_KEYRING_STORE (xu_keyring_store_get_type ())
G_DECLARE_FINAL_TYPE (XuKeyringStore, xu_keyring_store, XU, KEYRING_STORE, GObject)

/**
 * xu_keyring_store_new:
 *
 * The user's keyring, by libsecret: the Secret Service, or inside Flatpak a file whose key the
 * secret portal keeps. Making one does nothing yet.
 *
 * Returns: (transfer full): a store
 */
XuSecretStore *xu_keyring_store_new (void);

/**
 * xu_keyring_store_set_limit:
 * @self: a store
 * @milliseconds: for each operation; default two minutes, for each may ask the user to unlock the
 * keyring, and somebody has to find the password
 */
void xu_keyring_store_set_limit (XuKeyringStore *self, guint milliseconds);

G_END_DECLS
