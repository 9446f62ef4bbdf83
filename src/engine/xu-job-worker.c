/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One job in the engine's thread: from its turn to its end, with its events sent to the front. */

#define G_LOG_DOMAIN "xu-engine"

#include "config.h"

#include "xu-job-worker.h"

#include <gio/gio.h>

#include "xu-error.h"
#include "xu-job-runner.h"
#include "xu-source.h"
#include "xu-user-api.h"
#include "xu-weighted-text.h"

/* People cannot read more than ten numbers a second, and a front should not have to draw them.
 * Eight leave room for those that a phase ends with. */
static const gint64 progress_spacing_us = 125 * 1000;

struct _XuJobWorker
{
  XuJobSpec *spec; /* (owned) */
  XuJobLink *link; /* (owned) */
  XuJobWorkerFunc func;
  gpointer func_data;

  XuApi *api;                /* (owned) (nullable): from the start on */
  XuSlots *slots;            /* (owned) (nullable): from the start on */
  XuUploadOptions *options;  /* (unowned) (nullable): from the start on */
  XuJobRunner *runner;       /* (owned) (nullable): while it runs */
  GCancellable *cancellable; /* (owned) */
  gboolean is_paused;
  gboolean is_over;

  XuJobEvent *progress;     /* (owned) (nullable): the newest that was not sent yet */
  GSource *progress_source; /* (owned) (nullable): sends it */
  gint64 progress_sent_at;
};

static void run (XuJobWorker *worker);

static void
flush_progress (XuJobWorker *worker)
{
  xu_source_clear (&worker->progress_source);
  if (worker->progress == NULL)
    return;

  worker->progress_sent_at = g_get_monotonic_time ();
  xu_job_link_send_event (worker->link, g_steal_pointer (&worker->progress));
}

static gboolean
flush_progress_cb (gpointer user_data)
{
  flush_progress (user_data);

  return G_SOURCE_REMOVE;
}

static gboolean
ends_progress (XuJobEventKind kind)
{
  return kind == XU_JOB_EVENT_PHASE || kind == XU_JOB_EVENT_FINALIZED || kind == XU_JOB_EVENT_ENDED;
}

/* Progress is thinned out; everything else goes at once. A phase ends with its last progress, and
 * what is left of an old media id must not come behind the new one. */
static void
send_event (XuJobEvent *event, gpointer user_data)
{
  XuJobWorker *worker = user_data;
  gint64 wait_us = worker->progress_sent_at + progress_spacing_us - event->time_us;

  if (event->kind == XU_JOB_EVENT_PROGRESS)
    {
      g_clear_pointer (&worker->progress, xu_job_event_free);
      worker->progress = event;
      if (worker->progress_source == NULL)
        xu_source_set_timer (&worker->progress_source, g_main_context_get_thread_default (),
                             MAX (wait_us, 0), flush_progress_cb, worker);
      return;
    }

  if (event->kind == XU_JOB_EVENT_INITIALIZED)
    g_clear_pointer (&worker->progress, xu_job_event_free);
  else if (wait_us <= 0 || ends_progress (event->kind))
    flush_progress (worker);
  xu_job_link_send_event (worker->link, event);
}

static void
end (XuJobWorker *worker, const GError *error)
{
  XuJobEvent *event = xu_job_event_new (XU_JOB_EVENT_ENDED);

  g_assert (!worker->is_over);

  event->error = error != NULL ? g_error_copy (error) : NULL;
  send_event (event, worker);
  worker->is_over = TRUE;
  g_clear_object (&worker->runner);

  worker->func (worker, worker->func_data);
}

static void
command_cb (XuJobLinkCommand command, gpointer user_data)
{
  XuJobWorker *worker = user_data;
  gboolean is_paused = command == XU_JOB_LINK_PAUSE;

  if (worker->is_over)
    return;

  if (command == XU_JOB_LINK_CANCEL)
    {
      xu_job_worker_cancel (worker);
      return;
    }

  if (is_paused == worker->is_paused)
    return;

  worker->is_paused = is_paused;
  send_event (xu_job_event_new (is_paused ? XU_JOB_EVENT_PAUSED : XU_JOB_EVENT_RESUMED), worker);
  worker->func (worker, worker->func_data);

  /* Last, for a job that goes on may end at once, and its worker with it. */
  if (worker->runner != NULL)
    xu_job_runner_set_paused (worker->runner, is_paused);
}

XuJobWorker *
xu_job_worker_new (XuJobSpec *spec, XuJobLink *link, XuJobWorkerFunc func, gpointer user_data)
{
  g_return_val_if_fail (spec != NULL && link != NULL && func != NULL, NULL);

  XuJobWorker *worker = g_new0 (XuJobWorker, 1);

  worker->spec = xu_job_spec_ref (spec);
  worker->link = xu_job_link_ref (link);
  worker->func = func;
  worker->func_data = user_data;
  worker->cancellable = g_cancellable_new ();
  xu_job_link_set_worker (link, command_cb, worker);

  return worker;
}

void
xu_job_worker_free (XuJobWorker *worker)
{
  g_return_if_fail (worker != NULL);
  g_return_if_fail (worker->api == NULL || worker->is_over);

  xu_job_link_set_worker (worker->link, NULL, NULL);
  xu_source_clear (&worker->progress_source);
  g_clear_pointer (&worker->progress, xu_job_event_free);
  g_clear_pointer (&worker->slots, xu_slots_unref);
  g_clear_object (&worker->api);
  g_clear_object (&worker->cancellable);
  xu_job_spec_unref (worker->spec);
  xu_job_link_unref (worker->link);
  g_free (worker);
}

static void
ran_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  xu_job_runner_run_finish (XU_JOB_RUNNER (source), result, &error);
  end (user_data, error);
}

static void
run (XuJobWorker *worker)
{
  worker->runner = xu_job_runner_new (worker->api, worker->spec, worker->slots, worker->options,
                                      send_event, worker);
  xu_job_runner_set_paused (worker->runner, worker->is_paused);
  xu_job_runner_run_async (worker->runner, worker->cancellable, ran_cb, worker);
}

static void
end_as_too_long (XuJobWorker *worker, const XuTextCount *count)
{
  g_autoptr (GError) error
      = xu_error_new (XU_ERROR_TEXT_TOO_LONG, "the text counts %u, the account may write %u",
                      count->weighted_length,
                      count->weighted_length > XU_TEXT_LIMIT_SUBSCRIBER ? XU_TEXT_LIMIT_SUBSCRIBER
                                                                        : XU_TEXT_LIMIT_STANDARD);
  end (worker, error);
}

static void
me_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  XuJobWorker *worker = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (XuUser) user = xu_user_api_me_finish (worker->api, result, &error);
  XuTextCount count;

  if (user == NULL)
    {
      end (worker, error);
      return;
    }

  if (user->subscription_type != NULL && g_ascii_strcasecmp (user->subscription_type, "None") != 0)
    {
      run (worker);
      return;
    }

  xu_weighted_text_count (worker->spec->text, XU_TEXT_LIMIT_STANDARD, &count);
  end_as_too_long (worker, &count);
}

/* Before anything is sent: X would say so only after the whole upload. */
static void
check_spec (XuJobWorker *worker)
{
  g_autoptr (GError) error = NULL;
  XuTextCount count;

  xu_weighted_text_count (worker->spec->text, XU_TEXT_LIMIT_SUBSCRIBER, &count);

  if (worker->spec->paths[0] == NULL)
    {
      error = xu_error_new (XU_ERROR_USAGE, "there is no file to upload");
      end (worker, error);
    }
  else if (!worker->spec->is_post_wanted
           || (count.is_valid && count.weighted_length <= XU_TEXT_LIMIT_STANDARD))
    {
      run (worker);
    }
  else if (count.weighted_length > XU_TEXT_LIMIT_SUBSCRIBER)
    {
      end_as_too_long (worker, &count);
    }
  else if (!count.is_valid)
    {
      error = xu_error_new (XU_ERROR_USAGE, "the text holds characters that X does not take");
      end (worker, error);
    }
  else
    {
      /* Subscribers may write this much. The call costs a cent, a lost upload more. */
      xu_user_api_me_async (worker->api, worker->cancellable, me_cb, worker);
    }
}

void
xu_job_worker_start (XuJobWorker *worker, XuApi *api, XuSlots *slots, XuUploadOptions *options)
{
  g_return_if_fail (worker != NULL && worker->api == NULL && !worker->is_over);
  g_return_if_fail (XU_IS_API (api) && slots != NULL && options != NULL);

  worker->api = g_object_ref (api);
  worker->slots = xu_slots_ref (slots);
  worker->options = options;

  check_spec (worker);
}

void
xu_job_worker_refuse (XuJobWorker *worker, const GError *error)
{
  g_return_if_fail (worker != NULL && worker->api == NULL && error != NULL);

  end (worker, error);
}

void
xu_job_worker_cancel (XuJobWorker *worker)
{
  g_autoptr (GError) error = NULL;

  g_return_if_fail (worker != NULL);

  g_cancellable_cancel (worker->cancellable);

  if (worker->api == NULL && !worker->is_over
      && g_cancellable_set_error_if_cancelled (worker->cancellable, &error))
    end (worker, error);
}

gboolean
xu_job_worker_is_ready (const XuJobWorker *worker)
{
  g_return_val_if_fail (worker != NULL, FALSE);

  return worker->api == NULL && !worker->is_over && !worker->is_paused;
}

gboolean
xu_job_worker_is_busy (const XuJobWorker *worker)
{
  g_return_val_if_fail (worker != NULL, FALSE);

  return worker->api != NULL && !worker->is_over && !worker->is_paused;
}

gboolean
xu_job_worker_is_over (const XuJobWorker *worker)
{
  g_return_val_if_fail (worker != NULL, FALSE);

  return worker->is_over;
}
