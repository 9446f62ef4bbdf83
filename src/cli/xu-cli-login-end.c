/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a login ended. */

#define G_LOG_DOMAIN "xu-cli"

#include "config.h"

#include "xu-cli-login-end.h"

#include <glib/gi18n.h>

#include "xu-cli-account-events.h"
#include "xu-cli-account-words.h"
#include "xu-cli-accounts.h"
#include "xu-error.h"
#include "xu-foreign-words.h"

void
xu_cli_login_end_explain (XuCliSession *session,
                          const XuCliOptions *options,
                          XuSignIn *sign_in,
                          gboolean has_waited,
                          GError *error)
{
  g_return_if_fail (session != NULL && options != NULL && XU_IS_SIGN_IN (sign_in) && error != NULL);

  gboolean is_browser
      = options->login == XU_CLI_LOGIN_BROWSER || options->login == XU_CLI_LOGIN_PASTE;
  const char *reason = xu_error_get_reason (error);
  gboolean is_no = g_error_matches (error, XU_ERROR, XU_ERROR_NOT_SIGNED_IN);
  guint port = options->redirect_port > 0 ? options->redirect_port : XU_SIGN_IN_REDIRECT_PORT;

  if (is_no && g_strcmp0 (reason, "access_denied") == 0)
    xu_cli_session_print_sentence (session, _ ("It was not allowed in the browser."));
  else if (is_no && is_browser)
    {
      const char *uri = xu_sign_in_get_redirect_uri (sign_in);
      g_autofree char *sentence
          /* Translators: %s is an address */
          = g_strdup_printf (_ ("X does not take the app. Compare the client ID with that at "
                                "console.x.com; there, the redirect address must be %s."),
                             uri);

      xu_cli_session_print_sentence (session, sentence);
    }
  else if (g_error_matches (error, XU_ERROR, XU_ERROR_USAGE) && is_browser && !has_waited)
    {
      g_autofree char *sentence
          /* Translators: %u is the number of a port */
          = g_strdup_printf (_ ("Port %u of this computer is taken, by another sign-in or another "
                                "program. Use --paste, or --redirect-port with a port that is in "
                                "a redirect address at console.x.com too."),
                             port);

      xu_error_set_reason (error, sentence);
    }
}

static void
signed_out_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!xu_engine_sign_out_finish (XU_ENGINE (source), result, &error))
    g_debug ("the sign-in is not taken back: %s", error->message);
  xu_cli_session_quit (user_data);
}

XuCliExit
xu_cli_login_end_take_back (XuCliSession *session, XuAccount *account, gboolean was_known)
{
  g_return_val_if_fail (session != NULL && XU_IS_ACCOUNT (account), XU_CLI_EXIT_FAILED);

  XuAccountKeyring keyring = xu_account_get_keyring (account);
  g_autoptr (GError) error = xu_error_new (
      XU_ERROR_NOT_SIGNED_IN, "the keyring did not take the credentials (%d)", keyring);

  if (!was_known)
    {
      xu_engine_sign_out_async (xu_cli_session_get_engine (session), account, NULL, signed_out_cb,
                                session);
      xu_cli_session_run (session);
    }

  xu_cli_session_print_sentence (session, xu_cli_account_words_get_keyring (keyring));
  xu_cli_session_print_sentence (
      session,
      _ ("A sign-in is kept in the keyring alone, never in a file: so it was given back. Start or "
         "unlock a keyring, such as GNOME Keyring or KWallet, or give credentials in the "
         "environment."));
  return xu_cli_session_fail (session, NULL, error);
}

XuCliExit
xu_cli_login_end_tell (XuCliSession *session, const XuCliOptions *options, XuAccount *account)
{
  g_return_val_if_fail (session != NULL && options != NULL && XU_IS_ACCOUNT (account),
                        XU_CLI_EXIT_FAILED);

  XuCliOutput *err = xu_cli_session_get_err (session);
  XuCliOutput *out = xu_cli_session_get_out (session);
  g_autofree char *name = xu_cli_account_words_dup_name (account);
  const char *permission = xu_cli_account_words_get_permission (account);
  const char *scope = xu_account_get_scope (account);

  if (options->is_json)
    xu_cli_account_events_write_account (session, account, out);
  else
    {
      /* Translators: %s is an account: “@me” */
      g_autofree char *line = g_strdup_printf (_ ("Signed in: %s"), name);

      xu_cli_output_print_line (out, line);
    }

  if (xu_account_get_state (account) == XU_ACCOUNT_UNIDENTIFIED)
    xu_cli_session_print_note (
        session, _ ("X has not said yet whose account it is, and is asked again later."
                    " Until then nothing can be posted with it."));
  if (scope != NULL)
    {
      g_autofree char *plain = xu_foreign_words_dup_plain (scope);
      /* Translators: %s are words of X: “tweet.read media.write” */
      g_autofree char *line = g_strdup_printf (_ ("Permissions: %s"), plain);

      xu_cli_session_print_note (session, line);
    }
  xu_cli_session_print_note (session, _ ("The sign-in is kept in the keyring."));
  if (permission != NULL)
    xu_cli_output_print_line (err, permission);
  if (xu_cli_accounts_has_own (session))
    xu_cli_session_print_note (session,
                               _ ("The credentials of the environment still come first: use "
                                  "--account, or unset them."));

  return XU_CLI_EXIT_DONE;
}
