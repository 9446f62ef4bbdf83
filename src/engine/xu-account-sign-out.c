/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Signing out: X is told, then everything is forgotten. */

#define G_LOG_DOMAIN "xu-engine"

#include "config.h"

#include "xu-account-book-private.h"

#include "xu-avatars.h"
#include "xu-error.h"
#include "xu-file-lock.h"
#include "xu-oauth2-refresh.h"
#include "xu-revocation.h"
#include "xu-secret.h"

/* A sign-out under way. */
typedef struct
{
  XuAccountBook *book;              /* (owned) */
  XuAccountEntry *entry;            /* (owned) */
  XuStoredCredentials *credentials; /* (owned) (nullable) */
  GError *error;                    /* (owned) (nullable): the first thing that went wrong */
  GError *keyring_error;            /* (owned) (nullable): it was asked, and does not answer */
  int lock;                         /* against a refresh, here or elsewhere; -1: none */
} SignOut;

/* In the order in which they run. */
static void locked_cb (GObject *source, GAsyncResult *result, gpointer user_data);
static void looked_up_cb (GObject *source, GAsyncResult *result, gpointer user_data);
static void revoked_cb (GObject *source, GAsyncResult *result, gpointer user_data);
static void remove_secret (GTask *task);
static void removed_cb (GObject *source, GAsyncResult *result, gpointer user_data);
static void forget (GTask *taken);

static void
sign_out_free (gpointer data)
{
  SignOut *self = data;

  xu_file_lock_release (&self->lock);
  g_rc_box_release (self->book);
  xu_account_entry_unref (self->entry);
  g_clear_pointer (&self->credentials, xu_stored_credentials_free);
  g_clear_error (&self->error);
  g_clear_error (&self->keyring_error);
  g_free (self);
}

/* Takes @error (nullable). */
static void
keep_first (SignOut *self, GError *error)
{
  if (self->error == NULL)
    self->error = error;
  else
    g_clear_error (&error);
}

void
xu_account_book_sign_out_async (XuAccountBook *book,
                                const char *id,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_return_if_fail (book != NULL && id != NULL);

  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  XuAccountEntry *entry = xu_account_book_find (book, id);

  g_task_set_source_tag (task, xu_account_book_sign_out_async);
  g_task_set_name (task, "[xu] sign out");
  g_task_set_check_cancellable (task, FALSE);
  if (entry == NULL)
    {
      g_task_return_boolean (task, TRUE); /* Another process was faster. */
      g_object_unref (task);
      return;
    }

  SignOut *self = g_new0 (SignOut, 1);
  g_autofree char *lock_path = xu_account_entry_make_lock_path (entry);

  *self = (SignOut){ .book = g_rc_box_acquire (book),
                     .entry = xu_account_entry_ref (entry),
                     .lock = -1 };
  g_task_set_task_data (task, self, sign_out_free);
  xu_account_entry_pause_jobs (entry);

  /* A refresh under way would be kept after all was forgotten. */
  xu_file_lock_async (lock_path, XU_OAUTH2_REFRESH_LOCK_LIMIT_MS, cancellable, locked_cb, task);
}

static void
locked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  SignOut *self = g_task_get_task_data (task);
  const XuSignInRecord *record = xu_account_entry_get_facts (self->entry)->record;
  g_autoptr (GError) error = NULL;

  self->lock = xu_file_lock_finish (result, &error);
  if (error != NULL)
    g_debug ("Signing out without a lock: %s", error->message);

  self->credentials = xu_account_entry_dup_credentials (self->entry);
  xu_secret_store_lookup_async (self->book->config.keyring, record->server, record->user_id, NULL,
                                looked_up_cb, task);
}

/* What another process has refreshed is in the keyring alone. */
static void
looked_up_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  SignOut *self = g_task_get_task_data (task);
  gboolean is_kept = xu_account_entry_get_facts (self->entry)->keyring == XU_ACCOUNT_KEYRING_KEPT;
  char *secret
      = xu_secret_store_lookup_finish (XU_SECRET_STORE (source), result, &self->keyring_error);
  g_autoptr (XuStoredCredentials) stored
      = secret != NULL ? xu_stored_credentials_from_secret (secret, NULL) : NULL;

  xu_secret_free (secret);
  if (stored != NULL && (is_kept || self->credentials == NULL))
    {
      g_clear_pointer (&self->credentials, xu_stored_credentials_free);
      self->credentials = g_steal_pointer (&stored);
    }

  if (self->credentials == NULL)
    remove_secret (task);
  else
    xu_revocation_run_async (xu_account_entry_get_client (self->entry), self->credentials,
                             g_task_get_cancellable (task), revoked_cb, task);
}

static void
revoked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  GError *error = NULL;

  xu_revocation_run_finish (XU_HTTP_CLIENT (source), result, &error);
  keep_first (g_task_get_task_data (task), error);
  remove_secret (task);
}

/* A keyring that did not answer a moment ago is not asked again. */
static void
remove_secret (GTask *task)
{
  SignOut *self = g_task_get_task_data (task);
  const XuSignInRecord *record = xu_account_entry_get_facts (self->entry)->record;

  if (self->keyring_error != NULL)
    forget (task);
  else
    xu_secret_store_remove_async (self->book->config.keyring, record->server, record->user_id, NULL,
                                  removed_cb, task);
}

static void
removed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  SignOut *self = g_task_get_task_data (task);

  xu_secret_store_remove_finish (XU_SECRET_STORE (source), result, &self->keyring_error);
  forget (task);
}

/* Takes the task. */
static void
forget (GTask *taken)
{
  g_autoptr (GTask) task = taken;
  SignOut *self = g_task_get_task_data (task);
  XuAccountBook *book = self->book;
  GError *error = self->keyring_error;

  /* Without a keyring, nothing is there. */
  if (error != NULL
      && !g_error_matches (error, XU_SECRET_STORE_ERROR, XU_SECRET_STORE_ERROR_ABSENT))
    keep_first (self, xu_error_new (XU_ERROR_STORAGE, "keyring: %s", error->message));

  if (!book->is_closed && g_ptr_array_find (book->entries, self->entry, NULL))
    {
      const XuSignInRecord *record = xu_account_entry_get_facts (self->entry)->record;

      error = NULL;
      xu_journal_remove_sign_in (book->config.shop->journal, record->server, record->user_id,
                                 &error);
      keep_first (self, error);
      xu_avatars_remove (record);
      xu_account_book_forget (book, self->entry);
    }

  xu_file_lock_release (&self->lock);
  if (self->error != NULL)
    g_task_return_error (task, g_steal_pointer (&self->error));
  else
    g_task_return_boolean (task, TRUE);
}

gboolean
xu_account_book_sign_out_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, xu_account_book_sign_out_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
