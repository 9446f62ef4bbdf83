/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Does what the job plan says: one step after another, each reported as events. */

#define G_LOG_DOMAIN "xu-upload"

#include "config.h"

#include "xu-job-runner-private.h"

#include "xu-source.h"

G_DEFINE_FINAL_TYPE (XuJobRunner, xu_job_runner, G_TYPE_OBJECT)

gboolean
xu_job_runner_save (XuJobRunner *self, GError **error)
{
  g_autoptr (GError) local_error = NULL;

  if (!xu_job_plan_is_dirty (self->plan))
    return TRUE;

  if (!xu_journal_save_job (self->journal, self->record, &local_error))
    {
      g_debug ("the job is not saved: %s", local_error->message);
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  xu_job_plan_set_saved (self->plan);
  return TRUE;
}

void
xu_job_runner_step_succeeded (XuJobRunner *self, const char *id)
{
  xu_job_plan_succeeded (self->plan, &self->step, id, g_get_monotonic_time ());
  xu_job_runner_pump (self);
}

void
xu_job_runner_step_failed (XuJobRunner *self, const GError *error)
{
  xu_job_plan_failed (self->plan, &self->step, error, g_get_monotonic_time (), g_random_int ());
  xu_job_runner_pump (self);
}

/* PREPARE */

static void
keep_facts (XuJobRunner *self)
{
  for (guint i = 0; i < self->preparation->files->len; i++)
    {
      XuItemRecord *item = xu_job_record_get_item (self->record, i);
      XuMediaFile *file = g_ptr_array_index (self->preparation->files, i);

      if (file == NULL)
        continue;

      item->size = xu_media_file_get_size (file);
      item->modified_us = xu_media_file_get_modified_us (file);
      g_free (item->fingerprint);
      item->fingerprint = g_strdup (g_ptr_array_index (self->preparation->fingerprints, i));
      g_free (item->media_type);
      item->media_type = g_strdup (xu_media_file_get_media_type (file)->mime);
    }
}

static void
prepared_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (XuJobRunner) self = XU_JOB_RUNNER (user_data);
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&self->preparation, xu_preparation_free);
  self->preparation = xu_preparation_open_finish (result, &error);
  if (self->preparation != NULL)
    error = xu_preparation_dup_error (self->preparation);

  if (error != NULL)
    {
      xu_job_runner_step_failed (self, error);
      return;
    }

  keep_facts (self);
  xu_job_runner_tell_files (self);
  xu_job_runner_step_succeeded (self, NULL);
}

static void
start_prepare (XuJobRunner *self)
{
  self->is_media_ready_told = FALSE;
  if (self->are_files_told) /* X has forgotten them. */
    xu_job_runner_emit (self, xu_job_event_new (XU_JOB_EVENT_RESTARTED));
  xu_job_runner_enter_phase (self, XU_JOB_PHASE_CHECKING);
  xu_preparation_open_async (self->record->spec, self->record, self->steps, prepared_cb,
                             g_object_ref (self));
}

static void
start_step (XuJobRunner *self)
{
  if (self->step.kind != XU_JOB_STEP_PREPARE && !self->are_files_told)
    xu_job_runner_tell_files (self);
  if (self->step.kind >= XU_JOB_STEP_ALT_TEXT && self->step.kind != XU_JOB_STEP_WHO)
    xu_job_runner_tell_media_ready (self);

  switch (self->step.kind)
    {
    case XU_JOB_STEP_PREPARE:
      start_prepare (self);
      break;
    case XU_JOB_STEP_UPLOAD:
      xu_job_runner_start_upload (self);
      break;
    case XU_JOB_STEP_ALT_TEXT:
      xu_job_runner_start_alt_text (self);
      break;
    case XU_JOB_STEP_SUBTITLES:
      xu_job_runner_start_subtitles (self);
      break;
    case XU_JOB_STEP_POST:
      xu_job_runner_start_post (self);
      break;
    case XU_JOB_STEP_WHO:
      xu_job_runner_start_who (self);
      break;
    case XU_JOB_STEP_LOOK:
      xu_job_runner_start_look (self);
      break;
    case XU_JOB_STEP_WAIT:
    case XU_JOB_STEP_NOTHING:
    case XU_JOB_STEP_DONE:
    case XU_JOB_STEP_FAILED:
    default:
      g_assert_not_reached ();
    }
}

static gboolean
wake_cb (gpointer user_data)
{
  XuJobRunner *self = XU_JOB_RUNNER (user_data);

  xu_source_clear (&self->wake_source);
  xu_job_runner_pump (self);

  return G_SOURCE_REMOVE;
}

static void
wake_at (XuJobRunner *self, const XuJobStep *step)
{
  gint64 wait_us = step->wake_at - g_get_monotonic_time ();

  if (step->wake_at != self->announced_wake_at)
    xu_job_runner_emit_waiting (self, step->reason, step->wake_at);
  self->announced_wake_at = step->wake_at;
  xu_source_set_timer (&self->wake_source, self->context, wait_us, wake_cb, self);
}

static void
set_outcome (XuJobRunner *self)
{
  XuJobRecord *record = self->record;
  const GError *error = xu_job_plan_get_error (self->plan);

  g_clear_error (&record->error);
  record->is_paused = record->is_paused && self->is_stopped;
  if (record->post == XU_POST_RECORD_POSTED)
    record->outcome = XU_JOB_OUTCOME_POSTED;
  else if (error == NULL)
    record->outcome = XU_JOB_OUTCOME_READY;
  else if (self->is_stopped)
    record->outcome = XU_JOB_OUTCOME_NONE;
  else if (error->domain == G_IO_ERROR && error->code == G_IO_ERROR_CANCELLED)
    record->outcome = XU_JOB_OUTCOME_CANCELLED;
  else
    {
      record->outcome = XU_JOB_OUTCOME_FAILED;
      record->error = g_error_copy (error);
    }
}

static void
complete (XuJobRunner *self)
{
  g_autoptr (GTask) task = g_steal_pointer (&self->task);
  const GError *error = xu_job_plan_get_error (self->plan);
  g_autoptr (GError) save_error = NULL;

  xu_source_clear (&self->wake_source);
  xu_source_clear (&self->cancel_source);
  if (error == NULL)
    xu_job_runner_tell_media_ready (self);

  /* What is on disk already is enough to go on from: a full disk at this moment does no harm. */
  set_outcome (self);
  if (!xu_journal_save_job (self->journal, self->record, &save_error))
    g_debug ("how the job ended is not saved: %s", save_error->message);

  if (error != NULL && self->record->post != XU_POST_RECORD_POSTED)
    g_task_return_error (task, g_error_copy (error));
  else
    g_task_return_boolean (task, TRUE);
}

/* What a step announces is on disk before the step begins. */
static void
begin_step (XuJobRunner *self, const XuJobStep *step)
{
  g_autoptr (GError) error = NULL;

  self->step = *step;
  xu_job_plan_begin (self->plan);
  if (xu_job_runner_save (self, &error))
    start_step (self);
  else
    xu_job_plan_failed (self->plan, step, error, g_get_monotonic_time (), g_random_int ());
}

/* A post that is on its way cannot be paused: whoever waits for the pause waits for its end. */
static void
tell_paused (XuJobRunner *self)
{
  if (!self->is_paused || self->is_pause_told || xu_job_plan_is_posting (self->plan))
    return;

  self->is_pause_told = TRUE;
  xu_job_runner_save (self, NULL);

  XuJobEvent *event = xu_job_event_new (XU_JOB_EVENT_PAUSED);

  event->record = xu_job_record_copy (self->record);
  xu_job_runner_emit (self, event);
}

void
xu_job_runner_pump (XuJobRunner *self)
{
  while (self->task != NULL)
    {
      XuJobStep step = xu_job_plan_next (self->plan, g_get_monotonic_time ());

      switch (step.kind)
        {
        case XU_JOB_STEP_PREPARE:
        case XU_JOB_STEP_UPLOAD:
        case XU_JOB_STEP_ALT_TEXT:
        case XU_JOB_STEP_SUBTITLES:
        case XU_JOB_STEP_POST:
        case XU_JOB_STEP_WHO:
        case XU_JOB_STEP_LOOK:
          begin_step (self, &step);
          break;

        case XU_JOB_STEP_WAIT:
          xu_job_runner_save (self, NULL);
          wake_at (self, &step);
          return;

        case XU_JOB_STEP_NOTHING:
          tell_paused (self);
          return;

        case XU_JOB_STEP_DONE:
        case XU_JOB_STEP_FAILED:
          complete (self);
          return;

        default:
          g_assert_not_reached ();
        }
    }
}

static void
give_up (XuJobRunner *self, const GError *error)
{
  g_cancellable_cancel (self->steps);
  xu_job_plan_give_up (self->plan, error);
  xu_job_runner_pump (self);
}

static gboolean
cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  XuJobRunner *self = XU_JOB_RUNNER (user_data);
  g_autoptr (GError) error = NULL;

  if (g_cancellable_set_error_if_cancelled (cancellable, &error))
    give_up (self, error);

  return G_SOURCE_REMOVE;
}

void
xu_job_runner_run_async (XuJobRunner *self,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_return_if_fail (XU_IS_JOB_RUNNER (self));
  g_return_if_fail (self->task == NULL);

  self->task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (self->task, xu_job_runner_run_async);
  g_task_set_name (self->task, "xu_job_runner_run_async");
  g_task_set_check_cancellable (self->task, FALSE); /* A post that exists was not cancelled. */

  xu_source_watch_cancellable (&self->cancel_source, self->context, cancellable, cancelled_cb,
                               self);

  xu_job_runner_identify (self);
  xu_job_runner_pump (self);
}

gboolean
xu_job_runner_run_finish (XuJobRunner *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (XU_IS_JOB_RUNNER (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, xu_job_runner_run_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

void
xu_job_runner_set_paused (XuJobRunner *self, gboolean paused)
{
  g_return_if_fail (XU_IS_JOB_RUNNER (self));

  g_object_ref (self); /* The uploader may end the job at once. */

  self->is_paused = paused;
  xu_job_plan_set_paused (self->plan, paused);

  if (paused)
    xu_source_clear (&self->wake_source);
  else if (self->is_pause_told)
    {
      self->is_pause_told = FALSE;
      xu_job_runner_emit (self, xu_job_event_new (XU_JOB_EVENT_RESUMED));
    }

  if (self->uploader != NULL)
    xu_uploader_set_paused (self->uploader, paused);
  xu_job_runner_pump (self);
  g_object_unref (self);
}

void
xu_job_runner_stop (XuJobRunner *self)
{
  g_autoptr (GError) error = NULL;

  g_return_if_fail (XU_IS_JOB_RUNNER (self));

  self->is_stopped = TRUE;
  error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "the job was stopped");
  give_up (self, error);
}

void
xu_job_runner_network_changed (XuJobRunner *self, gboolean is_offline)
{
  g_return_if_fail (XU_IS_JOB_RUNNER (self));

  g_object_ref (self); /* As above. */

  xu_job_plan_set_offline (self->plan, is_offline);
  xu_job_plan_network_changed (self->plan);
  self->is_offline = is_offline;
  if (self->uploader != NULL)
    {
      xu_uploader_set_offline (self->uploader, is_offline);
      xu_uploader_network_changed (self->uploader);
    }
  xu_job_runner_pump (self);
  g_object_unref (self);
}

void
xu_job_runner_spec_changed (XuJobRunner *self)
{
  g_return_if_fail (XU_IS_JOB_RUNNER (self));

  xu_job_plan_spec_changed (self->plan);
  xu_job_runner_save (self, NULL);
  xu_job_runner_pump (self);
}

static void
xu_job_runner_dispose (GObject *object)
{
  XuJobRunner *self = XU_JOB_RUNNER (object);

  xu_source_clear (&self->wake_source);
  xu_source_clear (&self->cancel_source);
  g_clear_object (&self->uploader);
  g_clear_object (&self->api);

  G_OBJECT_CLASS (xu_job_runner_parent_class)->dispose (object);
}

static void
xu_job_runner_finalize (GObject *object)
{
  XuJobRunner *self = XU_JOB_RUNNER (object);

  g_assert (self->task == NULL); /* The task holds the runner. */

  g_clear_pointer (&self->slots, xu_slots_unref);
  g_clear_pointer (&self->plan, xu_job_plan_free);
  g_clear_pointer (&self->preparation, xu_preparation_free);
  g_clear_pointer (&self->context, g_main_context_unref);
  g_clear_object (&self->steps);
  g_free (self->credentials);

  G_OBJECT_CLASS (xu_job_runner_parent_class)->finalize (object);
}

static void
xu_job_runner_class_init (XuJobRunnerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = xu_job_runner_dispose;
  object_class->finalize = xu_job_runner_finalize;
}

static void
xu_job_runner_init (XuJobRunner *self)
{
  self->context = g_main_context_ref_thread_default ();
  self->steps = g_cancellable_new ();
  self->phase = (XuJobPhase) -1;
}

XuJobRunner *
xu_job_runner_new (XuApi *api,
                   XuJournal *journal,
                   XuJobRecord *record,
                   XuSlots *slots,
                   XuUploadOptions *options,
                   XuJobEventFunc func,
                   gpointer user_data)
{
  g_return_val_if_fail (XU_IS_API (api) && journal != NULL && record != NULL, NULL);
  g_return_val_if_fail (slots != NULL && options != NULL && func != NULL, NULL);

  XuJobRunner *self = g_object_new (XU_TYPE_JOB_RUNNER, NULL);

  self->api = g_object_ref (api);
  self->journal = journal;
  self->record = record;
  self->credentials = xu_api_dup_credentials (api);
  self->slots = xu_slots_ref (slots);
  self->options = options;
  self->func = func;
  self->func_data = user_data;
  self->plan = xu_job_plan_new (record, options);

  return self;
}
