/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A job's events as JSON Lines. */

#define G_LOG_DOMAIN "xu-cli"

#include "config.h"

#include "xu-cli-json-reporter.h"

#include "xu-cli-job-events.h"
#include "xu-cli-json.h"

/* Nine a second, so that with the last one, which never waits, there are ten at most. */
static const gint64 progress_spacing_us = G_USEC_PER_SEC / 9 + 1;

struct _XuCliJsonReporter
{
  XuJob *job; /* (owned) */
  XuCliOutput *output;
  gint64 progress_told_us; /* monotonic; 0: never */
  gboolean is_all_told;    /* progress with all bytes acknowledged */
  gboolean is_job_told;
  gboolean is_ready_told;
  gboolean is_following_told; /* that another process works on it */
};

static JsonBuilder *
new_event (XuCliJsonReporter *self, const char *event)
{
  return xu_cli_json_new_event (event, xu_job_get_id (self->job));
}

/* Files are known from the journal, or once they are open. */
static void
on_opened (XuJob *job, XuCliJsonReporter *self)
{
  if (!self->is_job_told)
    xu_cli_job_events_write_job (job, self->output);
  self->is_job_told = TRUE;
}

/* A new media id will come: its bytes are counted from nothing. */
static void
on_restarted (XuJob *job, XuCliJsonReporter *self)
{
  self->is_all_told = FALSE;
}

static void
on_initialized (XuJob *job, const char *media_id, guint64 bytes, XuCliJsonReporter *self)
{
  JsonBuilder *builder = new_event (self, "initialized");

  xu_cli_json_add_string (builder, "media_id", media_id);
  xu_cli_json_add_integer (builder, "bytes", (gint64) bytes, 0);
  xu_cli_json_write (builder, self->output);
}

/* The engine tells more where segments follow each other quickly. */
static gboolean
is_progress_due (XuCliJsonReporter *self, const XuJobProgress *progress)
{
  gint64 now_us = g_get_monotonic_time ();
  gboolean is_all = progress->acknowledged == progress->total && !self->is_all_told;

  if (!is_all && self->progress_told_us != 0
      && now_us - self->progress_told_us < progress_spacing_us)
    return FALSE;

  self->progress_told_us = now_us;
  self->is_all_told |= is_all;
  return TRUE;
}

static void
on_chunk_progress (XuJob *job, XuCliJsonReporter *self)
{
  if (is_progress_due (self, xu_job_get_progress (job)))
    xu_cli_job_events_write_progress (job, self->output);
}

static void
on_segment_uploaded (XuJob *job,
                     const char *media_id,
                     guint index,
                     guint64 offset,
                     guint64 bytes,
                     XuCliJsonReporter *self)
{
  JsonBuilder *builder = new_event (self, "segment");

  xu_cli_json_add_string (builder, "media_id", media_id);
  xu_cli_json_add_integer (builder, "index", index, 0);
  xu_cli_json_add_integer (builder, "offset", (gint64) offset, 0);
  xu_cli_json_add_integer (builder, "bytes", (gint64) bytes, 0);
  xu_cli_json_write (builder, self->output);
}

static void
on_finalized (XuJob *job, const char *media_id, XuCliJsonReporter *self)
{
  JsonBuilder *builder = new_event (self, "finalized");

  xu_cli_json_add_string (builder, "media_id", media_id);
  xu_cli_json_write (builder, self->output);
}

static void
on_status (XuJob *job,
           const char *media_id,
           const char *state,
           double percent,
           gint64 check_after_s,
           XuCliJsonReporter *self)
{
  JsonBuilder *builder = new_event (self, "status");

  xu_cli_json_add_string (builder, "media_id", media_id);
  xu_cli_json_add_string (builder, "state", state);
  xu_cli_json_add_number (builder, "percent", percent);
  xu_cli_json_add_integer (builder, "check_after_seconds", check_after_s, 0);
  xu_cli_json_write (builder, self->output);
}

static void
on_waiting (XuJob *job, XuJobWait reason, gint64 until, XuCliJsonReporter *self)
{
  gboolean is_following = reason == XU_JOB_WAIT_OTHER_PROCESS;

  if (!is_following || !self->is_following_told)
    xu_cli_job_events_write_waiting (job, reason, until, self->output);
  self->is_following_told |= is_following;
}

/* Media are ready when they are described or the post begins, or at the end when none is wanted. */
static void
tell_ready (XuCliJsonReporter *self)
{
  if (!self->is_ready_told)
    xu_cli_job_events_write_ready (self->job, self->output);
  self->is_ready_told = TRUE;
}

static void
on_state (XuJob *job, GParamSpec *pspec, XuCliJsonReporter *self)
{
  switch (xu_job_get_state (job))
    {
    case XU_JOB_FINISHING:
    case XU_JOB_POSTING:
    case XU_JOB_READY:
      tell_ready (self);
      break;
    case XU_JOB_POSTED:
      tell_ready (self);
      xu_cli_job_events_write_posted (job, self->output);
      break;
    case XU_JOB_QUEUED:
    case XU_JOB_CHECKING:
    case XU_JOB_UPLOADING:
    case XU_JOB_PROCESSING:
    case XU_JOB_PAUSED:
    case XU_JOB_FAILED:
    case XU_JOB_CANCELLED:
    default:
      break;
    }
}

XuCliJsonReporter *
xu_cli_json_reporter_new (XuJob *job, XuCliOutput *output)
{
  g_return_val_if_fail (XU_IS_JOB (job) && output != NULL, NULL);

  XuCliJsonReporter *self = g_new0 (XuCliJsonReporter, 1);
  gsize n_files;

  self->job = g_object_ref (job);
  self->output = output;
  g_signal_connect (job, "opened", G_CALLBACK (on_opened), self);
  g_signal_connect (job, "restarted", G_CALLBACK (on_restarted), self);
  g_signal_connect (job, "initialized", G_CALLBACK (on_initialized), self);
  g_signal_connect (job, "chunk-progress", G_CALLBACK (on_chunk_progress), self);
  g_signal_connect (job, "segment-uploaded", G_CALLBACK (on_segment_uploaded), self);
  g_signal_connect (job, "finalized", G_CALLBACK (on_finalized), self);
  g_signal_connect (job, "status", G_CALLBACK (on_status), self);
  g_signal_connect (job, "waiting", G_CALLBACK (on_waiting), self);
  g_signal_connect (job, "notify::state", G_CALLBACK (on_state), self);

  /* What the journal knows may not be opened once more: to post, no file is needed. */
  xu_job_get_files (job, &n_files);
  if (n_files > 0)
    on_opened (job, self);

  return self;
}

void
xu_cli_json_reporter_free (XuCliJsonReporter *self)
{
  g_return_if_fail (self != NULL);

  g_signal_handlers_disconnect_by_data (self->job, self);
  g_object_unref (self->job);
  g_free (self);
}
