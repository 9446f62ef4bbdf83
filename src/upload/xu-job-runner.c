/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Does what the job plan says: one step after another, each reported as events. */

#define G_LOG_DOMAIN "xu-upload"

#include "config.h"

#include "xu-job-runner-private.h"

#include "xu-language-names.h"
#include "xu-source.h"

G_DEFINE_FINAL_TYPE (XuJobRunner, xu_job_runner, G_TYPE_OBJECT)

static void pump (XuJobRunner *self);

void
xu_job_runner_emit (XuJobRunner *self, XuJobEvent *event)
{
  self->func (event, self->func_data);
}

void
xu_job_runner_enter_phase (XuJobRunner *self, XuJobPhase phase)
{
  if (self->phase == phase)
    return;

  self->phase = phase;

  XuJobEvent *event = xu_job_event_new (XU_JOB_EVENT_PHASE);

  event->phase = phase;
  xu_job_runner_emit (self, event);
}

void
xu_job_runner_emit_waiting (XuJobRunner *self, XuWaitReason reason, gint64 wake_at)
{
  XuJobEvent *event = xu_job_event_new (XU_JOB_EVENT_WAITING);
  gint64 wait_us = MAX (wake_at - event->time_us, 0);

  event->reason = reason;
  event->seconds = (g_get_real_time () + wait_us + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC;
  xu_job_runner_emit (self, event);
}

void
xu_job_runner_step_succeeded (XuJobRunner *self, const char *id)
{
  xu_job_plan_succeeded (self->plan, &self->step, id, g_get_monotonic_time ());
  pump (self);
}

void
xu_job_runner_step_failed (XuJobRunner *self, const GError *error)
{
  xu_job_plan_failed (self->plan, &self->step, error, g_get_monotonic_time (), g_random_int ());
  pump (self);
}

/* PREPARE */

static void
prepared_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (XuJobRunner) self = XU_JOB_RUNNER (user_data);
  g_autoptr (GError) error = NULL;

  self->preparation = xu_preparation_open_finish (result, &error);
  if (self->preparation != NULL)
    error = xu_preparation_dup_error (self->preparation);

  if (error != NULL)
    {
      xu_job_runner_step_failed (self, error);
      return;
    }

  for (guint i = 0; i < self->preparation->files->len; i++)
    {
      XuMediaFile *file = g_ptr_array_index (self->preparation->files, i);
      XuJobEvent *event = xu_job_event_new (XU_JOB_EVENT_FILE);

      event->text = g_strdup (xu_media_file_get_path (file));
      event->media_type = xu_media_file_get_media_type (file)->mime;
      event->total = xu_media_file_get_size (file);
      self->bytes_total += event->total;
      xu_job_runner_emit (self, event);
    }
  xu_job_runner_emit (self, xu_job_event_new (XU_JOB_EVENT_OPENED));

  xu_job_runner_step_succeeded (self, NULL);
}

static void
start_prepare (XuJobRunner *self)
{
  xu_job_runner_enter_phase (self, XU_JOB_PHASE_CHECKING);
  xu_preparation_open_async (self->spec, self->steps, prepared_cb, g_object_ref (self));
}

/* ALT TEXT and SUBTITLES */

static void
alt_text_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (XuJobRunner) self = XU_JOB_RUNNER (user_data);
  g_autoptr (GError) error = NULL;

  if (xu_media_api_set_alt_text_finish (self->api, result, &error))
    xu_job_runner_step_succeeded (self, NULL);
  else
    xu_job_runner_step_failed (self, error);
}

static void
start_alt_text (XuJobRunner *self)
{
  xu_job_runner_enter_phase (self, XU_JOB_PHASE_FINISHING);
  xu_media_api_set_alt_text_async (
      self->api, xu_job_plan_get_media_id (self->plan, self->step.item),
      self->spec->alt_texts[self->step.item], self->steps, alt_text_cb, g_object_ref (self));
}

static void
subtitles_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (XuJobRunner) self = XU_JOB_RUNNER (user_data);
  g_autoptr (GError) error = NULL;

  if (xu_media_api_set_subtitles_finish (self->api, result, &error))
    xu_job_runner_step_succeeded (self, NULL);
  else
    xu_job_runner_step_failed (self, error);
}

static void
start_subtitles (XuJobRunner *self)
{
  const char *code = self->spec->subtitles_language != NULL ? self->spec->subtitles_language : "EN";

  xu_job_runner_enter_phase (self, XU_JOB_PHASE_FINISHING);
  xu_media_api_set_subtitles_async (self->api, xu_job_plan_get_media_id (self->plan, 0),
                                    xu_job_plan_get_subtitles_id (self->plan), code,
                                    xu_language_name (code), self->steps, subtitles_cb,
                                    g_object_ref (self));
}

/* Told before anything is done with them: whatever fails then, the media are known. */
static void
tell_media_ready (XuJobRunner *self)
{
  g_autofree const char **ids = xu_job_plan_dup_post_media_ids (self->plan);

  if (self->is_media_ready_told)
    return;

  self->is_media_ready_told = TRUE;
  for (gsize i = 0; ids[i] != NULL; i++)
    {
      XuJobEvent *event = xu_job_event_new (XU_JOB_EVENT_MEDIA_READY);

      event->media_id = g_strdup (ids[i]);
      xu_job_runner_emit (self, event);
    }
}

static void
start_step (XuJobRunner *self)
{
  if (self->step.kind != XU_JOB_STEP_PREPARE && self->step.kind != XU_JOB_STEP_UPLOAD)
    tell_media_ready (self);

  switch (self->step.kind)
    {
    case XU_JOB_STEP_PREPARE:
      start_prepare (self);
      break;
    case XU_JOB_STEP_UPLOAD:
      xu_job_runner_start_upload (self);
      break;
    case XU_JOB_STEP_ALT_TEXT:
      start_alt_text (self);
      break;
    case XU_JOB_STEP_SUBTITLES:
      start_subtitles (self);
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
  pump (self);

  return G_SOURCE_REMOVE;
}

static void
wake_at (XuJobRunner *self, const XuJobStep *step)
{
  gint64 wait_us = step->wake_at - g_get_monotonic_time ();

  xu_job_runner_emit_waiting (self, step->reason, step->wake_at);
  xu_source_set_timer (&self->wake_source, self->context, wait_us, wake_cb, self);
}

static void
complete (XuJobRunner *self)
{
  g_autoptr (GTask) task = g_steal_pointer (&self->task);
  const GError *error = xu_job_plan_get_error (self->plan);

  xu_source_clear (&self->wake_source);
  xu_source_clear (&self->cancel_source);
  if (error == NULL)
    tell_media_ready (self);

  if (error != NULL && xu_job_plan_get_post_id (self->plan) == NULL)
    g_task_return_error (task, g_error_copy (error));
  else
    g_task_return_boolean (task, TRUE);
}

static void
pump (XuJobRunner *self)
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
          self->step = step;
          xu_job_plan_begin (self->plan);
          start_step (self);
          break;

        case XU_JOB_STEP_WAIT:
          wake_at (self, &step);
          return;

        case XU_JOB_STEP_NOTHING:
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

static gboolean
cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  XuJobRunner *self = XU_JOB_RUNNER (user_data);
  g_autoptr (GError) error = NULL;

  if (g_cancellable_set_error_if_cancelled (cancellable, &error))
    {
      g_cancellable_cancel (self->steps);
      xu_job_plan_give_up (self->plan, error);
      pump (self);
    }

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

  pump (self);
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

  xu_job_plan_set_paused (self->plan, paused);
  if (self->uploader != NULL)
    xu_uploader_set_paused (self->uploader, paused);
  if (paused)
    xu_source_clear (&self->wake_source);
  pump (self);
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

  g_clear_pointer (&self->spec, xu_job_spec_unref);
  g_clear_pointer (&self->slots, xu_slots_unref);
  g_clear_pointer (&self->plan, xu_job_plan_free);
  g_clear_pointer (&self->preparation, xu_preparation_free);
  g_clear_pointer (&self->context, g_main_context_unref);
  g_clear_object (&self->steps);

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
                   XuJobSpec *spec,
                   XuSlots *slots,
                   XuUploadOptions *options,
                   XuJobEventFunc func,
                   gpointer user_data)
{
  g_return_val_if_fail (XU_IS_API (api) && spec != NULL && slots != NULL, NULL);
  g_return_val_if_fail (options != NULL && func != NULL, NULL);

  XuJobRunner *self = g_object_new (XU_TYPE_JOB_RUNNER, NULL);

  self->api = g_object_ref (api);
  self->spec = xu_job_spec_ref (spec);
  self->slots = xu_slots_ref (slots);
  self->options = options;
  self->func = func;
  self->func_data = user_data;
  self->plan = xu_job_plan_new (spec, options);

  return self;
}
