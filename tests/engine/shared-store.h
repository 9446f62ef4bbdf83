/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "xu-secret-store.h"

G_BEGIN_DECLS

/* A keyring that outlives the engines of a test, as a real one outlives processes. May be used in
 * any thread. */
#define SHARED_TYPE_STORE (shared_store_get_type ())
G_DECLARE_FINAL_TYPE (SharedStore, shared_store, SHARED, STORE, GObject)

SharedStore *shared_store_new (void);

/* From now on everything fails with this code of XU_SECRET_STORE_ERROR; -1: nothing does. */
void shared_store_set_error (SharedStore *self, int code);

/* How many secrets there are. */
guint shared_store_count (SharedStore *self);

/* How often something was saved. */
guint shared_store_get_n_saves (SharedStore *self);

/* Returns: (transfer full) (nullable): a secret */
char *shared_store_dup (SharedStore *self, const char *server, const char *user_id);

G_END_DECLS
