/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Does what the upload plan says: starts exchanges, tells the plan what came of them, and pumps. */

#define G_LOG_DOMAIN "xu-upload"

#include "config.h"

#include "xu-uploader.h"

#include "xu-source.h"

struct _XuUploader
{
  GObject parent_instance;

  XuApi *api;               /* (owned) */
  XuMediaFile *file;        /* (owned) */
  XuSlots *slots;           /* (owned) */
  XuUploadPlan *plan;       /* (owned) */
  GMainContext *context;    /* (owned): the maker's */
  GTask *task;              /* (owned) (nullable): while the upload runs */
  GSource *cancel_source;   /* (owned) (nullable): brings a cancel into our context */
  GSource *wake_source;     /* (owned) (nullable): of XU_STEP_WAIT */
  GCancellable *exchanges;  /* (owned): ends all others that are under way; renewed then */
  GCancellable *segments;   /* (owned): ends the segments that are under way; renewed then */
  GQueue appends;           /* (element-type Exchange) (unowned): in flight */
  gint64 announced_wake_at; /* of the last `waiting` */
  gboolean is_finalized_told;
};

typedef enum
{
  SIGNAL_INITIALIZED,
  SIGNAL_CHUNK_PROGRESS,
  SIGNAL_SEGMENT_UPLOADED,
  SIGNAL_FINALIZED,
  SIGNAL_STATUS,
  SIGNAL_WAITING,
  N_SIGNALS,
} XuUploaderSignal;

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (XuUploader, xu_uploader, G_TYPE_OBJECT)

/* One exchange in flight, with what it began from. */
typedef struct
{
  XuUploader *self; /* (owned) */
  XuStep step;
  GCancellable *cancellable; /* (owned) */
  guint64 sent;              /* of an append: bytes handed to the socket */
} Exchange;

static void pump (XuUploader *self);
static void read_cb (GObject *source, GAsyncResult *result, gpointer user_data);
static void append_cb (GObject *source, GAsyncResult *result, gpointer user_data);
static void verify_cb (GObject *source, GAsyncResult *result, gpointer user_data);

static Exchange *
exchange_begin (XuUploader *self, const XuStep *step)
{
  Exchange *exchange = g_new0 (Exchange, 1);

  exchange->self = g_object_ref (self);
  exchange->step = *step;
  exchange->cancellable
      = g_object_ref (step->exchange == XU_EXCHANGE_APPEND ? self->segments : self->exchanges);
  if (step->exchange == XU_EXCHANGE_APPEND)
    g_queue_push_tail (&self->appends, exchange);

  return exchange;
}

/* Tells the plan about a failure, if it was one, then frees the exchange and pumps. */
static void
exchange_end (Exchange *exchange, const GError *error)
{
  g_autoptr (XuUploader) self = exchange->self;
  gboolean is_append = exchange->step.exchange == XU_EXCHANGE_APPEND;

  if (error != NULL)
    xu_upload_plan_failed (self->plan, &exchange->step, error, g_get_monotonic_time (),
                           g_random_int ());

  g_queue_remove (&self->appends, exchange);
  g_object_unref (exchange->cancellable);
  g_free (exchange);
  if (is_append)
    xu_slots_release (self->slots);

  pump (self);
}

static void
emit_progress (XuUploader *self)
{
  guint64 in_flight = 0;

  for (GList *link = self->appends.head; link != NULL; link = link->next)
    {
      const Exchange *exchange = link->data;

      in_flight += MIN (exchange->sent, exchange->step.length);
    }

  guint64 total = xu_media_file_get_size (self->file);
  guint64 acknowledged = xu_upload_plan_get_acknowledged (self->plan);

  g_signal_emit (self, signals[SIGNAL_CHUNK_PROGRESS], 0, acknowledged,
                 MIN (in_flight, total - acknowledged), total);
}

/* INITIALIZE */

static void
initialize_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Exchange *exchange = user_data;
  XuUploader *self = exchange->self;
  g_autoptr (GError) error = NULL;
  g_autoptr (XuMediaUpload) upload = xu_media_api_initialize_finish (self->api, result, &error);

  if (upload != NULL)
    {
      xu_upload_plan_initialized (self->plan, upload);
      self->is_finalized_told = FALSE;
      g_signal_emit (self, signals[SIGNAL_INITIALIZED], 0, upload->media_id);
    }
  exchange_end (exchange, error);
}

static void
start_initialize (Exchange *exchange)
{
  XuUploader *self = exchange->self;
  const XuMediaType *type = xu_media_file_get_media_type (self->file);

  xu_media_api_initialize_async (self->api, type->mime, xu_media_type_get_category (type),
                                 xu_media_file_get_size (self->file), exchange->cancellable,
                                 initialize_cb, exchange);
}

/* APPEND: read the segment, send it. */

static void
start_append (Exchange *exchange)
{
  XuUploader *self = exchange->self;

  xu_media_file_read_async (self->file, exchange->step.offset, exchange->step.length,
                            exchange->cancellable, read_cb, exchange);
}

static void
progress_cb (guint64 sent, gpointer user_data)
{
  Exchange *exchange = user_data;

  exchange->sent = sent;
  emit_progress (exchange->self);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Exchange *exchange = user_data;
  XuUploader *self = exchange->self;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = xu_media_file_read_finish (self->file, result, &error);

  if (bytes == NULL)
    {
      exchange_end (exchange, error);
      return;
    }

  xu_media_api_append_async (self->api, xu_upload_plan_get_media_id (self->plan),
                             exchange->step.index, bytes, exchange->step.encoding, progress_cb,
                             exchange, exchange->cancellable, append_cb, exchange);
}

static void
append_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Exchange *exchange = user_data;
  XuUploader *self = exchange->self;
  g_autoptr (GError) error = NULL;

  exchange->sent = 0;
  if (xu_media_api_append_finish (self->api, result, &error))
    {
      xu_upload_plan_appended (self->plan, &exchange->step, g_get_monotonic_time ());
      g_signal_emit (self, signals[SIGNAL_SEGMENT_UPLOADED], 0,
                     xu_upload_plan_get_media_id (self->plan), exchange->step.index,
                     exchange->step.offset, exchange->step.length);
    }
  emit_progress (self);
  exchange_end (exchange, error);
}

/* FINALIZE: only when the file is still the one that was opened. */

static void
start_finalize (Exchange *exchange)
{
  xu_media_file_verify_async (exchange->self->file, exchange->cancellable, verify_cb, exchange);
}

static void
emit_status (XuUploader *self, const XuMediaStatus *status)
{
  if (!self->is_finalized_told)
    {
      self->is_finalized_told = TRUE;
      g_signal_emit (self, signals[SIGNAL_FINALIZED], 0, status->media_id);
    }

  g_signal_emit (self, signals[SIGNAL_STATUS], 0, status->media_id,
                 xu_processing_state_to_string (status->state), status->percent,
                 xu_upload_plan_get_check_delay (status));
}

static void
finalize_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Exchange *exchange = user_data;
  XuUploader *self = exchange->self;
  g_autoptr (GError) error = NULL;
  g_autoptr (XuMediaStatus) status = xu_media_api_finalize_finish (self->api, result, &error);

  if (status != NULL)
    {
      xu_upload_plan_finalized (self->plan, status, g_get_monotonic_time ());
      emit_status (self, status);
    }
  exchange_end (exchange, error);
}

static void
verify_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Exchange *exchange = user_data;
  XuUploader *self = exchange->self;
  g_autoptr (GError) error = NULL;

  if (!xu_media_file_verify_finish (self->file, result, &error))
    {
      exchange_end (exchange, error);
      return;
    }

  xu_media_api_finalize_async (self->api, xu_upload_plan_get_media_id (self->plan),
                               exchange->cancellable, finalize_cb, exchange);
}

/* STATUS */

static void
status_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Exchange *exchange = user_data;
  XuUploader *self = exchange->self;
  g_autoptr (GError) error = NULL;
  g_autoptr (XuMediaStatus) status = xu_media_api_status_finish (self->api, result, &error);

  if (status != NULL)
    {
      xu_upload_plan_checked (self->plan, status, g_get_monotonic_time ());
      emit_status (self, status);
    }
  exchange_end (exchange, error);
}

static void
start_status (Exchange *exchange)
{
  XuUploader *self = exchange->self;

  xu_media_api_status_async (self->api, xu_upload_plan_get_media_id (self->plan),
                             exchange->cancellable, status_cb, exchange);
}

static void
start_exchange (XuUploader *self, const XuStep *step)
{
  Exchange *exchange = exchange_begin (self, step);

  switch (step->exchange)
    {
    case XU_EXCHANGE_INITIALIZE:
      start_initialize (exchange);
      break;
    case XU_EXCHANGE_APPEND:
      start_append (exchange);
      break;
    case XU_EXCHANGE_FINALIZE:
      start_finalize (exchange);
      break;
    case XU_EXCHANGE_STATUS:
      start_status (exchange);
      break;
    default:
      g_assert_not_reached ();
    }
}

static gboolean
wake_cb (gpointer user_data)
{
  XuUploader *self = XU_UPLOADER (user_data);

  xu_source_clear (&self->wake_source);
  pump (self);

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
      g_signal_emit (self, signals[SIGNAL_WAITING], 0, (guint) step->reason, step->wake_at);
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
  pump (XU_UPLOADER (user_data));
}

/* Ends what is under way with that cancellable; what begins from here on gets a new one. */
static void
take_back (GCancellable **cancellable)
{
  g_autoptr (GCancellable) old = g_steal_pointer (cancellable);

  *cancellable = g_cancellable_new ();
  g_cancellable_cancel (old);
}

static void
pump (XuUploader *self)
{
  while (self->task != NULL)
    {
      gint64 now = g_get_monotonic_time ();
      XuStep step = xu_upload_plan_next (self->plan, now);

      switch (step.kind)
        {
        case XU_STEP_EXCHANGE:
          if (step.exchange == XU_EXCHANGE_APPEND
              && !xu_slots_take (self->slots, slot_free_cb, self))
            return;
          xu_upload_plan_begin (self->plan, &step, now);
          start_exchange (self, &step);
          break;

        case XU_STEP_WAIT:
          wake_at (self, &step);
          return;

        case XU_STEP_NOTHING:
          if (step.is_futile)
            {
              take_back (&self->exchanges);
              take_back (&self->segments);
            }
          return;

        case XU_STEP_DONE:
        case XU_STEP_FAILED:
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
  XuUploader *self = XU_UPLOADER (user_data);
  g_autoptr (GError) error = NULL;

  if (g_cancellable_set_error_if_cancelled (cancellable, &error))
    {
      xu_upload_plan_give_up (self->plan, error);
      pump (self);
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

  pump (self);
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
  pump (self);
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

  signals[SIGNAL_INITIALIZED] = add_signal ("initialized", 1, (GType[]){ G_TYPE_STRING });
  signals[SIGNAL_CHUNK_PROGRESS]
      = add_signal ("chunk-progress", 3, (GType[]){ G_TYPE_UINT64, G_TYPE_UINT64, G_TYPE_UINT64 });
  signals[SIGNAL_SEGMENT_UPLOADED] = add_signal (
      "segment-uploaded", 4, (GType[]){ G_TYPE_STRING, G_TYPE_UINT, G_TYPE_UINT64, G_TYPE_UINT64 });
  signals[SIGNAL_FINALIZED] = add_signal ("finalized", 1, (GType[]){ G_TYPE_STRING });
  signals[SIGNAL_STATUS] = add_signal (
      "status", 4, (GType[]){ G_TYPE_STRING, G_TYPE_STRING, G_TYPE_DOUBLE, G_TYPE_INT64 });
  signals[SIGNAL_WAITING] = add_signal ("waiting", 2, (GType[]){ G_TYPE_UINT, G_TYPE_INT64 });
}

static void
xu_uploader_init (XuUploader *self)
{
  self->context = g_main_context_ref_thread_default ();
  self->exchanges = g_cancellable_new ();
  self->segments = g_cancellable_new ();
  g_queue_init (&self->appends);
}

XuUploader *
xu_uploader_new (XuApi *api,
                 XuMediaFile *file,
                 XuSlots *slots,
                 const XuUploadOptions *options,
                 GError **error)
{
  g_return_val_if_fail (XU_IS_API (api) && XU_IS_MEDIA_FILE (file), NULL);
  g_return_val_if_fail (slots != NULL && options != NULL, NULL);

  g_autoptr (XuUploadPlan) plan
      = xu_upload_plan_new (xu_media_file_get_size (file), options, error);

  if (plan == NULL)
    return NULL;

  XuUploader *self = g_object_new (XU_TYPE_UPLOADER, NULL);

  self->api = g_object_ref (api);
  self->file = g_object_ref (file);
  self->slots = xu_slots_ref (slots);
  self->plan = g_steal_pointer (&plan);

  return self;
}
