/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The commands that pause a job, or give it up. */

#define G_LOG_DOMAIN "xu-cli"

#include "config.h"

#include <glib/gi18n.h>

#include "xu-cli-commands.h"
#include "xu-cli-end.h"
#include "xu-cli-journal.h"
#include "xu-error.h"

enum
{
  /* Whoever runs the job may be in the middle of the post, which it does not take back. */
  MOST_WAIT_S = 30,
};

typedef struct
{
  XuCliSession *session;
  XuJob *job;
  XuJobState wanted;
  guint timeout_id; /* 0: none */
} Stop;

static void
on_state (XuJob *job, GParamSpec *pspec, const Stop *self)
{
  if (xu_job_get_state (job) == self->wanted || xu_job_is_over (job))
    xu_cli_session_quit (self->session);
}

static void
on_cancelled (GCancellable *cancellable, const Stop *self)
{
  xu_cli_session_quit (self->session);
}

static gboolean
on_timeout (gpointer user_data)
{
  Stop *self = user_data;

  self->timeout_id = 0;
  xu_cli_session_quit (self->session);
  return G_SOURCE_REMOVE;
}

/* The engine passes it on to whoever runs the job. */
static void
stop (Stop *self)
{
  GCancellable *cancellable = xu_cli_session_get_cancellable (self->session);
  gulong state_id = g_signal_connect (self->job, "notify::state", G_CALLBACK (on_state), self);
  gulong cancelled_id
      = g_signal_connect (cancellable, "cancelled", G_CALLBACK (on_cancelled), self);

  self->timeout_id = g_timeout_add_seconds (MOST_WAIT_S, on_timeout, self);
  if (self->wanted == XU_JOB_PAUSED)
    xu_job_pause (self->job);
  else
    xu_job_cancel (self->job);
  xu_cli_session_run (self->session);

  if (self->timeout_id != 0)
    g_source_remove (self->timeout_id);
  g_signal_handler_disconnect (cancellable, cancelled_id);
  g_signal_handler_disconnect (self->job, state_id);
}

/* Returns: (nullable): why it makes no sense */
static const char *
get_refusal (XuJob *job, XuJobState wanted)
{
  XuJobState state = xu_job_get_state (job);

  if (state == wanted)
    return NULL;
  if (state == XU_JOB_POSTED)
    return _ ("It is posted already.");
  if (state == XU_JOB_CANCELLED)
    return _ ("It was cancelled.");
  if (wanted == XU_JOB_PAUSED && xu_job_is_over (job))
    return _ ("There is nothing to pause: it has ended.");

  return NULL;
}

static XuCliExit
tell (const Stop *self, const XuCliOptions *options)
{
  g_autoptr (GError) error = NULL;
  const char *refusal = get_refusal (self->job, self->wanted);

  if (refusal != NULL)
    return xu_cli_session_refuse (self->session, self->job, refusal);

  if (xu_job_get_state (self->job) == self->wanted)
    {
      xu_cli_end_tell_stopped (self->session, options, self->job);
      return XU_CLI_EXIT_DONE;
    }

  if (g_error_matches (xu_job_get_error (self->job), XU_ERROR, XU_ERROR_POST_UNKNOWN))
    return xu_cli_session_fail (self->session, self->job, xu_job_get_error (self->job));

  if (g_cancellable_set_error_if_cancelled (xu_cli_session_get_cancellable (self->session), &error))
    return xu_cli_session_fail (self->session, NULL, error);

  g_set_error_literal (&error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT,
                       "the job has not changed its state within 30 s");
  return xu_cli_session_fail (self->session, self->job, error);
}

static XuCliExit
run (XuCliSession *session, const XuCliOptions *options, XuJobState wanted)
{
  g_autoptr (GError) error = NULL;
  Stop self = { .session = session, .wanted = wanted };

  self.job = xu_cli_journal_open (session, options->job_id, FALSE, &error);
  if (self.job == NULL)
    return xu_cli_session_fail (session, NULL, error);

  if (xu_job_get_state (self.job) != wanted && get_refusal (self.job, wanted) == NULL)
    stop (&self);

  return tell (&self, options);
}

XuCliExit
xu_cli_pause_run (XuCliSession *session, const XuCliOptions *options)
{
  g_return_val_if_fail (session != NULL && options != NULL && options->job_id != NULL,
                        XU_CLI_EXIT_FAILED);

  return run (session, options, XU_JOB_PAUSED);
}

XuCliExit
xu_cli_cancel_run (XuCliSession *session, const XuCliOptions *options)
{
  g_return_val_if_fail (session != NULL && options != NULL && options->job_id != NULL,
                        XU_CLI_EXIT_FAILED);

  return run (session, options, XU_JOB_CANCELLED);
}
