/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command that deletes a post. */

#define G_LOG_DOMAIN "xu-cli"

#include "config.h"

#include <glib/gi18n.h>

#include "xu-cli-accounts.h"
#include "xu-cli-commands.h"

typedef struct
{
  XuCliSession *session;
  gboolean is_deleted;
  GError *error; /* (owned) (nullable) */
} Delete;

static void
deleted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Delete *self = user_data;

  self->is_deleted = xu_engine_delete_post_finish (XU_ENGINE (source), result, &self->error);
  xu_cli_session_quit (self->session);
}

XuCliExit
xu_cli_delete_run (XuCliSession *session, const XuCliOptions *options)
{
  Delete self = { .session = session };

  g_return_val_if_fail (session != NULL && options != NULL && options->post_id != NULL,
                        XU_CLI_EXIT_FAILED);

  g_autoptr (GError) choice_error = NULL;
  XuAccount *account;

  if (!xu_cli_accounts_choose (session, options->account, &account, &choice_error))
    return xu_cli_session_fail (session, NULL, choice_error);

  xu_engine_delete_post_async (xu_cli_session_get_engine (session), account, options->post_id,
                               xu_cli_session_get_cancellable (session), deleted_cb, &self);
  xu_cli_session_run (session);

  g_autoptr (GError) error = self.error;

  if (!self.is_deleted)
    return xu_cli_session_fail (session, NULL, error);

  /* There is no event for it: the exit code says all. */
  if (!options->is_json && !options->is_quiet)
    {
      /* Translators: %s is the number of a post */
      g_autofree char *line = g_strdup_printf (_ ("The post %s is deleted."), options->post_id);

      xu_cli_output_print_line (xu_cli_session_get_out (session), line);
    }

  return XU_CLI_EXIT_DONE;
}
