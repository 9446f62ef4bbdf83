/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command that uploads and posts. */

#define G_LOG_DOMAIN "xu-cli"

#include "config.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib/gi18n.h>

#include "xu-cli-commands.h"
#include "xu-cli-json-reporter.h"
#include "xu-cli-terminal.h"
#include "xu-cli-text-reporter.h"
#include "xu-error.h"
#include "xu-finding-words.h"

typedef struct
{
  XuCliSession *session;
  const XuCliOptions *options;
  XuJob *job;                       /* (owned) */
  XuCliJsonReporter *json_reporter; /* (owned) (nullable): exactly one of the two, or none */
  XuCliTextReporter *text_reporter; /* (owned) (nullable) */
  gulong cancelled_id;
} Upload;

static void
on_cancelled (GCancellable *cancellable, Upload *self)
{
  if (self->text_reporter != NULL && !xu_job_is_over (self->job))
    xu_cli_text_reporter_show_cancelling (self->text_reporter);

  xu_job_cancel (self->job);
}

static void
on_state (XuJob *job, GParamSpec *pspec, Upload *self)
{
  if (xu_job_is_over (job))
    xu_cli_session_quit (self->session);
}

/* Debug messages would tear a bar apart. */
static gboolean
wants_bar (Upload *self)
{
  int fd = xu_cli_output_get_fd (xu_cli_session_get_err (self->session));

  return !self->options->is_verbose && xu_cli_terminal_can_redraw (fd);
}

static void
start_reporter (Upload *self)
{
  if (self->options->is_json)
    self->json_reporter
        = xu_cli_json_reporter_new (self->job, xu_cli_session_get_out (self->session));
  else if (!self->options->is_quiet)
    self->text_reporter = xu_cli_text_reporter_new (
        self->job, xu_cli_session_get_err (self->session), wants_bar (self));
}

static void
run_job (Upload *self)
{
  GCancellable *cancellable = xu_cli_session_get_cancellable (self->session);

  self->job = g_object_ref (
      xu_engine_add_job (xu_cli_session_get_engine (self->session), self->options->spec));
  start_reporter (self);

  gulong state_id = g_signal_connect (self->job, "notify::state", G_CALLBACK (on_state), self);

  self->cancelled_id = g_cancellable_connect (cancellable, G_CALLBACK (on_cancelled), self, NULL);
  if (!xu_job_is_over (self->job))
    xu_cli_session_run (self->session);

  g_cancellable_disconnect (cancellable, self->cancelled_id);
  g_signal_handler_disconnect (self->job, state_id);

  /* Leaves the terminal's line empty for what comes now. */
  g_clear_pointer (&self->text_reporter, xu_cli_text_reporter_free);
}

static XuCliExit
finish_failed (Upload *self)
{
  g_autoptr (GError) error = g_error_copy (xu_job_get_error (self->job));

  /* Options were looked at before: what a job itself finds wrong is which files go together. */
  if (g_error_matches (error, XU_ERROR, XU_ERROR_USAGE))
    {
      g_autofree char *sentence = xu_finding_words_dup_sentence ("combination", NULL, 0);
      g_autofree char *remedy = xu_finding_words_dup_remedy ("combination");
      g_autofree char *both = g_strdup_printf ("%s %s", sentence, remedy);

      xu_error_set_reason (error, both);
    }

  return xu_cli_session_fail (self->session, xu_job_get_id (self->job), error);
}

static XuCliExit
finish_cancelled (Upload *self)
{
  g_autoptr (GError) error
      = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "the job was cancelled");

  return xu_cli_session_fail (self->session, xu_job_get_id (self->job), error);
}

/* The result alone stands on standard output, for `url=$(xuploader-cli upload …)`. */
static void
print_result (Upload *self)
{
  XuCliOutput *out = xu_cli_session_get_out (self->session);
  XuCliOutput *err = xu_cli_session_get_err (self->session);
  const char *const *media_ids = xu_job_get_media_ids (self->job);
  g_autofree char *url = xu_job_dup_post_url (self->job);

  if (self->options->is_json)
    return;

  if (url != NULL)
    {
      xu_cli_output_print_line (out, url);
      if (xu_cli_output_get_errno (out) != 0 && xu_cli_output_get_errno (out) != EPIPE)
        xu_cli_output_print_line (err, url); /* The post exists: its address must not be lost. */
    }
  else if (xu_job_get_post_id (self->job) != NULL)
    xu_cli_output_print_line (out, xu_job_get_post_id (self->job));
  else
    {
      for (gsize i = 0; media_ids != NULL && media_ids[i] != NULL; i++)
        xu_cli_output_print_line (out, media_ids[i]);
    }

  if (self->options->is_sandbox && !self->options->is_quiet && wants_bar (self))
    xu_cli_output_print_line (
        err, _ ("This was the sandbox: it ends with this command, and the post with it."));
}

XuCliExit
xu_cli_upload_run (XuCliSession *session, const XuCliOptions *options)
{
  Upload self = { .session = session, .options = options };
  XuCliExit exit_code = XU_CLI_EXIT_DONE;

  g_return_val_if_fail (session != NULL && options != NULL && options->spec != NULL,
                        XU_CLI_EXIT_FAILED);

  run_job (&self);

  XuJobState state = xu_job_get_state (self.job);

  if (state == XU_JOB_FAILED)
    exit_code = finish_failed (&self);
  else if (state == XU_JOB_CANCELLED)
    exit_code = finish_cancelled (&self);
  else
    print_result (&self);

  g_clear_pointer (&self.json_reporter, xu_cli_json_reporter_free);
  g_object_unref (self.job);
  return exit_code;
}
