/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tells a slow exchange from a dead one, without clock or timer. */

#define G_LOG_DOMAIN "xu-http"

#include "config.h"

#include "xu-stall-watch.h"

#include "xu-quantity.h"

static const gint64 longest_connect_us = 30 * G_USEC_PER_SEC;
static const guint64 slowest_proxy = 4 * XU_KIB; /* bytes per second */

void
xu_stall_watch_init (XuStallWatch *watch, gint64 timeout_us, guint64 bulk_bytes, gint64 now_us)
{
  g_return_if_fail (watch != NULL && timeout_us > 0);

  *watch = (XuStallWatch){
    .timeout_us = timeout_us,
    .answer_us = timeout_us + (gint64) (bulk_bytes / slowest_proxy) * G_USEC_PER_SEC,
    .moved_us = now_us,
    .queued = -1,
  };
}

static gint64
get_patience (const XuStallWatch *watch, const XuStallSample *sample)
{
  if (sample->is_connecting)
    return MIN (watch->timeout_us, longest_connect_us);

  return sample->is_answer_due && sample->queued <= 0 ? watch->answer_us : watch->timeout_us;
}

gboolean
xu_stall_watch_is_stalled (XuStallWatch *watch, const XuStallSample *sample, gint64 now_us)
{
  g_return_val_if_fail (watch != NULL && sample != NULL, FALSE);

  gboolean has_moved = sample->progress != watch->progress || sample->is_waiting_turn
                       || (sample->queued >= 0 && sample->queued < watch->queued);

  watch->progress = sample->progress;
  watch->queued = sample->queued;
  if (has_moved)
    watch->moved_us = now_us;

  return now_us - watch->moved_us >= get_patience (watch, sample);
}
