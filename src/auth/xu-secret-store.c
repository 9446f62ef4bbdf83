/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The interface of what keeps secrets. */

#define G_LOG_DOMAIN "xu-auth"

#include "config.h"

#include "xu-secret-store.h"

G_DEFINE_QUARK (xu - secret - store - error - quark, xu_secret_store_error)

G_DEFINE_INTERFACE (XuSecretStore, xu_secret_store, G_TYPE_OBJECT)

static void
xu_secret_store_default_init (XuSecretStoreInterface *iface)
{
}

void
xu_secret_store_lookup_async (XuSecretStore *self,
                              const char *server,
                              const char *user_id,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_return_if_fail (XU_IS_SECRET_STORE (self));
  g_return_if_fail (server != NULL && user_id != NULL);

  XU_SECRET_STORE_GET_IFACE (self)->lookup_async (self, server, user_id, cancellable, callback,
                                                  user_data);
}

char *
xu_secret_store_lookup_finish (XuSecretStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (XU_IS_SECRET_STORE (self), NULL);

  return XU_SECRET_STORE_GET_IFACE (self)->lookup_finish (self, result, error);
}

void
xu_secret_store_save_async (XuSecretStore *self,
                            const char *server,
                            const char *user_id,
                            const char *label,
                            const char *secret,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_return_if_fail (XU_IS_SECRET_STORE (self));
  g_return_if_fail (server != NULL && user_id != NULL);
  g_return_if_fail (label != NULL && secret != NULL);

  XU_SECRET_STORE_GET_IFACE (self)->save_async (self, server, user_id, label, secret, cancellable,
                                                callback, user_data);
}

gboolean
xu_secret_store_save_finish (XuSecretStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (XU_IS_SECRET_STORE (self), FALSE);

  return XU_SECRET_STORE_GET_IFACE (self)->save_finish (self, result, error);
}

void
xu_secret_store_remove_async (XuSecretStore *self,
                              const char *server,
                              const char *user_id,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_return_if_fail (XU_IS_SECRET_STORE (self));
  g_return_if_fail (server != NULL && user_id != NULL);

  XU_SECRET_STORE_GET_IFACE (self)->remove_async (self, server, user_id, cancellable, callback,
                                                  user_data);
}

gboolean
xu_secret_store_remove_finish (XuSecretStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (XU_IS_SECRET_STORE (self), FALSE);

  return XU_SECRET_STORE_GET_IFACE (self)->remove_finish (self, result, error);
}
