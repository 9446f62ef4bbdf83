/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One job in the engine's thread: its turns, its place in the journal, its events to the front. */

#define G_LOG_DOMAIN "xu-engine"

#include "config.h"

#include "xu-job-worker.h"

#include <gio/gio.h>

#include "xu-error.h"
#include "xu-file-match.h"
#include "xu-job-change.h"
#include "xu-job-progress.h"
#include "xu-job-runner.h"
#include "xu-weighted-text.h"

typedef enum
{
  STAGE_REST,
  STAGE_FOLLOWING, /* another process runs it; taken up when that one lets go */
  STAGE_MATCHING,  /* files that were chosen again are looked at */
  STAGE_READY,     /* waits for its turn */
  STAGE_RUNNING,
} Stage;

struct _XuJobWorker
{
  XuJobShop *shop; /* (unowned) */
  char *id;        /* (owned) */
  XuJobLink *link; /* (owned) */
  XuJobWorkerFunc func;
  gpointer func_data;

  Stage stage;
  XuJobRecord *record; /* (owned) (nullable): as last told, or ours */
  gboolean is_elsewhere;
  XuJournalRequest asked; /* of the process that runs it, by us; NONE once that is carried out */
  gboolean is_stopping;

  XuJobRunner *runner;           /* (owned) (nullable): while it runs */
  GCancellable *cancellable;     /* (owned) (nullable): of one turn */
  XuJobProgressFilter *progress; /* (owned) */
};

static void
send_event (XuJobEvent *event, gpointer user_data)
{
  XuJobWorker *worker = user_data;

  xu_job_progress_filter_send (worker->progress, event);
}

static void
send_record (XuJobWorker *worker)
{
  XuJobEvent *event = xu_job_event_new (XU_JOB_EVENT_RECORD);

  event->record = xu_job_record_copy (worker->record);
  event->is_elsewhere = worker->is_elsewhere;
  send_event (event, worker);
}

static void
set_record (XuJobWorker *worker, XuJobRecord *record)
{
  g_clear_pointer (&worker->record, xu_job_record_free);
  worker->record = record;
}

static void
change_stage (XuJobWorker *worker, Stage stage)
{
  worker->stage = stage;
  worker->func (worker, worker->func_data);
}

/* Lets others take the job. Last in whatever calls it. */
static void
rest (XuJobWorker *worker)
{
  g_clear_object (&worker->runner);
  g_clear_object (&worker->cancellable);
  if (worker->record != NULL && worker->record->number > 0)
    xu_journal_release_job (worker->shop->journal, worker->record->number);

  change_stage (worker, STAGE_REST);
}

static void
send_end (XuJobWorker *worker, const GError *error)
{
  XuJobEvent *event = xu_job_event_new (XU_JOB_EVENT_ENDED);

  event->error = error != NULL ? g_error_copy (error) : NULL;
  send_event (event, worker);
}

/* Ends a job that is ours and does not run, and keeps why. */
static void
end (XuJobWorker *worker, const GError *error)
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
  send_end (worker, error);
  rest (worker);
}

static void
save (XuJobWorker *worker)
{
  g_autoptr (GError) error = NULL;

  if (!xu_journal_save_job (worker->shop->journal, worker->record, &error))
    g_debug ("the job is not saved: %s", error->message);
}

static void
send_queued (XuJobWorker *worker)
{
  XuJobEvent *event = xu_job_event_new (XU_JOB_EVENT_QUEUED);

  event->record = xu_job_record_copy (worker->record);
  send_event (event, worker);
}

void
xu_job_worker_add (XuJobWorker *worker, XuJobSpec *spec)
{
  g_return_if_fail (worker != NULL && worker->record == NULL && spec != NULL);

  XuJobShop *shop = worker->shop;
  g_autoptr (GError) error = NULL;

  worker->record = xu_job_record_new (worker->id, shop->server, spec);
  if (shop->api != NULL)
    worker->record->credentials = xu_api_dup_credentials (shop->api);

  if (spec->paths[0] == NULL)
    error = xu_error_new (XU_ERROR_USAGE, "there is no file to upload");

  if (error != NULL)
    end (worker, error);
  else if (shop->journal == NULL)
    end (worker, shop->journal_error);
  else if (!xu_journal_add_job (shop->journal, worker->record, &error))
    end (worker, error);
  else
    change_stage (worker, STAGE_READY);
}

/* A turn begins here. */

static void
ran_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  XuJobWorker *worker = user_data;
  g_autoptr (GError) error = NULL;

  xu_job_runner_run_finish (XU_JOB_RUNNER (source), result, &error);
  if (worker->record->outcome == XU_JOB_OUTCOME_NONE)
    send_record (worker);
  else
    send_end (worker, error);
  rest (worker);
}

static void
run (XuJobWorker *worker, gboolean needs_subscription)
{
  XuJobShop *shop = worker->shop;

  worker->cancellable = g_cancellable_new ();
  worker->runner = xu_job_runner_new (shop->api, shop->journal, worker->record, shop->slots,
                                      &shop->options, send_event, worker);
  if (needs_subscription)
    xu_job_runner_require_subscription (worker->runner);
  xu_job_runner_network_changed (worker->runner, shop->is_offline);
  worker->stage = STAGE_RUNNING;
  xu_job_runner_run_async (worker->runner, worker->cancellable, ran_cb, worker);
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
  if (!spec->is_post_wanted)
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

  g_return_if_fail (worker != NULL && worker->stage == STAGE_READY);

  g_autoptr (GError) error = check_spec (worker->record->spec, &needs_subscription);

  if (error == NULL && worker->shop->api == NULL)
    error = g_error_copy (worker->shop->credentials_error);

  if (error != NULL)
    end (worker, error);
  else
    run (worker, needs_subscription);
}

/* Commands to a job that rests: it may have changed in the journal meanwhile. */

static gboolean
reload (XuJobWorker *worker, GError **error)
{
  XuJobRecord *record = xu_journal_load_job (worker->shop->journal, worker->id, error);

  if (record == NULL)
    return FALSE;

  set_record (worker, record);
  return TRUE;
}

/* Tells an end that is none for the journal: the job stays there as it is. */
static void
refuse (XuJobWorker *worker, const GError *error)
{
  send_end (worker, error);
  rest (worker);
}

static gboolean
take (XuJobWorker *worker)
{
  g_autoptr (GError) error = NULL;

  if (worker->record == NULL || worker->record->number == 0)
    return FALSE; /* It never came into the journal: there is nothing to go on from. */

  if (!xu_journal_take_job (worker->shop->journal, worker->record->number))
    {
      worker->is_elsewhere = TRUE;
      return FALSE;
    }

  worker->is_elsewhere = FALSE;
  if (reload (worker, &error))
    return TRUE;

  refuse (worker, error);
  return FALSE;
}

static void
go_on (XuJobWorker *worker)
{
  g_autoptr (GError) error = NULL;

  if (!xu_journal_save_job (worker->shop->journal, worker->record, &error))
    {
      refuse (worker, error);
      return;
    }

  send_queued (worker);
  change_stage (worker, STAGE_READY);
}

static void
matched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  XuJobWorker *worker = user_data;
  g_autoptr (GError) error = NULL;

  if (xu_file_match_finish (result, worker->record, &error))
    {
      go_on (worker);
    }
  else if (worker->is_stopping || worker->record->is_paused)
    {
      save (worker);
      send_record (worker);
      rest (worker);
    }
  else
    end (worker, error);
}

static void
take_up (XuJobWorker *worker, const XuJobCommand *command)
{
  g_autoptr (GError) error = NULL;

  if (g_strcmp0 (worker->record->server, worker->shop->server) != 0)
    error = xu_error_new (XU_ERROR_OTHER_ACCOUNT, "the job belongs to %s", worker->record->server);

  if (error != NULL)
    refuse (worker, error);
  else if (!xu_job_change_apply (worker->record, command))
    {
      send_record (worker);
      rest (worker);
    }
  else if (command->paths != NULL)
    {
      worker->cancellable = g_cancellable_new ();
      worker->stage = STAGE_MATCHING;
      xu_file_match_async (worker->record, (const char *const *) command->paths,
                           worker->cancellable, matched_cb, worker);
    }
  else
    go_on (worker);
}

/* Another process has the job. */
static void
pass_on (XuJobWorker *worker, const XuJobCommand *command)
{
  static const XuJournalRequest requests[] = {
    [XU_JOB_COMMAND_PAUSE] = XU_JOURNAL_REQUEST_PAUSE,
    [XU_JOB_COMMAND_RESUME] = XU_JOURNAL_REQUEST_RESUME,
    [XU_JOB_COMMAND_START_AGAIN] = XU_JOURNAL_REQUEST_RESUME,
    [XU_JOB_COMMAND_POST] = XU_JOURNAL_REQUEST_RESUME,
    [XU_JOB_COMMAND_CANCEL] = XU_JOURNAL_REQUEST_CANCEL,
  };
  g_autoptr (GError) error = NULL;

  worker->asked = requests[command->kind];
  if (!xu_journal_request (worker->shop->journal, worker->record->number, worker->asked, &error))
    g_debug ("the request is not in the journal: %s", error->message);

  send_record (worker);
  if (command->kind != XU_JOB_COMMAND_PAUSE && command->kind != XU_JOB_COMMAND_CANCEL)
    change_stage (worker, STAGE_FOLLOWING);
}

static void
obey_at_rest (XuJobWorker *worker, const XuJobCommand *command)
{
  g_autoptr (GError) cancelled = NULL;

  if (!take (worker))
    {
      if (worker->is_elsewhere)
        pass_on (worker, command);
      return;
    }

  gboolean is_posted = worker->record->post == XU_POST_RECORD_POSTED;

  if (command->kind == XU_JOB_COMMAND_CANCEL && !is_posted)
    {
      cancelled = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "the job was cancelled");
      end (worker, cancelled);
    }
  else if (command->kind == XU_JOB_COMMAND_CANCEL || command->kind == XU_JOB_COMMAND_PAUSE)
    {
      worker->record->is_paused = worker->record->outcome == XU_JOB_OUTCOME_NONE;
      save (worker);
      send_record (worker);
      rest (worker);
    }
  else
    take_up (worker, command);
}

/* Commands to a job that is ours. */

static void
set_paused (XuJobWorker *worker, gboolean is_paused)
{
  if (worker->record->is_paused == is_paused)
    return;

  worker->record->is_paused = is_paused;
  save (worker);
  if (worker->runner == NULL && is_paused)
    send_event (xu_job_event_new (XU_JOB_EVENT_PAUSED), worker);
  else if (worker->runner == NULL)
    send_queued (worker);
  worker->func (worker, worker->func_data);

  /* Last, for a job that goes on may end at once. */
  if (worker->runner != NULL)
    xu_job_runner_set_paused (worker->runner, is_paused);
}

static void
cancel (XuJobWorker *worker)
{
  g_autoptr (GError) error = NULL;

  if (worker->cancellable != NULL)
    {
      g_cancellable_cancel (worker->cancellable);
      return;
    }

  error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "the job was cancelled");
  end (worker, error);
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

static void
command_cb (const XuJobCommand *command, gpointer user_data)
{
  XuJobWorker *worker = user_data;

  if (worker->is_stopping)
    return;

  if (worker->stage == STAGE_MATCHING)
    {
      worker->record->is_paused = command->kind == XU_JOB_COMMAND_PAUSE;
      if (command->kind == XU_JOB_COMMAND_PAUSE || command->kind == XU_JOB_COMMAND_CANCEL)
        g_cancellable_cancel (worker->cancellable);
    }
  else if (worker->stage == STAGE_REST || worker->stage == STAGE_FOLLOWING)
    obey_at_rest (worker, command);
  else
    obey (worker, command);
}

void
xu_job_worker_answer_request (XuJobWorker *worker)
{
  g_return_if_fail (worker != NULL);

  if (worker->stage != STAGE_READY && worker->stage != STAGE_RUNNING)
    return;

  switch (xu_journal_take_request (worker->shop->journal, worker->record->number))
    {
    case XU_JOURNAL_REQUEST_PAUSE:
      set_paused (worker, TRUE);
      break;
    case XU_JOURNAL_REQUEST_RESUME:
      set_paused (worker, FALSE);
      break;
    case XU_JOURNAL_REQUEST_CANCEL:
      cancel (worker);
      break;
    case XU_JOURNAL_REQUEST_NONE:
    default:
      break;
    }
}

/* What other processes do. */

/* The other process has let go: the job is over, or what was asked of that one is done here. */
static void
take_over (XuJobWorker *worker)
{
  static const XuJobCommandKind kinds[] = {
    [XU_JOURNAL_REQUEST_PAUSE] = XU_JOB_COMMAND_PAUSE,
    [XU_JOURNAL_REQUEST_RESUME] = XU_JOB_COMMAND_RESUME,
    [XU_JOURNAL_REQUEST_CANCEL] = XU_JOB_COMMAND_CANCEL,
  };
  g_autoptr (XuJobCommand) command = xu_job_command_new (kinds[worker->asked]);

  worker->asked = XU_JOURNAL_REQUEST_NONE;
  worker->stage = STAGE_REST;
  if (worker->record->outcome == XU_JOB_OUTCOME_NONE
      && (!worker->record->is_paused || command->kind == XU_JOB_COMMAND_CANCEL))
    obey_at_rest (worker, command);
  else
    change_stage (worker, STAGE_REST);
}

static gboolean
is_ours (const XuJobWorker *worker)
{
  return worker->stage != STAGE_REST && worker->stage != STAGE_FOLLOWING;
}

/* Between two processes nobody has paused it. */
static gboolean
goes_on_here (const XuJobWorker *worker, gboolean is_elsewhere)
{
  return worker->stage == STAGE_FOLLOWING && !is_elsewhere
         && worker->record->outcome == XU_JOB_OUTCOME_NONE && !worker->record->is_paused;
}

static void
look (XuJobWorker *worker, gboolean has_changed)
{
  gboolean is_elsewhere
      = xu_journal_is_taken_elsewhere (worker->shop->journal, worker->record->number);

  if (goes_on_here (worker, is_elsewhere))
    worker->is_elsewhere = FALSE;
  else if (has_changed || is_elsewhere != worker->is_elsewhere)
    {
      worker->is_elsewhere = is_elsewhere;
      send_record (worker);
    }

  if (worker->asked != XU_JOURNAL_REQUEST_NONE && !is_elsewhere)
    take_over (worker);
}

void
xu_job_worker_follow (XuJobWorker *worker, const XuJobRecord *record)
{
  g_return_if_fail (worker != NULL && record != NULL);

  if (is_ours (worker))
    return;

  gboolean has_changed
      = worker->record == NULL || xu_job_change_is_visible (worker->record, record);

  set_record (worker, xu_job_record_copy (record));
  look (worker, has_changed);
}

void
xu_job_worker_look (XuJobWorker *worker)
{
  g_return_if_fail (worker != NULL);

  if (!is_ours (worker) && worker->record != NULL && worker->record->number > 0)
    look (worker, FALSE);
}

void
xu_job_worker_network_changed (XuJobWorker *worker)
{
  g_return_if_fail (worker != NULL);

  if (worker->runner != NULL)
    xu_job_runner_network_changed (worker->runner, worker->shop->is_offline);
}

void
xu_job_worker_stop (XuJobWorker *worker)
{
  g_return_if_fail (worker != NULL);

  worker->is_stopping = TRUE;
  if (worker->stage == STAGE_RUNNING)
    xu_job_runner_stop (worker->runner);
  else if (worker->stage == STAGE_MATCHING)
    g_cancellable_cancel (worker->cancellable);
  else if (worker->stage == STAGE_READY)
    {
      send_record (worker);
      rest (worker);
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
  g_return_if_fail (worker != NULL && worker->stage <= STAGE_FOLLOWING);

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

  return worker->stage == STAGE_READY && !worker->record->is_paused;
}

gboolean
xu_job_worker_is_busy (const XuJobWorker *worker)
{
  g_return_val_if_fail (worker != NULL, FALSE);

  return worker->stage == STAGE_RUNNING && !worker->record->is_paused;
}

gboolean
xu_job_worker_is_at_rest (const XuJobWorker *worker)
{
  g_return_val_if_fail (worker != NULL, FALSE);

  return worker->stage <= STAGE_FOLLOWING;
}

gboolean
xu_job_worker_is_elsewhere (const XuJobWorker *worker)
{
  g_return_val_if_fail (worker != NULL, FALSE);

  return worker->is_elsewhere;
}
