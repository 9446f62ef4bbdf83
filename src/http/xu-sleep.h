/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * xu_sleep_get_total:
 *
 * Returns: microseconds for which the machine was suspended since it was booted
 */
gint64 xu_sleep_get_total (void);

/**
 * xu_sleep_has_slept:
 * @total_us: (inout): xu_sleep_get_total() of the last look; brought up to date
 *
 * Timers and g_get_monotonic_time() stand still while the machine is suspended: nothing else tells
 * that the peers have given up meanwhile.
 *
 * Returns: whether the machine slept for more than five seconds since the last look
 */
gboolean xu_sleep_has_slept (gint64 *total_us);

G_END_DECLS
