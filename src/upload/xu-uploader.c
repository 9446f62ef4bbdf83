/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Does what the upload plan says: starts exchanges, tells the plan what came of them, and pumps. */

#define G_LOG_DOMAIN "xu-upload"

#include "config.h"

#include "xu-uploader-private.h"

#include <string.h>

#include "xu-source.h"

guint xu_uploader_signals[XU_UPLOADER_N_SIGNALS];

G_DEFINE_FINAL_TYPE (XuUploader, xu_uploader, G_TYPE_OBJECT)

static gboolean
wake_cb (gpointer user_data)
{
  XuUploader *self = XU_UPLOADER (user_data);

  xu_source_clear (&self->wake_source);
  xu_uploader_pump (self);

  return G_SOURCE_REMOVE;
}

static void
wake_at (XuUploader *self, const XuStep *step)
{
  gint64 wait_us = step->wake_at - g_get_monotonic_time ();

  xu_source_set_timer (&self->wake_source, self->context, wait_us, wake_cb, self);

  /* A segment that waits beside others that move is nobody's concern. */
  if (step->reason != XU_WAIT_PROCESSING && g_queue_is_empty (&self->appends)
      && step->wake_at != self->announced_wake_at)
    {
      self->announced_wake_at = step->wake_at;
      g_signal_emit (self, xu_uploader_signals[XU_UPLOADER_WAITING], 0, (guint) step->reason,
                     step->wake_at);
    }
}

static void
complete (XuUploader *self)
{
  g_autoptr (GTask) task = g_steal_pointer (&self->task);
  const GError *error = xu_upload_plan_get_error (self->plan);

  xu_source_clear (&self->wake_source);
  xu_source_clear (&self->cancel_source);
  xu_slots_forget (self->slots, self);

  if (error != NULL)
    g_task_return_error (task, g_error_copy (error));
  else
    g_task_return_pointer (task, g_strdup (xu_upload_plan_get_media_id (self->plan)), g_free);
}

static void
slot_free_cb (gpointer user_data)
{
  xu_uploader_pump (XU_UPLOADER (user_data));
}

/* Ends what is under way with that cancellable; what begins from here on gets a new one. */
static void
take_back (GCancellable **cancellable)
{
  g_autoptr (GCancellable) old = g_steal_pointer (cancellable);

  *cancellable = g_cancellable_new ();
  g_cancellable_cancel (old);
}

static gboolean
is_equal (const XuUploadRecord *a, const XuUploadRecord *b)
{
  return xu_upload_record_is_lasting_equal (a, b)
         && memcmp (a->acknowledged, b->acknowledged, sizeof a->acknowledged) == 0;
}

/* What is saved last is on disk for good but for acknowledgements: no difference in anything else
 * is ever saved otherwise. */
static gboolean
save_record (XuUploader *self, const XuUploadRecord *record, GError **error)
{
  gboolean is_lasting = !xu_upload_record_is_lasting_equal (record, &self->saved);

  if (is_equal (record, &self->saved))
    return TRUE;
  if (!self->save (record, is_lasting, self->save_data, error))
    return FALSE;

  xu_upload_record_copy (&self->saved, record);
  return TRUE;
}

gboolean
xu_uploader_save (XuUploader *self, GError **error)
{
  XuUploadRecord record;
  gboolean is_saved;

  if (self->save == NULL)
    return TRUE;

  xu_upload_record_init (&record);
  xu_upload_plan_store (self->plan, &record);
  is_saved = save_record (self, &record, error);
  xu_upload_record_clear (&record);

  return is_saved;
}

/* It leaves only when all that it leads to can be found again. */
static void
begin_exchange (XuUploader *self, const XuStep *step, gint64 now)
{
  g_autoptr (GError) error = NULL;

  xu_upload_plan_begin (self->plan, step, now);
  if (xu_uploader_save (self, &error))
    {
      xu_uploader_start_exchange (self, step);
      return;
    }

  xu_upload_plan_failed (self->plan, step, error, now, 0);
  if (step->exchange == XU_EXCHANGE_APPEND)
    xu_slots_release (self->slots);
}

/* Returns: %TRUE when it was told now: whoever heard it may have changed what is next */
static gboolean
tell_restart (XuUploader *self)
{
  guint n_restarts = xu_upload_plan_get_restarts (self->plan);

  if (n_restarts == self->n_restarts_told)
    return FALSE;

  self->n_restarts_told = n_restarts;
  self->is_finalized_told = FALSE;
  g_signal_emit (self, xu_uploader_signals[XU_UPLOADER_RESTARTED], 0);

  return TRUE;
}

/* Returns: %TRUE when there may be more to do */
static gboolean
do_next (XuUploader *self)
{
  gint64 now = g_get_monotonic_time ();
  XuStep step = xu_upload_plan_next (self->plan, now);

  switch (step.kind)
    {
    case XU_STEP_EXCHANGE:
      if (tell_restart (self))
        return TRUE;
      if (step.exchange == XU_EXCHANGE_APPEND && !xu_slots_take (self->slots, slot_free_cb, self))
        return FALSE;
      begin_exchange (self, &step, now);
      return TRUE;

    case XU_STEP_WAIT:
      wake_at (self, &step);
      return FALSE;

    case XU_STEP_NOTHING:
      if (step.is_futile)
        {
          take_back (&self->exchanges);
          take_back (&self->segments);
        }
      return FALSE;

    case XU_STEP_DONE:
    case XU_STEP_FAILED:
      complete (self);
      return FALSE;

    default:
      g_assert_not_reached ();
    }
}

void
xu_uploader_pump (XuUploader *self)
{
  g_object_ref (self); /* Whoever hears of a restart may let go of us. */
  while (self->task != NULL && do_next (self))
    continue;
  g_object_unref (self);
}

static gboolean
cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  XuUploader *self = XU_UPLOADER (user_data);
  g_autoptr (GError) error = NULL;

  if (g_cancellable_set_error_if_cancelled (cancellable, &error))
    {
      xu_upload_plan_give_up (self->plan, error);
      xu_uploader_pump (self);
    }

  return G_SOURCE_REMOVE;
}

void
xu_uploader_upload_async (XuUploader *self,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_return_if_fail (XU_IS_UPLOADER (self));
  g_return_if_fail (self->task == NULL);

  self->task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (self->task, xu_uploader_upload_async);
  g_task_set_name (self->task, "xu_uploader_upload_async");
  g_task_set_check_cancellable (self->task, FALSE); /* An upload that just ended has ended. */

  xu_source_watch_cancellable (&self->cancel_source, self->context, cancellable, cancelled_cb,
                               self);

  xu_uploader_pump (self);
}

char *
xu_uploader_upload_finish (XuUploader *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (XU_IS_UPLOADER (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, xu_uploader_upload_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
xu_uploader_set_paused (XuUploader *self, gboolean paused)
{
  g_return_if_fail (XU_IS_UPLOADER (self));

  xu_upload_plan_set_paused (self->plan, paused, g_get_monotonic_time ());

  if (paused)
    {
      take_back (&self->segments);
      xu_source_clear (&self->wake_source);
    }

  self->announced_wake_at = 0;
  xu_uploader_pump (self);
}

void
xu_uploader_set_offline (XuUploader *self, gboolean is_offline)
{
  g_return_if_fail (XU_IS_UPLOADER (self));

  xu_upload_plan_set_offline (self->plan, is_offline);
}

void
xu_uploader_set_acquainted (XuUploader *self)
{
  g_return_if_fail (XU_IS_UPLOADER (self));

  xu_upload_plan_set_acquainted (self->plan);
}

void
xu_uploader_network_changed (XuUploader *self)
{
  g_return_if_fail (XU_IS_UPLOADER (self));

  xu_upload_plan_network_changed (self->plan);
  xu_uploader_pump (self);
}

const XuUploadOptions *
xu_uploader_get_options (XuUploader *self)
{
  g_return_val_if_fail (XU_IS_UPLOADER (self), NULL);

  return xu_upload_plan_get_options (self->plan);
}

static void
xu_uploader_dispose (GObject *object)
{
  XuUploader *self = XU_UPLOADER (object);

  xu_source_clear (&self->wake_source);
  xu_source_clear (&self->cancel_source);
  if (self->slots != NULL)
    xu_slots_forget (self->slots, self);

  g_clear_object (&self->api);
  g_clear_object (&self->file);

  G_OBJECT_CLASS (xu_uploader_parent_class)->dispose (object);
}

static void
xu_uploader_finalize (GObject *object)
{
  XuUploader *self = XU_UPLOADER (object);

  g_assert (self->task == NULL); /* The task holds the uploader. */

  g_clear_pointer (&self->slots, xu_slots_unref);
  g_clear_pointer (&self->plan, xu_upload_plan_free);
  g_clear_pointer (&self->context, g_main_context_unref);
  g_clear_object (&self->exchanges);
  g_clear_object (&self->segments);
  xu_upload_record_clear (&self->saved);

  G_OBJECT_CLASS (xu_uploader_parent_class)->finalize (object);
}

static guint
add_signal (const char *name, guint n_params, const GType *params)
{
  return g_signal_newv (name, XU_TYPE_UPLOADER, G_SIGNAL_RUN_LAST, NULL, NULL, NULL, NULL,
                        G_TYPE_NONE, n_params, (GType *) params);
}

static void
xu_uploader_class_init (XuUploaderClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = xu_uploader_dispose;
  object_class->finalize = xu_uploader_finalize;

  xu_uploader_signals[XU_UPLOADER_INITIALIZED]
      = add_signal ("initialized", 1, (GType[]){ G_TYPE_STRING });
  xu_uploader_signals[XU_UPLOADER_RESTARTED] = add_signal ("restarted", 0, NULL);
  xu_uploader_signals[XU_UPLOADER_CHUNK_PROGRESS]
      = add_signal ("chunk-progress", 3, (GType[]){ G_TYPE_UINT64, G_TYPE_UINT64, G_TYPE_UINT64 });
  xu_uploader_signals[XU_UPLOADER_SEGMENT_UPLOADED] = add_signal (
      "segment-uploaded", 4, (GType[]){ G_TYPE_STRING, G_TYPE_UINT, G_TYPE_UINT64, G_TYPE_UINT64 });
  xu_uploader_signals[XU_UPLOADER_FINALIZED]
      = add_signal ("finalized", 1, (GType[]){ G_TYPE_STRING });
  xu_uploader_signals[XU_UPLOADER_STATUS] = add_signal (
      "status", 4, (GType[]){ G_TYPE_STRING, G_TYPE_STRING, G_TYPE_DOUBLE, G_TYPE_INT64 });
  xu_uploader_signals[XU_UPLOADER_WAITING]
      = add_signal ("waiting", 2, (GType[]){ G_TYPE_UINT, G_TYPE_INT64 });
}

static void
xu_uploader_init (XuUploader *self)
{
  self->context = g_main_context_ref_thread_default ();
  self->exchanges = g_cancellable_new ();
  self->segments = g_cancellable_new ();
  g_queue_init (&self->appends);
  xu_upload_record_init (&self->saved);
}

XuUploader *
xu_uploader_new (XuApi *api,
                 XuMediaFile *file,
                 guint64 total_bytes,
                 XuSlots *slots,
                 const XuUploadRecord *record,
                 const XuUploadOptions *options,
                 XuUploadSaveFunc save,
                 gpointer save_data,
                 GError **error)
{
  g_return_val_if_fail (XU_IS_API (api) && (file == NULL || XU_IS_MEDIA_FILE (file)), NULL);
  g_return_val_if_fail (slots != NULL && options != NULL, NULL);

  g_autoptr (XuUploadPlan) plan
      = xu_upload_plan_new (total_bytes, record, options, g_get_monotonic_time (), error);

  if (plan == NULL)
    return NULL;

  XuUploader *self = g_object_new (XU_TYPE_UPLOADER, NULL);

  self->api = g_object_ref (api);
  g_set_object (&self->file, file);
  self->total_bytes = total_bytes;
  self->slots = xu_slots_ref (slots);
  self->plan = g_steal_pointer (&plan);
  self->save = save;
  self->save_data = save_data;
  if (record != NULL)
    xu_upload_record_copy (&self->saved, record);

  return self;
}
