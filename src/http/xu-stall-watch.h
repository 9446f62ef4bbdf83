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
  gint64 silence_us;      /* since the peer's kernel said anything; -1: unknown */
  gboolean is_connecting; /* no byte of the request was written yet */
  gboolean is_waiting_turn; /* the rate limit holds the body back: that is no stall */
  gboolean is_sent;         /* the whole request is written */
  gboolean is_answer_due;   /* the body is written and the answer has not begun */
} XuStallSample;

/**
 * XuStallLimits:
 *
 * What an exchange is allowed.
 */
typedef struct
{
  gint64 timeout_us;  /* how long nothing may move */
  gint64 doubt_us;    /* how long the peer may be silent once the connection is in doubt; a fifth
                         of it while connecting */
  guint64 bulk_bytes; /* size of the body of a segment, 0 for other requests: proxies between here
                         and the server take in whole segments and pass them on at the speed of
                         their own link, so that the answer may take a second more for each 4 KiB */
} XuStallLimits;

/**
 * XuStallVerdict:
 * @XU_STALL_NONE: it moves, or may still do so
 * @XU_STALL_STILL: nothing has moved for too long
 * @XU_STALL_SILENT: in doubt, and the peer was not heard
 */
typedef enum
{
  XU_STALL_NONE,
  XU_STALL_STILL,
  XU_STALL_SILENT,
} XuStallVerdict;

/**
 * XuStallWatch:
 *
 * Finds out whether an exchange still moves. Pure: samples and time are arguments.
 */
typedef struct
{
  XuStallLimits limits;
  gint64 interval_us;
  gint64 looked_us; /* the last look */
  gint64 moved_us;  /* when something moved last, and later by what counts for nothing */
  guint64 progress; /* at the last sample */
  int queued;
  gboolean is_doubted;
  gint64 doubted_us; /* since when */
  gint64 held_us;    /* of the time since then: what counts for nothing */
} XuStallWatch;

/**
 * xu_stall_watch_init:
 * @watch: the watch
 * @limits: what the exchange is allowed
 * @interval_us: how often looks are meant to come. Who comes later was held up, and has read
 *   nothing meanwhile: no more of that time counts.
 * @now_us: the time
 */
void xu_stall_watch_init (XuStallWatch *watch,
                          const XuStallLimits *limits,
                          gint64 interval_us,
                          gint64 now_us);

/**
 * xu_stall_watch_doubt:
 * @watch: the watch
 * @sample: how far the exchange is
 * @now_us: the time
 *
 * The network has changed: the connection may be dead without anybody having said so. From now on
 * the peer must be heard within the limit, or the exchange is lost; once it was heard, all is as
 * before. Another change begins the limit anew.
 */
void xu_stall_watch_doubt (XuStallWatch *watch, const XuStallSample *sample, gint64 now_us);

/**
 * xu_stall_watch_look:
 * @watch: the watch
 * @sample: how far the exchange is
 * @now_us: the time
 *
 * Returns: whether the exchange is to be given up. Connecting gets at most 30 seconds without an
 * event.
 */
XuStallVerdict
xu_stall_watch_look (XuStallWatch *watch, const XuStallSample *sample, gint64 now_us);

G_END_DECLS
