/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Failures in a row, without any progress in between, before an exchange is given up: about two
 * minutes with the default base. */
#define XU_RETRY_ATTEMPTS_MAX 10

/* Upper bound of the first delay, microseconds. */
#define XU_RETRY_BASE_US (1 * G_USEC_PER_SEC)

/**
 * XuWaitReason:
 * @XU_WAIT_PROCESSING: X said when to look again
 * @XU_WAIT_RATE_LIMIT: 429: X said when to come back
 * @XU_WAIT_SERVER: the server is busy or broken
 * @XU_WAIT_NETWORK: no answer came
 * @XU_WAIT_TIMELINE: a post whose answer was lost may appear in the timeline
 */
typedef enum
{
  XU_WAIT_PROCESSING,
  XU_WAIT_RATE_LIMIT,
  XU_WAIT_SERVER,
  XU_WAIT_NETWORK,
  XU_WAIT_TIMELINE,
} XuWaitReason;

/**
 * XuRetry:
 *
 * When to try again, and what to say meanwhile.
 */
typedef struct
{
  gint64 at; /* microseconds */
  XuWaitReason reason;
  gboolean is_for_all; /* the server asked for it: no other exchange is to begin before either */
} XuRetry;

/**
 * xu_retry_decide:
 * @error: how an exchange failed
 * @attempts: (inout): failures in a row so far; counted up
 * @base_us: upper bound of the first delay, microseconds
 * @now: the time, microseconds
 * @random: 32 random bits
 * @retry: (out caller-allocates): when to try again
 *
 * What may be tried again unchanged, and when: no answer, 408, 5xx, an answer that is none, with
 * exponential backoff, full jitter and Retry-After; and 429, which waits as long as X says and
 * never counts as a failure of ours. Pure.
 *
 * Returns: %FALSE when it is no use to try again, or was tried often enough
 */
gboolean xu_retry_decide (const GError *error,
                          guint *attempts,
                          gint64 base_us,
                          gint64 now,
                          guint32 random,
                          XuRetry *retry);

G_END_DECLS
