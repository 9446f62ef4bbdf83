/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One account that somebody signed in to: its credentials, and its connection. */

#define G_LOG_DOMAIN "xu-engine"

#include "config.h"

#include "xu-account-entry-private.h"

#include "xu-avatars.h"
#include "xu-credentials.h"
#include "xu-error.h"
#include "xu-oauth2-authorizer.h"
#include "xu-secret.h"
#include "xu-source.h"

const XuAccountFacts *
xu_account_entry_get_facts (const XuAccountEntry *entry)
{
  g_return_val_if_fail (entry != NULL, NULL);

  return &entry->facts;
}

XuHttpClient *
xu_account_entry_get_client (const XuAccountEntry *entry)
{
  g_return_val_if_fail (entry != NULL, NULL);

  return entry->client;
}

char *
xu_account_entry_make_label (const XuSignInRecord *record)
{
  g_return_val_if_fail (record != NULL, NULL);

  return record->username != NULL ? g_strdup_printf ("X Uploader: @%s", record->username)
                                  : g_strdup ("X Uploader");
}

XuHttpClient *
xu_account_entry_new_client (const XuAccountBookConfig *config, const char *server, GError **error)
{
  g_return_val_if_fail (config != NULL && server != NULL, NULL);

  gboolean is_own = g_str_equal (server, config->server);
  XuHttpClient *client = xu_http_client_new (server, is_own ? config->ca_file : NULL, error);

  if (client != NULL)
    xu_job_shop_set_up_client (config->shop, client);
  return client;
}

static void
entry_clear (XuAccountEntry *entry)
{
  g_assert (entry->is_closed);

  xu_sign_in_record_free (entry->facts.record);
  g_free (entry->facts.avatar_path);
  g_clear_pointer (&entry->credentials, xu_stored_credentials_free);
  g_clear_object (&entry->cancellable);
  g_clear_object (&entry->client);
  g_clear_object (&entry->memory);
}

XuAccountEntry *
xu_account_entry_ref (XuAccountEntry *entry)
{
  return g_rc_box_acquire (entry);
}

void
xu_account_entry_unref (XuAccountEntry *entry)
{
  g_rc_box_release_full (entry, (GDestroyNotify) entry_clear);
}

/* Every change goes through here, and is told. */
void
xu_account_entry_set_state (XuAccountEntry *entry, XuAccountState state, XuAccountKeyring keyring)
{
  entry->facts.state = state;
  entry->facts.keyring = keyring;
  entry->funcs->changed (entry, entry->func_data);
}

static void
save_record (XuAccountEntry *entry)
{
  g_autoptr (GError) error = NULL;

  if (!xu_journal_save_sign_in (entry->config->shop->journal, entry->facts.record, &error))
    g_message ("An account is not in the journal: %s", error->message);
}

/* Connections. */

static XuConnection *
find_connection (const XuAccountEntry *entry)
{
  const XuSignInRecord *record = entry->facts.record;
  XuConnection *connection
      = xu_job_shop_find_connection (entry->config->shop, record->server, record->user_id);

  return connection != NULL && connection->user_id != NULL ? connection : NULL;
}

/* Its jobs are sent so from now on; without an authorizer they wait, and @why says for what. */
static gboolean
connect (XuAccountEntry *entry, XuAuthorizer *authorizer, const GError *why, GError **error)
{
  const XuAccountBookConfig *config = entry->config;
  const XuSignInRecord *record = entry->facts.record;
  gboolean is_own = g_str_equal (record->server, config->server);
  const XuConnectionWay way = { .base_url = record->server,
                                .ca_file = is_own ? config->ca_file : NULL,
                                .authorizer = authorizer,
                                .credentials_error = why };
  const XuConnection *connection
      = xu_job_shop_connect (config->shop, record->server, record->user_id, &way, error);

  if (connection == NULL)
    return FALSE;

  if (authorizer != NULL)
    xu_job_book_connection_changed (config->jobs, connection);
  return TRUE;
}

static void
disconnect (XuAccountEntry *entry, const GError *why)
{
  XuConnection *connection = find_connection (entry);

  if (connection != NULL)
    xu_connection_close (connection, why);
}

/* Asking whose credentials these are costs money: here it is known. */
static void
save_whose (XuAccountEntry *entry, XuAuthorizer *authorizer)
{
  const XuSignInRecord *record = entry->facts.record;
  g_autofree char *fingerprint = xu_authorizer_dup_fingerprint (authorizer);
  const XuAccountRecord account
      = { .user_id = record->user_id, .subscription_type = record->subscription_type };
  g_autoptr (GError) error = NULL;

  if (!xu_journal_save_account (entry->config->shop->journal, record->server, fingerprint, &account,
                                &error))
    g_debug ("whose credentials these are is not kept: %s", error->message);
}

/* What its authorizer tells. */

static void
tokens_changed_cb (XuOauth2Authorizer *authorizer, XuAccountEntry *entry)
{
  const char *scope = xu_oauth2_authorizer_get_scope (authorizer);
  XuSignInRecord *record = entry->facts.record;

  if (scope != NULL && g_strcmp0 (record->scope, scope) != 0)
    {
      g_free (record->scope);
      record->scope = g_strdup (scope);
      save_record (entry);
    }
  xu_account_entry_set_state (entry, XU_ACCOUNT_READY, entry->facts.keyring);
}

static void
not_kept_cb (XuOauth2Authorizer *authorizer, const GError *error, XuAccountEntry *entry)
{
  xu_account_entry_set_state (entry, entry->facts.state,
                              xu_account_book_read_keyring_error (error));
}

static void
sign_in_needed_cb (XuOauth2Authorizer *authorizer, const GError *error, XuAccountEntry *entry)
{
  disconnect (entry, error);
  xu_account_entry_set_refused (entry);
}

static void
busy_changed_cb (XuAccountEntry *entry)
{
  entry->funcs->idle (entry->func_data);
}

void
xu_account_entry_drop_authorizer (XuAccountEntry *entry)
{
  if (entry->authorizer != NULL)
    g_signal_handlers_disconnect_by_data (entry->authorizer, entry);
  g_clear_object (&entry->authorizer);
  xu_source_clear (&entry->identify_source);
  g_clear_object (&entry->identify_api);
}

static void
watch_authorizer (XuAccountEntry *entry)
{
  if (!XU_IS_OAUTH2_AUTHORIZER (entry->authorizer))
    return;

  g_signal_connect (entry->authorizer, "tokens-changed", G_CALLBACK (tokens_changed_cb), entry);
  g_signal_connect (entry->authorizer, "not-kept", G_CALLBACK (not_kept_cb), entry);
  g_signal_connect (entry->authorizer, "sign-in-needed", G_CALLBACK (sign_in_needed_cb), entry);
  g_signal_connect_swapped (entry->authorizer, "refreshed", G_CALLBACK (busy_changed_cb), entry);
}

char *
xu_account_entry_make_lock_path (const XuAccountEntry *entry)
{
  g_return_val_if_fail (entry != NULL, NULL);

  const XuSignInRecord *record = entry->facts.record;
  g_autofree char *id = xu_account_facts_make_id (record->server, record->user_id);
  g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, id, -1);
  g_autofree char *name = g_strdup_printf ("refresh-%.16s.lock", hash);

  return g_build_filename (entry->config->lock_folder, name, NULL);
}

/* Tokens that nobody else has need no lock. */
gboolean
xu_account_entry_use_credentials (XuAccountEntry *entry, XuAccountKeyring keyring, GError **error)
{
  const XuSignInRecord *record = entry->facts.record;
  gboolean is_kept = keyring == XU_ACCOUNT_KEYRING_KEPT;
  g_autofree char *label = xu_account_entry_make_label (record);
  g_autofree char *lock_path = is_kept ? xu_account_entry_make_lock_path (entry) : NULL;

  /* One that still refreshes must not save what it gets over these. */
  if (XU_IS_OAUTH2_AUTHORIZER (entry->authorizer)
      && entry->credentials->kind == XU_CREDENTIALS_OAUTH2)
    xu_oauth2_authorizer_replace (XU_OAUTH2_AUTHORIZER (entry->authorizer), entry->credentials);
  xu_account_entry_drop_authorizer (entry);
  entry->authorizer = xu_credentials_new_authorizer (
      entry->credentials, entry->client, record->server, record->user_id, label,
      is_kept ? entry->config->keyring : entry->memory, lock_path, error);
  if (entry->authorizer == NULL)
    return FALSE;

  watch_authorizer (entry);
  if (xu_account_facts_is_stand_in (record->user_id))
    {
      xu_account_entry_identify (entry);
      entry->facts.state = XU_ACCOUNT_UNIDENTIFIED;
    }
  else
    {
      save_whose (entry, entry->authorizer);
      if (!connect (entry, entry->authorizer, NULL, error))
        return FALSE;
      entry->facts.state = XU_ACCOUNT_READY;
      if (record->username == NULL)
        xu_account_entry_identify (entry);
    }
  entry->facts.expires_at
      = entry->credentials->tokens != NULL && entry->credentials->tokens->refresh_token == NULL
            ? entry->credentials->tokens->expires_at
            : 0;
  xu_account_entry_set_state (entry, entry->facts.state, keyring);
  return TRUE;
}

static void
avatar_fetched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (XuAccountEntry) entry = user_data;
  g_autoptr (GError) error = NULL;

  if (!xu_avatars_fetch_finish (result, &error))
    g_debug ("%s", error->message);
  else if (!entry->is_closed)
    {
      g_free (entry->facts.avatar_path);
      entry->facts.avatar_path = xu_avatars_dup_path (entry->facts.record);
      entry->funcs->changed (entry, entry->func_data);
    }
}

/* A new sign-in brings a new picture, for all that is known. */
static void
show_avatar (XuAccountEntry *entry, gboolean is_new)
{
  const XuSignInRecord *record = entry->facts.record;
  g_autofree char *path = xu_avatars_dup_path (record);

  g_clear_pointer (&entry->facts.avatar_path, g_free);
  if (record->avatar_url == NULL)
    return;

  if (!is_new && g_file_test (path, G_FILE_TEST_IS_REGULAR))
    entry->facts.avatar_path = g_steal_pointer (&path);
  else
    xu_avatars_fetch_async (record, entry->cancellable, avatar_fetched_cb,
                            xu_account_entry_ref (entry));
}

void
xu_account_entry_set_record (XuAccountEntry *entry, const XuSignInRecord *record)
{
  XuSignInRecord *new_record = xu_sign_in_record_copy (record);

  xu_sign_in_record_free (entry->facts.record);
  entry->facts.record = new_record;
  save_record (entry);
  show_avatar (entry, TRUE);
}

gboolean
xu_account_entry_take (XuAccountEntry *entry,
                       const XuSignInRecord *record,
                       const XuStoredCredentials *credentials,
                       XuAccountKeyring keyring,
                       GError **error)
{
  g_return_val_if_fail (entry != NULL && !entry->is_closed, FALSE);
  g_return_val_if_fail (record != NULL && credentials != NULL, FALSE);

  XuStoredCredentials *new_credentials = xu_stored_credentials_copy (credentials);

  g_clear_pointer (&entry->credentials, xu_stored_credentials_free);
  entry->credentials = new_credentials;
  xu_account_entry_set_record (entry, record);

  return xu_account_entry_use_credentials (entry, keyring, error);
}

void
xu_account_entry_pause_jobs (XuAccountEntry *entry)
{
  g_return_if_fail (entry != NULL && !entry->is_closed);

  XuConnection *connection = find_connection (entry);
  g_autoptr (GError) why = xu_error_new (XU_ERROR_NOT_SIGNED_IN, "signed out");

  if (connection == NULL)
    return;

  xu_job_book_pause_jobs_of (entry->config->jobs, connection);
  xu_connection_close (connection, why);
}

void
xu_account_entry_set_refused (XuAccountEntry *entry)
{
  g_return_if_fail (entry != NULL && !entry->is_closed);

  xu_account_entry_drop_authorizer (entry);
  xu_account_entry_set_state (entry, XU_ACCOUNT_SIGN_IN_AGAIN, entry->facts.keyring);
}

gboolean
xu_account_entry_is_busy (const XuAccountEntry *entry)
{
  g_return_val_if_fail (entry != NULL, FALSE);

  return XU_IS_OAUTH2_AUTHORIZER (entry->authorizer)
         && xu_oauth2_authorizer_is_refreshing (XU_OAUTH2_AUTHORIZER (entry->authorizer));
}

XuStoredCredentials *
xu_account_entry_dup_credentials (const XuAccountEntry *entry)
{
  g_return_val_if_fail (entry != NULL, NULL);

  if (XU_IS_OAUTH2_AUTHORIZER (entry->authorizer))
    return xu_oauth2_authorizer_dup_credentials (XU_OAUTH2_AUTHORIZER (entry->authorizer));

  return entry->credentials != NULL ? xu_stored_credentials_copy (entry->credentials) : NULL;
}

void
xu_account_entry_close (XuAccountEntry *entry, gboolean is_gone)
{
  g_return_if_fail (entry != NULL && !entry->is_closed);

  XuConnection *connection = find_connection (entry);

  entry->is_closed = TRUE;
  g_cancellable_cancel (entry->cancellable);
  xu_account_entry_drop_authorizer (entry);
  if (is_gone && connection != NULL)
    {
      xu_job_book_pause_jobs_of (entry->config->jobs, connection);
      xu_job_shop_disconnect (entry->config->shop, connection);
    }
}

XuAccountEntry *
xu_account_entry_new (const XuAccountBookConfig *config,
                      const XuSignInRecord *record,
                      const XuAccountEntryFuncs *funcs,
                      gpointer user_data)
{
  g_return_val_if_fail (config != NULL && record != NULL && funcs != NULL, NULL);

  XuAccountEntry *entry = g_rc_box_new0 (XuAccountEntry);
  g_autoptr (GError) why = xu_error_new (XU_ERROR_NOT_SIGNED_IN, "nobody has signed in yet");
  g_autoptr (GError) error = NULL;

  entry->config = config;
  entry->funcs = funcs;
  entry->func_data = user_data;
  entry->facts.record = xu_sign_in_record_copy (record);
  entry->facts.state = XU_ACCOUNT_OPENING;
  entry->cancellable = g_cancellable_new ();
  entry->memory = xu_memory_store_new ();
  entry->client = xu_account_entry_new_client (config, record->server, &error);
  if (entry->client == NULL
      || (!xu_account_facts_is_stand_in (record->user_id) && !connect (entry, NULL, why, &error)))
    {
      g_message ("An account of the journal cannot be reached: %s", error->message);
      entry->is_closed = TRUE;
      xu_account_entry_unref (entry);
      return NULL;
    }

  show_avatar (entry, FALSE);
  return entry;
}
