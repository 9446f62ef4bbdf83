/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An account in a few words. */

#define G_LOG_DOMAIN "xu-cli"

#include "config.h"

#include "xu-cli-account-words.h"

#include <glib/gi18n.h>

#include "xu-foreign-words.h"

char *
xu_cli_account_words_dup_name (XuAccount *account)
{
  g_return_val_if_fail (XU_IS_ACCOUNT (account), NULL);

  const char *username = xu_account_get_username (account);
  const char *user_id = xu_account_get_user_id (account);

  if (username != NULL)
    {
      g_autofree char *plain = xu_foreign_words_dup_plain (username);

      return g_strconcat ("@", plain, NULL);
    }

  return g_strdup (user_id != NULL ? user_id : _ ("an account X has not named yet"));
}

const char *
xu_cli_account_words_get_state (XuAccount *account)
{
  g_return_val_if_fail (XU_IS_ACCOUNT (account), NULL);

  const char *trouble = xu_cli_account_words_get_trouble (account);

  if (trouble != NULL)
    return trouble;

  switch (xu_account_get_state (account))
    {
    case XU_ACCOUNT_READY:
      return _ ("signed in");
    case XU_ACCOUNT_OPENING:
      return _ ("waiting for the keyring");
    case XU_ACCOUNT_UNIDENTIFIED:
      return _ ("X has not said yet whose account it is");
    case XU_ACCOUNT_LOCKED:
    case XU_ACCOUNT_SIGN_IN_AGAIN:
    default:
      return _ ("sign in again");
    }
}

const char *
xu_cli_account_words_get_method (XuAccount *account)
{
  g_return_val_if_fail (XU_IS_ACCOUNT (account), NULL);

  switch (xu_account_get_method (account))
    {
    case XU_SIGN_IN_KEYS:
      return _ ("four keys (OAuth 1.0a)");
    case XU_SIGN_IN_TOKEN:
      return _ ("an access token");
    case XU_SIGN_IN_BROWSER:
    default:
      return _ ("the browser (OAuth 2.0)");
    }
}

const char *
xu_cli_account_words_get_keyring (XuAccountKeyring keyring)
{
  switch (keyring)
    {
    case XU_ACCOUNT_KEYRING_ABSENT:
      return _ ("There is no keyring here.");
    case XU_ACCOUNT_KEYRING_LOCKED:
      return _ ("The keyring is locked, and was not unlocked.");
    case XU_ACCOUNT_KEYRING_DENIED:
      return _ ("The keyring does not talk to X Uploader.");
    case XU_ACCOUNT_KEYRING_KEPT:
    case XU_ACCOUNT_KEYRING_FAILED:
    default:
      return _ ("The keyring does not answer.");
    }
}

const char *
xu_cli_account_words_get_trouble (XuAccount *account)
{
  g_return_val_if_fail (XU_IS_ACCOUNT (account), NULL);

  XuAccountState state = xu_account_get_state (account);
  XuAccountKeyring keyring = xu_account_get_keyring (account);

  if (keyring == XU_ACCOUNT_KEYRING_KEPT
      || (state != XU_ACCOUNT_LOCKED && state != XU_ACCOUNT_SIGN_IN_AGAIN))
    return NULL;

  return xu_cli_account_words_get_keyring (keyring);
}

const char *
xu_cli_account_words_get_permission (XuAccount *account)
{
  g_return_val_if_fail (XU_IS_ACCOUNT (account), NULL);

  if (xu_account_may_upload (account))
    return NULL;

  return _ ("X did not allow uploads: the permission “media.write” is missing. Give the app the "
            "permission to read and write at console.x.com, then sign in again.");
}

char *
xu_cli_account_words_dup_names (GPtrArray *accounts)
{
  g_return_val_if_fail (accounts != NULL, NULL);

  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < accounts->len; i++)
    {
      g_autofree char *name = xu_cli_account_words_dup_name (g_ptr_array_index (accounts, i));

      g_strv_builder_add (builder, name);
    }

  g_auto (GStrv) names = g_strv_builder_end (builder);

  return g_strjoinv (", ", names);
}
