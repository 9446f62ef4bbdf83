/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One thing that happened to a job, as a value. */

#define G_LOG_DOMAIN "xu-upload"

#include "config.h"

#include "xu-job-event.h"

XuJobEvent *
xu_job_event_new (XuJobEventKind kind)
{
  XuJobEvent *event = g_new0 (XuJobEvent, 1);

  event->kind = kind;
  event->time_us = g_get_monotonic_time ();

  return event;
}

void
xu_job_event_free (XuJobEvent *event)
{
  g_return_if_fail (event != NULL);

  g_free (event->media_id);
  g_free (event->text);
  g_clear_error (&event->error);
  g_clear_pointer (&event->record, xu_job_record_free);
  g_clear_pointer (&event->spec, xu_job_spec_unref);
  g_free (event);
}
