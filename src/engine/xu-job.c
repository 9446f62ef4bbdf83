/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A job as the fronts see it: state, progress and signals, in their thread. */

#define G_LOG_DOMAIN "xu-engine"

#include "config.h"

#include "xu-job-private.h"

#include <gio/gio.h>

#include "xu-rate-meter.h"

struct _XuJob
{
  GObject parent_instance;

  char *id;            /* (owned) */
  XuJobSpec *spec;     /* (owned) */
  XuJobLink *link;     /* (owned) */
  char *post_url_base; /* (owned) (nullable) */
  char *server;        /* (owned) */
  gint64 created_at;   /* Unix seconds */
  gboolean is_elsewhere;
  gboolean is_deleted;

  XuJobState state;
  XuJobState running_state; /* what a pause interrupted */
  GArray *files;            /* (owned) (element-type XuJobFile) */
  GPtrArray *media_ids;     /* (owned) (element-type utf8): NULL-terminated once complete */
  char *post_id;            /* (owned) (nullable) */
  GError *error;            /* (owned) (nullable) */
  XuJobProgress progress;
  XuRateMeter meter;
};

typedef enum
{
  PROP_ID = 1,
  PROP_STATE,
} XuJobProperty;

static GParamSpec *properties[PROP_STATE + 1];

typedef enum
{
  SIGNAL_OPENED,
  SIGNAL_INITIALIZED,
  SIGNAL_RESTARTED,
  SIGNAL_CHUNK_PROGRESS,
  SIGNAL_SEGMENT_UPLOADED,
  SIGNAL_FINALIZED,
  SIGNAL_STATUS,
  SIGNAL_WAITING,
  N_SIGNALS,
} XuJobSignal;

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (XuJob, xu_job, G_TYPE_OBJECT)

G_DEFINE_ENUM_TYPE (XuJobState,
                    xu_job_state,
                    G_DEFINE_ENUM_VALUE (XU_JOB_QUEUED, "queued"),
                    G_DEFINE_ENUM_VALUE (XU_JOB_CHECKING, "checking"),
                    G_DEFINE_ENUM_VALUE (XU_JOB_UPLOADING, "uploading"),
                    G_DEFINE_ENUM_VALUE (XU_JOB_PROCESSING, "processing"),
                    G_DEFINE_ENUM_VALUE (XU_JOB_FINISHING, "finishing"),
                    G_DEFINE_ENUM_VALUE (XU_JOB_POSTING, "posting"),
                    G_DEFINE_ENUM_VALUE (XU_JOB_PAUSED, "paused"),
                    G_DEFINE_ENUM_VALUE (XU_JOB_READY, "ready"),
                    G_DEFINE_ENUM_VALUE (XU_JOB_POSTED, "posted"),
                    G_DEFINE_ENUM_VALUE (XU_JOB_FAILED, "failed"),
                    G_DEFINE_ENUM_VALUE (XU_JOB_CANCELLED, "cancelled"))

G_DEFINE_ENUM_TYPE (XuJobWait,
                    xu_job_wait,
                    G_DEFINE_ENUM_VALUE (XU_JOB_WAIT_RATE_LIMIT, "rate-limit"),
                    G_DEFINE_ENUM_VALUE (XU_JOB_WAIT_OFFLINE, "offline"),
                    G_DEFINE_ENUM_VALUE (XU_JOB_WAIT_SERVER_BUSY, "server-busy"),
                    G_DEFINE_ENUM_VALUE (XU_JOB_WAIT_POST_CHECK, "post-check"),
                    G_DEFINE_ENUM_VALUE (XU_JOB_WAIT_OTHER_PROCESS, "other-process"))

static void
set_state (XuJob *self, XuJobState state)
{
  if (self->state == state)
    return;

  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
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
  g_signal_emit (self, signals[SIGNAL_CHUNK_PROGRESS], 0);
}

/* What the journal says, for a job that does not run here. */

static XuJobState
record_to_state (const XuJobRecord *record, gboolean is_elsewhere)
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

static void
set_record (XuJob *self, const XuJobRecord *record, gboolean is_elsewhere)
{
  xu_job_spec_ref (record->spec);
  xu_job_spec_unref (self->spec);
  self->spec = record->spec;
  set_string (&self->post_id, record->post_id);
  self->created_at = record->created_at;
  self->is_elsewhere = is_elsewhere;
  self->is_deleted = record->is_deleted;
  g_clear_error (&self->error);
  if (record->error != NULL)
    self->error = g_error_copy (record->error);
  set_files (self, record);
  set_media_ids (self, record);
}

static void
apply_record (XuJob *self, const XuJobRecord *record, gboolean is_elsewhere)
{
  set_record (self, record, is_elsewhere);
  g_signal_emit (self, signals[SIGNAL_CHUNK_PROGRESS], 0);
  if (is_elsewhere)
    g_signal_emit (self, signals[SIGNAL_WAITING], 0, XU_JOB_WAIT_OTHER_PROCESS,
                   G_GINT64_CONSTANT (-1));
  set_state (self, record_to_state (record, is_elsewhere));
}

/* What it was before is no more. */
static void
apply_queued (XuJob *self, const XuJobRecord *record)
{
  set_record (self, record, FALSE);
  self->running_state = XU_JOB_QUEUED;
  set_state (self, XU_JOB_QUEUED);
}

static void
apply_end (XuJob *self, const GError *error)
{
  self->is_elsewhere = FALSE;
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
        g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
    }
}

static void
apply_event_cb (const XuJobEvent *event, gpointer user_data)
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
    case XU_JOB_EVENT_PHASE:
      set_running_state (self, phase_to_state (event->phase));
      break;
    case XU_JOB_EVENT_FILE:
      add_file (self, event->index, event->text, event->media_type, event->total);
      break;
    case XU_JOB_EVENT_OPENED:
      g_signal_emit (self, signals[SIGNAL_OPENED], 0);
      break;
    case XU_JOB_EVENT_INITIALIZED:
      g_signal_emit (self, signals[SIGNAL_INITIALIZED], 0, event->media_id, event->total);
      break;
    case XU_JOB_EVENT_RESTARTED:
      g_signal_emit (self, signals[SIGNAL_RESTARTED], 0);
      break;
    case XU_JOB_EVENT_PROGRESS:
      apply_progress (self, event);
      break;
    case XU_JOB_EVENT_SEGMENT:
      g_signal_emit (self, signals[SIGNAL_SEGMENT_UPLOADED], 0, event->media_id, event->index,
                     event->offset, event->total);
      break;
    case XU_JOB_EVENT_FINALIZED:
      g_signal_emit (self, signals[SIGNAL_FINALIZED], 0, event->media_id);
      break;
    case XU_JOB_EVENT_STATUS:
      g_signal_emit (self, signals[SIGNAL_STATUS], 0, event->media_id, event->text, event->percent,
                     event->seconds);
      break;
    case XU_JOB_EVENT_WAITING:
      g_signal_emit (self, signals[SIGNAL_WAITING], 0, reason_to_wait (event->reason),
                     event->seconds);
      break;
    case XU_JOB_EVENT_MEDIA_READY:
      add_media_id (self, event->index, event->media_id);
      break;
    case XU_JOB_EVENT_POSTED:
      set_string (&self->post_id, event->text);
      break;
    case XU_JOB_EVENT_PAUSED:
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

static void
xu_job_dispose (GObject *object)
{
  XuJob *self = XU_JOB (object);

  if (self->link != NULL)
    xu_job_link_set_front (self->link, NULL, NULL);
  g_clear_pointer (&self->link, xu_job_link_unref);

  G_OBJECT_CLASS (xu_job_parent_class)->dispose (object);
}

static void
xu_job_finalize (GObject *object)
{
  XuJob *self = XU_JOB (object);

  g_free (self->id);
  g_free (self->post_url_base);
  g_free (self->server);
  g_free (self->post_id);
  g_clear_error (&self->error);
  xu_job_spec_unref (self->spec);
  g_array_unref (self->files);
  g_ptr_array_unref (self->media_ids);

  G_OBJECT_CLASS (xu_job_parent_class)->finalize (object);
}

static void
xu_job_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  const XuJob *self = XU_JOB (object);

  switch ((XuJobProperty) property_id)
    {
    case PROP_ID:
      g_value_set_string (value, self->id);
      break;
    case PROP_STATE:
      g_value_set_enum (value, self->state);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static guint
add_signal (const char *name, guint n_params, const GType *params)
{
  return g_signal_newv (name, XU_TYPE_JOB, G_SIGNAL_RUN_LAST, NULL, NULL, NULL, NULL, G_TYPE_NONE,
                        n_params, (GType *) params);
}

static void
xu_job_class_init (XuJobClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = xu_job_dispose;
  object_class->finalize = xu_job_finalize;
  object_class->get_property = xu_job_get_property;

  properties[PROP_ID]
      = g_param_spec_string ("id", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_STATE]
      = g_param_spec_enum ("state", NULL, NULL, XU_TYPE_JOB_STATE, XU_JOB_QUEUED,
                           G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  signals[SIGNAL_OPENED] = add_signal ("opened", 0, NULL);
  signals[SIGNAL_INITIALIZED]
      = add_signal ("initialized", 2, (GType[]){ G_TYPE_STRING, G_TYPE_UINT64 });
  signals[SIGNAL_RESTARTED] = add_signal ("restarted", 0, NULL);
  signals[SIGNAL_CHUNK_PROGRESS] = add_signal ("chunk-progress", 0, NULL);
  signals[SIGNAL_SEGMENT_UPLOADED] = add_signal (
      "segment-uploaded", 4, (GType[]){ G_TYPE_STRING, G_TYPE_UINT, G_TYPE_UINT64, G_TYPE_UINT64 });
  signals[SIGNAL_FINALIZED] = add_signal ("finalized", 1, (GType[]){ G_TYPE_STRING });
  signals[SIGNAL_STATUS] = add_signal (
      "status", 4, (GType[]){ G_TYPE_STRING, G_TYPE_STRING, G_TYPE_DOUBLE, G_TYPE_INT64 });
  signals[SIGNAL_WAITING] = add_signal ("waiting", 2, (GType[]){ XU_TYPE_JOB_WAIT, G_TYPE_INT64 });
}

static void
clear_file (gpointer data)
{
  XuJobFile *file = data;

  g_free ((char *) file->path);
}

static void
xu_job_init (XuJob *self)
{
  self->files = g_array_new (FALSE, FALSE, sizeof (XuJobFile));
  g_array_set_clear_func (self->files, clear_file);
  self->media_ids = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (self->media_ids, NULL);
  self->progress.eta_s = -1;
  self->created_at = g_get_real_time () / G_USEC_PER_SEC;
}

XuJob *
xu_job_new (const char *id,
            const char *server,
            XuJobSpec *spec,
            XuJobLink *link,
            const char *post_url_base)
{
  XuJob *self = g_object_new (XU_TYPE_JOB, NULL);

  self->id = g_strdup (id);
  self->server = g_strdup (server);
  self->spec = xu_job_spec_ref (spec);
  self->link = xu_job_link_ref (link);
  self->post_url_base = g_strdup (post_url_base);
  xu_job_link_set_front (link, apply_event_cb, self);

  return self;
}

XuJob *
xu_job_new_from_record (const XuJobRecord *record,
                        gboolean is_elsewhere,
                        XuJobLink *link,
                        const char *post_url_base)
{
  XuJob *self = xu_job_new (record->id, record->server, record->spec, link, post_url_base);

  set_record (self, record, is_elsewhere);
  self->state = record_to_state (record, is_elsewhere);

  return self;
}

const char *
xu_job_get_id (XuJob *self)
{
  g_return_val_if_fail (XU_IS_JOB (self), NULL);

  return self->id;
}

XuJobState
xu_job_get_state (XuJob *self)
{
  g_return_val_if_fail (XU_IS_JOB (self), XU_JOB_QUEUED);

  return self->state;
}

XuJobSpec *
xu_job_get_spec (XuJob *self)
{
  g_return_val_if_fail (XU_IS_JOB (self), NULL);

  return self->spec;
}

gboolean
xu_job_is_over (XuJob *self)
{
  g_return_val_if_fail (XU_IS_JOB (self), FALSE);

  return self->state >= XU_JOB_READY;
}

const XuJobFile *
xu_job_get_files (XuJob *self, gsize *n_files)
{
  g_return_val_if_fail (XU_IS_JOB (self) && n_files != NULL, NULL);

  *n_files = self->files->len;
  return (const XuJobFile *) self->files->data;
}

const XuJobProgress *
xu_job_get_progress (XuJob *self)
{
  g_return_val_if_fail (XU_IS_JOB (self), NULL);

  return &self->progress;
}

const char *const *
xu_job_get_media_ids (XuJob *self)
{
  g_return_val_if_fail (XU_IS_JOB (self), NULL);

  return self->media_ids->len > 1 ? (const char *const *) self->media_ids->pdata : NULL;
}

const char *
xu_job_get_post_id (XuJob *self)
{
  g_return_val_if_fail (XU_IS_JOB (self), NULL);

  return self->post_id;
}

char *
xu_job_dup_post_url (XuJob *self)
{
  g_return_val_if_fail (XU_IS_JOB (self), NULL);

  return self->post_id != NULL && self->post_url_base != NULL
             ? g_strdup_printf ("%s/i/status/%s", self->post_url_base, self->post_id)
             : NULL;
}

const GError *
xu_job_get_error (XuJob *self)
{
  g_return_val_if_fail (XU_IS_JOB (self), NULL);

  return self->error;
}

gint64
xu_job_get_created_at (XuJob *self)
{
  g_return_val_if_fail (XU_IS_JOB (self), 0);

  return self->created_at;
}

const char *
xu_job_get_server (XuJob *self)
{
  g_return_val_if_fail (XU_IS_JOB (self), NULL);

  return self->server;
}

gboolean
xu_job_is_deleted (XuJob *self)
{
  g_return_val_if_fail (XU_IS_JOB (self), FALSE);

  return self->is_deleted;
}

gboolean
xu_job_is_elsewhere (XuJob *self)
{
  g_return_val_if_fail (XU_IS_JOB (self), FALSE);

  return self->is_elsewhere;
}

static void
send (XuJob *self, XuJobCommandKind kind)
{
  xu_job_link_send_command (self->link, xu_job_command_new (kind));
}

void
xu_job_pause (XuJob *self)
{
  g_return_if_fail (XU_IS_JOB (self));

  send (self, XU_JOB_COMMAND_PAUSE);
}

void
xu_job_resume (XuJob *self)
{
  g_return_if_fail (XU_IS_JOB (self));

  send (self, XU_JOB_COMMAND_RESUME);
}

void
xu_job_cancel (XuJob *self)
{
  g_return_if_fail (XU_IS_JOB (self));

  send (self, XU_JOB_COMMAND_CANCEL);
}

void
xu_job_post (XuJob *self, const char *text, XuJobPostFlags flags)
{
  g_return_if_fail (XU_IS_JOB (self));

  XuJobCommand *command = xu_job_command_new (XU_JOB_COMMAND_POST);

  command->text = g_strdup (text);
  command->flags = flags;
  xu_job_link_send_command (self->link, command);
}

void
xu_job_resume_with_files (XuJob *self, const char *const *paths)
{
  g_return_if_fail (XU_IS_JOB (self) && paths != NULL);

  XuJobCommand *command = xu_job_command_new (XU_JOB_COMMAND_RESUME);

  command->paths = g_strdupv ((char **) paths);
  xu_job_link_send_command (self->link, command);
}

void
xu_job_start_again (XuJob *self)
{
  g_return_if_fail (XU_IS_JOB (self));

  send (self, XU_JOB_COMMAND_START_AGAIN);
}
