/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command that signs out. */

#define G_LOG_DOMAIN "xu-cli"

#include "config.h"

#include <glib/gi18n.h>

#include "xu-cli-account-words.h"
#include "xu-cli-accounts.h"
#include "xu-cli-commands.h"
#include "xu-cli-exit.h"
#include "xu-cli-json.h"
#include "xu-error.h"

typedef struct
{
  XuCliSession *session;
  gboolean is_signed_out;
  GError *error; /* (owned) (nullable) */
} Logout;

static void
signed_out_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Logout *self = user_data;

  self->is_signed_out = xu_engine_sign_out_finish (XU_ENGINE (source), result, &self->error);
  xu_cli_session_quit (self->session);
}

/* Without its credentials X could not be told. */
static XuAccount *
find (XuCliSession *session, const XuCliOptions *options, GError **error)
{
  return xu_cli_accounts_load (session, error) && xu_cli_accounts_wait (session, NULL, error)
             ? xu_cli_accounts_find (session, options->account, error)
             : NULL;
}

static const char *
get_not_told (void)
{
  return _ (
      "Signed out here, but X was not told: take the app’s access away in the settings of your "
      "account on X.");
}

/* The keyring did not give the credentials, so nobody could take them back. */
static XuCliExit
fail_kept (XuCliSession *session,
           const XuCliOptions *options,
           const char *trouble,
           const GError *error)
{
  xu_cli_session_print_sentence (session, trouble);
  xu_cli_session_print_sentence (session,
                                 _ ("The keyring still has what you signed in with. Remove "
                                    "the entry of X Uploader there."));
  xu_cli_session_print_sentence (session, get_not_told ());
  if (options->is_json)
    xu_cli_json_write_failure (xu_cli_session_get_out (session), NULL, error);

  return xu_cli_exit_from_error (error);
}

XuCliExit
xu_cli_logout_run (XuCliSession *session, const XuCliOptions *options)
{
  Logout self = { .session = session };

  g_return_val_if_fail (session != NULL && options != NULL, XU_CLI_EXIT_FAILED);

  g_autoptr (GError) find_error = NULL;
  XuAccount *account = find (session, options, &find_error);

  if (account == NULL)
    return xu_cli_session_fail (session, NULL, find_error);

  g_autofree char *name = xu_cli_account_words_dup_name (account);
  const char *trouble = xu_cli_account_words_get_trouble (account);
  XuAccountState state = xu_account_get_state (account);
  gboolean is_at_hand = state == XU_ACCOUNT_READY || state == XU_ACCOUNT_UNIDENTIFIED;

  xu_engine_sign_out_async (xu_cli_session_get_engine (session), account,
                            xu_cli_session_get_cancellable (session), signed_out_cb, &self);
  xu_cli_session_run (session);

  g_autoptr (GError) error = self.error;

  if (!self.is_signed_out)
    {
      gboolean is_storage = g_error_matches (error, XU_ERROR, XU_ERROR_STORAGE);

      if (is_storage && trouble != NULL)
        return fail_kept (session, options, trouble, error);
      if (!is_storage)
        xu_cli_session_print_sentence (session, get_not_told ());
      return xu_cli_session_fail (session, NULL, error);
    }

  /* There is no event for it: the exit code says all. */
  if (!options->is_json && !options->is_quiet)
    {
      /* Translators: %s is an account: “@me” */
      g_autofree char *line = g_strdup_printf (_ ("Signed out: %s"), name);

      xu_cli_output_print_line (xu_cli_session_get_out (session), line);
    }
  if (!is_at_hand)
    xu_cli_session_print_note (session,
                               _ ("X could not be told, for the sign-in was not at hand."));

  return XU_CLI_EXIT_DONE;
}
