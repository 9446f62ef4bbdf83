/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the keyring has of an account. */

#define G_LOG_DOMAIN "xu-engine"

#include "config.h"

#include "xu-account-entry-private.h"

#include "xu-oauth2-authorizer.h"
#include "xu-secret.h"

static void
set_unusable (XuAccountEntry *entry, const GError *error)
{
  g_message ("What the keyring has of an account cannot be used: %s", error->message);
  xu_account_entry_set_state (entry, XU_ACCOUNT_SIGN_IN_AGAIN, XU_ACCOUNT_KEYRING_KEPT);
}

static void
looked_up_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (XuAccountEntry) entry = user_data;
  g_autoptr (GError) error = NULL;
  char *secret = xu_secret_store_lookup_finish (XU_SECRET_STORE (source), result, &error);

  /* Somebody may have signed in meanwhile. */
  if (!entry->is_closed && entry->facts.state == XU_ACCOUNT_OPENING)
    {
      XuAccountKeyring keyring = xu_account_book_read_keyring_error (error);

      g_clear_pointer (&entry->credentials, xu_stored_credentials_free);
      if (secret != NULL)
        entry->credentials = xu_stored_credentials_from_secret (secret, &error);

      if (entry->credentials != NULL)
        {
          if (!xu_account_entry_use_credentials (entry, XU_ACCOUNT_KEYRING_KEPT, &error))
            set_unusable (entry, error);
        }
      else if (secret != NULL)
        set_unusable (entry, error);
      else if (error == NULL || keyring == XU_ACCOUNT_KEYRING_ABSENT)
        xu_account_entry_set_state (entry, XU_ACCOUNT_SIGN_IN_AGAIN, keyring);
      else
        xu_account_entry_set_state (entry, XU_ACCOUNT_LOCKED, keyring);
    }
  xu_secret_free (secret);
}

static void kept_cb (GObject *source, GAsyncResult *result, gpointer user_data);

static void
keep (XuAccountEntry *entry)
{
  const XuSignInRecord *record = entry->facts.record;
  XuStoredCredentials *credentials = xu_account_entry_dup_credentials (entry);
  g_autofree char *label = xu_account_entry_make_label (record);
  char *secret = xu_stored_credentials_to_secret (credentials);

  g_clear_pointer (&entry->credentials, xu_stored_credentials_free);
  entry->credentials = credentials;
  xu_secret_store_save_async (entry->config->keyring, record->server, record->user_id, label,
                              secret, entry->cancellable, kept_cb, xu_account_entry_ref (entry));
  xu_secret_free (secret);
}

/* Returns: whether others have taken the place of those that were saved, or are about to */
static gboolean
were_refreshed (const XuAccountEntry *entry)
{
  if (!XU_IS_OAUTH2_AUTHORIZER (entry->authorizer))
    return FALSE;

  g_autoptr (XuStoredCredentials) now = xu_account_entry_dup_credentials (entry);

  return xu_account_entry_is_busy (entry)
         || !g_str_equal (now->tokens->access_token, entry->credentials->tokens->access_token);
}

/* Nothing but the store changes: what runs goes on with the same credentials. */
static void
kept_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (XuAccountEntry) entry = user_data;
  g_autoptr (GError) error = NULL;
  gboolean is_kept = xu_secret_store_save_finish (XU_SECRET_STORE (source), result, &error);

  if (entry->is_closed || entry->authorizer == NULL)
    return;

  if (!is_kept)
    xu_account_entry_set_state (entry, entry->facts.state,
                                xu_account_book_read_keyring_error (error));
  else if (were_refreshed (entry))
    keep (entry);
  else if (!xu_account_entry_use_credentials (entry, XU_ACCOUNT_KEYRING_KEPT, &error))
    set_unusable (entry, error);
}

void
xu_account_entry_open (XuAccountEntry *entry)
{
  g_return_if_fail (entry != NULL && !entry->is_closed);

  const XuSignInRecord *record = entry->facts.record;

  if (entry->authorizer != NULL)
    {
      if (entry->facts.keyring != XU_ACCOUNT_KEYRING_KEPT)
        keep (entry);
      return;
    }

  xu_account_entry_set_state (entry, XU_ACCOUNT_OPENING, entry->facts.keyring);
  xu_secret_store_lookup_async (entry->config->keyring, record->server, record->user_id,
                                entry->cancellable, looked_up_cb, xu_account_entry_ref (entry));
}

void
xu_account_entry_take_from_keyring (XuAccountEntry *entry, const XuSignInRecord *record)
{
  g_return_if_fail (entry != NULL && !entry->is_closed && record != NULL);

  XuSignInRecord *new_record = xu_sign_in_record_copy (record);

  xu_sign_in_record_free (entry->facts.record);
  entry->facts.record = new_record;
  xu_account_entry_drop_authorizer (entry);
  xu_account_entry_open (entry);
}
