/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A token bucket: the arithmetic of a rate limit, without clock or timer. */

#define G_LOG_DOMAIN "xu-base"

#include "config.h"

#include "xu-token-bucket.h"

/* Waking up for less than this many bytes costs more than it moves. */
static const gsize smallest_grant = 1024;

void
xu_token_bucket_init (XuTokenBucket *bucket, guint64 rate, guint64 burst, gint64 now_us)
{
  g_return_if_fail (bucket != NULL);
  g_return_if_fail (rate == 0 || burst > 0);

  *bucket = (XuTokenBucket){
    .rate = rate, .burst = burst, .tokens = (double) burst, .last_us = now_us
  };
}

gsize
xu_token_bucket_take (XuTokenBucket *bucket, gsize wanted, gint64 now_us, gint64 *wait_us)
{
  g_return_val_if_fail (bucket != NULL && wanted > 0 && wait_us != NULL, 0);

  *wait_us = 0;
  if (bucket->rate == 0)
    return wanted;

  if (now_us > bucket->last_us)
    {
      bucket->tokens += (double) (now_us - bucket->last_us) * (double) bucket->rate / 1e6;
      bucket->tokens = MIN (bucket->tokens, (double) bucket->burst);
      bucket->last_us = now_us;
    }

  double needed = (double) MIN (MIN (wanted, smallest_grant), bucket->burst);

  if (bucket->tokens < needed)
    {
      *wait_us = (gint64) ((needed - bucket->tokens) * 1e6 / (double) bucket->rate) + 1;
      return 0;
    }

  gsize granted = MIN (wanted, (gsize) bucket->tokens);

  bucket->tokens -= (double) granted;
  return granted;
}
