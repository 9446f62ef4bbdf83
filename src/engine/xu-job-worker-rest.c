/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A job that does not run here: commands take it up, other processes are followed. */

#define G_LOG_DOMAIN "xu-engine"

#include "config.h"

#include "xu-job-worker-private.h"

#include "xu-error.h"
#include "xu-file-match.h"
#include "xu-job-change.h"

static void
set_record (XuJobWorker *worker, XuJobRecord *record)
{
  g_clear_pointer (&worker->record, xu_job_record_free);
  worker->record = record;
}

/* Commands to a job that rests: it may have changed in the journal meanwhile. */

/* What the user wrote while the disk was full: it must not be posted as it was before. */
static gboolean
save_unsaved (XuJobWorker *worker, GError **error)
{
  if (worker->unsaved == NULL)
    return TRUE;

  if (worker->record->post == XU_POST_RECORD_NONE)
    {
      xu_job_record_set_spec (worker->record, worker->unsaved);
      if (!xu_journal_save_job (worker->shop->journal, worker->record, error))
        return FALSE;
    }

  g_clear_pointer (&worker->unsaved, xu_job_spec_unref);
  return TRUE;
}

static gboolean
reload (XuJobWorker *worker, GError **error)
{
  XuJobRecord *record = xu_journal_load_job (worker->shop->journal, worker->id, error);

  if (record == NULL)
    return FALSE;

  set_record (worker, record);
  return save_unsaved (worker, error);
}

/* Tells an end that is none for the journal: the job stays there as it is. */
static void
refuse (XuJobWorker *worker, const GError *error)
{
  xu_job_worker_send_end (worker, error);
  xu_job_worker_rest (worker);
}

/* Returns: whether the job is ours from here on, as it is in the journal now */
static gboolean
take (XuJobWorker *worker)
{
  g_autoptr (GError) error = NULL;

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

  xu_job_worker_send_queued (worker);
  xu_job_worker_change_stage (worker, XU_STAGE_READY);
}

static void
matched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  XuJobWorker *worker = user_data;
  g_autoptr (GError) error = NULL;
  gboolean is_match = xu_file_match_finish (result, worker->record, &error);

  xu_job_worker_take_next_spec (worker);
  xu_job_worker_answer (worker);

  if (is_match)
    go_on (worker);
  else if (worker->is_stopping || worker->record->is_paused)
    {
      xu_job_worker_save (worker);
      xu_job_worker_send_record (worker);
      xu_job_worker_rest (worker);
    }
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    xu_job_worker_end_cancelled (worker);
  else
    xu_job_worker_end (worker, error);
}

static void
take_up (XuJobWorker *worker, const XuJobCommand *command)
{
  g_autoptr (GError) error = NULL;

  if (xu_job_worker_find_connection (worker) == NULL)
    error = xu_job_worker_new_server_error (worker);

  if (error != NULL)
    refuse (worker, error);
  else if (!xu_job_change_apply (worker->record, command))
    {
      xu_job_worker_send_record (worker);
      xu_job_worker_rest (worker);
    }
  else if (command->paths != NULL)
    {
      worker->cancellable = g_cancellable_new ();
      worker->stage = XU_STAGE_MATCHING;
      xu_file_match_async (worker->record, (const char *const *) command->paths,
                           worker->cancellable, matched_cb, worker);
    }
  else
    go_on (worker);
}

/* Another process has the job. A wish for another text, or other files, cannot be passed on. */
static void
pass_on (XuJobWorker *worker, const XuJobCommand *command)
{
  static const XuJournalRequest requests[] = {
    [XU_JOB_COMMAND_PAUSE] = XU_JOURNAL_REQUEST_PAUSE,
    [XU_JOB_COMMAND_RESUME] = XU_JOURNAL_REQUEST_RESUME,
    [XU_JOB_COMMAND_START_AGAIN] = XU_JOURNAL_REQUEST_NONE,
    [XU_JOB_COMMAND_POST] = XU_JOURNAL_REQUEST_NONE,
    [XU_JOB_COMMAND_CANCEL] = XU_JOURNAL_REQUEST_CANCEL,
    [XU_JOB_COMMAND_EDIT] = XU_JOURNAL_REQUEST_NONE,
  };
  XuJournalRequest request
      = command->paths == NULL ? requests[command->kind] : XU_JOURNAL_REQUEST_NONE;
  g_autoptr (GError) error = NULL;

  xu_job_worker_send_record (worker);
  if (request != XU_JOURNAL_REQUEST_NONE)
    {
      worker->asked = request;
      if (!xu_journal_request (worker->shop->journal, worker->record->number, request, &error))
        g_debug ("the request is not in the journal: %s", error->message);
    }
  xu_job_worker_change_stage (worker, request == XU_JOURNAL_REQUEST_RESUME ? XU_STAGE_FOLLOWING
                                                                           : worker->stage);
}

static void
keep_unsaved (XuJobWorker *worker, const GError *error)
{
  worker->unsaved = xu_job_spec_ref (worker->record->spec);
  refuse (worker, error);
}

/* Of a job that was taken. */
static void
edit (XuJobWorker *worker, const XuJobCommand *command)
{
  g_autoptr (XuJobSpec) before = xu_job_spec_ref (worker->record->spec);
  gboolean is_to_run = xu_job_change_edit (worker->record, command);
  gboolean has_connection = xu_job_worker_find_connection (worker) != NULL;
  g_autoptr (GError) error = NULL;

  if (is_to_run && !has_connection)
    worker->record->outcome = XU_JOB_OUTCOME_READY;

  if (!xu_job_spec_equal (before, worker->record->spec)
      && !xu_journal_save_job (worker->shop->journal, worker->record, &error))
    keep_unsaved (worker, error);
  else if (!is_to_run)
    xu_job_worker_rest (worker);
  else if (has_connection)
    go_on (worker);
  else
    {
      error = xu_job_worker_new_server_error (worker);
      refuse (worker, error);
    }
}

/* Of a job that was taken. */
static void
obey (XuJobWorker *worker, const XuJobCommand *command)
{
  gboolean is_posted = worker->record->post == XU_POST_RECORD_POSTED;

  if (command->kind == XU_JOB_COMMAND_EDIT)
    edit (worker, command);
  else if (command->kind == XU_JOB_COMMAND_CANCEL && !is_posted)
    xu_job_worker_end_cancelled (worker);
  else if (command->kind == XU_JOB_COMMAND_CANCEL || command->kind == XU_JOB_COMMAND_PAUSE)
    {
      worker->record->is_paused = worker->record->outcome == XU_JOB_OUTCOME_NONE;
      xu_job_worker_save (worker);
      xu_job_worker_send_record (worker);
      xu_job_worker_rest (worker);
    }
  else
    take_up (worker, command);
}

/* It never came into the journal: the disk was full. Now it may have room. */
static void
try_to_enter_again (XuJobWorker *worker, const XuJobCommand *command)
{
  if (command->kind == XU_JOB_COMMAND_EDIT)
    xu_job_change_edit (worker->record, command);
  else if (command->kind != XU_JOB_COMMAND_PAUSE && command->kind != XU_JOB_COMMAND_CANCEL
           && xu_job_change_apply (worker->record, command))
    xu_job_worker_enter_journal (worker);
}

void
xu_job_worker_obey_at_rest (XuJobWorker *worker, const XuJobCommand *command)
{
  if (worker->record == NULL)
    return;

  if (worker->record->number == 0)
    try_to_enter_again (worker, command);
  else if (take (worker))
    obey (worker, command);
  else if (worker->is_elsewhere)
    pass_on (worker, command);
}

/* What other processes do. */

/* The other process has let go: the job is over, or what was asked of that one is done here. */
static void
take_over (XuJobWorker *worker)
{
  g_autoptr (XuJobCommand) command = xu_job_worker_command_of_request (worker->asked);

  worker->asked = XU_JOURNAL_REQUEST_NONE;
  worker->stage = XU_STAGE_REST;
  if (!take (worker))
    {
      if (worker->is_elsewhere) /* A third one was faster. */
        pass_on (worker, command);
    }
  else if (worker->record->outcome == XU_JOB_OUTCOME_NONE
           && (!worker->record->is_paused || command->kind == XU_JOB_COMMAND_CANCEL))
    obey (worker, command);
  else
    {
      xu_job_worker_send_record (worker);
      xu_job_worker_rest (worker);
    }
}

/* Between two processes nobody has paused it. */
static gboolean
goes_on_here (const XuJobWorker *worker, gboolean is_elsewhere)
{
  return worker->stage == XU_STAGE_FOLLOWING && !is_elsewhere
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
      xu_job_worker_send_record (worker);
    }

  if (worker->asked != XU_JOURNAL_REQUEST_NONE && !is_elsewhere)
    take_over (worker);
}

gboolean
xu_job_worker_find (XuJobWorker *worker, const XuJobRecord *record)
{
  g_return_val_if_fail (worker != NULL && worker->record == NULL && record != NULL, FALSE);

  set_record (worker, xu_job_record_copy (record));
  worker->is_elsewhere
      = xu_journal_is_taken_elsewhere (worker->shop->journal, worker->record->number);

  return worker->is_elsewhere;
}

void
xu_job_worker_follow (XuJobWorker *worker, const XuJobRecord *record)
{
  g_return_if_fail (worker != NULL && worker->record != NULL && record != NULL);

  if (!xu_job_worker_is_at_rest (worker))
    return;

  gboolean has_changed = xu_job_change_is_visible (worker->record, record);

  set_record (worker, xu_job_record_copy (record));
  look (worker, has_changed);
}

void
xu_job_worker_look (XuJobWorker *worker)
{
  g_return_if_fail (worker != NULL);

  if (xu_job_worker_is_at_rest (worker) && xu_job_worker_is_in_journal (worker))
    look (worker, FALSE);
}
