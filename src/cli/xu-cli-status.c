/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command that says all about jobs. */

#define G_LOG_DOMAIN "xu-cli"

#include "config.h"

#include <glib/gi18n.h>

#include "xu-cli-advice.h"
#include "xu-cli-commands.h"
#include "xu-cli-job-events.h"
#include "xu-cli-job-words.h"
#include "xu-cli-journal.h"
#include "xu-error.h"
#include "xu-failure-words.h"
#include "xu-foreign-words.h"
#include "xu-quantity-words.h"

/* Takes @line. */
static void
print (XuCliOutput *output, char *line)
{
  g_autofree char *owned = line;

  xu_cli_output_print_line (output, owned);
}

static void
print_files (XuCliOutput *out, XuJob *job)
{
  gsize n_files;
  const XuJobFile *files = xu_job_get_files (job, &n_files);
  g_autofree const char **paths = xu_job_spec_dup_item_paths (xu_job_get_spec (job));

  for (gsize i = 0; paths[i] != NULL; i++)
    {
      g_autofree char *shown = g_filename_display_name (paths[i]);
      g_autofree char *plain = xu_foreign_words_dup_plain (shown);
      gboolean is_known = i < n_files && files[i].media_type != NULL;
      g_autofree char *size = is_known ? xu_quantity_words_dup_size (files[i].bytes) : NULL;

      if (size != NULL)
        /* Translators: a file's path and size: “File: /home/me/holiday.mp4 (120.0 MB)” */
        print (out, g_strdup_printf (_ ("File: %s (%s)"), plain, size));
      else
        /* Translators: %s is a file's path */
        print (out, g_strdup_printf (_ ("File: %s"), plain));
    }
}

static void
print_upload (XuCliOutput *out, XuJob *job)
{
  const XuJobProgress *progress = xu_job_get_progress (job);
  const char *const *media_ids = xu_job_get_media_ids (job);
  g_autofree char *bytes = xu_quantity_words_dup_progress (progress->acknowledged, progress->total);
  g_autofree char *ids = media_ids != NULL ? g_strjoinv (", ", (char **) media_ids) : NULL;

  if (progress->total > 0)
    /* Translators: %s is “42.1 MB of 100.0 MB” */
    print (out, g_strdup_printf (_ ("Uploaded: %s"), bytes));
  if (ids != NULL)
    /* Translators: %s are numbers that X has given to files */
    print (out, g_strdup_printf (_ ("Media: %s"), ids));
}

static void
print_post (XuCliOutput *out, XuJob *job)
{
  const XuJobSpec *spec = xu_job_get_spec (job);
  g_autofree char *text = xu_foreign_words_dup_plain (spec->text);
  g_autofree char *url = xu_job_dup_post_url (job);

  if (*text != '\0')
    /* Translators: %s is the text of a post */
    print (out, g_strdup_printf (_ ("Text: %s"), text));
  if (url != NULL)
    /* Translators: %s is the address of a post */
    print (out, g_strdup_printf (_ ("Post: %s"), url));
  else if (spec->intent == XU_POST_INTENT_DRAFT)
    xu_cli_output_print_line (out, _ ("Post: a draft"));
  else if (spec->intent == XU_POST_INTENT_NONE)
    xu_cli_output_print_line (out, _ ("Post: none is wanted"));
}

static void
print_origin (XuCliOutput *out, XuJob *job)
{
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  g_autofree char *time = xu_quantity_words_dup_time_of_day (xu_job_get_created_at (job), now);
  g_autofree char *server = xu_cli_job_words_dup_server (job);

  /* Translators: what an upload is sent to: an address, or “the sandbox” */
  print (out, g_strdup_printf (_ ("Server: %s"), server));
  /* Translators: %s is a time: “14:32” or “14:32 on 5 August” */
  print (out, g_strdup_printf (_ ("Begun: %s"), time));
}

static void
print_failure (XuCliOutput *out, XuJob *job, const char *api_url)
{
  const GError *error = xu_job_get_error (job);
  g_autofree char *sentence = xu_failure_words_dup_sentence (error);
  g_autofree char *remedy = xu_cli_advice_dup_remedy (error);
  g_autofree char *detail = xu_foreign_words_dup_plain (error->message);
  g_auto (GStrv) lines = xu_cli_advice_dup_commands (job, error, api_url);

  xu_cli_output_print_line (out, sentence);
  if (remedy != NULL)
    xu_cli_output_print_line (out, remedy);
  for (char **line = lines; *line != NULL; line++)
    xu_cli_output_print_line (out, *line);

  /* Translators: %s is technical and English */
  print (out, g_strdup_printf (_ ("Details: %s"), detail));
}

static void
print_job (XuCliSession *session, XuJob *job)
{
  XuCliOutput *out = xu_cli_session_get_out (session);
  const char *api_url = xu_cli_session_get_api_url (session);
  const char *state = xu_cli_job_words_get_state (job);
  g_autofree char *percent = xu_cli_job_words_dup_percent (job);

  if (percent != NULL)
    /* Translators: a job's name, what it does and how far it is: “1a2b3c4d: Paused, 42%” */
    print (out, g_strdup_printf (_ ("%s: %s, %s"), xu_job_get_id (job), state, percent));
  else
    print (out, g_strdup_printf ("%s: %s", xu_job_get_id (job), state));

  print_files (out, job);
  print_upload (out, job);
  print_post (out, job);
  print_origin (out, job);

  if (xu_job_get_state (job) == XU_JOB_FAILED)
    print_failure (out, job, api_url);
  else if (xu_job_is_deleted (job))
    xu_cli_output_print_line (out, _ ("The post was deleted."));
  else if (xu_job_is_elsewhere (job))
    print (out, xu_cli_advice_dup_pause (job));
  else if (xu_job_get_state (job) == XU_JOB_PAUSED)
    {
      if (xu_job_may_be_posted (job))
        print (out, xu_cli_job_words_dup_doubt (job));
      print (out, xu_cli_advice_dup_resume (job, api_url));
    }
  else if (xu_job_get_state (job) == XU_JOB_READY)
    print (out, xu_cli_advice_dup_post (job, api_url));
}

static void
tell (XuCliSession *session, const XuCliOptions *options, GPtrArray *jobs)
{
  XuCliOutput *out = xu_cli_session_get_out (session);

  for (guint i = 0; i < jobs->len; i++)
    {
      if (options->is_json)
        xu_cli_job_events_write_all (g_ptr_array_index (jobs, i), out);
      else
        {
          if (i > 0)
            xu_cli_output_print_line (out, "");
          print_job (session, g_ptr_array_index (jobs, i));
        }
    }
}

/* Returns: (transfer full) (nullable) (element-type XuJob): what is asked about */
static GPtrArray *
list_wanted (XuCliSession *session, const XuCliOptions *options, GError **error)
{
  if (options->job_id != NULL)
    {
      XuJob *job = xu_cli_journal_open (session, options->job_id, FALSE, error);

      if (job == NULL)
        return NULL;

      GPtrArray *one = g_ptr_array_new_with_free_func (g_object_unref);

      g_ptr_array_add (one, g_object_ref (job));
      return one;
    }

  if (!xu_cli_journal_load (session, error))
    return NULL;

  GPtrArray *jobs = xu_cli_journal_list (session);

  while (jobs->len > 0 && !xu_cli_journal_is_unfinished (g_ptr_array_index (jobs, jobs->len - 1)))
    g_ptr_array_remove_index (jobs, jobs->len - 1);

  return jobs;
}

XuCliExit
xu_cli_status_run (XuCliSession *session, const XuCliOptions *options)
{
  g_return_val_if_fail (session != NULL && options != NULL, XU_CLI_EXIT_FAILED);

  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) jobs = list_wanted (session, options, &error);

  if (jobs == NULL)
    return xu_cli_session_fail (session, NULL, error);

  tell (session, options, jobs);
  if (jobs->len == 0 && !options->is_json && !options->is_quiet)
    xu_cli_output_print_line (xu_cli_session_get_err (session), _ ("Nothing is unfinished."));

  return XU_CLI_EXIT_DONE;
}
