/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Notices that a sandbox has ended. */

#define G_LOG_DOMAIN "xu-engine"

#include "config.h"

#include "xu-sandbox-watch.h"

#include "xu-source.h"

enum
{
  LOOK_INTERVAL_S = 2,
  LOOK_TIMEOUT_S = 10
};

/* In an rc box: each asynchronous call holds a reference. */
struct _XuSandboxWatch
{
  GMainContext *context; /* (owned) */
  char *url;             /* (owned) */
  GCancellable *working; /* (owned): ends with the watch */
  GSource *timer;        /* (owned) (nullable): until the next look */
  XuSandboxEndedFunc ended;
  gpointer user_data; /* (unowned) */
};

/* In the order of time. */
static void process_ended_cb (GObject *source, GAsyncResult *result, gpointer user_data);
static void look (XuSandboxWatch *self);
static void looked_cb (GObject *source, GAsyncResult *result, gpointer user_data);
static gboolean look_again_cb (gpointer user_data);

static void
watch_clear (gpointer data)
{
  XuSandboxWatch *self = data;

  g_main_context_unref (self->context);
  g_object_unref (self->working);
  g_free (self->url);
}

static void
watch_unref (XuSandboxWatch *self)
{
  g_rc_box_release_full (self, watch_clear);
}

XuSandboxWatch *
xu_sandbox_watch_new (GSubprocess *process,
                      const char *url,
                      XuSandboxEndedFunc ended,
                      gpointer user_data)
{
  g_return_val_if_fail (G_IS_SUBPROCESS (process) && url != NULL && ended != NULL, NULL);

  XuSandboxWatch *self = g_rc_box_new0 (XuSandboxWatch);

  self->context = g_main_context_ref_thread_default ();
  self->url = g_strdup (url);
  self->working = g_cancellable_new ();
  self->ended = ended;
  self->user_data = user_data;
  g_subprocess_wait_async (process, self->working, process_ended_cb, g_rc_box_acquire (self));

  return self;
}

static void
process_ended_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  XuSandboxWatch *self = user_data;

  if (g_subprocess_wait_finish (G_SUBPROCESS (source), result, NULL))
    look (self);
  watch_unref (self);
}

static void
look (XuSandboxWatch *self)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();

  g_socket_client_set_enable_proxy (client, FALSE);
  g_socket_client_set_timeout (client, LOOK_TIMEOUT_S);
  g_socket_client_connect_to_uri_async (client, self->url, 0, self->working, looked_cb,
                                        g_rc_box_acquire (self));
}

/* Anything but a refusal may pass. */
static void
looked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  XuSandboxWatch *self = user_data;
  g_autoptr (GError) error = NULL;
  GSocketConnection *connection
      = g_socket_client_connect_to_uri_finish (G_SOCKET_CLIENT (source), result, &error);

  g_clear_object (&connection);
  if (g_cancellable_is_cancelled (self->working))
    ;
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED))
    {
      g_debug ("the sandbox has ended");
      self->ended (self->user_data);
    }
  else
    xu_source_set_timer (&self->timer, self->context, LOOK_INTERVAL_S * G_TIME_SPAN_SECOND,
                         look_again_cb, self);
  watch_unref (self);
}

static gboolean
look_again_cb (gpointer user_data)
{
  XuSandboxWatch *self = user_data;

  xu_source_clear (&self->timer);
  look (self);

  return G_SOURCE_REMOVE;
}

void
xu_sandbox_watch_free (XuSandboxWatch *self)
{
  g_return_if_fail (self != NULL);

  g_cancellable_cancel (self->working);
  xu_source_clear (&self->timer);
  watch_unref (self);
}
