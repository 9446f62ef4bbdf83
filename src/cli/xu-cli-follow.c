/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Follows jobs to their end. */

#define G_LOG_DOMAIN "xu-cli"

#include "config.h"

#include "xu-cli-follow.h"

#include <gio/gio.h>

#include "xu-cli-end.h"
#include "xu-cli-job-words.h"
#include "xu-cli-json-reporter.h"
#include "xu-cli-terminal.h"
#include "xu-cli-text-reporter.h"

typedef struct
{
  XuCliFollow *follow;
  XuJob *job;                       /* (owned) */
  XuCliJsonReporter *json_reporter; /* (owned) (nullable): one of the two at most */
  XuCliTextReporter *text_reporter; /* (owned) (nullable) */
  gulong state_id;                  /* 0: it has ended, as far as we care */
  gulong waiting_id;                /* likewise */
  XuCliExit exit_code;
} Followed;

struct _XuCliFollow
{
  XuCliSession *session;
  const XuCliOptions *options;
  GPtrArray *jobs; /* (owned) (element-type Followed) */
  guint n_left;
  guint stop_id; /* 0: the user does not want to end */
};

static void
followed_free (gpointer data)
{
  Followed *followed = data;

  g_clear_pointer (&followed->json_reporter, xu_cli_json_reporter_free);
  g_clear_pointer (&followed->text_reporter, xu_cli_text_reporter_free);
  g_clear_signal_handler (&followed->state_id, followed->job);
  g_clear_signal_handler (&followed->waiting_id, followed->job);
  g_object_unref (followed->job);
  g_free (followed);
}

/* What is told about a job's end stands below what was reported on it, on a line of its own. */
static void
stop_reporting (Followed *followed)
{
  g_clear_signal_handler (&followed->state_id, followed->job);
  g_clear_signal_handler (&followed->waiting_id, followed->job);
  g_clear_pointer (&followed->json_reporter, xu_cli_json_reporter_free);
  g_clear_pointer (&followed->text_reporter, xu_cli_text_reporter_free);
}

static void
count_down (XuCliFollow *self)
{
  self->n_left--;
  if (self->n_left == 0)
    xu_cli_session_quit (self->session);
}

static void
settle (Followed *followed)
{
  XuCliFollow *self = followed->follow;

  stop_reporting (followed);
  followed->exit_code = xu_cli_end_tell (self->session, self->options, followed->job);
  count_down (self);
}

/* Nobody can sign in here while it waits: it stays in the journal as it is. */
static void
on_waiting (XuJob *job, XuJobWait reason, gint64 until, Followed *followed)
{
  XuCliFollow *self = followed->follow;

  if (reason != XU_JOB_WAIT_SIGN_IN)
    return;

  stop_reporting (followed);
  followed->exit_code = xu_cli_end_tell_sign_in (self->session, job);
  count_down (self);
}

static void
on_state (XuJob *job, GParamSpec *pspec, Followed *followed)
{
  if (xu_job_is_over (job) || xu_job_get_state (job) == XU_JOB_PAUSED)
    settle (followed);
}

/* Debug messages would tear a bar apart, and there is room for one only. */
static gboolean
wants_bar (XuCliFollow *self, gsize n_jobs)
{
  int fd = xu_cli_output_get_fd (xu_cli_session_get_err (self->session));

  return n_jobs == 1 && !self->options->is_verbose && xu_cli_terminal_can_redraw (fd);
}

static void
start_reporter (XuCliFollow *self, Followed *followed, gsize n_jobs)
{
  g_autofree char *name = xu_cli_job_words_dup_name (followed->job);
  g_autofree char *prefix = n_jobs > 1 ? g_strconcat (name, ": ", NULL) : g_strdup ("");

  if (self->options->is_json)
    followed->json_reporter
        = xu_cli_json_reporter_new (followed->job, xu_cli_session_get_out (self->session));
  else if (!self->options->is_quiet)
    followed->text_reporter = xu_cli_text_reporter_new (
        followed->job, xu_cli_session_get_err (self->session), prefix, wants_bar (self, n_jobs));
}

XuCliFollow *
xu_cli_follow_new (XuCliSession *session,
                   const XuCliOptions *options,
                   XuJob *const *jobs,
                   gsize n_jobs)
{
  g_return_val_if_fail (session != NULL && options != NULL && jobs != NULL && n_jobs > 0, NULL);

  XuCliFollow *self = g_new0 (XuCliFollow, 1);

  self->session = session;
  self->options = options;
  self->jobs = g_ptr_array_new_with_free_func (followed_free);
  self->n_left = (guint) n_jobs;

  for (gsize i = 0; i < n_jobs; i++)
    {
      Followed *followed = g_new0 (Followed, 1);

      followed->follow = self;
      followed->job = g_object_ref (jobs[i]);
      g_ptr_array_add (self->jobs, followed);
      start_reporter (self, followed, n_jobs);
      followed->state_id
          = g_signal_connect (followed->job, "notify::state", G_CALLBACK (on_state), followed);
      followed->waiting_id
          = g_signal_connect (followed->job, "waiting", G_CALLBACK (on_waiting), followed);
    }

  return self;
}

/* A job that is paused already is about to be resumed: it will not tell that it is paused again. */
static void
stop (Followed *followed)
{
  gboolean is_elsewhere = xu_job_is_elsewhere (followed->job);

  if (followed->text_reporter != NULL && !is_elsewhere)
    xu_cli_text_reporter_show_pausing (followed->text_reporter);
  if (!is_elsewhere)
    xu_job_pause (followed->job);
  if (is_elsewhere || xu_job_get_state (followed->job) == XU_JOB_PAUSED)
    settle (followed);
}

static gboolean
stop_cb (gpointer user_data)
{
  XuCliFollow *self = user_data;

  self->stop_id = 0;
  for (guint i = 0; i < self->jobs->len; i++)
    {
      Followed *followed = g_ptr_array_index (self->jobs, i);

      if (followed->state_id != 0)
        stop (followed);
    }

  return G_SOURCE_REMOVE;
}

/* Not at once: it may be a reporter that finds its output closed, in the middle of a report. */
static void
on_cancelled (GCancellable *cancellable, XuCliFollow *self)
{
  self->stop_id = g_idle_add (stop_cb, self);
}

static XuCliExit
get_common_exit (XuCliFollow *self)
{
  const Followed *first = g_ptr_array_index (self->jobs, 0);

  for (guint i = 1; i < self->jobs->len; i++)
    {
      const Followed *other = g_ptr_array_index (self->jobs, i);

      if (other->exit_code != first->exit_code)
        return XU_CLI_EXIT_FAILED;
    }

  return first->exit_code;
}

XuCliExit
xu_cli_follow_run (XuCliFollow *self)
{
  g_return_val_if_fail (self != NULL, XU_CLI_EXIT_FAILED);

  GCancellable *cancellable = xu_cli_session_get_cancellable (self->session);
  gulong cancelled_id = g_cancellable_connect (cancellable, G_CALLBACK (on_cancelled), self, NULL);

  if (self->n_left > 0)
    xu_cli_session_run (self->session);
  g_cancellable_disconnect (cancellable, cancelled_id);

  return get_common_exit (self);
}

void
xu_cli_follow_free (XuCliFollow *self)
{
  g_return_if_fail (self != NULL);

  if (self->stop_id != 0)
    g_source_remove (self->stop_id);
  g_ptr_array_unref (self->jobs);
  g_free (self);
}
