/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A store that does as it is told. */

#include "config.h"

#include "test-store.h"

static void test_store_secret_store_init (XuSecretStoreInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TestStore,
                               test_store,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (XU_TYPE_SECRET_STORE,
                                                      test_store_secret_store_init))

static void
test_store_lookup_async (XuSecretStore *store,
                         const char *server,
                         const char *user_id,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  TestStore *self = TEST_STORE (store);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_assert_cmpstr (server, ==, "the-server");
  g_assert_cmpstr (user_id, ==, "7");
  self->n_lookups++;
  if (self->fails_lookup)
    g_task_return_new_error (task, XU_SECRET_STORE_ERROR, XU_SECRET_STORE_ERROR_ABSENT, "absent");
  else
    g_task_return_pointer (task, g_strdup (self->secret), g_free);
}

static char *
test_store_lookup_finish (XuSecretStore *store, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
test_store_save_async (XuSecretStore *store,
                       const char *server,
                       const char *user_id,
                       const char *label,
                       const char *secret,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  TestStore *self = TEST_STORE (store);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_assert_cmpstr (server, ==, "the-server");
  g_assert_cmpstr (user_id, ==, "7");
  g_assert_cmpstr (label, ==, "the-label");
  if (self->saving != NULL)
    self->saving (self->saving_data);
  if (self->fails_save)
    {
      g_task_return_new_error (task, XU_SECRET_STORE_ERROR, XU_SECRET_STORE_ERROR_LOCKED, "locked");
      return;
    }

  self->n_saves++;
  g_free (self->secret);
  self->secret = g_strdup (secret);
  g_task_return_boolean (task, TRUE);
}

static gboolean
test_store_save_finish (XuSecretStore *store, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
test_store_finalize (GObject *object)
{
  g_free (TEST_STORE (object)->secret);

  G_OBJECT_CLASS (test_store_parent_class)->finalize (object);
}

static void
test_store_class_init (TestStoreClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = test_store_finalize;
}

static void
test_store_secret_store_init (XuSecretStoreInterface *iface)
{
  iface->lookup_async = test_store_lookup_async;
  iface->lookup_finish = test_store_lookup_finish;
  iface->save_async = test_store_save_async;
  iface->save_finish = test_store_save_finish;
}

static void
test_store_init (TestStore *self)
{
}

TestStore *
test_store_new (void)
{
  return g_object_new (TEST_TYPE_STORE, NULL);
}
