/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a job tells of itself. */

#define G_LOG_DOMAIN "xu-upload"

#include "config.h"

#include "xu-job-runner-private.h"

void
xu_job_runner_emit (XuJobRunner *self, XuJobEvent *event)
{
  self->func (event, self->func_data);
}

void
xu_job_runner_enter_phase (XuJobRunner *self, XuJobPhase phase)
{
  if (self->phase == phase)
    return;

  self->phase = phase;

  XuJobEvent *event = xu_job_event_new (XU_JOB_EVENT_PHASE);

  event->phase = phase;
  xu_job_runner_emit (self, event);
}

void
xu_job_runner_emit_waiting (XuJobRunner *self, XuWaitReason reason, gint64 wake_at)
{
  XuJobEvent *event = xu_job_event_new (XU_JOB_EVENT_WAITING);
  gint64 wait_us = MAX (wake_at - event->time_us, 0);

  event->reason = reason;
  event->seconds = (g_get_real_time () + wait_us + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC;
  xu_job_runner_emit (self, event);
}

/* The files, as the record knows them: those that are uploaded need not be there any more. */
void
xu_job_runner_tell_files (XuJobRunner *self)
{
  g_autofree const char **paths = xu_job_spec_dup_item_paths (self->record->spec);

  self->are_files_told = TRUE;
  self->bytes_total = 0;
  self->bytes_before = 0;
  for (guint i = 0; i < self->record->items->len; i++)
    {
      const XuItemRecord *item = xu_job_record_get_item (self->record, i);
      XuJobEvent *event = xu_job_event_new (XU_JOB_EVENT_FILE);

      event->index = i;
      event->text = g_strdup (paths[i]);
      event->media_type = g_intern_string (item->media_type);
      event->total = item->size;
      self->bytes_total += item->size;
      if (item->upload.state == XU_UPLOAD_RECORD_READY)
        self->bytes_before += item->size;
      xu_job_runner_emit (self, event);
    }
  xu_job_runner_emit (self, xu_job_event_new (XU_JOB_EVENT_OPENED));
}

/* Told before anything is done with them: whatever fails then, the media are known. */
void
xu_job_runner_tell_media_ready (XuJobRunner *self)
{
  g_autofree const char **ids = xu_job_plan_dup_post_media_ids (self->plan);

  if (self->is_media_ready_told)
    return;

  self->is_media_ready_told = TRUE;
  for (gsize i = 0; ids[i] != NULL; i++)
    {
      XuJobEvent *event = xu_job_event_new (XU_JOB_EVENT_MEDIA_READY);

      event->index = (guint) i;
      event->media_id = g_strdup (ids[i]);
      xu_job_runner_emit (self, event);
    }
}
