/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the desktop says about the network, in the front's thread. */

#define G_LOG_DOMAIN "xu-engine"

#include "config.h"

#include "xu-network-watch.h"

#include "xu-source.h"

/* A change of network is a burst of changes: addresses, routes and probes, one by one. */
static const gint64 burst_us = 500 * 1000;

struct _XuNetworkWatch
{
  GMainContext *context;    /* (owned): the maker's */
  GNetworkMonitor *monitor; /* (owned) (nullable): none for a server on this machine */
  gulong changed_id;
  gulong connectivity_id;
  GSource *burst_source; /* (owned) (nullable): while a burst may go on */
  XuNetworkWatchFunc func;
  gpointer user_data; /* (unowned) */
};

static gboolean
burst_over_cb (gpointer user_data)
{
  XuNetworkWatch *self = user_data;
  gboolean is_offline = xu_network_watch_is_offline (self);

  g_debug ("The network may have changed: %s", is_offline ? "offline" : "online");
  xu_source_clear (&self->burst_source);
  self->func (is_offline, self->user_data); /* May free the watch. */

  return G_SOURCE_REMOVE;
}

static void
note_change (XuNetworkWatch *self)
{
  if (self->burst_source == NULL)
    xu_source_set_timer (&self->burst_source, self->context, burst_us, burst_over_cb, self);
}

static void
network_changed_cb (GNetworkMonitor *monitor, gboolean is_available, XuNetworkWatch *self)
{
  note_change (self);
}

/* A captive portal, and the end of one, need not change the network. */
static void
connectivity_cb (GNetworkMonitor *monitor, GParamSpec *pspec, XuNetworkWatch *self)
{
  note_change (self);
}

XuNetworkWatch *
xu_network_watch_new (GNetworkMonitor *monitor,
                      gboolean is_loopback,
                      XuNetworkWatchFunc func,
                      gpointer user_data)
{
  g_return_val_if_fail (monitor == NULL || G_IS_NETWORK_MONITOR (monitor), NULL);
  g_return_val_if_fail (func != NULL, NULL);

  XuNetworkWatch *self = g_new0 (XuNetworkWatch, 1);

  self->context = g_main_context_ref_thread_default ();
  self->func = func;
  self->user_data = user_data;
  if (is_loopback)
    return self;

  if (monitor == NULL)
    monitor = g_network_monitor_get_default ();
  self->monitor = g_object_ref (monitor);
  self->changed_id
      = g_signal_connect (self->monitor, "network-changed", G_CALLBACK (network_changed_cb), self);
  self->connectivity_id = g_signal_connect (self->monitor, "notify::connectivity",
                                            G_CALLBACK (connectivity_cb), self);
  if (xu_network_watch_is_offline (self))
    note_change (self);

  return self;
}

gboolean
xu_network_watch_is_offline (XuNetworkWatch *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (self->monitor == NULL)
    return FALSE;

  if (!g_network_monitor_get_network_available (self->monitor))
    return TRUE;

  switch (g_network_monitor_get_connectivity (self->monitor))
    {
    case G_NETWORK_CONNECTIVITY_PORTAL:
    case G_NETWORK_CONNECTIVITY_LIMITED:
      return TRUE;
    case G_NETWORK_CONNECTIVITY_LOCAL: /* GLib says so of a NetworkManager that does not probe. */
    case G_NETWORK_CONNECTIVITY_FULL:
    default:
      return FALSE;
    }
}

void
xu_network_watch_free (XuNetworkWatch *self)
{
  g_return_if_fail (self != NULL);

  xu_source_clear (&self->burst_source);
  if (self->monitor != NULL)
    {
      g_clear_signal_handler (&self->changed_id, self->monitor);
      g_clear_signal_handler (&self->connectivity_id, self->monitor);
    }
  g_clear_object (&self->monitor);
  g_main_context_unref (self->context);
  g_free (self);
}
