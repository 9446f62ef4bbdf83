/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a job ended. */

#define G_LOG_DOMAIN "xu-cli"

#include "config.h"

#include "xu-cli-end.h"

#include <errno.h>
#include <glib/gi18n.h>

#include "xu-cli-account-words.h"
#include "xu-cli-advice.h"
#include "xu-cli-job-events.h"
#include "xu-cli-job-words.h"
#include "xu-error.h"
#include "xu-finding-words.h"
#include "xu-weighted-text.h"

/* Options were looked at before: what a job itself finds wrong is its text, or which files go
 * together. */
static const char *
get_broken_rule (XuJob *job)
{
  XuTextCount count;

  xu_weighted_text_count (xu_job_get_spec (job)->text, G_MAXUINT, &count);
  return count.is_valid ? "combination" : "text-invalid";
}

static XuCliExit
tell_failed (XuCliSession *session, XuJob *job)
{
  g_autoptr (GError) error = g_error_copy (xu_job_get_error (job));

  if (g_error_matches (error, XU_ERROR, XU_ERROR_USAGE))
    {
      const char *rule = get_broken_rule (job);
      g_autofree char *sentence = xu_finding_words_dup_sentence (rule, NULL, 0);
      g_autofree char *remedy = xu_finding_words_dup_remedy (rule);
      g_autofree char *both = g_strdup_printf ("%s %s", sentence, remedy);

      xu_error_set_reason (error, both);
    }

  return xu_cli_session_fail (session, job, error);
}

static XuCliExit
tell_cancelled (XuCliSession *session, XuJob *job)
{
  g_autoptr (GError) error
      = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "the job was cancelled");

  return xu_cli_session_fail (session, job, error);
}

static void
print_about (XuCliSession *session, XuJob *job, const char *sentence)
{
  g_autofree char *name = xu_cli_job_words_dup_name (job);
  g_autofree char *line = g_strdup_printf ("%s: %s", name, sentence);

  /* Who closed our output does not want to hear that we end. */
  if (xu_cli_output_get_errno (xu_cli_session_get_out (session)) != EPIPE)
    xu_cli_output_print_line (xu_cli_session_get_err (session), line);
}

static void
print_paused (XuCliSession *session, XuJob *job)
{
  g_autofree char *resume = xu_cli_advice_dup_resume (job, xu_cli_session_get_api_url (session));
  /* Translators: %s is a sentence with a command line: “Go on with: xuploader-cli resume …” */
  g_autofree char *sentence = g_strdup_printf (_ ("Paused. %s"), resume);
  g_autofree char *doubt = xu_cli_job_words_dup_doubt (job);

  if (doubt != NULL)
    print_about (session, job, doubt);
  print_about (session, job, sentence);
}

static XuCliExit
tell_paused (XuCliSession *session, const XuCliOptions *options, XuJob *job)
{
  print_paused (session, job);
  if (options->is_json)
    xu_cli_job_events_write_paused (job, xu_cli_session_get_out (session));

  return XU_CLI_EXIT_PAUSED;
}

static XuCliExit
tell_left (XuCliSession *session, XuJob *job)
{
  print_about (session, job, _ ("Left to the other process, which goes on."));
  return XU_CLI_EXIT_PAUSED;
}

/* The result alone stands on standard output, for `url=$(xuploader-cli upload …)`. */
static void
print_result (XuCliSession *session, XuJob *job)
{
  XuCliOutput *out = xu_cli_session_get_out (session);
  const char *const *media_ids = xu_job_get_media_ids (job);
  g_autofree char *url = xu_job_dup_post_url (job);

  if (url != NULL)
    {
      xu_cli_output_print_line (out, url);
      if (xu_cli_output_get_errno (out) != 0 && xu_cli_output_get_errno (out) != EPIPE)
        xu_cli_output_print_line (xu_cli_session_get_err (session),
                                  url); /* The post exists: its address must not be lost. */
    }
  else if (xu_job_get_post_id (job) != NULL)
    xu_cli_output_print_line (out, xu_job_get_post_id (job));
  else
    {
      for (gsize i = 0; media_ids != NULL && media_ids[i] != NULL; i++)
        xu_cli_output_print_line (out, media_ids[i]);
    }
}

XuCliExit
xu_cli_end_tell (XuCliSession *session, const XuCliOptions *options, XuJob *job)
{
  g_return_val_if_fail (session != NULL && options != NULL && XU_IS_JOB (job), XU_CLI_EXIT_FAILED);

  switch (xu_job_get_state (job))
    {
    case XU_JOB_READY:
    case XU_JOB_POSTED:
      if (!options->is_json)
        print_result (session, job);
      return XU_CLI_EXIT_DONE;
    case XU_JOB_FAILED:
      return tell_failed (session, job);
    case XU_JOB_CANCELLED:
      return tell_cancelled (session, job);
    case XU_JOB_PAUSED:
      return tell_paused (session, options, job);
    case XU_JOB_QUEUED:
    case XU_JOB_CHECKING:
    case XU_JOB_UPLOADING:
    case XU_JOB_PROCESSING:
    case XU_JOB_FINISHING:
    case XU_JOB_POSTING:
    default:
      return tell_left (session, job);
    }
}

void
xu_cli_end_tell_stopped (XuCliSession *session, const XuCliOptions *options, XuJob *job)
{
  g_return_if_fail (session != NULL && options != NULL && XU_IS_JOB (job));

  gboolean is_paused = xu_job_get_state (job) == XU_JOB_PAUSED;
  XuCliOutput *out = xu_cli_session_get_out (session);

  if (options->is_json && is_paused)
    xu_cli_job_events_write_paused (job, out);
  else if (options->is_json)
    xu_cli_job_events_write_cancelled (job, out);
  else if (!options->is_quiet && is_paused)
    print_paused (session, job);
  else if (!options->is_quiet)
    print_about (session, job, _ ("Cancelled."));
}

XuCliExit
xu_cli_end_tell_again (XuCliSession *session, const XuCliOptions *options, XuJob *job)
{
  g_return_val_if_fail (session != NULL && options != NULL && XU_IS_JOB (job), XU_CLI_EXIT_FAILED);

  if (options->is_json)
    xu_cli_job_events_write_all (job, xu_cli_session_get_out (session));
  else
    print_result (session, job);

  return XU_CLI_EXIT_DONE;
}

XuCliExit
xu_cli_end_tell_sign_in (XuCliSession *session, XuJob *job)
{
  g_return_val_if_fail (session != NULL && XU_IS_JOB (job), XU_CLI_EXIT_FAILED);

  XuAccount *account = xu_engine_find_account_of_job (xu_cli_session_get_engine (session), job);
  const char *trouble = account != NULL ? xu_cli_account_words_get_trouble (account) : NULL;
  g_autoptr (GError) error
      = trouble != NULL ? xu_error_new (XU_ERROR_NOT_SIGNED_IN, "the keyring gave no credentials")
                        : xu_error_new (XU_ERROR_TOKEN_REFUSED, "no credentials are good any more");

  if (trouble != NULL)
    xu_cli_session_print_sentence (session, trouble);

  return xu_cli_session_fail (session, job, error);
}
