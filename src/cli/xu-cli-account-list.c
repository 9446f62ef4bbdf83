/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command that lists accounts. */

#define G_LOG_DOMAIN "xu-cli"

#include "config.h"

#include <glib/gi18n.h>

#include "xu-cli-account-events.h"
#include "xu-cli-account-words.h"
#include "xu-cli-accounts.h"
#include "xu-cli-commands.h"
#include "xu-foreign-words.h"
#include "xu-quantity-words.h"

/* @format: with one %s, for @text (nullable), which is foreign */
static void
print (XuCliOutput *out, const char *label, const char *text)
{
  if (text == NULL)
    return;

  g_autofree char *plain = xu_foreign_words_dup_plain (text);
  /* Translators: what is told, and what it is: “Server: https://api.x.com” */
  g_autofree char *line = g_strdup_printf (_ ("%s: %s"), label, plain);

  xu_cli_output_print_line (out, line);
}

static char *
dup_expiry (XuAccount *account)
{
  gint64 expires_at = xu_account_get_expires_at (account);
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;

  if (expires_at > 0)
    return xu_quantity_words_dup_time_of_day (expires_at, now);
  if (xu_account_get_method (account) == XU_SIGN_IN_TOKEN)
    return g_strdup (_ ("not known"));

  return g_strdup (_ ("not by itself"));
}

static void
print_account (XuCliSession *session, XuAccount *account)
{
  XuCliOutput *out = xu_cli_session_get_out (session);
  g_autofree char *name = xu_cli_account_words_dup_name (account);
  g_autofree char *expiry = dup_expiry (account);
  const char *permission = xu_cli_account_words_get_permission (account);

  print (out, name, xu_cli_account_words_get_state (account));
  print (out, _ ("Name"), xu_account_get_name (account));
  print (out, _ ("Account"), xu_account_get_id (account));
  print (out, _ ("Signed in with"), xu_cli_account_words_get_method (account));
  print (out, _ ("App"), xu_account_get_client_id (account));
  print (out, _ ("Permissions"), xu_account_get_scope (account));
  /* Translators: when a sign-in ends */
  print (out, _ ("Expires"), expiry);
  if (permission != NULL)
    xu_cli_output_print_line (out, permission);
  if (xu_cli_account_events_is_default (session, account))
    xu_cli_output_print_line (out, _ ("Used where no --account is given."));
}

XuCliExit
xu_cli_account_list_run (XuCliSession *session, const XuCliOptions *options)
{
  g_return_val_if_fail (session != NULL && options != NULL, XU_CLI_EXIT_FAILED);

  g_autoptr (GError) error = NULL;
  XuCliOutput *out = xu_cli_session_get_out (session);

  if (!xu_cli_accounts_load (session, &error) || !xu_cli_accounts_wait (session, NULL, &error))
    return xu_cli_session_fail (session, NULL, error);

  g_autoptr (GPtrArray) accounts = xu_cli_accounts_list (session, NULL);

  for (guint i = 0; i < accounts->len; i++)
    {
      XuAccount *account = g_ptr_array_index (accounts, i);

      if (options->is_json)
        xu_cli_account_events_write_account (session, account, out);
      else
        {
          if (i > 0)
            xu_cli_output_print_line (out, "");
          print_account (session, account);
        }
    }

  if (accounts->len == 0)
    xu_cli_session_print_note (session, _ ("Nobody has signed in: “xuploader-cli login” does."));
  if (xu_cli_accounts_has_own (session))
    xu_cli_session_print_note (session, _ ("The credentials of the environment come first."));

  return XU_CLI_EXIT_DONE;
}
