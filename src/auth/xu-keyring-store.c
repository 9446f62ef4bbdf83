/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keeps secrets in the user's keyring, by libsecret, and waits for it only so long. */

#define G_LOG_DOMAIN "xu-auth"

#include "config.h"

#include "xu-keyring-store.h"

#include <libsecret/secret.h>

#include "xu-secret.h"

struct _XuKeyringStore
{
  GObject parent_instance;

  guint limit_ms;
};

static void xu_keyring_store_secret_store_init (XuSecretStoreInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (XuKeyringStore,
                               xu_keyring_store,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (XU_TYPE_SECRET_STORE,
                                                      xu_keyring_store_secret_store_init))

/* The name is the application's, and not the one of this version: it must not change. It is an
 * attribute too, and not matched as a schema's name: gnome-keyring takes every item of a keyring
 * that was not unlocked yet for one of a schema of its own, and would find nothing there. */
static const SecretSchema schema = {
  .name = "org.example.XUploader",
  .flags = SECRET_SCHEMA_DONT_MATCH_NAME,
  .attributes = {
    { "application", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { "server", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { "user-id", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { "format", SECRET_SCHEMA_ATTRIBUTE_STRING },
  },
};

/* One operation. Counted: libsecret's callbacks hold it, and may come after the task has returned,
 * or never. libsecret itself is not told when an operation is given up: it would take its question
 * from the screen, and gnome-keyring 42 crashes of that, with all keyrings. So the question stays,
 * and an answer to it still unlocks the keyring for the next operation. */
typedef struct
{
  GTask *task;           /* (owned) (nullable): until it returns */
  GSource *timer;        /* (owned) (nullable): until the task returns */
  GSource *outer_source; /* (owned) (nullable): the caller's cancellable, likewise */
} Operation;

static void
operation_clear (Operation *self)
{
  g_assert (self->task == NULL);
}

static void
operation_unref (Operation *self)
{
  g_rc_box_release_full (self, (GDestroyNotify) operation_clear);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Operation, operation_unref)

static void
clear_source (GSource **source)
{
  if (*source != NULL)
    g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static GTask *
operation_settle (Operation *self)
{
  clear_source (&self->timer);
  clear_source (&self->outer_source);

  return g_steal_pointer (&self->task);
}

static void xu_keyring_store_lookup_async (XuSecretStore *store,
                                           const char *server,
                                           const char *user_id,
                                           GCancellable *cancellable,
                                           GAsyncReadyCallback callback,
                                           gpointer user_data);

/* ---- What went wrong ---- */

static XuSecretStoreError
classify_dbus_error (GDBusError code)
{
  switch ((int) code)
    {
    case G_DBUS_ERROR_ACCESS_DENIED:
    case G_DBUS_ERROR_AUTH_FAILED:
      return XU_SECRET_STORE_ERROR_DENIED;

    case G_DBUS_ERROR_NO_REPLY:
    case G_DBUS_ERROR_TIMEOUT:
    case G_DBUS_ERROR_TIMED_OUT:
      return XU_SECRET_STORE_ERROR_SLOW;

    case G_DBUS_ERROR_FAILED:
    case G_DBUS_ERROR_NO_MEMORY:
    case G_DBUS_ERROR_LIMITS_EXCEEDED:
    case G_DBUS_ERROR_INVALID_ARGS:
      return XU_SECRET_STORE_ERROR_FAILED;

    default: /* Nobody has the name, what has it cannot be started, or does not know the interface.
              */
      return XU_SECRET_STORE_ERROR_ABSENT;
    }
}

static XuSecretStoreError
classify (const GError *error)
{
  if (error->domain == SECRET_ERROR)
    return error->code == SECRET_ERROR_IS_LOCKED ? XU_SECRET_STORE_ERROR_LOCKED
                                                 : XU_SECRET_STORE_ERROR_FAILED;
  if (error->domain == G_DBUS_ERROR)
    return classify_dbus_error ((GDBusError) error->code);
  if (error->domain != G_IO_ERROR)
    return XU_SECRET_STORE_ERROR_FAILED;

  switch (error->code)
    {
    case G_IO_ERROR_CANCELLED: /* Not by us: somebody closed the question. */
      return XU_SECRET_STORE_ERROR_LOCKED;

    case G_IO_ERROR_PERMISSION_DENIED:
      return XU_SECRET_STORE_ERROR_DENIED;

    case G_IO_ERROR_TIMED_OUT:
      return XU_SECRET_STORE_ERROR_SLOW;

    case G_IO_ERROR_DBUS_ERROR:
    case G_IO_ERROR_INVALID_DATA:
      return XU_SECRET_STORE_ERROR_FAILED;

    default: /* There is no bus, or it went away. */
      return XU_SECRET_STORE_ERROR_ABSENT;
    }
}

/* Takes the error, which is %NULL where libsecret only said No. */
static void
operation_fail (Operation *self, GError *error)
{
  g_autoptr (GError) cause = error;
  g_autoptr (GTask) task = operation_settle (self);
  XuSecretStoreError code = cause != NULL ? classify (cause) : XU_SECRET_STORE_ERROR_LOCKED;

  /* A daemon that was started again knows nothing of libsecret's session: the next one is new. */
  if (code == XU_SECRET_STORE_ERROR_FAILED || code == XU_SECRET_STORE_ERROR_ABSENT)
    secret_service_disconnect ();
  g_task_return_new_error (task, XU_SECRET_STORE_ERROR, (int) code, "keyring: %s",
                           cause != NULL ? cause->message : "not unlocked");
}

/* Saved, removed, or not found. */
static void
operation_return_nothing (Operation *self)
{
  g_autoptr (GTask) task = operation_settle (self);

  if (g_task_get_source_tag (task) == xu_keyring_store_lookup_async)
    g_task_return_pointer (task, NULL, NULL);
  else
    g_task_return_boolean (task, TRUE);
}

static void
operation_return_secret (Operation *self, SecretValue *value)
{
  g_autoptr (GTask) task = operation_settle (self);
  gsize length;
  const char *secret = secret_value_get (value, &length);

  g_task_return_pointer (task, g_strndup (secret, length), (GDestroyNotify) xu_secret_free);
}

static gboolean
too_slow_cb (gpointer user_data)
{
  g_autoptr (Operation) self = g_rc_box_acquire (user_data);
  g_autoptr (GTask) task = operation_settle (self);

  g_task_return_new_error (task, XU_SECRET_STORE_ERROR, XU_SECRET_STORE_ERROR_SLOW,
                           "keyring: no answer in time");
  return G_SOURCE_REMOVE;
}

static gboolean
outer_cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  g_autoptr (Operation) self = g_rc_box_acquire (user_data);
  g_autoptr (GTask) task = operation_settle (self);

  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "keyring: cancelled");
  return G_SOURCE_REMOVE;
}

static Operation *
operation_new (XuSecretStore *store,
               gpointer tag,
               GCancellable *cancellable,
               GAsyncReadyCallback callback,
               gpointer user_data)
{
  Operation *self = g_rc_box_new0 (Operation);
  GMainContext *context = g_main_context_get_thread_default ();

  self->task = g_task_new (store, cancellable, callback, user_data);
  g_task_set_source_tag (self->task, tag);
  g_task_set_name (self->task, "[xu] keyring");
  g_task_set_check_cancellable (self->task, FALSE); /* What is known is told. */

  self->timer = g_timeout_source_new (XU_KEYRING_STORE (store)->limit_ms);
  g_source_set_callback (self->timer, too_slow_cb, self, NULL);
  g_source_attach (self->timer, context);
  if (cancellable != NULL)
    {
      self->outer_source = g_cancellable_source_new (cancellable);
      g_source_set_callback (self->outer_source, G_SOURCE_FUNC (outer_cancelled_cb), self, NULL);
      g_source_attach (self->outer_source, context);
    }

  return self;
}

static GHashTable *
new_attributes (const char *server, const char *user_id)
{
  GHashTable *attributes = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);

  g_hash_table_insert (attributes, (gpointer) "application", g_strdup (schema.name));
  g_hash_table_insert (attributes, (gpointer) "server", g_strdup (server));
  g_hash_table_insert (attributes, (gpointer) "user-id", g_strdup (user_id));

  return attributes;
}

/* ---- Looking up, and removing what was found ---- */

static void found_cb (GObject *object, GAsyncResult *result, gpointer user_data);
static void retrieved_cb (GObject *object, GAsyncResult *result, gpointer user_data);
static void cleared_cb (GObject *object, GAsyncResult *result, gpointer user_data);

/* Not secret_password_lookup() or only secret_password_clearv(): for these, what is locked is the
 * same as what is not there. */
static void
search (Operation *operation, const char *server, const char *user_id)
{
  GHashTable *attributes = new_attributes (server, user_id);

  g_task_set_task_data (operation->task, attributes, (GDestroyNotify) g_hash_table_unref);
  secret_password_searchv (&schema, attributes, SECRET_SEARCH_ALL | SECRET_SEARCH_UNLOCK, NULL,
                           found_cb, operation);
}

static void
xu_keyring_store_lookup_async (XuSecretStore *store,
                               const char *server,
                               const char *user_id,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  search (operation_new (store, xu_keyring_store_lookup_async, cancellable, callback, user_data),
          server, user_id);
}

static void
xu_keyring_store_remove_async (XuSecretStore *store,
                               const char *server,
                               const char *user_id,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  search (operation_new (store, xu_keyring_store_remove_async, cancellable, callback, user_data),
          server, user_id);
}

static SecretRetrievable *
find_newest (GList *items)
{
  SecretRetrievable *newest = items->data;

  for (GList *item = items; item != NULL; item = item->next)
    {
      if (secret_retrievable_get_modified (item->data) > secret_retrievable_get_modified (newest))
        newest = item->data;
    }

  return newest;
}

static void
found_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Operation) self = user_data;
  GError *error = NULL;
  GList *items = secret_password_search_finish (result, &error);

  if (self->task == NULL)
    {
      g_clear_error (&error);
    }
  else if (error != NULL)
    {
      operation_fail (self, error);
    }
  else if (items == NULL)
    {
      operation_return_nothing (self);
    }
  /* Whatever it is for: a secret that can be read is unlocked. */
  else
    {
      secret_retrievable_retrieve_secret (find_newest (items), NULL, retrieved_cb,
                                          g_rc_box_acquire (self));
    }

  g_list_free_full (items, g_object_unref);
}

static void
retrieved_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Operation) self = user_data;
  GError *error = NULL;
  g_autoptr (SecretValue) value
      = secret_retrievable_retrieve_secret_finish (SECRET_RETRIEVABLE (object), result, &error);

  if (self->task == NULL)
    g_clear_error (&error);
  else if (value == NULL)
    operation_fail (self, error);
  else if (g_task_get_source_tag (self->task) == xu_keyring_store_remove_async)
    secret_password_clearv (&schema, g_task_get_task_data (self->task), NULL, cleared_cb,
                            g_rc_box_acquire (self));
  else
    operation_return_secret (self, value);
}

static void
cleared_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Operation) self = user_data;
  GError *error = NULL;
  gboolean is_gone = secret_password_clear_finish (result, &error);

  if (self->task == NULL)
    g_clear_error (&error);
  else if (is_gone)
    operation_return_nothing (self);
  else
    operation_fail (self, error);
}

static char *
xu_keyring_store_lookup_finish (XuSecretStore *store, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, store), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, xu_keyring_store_lookup_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static gboolean
xu_keyring_store_remove_finish (XuSecretStore *store, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, store), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, xu_keyring_store_remove_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* ---- Saving ---- */

static void
saved_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Operation) self = user_data;
  GError *error = NULL;
  gboolean is_saved = secret_password_store_finish (result, &error);

  if (self->task == NULL)
    g_clear_error (&error);
  else if (is_saved)
    operation_return_nothing (self);
  else
    operation_fail (self, error);
}

static void
xu_keyring_store_save_async (XuSecretStore *store,
                             const char *server,
                             const char *user_id,
                             const char *label,
                             const char *secret,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  Operation *self
      = operation_new (store, xu_keyring_store_save_async, cancellable, callback, user_data);
  g_autoptr (GHashTable) attributes = new_attributes (server, user_id);

  g_hash_table_insert (attributes, (gpointer) "format", g_strdup ("1"));
  secret_password_storev (&schema, attributes, SECRET_COLLECTION_DEFAULT, label, secret, NULL,
                          saved_cb, self);
}

static gboolean
xu_keyring_store_save_finish (XuSecretStore *store, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, store), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, xu_keyring_store_save_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
xu_keyring_store_class_init (XuKeyringStoreClass *klass)
{
}

static void
xu_keyring_store_secret_store_init (XuSecretStoreInterface *iface)
{
  iface->lookup_async = xu_keyring_store_lookup_async;
  iface->lookup_finish = xu_keyring_store_lookup_finish;
  iface->save_async = xu_keyring_store_save_async;
  iface->save_finish = xu_keyring_store_save_finish;
  iface->remove_async = xu_keyring_store_remove_async;
  iface->remove_finish = xu_keyring_store_remove_finish;
}

static void
xu_keyring_store_init (XuKeyringStore *self)
{
  self->limit_ms = 120 * 1000;
}

XuSecretStore *
xu_keyring_store_new (void)
{
  return g_object_new (XU_TYPE_KEYRING_STORE, NULL);
}

void
xu_keyring_store_set_limit (XuKeyringStore *self, guint milliseconds)
{
  g_return_if_fail (XU_IS_KEYRING_STORE (self));
  g_return_if_fail (milliseconds > 0);

  self->limit_ms = milliseconds;
}
