/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ends an exchange that will not end well by itself. */

#define G_LOG_DOMAIN "xu-http"

#include "config.h"

#include "xu-exchange-guard.h"

#include "xu-sleep.h"
#include "xu-socket-probe.h"
#include "xu-socket.h"
#include "xu-source.h"

enum
{
  TICKS_PER_TIMEOUT = 8, /* how often the stall watch looks */
  LONGEST_TICK_MS = 5 * 1000,
  GIVE_UP_MS = 250, /* how long libsoup has to end what was ended */
};

struct _XuExchangeGuard
{
  XuHttpSlot *slot;          /* (unowned) */
  const XuGuardFuncs *funcs; /* (unowned) */
  gpointer user_data;        /* (unowned) */
  GCancellable *inner;       /* (owned) */
  GSource *outer_source;     /* (owned) (nullable): the caller's cancellable */
  GSource *tick_source;      /* (owned) (nullable) */
  GSource *reset_source;     /* (owned) (nullable): of the connection */
  GSource *give_up_source;   /* (owned) (nullable) */
  XuStallWatch watch;
  gint64 slept_us; /* xu_sleep_get_total() at the last look */
  XuEndReason reason;
  gboolean is_held;  /* libsoup must not hear of an end now */
  gboolean is_ended; /* libsoup is to hear of it */
};

/* Takes the source. */
static GSource *
attach (GSource *source, const char *name, GSourceFunc callback, XuExchangeGuard *self)
{
  g_source_set_static_name (source, name);
  g_source_set_callback (source, callback, self, NULL);
  g_source_attach (source, g_main_context_get_thread_default ());

  return source;
}

static gboolean
give_up_cb (gpointer user_data)
{
  XuExchangeGuard *self = user_data;

  self->funcs->give_up (self->user_data); /* Frees the guard. */
  return G_SOURCE_REMOVE;
}

static void
give_up_soon (XuExchangeGuard *self, XuEndReason reason)
{
  self->reason = reason;
  if (self->give_up_source == NULL)
    self->give_up_source
        = attach (g_timeout_source_new (GIVE_UP_MS), "[xu] give up", give_up_cb, self);
}

/* libsoup hears of it by its cancellable or, over HTTP/2, by reading the end of its connection. */
static void
end (XuExchangeGuard *self, XuEndReason reason)
{
  xu_source_clear (&self->outer_source);
  xu_source_clear (&self->tick_source);
  xu_source_clear (&self->reset_source);

  give_up_soon (self, reason);
  self->is_ended = TRUE;
  if (!self->is_held)
    g_cancellable_cancel (self->inner);
  xu_http_slot_sever (self->slot);
}

static XuStallSample
take_sample (XuExchangeGuard *self)
{
  XuStallSample sample = {
    .queued = xu_socket_get_queued (self->slot->socket),
    .silence_us = xu_socket_get_silence (self->slot->socket),
  };

  self->funcs->take_sample (&sample, self->user_data);
  return sample;
}

static gboolean
tick_cb (gpointer user_data)
{
  XuExchangeGuard *self = user_data;

  if (xu_sleep_has_slept (&self->slept_us))
    xu_exchange_guard_doubt (self);

  gboolean was_doubted = self->watch.is_doubted;
  XuStallSample sample = take_sample (self);
  XuStallVerdict verdict = xu_stall_watch_look (&self->watch, &sample, g_get_monotonic_time ());

  if (was_doubted && !self->watch.is_doubted)
    xu_socket_set_probed (self->slot->socket, FALSE);
  if (verdict == XU_STALL_NONE)
    return G_SOURCE_CONTINUE;

  g_debug ("%s, %d bytes queued",
           verdict == XU_STALL_STILL ? "Nothing moves" : "Lost with the network", sample.queued);
  end (self, verdict == XU_STALL_STILL ? XU_END_STALLED : XU_END_SILENT);

  return G_SOURCE_REMOVE;
}

/* The caller's cancellable may be cancelled in any thread; this runs in ours. */
static gboolean
outer_cancelled_cb (GCancellable *outer, gpointer user_data)
{
  end (user_data, XU_END_CANCELLED);
  return G_SOURCE_REMOVE;
}

/* While the body goes out, a write would fail first. After it, an answer may lie in the kernel
 * still. */
static gboolean
reset_cb (GSocket *socket, GIOCondition condition, gpointer user_data)
{
  XuExchangeGuard *self = user_data;
  XuStallSample sample = take_sample (self);

  g_debug ("The connection was reset");
  if (sample.is_sent)
    {
      xu_source_clear (&self->reset_source);
      give_up_soon (self, XU_END_LOST);
    }
  else
    {
      end (self, XU_END_LOST);
    }

  return G_SOURCE_REMOVE;
}

XuExchangeGuard *
xu_exchange_guard_new (XuHttpSlot *slot,
                       const XuStallLimits *limits,
                       GCancellable *outer,
                       const XuGuardFuncs *funcs,
                       gpointer user_data)
{
  g_return_val_if_fail (slot != NULL && limits != NULL && funcs != NULL, NULL);

  XuExchangeGuard *self = g_new0 (XuExchangeGuard, 1);
  gint64 shortest_us = MIN (limits->timeout_us, limits->doubt_us);
  gint64 tick_ms = CLAMP (shortest_us / 1000 / TICKS_PER_TIMEOUT, 1, LONGEST_TICK_MS);

  self->slot = slot;
  slot->guard = self;
  self->funcs = funcs;
  self->user_data = user_data;
  self->inner = g_cancellable_new ();
  self->slept_us = xu_sleep_get_total ();
  xu_stall_watch_init (&self->watch, limits, tick_ms * 1000, g_get_monotonic_time ());
  self->tick_source
      = attach (g_timeout_source_new ((guint) tick_ms), "[xu] stall watch", tick_cb, self);
  if (outer != NULL)
    self->outer_source = attach (g_cancellable_source_new (outer), "[xu] exchange cancelled",
                                 G_SOURCE_FUNC (outer_cancelled_cb), self);

  return self;
}

void
xu_exchange_guard_free (XuExchangeGuard *self)
{
  g_return_if_fail (self != NULL);

  xu_source_clear (&self->outer_source);
  xu_source_clear (&self->tick_source);
  xu_source_clear (&self->reset_source);
  xu_source_clear (&self->give_up_source);
  if (self->watch.is_doubted)
    xu_socket_set_probed (self->slot->socket, FALSE);
  self->slot->guard = NULL;
  g_object_unref (self->inner);
  g_free (self);
}

GCancellable *
xu_exchange_guard_get_cancellable (XuExchangeGuard *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->inner;
}

void
xu_exchange_guard_hold (XuExchangeGuard *self)
{
  g_return_if_fail (self != NULL);

  self->is_held = TRUE;
}

void
xu_exchange_guard_release (XuExchangeGuard *self)
{
  g_return_if_fail (self != NULL);

  self->is_held = FALSE;
  if (self->is_ended)
    g_cancellable_cancel (self->inner);
}

void
xu_exchange_guard_watch_connection (XuExchangeGuard *self)
{
  g_return_if_fail (self != NULL);

  xu_source_clear (&self->reset_source);
  if (self->reason != XU_END_NONE || self->slot->socket == NULL
      || g_socket_is_closed (self->slot->socket))
    return;

  self->reset_source
      = attach (g_socket_create_source (self->slot->socket, G_IO_HUP | G_IO_ERR, NULL),
                "[xu] connection reset", G_SOURCE_FUNC (reset_cb), self);
  /* libsoup writes with G_PRIORITY_DEFAULT - 1. */
  g_source_set_priority (self->reset_source, G_PRIORITY_DEFAULT - 2);
}

void
xu_exchange_guard_doubt (XuExchangeGuard *self)
{
  g_return_if_fail (self != NULL);

  if (self->reason != XU_END_NONE)
    return;

  XuStallSample sample = take_sample (self);

  xu_stall_watch_doubt (&self->watch, &sample, g_get_monotonic_time ());
  xu_socket_set_probed (self->slot->socket, TRUE);
}

XuEndReason
xu_exchange_guard_get_reason (XuExchangeGuard *self)
{
  g_return_val_if_fail (self != NULL, XU_END_NONE);

  return self->reason;
}
