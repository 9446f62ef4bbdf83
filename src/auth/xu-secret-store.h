/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * XuSecretStoreError:
 * @XU_SECRET_STORE_ERROR_FAILED: anything else
 * @XU_SECRET_STORE_ERROR_ABSENT: there is no secret service, and none can be started
 * @XU_SECRET_STORE_ERROR_LOCKED: it is locked, and was not unlocked: nobody could be asked, or
 * somebody closed the question
 * @XU_SECRET_STORE_ERROR_DENIED: it does not talk to us
 * @XU_SECRET_STORE_ERROR_SLOW: no answer within the time limit
 *
 * What is wrong with a secret store. A domain of its own, which no front sees: the engine goes on
 * without the store, and says so in its own terms.
 */
typedef enum
{
  XU_SECRET_STORE_ERROR_FAILED,
  XU_SECRET_STORE_ERROR_ABSENT,
  XU_SECRET_STORE_ERROR_LOCKED,
  XU_SECRET_STORE_ERROR_DENIED,
  XU_SECRET_STORE_ERROR_SLOW,
} XuSecretStoreError;

#define XU_SECRET_STORE_ERROR (xu_secret_store_error_quark ())
GQuark xu_secret_store_error_quark (void);

#define XU_TYPE_SECRET_STORE (xu_secret_store_get_type ())
G_DECLARE_INTERFACE (XuSecretStore, xu_secret_store, XU, SECRET_STORE, GObject)

/**
 * XuSecretStoreInterface:
 *
 * Keeps one secret for each account, which is a server and a user's id. Everything is asynchronous,
 * in the caller's thread-default context, and ends in a bounded time. Errors are of
 * %XU_SECRET_STORE_ERROR or %G_IO_ERROR_CANCELLED.
 */
struct _XuSecretStoreInterface
{
  GTypeInterface parent_iface;

  void (*lookup_async) (XuSecretStore *self,
                        const char *server,
                        const char *user_id,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data);
  char *(*lookup_finish) (XuSecretStore *self, GAsyncResult *result, GError **error);
  void (*save_async) (XuSecretStore *self,
                      const char *server,
                      const char *user_id,
                      const char *label,
                      const char *secret,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data);
  gboolean (*save_finish) (XuSecretStore *self, GAsyncResult *result, GError **error);
  void (*remove_async) (XuSecretStore *self,
                        const char *server,
                        const char *user_id,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data);
  gboolean (*remove_finish) (XuSecretStore *self, GAsyncResult *result, GError **error);
};

/**
 * xu_secret_store_lookup_async:
 * @self: a store
 * @server: the server's name
 * @user_id: of the account there
 * @cancellable: (nullable): ends it
 * @callback: called with the end
 * @user_data: for @callback
 *
 * The user may be asked to unlock the store: that takes as long as somebody types.
 */
void xu_secret_store_lookup_async (XuSecretStore *self,
                                   const char *server,
                                   const char *user_id,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);

/**
 * xu_secret_store_lookup_finish:
 * @self: a store
 * @result: as given to the callback
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the secret, to be freed with xu_secret_free(); %NULL without
 * an error when there is none
 */
char *xu_secret_store_lookup_finish (XuSecretStore *self, GAsyncResult *result, GError **error);

/**
 * xu_secret_store_save_async:
 * @self: a store
 * @server: the server's name
 * @user_id: of the account there
 * @label: for people who look into the store: "X Uploader: @name"
 * @secret: replaces what was there
 * @cancellable: (nullable): ends it
 * @callback: called once it is kept
 * @user_data: for @callback
 */
void xu_secret_store_save_async (XuSecretStore *self,
                                 const char *server,
                                 const char *user_id,
                                 const char *label,
                                 const char *secret,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
gboolean xu_secret_store_save_finish (XuSecretStore *self, GAsyncResult *result, GError **error);

/**
 * xu_secret_store_remove_async:
 * @self: a store
 * @server: the server's name
 * @user_id: of the account there
 * @cancellable: (nullable): ends it
 * @callback: called once it is gone, or never was there
 * @user_data: for @callback
 */
void xu_secret_store_remove_async (XuSecretStore *self,
                                   const char *server,
                                   const char *user_id,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
gboolean xu_secret_store_remove_finish (XuSecretStore *self, GAsyncResult *result, GError **error);

G_END_DECLS
