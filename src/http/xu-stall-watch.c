/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tells a slow exchange from a dead one, without clock or timer. */

#define G_LOG_DOMAIN "xu-http"

#include "config.h"

#include "xu-stall-watch.h"

#include "xu-quantity.h"

static const gint64 longest_connect_us = 30 * G_USEC_PER_SEC;
static const guint64 slowest_proxy = 4 * XU_KIB; /* bytes per second */

/* The last acknowledgement of the old network and the news of its end may cross; and the kernel
 * tells the time of it in steps of up to 10 ms. */
static const gint64 crossing_us = 100 * 1000;

/* Of the patience in doubt: to begin again costs nothing while nothing is sent, and a new
 * connection is asked for from the new address. */
static const gint64 connect_share = 5;

void
xu_stall_watch_init (XuStallWatch *watch,
                     const XuStallLimits *limits,
                     gint64 interval_us,
                     gint64 now_us)
{
  g_return_if_fail (watch != NULL && limits != NULL);
  g_return_if_fail (limits->timeout_us > 0 && limits->doubt_us > 0 && interval_us > 0);

  *watch = (XuStallWatch){
    .limits = *limits,
    .interval_us = interval_us,
    .looked_us = now_us,
    .moved_us = now_us,
    .queued = -1,
  };
}

/* A process that was stopped, or whose loop was busy elsewhere, comes back late, and may find its
 * time-out over before it has read what lies there. */
static void
forgive_delay (XuStallWatch *watch, gint64 now_us)
{
  gint64 late_us = MAX (now_us - watch->looked_us - watch->interval_us, 0);

  watch->looked_us = now_us;
  watch->moved_us += late_us;
  watch->held_us += late_us;
}

static gint64
get_doubt_patience (const XuStallWatch *watch, const XuStallSample *sample)
{
  return watch->limits.doubt_us / (sample->is_connecting ? connect_share : 1);
}

static gint64
get_patience (const XuStallWatch *watch, const XuStallSample *sample)
{
  gint64 timeout_us = watch->limits.timeout_us;

  if (sample->is_connecting)
    return MIN (timeout_us, longest_connect_us);

  if (sample->is_answer_due && sample->queued <= 0)
    return timeout_us + (gint64) (watch->limits.bulk_bytes / slowest_proxy) * G_USEC_PER_SEC;

  return timeout_us;
}

/* Returns: whether anything moved since the last sample */
static gboolean
note_sample (XuStallWatch *watch, const XuStallSample *sample, gint64 now_us)
{
  gboolean has_moved = sample->progress != watch->progress || sample->is_waiting_turn
                       || (sample->queued >= 0 && sample->queued < watch->queued);

  watch->progress = sample->progress;
  watch->queued = sample->queued;
  if (has_moved)
    watch->moved_us = now_us;

  return has_moved;
}

void
xu_stall_watch_doubt (XuStallWatch *watch, const XuStallSample *sample, gint64 now_us)
{
  g_return_if_fail (watch != NULL && sample != NULL);

  forgive_delay (watch, now_us);
  note_sample (watch, sample, now_us);
  watch->is_doubted = TRUE;
  watch->doubted_us = now_us;
  watch->held_us = 0;
}

/* Bytes that the kernel has taken prove nothing, and a server that is slow with its answer is not
 * dead: what counts is that its kernel speaks. A connection still to be made has none to ask. */
static gboolean
was_heard (const XuStallWatch *watch,
           const XuStallSample *sample,
           gboolean has_moved,
           gint64 now_us)
{
  if (sample->is_connecting || sample->silence_us < 0)
    return has_moved;

  return now_us - sample->silence_us > watch->doubted_us + crossing_us;
}

XuStallVerdict
xu_stall_watch_look (XuStallWatch *watch, const XuStallSample *sample, gint64 now_us)
{
  g_return_val_if_fail (watch != NULL && sample != NULL, XU_STALL_NONE);

  forgive_delay (watch, now_us);

  gboolean has_moved = note_sample (watch, sample, now_us);

  if (watch->is_doubted && was_heard (watch, sample, has_moved, now_us))
    watch->is_doubted = FALSE;

  if (watch->is_doubted
      && now_us - watch->doubted_us - watch->held_us >= get_doubt_patience (watch, sample))
    return XU_STALL_SILENT;

  return now_us - watch->moved_us >= get_patience (watch, sample) ? XU_STALL_STILL : XU_STALL_NONE;
}
