/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a job is sent, as whom, and what it does while that cannot be. */

#define G_LOG_DOMAIN "xu-engine"

#include "config.h"

#include "xu-job-worker-private.h"

#include "xu-error.h"

XuConnection *
xu_job_worker_find_connection (const XuJobWorker *worker)
{
  return xu_job_shop_find_connection (worker->shop, worker->record->server,
                                      worker->record->user_id);
}

void
xu_job_worker_await_sign_in (XuJobWorker *worker)
{
  XuJobEvent *event = xu_job_event_new (XU_JOB_EVENT_WAITING);

  event->reason = XU_WAIT_SIGN_IN;
  event->seconds = -1;
  worker->awaits_sign_in = TRUE;
  xu_job_worker_send (worker, event);
}

gboolean
xu_job_worker_was_refused (XuJobWorker *worker, const GError *error)
{
  XuConnection *connection = xu_job_worker_find_connection (worker);
  XuJobRecord *record = worker->record;

  if (connection == NULL || record->outcome != XU_JOB_OUTCOME_FAILED
      || !xu_job_shop_refuse (worker->shop, connection, worker->api, error))
    return FALSE;

  record->outcome = XU_JOB_OUTCOME_NONE;
  g_clear_error (&record->error);
  xu_job_worker_save (worker);
  return !worker->is_stopping;
}

GError *
xu_job_worker_new_server_error (const XuJobWorker *worker)
{
  return xu_error_new (XU_ERROR_OTHER_ACCOUNT, "the job belongs to %s", worker->record->server);
}

void
xu_job_worker_network_changed (XuJobWorker *worker)
{
  g_return_if_fail (worker != NULL);

  if (worker->runner == NULL)
    return;

  const XuConnection *connection = xu_job_worker_find_connection (worker);

  if (connection != NULL && !xu_connection_is_local (connection))
    xu_job_runner_network_changed (worker->runner, worker->shop->is_offline);
}

void
xu_job_worker_connection_changed (XuJobWorker *worker, const XuConnection *connection)
{
  g_return_if_fail (worker != NULL && connection != NULL);

  if (worker->record == NULL || xu_job_worker_find_connection (worker) != connection)
    return;

  if (worker->runner != NULL)
    xu_job_worker_renew (worker);
  else if (worker->awaits_sign_in)
    {
      worker->awaits_sign_in = FALSE;
      worker->func (worker, worker->func_data);
    }
}

void
xu_job_worker_pause_if_of (XuJobWorker *worker, const XuConnection *connection)
{
  g_return_if_fail (worker != NULL && connection != NULL);

  if (worker->record == NULL || xu_job_worker_is_at_rest (worker)
      || xu_job_worker_find_connection (worker) != connection)
    return;

  g_autoptr (XuJobCommand) command = xu_job_command_new (XU_JOB_COMMAND_PAUSE);

  xu_job_worker_obey (worker, command);
  if (worker->runner != NULL)
    xu_job_worker_renew (worker);
}
