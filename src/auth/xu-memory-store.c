/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keeps secrets as long as the process lives: where there is no keyring. */

#define G_LOG_DOMAIN "xu-auth"

#include "config.h"

#include "xu-memory-store.h"

#include "xu-secret.h"

struct _XuMemoryStore
{
  GObject parent_instance;

  GHashTable *secrets; /* (owned) (element-type utf8 utf8) */
};

static void xu_memory_store_secret_store_init (XuSecretStoreInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (XuMemoryStore,
                               xu_memory_store,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (XU_TYPE_SECRET_STORE,
                                                      xu_memory_store_secret_store_init))

static char *
make_key (const char *server, const char *user_id)
{
  return g_strdup_printf ("%" G_GSIZE_FORMAT " %s %s", strlen (server), server, user_id);
}

static GTask *
new_task (XuSecretStore *store,
          gpointer tag,
          GCancellable *cancellable,
          GAsyncReadyCallback callback,
          gpointer user_data)
{
  GTask *task = g_task_new (store, cancellable, callback, user_data);

  g_task_set_source_tag (task, tag);
  g_task_set_name (task, "[xu] memory store");

  return task;
}

static void
xu_memory_store_lookup_async (XuSecretStore *store,
                              const char *server,
                              const char *user_id,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_autoptr (GTask) task
      = new_task (store, xu_memory_store_lookup_async, cancellable, callback, user_data);
  g_autofree char *key = make_key (server, user_id);
  const char *secret = g_hash_table_lookup (XU_MEMORY_STORE (store)->secrets, key);

  g_task_return_pointer (task, g_strdup (secret), (GDestroyNotify) xu_secret_free);
}

static char *
xu_memory_store_lookup_finish (XuSecretStore *store, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, store), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, xu_memory_store_lookup_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
xu_memory_store_save_async (XuSecretStore *store,
                            const char *server,
                            const char *user_id,
                            const char *label,
                            const char *secret,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_autoptr (GTask) task
      = new_task (store, xu_memory_store_save_async, cancellable, callback, user_data);

  g_hash_table_replace (XU_MEMORY_STORE (store)->secrets, make_key (server, user_id),
                        g_strdup (secret));
  g_task_return_boolean (task, TRUE);
}

static gboolean
xu_memory_store_save_finish (XuSecretStore *store, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, store), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, xu_memory_store_save_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
xu_memory_store_remove_async (XuSecretStore *store,
                              const char *server,
                              const char *user_id,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_autoptr (GTask) task
      = new_task (store, xu_memory_store_remove_async, cancellable, callback, user_data);
  g_autofree char *key = make_key (server, user_id);

  g_hash_table_remove (XU_MEMORY_STORE (store)->secrets, key);
  g_task_return_boolean (task, TRUE);
}

static gboolean
xu_memory_store_remove_finish (XuSecretStore *store, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, store), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, xu_memory_store_remove_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
xu_memory_store_finalize (GObject *object)
{
  XuMemoryStore *self = XU_MEMORY_STORE (object);

  g_clear_pointer (&self->secrets, g_hash_table_unref);

  G_OBJECT_CLASS (xu_memory_store_parent_class)->finalize (object);
}

static void
xu_memory_store_class_init (XuMemoryStoreClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = xu_memory_store_finalize;
}

static void
xu_memory_store_secret_store_init (XuSecretStoreInterface *iface)
{
  iface->lookup_async = xu_memory_store_lookup_async;
  iface->lookup_finish = xu_memory_store_lookup_finish;
  iface->save_async = xu_memory_store_save_async;
  iface->save_finish = xu_memory_store_save_finish;
  iface->remove_async = xu_memory_store_remove_async;
  iface->remove_finish = xu_memory_store_remove_finish;
}

static void
xu_memory_store_init (XuMemoryStore *self)
{
  self->secrets
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) xu_secret_free);
}

XuSecretStore *
xu_memory_store_new (void)
{
  return g_object_new (XU_TYPE_MEMORY_STORE, NULL);
}
