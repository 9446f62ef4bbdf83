/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which failures may be tried again unchanged, and when. */

#define G_LOG_DOMAIN "xu-upload"

#include "config.h"

#include "xu-retry.h"

#include "xu-backoff.h"
#include "xu-error.h"

static const gint64 backoff_cap_us = 60 * G_USEC_PER_SEC;

/* A 429 that does not say when to come back: so many times the base, a minute by default. X's
 * windows are 15 minutes long. */
static const gint64 rate_limit_factor = 60;

/* A broken Retry-After must not put an upload to sleep for days. */
static const gint64 wait_max_us = G_GINT64_CONSTANT (24) * 3600 * G_USEC_PER_SEC;

gboolean
xu_retry_decide (const GError *error,
                 guint *attempts,
                 gint64 base_us,
                 gint64 now,
                 guint32 random,
                 XuRetry *retry)
{
  g_return_val_if_fail (error != NULL && attempts != NULL && retry != NULL, FALSE);

  gint64 asked = MIN (xu_error_get_retry_after (error), wait_max_us);
  gboolean is_network = g_error_matches (error, XU_ERROR, XU_ERROR_NETWORK);

  if (g_error_matches (error, XU_ERROR, XU_ERROR_RATE_LIMITED))
    {
      /* Full seconds are all that X tells; up to one more keeps many clients from coming back at
       * once. */
      gint64 delay = (asked >= 0 ? MAX (asked, base_us) : rate_limit_factor * base_us)
                     + (gint64) (random % G_USEC_PER_SEC);

      *retry = (XuRetry){ .at = now + delay, .reason = XU_WAIT_RATE_LIMIT, .is_for_all = TRUE };
      return TRUE;
    }

  /* A redirect is the answer of somebody else: a captive portal, a wrong address. */
  if (xu_error_get_http_status (error) >= 300 && xu_error_get_http_status (error) < 400)
    return FALSE;

  if (!is_network && !g_error_matches (error, XU_ERROR, XU_ERROR_SERVER)
      && !g_error_matches (error, XU_ERROR, XU_ERROR_BAD_ANSWER))
    return FALSE;

  *attempts += 1;
  *retry = (XuRetry){
    .at = now + MAX (xu_backoff_delay (*attempts, base_us, backoff_cap_us, random), asked),
    .reason = is_network ? XU_WAIT_NETWORK : XU_WAIT_SERVER,
    .is_for_all = asked > 0,
  };
  return *attempts < XU_RETRY_ATTEMPTS_MAX;
}
