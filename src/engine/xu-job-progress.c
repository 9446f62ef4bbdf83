/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A job's events on their way to the front, progress thinned out. */

#define G_LOG_DOMAIN "xu-engine"

#include "config.h"

#include "xu-job-progress.h"

#include "xu-source.h"

/* People cannot read more than ten numbers a second, and a front should not have to draw them.
 * Eight leave room for those that a phase ends with. */
static const gint64 progress_spacing_us = 125 * 1000;

struct _XuJobProgressFilter
{
  XuJobLink *link;    /* (owned) */
  XuJobEvent *newest; /* (owned) (nullable): progress that was not sent yet */
  GSource *source;    /* (owned) (nullable): sends it */
  gint64 sent_at;
};

XuJobProgressFilter *
xu_job_progress_filter_new (XuJobLink *link)
{
  g_return_val_if_fail (link != NULL, NULL);

  XuJobProgressFilter *filter = g_new0 (XuJobProgressFilter, 1);

  filter->link = xu_job_link_ref (link);
  return filter;
}

void
xu_job_progress_filter_free (XuJobProgressFilter *filter)
{
  g_return_if_fail (filter != NULL);

  xu_source_clear (&filter->source);
  g_clear_pointer (&filter->newest, xu_job_event_free);
  xu_job_link_unref (filter->link);
  g_free (filter);
}

static void
flush (XuJobProgressFilter *filter)
{
  xu_source_clear (&filter->source);
  if (filter->newest == NULL)
    return;

  filter->sent_at = g_get_monotonic_time ();
  xu_job_link_send_event (filter->link, g_steal_pointer (&filter->newest));
}

static gboolean
flush_cb (gpointer user_data)
{
  flush (user_data);

  return G_SOURCE_REMOVE;
}

static gboolean
ends_progress (XuJobEventKind kind)
{
  return kind == XU_JOB_EVENT_PHASE || kind == XU_JOB_EVENT_FINALIZED || kind == XU_JOB_EVENT_PAUSED
         || kind == XU_JOB_EVENT_RECORD || kind == XU_JOB_EVENT_ENDED;
}

void
xu_job_progress_filter_send (XuJobProgressFilter *filter, XuJobEvent *event)
{
  g_return_if_fail (filter != NULL && event != NULL);

  gint64 wait_us = filter->sent_at + progress_spacing_us - event->time_us;

  if (event->kind == XU_JOB_EVENT_PROGRESS)
    {
      g_clear_pointer (&filter->newest, xu_job_event_free);
      filter->newest = event;
      if (filter->source == NULL)
        xu_source_set_timer (&filter->source, g_main_context_get_thread_default (),
                             MAX (wait_us, 0), flush_cb, filter);
      return;
    }

  /* What is left of an old media id must not come behind the new one. */
  if (event->kind == XU_JOB_EVENT_INITIALIZED)
    g_clear_pointer (&filter->newest, xu_job_event_free);
  else if (wait_us <= 0 || ends_progress (event->kind))
    flush (filter);
  xu_job_link_send_event (filter->link, event);
}
