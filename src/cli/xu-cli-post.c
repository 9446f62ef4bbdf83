/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command that posts a job that was not posted yet. */

#define G_LOG_DOMAIN "xu-cli"

#include "config.h"

#include <glib/gi18n.h>

#include "xu-cli-advice.h"
#include "xu-cli-commands.h"
#include "xu-cli-end.h"
#include "xu-cli-follow.h"
#include "xu-cli-journal.h"

static XuJobPostFlags
get_flags (const XuCliOptions *options)
{
  XuJobPostFlags flags = XU_JOB_POST_DEFAULT;

  if (options->is_confirm_not_posted)
    flags |= XU_JOB_POST_CONFIRM_NOT_POSTED;
  if (options->is_without_extras)
    flags |= XU_JOB_POST_WITHOUT_EXTRAS;

  return flags;
}

XuCliExit
xu_cli_post_run (XuCliSession *session, const XuCliOptions *options)
{
  g_return_val_if_fail (session != NULL && options != NULL && options->job_id != NULL,
                        XU_CLI_EXIT_FAILED);

  g_autoptr (GError) error = NULL;
  XuJobPostFlags flags = get_flags (options);
  XuJob *job = xu_cli_journal_open (session, options->job_id, TRUE, &error);

  if (job == NULL)
    return xu_cli_session_fail (session, NULL, error);

  XuJobState state = xu_job_get_state (job);

  if (state == XU_JOB_POSTED && options->text == NULL && flags == XU_JOB_POST_DEFAULT)
    return xu_cli_end_tell_again (session, options, job);
  if (state == XU_JOB_POSTED)
    return xu_cli_session_refuse (session, job, _ ("It is posted already."));
  if (state == XU_JOB_CANCELLED)
    {
      g_autofree char *sentence
          = xu_cli_advice_dup_cancelled (job, xu_cli_session_get_api_url (session));

      return xu_cli_session_refuse (session, job, sentence);
    }
  if (xu_job_is_elsewhere (job))
    {
      g_autofree char *sentence = xu_cli_advice_dup_pause (job);

      return xu_cli_session_refuse (session, job, sentence);
    }

  if (!xu_cli_journal_wait_for_account (session, job, &error))
    return xu_cli_session_fail (session, NULL, error);

  g_autoptr (XuCliFollow) follow = xu_cli_follow_new (session, options, &job, 1);

  xu_job_post (job, options->text, flags);
  return xu_cli_follow_run (follow);
}
