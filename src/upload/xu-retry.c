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

void
xu_attempts_renew (XuAttempts *attempts)
{
  g_return_if_fail (attempts != NULL);

  attempts->n_all = MAX (attempts->n_counted, MIN (attempts->n_all, 1));
}

/* Not the server, but somebody in its place: a captive portal, or a wrong address. */
static gboolean
is_of_stranger (const GError *error)
{
  guint status = xu_error_get_http_status (error);

  return g_error_matches (error, XU_ERROR, XU_ERROR_TLS) || (status >= 300 && status < 400);
}

/* Whether nobody can say that the server or we are at fault. 511 is a portal's own word, RFC 6585.
 */
static gboolean
is_networks_fault (const GError *error, const XuRetryContext *context)
{
  if (xu_error_get_http_status (error) == 511)
    return TRUE;
  if (is_of_stranger (error))
    return context->is_offline || context->is_acquainted;

  return g_error_matches (error, XU_ERROR, XU_ERROR_NETWORK)
         && (context->is_offline || (context->is_acquainted && xu_error_is_unsent (error)));
}

static gboolean
is_passing (const GError *error)
{
  return !is_of_stranger (error)
         && (g_error_matches (error, XU_ERROR, XU_ERROR_NETWORK)
             || g_error_matches (error, XU_ERROR, XU_ERROR_SERVER)
             || g_error_matches (error, XU_ERROR, XU_ERROR_BAD_ANSWER));
}

gboolean
xu_retry_decide (const GError *error,
                 const XuRetryContext *context,
                 XuAttempts *attempts,
                 gint64 now,
                 guint32 random,
                 XuRetry *retry)
{
  g_return_val_if_fail (error != NULL && context != NULL, FALSE);
  g_return_val_if_fail (attempts != NULL && retry != NULL, FALSE);

  gint64 asked = MIN (xu_error_get_retry_after (error), wait_max_us);
  gboolean is_network = is_networks_fault (error, context);

  if (g_error_matches (error, XU_ERROR, XU_ERROR_RATE_LIMITED))
    {
      /* Full seconds are all that X tells; up to one more keeps many clients from coming back at
       * once. */
      gint64 delay
          = (asked >= 0 ? MAX (asked, context->base_us) : rate_limit_factor * context->base_us)
            + (gint64) (random % G_USEC_PER_SEC);

      *retry = (XuRetry){ .at = now + delay, .reason = XU_WAIT_RATE_LIMIT, .is_for_all = TRUE };
      return TRUE;
    }

  if (!is_network && !is_passing (error))
    return FALSE;

  attempts->n_all++;
  attempts->n_counted += is_network ? 0 : 1;
  gint64 delay = xu_backoff_delay (attempts->n_all, context->base_us, backoff_cap_us, random);
  *retry = (XuRetry){
    .at = now + MAX (delay, asked),
    .reason = is_network || g_error_matches (error, XU_ERROR, XU_ERROR_NETWORK) ? XU_WAIT_NETWORK
                                                                                : XU_WAIT_SERVER,
    .is_for_all = asked > 0,
  };
  return attempts->n_counted < XU_RETRY_ATTEMPTS_MAX;
}
