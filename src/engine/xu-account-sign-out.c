/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Signing out: X is told, then everything is forgotten. */

#define G_LOG_DOMAIN "xu-engine"

#include "config.h"

#include "xu-account-book-private.h"

#include "xu-avatars.h"
#include "xu-error.h"
#include "xu-oauth2-exchange.h"

/* A sign-out under way. */
typedef struct
{
  XuAccountBook *book;              /* (owned) */
  XuAccountEntry *entry;            /* (owned) */
  XuStoredCredentials *credentials; /* (owned) (nullable) */
  GError *error;                    /* (owned) (nullable): the first thing that went wrong */
} SignOut;

static void
sign_out_free (gpointer data)
{
  SignOut *self = data;

  g_rc_box_release (self->book);
  xu_account_entry_unref (self->entry);
  g_clear_pointer (&self->credentials, xu_stored_credentials_free);
  g_clear_error (&self->error);
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

static void
removed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  SignOut *self = g_task_get_task_data (task);
  XuAccountBook *book = self->book;
  GError *error = NULL;

  xu_secret_store_remove_finish (XU_SECRET_STORE (source), result, &error);
  if (g_error_matches (error, XU_SECRET_STORE_ERROR, XU_SECRET_STORE_ERROR_ABSENT))
    g_clear_error (&error); /* Nothing is there. */
  if (error != NULL)
    {
      keep_first (self, xu_error_new (XU_ERROR_STORAGE, "keyring: %s", error->message));
      g_error_free (error);
    }

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

  if (self->error != NULL)
    g_task_return_error (task, g_steal_pointer (&self->error));
  else
    g_task_return_boolean (task, TRUE);
}

static void
forget (GTask *task)
{
  SignOut *self = g_task_get_task_data (task);
  const XuSignInRecord *record = xu_account_entry_get_facts (self->entry)->record;

  xu_secret_store_remove_async (self->book->config.keyring, record->server, record->user_id, NULL,
                                removed_cb, task);
}

static void
access_revoked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  GError *error = NULL;

  xu_oauth2_exchange_revoke_finish (XU_HTTP_CLIENT (source), result, &error);
  keep_first (g_task_get_task_data (task), error);
  forget (task);
}

static void
revoke_access (GTask *task)
{
  const SignOut *self = g_task_get_task_data (task);
  const XuStoredCredentials *credentials = self->credentials;

  xu_oauth2_exchange_revoke_async (xu_account_entry_get_client (self->entry), credentials->app,
                                   credentials->tokens->access_token, "access_token",
                                   g_task_get_cancellable (task), access_revoked_cb, task);
}

static void
refresh_revoked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  GError *error = NULL;

  xu_oauth2_exchange_revoke_finish (XU_HTTP_CLIENT (source), result, &error);
  keep_first (g_task_get_task_data (task), error);
  revoke_access (task);
}

/* Keys of OAuth 1.0a and pasted tokens are their user's: they may be in use elsewhere. */
static void
revoke_tokens (GTask *task)
{
  const SignOut *self = g_task_get_task_data (task);
  const XuStoredCredentials *credentials = self->credentials;

  if (credentials == NULL || credentials->kind != XU_CREDENTIALS_OAUTH2)
    forget (task);
  else if (credentials->tokens->refresh_token == NULL)
    revoke_access (task);
  else
    xu_oauth2_exchange_revoke_async (xu_account_entry_get_client (self->entry), credentials->app,
                                     credentials->tokens->refresh_token, "refresh_token",
                                     g_task_get_cancellable (task), refresh_revoked_cb, task);
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

  *self = (SignOut){ .book = g_rc_box_acquire (book),
                     .entry = xu_account_entry_ref (entry),
                     .credentials = xu_account_entry_dup_credentials (entry) };
  g_task_set_task_data (task, self, sign_out_free);
  xu_account_entry_pause_jobs (entry);
  revoke_tokens (task);
}

gboolean
xu_account_book_sign_out_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, xu_account_book_sign_out_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
