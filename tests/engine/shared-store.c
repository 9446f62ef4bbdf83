/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A keyring for tests that are not about keyrings. */

#include "config.h"

#include "shared-store.h"

struct _SharedStore
{
  GObject parent_instance;

  GMutex mutex;
  GHashTable *secrets; /* (owned): "SERVER USER" -> secret */
  int error_code;      /* -1: none */
  guint n_saves;
};

static void shared_store_secret_store_init (XuSecretStoreInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SharedStore,
                               shared_store,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (XU_TYPE_SECRET_STORE,
                                                      shared_store_secret_store_init))

static char *
make_key (const char *server, const char *user_id)
{
  return g_strconcat (server, " ", user_id, NULL);
}

/* Returns: (transfer full) (nullable): the task, unless it has failed already */
static GTask *
begin (SharedStore *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, data);
  int code;

  g_mutex_lock (&self->mutex);
  code = self->error_code;
  g_mutex_unlock (&self->mutex);
  if (code < 0)
    return g_steal_pointer (&task);

  g_task_return_new_error (task, XU_SECRET_STORE_ERROR, code, "as the test wants");
  return NULL;
}

static void
lookup_async (XuSecretStore *store,
              const char *server,
              const char *user_id,
              GCancellable *cancellable,
              GAsyncReadyCallback callback,
              gpointer user_data)
{
  SharedStore *self = SHARED_STORE (store);
  g_autoptr (GTask) task = begin (self, cancellable, callback, user_data);

  if (task != NULL)
    g_task_return_pointer (task, shared_store_dup (self, server, user_id), g_free);
}

static char *
lookup_finish (XuSecretStore *store, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
save_async (XuSecretStore *store,
            const char *server,
            const char *user_id,
            const char *label,
            const char *secret,
            GCancellable *cancellable,
            GAsyncReadyCallback callback,
            gpointer user_data)
{
  SharedStore *self = SHARED_STORE (store);
  g_autoptr (GTask) task = begin (self, cancellable, callback, user_data);

  if (task == NULL)
    return;

  g_mutex_lock (&self->mutex);
  g_hash_table_insert (self->secrets, make_key (server, user_id), g_strdup (secret));
  self->n_saves++;
  g_mutex_unlock (&self->mutex);
  g_task_return_boolean (task, TRUE);
}

static gboolean
finish (XuSecretStore *store, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
remove_async (XuSecretStore *store,
              const char *server,
              const char *user_id,
              GCancellable *cancellable,
              GAsyncReadyCallback callback,
              gpointer user_data)
{
  SharedStore *self = SHARED_STORE (store);
  g_autoptr (GTask) task = begin (self, cancellable, callback, user_data);
  g_autofree char *key = make_key (server, user_id);

  if (task == NULL)
    return;

  g_mutex_lock (&self->mutex);
  g_hash_table_remove (self->secrets, key);
  g_mutex_unlock (&self->mutex);
  g_task_return_boolean (task, TRUE);
}

static void
shared_store_finalize (GObject *object)
{
  SharedStore *self = SHARED_STORE (object);

  g_hash_table_unref (self->secrets);
  g_mutex_clear (&self->mutex);

  G_OBJECT_CLASS (shared_store_parent_class)->finalize (object);
}

static void
shared_store_class_init (SharedStoreClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = shared_store_finalize;
}

static void
shared_store_secret_store_init (XuSecretStoreInterface *iface)
{
  iface->lookup_async = lookup_async;
  iface->lookup_finish = lookup_finish;
  iface->save_async = save_async;
  iface->save_finish = finish;
  iface->remove_async = remove_async;
  iface->remove_finish = finish;
}

static void
shared_store_init (SharedStore *self)
{
  g_mutex_init (&self->mutex);
  self->secrets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->error_code = -1;
}

SharedStore *
shared_store_new (void)
{
  return g_object_new (SHARED_TYPE_STORE, NULL);
}

void
shared_store_set_error (SharedStore *self, int code)
{
  g_mutex_lock (&self->mutex);
  self->error_code = code;
  g_mutex_unlock (&self->mutex);
}

guint
shared_store_count (SharedStore *self)
{
  guint n;

  g_mutex_lock (&self->mutex);
  n = g_hash_table_size (self->secrets);
  g_mutex_unlock (&self->mutex);

  return n;
}

guint
shared_store_get_n_saves (SharedStore *self)
{
  guint n;

  g_mutex_lock (&self->mutex);
  n = self->n_saves;
  g_mutex_unlock (&self->mutex);

  return n;
}

char *
shared_store_dup (SharedStore *self, const char *server, const char *user_id)
{
  g_autofree char *key = make_key (server, user_id);
  char *secret;

  g_mutex_lock (&self->mutex);
  secret = g_strdup (g_hash_table_lookup (self->secrets, key));
  g_mutex_unlock (&self->mutex);

  return secret;
}
