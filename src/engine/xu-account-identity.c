/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whose account it is, where X did not say so when it was signed in to. */

#define G_LOG_DOMAIN "xu-engine"

#include "config.h"

#include "xu-account-entry-private.h"

#include "xu-account-identity.h"
#include "xu-error.h"
#include "xu-source.h"
#include "xu-user-api.h"

/* A call costs money, but only one that is answered. */
static const gint64 first_wait_us = 5 * G_USEC_PER_SEC;
static const guint doublings_max = 7; /* about ten minutes */

static gboolean
again_cb (gpointer user_data)
{
  XuAccountEntry *entry = user_data;

  xu_source_clear (&entry->identify_source);
  xu_account_entry_identify (entry);

  return G_SOURCE_REMOVE;
}

static void
asked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (XuAccountEntry) entry = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (XuUser) user = xu_user_api_me_finish (XU_API (source), result, &error);

  if (entry->is_closed || entry->identify_api != XU_API (source))
    return;

  g_clear_object (&entry->identify_api);
  if (user != NULL)
    {
      g_autoptr (XuSignInRecord) record = xu_sign_in_record_copy (entry->facts.record);

      xu_account_identity_set_user (record, user);
      if (g_str_equal (record->user_id, entry->facts.record->user_id))
        {
          xu_account_entry_set_record (entry, record);
          xu_account_entry_set_state (entry, entry->facts.state, entry->facts.keyring);
        }
      else
        {
          entry->funcs->identified (entry, record, entry->func_data);
        }
    }
  else if (g_error_matches (error, XU_ERROR, XU_ERROR_TOKEN_REFUSED))
    xu_account_entry_set_refused (entry);
  else
    xu_source_set_timer (&entry->identify_source, g_main_context_get_thread_default (),
                         first_wait_us << MIN (entry->n_identify++, doublings_max), again_cb,
                         entry);
}

void
xu_account_entry_identify (XuAccountEntry *entry)
{
  g_return_if_fail (entry != NULL && !entry->is_closed && entry->authorizer != NULL);

  xu_source_clear (&entry->identify_source);
  g_clear_object (&entry->identify_api);
  entry->identify_api = xu_api_new (entry->client, entry->authorizer);
  xu_user_api_me_async (entry->identify_api, entry->cancellable, asked_cb,
                        xu_account_entry_ref (entry));
}

void
xu_account_identity_set_user (XuSignInRecord *record, const XuUser *user)
{
  g_return_if_fail (record != NULL && user != NULL);

  g_free (record->user_id);
  g_free (record->username);
  g_free (record->name);
  g_free (record->avatar_url);
  g_free (record->subscription_type);
  record->user_id = g_strdup (user->user_id);
  record->username = g_strdup (user->username);
  record->name = g_strdup (user->name);
  record->avatar_url = g_strdup (user->profile_image_url);
  record->subscription_type = g_strdup (user->subscription_type);
}
