/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * xu_source_clear:
 * @source: (inout): a stored source, or %NULL
 *
 * Destroys the source and forgets it. Doing so twice does no harm.
 */
void xu_source_clear (GSource **source);

/**
 * xu_source_set_timer:
 * @source: (inout): where the timer is kept; one that runs already is replaced
 * @context: where it fires
 * @wait_us: microseconds from now; it fires after them, never before
 * @func: called once; it clears the stored source first when it goes on to set a new one
 * @user_data: for @func
 */
void xu_source_set_timer (GSource **source,
                          GMainContext *context,
                          gint64 wait_us,
                          GSourceFunc func,
                          gpointer user_data);

/**
 * xu_source_watch_cancellable:
 * @source: (inout): where the watch is kept; must be %NULL
 * @context: where @func is called
 * @cancellable: (nullable): may be cancelled in any thread; %NULL: nothing is watched
 * @func: called in @context once @cancellable is cancelled
 * @user_data: for @func
 */
void xu_source_watch_cancellable (GSource **source,
                                  GMainContext *context,
                                  GCancellable *cancellable,
                                  GCancellableSourceFunc func,
                                  gpointer user_data);

/**
 * xu_source_invoke:
 * @context: where to call
 * @func: called once, in the next iteration of @context, in the order of these calls
 * @user_data: for @func
 * @destroy: (nullable): frees @user_data, also when @func was never called
 *
 * Crosses to another thread. Unlike g_main_context_invoke() it never calls @func in the caller's
 * thread, even while nobody iterates @context.
 */
void xu_source_invoke (GMainContext *context,
                       GSourceFunc func,
                       gpointer user_data,
                       GDestroyNotify destroy);

G_END_DECLS
