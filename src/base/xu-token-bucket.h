/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * XuTokenBucket:
 *
 * Shapes a flow of bytes: no window of one second carries more than the rate plus the burst. Pure:
 * the time is an argument. Copy it freely; all zero means "no limit".
 */
typedef struct
{
  guint64 rate;   /* bytes per second; 0: no limit */
  guint64 burst;  /* bytes that may go at once after a pause */
  double tokens;  /* bytes that may go now */
  gint64 last_us; /* when tokens was last brought up to date */
} XuTokenBucket;

/**
 * xu_token_bucket_init:
 * @bucket: the bucket
 * @rate: bytes per second; 0 for no limit
 * @burst: most bytes at once
 * @now_us: the time, microseconds of a clock that never goes back
 */
void xu_token_bucket_init (XuTokenBucket *bucket, guint64 rate, guint64 burst, gint64 now_us);

/**
 * xu_token_bucket_take:
 * @bucket: the bucket
 * @wanted: how many bytes would go, at least 1
 * @now_us: the time
 * @wait_us: (out): when nothing may go yet, microseconds until something may; else 0
 *
 * Returns: how many of the bytes may go now, 0 to @wanted; they are taken
 */
gsize xu_token_bucket_take (XuTokenBucket *bucket, gsize wanted, gint64 now_us, gint64 *wait_us);

G_END_DECLS
