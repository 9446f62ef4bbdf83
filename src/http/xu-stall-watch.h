/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * XuStallSample:
 *
 * How far an exchange is, at one moment.
 */
typedef struct
{
  guint64 progress;       /* grows with each event and byte of the exchange, either way */
  int queued;             /* bytes in the kernel that the peer has not acknowledged; -1: unknown */
  gboolean is_connecting; /* no byte of the request was written yet */
  gboolean is_waiting_turn; /* the rate limit holds the body back: that is no stall */
  gboolean is_sent;         /* the whole request is written */
  gboolean is_answer_due;   /* the body is written and the answer has not begun */
} XuStallSample;

/**
 * XuStallWatch:
 *
 * Finds out whether an exchange still moves. Pure: samples and time are arguments.
 */
typedef struct
{
  gint64 timeout_us;
  gint64 answer_us; /* how long the answer may take once everything is acknowledged */
  gint64 moved_us;  /* when something moved last */
  guint64 progress; /* at the last sample */
  int queued;
} XuStallWatch;

/**
 * xu_stall_watch_init:
 * @watch: the watch
 * @timeout_us: how long nothing may move
 * @bulk_bytes: size of the body of a segment, 0 for other requests: proxies between here and the
 * server take in whole segments and pass them on at the speed of their own link, so that the answer
 * may take a second more for each 4 KiB
 * @now_us: the time
 */
void
xu_stall_watch_init (XuStallWatch *watch, gint64 timeout_us, guint64 bulk_bytes, gint64 now_us);

/**
 * xu_stall_watch_is_stalled:
 * @watch: the watch
 * @sample: how far the exchange is
 * @now_us: the time
 *
 * Returns: %TRUE when nothing has moved for too long. Connecting gets at most 30 seconds without an
 * event.
 */
gboolean
xu_stall_watch_is_stalled (XuStallWatch *watch, const XuStallSample *sample, gint64 now_us);

G_END_DECLS
