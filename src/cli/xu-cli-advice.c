/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What to type next. */

#define G_LOG_DOMAIN "xu-cli"

#include "config.h"

#include "xu-cli-advice.h"

#include <gio/gio.h>
#include <glib/gi18n.h>

#include "xu-cli-job-words.h"
#include "xu-engine.h"
#include "xu-error.h"
#include "xu-failure-words.h"
#include "xu-remedy.h"

char *
xu_cli_advice_dup_remedy (const GError *error)
{
  g_return_val_if_fail (error != NULL, NULL);

  if (g_error_matches (error, XU_ERROR, XU_ERROR_NOT_SIGNED_IN))
    return g_strdup (_ ("Sign in with “xuploader-cli login”, or set XUPLOADER_ACCESS_TOKEN or the "
                        "four keys XUPLOADER_OAUTH1_…, or try --sandbox, which needs no account."));
  if (g_error_matches (error, XU_ERROR, XU_ERROR_TOKEN_REFUSED)
      || g_error_matches (error, XU_ERROR, XU_ERROR_SCOPE_MISSING))
    return g_strdup (
        _ ("Sign in again with “xuploader-cli login”, or set XUPLOADER_ACCESS_TOKEN to "
           "a fresh access token with the permissions “tweet.write” and "
           "“media.write”, or check the four keys."));

  return xu_failure_words_dup_remedy (error);
}

/* A command that can be pasted into a shell. */
static char *
dup_command (XuJob *job, const char *api_url, const char *verb, const char *rest)
{
  GString *command = g_string_new ("xuploader-cli");

  g_string_append_printf (command, " %s %s", verb, xu_job_get_id (job));
  if (rest != NULL)
    g_string_append_printf (command, " %s", rest);

  if (api_url != NULL && !g_str_equal (xu_job_get_server (job), XU_ENGINE_SANDBOX))
    {
      g_autofree char *quoted = g_shell_quote (api_url);

      g_string_append_printf (command, " --api-url %s", quoted);
    }

  return g_string_free (command, FALSE);
}

char *
xu_cli_advice_dup_resume (XuJob *job, const char *api_url)
{
  g_return_val_if_fail (XU_IS_JOB (job), NULL);

  g_autofree char *command = dup_command (job, api_url, "resume", NULL);

  /* Translators: %s is a command line */
  return g_strdup_printf (_ ("Go on with: %s"), command);
}

char *
xu_cli_advice_dup_post (XuJob *job, const char *api_url)
{
  g_return_val_if_fail (XU_IS_JOB (job), NULL);

  g_autofree char *command = dup_command (job, api_url, "post", NULL);

  /* Translators: %s is a command line */
  return g_strdup_printf (_ ("Post it with: %s"), command);
}

char *
xu_cli_advice_dup_pause (XuJob *job)
{
  g_return_val_if_fail (XU_IS_JOB (job), NULL);

  g_autofree char *command = dup_command (job, NULL, "pause", NULL);

  /* Translators: another process runs a job; %s is a command line */
  return g_strdup_printf (_ ("Another process works on it. Pause it with: %s"), command);
}

char *
xu_cli_advice_dup_cancelled (XuJob *job, const char *api_url)
{
  g_return_val_if_fail (XU_IS_JOB (job), NULL);

  g_autofree char *command = dup_command (job, api_url, "resume", "--start-again");

  /* Translators: %s is a command line */
  return g_strdup_printf (_ ("It was cancelled. Upload it anew with: %s"), command);
}

static char *
dup_line (XuJob *job, const char *api_url, XuRemedy remedy)
{
  g_autofree char *command = NULL;
  g_autofree char *rest = NULL;

  switch (remedy)
    {
    case XU_REMEDY_TRY_AGAIN:
      command = dup_command (job, api_url, "resume", NULL);
      /* Translators: %s is a command line */
      return g_strdup_printf (_ ("Try again with: %s"), command);
    case XU_REMEDY_CHANGE_TEXT:
      rest = g_strdup_printf ("--text \"%s\"", _ ("TEXT"));
      command = dup_command (job, api_url, "post", rest);
      /* Translators: %s is a command line */
      return g_strdup_printf (_ ("Post with another text: %s"), command);
    case XU_REMEDY_CHOOSE_AGAIN:
      rest = g_strdup_printf ("--file %s", _ ("FILE"));
      command = dup_command (job, api_url, "resume", rest);
      /* Translators: a file was moved, or cannot be read where it was; %s is a command line */
      return g_strdup_printf (_ ("If it is elsewhere now: %s"), command);
    case XU_REMEDY_START_AGAIN:
      command = dup_command (job, api_url, "resume", "--start-again");
      /* Translators: a file has changed; %s is a command line */
      return g_strdup_printf (_ ("Start again with the file as it is now: %s"), command);
    case XU_REMEDY_LOOK_AGAIN:
      command = dup_command (job, api_url, "resume", NULL);
      /* Translators: it is not known whether a post exists; %s is a command line */
      return g_strdup_printf (_ ("Look for it again: %s"), command);
    case XU_REMEDY_CONFIRM:
      command = dup_command (job, api_url, "post", "--confirm-not-posted");
      /* Translators: it is not known whether a post exists; %s is a command line */
      return g_strdup_printf (_ ("If it is not there, post again: %s"), command);
    case XU_REMEDY_LEAVE_OUT:
      command = dup_command (job, api_url, "post", "--without-extras");
      /* Translators: without subtitles, for example; %s is a command line */
      return g_strdup_printf (_ ("Post without it: %s"), command);
    case XU_REMEDY_RESUME:
    default:
      return xu_cli_advice_dup_resume (job, api_url);
    }
}

static XuRemedy
get_remedies (XuJob *job, const GError *error)
{
  const XuJobProgress *progress = xu_job_get_progress (job);
  gsize n_files;

  xu_job_get_files (job, &n_files);

  return xu_remedies_for (error, n_files > 0,
                          progress->total > 0 && progress->acknowledged == progress->total);
}

char **
xu_cli_advice_dup_commands (XuJob *job, const GError *error, const char *api_url)
{
  g_return_val_if_fail (XU_IS_JOB (job) && error != NULL, NULL);

  g_autoptr (GStrvBuilder) lines = g_strv_builder_new ();
  guint remedies = get_remedies (job, error);

  for (guint remedy = 1; remedy <= remedies; remedy <<= 1)
    {
      if ((remedies & remedy) == 0)
        continue;

      g_autofree char *line = dup_line (job, api_url, (XuRemedy) remedy);

      g_strv_builder_add (lines, line);
    }

  if (g_error_matches (error, XU_ERROR, XU_ERROR_OTHER_ACCOUNT))
    {
      g_autofree char *server = xu_cli_job_words_dup_server (job);
      /* Translators: %s is an address, or “the sandbox” */
      g_autofree char *line = g_strdup_printf (_ ("The upload belongs to: %s"), server);

      g_autofree char *resume = xu_cli_advice_dup_resume (job, xu_job_get_server (job));

      g_strv_builder_add (lines, line);
      g_strv_builder_add (lines, resume);
    }

  return g_strv_builder_end (lines);
}
