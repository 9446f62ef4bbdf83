/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What events of the engine's thread make of a job in the front's. */

#define G_LOG_DOMAIN "xu-engine"

#include "config.h"

#include "xu-job-self.h"

#include <gio/gio.h>

#include "xu-error.h"

static void
set_state (XuJob *self, XuJobState state)
{
  if (self->state == state)
    return;

  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), xu_job_properties[XU_JOB_PROP_STATE]);
}

static void
set_running_state (XuJob *self, XuJobState state)
{
  self->running_state = state;
  if (self->state != XU_JOB_PAUSED)
    set_state (self, state);
}

static XuJobState
phase_to_state (XuJobPhase phase)
{
  static const XuJobState states[] = {
    [XU_JOB_PHASE_CHECKING] = XU_JOB_CHECKING,     [XU_JOB_PHASE_UPLOADING] = XU_JOB_UPLOADING,
    [XU_JOB_PHASE_PROCESSING] = XU_JOB_PROCESSING, [XU_JOB_PHASE_FINISHING] = XU_JOB_FINISHING,
    [XU_JOB_PHASE_POSTING] = XU_JOB_POSTING,
  };

  g_assert ((gsize) phase < G_N_ELEMENTS (states));

  return states[phase];
}

static XuJobWait
reason_to_wait (XuWaitReason reason)
{
  switch (reason)
    {
    case XU_WAIT_RATE_LIMIT:
      return XU_JOB_WAIT_RATE_LIMIT;
    case XU_WAIT_NETWORK:
      return XU_JOB_WAIT_OFFLINE;
    case XU_WAIT_TIMELINE:
      return XU_JOB_WAIT_POST_CHECK;
    case XU_WAIT_SIGN_IN:
      return XU_JOB_WAIT_SIGN_IN;
    case XU_WAIT_SERVER:
    case XU_WAIT_PROCESSING:
    default:
      return XU_JOB_WAIT_SERVER_BUSY;
    }
}

static void
add_file (XuJob *self, guint index, const char *path, const char *media_type, guint64 bytes)
{
  XuJobFile file
      = { .path = g_strdup (path), .bytes = bytes, .media_type = g_intern_string (media_type) };

  if (index == 0)
    g_array_set_size (self->files, 0);
  g_array_append_val (self->files, file);
}

static void
add_media_id (XuJob *self, guint index, const char *media_id)
{
  if (index == 0)
    {
      g_ptr_array_set_size (self->media_ids, 0);
      g_ptr_array_add (self->media_ids, NULL);
    }
  g_ptr_array_insert (self->media_ids, (int) self->media_ids->len - 1, g_strdup (media_id));
}

static void
apply_progress (XuJob *self, const XuJobEvent *event)
{
  XuJobProgress *progress = &self->progress;
  guint64 moved = event->acknowledged + event->in_flight;

  xu_rate_meter_feed (&self->meter, event->time_us, moved);
  progress->acknowledged = event->acknowledged;
  progress->in_flight = event->in_flight;
  progress->total = event->total;
  progress->bytes_per_second = xu_rate_meter_get_rate (&self->meter);
  progress->eta_s = progress->bytes_per_second > 0
                        ? (gint64) ((event->total - moved) / progress->bytes_per_second)
                        : -1;
  g_signal_emit (self, xu_job_signals[XU_JOB_SIGNAL_CHUNK_PROGRESS], 0);
}

/* What the journal says, for a job that does not run here. */

XuJobState
xu_job_record_to_state (const XuJobRecord *record, gboolean is_elsewhere)
{
  static const XuJobState ends[] = {
    [XU_JOB_OUTCOME_READY] = XU_JOB_READY,
    [XU_JOB_OUTCOME_POSTED] = XU_JOB_POSTED,
    [XU_JOB_OUTCOME_FAILED] = XU_JOB_FAILED,
    [XU_JOB_OUTCOME_CANCELLED] = XU_JOB_CANCELLED,
  };
  XuJobState state = XU_JOB_CHECKING;

  if (record->outcome != XU_JOB_OUTCOME_NONE)
    return ends[record->outcome];
  if (!is_elsewhere || record->is_paused)
    return XU_JOB_PAUSED;
  if (record->post == XU_POST_RECORD_POSTING)
    return XU_JOB_POSTING;

  for (guint i = 0; i < record->items->len; i++)
    {
      switch (xu_job_record_get_item (record, i)->upload.state)
        {
        case XU_UPLOAD_RECORD_NEW:
          return state == XU_JOB_CHECKING ? state : XU_JOB_UPLOADING;
        case XU_UPLOAD_RECORD_APPENDING:
          return XU_JOB_UPLOADING;
        case XU_UPLOAD_RECORD_FINALIZING:
        case XU_UPLOAD_RECORD_PROCESSING:
          return XU_JOB_PROCESSING;
        case XU_UPLOAD_RECORD_READY:
        default:
          state = XU_JOB_FINISHING;
        }
    }

  return state;
}

static void
set_files (XuJob *self, const XuJobRecord *record)
{
  g_autofree const char **paths = xu_job_spec_dup_item_paths (record->spec);

  self->progress.total = 0;
  self->progress.acknowledged = 0;
  self->progress.in_flight = 0;
  for (guint i = 0; i < record->items->len; i++)
    {
      const XuItemRecord *item = xu_job_record_get_item (record, i);

      add_file (self, i, paths[i], item->media_type, item->size);
      self->progress.total += item->size;
      self->progress.acknowledged += item->upload.state >= XU_UPLOAD_RECORD_FINALIZING
                                         ? item->size
                                         : xu_upload_record_count_bytes (&item->upload, item->size);
    }
}

static void
set_media_ids (XuJob *self, const XuJobRecord *record)
{
  guint n_media = g_strv_length (record->spec->paths);

  g_ptr_array_set_size (self->media_ids, 0);
  g_ptr_array_add (self->media_ids, NULL);
  for (guint i = 0; i < n_media; i++)
    {
      if (xu_job_record_get_item (record, i)->upload.state != XU_UPLOAD_RECORD_READY)
        return;
    }

  for (guint i = 0; i < n_media; i++)
    add_media_id (self, i, xu_job_record_get_item (record, i)->upload.media_id);
}

static void
set_string (char **string, const char *value)
{
  if (g_strcmp0 (*string, value) == 0)
    return;

  g_free (*string);
  *string = g_strdup (value);
}

void
xu_job_set_spec (XuJob *self, XuJobSpec *spec)
{
  g_autoptr (XuJobSpec) before = self->spec;

  self->spec = xu_job_spec_ref (spec);
  if (!xu_job_spec_equal (before, spec))
    g_object_notify_by_pspec (G_OBJECT (self), xu_job_properties[XU_JOB_PROP_SPEC]);
}

void
xu_job_set_record (XuJob *self, const XuJobRecord *record, gboolean is_elsewhere)
{
  if (self->n_wishes == 0)
    xu_job_set_spec (self, record->spec);
  set_string (&self->post_id, record->post_id);
  set_string (&self->user_id, record->user_id);
  self->created_at = record->created_at;
  self->is_elsewhere = is_elsewhere;
  self->is_deleted = record->is_deleted;
  self->may_be_posted = record->post == XU_POST_RECORD_POSTING;
  self->is_interrupted = record->outcome == XU_JOB_OUTCOME_NONE && !record->is_paused;
  g_clear_error (&self->error);
  if (record->error != NULL)
    self->error = g_error_copy (record->error);
  set_files (self, record);
  set_media_ids (self, record);
}

static void
apply_record (XuJob *self, const XuJobRecord *record, gboolean is_elsewhere)
{
  XuJobState before = self->state;
  gboolean was_deleted = self->is_deleted;

  xu_job_set_record (self, record, is_elsewhere);
  g_signal_emit (self, xu_job_signals[XU_JOB_SIGNAL_CHUNK_PROGRESS], 0);
  if (is_elsewhere)
    g_signal_emit (self, xu_job_signals[XU_JOB_SIGNAL_WAITING], 0, XU_JOB_WAIT_OTHER_PROCESS,
                   G_GINT64_CONSTANT (-1));
  set_state (self, xu_job_record_to_state (record, is_elsewhere));

  /* To be deleted is an end after the end. */
  if (self->state == before && self->is_deleted != was_deleted)
    g_object_notify_by_pspec (G_OBJECT (self), xu_job_properties[XU_JOB_PROP_STATE]);
}

/* What it was before is no more. */
static void
apply_queued (XuJob *self, const XuJobRecord *record)
{
  xu_job_set_record (self, record, FALSE);
  self->running_state = XU_JOB_QUEUED;
  set_state (self, XU_JOB_QUEUED);
}

/* Of several wishes that are under way the last one counts. */
static void
apply_spec (XuJob *self, const XuJobEvent *event)
{
  self->n_wishes -= event->index;
  if (self->n_wishes == 0)
    xu_job_set_spec (self, event->spec);
}

static void
apply_end (XuJob *self, const GError *error)
{
  self->is_elsewhere = FALSE;
  self->may_be_posted = g_error_matches (error, XU_ERROR, XU_ERROR_POST_UNKNOWN);
  g_clear_error (&self->error);
  if (error == NULL)
    set_state (self, self->post_id != NULL ? XU_JOB_POSTED : XU_JOB_READY);
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    set_state (self, XU_JOB_CANCELLED);
  else
    {
      gboolean has_failed_before = self->state == XU_JOB_FAILED;

      self->error = g_error_copy (error);
      set_state (self, XU_JOB_FAILED);

      /* To fail again, before anything else happened, is an end like any other. */
      if (has_failed_before)
        g_object_notify_by_pspec (G_OBJECT (self), xu_job_properties[XU_JOB_PROP_STATE]);
    }
}

void
xu_job_apply_event (const XuJobEvent *event, gpointer user_data)
{
  g_autoptr (XuJob) self = g_object_ref (XU_JOB (user_data)); /* A handler may drop the last one. */

  switch (event->kind)
    {
    case XU_JOB_EVENT_RECORD:
      apply_record (self, event->record, event->is_elsewhere);
      break;
    case XU_JOB_EVENT_QUEUED:
      apply_queued (self, event->record);
      break;
    case XU_JOB_EVENT_SPEC:
      apply_spec (self, event);
      break;
    case XU_JOB_EVENT_PHASE:
      set_running_state (self, phase_to_state (event->phase));
      break;
    case XU_JOB_EVENT_FILE:
      add_file (self, event->index, event->text, event->media_type, event->total);
      break;
    case XU_JOB_EVENT_OPENED:
      g_signal_emit (self, xu_job_signals[XU_JOB_SIGNAL_OPENED], 0);
      break;
    case XU_JOB_EVENT_INITIALIZED:
      g_signal_emit (self, xu_job_signals[XU_JOB_SIGNAL_INITIALIZED], 0, event->media_id,
                     event->total);
      break;
    case XU_JOB_EVENT_RESTARTED:
      g_signal_emit (self, xu_job_signals[XU_JOB_SIGNAL_RESTARTED], 0);
      break;
    case XU_JOB_EVENT_PROGRESS:
      apply_progress (self, event);
      break;
    case XU_JOB_EVENT_SEGMENT:
      g_signal_emit (self, xu_job_signals[XU_JOB_SIGNAL_SEGMENT_UPLOADED], 0, event->media_id,
                     event->index, event->offset, event->total);
      break;
    case XU_JOB_EVENT_FINALIZED:
      g_signal_emit (self, xu_job_signals[XU_JOB_SIGNAL_FINALIZED], 0, event->media_id);
      break;
    case XU_JOB_EVENT_STATUS:
      g_signal_emit (self, xu_job_signals[XU_JOB_SIGNAL_STATUS], 0, event->media_id, event->text,
                     event->percent, event->seconds);
      break;
    case XU_JOB_EVENT_WAITING:
      g_signal_emit (self, xu_job_signals[XU_JOB_SIGNAL_WAITING], 0, reason_to_wait (event->reason),
                     event->seconds);
      break;
    case XU_JOB_EVENT_MEDIA_READY:
      add_media_id (self, event->index, event->media_id);
      break;
    case XU_JOB_EVENT_POSTED:
      set_string (&self->post_id, event->text);
      break;
    case XU_JOB_EVENT_PAUSED:
      self->is_interrupted = FALSE;
      if (event->record != NULL)
        self->may_be_posted = event->record->post == XU_POST_RECORD_POSTING;
      set_state (self, XU_JOB_PAUSED);
      break;
    case XU_JOB_EVENT_RESUMED:
      set_state (self, self->running_state);
      break;
    case XU_JOB_EVENT_ENDED:
      apply_end (self, event->error);
      break;
    default:
      g_assert_not_reached ();
    }
}
