/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The four exchanges of an upload: from the plan's step to what the plan is told. */

#define G_LOG_DOMAIN "xu-upload"

#include "config.h"

#include "xu-uploader-private.h"

#include "xu-error.h"

/* One exchange in flight, with what it began from. */
typedef struct
{
  XuUploader *self; /* (owned) */
  XuStep step;
  GCancellable *cancellable; /* (owned) */
  guint64 sent;              /* of an append: bytes handed to the socket */
} Exchange;

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

  xu_uploader_pump (self);
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

  guint64 total = self->total_bytes;
  guint64 acknowledged = xu_upload_plan_get_acknowledged (self->plan);

  g_signal_emit (self, xu_uploader_signals[XU_UPLOADER_CHUNK_PROGRESS], 0, acknowledged,
                 MIN (in_flight, total - acknowledged), total);
}

/* The exchange is over: where the disk takes no more, the next one will not begin. */
static void
save_answer (XuUploader *self)
{
  g_autoptr (GError) error = NULL;

  if (!xu_uploader_save (self, &error))
    g_debug ("not saved: %s", error->message);
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
      xu_upload_plan_initialized (self->plan, upload, g_get_real_time () / G_USEC_PER_SEC);
      g_signal_emit (self, xu_uploader_signals[XU_UPLOADER_INITIALIZED], 0, upload->media_id);
    }
  exchange_end (exchange, error);
}

static void
start_initialize (Exchange *exchange)
{
  XuUploader *self = exchange->self;
  const XuMediaType *type = xu_media_file_get_media_type (self->file);

  xu_media_api_initialize_async (self->api, type->mime, xu_media_type_get_category (type),
                                 self->total_bytes, exchange->cancellable, initialize_cb, exchange);
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
      save_answer (self);
      g_signal_emit (self, xu_uploader_signals[XU_UPLOADER_SEGMENT_UPLOADED], 0,
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
      g_signal_emit (self, xu_uploader_signals[XU_UPLOADER_FINALIZED], 0, status->media_id);
    }

  g_signal_emit (self, xu_uploader_signals[XU_UPLOADER_STATUS], 0, status->media_id,
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
      save_answer (self);
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
      save_answer (self);
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

/* X does not know any more what it had all of: from here on it takes the file. */
static void
start_without_file (Exchange *exchange)
{
  g_autoptr (GError) error = xu_error_new (XU_ERROR_MEDIA_EXPIRED,
                                           "X has forgotten the upload, and the file is not open");

  exchange_end (exchange, error);
}

void
xu_uploader_start_exchange (XuUploader *self, const XuStep *step)
{
  Exchange *exchange = exchange_begin (self, step);

  if (self->file == NULL && step->exchange != XU_EXCHANGE_STATUS)
    {
      start_without_file (exchange);
      return;
    }

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
