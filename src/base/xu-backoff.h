/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * xu_backoff_delay:
 * @attempt: how many failures in a row there were, from 1
 * @base_us: upper bound of the first delay, microseconds
 * @cap_us: upper bound of every delay, microseconds
 * @random: 32 random bits, given by the caller so that the result is a pure function
 *
 * Exponential backoff with full jitter: uniform in [0, min (@cap_us, @base_us * 2^(@attempt - 1))].
 *
 * Returns: how long to wait, microseconds
 */
gint64 xu_backoff_delay (guint attempt, gint64 base_us, gint64 cap_us, guint32 random);

G_END_DECLS
