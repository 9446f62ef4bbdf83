/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * XuLimiter:
 *
 * One token bucket that several bodies share, and those that wait for it. Belongs to one context.
 */
typedef struct _XuLimiter XuLimiter;

/**
 * XuClockFunc:
 *
 * Returns: microseconds of a clock that never goes back, as g_get_monotonic_time()
 */
typedef gint64 (*XuClockFunc) (void);

/**
 * xu_limiter_new:
 * @clock: where the time comes from
 *
 * Returns: (transfer full): a limiter without a limit
 */
XuLimiter *xu_limiter_new (XuClockFunc clock);

XuLimiter *xu_limiter_ref (XuLimiter *self);
void xu_limiter_unref (XuLimiter *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (XuLimiter, xu_limiter_unref)

/**
 * xu_limiter_set_rate:
 * @self: a limiter
 * @bytes_per_second: 0: no limit
 *
 * Those that wait try again at once.
 */
void xu_limiter_set_rate (XuLimiter *self, guint64 bytes_per_second);

/**
 * xu_limiter_take:
 * @self: a limiter
 * @wanted: how many bytes would go, at least 1
 *
 * Returns: how many may go now; 0: wait with xu_limiter_create_source(). Nobody overtakes those who
 * wait.
 */
gsize xu_limiter_take (XuLimiter *self, gsize wanted);

/**
 * xu_limiter_has_rate:
 * @self: a limiter
 *
 * Returns: whether there is a limit now
 */
gboolean xu_limiter_has_rate (XuLimiter *self);

/**
 * xu_limiter_create_source:
 * @self: a limiter
 * @wanted: how many bytes are waiting, at least 1
 *
 * A place in the line, until the source is freed. It is ready when its turn may have come: its
 * callback then asks with xu_limiter_take_turn() and keeps the source when that gives nothing.
 *
 * Returns: (transfer full): a source
 */
GSource *xu_limiter_create_source (XuLimiter *self, gsize wanted);

/**
 * xu_limiter_take_turn:
 * @source: a source of xu_limiter_create_source()
 * @wanted: how many bytes would go, at least 1
 *
 * Returns: how many may go now; 0: not yet
 */
gsize xu_limiter_take_turn (GSource *source, gsize wanted);

G_END_DECLS
