/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The body of a request as a stream that is read no faster than the rate limit allows. */

#define G_LOG_DOMAIN "xu-http"

#include "config.h"

#include "xu-shaped-stream.h"

/* An asynchronous read; GIO allows one at a time. */
typedef struct
{
  void *buffer; /* (unowned) */
  gsize count;
  guint n_readers; /* when it started */
} Read;

struct _XuShapedStream
{
  GInputStream parent_instance;

  GPtrArray *parts;   /* (owned) (nullable) (element-type GBytes): until abandoned */
  XuLimiter *limiter; /* (owned) (nullable) */
  guint part;         /* index of the part that is read next */
  gsize offset;       /* within that part */
  gsize remaining;    /* bytes of all parts not yet read */
  Read read;          /* the one under way */
  gboolean is_waiting;
  XuReaderFunc count_readers; /* (nullable) */
  gpointer reader_data;       /* (unowned) */
  GCancellable *abandoned;    /* (owned): ends the reads that nobody waits for */
  gboolean is_asynchronous;   /* is no longer read as a pollable stream */
};

static void xu_shaped_stream_pollable_init (GPollableInputStreamInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (XuShapedStream,
                               xu_shaped_stream,
                               G_TYPE_INPUT_STREAM,
                               G_IMPLEMENT_INTERFACE (G_TYPE_POLLABLE_INPUT_STREAM,
                                                      xu_shaped_stream_pollable_init))

/* Copies exactly count bytes, which are there. */
static void
copy_parts (XuShapedStream *self, guint8 *buffer, gsize count)
{
  g_assert (count <= self->remaining);

  self->remaining -= count;
  while (count > 0)
    {
      gsize size;
      const guint8 *data = g_bytes_get_data (g_ptr_array_index (self->parts, self->part), &size);
      gsize n = MIN (count, size - self->offset);

      if (n > 0)
        memcpy (buffer, data + self->offset, n);
      buffer += n;
      count -= n;
      self->offset += n;
      if (self->offset == size)
        {
          self->part++;
          self->offset = 0;
        }
    }
}

static guint
count_readers (XuShapedStream *self)
{
  return self->count_readers != NULL ? self->count_readers (self->reader_data) : 0;
}

static void
finish_read (GTask *task, gsize granted)
{
  XuShapedStream *self = XU_SHAPED_STREAM (g_task_get_source_object (task));

  self->is_waiting = FALSE;
  copy_parts (self, self->read.buffer, granted);
  g_task_return_int (task, (gssize) granted);
}

static gboolean
is_unwanted (GTask *task)
{
  XuShapedStream *self = XU_SHAPED_STREAM (g_task_get_source_object (task));

  return g_cancellable_is_cancelled (self->abandoned) || count_readers (self) < self->read.n_readers
         || g_cancellable_is_cancelled (g_task_get_cancellable (task));
}

static void
finish_cancelled (GTask *task)
{
  XuShapedStream *self = XU_SHAPED_STREAM (g_task_get_source_object (task));

  self->is_waiting = FALSE;
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "the body is not wanted");
}

static gboolean
turn_cb (gpointer user_data)
{
  GTask *task = user_data;
  XuShapedStream *self = XU_SHAPED_STREAM (g_task_get_source_object (task));

  if (is_unwanted (task))
    {
      finish_cancelled (task);
      return G_SOURCE_REMOVE;
    }

  gsize granted
      = xu_limiter_take_turn (g_main_current_source (), MIN (self->read.count, self->remaining));

  if (granted == 0)
    return G_SOURCE_CONTINUE;

  finish_read (task, granted);
  return G_SOURCE_REMOVE;
}

static void
add_cancelled_child (GSource *source, GCancellable *cancellable)
{
  g_autoptr (GSource) cancelled = g_cancellable_source_new (cancellable);

  g_source_set_dummy_callback (cancelled);
  g_source_add_child_source (source, cancelled);
}

static void
wait_for_turn (GTask *task)
{
  XuShapedStream *self = XU_SHAPED_STREAM (g_task_get_source_object (task));
  g_autoptr (GSource) turn = xu_limiter_create_source (self->limiter, self->remaining);

  self->is_waiting = TRUE;
  add_cancelled_child (turn, self->abandoned);
  if (g_task_get_cancellable (task) != NULL)
    add_cancelled_child (turn, g_task_get_cancellable (task));
  g_task_attach_source (task, turn, turn_cb);
}

static void
xu_shaped_stream_read_async (GInputStream *stream,
                             void *buffer,
                             gsize count,
                             int io_priority,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  XuShapedStream *self = XU_SHAPED_STREAM (stream);
  g_autoptr (GTask) task = g_task_new (stream, cancellable, callback, user_data);
  self->read = (Read){ buffer, count, count_readers (self) };
  g_task_set_source_tag (task, xu_shaped_stream_read_async);
  g_task_set_priority (task, io_priority);

  gsize wanted = MIN (count, self->remaining);
  gsize granted
      = wanted > 0 && self->limiter != NULL ? xu_limiter_take (self->limiter, wanted) : wanted;

  if (is_unwanted (task))
    finish_cancelled (task);
  else if (wanted > 0 && granted == 0)
    wait_for_turn (task);
  else
    finish_read (task, granted);
}

static gssize
xu_shaped_stream_read_finish (GInputStream *stream, GAsyncResult *result, GError **error)
{
  GTask *task = G_TASK (result);

  /* libsoup 3.2 lets go of an HTTP/2 message without waiting for its read, and then knows by
   * G_IO_ERROR_CANCELLED alone that what it gave as user data is gone. */
  if (!is_unwanted (task) || g_task_had_error (task))
    return g_task_propagate_int (task, error);

  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "the body is not wanted");
  return -1;
}

/* libsoup 3.2 aborts when a pollable body has to wait twice over HTTP/2, so that a limited body is
 * not pollable. It asks before each read. Once asynchronous, always so: a read may be under way. */
static gboolean
xu_shaped_stream_can_poll (GPollableInputStream *stream)
{
  XuShapedStream *self = XU_SHAPED_STREAM (stream);

  if (self->limiter != NULL && xu_limiter_has_rate (self->limiter))
    self->is_asynchronous = TRUE;

  return !self->is_asynchronous;
}

static gboolean
xu_shaped_stream_is_readable (GPollableInputStream *stream)
{
  return TRUE;
}

static GSource *
xu_shaped_stream_create_source (GPollableInputStream *stream, GCancellable *cancellable)
{
  g_autoptr (GSource) now = g_timeout_source_new (0);

  return g_pollable_source_new_full (stream, now, cancellable);
}

static gssize
xu_shaped_stream_read_nonblocking (GPollableInputStream *stream,
                                   void *buffer,
                                   gsize count,
                                   GError **error)
{
  XuShapedStream *self = XU_SHAPED_STREAM (stream);
  gsize granted = MIN (count, self->remaining);

  copy_parts (self, buffer, granted);
  return (gssize) granted;
}

/* The default would close in a thread. There is nothing to close. */
static void
xu_shaped_stream_close_async (GInputStream *stream,
                              int io_priority,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (stream, cancellable, callback, user_data);

  g_task_set_source_tag (task, xu_shaped_stream_close_async);
  g_task_set_priority (task, io_priority);
  g_task_return_boolean (task, TRUE);
}

static gboolean
xu_shaped_stream_close_finish (GInputStream *stream, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
xu_shaped_stream_finalize (GObject *object)
{
  XuShapedStream *self = XU_SHAPED_STREAM (object);

  g_clear_pointer (&self->parts, g_ptr_array_unref);
  g_clear_pointer (&self->limiter, xu_limiter_unref);
  g_object_unref (self->abandoned);

  G_OBJECT_CLASS (xu_shaped_stream_parent_class)->finalize (object);
}

static void
xu_shaped_stream_class_init (XuShapedStreamClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GInputStreamClass *stream_class = G_INPUT_STREAM_CLASS (klass);

  object_class->finalize = xu_shaped_stream_finalize;
  stream_class->read_async = xu_shaped_stream_read_async;
  stream_class->read_finish = xu_shaped_stream_read_finish;
  stream_class->close_async = xu_shaped_stream_close_async;
  stream_class->close_finish = xu_shaped_stream_close_finish;
}

static void
xu_shaped_stream_pollable_init (GPollableInputStreamInterface *iface)
{
  iface->can_poll = xu_shaped_stream_can_poll;
  iface->is_readable = xu_shaped_stream_is_readable;
  iface->create_source = xu_shaped_stream_create_source;
  iface->read_nonblocking = xu_shaped_stream_read_nonblocking;
}

static void
xu_shaped_stream_init (XuShapedStream *self)
{
  self->abandoned = g_cancellable_new ();
}

GInputStream *
xu_shaped_stream_new (GPtrArray *parts, XuLimiter *limiter)
{
  g_return_val_if_fail (parts != NULL, NULL);

  XuShapedStream *self = g_object_new (XU_TYPE_SHAPED_STREAM, NULL);

  self->parts = g_ptr_array_ref (parts);
  self->limiter = limiter != NULL ? xu_limiter_ref (limiter) : NULL;
  for (guint i = 0; i < parts->len; i++)
    self->remaining += g_bytes_get_size (g_ptr_array_index (parts, i));

  return G_INPUT_STREAM (self);
}

void
xu_shaped_stream_set_reader (XuShapedStream *self, XuReaderFunc count, gpointer user_data)
{
  g_return_if_fail (XU_IS_SHAPED_STREAM (self));

  self->count_readers = count;
  self->reader_data = user_data;
}

void
xu_shaped_stream_abandon (XuShapedStream *self)
{
  g_return_if_fail (XU_IS_SHAPED_STREAM (self));

  g_cancellable_cancel (self->abandoned);
  g_clear_pointer (&self->parts, g_ptr_array_unref);
  self->remaining = 0;
  self->count_readers = NULL;
}

gboolean
xu_shaped_stream_is_waiting (XuShapedStream *self)
{
  g_return_val_if_fail (XU_IS_SHAPED_STREAM (self), FALSE);

  return self->is_waiting;
}
