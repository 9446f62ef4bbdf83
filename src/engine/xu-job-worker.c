/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One job in the engine's thread: its turns, its place in the journal, its events to the front. */

#define G_LOG_DOMAIN "xu-engine"

#include "config.h"

#include "xu-job-worker-private.h"

#include "xu-error.h"
#include "xu-job-change.h"
#include "xu-weighted-text.h"

static void
send_event (XuJobEvent *event, gpointer user_data)
{
  XuJobWorker *worker = user_data;

  xu_job_progress_filter_send (worker->progress, event);
}

void
xu_job_worker_send_record (XuJobWorker *worker)
{
  XuJobEvent *event = xu_job_event_new (XU_JOB_EVENT_RECORD);

  event->record = xu_job_record_copy (worker->record);
  event->is_elsewhere = worker->is_elsewhere;
  send_event (event, worker);
}

void
xu_job_worker_change_stage (XuJobWorker *worker, XuJobStage stage)
{
  worker->stage = stage;
  worker->func (worker, worker->func_data);
}

void
xu_job_worker_rest (XuJobWorker *worker)
{
  g_clear_object (&worker->runner);
  g_clear_object (&worker->cancellable);
  if (xu_job_worker_is_in_journal (worker))
    xu_journal_release_job (worker->shop->journal, worker->record->number);

  xu_job_worker_change_stage (worker, XU_STAGE_REST);
}

void
xu_job_worker_send_end (XuJobWorker *worker, const GError *error)
{
  XuJobEvent *event = xu_job_event_new (XU_JOB_EVENT_ENDED);

  event->error = error != NULL ? g_error_copy (error) : NULL;
  send_event (event, worker);
}

void
xu_job_worker_end (XuJobWorker *worker, const GError *error)
{
  XuJobRecord *record = worker->record;
  g_autoptr (GError) save_error = NULL;

  g_clear_error (&record->error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    record->outcome = XU_JOB_OUTCOME_CANCELLED;
  else
    {
      record->outcome = XU_JOB_OUTCOME_FAILED;
      record->error = g_error_copy (error);
    }

  if (record->number > 0 && !xu_journal_save_job (worker->shop->journal, record, &save_error))
    g_debug ("how the job ended is not saved: %s", save_error->message);
  xu_job_worker_send_end (worker, error);
  xu_job_worker_rest (worker);
}

/* A post that may exist is not made undone by this: whoever does not know of it yet must be told.
 */
void
xu_job_worker_end_cancelled (XuJobWorker *worker)
{
  const XuJobRecord *record = worker->record;
  gboolean is_unknown
      = record->post == XU_POST_RECORD_POSTING && record->outcome == XU_JOB_OUTCOME_NONE;
  g_autoptr (GError) error
      = is_unknown
            ? xu_error_new (XU_ERROR_POST_UNKNOWN,
                            "the job was cancelled before anybody looked for its post")
            : g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "the job was cancelled");

  xu_job_worker_end (worker, error);
}

void
xu_job_worker_save (XuJobWorker *worker)
{
  g_autoptr (GError) error = NULL;

  if (!xu_journal_save_job (worker->shop->journal, worker->record, &error))
    g_debug ("the job is not saved: %s", error->message);
}

void
xu_job_worker_send_queued (XuJobWorker *worker)
{
  XuJobEvent *event = xu_job_event_new (XU_JOB_EVENT_QUEUED);

  event->record = xu_job_record_copy (worker->record);
  send_event (event, worker);
}

void
xu_job_worker_enter_journal (XuJobWorker *worker)
{
  const XuJobShop *shop = worker->shop;
  g_autoptr (GError) error = NULL;

  if (worker->record->spec->paths[0] == NULL)
    error = xu_error_new (XU_ERROR_USAGE, "there is no file to upload");
  else if (shop->journal == NULL)
    error = g_error_copy (shop->journal_error);

  if (error != NULL || !xu_journal_add_job (shop->journal, worker->record, &error))
    {
      xu_job_worker_end (worker, error);
      return;
    }

  xu_job_worker_send_queued (worker);
  xu_job_worker_change_stage (worker, XU_STAGE_READY);
}

void
xu_job_worker_add (XuJobWorker *worker, const char *server, XuJobSpec *spec)
{
  g_return_if_fail (worker != NULL && worker->record == NULL && server != NULL && spec != NULL);

  const XuConnection *connection = xu_job_shop_find_connection (worker->shop, server);

  worker->record = xu_job_record_new (worker->id, server, spec);
  if (connection != NULL && connection->api != NULL)
    worker->record->credentials = xu_api_dup_credentials (connection->api);
  xu_job_worker_enter_journal (worker);
}

/* A turn begins here. */

/* Gives the turn back without giving the job back. */
static void
take_turn_again (XuJobWorker *worker)
{
  worker->is_renewing = FALSE;
  g_clear_object (&worker->runner);
  g_clear_object (&worker->cancellable);
  if (worker->record->is_paused)
    xu_job_worker_send_record (worker);
  else
    xu_job_worker_send_queued (worker);
  xu_job_worker_change_stage (worker, XU_STAGE_READY);
}

static void
ran_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  XuJobWorker *worker = user_data;
  g_autoptr (GError) error = NULL;

  xu_job_runner_run_finish (XU_JOB_RUNNER (source), result, &error);
  if (worker->record->outcome == XU_JOB_OUTCOME_NONE && worker->is_renewing && !worker->is_stopping)
    {
      /* A cancel that came meanwhile must not be lost. */
      if (g_cancellable_is_cancelled (worker->cancellable))
        xu_job_worker_end_cancelled (worker);
      else
        take_turn_again (worker);
      return;
    }

  if (worker->record->outcome == XU_JOB_OUTCOME_NONE)
    xu_job_worker_send_record (worker);
  else
    xu_job_worker_send_end (worker, error);
  xu_job_worker_rest (worker);
}

static void
run (XuJobWorker *worker, XuConnection *connection, gboolean needs_subscription)
{
  XuJobShop *shop = worker->shop;

  worker->cancellable = g_cancellable_new ();
  worker->runner = xu_job_runner_new (connection->api, shop->journal, worker->record, shop->slots,
                                      &connection->options, send_event, worker);
  if (needs_subscription)
    xu_job_runner_require_subscription (worker->runner);
  xu_job_runner_network_changed (worker->runner, xu_job_shop_is_offline (shop, connection));
  worker->stage = XU_STAGE_RUNNING;
  xu_job_runner_run_async (worker->runner, worker->cancellable, ran_cb, worker);
}

GError *
xu_job_worker_new_server_error (const XuJobWorker *worker)
{
  return xu_error_new (XU_ERROR_OTHER_ACCOUNT, "the job belongs to %s", worker->record->server);
}

static GError *
too_long_error (const XuTextCount *count)
{
  return xu_error_new (XU_ERROR_TEXT_TOO_LONG, "the text counts %u, a subscriber may write %u",
                       count->weighted_length, XU_TEXT_LIMIT_SUBSCRIBER);
}

/* Before anything is sent: X would say so only after the whole upload. */
static GError *
check_spec (const XuJobSpec *spec, gboolean *needs_subscription)
{
  XuTextCount count;

  *needs_subscription = FALSE;
  if (spec->intent != XU_POST_INTENT_POST)
    return NULL;

  xu_weighted_text_count (spec->text, XU_TEXT_LIMIT_SUBSCRIBER, &count);
  if (count.weighted_length > XU_TEXT_LIMIT_SUBSCRIBER)
    return too_long_error (&count);
  if (!count.is_valid)
    return xu_error_new (XU_ERROR_USAGE, "the text holds characters that X does not take");

  *needs_subscription = count.weighted_length > XU_TEXT_LIMIT_STANDARD;
  return NULL;
}

void
xu_job_worker_start (XuJobWorker *worker)
{
  gboolean needs_subscription;

  g_return_if_fail (worker != NULL && worker->stage == XU_STAGE_READY);

  XuConnection *connection = xu_job_shop_find_connection (worker->shop, worker->record->server);
  g_autoptr (GError) error = check_spec (worker->record->spec, &needs_subscription);

  if (error == NULL && connection == NULL)
    error = xu_job_worker_new_server_error (worker);
  else if (error == NULL && connection->api == NULL)
    error = g_error_copy (connection->credentials_error);

  if (error != NULL)
    xu_job_worker_end (worker, error);
  else
    run (worker, connection, needs_subscription);
}

/* Commands to a job that is ours. */

static void
set_paused (XuJobWorker *worker, gboolean is_paused)
{
  if (worker->record->is_paused == is_paused)
    return;

  worker->record->is_paused = is_paused;
  xu_job_worker_save (worker);
  if (worker->runner == NULL && is_paused)
    send_event (xu_job_event_new (XU_JOB_EVENT_PAUSED), worker);
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

static void
post (XuJobWorker *worker, const XuJobCommand *command)
{
  if (worker->record->post != XU_POST_RECORD_NONE)
    return;

  xu_job_change_want_post (worker->record, command->text);
  set_paused (worker, FALSE);
  if (worker->runner != NULL)
    xu_job_runner_spec_changed (worker->runner);
  else if (worker->stage == XU_STAGE_READY)
    xu_job_worker_save (worker);
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
    case XU_JOB_COMMAND_CANCEL:
      cancel (worker);
      break;
    default:
      g_assert_not_reached ();
    }
}

/* The first word counts: what was cancelled does not go on. */
static void
obey_while_matching (XuJobWorker *worker, const XuJobCommand *command)
{
  if ((command->kind != XU_JOB_COMMAND_PAUSE && command->kind != XU_JOB_COMMAND_CANCEL)
      || g_cancellable_is_cancelled (worker->cancellable))
    return;

  worker->record->is_paused = command->kind == XU_JOB_COMMAND_PAUSE;
  g_cancellable_cancel (worker->cancellable);
}

static void
obey_if_ours (XuJobWorker *worker, const XuJobCommand *command)
{
  if (worker->stage == XU_STAGE_MATCHING)
    obey_while_matching (worker, command);
  else
    obey (worker, command);
}

static void
command_cb (const XuJobCommand *command, gpointer user_data)
{
  XuJobWorker *worker = user_data;

  if (worker->is_stopping)
    return;

  if (xu_job_worker_is_at_rest (worker))
    xu_job_worker_obey_at_rest (worker, command);
  else
    obey_if_ours (worker, command);
}

XuJobCommand *
xu_job_worker_command_of_request (XuJournalRequest request)
{
  static const XuJobCommandKind kinds[] = {
    [XU_JOURNAL_REQUEST_PAUSE] = XU_JOB_COMMAND_PAUSE,
    [XU_JOURNAL_REQUEST_RESUME] = XU_JOB_COMMAND_RESUME,
    [XU_JOURNAL_REQUEST_CANCEL] = XU_JOB_COMMAND_CANCEL,
  };

  g_assert (request != XU_JOURNAL_REQUEST_NONE);

  return xu_job_command_new (kinds[request]);
}

void
xu_job_worker_answer_request (XuJobWorker *worker)
{
  g_return_if_fail (worker != NULL);

  if (worker->is_stopping || xu_job_worker_is_at_rest (worker))
    return;

  XuJournalRequest request
      = xu_journal_take_request (worker->shop->journal, worker->record->number);

  if (request == XU_JOURNAL_REQUEST_NONE)
    return;

  g_autoptr (XuJobCommand) command = xu_job_worker_command_of_request (request);

  obey_if_ours (worker, command);
}

void
xu_job_worker_network_changed (XuJobWorker *worker)
{
  g_return_if_fail (worker != NULL);

  if (worker->runner == NULL)
    return;

  const XuConnection *connection
      = xu_job_shop_find_connection (worker->shop, worker->record->server);

  if (!xu_connection_is_local (connection))
    xu_job_runner_network_changed (worker->runner, worker->shop->is_offline);
}

/* Stops where it is, and goes on from there, with all that has changed meanwhile. A post under way
 * is waited for. */
static void
renew (XuJobWorker *worker)
{
  if (g_cancellable_is_cancelled (worker->cancellable))
    return;

  worker->is_renewing = TRUE;
  xu_job_runner_stop (worker->runner);
}

void
xu_job_worker_server_moved (XuJobWorker *worker, const char *server)
{
  g_return_if_fail (worker != NULL && server != NULL);

  if (worker->runner != NULL && g_str_equal (worker->record->server, server))
    renew (worker);
}

void
xu_job_worker_stop (XuJobWorker *worker)
{
  g_return_if_fail (worker != NULL);

  worker->is_stopping = TRUE;
  if (worker->stage == XU_STAGE_RUNNING)
    xu_job_runner_stop (worker->runner);
  else if (worker->stage == XU_STAGE_MATCHING)
    g_cancellable_cancel (worker->cancellable);
  else if (worker->stage == XU_STAGE_READY)
    {
      xu_job_worker_send_record (worker);
      xu_job_worker_rest (worker);
    }
}

XuJobWorker *
xu_job_worker_new (XuJobShop *shop,
                   const char *id,
                   XuJobLink *link,
                   XuJobWorkerFunc func,
                   gpointer user_data)
{
  g_return_val_if_fail (shop != NULL && id != NULL && link != NULL && func != NULL, NULL);

  XuJobWorker *worker = g_new0 (XuJobWorker, 1);

  worker->shop = shop;
  worker->id = g_strdup (id);
  worker->link = xu_job_link_ref (link);
  worker->func = func;
  worker->func_data = user_data;
  worker->progress = xu_job_progress_filter_new (link);
  xu_job_link_set_worker (link, command_cb, worker);

  return worker;
}

void
xu_job_worker_free (XuJobWorker *worker)
{
  g_return_if_fail (worker != NULL && worker->stage <= XU_STAGE_FOLLOWING);

  xu_job_link_set_worker (worker->link, NULL, NULL);
  xu_job_progress_filter_free (worker->progress);
  xu_job_link_unref (worker->link);
  g_clear_pointer (&worker->record, xu_job_record_free);
  g_free (worker->id);
  g_free (worker);
}

const char *
xu_job_worker_get_id (const XuJobWorker *worker)
{
  g_return_val_if_fail (worker != NULL, NULL);

  return worker->id;
}

gboolean
xu_job_worker_is_ready (const XuJobWorker *worker)
{
  g_return_val_if_fail (worker != NULL, FALSE);

  return worker->stage == XU_STAGE_READY && !worker->record->is_paused;
}

gboolean
xu_job_worker_is_busy (const XuJobWorker *worker)
{
  g_return_val_if_fail (worker != NULL, FALSE);

  return worker->stage == XU_STAGE_RUNNING && !worker->record->is_paused;
}

gboolean
xu_job_worker_is_at_rest (const XuJobWorker *worker)
{
  g_return_val_if_fail (worker != NULL, FALSE);

  return worker->stage <= XU_STAGE_FOLLOWING;
}

gboolean
xu_job_worker_is_in_journal (const XuJobWorker *worker)
{
  g_return_val_if_fail (worker != NULL, FALSE);

  return worker->record != NULL && worker->record->number > 0;
}

gboolean
xu_job_worker_is_elsewhere (const XuJobWorker *worker)
{
  g_return_val_if_fail (worker != NULL, FALSE);

  return worker->is_elsewhere;
}
