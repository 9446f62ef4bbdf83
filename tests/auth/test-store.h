/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "xu-secret-store.h"

G_BEGIN_DECLS

#define TEST_TYPE_STORE (test_store_get_type ())
G_DECLARE_FINAL_TYPE (TestStore, test_store, TEST, STORE, GObject)

/**
 * TestStore:
 *
 * A store for one account that can be told to fail, and to be looked at.
 */
struct _TestStore
{
  GObject parent_instance;

  char *secret; /* (owned) (nullable) */
  guint n_lookups;
  guint n_saves;
  gboolean fails_lookup;
  gboolean fails_save;
  void (*saving) (gpointer user_data); /* (nullable): before it is kept */
  gpointer saving_data;
};

TestStore *test_store_new (void);

G_END_DECLS
