/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Failures in a row that count, without any progress in between, before an exchange is given up:
 * about two minutes with the default base. */
#define XU_RETRY_ATTEMPTS_MAX 10

/* Upper bound of the first delay, microseconds. */
#define XU_RETRY_BASE_US (1 * G_USEC_PER_SEC)

/**
 * XuWaitReason:
 * @XU_WAIT_PROCESSING: X said when to look again
 * @XU_WAIT_RATE_LIMIT: 429: X said when to come back
 * @XU_WAIT_SERVER: the server is busy or broken
 * @XU_WAIT_NETWORK: no answer came, or one of somebody who is not the server
 * @XU_WAIT_TIMELINE: a post whose answer was lost may appear in the timeline
 * @XU_WAIT_SIGN_IN: nobody is signed in now
 */
typedef enum
{
  XU_WAIT_PROCESSING,
  XU_WAIT_RATE_LIMIT,
  XU_WAIT_SERVER,
  XU_WAIT_NETWORK,
  XU_WAIT_TIMELINE,
  XU_WAIT_SIGN_IN,
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
 * XuRetryContext:
 *
 * What decides how patient to be.
 */
typedef struct
{
  gint64 base_us;      /* upper bound of the first delay, microseconds */
  gboolean is_offline; /* the network is said to be away */
  gboolean
      is_acquainted; /* the server has answered before: its address and certificate are right */
} XuRetryContext;

/**
 * XuAttempts:
 *
 * Failures in a row, without any progress in between.
 */
typedef struct
{
  guint n_counted; /* those of which ten end it */
  guint n_all;     /* how long the next wait is */
} XuAttempts;

/**
 * xu_attempts_renew:
 * @attempts: (inout): failures so far
 *
 * The network is another one now: waits are short again. What was counted stays so.
 */
void xu_attempts_renew (XuAttempts *attempts);

/**
 * xu_retry_decide:
 * @error: how an exchange failed
 * @context: what is known of network and server
 * @attempts: (inout): failures in a row so far; counted up
 * @now: the time, microseconds
 * @random: 32 random bits
 * @retry: (out caller-allocates): when to try again
 *
 * What may be tried again unchanged, and when: no answer, 408, 5xx, an answer that is none, with
 * exponential backoff, full jitter and Retry-After; and 429, which waits as long as X says and
 * never counts as a failure of ours.
 *
 * Nor does it count when no byte could be sent to a server that has answered before, or when
 * nothing came through while the network is away: that is waited for without end. A wrong
 * certificate or a redirect is final, but in these two cases: then somebody stands between, such as
 * the portal of another network. Pure.
 *
 * Returns: %FALSE when it is no use to try again, or was tried often enough
 */
gboolean xu_retry_decide (const GError *error,
                          const XuRetryContext *context,
                          XuAttempts *attempts,
                          gint64 now,
                          guint32 random,
                          XuRetry *retry);

G_END_DECLS
