/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "xu-secret-store.h"

G_BEGIN_DECLS

#define XU_TYPE_MEMORY_STORE (xu_memory_store_get_type ())
G_DECLARE_FINAL_TYPE (XuMemoryStore, xu_memory_store, XU, MEMORY_STORE, GObject)

/**
 * xu_memory_store_new:
 *
 * Returns: (transfer full): a store for this session alone; it belongs to one thread
 */
XuSecretStore *xu_memory_store_new (void);

G_END_DECLS
