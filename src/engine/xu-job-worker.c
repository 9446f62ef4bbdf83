/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One job in the engine's thread: its turns, its place in the journal, its events to the front. */

#define G_LOG_DOMAIN "xu-engine"

#include "config.h"

#include "xu-job-worker-private.h"

#include "xu-error.h"
#include "xu-job-change.h"
#include "xu-weighted-text.h"

void
xu_job_worker_send (XuJobWorker *worker, XuJobEvent *event)
{
  xu_job_progress_filter_send (worker->progress, event);
}

static void
happened_cb (XuJobEvent *event, gpointer user_data)
{
  xu_job_worker_send (user_data, event);
}

void
xu_job_worker_send_record (XuJobWorker *worker)
{
  XuJobEvent *event = xu_job_event_new (XU_JOB_EVENT_RECORD);

  event->record = xu_job_record_copy (worker->record);
  event->is_elsewhere = worker->is_elsewhere;
  xu_job_worker_send (worker, event);
}

void
xu_job_worker_change_stage (XuJobWorker *worker, XuJobStage stage)
{
  worker->stage = stage;
  worker->awaits_sign_in = FALSE;
  worker->func (worker, worker->func_data);
}

void
xu_job_worker_rest (XuJobWorker *worker)
{
  g_clear_object (&worker->runner);
  g_clear_object (&worker->api);
  g_clear_pointer (&worker->connection, xu_connection_unref);
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
  xu_job_worker_send (worker, event);
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
  xu_job_worker_send (worker, event);
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
xu_job_worker_add (XuJobWorker *worker, const char *server, const char *user_id, XuJobSpec *spec)
{
  g_return_if_fail (worker != NULL && worker->record == NULL && server != NULL && spec != NULL);

  worker->record = xu_job_record_new (worker->id, server, spec);
  worker->record->user_id = g_strdup (user_id);

  const XuConnection *connection = xu_job_worker_find_connection (worker);

  if (connection != NULL && connection->api != NULL)
    worker->record->credentials = xu_api_dup_credentials (connection->api);
  xu_job_worker_enter_journal (worker);
}

/* A turn begins here. */

/* Gives the turn back without giving the job back. */
static void
take_turn_again (XuJobWorker *worker)
{
  g_clear_object (&worker->runner);
  g_clear_object (&worker->api);
  g_clear_pointer (&worker->connection, xu_connection_unref);
  g_clear_object (&worker->cancellable);
  if (worker->record->is_paused)
    xu_job_worker_send_record (worker);
  else
    xu_job_worker_send_queued (worker);
  xu_job_worker_change_stage (worker, XU_STAGE_READY);
}

/* It was stopped for something new, or that came when it was about to be ready. */
static gboolean
goes_on (XuJobWorker *worker)
{
  XuJobRecord *record = worker->record;
  gboolean was_stopped = worker->is_renewing && record->outcome == XU_JOB_OUTCOME_NONE;

  worker->is_renewing = FALSE;
  if (worker->is_stopping
      || !(was_stopped
           || (record->outcome == XU_JOB_OUTCOME_READY && xu_job_change_has_work (record))))
    return FALSE;

  if (record->outcome == XU_JOB_OUTCOME_READY)
    {
      record->outcome = XU_JOB_OUTCOME_NONE;
      xu_job_worker_save (worker);
    }
  return TRUE;
}

static void
ran_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  XuJobWorker *worker = user_data;
  g_autoptr (GError) error = NULL;

  xu_job_runner_run_finish (XU_JOB_RUNNER (source), result, &error);
  xu_job_worker_take_next_spec (worker);
  xu_job_worker_answer (worker);

  gboolean is_refused = xu_job_worker_was_refused (worker, error);
  gboolean is_to_go_on = goes_on (worker) || is_refused;

  /* A cancel that came while it was stopping must not be lost. */
  if (is_to_go_on && g_cancellable_is_cancelled (worker->cancellable))
    xu_job_worker_end_cancelled (worker);
  else if (is_to_go_on)
    take_turn_again (worker);
  else
    {
      if (worker->record->outcome == XU_JOB_OUTCOME_NONE)
        xu_job_worker_send_record (worker);
      else
        xu_job_worker_send_end (worker, error);
      xu_job_worker_rest (worker);
    }
}

static void
run (XuJobWorker *worker, XuConnection *connection, gboolean needs_subscription)
{
  XuJobShop *shop = worker->shop;

  worker->cancellable = g_cancellable_new ();
  worker->api = g_object_ref (connection->api);
  worker->connection = xu_connection_ref (connection);
  worker->runner = xu_job_runner_new (connection->api, shop->journal, worker->record, shop->slots,
                                      &connection->options, happened_cb, worker);
  xu_job_runner_set_subscription_needed (worker->runner, needs_subscription);
  xu_job_runner_network_changed (worker->runner, xu_job_shop_is_offline (shop, connection));
  worker->stage = XU_STAGE_RUNNING;
  xu_job_runner_run_async (worker->runner, worker->cancellable, ran_cb, worker);
}

static GError *
too_long_error (const XuTextCount *count)
{
  return xu_error_new (XU_ERROR_TEXT_TOO_LONG, "the text counts %u, a subscriber may write %u",
                       count->weighted_length, XU_TEXT_LIMIT_SUBSCRIBER);
}

/* Before anything is sent: X would say so only after the whole upload. */
GError *
xu_job_worker_check_spec (const XuJobSpec *spec, gboolean *needs_subscription)
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

  XuConnection *connection = xu_job_worker_find_connection (worker);
  g_autoptr (GError) error = xu_job_worker_check_spec (worker->record->spec, &needs_subscription);

  if (error == NULL && connection == NULL)
    error = xu_job_worker_new_server_error (worker);
  else if (error == NULL && connection->api == NULL)
    error = g_error_copy (connection->credentials_error);

  if (error != NULL && connection != NULL && connection->user_id != NULL && connection->api == NULL)
    xu_job_worker_await_sign_in (worker);
  else if (error != NULL)
    xu_job_worker_end (worker, error);
  else
    run (worker, connection, needs_subscription);
}

static void
command_cb (const XuJobCommand *command, gpointer user_data)
{
  XuJobWorker *worker = user_data;

  if (worker->is_stopping)
    return;

  if (command->kind == XU_JOB_COMMAND_EDIT || command->kind == XU_JOB_COMMAND_POST)
    worker->n_wishes++;
  if (xu_job_worker_is_at_rest (worker))
    xu_job_worker_obey_at_rest (worker, command);
  else
    xu_job_worker_obey (worker, command);
  xu_job_worker_answer (worker);
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

  xu_job_worker_obey (worker, command);
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
  g_clear_pointer (&worker->next_spec, xu_job_spec_unref);
  g_clear_pointer (&worker->unsaved, xu_job_spec_unref);
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

  return worker->stage == XU_STAGE_READY && !worker->record->is_paused && !worker->awaits_sign_in;
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
