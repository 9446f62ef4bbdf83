/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What accounts are called, and which one is meant. */

#define G_LOG_DOMAIN "xu-ui"

#include "config.h"

#include "xu-accounts.h"

#include <glib/gi18n.h>

#include "xu-account-words.h"
#include "xu-foreign-words.h"

gboolean
xu_accounts_is_sandbox (const char *server)
{
  g_return_val_if_fail (server != NULL, FALSE);

  return g_str_equal (server, XU_ENGINE_SANDBOX);
}

char *
xu_accounts_dup_name (const char *server)
{
  g_return_val_if_fail (server != NULL, NULL);

  g_autoptr (GUri) uri = g_uri_parse (server, G_URI_FLAGS_NONE, NULL);
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;

  if (xu_accounts_is_sandbox (server))
    return g_strdup (_ ("Sandbox"));
  if (g_strcmp0 (host, "api.x.com") == 0)
    return g_strdup ("X");

  return xu_foreign_words_dup_plain (host != NULL && *host != '\0' ? host : server);
}

char *
xu_accounts_dup_account_name (XuAccount *account)
{
  g_return_val_if_fail (XU_IS_ACCOUNT (account), NULL);

  const char *username = xu_account_get_username (account);

  return username != NULL ? xu_account_words_dup_handle (username)
                          : xu_accounts_dup_name (xu_account_get_server (account));
}

char *
xu_accounts_dup_name_of_job (XuEngine *engine, XuJob *job)
{
  g_return_val_if_fail (engine == NULL || XU_IS_ENGINE (engine), NULL);
  g_return_val_if_fail (XU_IS_JOB (job), NULL);

  XuAccount *account = engine != NULL ? xu_engine_find_account_of_job (engine, job) : NULL;

  return account != NULL ? xu_accounts_dup_account_name (account)
                         : xu_accounts_dup_name (xu_job_get_server (job));
}

XuAccount *
xu_accounts_find_default (GListModel *accounts, GSettings *settings)
{
  g_return_val_if_fail (G_IS_LIST_MODEL (accounts) && G_IS_SETTINGS (settings), NULL);

  g_autofree char *wanted = g_settings_get_string (settings, "default-account");
  guint n = g_list_model_get_n_items (accounts);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (XuAccount) account = g_list_model_get_item (accounts, i);

      if (g_str_equal (xu_account_get_id (account), wanted))
        return g_steal_pointer (&account);
    }

  /* One that is not there now is no reason to post as somebody else. */
  return *wanted == '\0' ? g_list_model_get_item (accounts, 0) : NULL;
}

void
xu_accounts_adopt (GListModel *accounts, GSettings *settings, XuAccount *account)
{
  g_return_if_fail (XU_IS_ACCOUNT (account));

  g_autoptr (XuAccount) chosen = xu_accounts_find_default (accounts, settings);
  gboolean is_other = chosen != NULL && chosen != account;

  /* As long as nobody knows whose it is, nothing can be posted, and its id is not its own. */
  if (xu_account_get_user_id (account) == NULL)
    return;
  if (!is_other || xu_account_get_kind (chosen) != XU_ACCOUNT_SIGNED_IN)
    g_settings_set_string (settings, "default-account", xu_account_get_id (account));
}

void
xu_accounts_disown (GSettings *settings, const char *id)
{
  g_return_if_fail (G_IS_SETTINGS (settings) && id != NULL);

  g_autofree char *chosen = g_settings_get_string (settings, "default-account");

  if (g_str_equal (chosen, id))
    g_settings_reset (settings, "default-account");
}
