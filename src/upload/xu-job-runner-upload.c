/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The step of a job that uploads one item, and the uploader's signals as the job's events. */

#define G_LOG_DOMAIN "xu-upload"

#include "config.h"

#include "xu-job-runner-private.h"

#include "xu-media-file.h"

static void
initialized_cb (XuUploader *uploader, const char *media_id, gpointer user_data)
{
  XuJobRunner *self = XU_JOB_RUNNER (user_data);
  XuJobEvent *event = xu_job_event_new (XU_JOB_EVENT_INITIALIZED);

  xu_job_runner_enter_phase (self, XU_JOB_PHASE_UPLOADING);
  event->media_id = g_strdup (media_id);
  event->total = xu_job_record_get_item (self->record, self->step.item)->size;
  xu_job_runner_emit (self, event);
}

static void
restarted_cb (XuUploader *uploader, gpointer user_data)
{
  xu_job_runner_emit (XU_JOB_RUNNER (user_data), xu_job_event_new (XU_JOB_EVENT_RESTARTED));
}

static void
chunk_progress_cb (XuUploader *uploader,
                   guint64 acknowledged,
                   guint64 in_flight,
                   guint64 total,
                   gpointer user_data)
{
  XuJobRunner *self = XU_JOB_RUNNER (user_data);
  XuJobEvent *event = xu_job_event_new (XU_JOB_EVENT_PROGRESS);

  event->acknowledged = self->bytes_before + acknowledged;
  event->in_flight = in_flight;
  event->total = self->bytes_total;
  xu_job_runner_emit (self, event);
}

static void
segment_uploaded_cb (XuUploader *uploader,
                     const char *media_id,
                     guint index,
                     guint64 offset,
                     guint64 length,
                     gpointer user_data)
{
  XuJobEvent *event = xu_job_event_new (XU_JOB_EVENT_SEGMENT);

  event->media_id = g_strdup (media_id);
  event->index = index;
  event->offset = offset;
  event->total = length;
  xu_job_runner_emit (XU_JOB_RUNNER (user_data), event);
}

static void
finalized_cb (XuUploader *uploader, const char *media_id, gpointer user_data)
{
  XuJobEvent *event = xu_job_event_new (XU_JOB_EVENT_FINALIZED);

  event->media_id = g_strdup (media_id);
  xu_job_runner_emit (XU_JOB_RUNNER (user_data), event);
}

static void
status_cb (XuUploader *uploader,
           const char *media_id,
           const char *state,
           double percent,
           gint64 check_after,
           gpointer user_data)
{
  XuJobRunner *self = XU_JOB_RUNNER (user_data);
  XuJobEvent *event = xu_job_event_new (XU_JOB_EVENT_STATUS);

  if (check_after >= 0)
    xu_job_runner_enter_phase (self, XU_JOB_PHASE_PROCESSING);
  event->media_id = g_strdup (media_id);
  event->text = g_strdup (state);
  event->percent = percent;
  event->seconds = check_after;
  xu_job_runner_emit (self, event);
}

static void
waiting_cb (XuUploader *uploader, guint reason, gint64 wake_at, gpointer user_data)
{
  xu_job_runner_emit_waiting (XU_JOB_RUNNER (user_data), (XuWaitReason) reason, wake_at);
}

static void
uploaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (XuJobRunner) self = XU_JOB_RUNNER (user_data);
  g_autoptr (XuUploader) uploader = g_steal_pointer (&self->uploader);
  g_autoptr (GError) error = NULL;
  g_autofree char *media_id = xu_uploader_upload_finish (uploader, result, &error);

  g_signal_handlers_disconnect_by_data (uploader, self);
  xu_upload_options_learn (self->options, xu_uploader_get_options (uploader), media_id != NULL);

  if (media_id == NULL)
    {
      xu_job_runner_step_failed (self, error);
      return;
    }

  self->bytes_before += xu_job_record_get_item (self->record, self->step.item)->size;
  xu_job_runner_step_succeeded (self, media_id);
}

static gboolean
save_cb (const XuUploadRecord *upload, gboolean is_lasting, gpointer user_data, GError **error)
{
  XuJobRunner *self = XU_JOB_RUNNER (user_data);

  xu_upload_record_copy (&xu_job_record_get_item (self->record, self->step.item)->upload, upload);
  return xu_journal_save_upload (self->journal, self->record, self->step.item, is_lasting, error);
}

/* An upload that an earlier process began: whoever listens now has not heard of it. */
static void
tell_resumed (XuJobRunner *self, const XuItemRecord *item)
{
  if (item->upload.media_id == NULL)
    return;

  initialized_cb (self->uploader, item->upload.media_id, self);
  chunk_progress_cb (self->uploader, xu_upload_record_count_bytes (&item->upload, item->size), 0,
                     item->size, self);
}

void
xu_job_runner_start_upload (XuJobRunner *self)
{
  XuMediaFile *file = g_ptr_array_index (self->preparation->files, self->step.item);
  const XuItemRecord *item = xu_job_record_get_item (self->record, self->step.item);
  g_autoptr (GError) error = NULL;

  xu_job_runner_enter_phase (self, XU_JOB_PHASE_UPLOADING);
  self->uploader = xu_uploader_new (self->api, file, item->size, self->slots, &item->upload,
                                    self->options, save_cb, self, &error);
  if (self->uploader == NULL)
    {
      xu_job_plan_failed (self->plan, &self->step, error, g_get_monotonic_time (), 0);
      return;
    }

  g_signal_connect (self->uploader, "initialized", G_CALLBACK (initialized_cb), self);
  g_signal_connect (self->uploader, "restarted", G_CALLBACK (restarted_cb), self);
  g_signal_connect (self->uploader, "chunk-progress", G_CALLBACK (chunk_progress_cb), self);
  g_signal_connect (self->uploader, "segment-uploaded", G_CALLBACK (segment_uploaded_cb), self);
  g_signal_connect (self->uploader, "finalized", G_CALLBACK (finalized_cb), self);
  g_signal_connect (self->uploader, "status", G_CALLBACK (status_cb), self);
  g_signal_connect (self->uploader, "waiting", G_CALLBACK (waiting_cb), self);

  xu_uploader_set_offline (self->uploader, self->is_offline);
  if (xu_job_plan_is_acquainted (self->plan))
    xu_uploader_set_acquainted (self->uploader);

  tell_resumed (self, item);
  xu_uploader_upload_async (self->uploader, self->steps, uploaded_cb, g_object_ref (self));
}
