/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * XuNetworkWatch:
 *
 * Listens to what the desktop says about the network. Belongs to the thread-default context that
 * made it.
 */
typedef struct _XuNetworkWatch XuNetworkWatch;

/**
 * XuNetworkWatchFunc:
 * @is_offline: as xu_network_watch_is_offline()
 * @user_data: as given
 *
 * The network may have changed. May free the watch.
 */
typedef void (*XuNetworkWatchFunc) (gboolean is_offline, gpointer user_data);

/**
 * xu_network_watch_new:
 * @monitor: (nullable) (transfer none): whom to listen to; %NULL: the process's own, which is made
 *   in the thread-default context of whoever asks first, so that a front's thread has to
 * @is_loopback: the server is on this machine: nobody is asked, @func is never called
 * @func: called in the context that is the thread-default one now, at most once in half a second;
 *   soon for the first time where the network is away already
 * @user_data: for @func
 *
 * Returns: (transfer full): a watch
 */
XuNetworkWatch *xu_network_watch_new (GNetworkMonitor *monitor,
                                      gboolean is_loopback,
                                      XuNetworkWatchFunc func,
                                      gpointer user_data);

/**
 * xu_network_watch_is_offline:
 * @watch: a watch
 *
 * Only a hint, and often wrong: it may explain a failure and make waiting for the end of it
 * patient. It must never keep anybody from trying.
 *
 * Returns: whether the desktop says that the Internet cannot be reached: no network, a captive
 * portal, or one that its own probe could not get through
 */
gboolean xu_network_watch_is_offline (XuNetworkWatch *watch);

/**
 * xu_network_watch_free:
 * @watch: (transfer full): a watch; what it was about to tell is not told any more
 */
void xu_network_watch_free (XuNetworkWatch *watch);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (XuNetworkWatch, xu_network_watch_free)

G_END_DECLS
