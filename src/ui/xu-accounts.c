/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What accounts are called, and which one is meant. */

#define G_LOG_DOMAIN "xu-ui"

#include "config.h"

#include "xu-accounts.h"

#include <glib/gi18n.h>

#include "xu-engine.h"
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

XuAccount *
xu_accounts_find_default (GListModel *accounts, GSettings *settings)
{
  g_return_val_if_fail (G_IS_LIST_MODEL (accounts) && G_IS_SETTINGS (settings), NULL);

  g_autofree char *wanted = g_settings_get_string (settings, "default-account");
  guint n = g_list_model_get_n_items (accounts);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (XuAccount) account = g_list_model_get_item (accounts, i);

      if (g_str_equal (xu_account_get_server (account), wanted))
        return g_steal_pointer (&account);
    }

  /* One that is not there now is no reason to post as somebody else. */
  return *wanted == '\0' ? g_list_model_get_item (accounts, 0) : NULL;
}
