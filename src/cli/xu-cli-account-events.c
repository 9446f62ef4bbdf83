/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Accounts as events. */

#define G_LOG_DOMAIN "xu-cli"

#include "config.h"

#include "xu-cli-account-events.h"

#include "xu-cli-accounts.h"
#include "xu-cli-json.h"

gboolean
xu_cli_account_events_is_default (XuCliSession *session, XuAccount *account)
{
  g_return_val_if_fail (session != NULL && XU_IS_ACCOUNT (account), FALSE);

  const char *server = xu_engine_get_server (xu_cli_session_get_engine (session));
  g_autoptr (GPtrArray) accounts = xu_cli_accounts_list (session, server);

  return !xu_cli_accounts_has_own (session) && accounts->len == 1
         && g_ptr_array_index (accounts, 0) == account;
}

void
xu_cli_account_events_write_authorize (XuSignIn *sign_in, XuCliOutput *output)
{
  g_return_if_fail (XU_IS_SIGN_IN (sign_in) && output != NULL);

  JsonBuilder *builder = xu_cli_json_new_event ("authorize", NULL);

  xu_cli_json_add_string (builder, "address", xu_sign_in_get_address (sign_in));
  xu_cli_json_add_string (builder, "redirect_uri", xu_sign_in_get_redirect_uri (sign_in));
  xu_cli_json_write (builder, output);
}

static void
add_enum (JsonBuilder *builder, const char *name, GType type, int value)
{
  g_autoptr (GEnumClass) klass = g_type_class_ref (type);
  const GEnumValue *found = g_enum_get_value (klass, value);

  xu_cli_json_add_string (builder, name, found != NULL ? found->value_nick : NULL);
}

void
xu_cli_account_events_write_account (XuCliSession *session, XuAccount *account, XuCliOutput *output)
{
  g_return_if_fail (session != NULL && XU_IS_ACCOUNT (account) && output != NULL);

  JsonBuilder *builder = xu_cli_json_new_event ("account", NULL);

  xu_cli_json_add_string (builder, "id", xu_account_get_id (account));
  xu_cli_json_add_string (builder, "server", xu_account_get_server (account));
  xu_cli_json_add_string (builder, "user_id", xu_account_get_user_id (account));
  xu_cli_json_add_string (builder, "username", xu_account_get_username (account));
  xu_cli_json_add_string (builder, "name", xu_account_get_name (account));
  add_enum (builder, "state", XU_TYPE_ACCOUNT_STATE, (int) xu_account_get_state (account));
  add_enum (builder, "keyring", XU_TYPE_ACCOUNT_KEYRING, (int) xu_account_get_keyring (account));
  add_enum (builder, "method", XU_TYPE_SIGN_IN_METHOD, (int) xu_account_get_method (account));
  xu_cli_json_add_string (builder, "client_id", xu_account_get_client_id (account));
  xu_cli_json_add_string (builder, "scope", xu_account_get_scope (account));
  xu_cli_json_add_boolean (builder, "may_upload", xu_account_may_upload (account));
  xu_cli_json_add_integer (builder, "expires_at", xu_account_get_expires_at (account), 1);
  xu_cli_json_add_boolean (builder, "default", xu_cli_account_events_is_default (session, account));
  xu_cli_json_write (builder, output);
}
