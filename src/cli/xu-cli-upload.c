/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command that uploads and posts. */

#define G_LOG_DOMAIN "xu-cli"

#include "config.h"

#include <glib/gi18n.h>

#include "xu-cli-accounts.h"
#include "xu-cli-commands.h"
#include "xu-cli-follow.h"
#include "xu-cli-terminal.h"
#include "xu-error.h"

/* Takes @path. Returns: (transfer full) (nullable): where it is wherever the job is resumed from */
static char *
make_absolute (char *path)
{
  g_autofree char *owned = path;

  return owned != NULL && *owned != '\0' ? g_canonicalize_filename (owned, NULL)
                                         : g_steal_pointer (&owned);
}

static XuJobSpec *
copy_with_absolute_paths (const XuJobSpec *spec)
{
  XuJobSpec *copy = xu_job_spec_copy (spec);

  for (char **path = copy->paths; *path != NULL; path++)
    *path = make_absolute (*path);
  copy->subtitles_path = make_absolute (copy->subtitles_path);
  copy->cover_path = make_absolute (copy->cover_path);

  return copy;
}

/* Only somebody who sees the address may think that it works elsewhere. */
static void
print_sandbox_note (XuCliSession *session, const XuCliOptions *options)
{
  XuCliOutput *err = xu_cli_session_get_err (session);

  if (!options->is_json && !options->is_quiet
      && xu_cli_terminal_can_redraw (xu_cli_output_get_fd (err)))
    xu_cli_output_print_line (
        err,
        _ ("This was the sandbox: nothing went to X. The post stays there; its address opens while "
           "a command with --sandbox runs."));
}

/* What can never become a post, because its files do not go together, is no history. */
static void
forget_if_useless (XuCliSession *session, XuJob *job)
{
  if (g_error_matches (xu_job_get_error (job), XU_ERROR, XU_ERROR_USAGE))
    xu_engine_remove_job (xu_cli_session_get_engine (session), job);
}

XuCliExit
xu_cli_upload_run (XuCliSession *session, const XuCliOptions *options)
{
  g_return_val_if_fail (session != NULL && options != NULL && options->spec != NULL,
                        XU_CLI_EXIT_FAILED);

  g_autoptr (GError) error = NULL;
  g_autoptr (XuJobSpec) spec = copy_with_absolute_paths (options->spec);
  XuAccount *account;

  if (!xu_cli_accounts_choose (session, options->account, &account, &error))
    return xu_cli_session_fail (session, NULL, error);

  XuJob *job = xu_engine_add_job (xu_cli_session_get_engine (session), spec, account);
  g_autoptr (XuCliFollow) follow = xu_cli_follow_new (session, options, &job, 1);
  XuCliExit exit_code = xu_cli_follow_run (follow);

  forget_if_useless (session, job);
  if (options->is_sandbox && exit_code == XU_CLI_EXIT_DONE)
    print_sandbox_note (session, options);

  return exit_code;
}
