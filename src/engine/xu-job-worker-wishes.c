/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the user wants of a job that is ours: that waits for its turn, or runs. */

#define G_LOG_DOMAIN "xu-engine"

#include "config.h"

#include "xu-job-worker-private.h"

#include "xu-job-change.h"

static void
set_paused (XuJobWorker *worker, gboolean is_paused)
{
  if (worker->record->is_paused == is_paused)
    return;

  worker->record->is_paused = is_paused;
  worker->awaits_sign_in = FALSE; /* Where it still does, its next turn says so again. */
  xu_job_worker_save (worker);
  if (worker->runner == NULL && is_paused)
    xu_job_worker_send (worker, xu_job_event_new (XU_JOB_EVENT_PAUSED));
  else if (worker->runner == NULL)
    xu_job_worker_send_queued (worker);
  worker->func (worker, worker->func_data);

  /* Last, for a job that goes on may end at once. */
  if (worker->runner != NULL)
    xu_job_runner_set_paused (worker->runner, is_paused);
}

static void
cancel (XuJobWorker *worker)
{
  if (worker->cancellable != NULL)
    g_cancellable_cancel (worker->cancellable);
  else
    xu_job_worker_end_cancelled (worker);
}

void
xu_job_worker_renew (XuJobWorker *worker)
{
  if (g_cancellable_is_cancelled (worker->cancellable))
    return;

  worker->is_renewing = TRUE;
  xu_job_runner_stop (worker->runner);
}

static void
use_spec (XuJobWorker *worker, XuJobSpec *spec, gboolean needs_subscription)
{
  xu_job_record_set_spec (worker->record, spec);
  if (worker->runner == NULL)
    {
      xu_job_worker_save (worker);
      return;
    }

  xu_job_runner_set_subscription_needed (worker->runner, needs_subscription);
  xu_job_runner_spec_changed (worker->runner); /* The job may end at once. */
}

/* What a runner has under way is known by its place: files come and go while none runs. And a text
 * that nobody may post ends the job as it would have when it began. */
static void
change_spec (XuJobWorker *worker, const XuJobCommand *command)
{
  const XuJobSpec *wanted = worker->next_spec != NULL ? worker->next_spec : worker->record->spec;
  g_autoptr (XuJobSpec) spec = xu_job_change_dup_spec (worker->record, wanted, command);
  gboolean needs_subscription;
  g_autoptr (GError) error = xu_job_worker_check_spec (spec, &needs_subscription);

  if (xu_job_spec_equal (spec, wanted))
    return;

  if (worker->runner == NULL
      || (worker->next_spec == NULL && error == NULL
          && xu_job_change_keeps_items (worker->record->spec, spec)))
    {
      use_spec (worker, spec, needs_subscription);
      return;
    }

  g_clear_pointer (&worker->next_spec, xu_job_spec_unref);
  worker->next_spec = g_steal_pointer (&spec);
  xu_job_worker_renew (worker);
}

void
xu_job_worker_take_next_spec (XuJobWorker *worker)
{
  g_autoptr (XuJobSpec) spec = g_steal_pointer (&worker->next_spec);

  /* The post was faster. */
  if (spec == NULL || worker->record->post != XU_POST_RECORD_NONE)
    return;

  xu_job_record_set_spec (worker->record, spec);
  xu_job_worker_save (worker);
}

static void
edit (XuJobWorker *worker, const XuJobCommand *command)
{
  if (worker->record->post == XU_POST_RECORD_NONE)
    change_spec (worker, command);
}

static void
post (XuJobWorker *worker, const XuJobCommand *command)
{
  if (worker->record->post != XU_POST_RECORD_NONE)
    return;

  change_spec (worker, command);
  set_paused (worker, FALSE);
}

static void
obey (XuJobWorker *worker, const XuJobCommand *command)
{
  switch (command->kind)
    {
    case XU_JOB_COMMAND_PAUSE:
      set_paused (worker, TRUE);
      break;
    case XU_JOB_COMMAND_RESUME:
    case XU_JOB_COMMAND_START_AGAIN:
      set_paused (worker, FALSE);
      break;
    case XU_JOB_COMMAND_POST:
      post (worker, command);
      break;
    case XU_JOB_COMMAND_EDIT:
      edit (worker, command);
      break;
    case XU_JOB_COMMAND_CANCEL:
      cancel (worker);
      break;
    default:
      g_assert_not_reached ();
    }
}

/* The first word counts: what was cancelled does not go on. An edit waits until the files are known
 * by their places again. */
static void
obey_while_matching (XuJobWorker *worker, const XuJobCommand *command)
{
  if (command->kind == XU_JOB_COMMAND_EDIT || command->kind == XU_JOB_COMMAND_POST)
    {
      const XuJobSpec *wanted
          = worker->next_spec != NULL ? worker->next_spec : worker->record->spec;
      XuJobSpec *spec = xu_job_change_dup_spec (worker->record, wanted, command);

      g_clear_pointer (&worker->next_spec, xu_job_spec_unref);
      worker->next_spec = spec;
      return;
    }

  if ((command->kind != XU_JOB_COMMAND_PAUSE && command->kind != XU_JOB_COMMAND_CANCEL)
      || g_cancellable_is_cancelled (worker->cancellable))
    return;

  worker->record->is_paused = command->kind == XU_JOB_COMMAND_PAUSE;
  g_cancellable_cancel (worker->cancellable);
}

void
xu_job_worker_obey (XuJobWorker *worker, const XuJobCommand *command)
{
  if (worker->stage == XU_STAGE_MATCHING)
    obey_while_matching (worker, command);
  else
    obey (worker, command);
}

void
xu_job_worker_answer (XuJobWorker *worker)
{
  if (worker->n_wishes == 0 || worker->next_spec != NULL || worker->record == NULL)
    return;

  XuJobEvent *event = xu_job_event_new (XU_JOB_EVENT_SPEC);

  event->spec = xu_job_spec_ref (worker->record->spec);
  event->index = worker->n_wishes;
  worker->n_wishes = 0;
  xu_job_worker_send (worker, event);
}
