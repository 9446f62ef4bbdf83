/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command that goes on with one job, or with all that are unfinished. */

#define G_LOG_DOMAIN "xu-cli"

#include "config.h"

#include <glib/gi18n.h>

#include "xu-cli-accounts.h"
#include "xu-cli-advice.h"
#include "xu-cli-commands.h"
#include "xu-cli-end.h"
#include "xu-cli-follow.h"
#include "xu-cli-journal.h"

/* As with upload: where they are must not depend on where this runs. */
static void
resume_with_files (XuJob *job, char **files)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (char **file = files; *file != NULL; file++)
    {
      g_autofree char *absolute = g_canonicalize_filename (*file, NULL);

      g_strv_builder_add (builder, absolute);
    }

  g_auto (GStrv) paths = g_strv_builder_end (builder);

  xu_job_resume_with_files (job, (const char *const *) paths);
}

static void
go_on (XuJob *job, const XuCliOptions *options)
{
  if (options->files != NULL)
    resume_with_files (job, options->files);
  else if (options->is_start_again)
    xu_job_start_again (job);
  else
    xu_job_resume (job);
}

static XuCliExit
resume_one (XuCliSession *session, const XuCliOptions *options)
{
  g_autoptr (GError) error = NULL;
  XuJob *job = xu_cli_journal_open (session, options->job_id, TRUE, &error);

  if (job == NULL)
    return xu_cli_session_fail (session, NULL, error);

  XuJobState state = xu_job_get_state (job);
  gboolean is_plain = options->files == NULL && !options->is_start_again;

  if (is_plain && (state == XU_JOB_POSTED || state == XU_JOB_READY))
    return xu_cli_end_tell_again (session, options, job);
  if (state == XU_JOB_POSTED)
    return xu_cli_session_refuse (session, job, _ ("It is posted already."));
  if (is_plain && state == XU_JOB_CANCELLED)
    {
      g_autofree char *sentence
          = xu_cli_advice_dup_cancelled (job, xu_cli_session_get_api_url (session));

      return xu_cli_session_refuse (session, job, sentence);
    }
  if (!is_plain && xu_job_is_elsewhere (job))
    {
      g_autofree char *sentence = xu_cli_advice_dup_pause (job);

      return xu_cli_session_refuse (session, job, sentence);
    }

  if (!xu_cli_journal_wait_for_account (session, job, &error))
    return xu_cli_session_fail (session, NULL, error);

  g_autoptr (XuCliFollow) follow = xu_cli_follow_new (session, options, &job, 1);

  go_on (job, options);
  return xu_cli_follow_run (follow);
}

/* Those of other processes are at work already, and those of other servers are not for us.
 * @account: (nullable): the one whose jobs are wanted */
static GPtrArray *
list_to_resume (XuCliSession *session, XuAccount *account)
{
  XuEngine *engine = xu_cli_session_get_engine (session);
  const char *server = xu_engine_get_server (engine);
  GPtrArray *jobs = xu_cli_journal_list (session);

  for (guint i = jobs->len; i > 0; i--)
    {
      XuJob *job = g_ptr_array_index (jobs, i - 1);

      if (!xu_cli_journal_is_unfinished (job) || xu_job_is_elsewhere (job)
          || !g_str_equal (xu_job_get_server (job), server)
          || (account != NULL && xu_engine_find_account_of_job (engine, job) != account))
        g_ptr_array_remove_index (jobs, i - 1);
    }

  return jobs;
}

static XuCliExit
resume_all (XuCliSession *session, const XuCliOptions *options)
{
  g_autoptr (GError) error = NULL;
  XuAccount *account = NULL;

  if (!xu_cli_accounts_load_wanted (session, &error)
      || (options->account != NULL
          && (account = xu_cli_accounts_find (session, options->account, &error)) == NULL)
      || !xu_cli_journal_load (session, &error))
    return xu_cli_session_fail (session, NULL, error);

  g_autoptr (GPtrArray) jobs = list_to_resume (session, account);

  if (jobs->len == 0)
    {
      if (!options->is_quiet)
        xu_cli_output_print_line (xu_cli_session_get_err (session),
                                  _ ("There is nothing to resume."));
      return XU_CLI_EXIT_DONE;
    }

  if (!xu_cli_accounts_wait (session, jobs, &error))
    return xu_cli_session_fail (session, NULL, error);

  g_autoptr (XuCliFollow) follow
      = xu_cli_follow_new (session, options, (XuJob *const *) jobs->pdata, jobs->len);

  for (guint i = jobs->len; i > 0; i--) /* The oldest has waited longest. */
    xu_job_resume (g_ptr_array_index (jobs, i - 1));

  return xu_cli_follow_run (follow);
}

XuCliExit
xu_cli_resume_run (XuCliSession *session, const XuCliOptions *options)
{
  g_return_val_if_fail (session != NULL && options != NULL, XU_CLI_EXIT_FAILED);

  return options->job_id != NULL ? resume_one (session, options) : resume_all (session, options);
}
