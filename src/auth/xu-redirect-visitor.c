/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One connection to the redirect address, from whomever. */

#define G_LOG_DOMAIN "xu-auth"

#include "config.h"

#include "xu-redirect-visitor.h"

#include <string.h>

#include "xu-redirect-page.h"

enum
{
  MAX_HEAD = 8 * 1024,
  DRAIN_MS = 1000, /* for the browser to take the page and close */
};

/* Counted: GIO's callbacks hold it, and come after it was freed. */
struct _XuRedirectVisitor
{
  XuVisitorFuncs funcs;
  gpointer user_data;
  GSocketConnection *connection; /* (owned) */
  GCancellable *cancellable;     /* (owned): cancelled when it is freed */
  GSource *timer;                /* (owned) (nullable) */
  guint timeout_ms;
  char head[MAX_HEAD];
  gsize n_read;
  GBytes *page; /* (owned) (nullable): the answer */
};

/* In the order in which they run. */
static void read_more (XuRedirectVisitor *self);
static void head_read_cb (GObject *object, GAsyncResult *result, gpointer user_data);
static void answer (XuRedirectVisitor *self, GBytes *page);
static void page_written_cb (GObject *object, GAsyncResult *result, gpointer user_data);
static void drain (XuRedirectVisitor *self);
static void drained_cb (GObject *object, GAsyncResult *result, gpointer user_data);

static void
visitor_clear (XuRedirectVisitor *self)
{
  g_assert (self->timer == NULL);

  explicit_bzero (self->head, sizeof self->head); /* The code is in it. */
  g_clear_pointer (&self->page, g_bytes_unref);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->connection);
}

static void
visitor_unref (XuRedirectVisitor *self)
{
  g_rc_box_release_full (self, (GDestroyNotify) visitor_clear);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (XuRedirectVisitor, visitor_unref)

static gboolean
is_freed (XuRedirectVisitor *self)
{
  return g_cancellable_is_cancelled (self->cancellable);
}

static void
clear_timer (XuRedirectVisitor *self)
{
  if (self->timer != NULL)
    g_source_destroy (self->timer);
  g_clear_pointer (&self->timer, g_source_unref);
}

static void
leave (XuRedirectVisitor *self)
{
  clear_timer (self);
  self->funcs.left (self, self->user_data);
}

static gboolean
too_slow_cb (gpointer user_data)
{
  leave (user_data);
  return G_SOURCE_REMOVE;
}

static void
set_timer (XuRedirectVisitor *self, guint milliseconds)
{
  clear_timer (self);
  self->timer = g_timeout_source_new (milliseconds);
  g_source_set_callback (self->timer, too_slow_cb, self, NULL);
  g_source_attach (self->timer, g_main_context_get_thread_default ());
}

static void
read_more (XuRedirectVisitor *self)
{
  GInputStream *stream = g_io_stream_get_input_stream (G_IO_STREAM (self->connection));

  g_input_stream_read_async (stream, self->head + self->n_read, MAX_HEAD - self->n_read,
                             G_PRIORITY_DEFAULT, self->cancellable, head_read_cb,
                             g_rc_box_acquire (self));
}

static void
head_arrived (XuRedirectVisitor *self, gsize length)
{
  g_autoptr (XuRedirectRequest) request = xu_redirect_request_parse (self->head, length);

  answer (self, request != NULL ? self->funcs.answer (self, request, self->user_data)
                                : xu_redirect_page_make (400, NULL, NULL));
}

static void
head_read_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (XuRedirectVisitor) self = user_data;
  gssize n = g_input_stream_read_finish (G_INPUT_STREAM (object), result, NULL);

  if (is_freed (self))
    return;

  if (n <= 0)
    {
      leave (self);
      return;
    }

  self->n_read += (gsize) n;

  const char *end = memmem (self->head, self->n_read, "\r\n\r\n", 4);

  if (end != NULL)
    head_arrived (self, (gsize) (end - self->head) + 4);
  else if (self->n_read == MAX_HEAD)
    answer (self, xu_redirect_page_make (431, NULL, NULL));
  else
    read_more (self);
}

/* Takes the page. */
static void
answer (XuRedirectVisitor *self, GBytes *page)
{
  GOutputStream *stream = g_io_stream_get_output_stream (G_IO_STREAM (self->connection));
  gsize size;
  const char *bytes = g_bytes_get_data (page, &size);

  self->page = page;
  g_output_stream_write_all_async (stream, bytes, size, G_PRIORITY_DEFAULT, self->cancellable,
                                   page_written_cb, g_rc_box_acquire (self));
}

static void
page_written_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (XuRedirectVisitor) self = user_data;
  gboolean is_written
      = g_output_stream_write_all_finish (G_OUTPUT_STREAM (object), result, NULL, NULL);

  if (is_freed (self))
    return;

  if (!is_written)
    {
      leave (self);
      return;
    }

  /* To close with something unread would take the page back (RFC 9112 section 9.6). */
  g_socket_shutdown (g_socket_connection_get_socket (self->connection), FALSE, TRUE, NULL);
  set_timer (self, MIN ((guint) DRAIN_MS, self->timeout_ms));
  drain (self);
}

static void
drain (XuRedirectVisitor *self)
{
  GInputStream *stream = g_io_stream_get_input_stream (G_IO_STREAM (self->connection));

  g_input_stream_read_async (stream, self->head, MAX_HEAD, G_PRIORITY_DEFAULT, self->cancellable,
                             drained_cb, g_rc_box_acquire (self));
}

static void
drained_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (XuRedirectVisitor) self = user_data;
  gssize n = g_input_stream_read_finish (G_INPUT_STREAM (object), result, NULL);

  if (is_freed (self))
    return;

  if (n > 0)
    drain (self);
  else
    leave (self);
}

XuRedirectVisitor *
xu_redirect_visitor_new (GSocketConnection *connection,
                         guint timeout_ms,
                         const XuVisitorFuncs *funcs,
                         gpointer user_data)
{
  g_return_val_if_fail (G_IS_SOCKET_CONNECTION (connection), NULL);
  g_return_val_if_fail (funcs != NULL, NULL);

  XuRedirectVisitor *self = g_rc_box_new0 (XuRedirectVisitor);

  self->funcs = *funcs;
  self->user_data = user_data;
  self->connection = g_object_ref (connection);
  self->cancellable = g_cancellable_new ();
  self->timeout_ms = timeout_ms;
  set_timer (self, timeout_ms);
  read_more (self);

  return self;
}

void
xu_redirect_visitor_free (XuRedirectVisitor *self)
{
  if (self == NULL)
    return;

  clear_timer (self);
  g_cancellable_cancel (self->cancellable);
  visitor_unref (self);
}
