/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Jobs without an engine. */

#include "config.h"

#include "fake-job.h"

#include "xu-job-self.h"

XuJob *
fake_job_new_of (const char *id, const char *path, const char *server, XuPostIntent intent)
{
  const char *paths[] = { path, NULL };
  g_autoptr (XuJobSpec) spec = xu_job_spec_new (paths, "Hello");
  g_autoptr (XuJobLink) link
      = xu_job_link_new (g_main_context_default (), g_main_context_default ());

  spec->intent = intent;
  return xu_job_new (id, server, NULL, spec, link, "https://x.com");
}

XuJob *
fake_job_new (const char *id, const char *path)
{
  return fake_job_new_of (id, path, "https://api.x.com", XU_POST_INTENT_POST);
}

static void
tell (XuJob *job, XuJobEvent *event)
{
  xu_job_apply_event (event, job);
  xu_job_event_free (event);
}

void
fake_job_set_created_at (XuJob *job, gint64 created_at)
{
  job->created_at = created_at;
}

void
fake_job_set_spec (XuJob *job, XuJobSpec *spec)
{
  xu_job_set_spec (job, spec);
}

void
fake_job_queue (XuJob *job)
{
  XuJobEvent *event = xu_job_event_new (XU_JOB_EVENT_QUEUED);

  event->record
      = xu_job_record_new (xu_job_get_id (job), xu_job_get_server (job), xu_job_get_spec (job));
  tell (job, event);
}

void
fake_job_set_phase (XuJob *job, XuJobPhase phase)
{
  XuJobEvent *event = xu_job_event_new (XU_JOB_EVENT_PHASE);

  event->phase = phase;
  tell (job, event);
}

void
fake_job_set_progress (XuJob *job, guint64 acknowledged, guint64 in_flight)
{
  XuJobEvent *event = xu_job_event_new (XU_JOB_EVENT_PROGRESS);

  event->acknowledged = acknowledged;
  event->in_flight = in_flight;
  event->total = 1000 * 1000;
  tell (job, event);
}

void
fake_job_wait (XuJob *job, XuWaitReason reason)
{
  XuJobEvent *event = xu_job_event_new (XU_JOB_EVENT_WAITING);

  event->reason = reason;
  event->seconds = -1;
  tell (job, event);
}

void
fake_job_pause (XuJob *job)
{
  tell (job, xu_job_event_new (XU_JOB_EVENT_PAUSED));
}

void
fake_job_resume (XuJob *job)
{
  tell (job, xu_job_event_new (XU_JOB_EVENT_RESUMED));
}

void
fake_job_post (XuJob *job, const char *post_id)
{
  XuJobEvent *event = xu_job_event_new (XU_JOB_EVENT_POSTED);

  event->text = g_strdup (post_id);
  tell (job, event);
  tell (job, xu_job_event_new (XU_JOB_EVENT_ENDED));
}

void
fake_job_fail_saying (XuJob *job, XuErrorCode code, const char *detail)
{
  XuJobEvent *event = xu_job_event_new (XU_JOB_EVENT_ENDED);

  event->error = xu_error_new (code, "%s", detail);
  tell (job, event);
}

void
fake_job_fail (XuJob *job, XuErrorCode code)
{
  fake_job_fail_saying (job, code, "as the test wants it");
}

void
fake_job_set_elsewhere (XuJob *job, gboolean is_elsewhere, XuJobOutcome outcome)
{
  XuJobEvent *event = xu_job_event_new (XU_JOB_EVENT_RECORD);

  event->record
      = xu_job_record_new (xu_job_get_id (job), xu_job_get_server (job), xu_job_get_spec (job));
  event->record->outcome = outcome;
  event->is_elsewhere = is_elsewhere;
  if (outcome == XU_JOB_OUTCOME_POSTED)
    {
      event->record->post = XU_POST_RECORD_POSTED;
      event->record->post_id = g_strdup ("1");
    }
  tell (job, event);
}
