/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The smoothed rate that people see. */

#define G_LOG_DOMAIN "xu-engine"

#include "config.h"

#include "xu-rate-meter.h"

#include <string.h>

/* Times the number of samples: the longest window, nearly. */
static const gint64 sample_spacing_us = 300 * 1000;

/* What is older says nothing about now: there may have been a pause in between. */
static const gint64 longest_window_us = 10 * G_USEC_PER_SEC;

/* Less is noise. */
static const gint64 shortest_window_us = 1 * G_USEC_PER_SEC;

static void
drop_oldest (XuRateMeter *meter, guint n)
{
  memmove (&meter->samples[0], &meter->samples[n],
           sizeof meter->samples[0] * (meter->n_samples - n));
  meter->n_samples -= n;
}

void
xu_rate_meter_feed (XuRateMeter *meter, gint64 time_us, guint64 position)
{
  g_return_if_fail (meter != NULL);

  if (meter->n_samples > 0 && position < meter->samples[meter->n_samples - 1].position)
    meter->n_samples = 0;

  while (meter->n_samples > 0 && time_us - meter->samples[0].time_us > longest_window_us)
    drop_oldest (meter, 1);

  /* The last sample is always the newest; it becomes a fixed one when it is far enough from the one
   * before. */
  guint n = meter->n_samples;

  if (n > 1 && time_us - meter->samples[n - 2].time_us < sample_spacing_us)
    n--;
  else if (n == XU_RATE_METER_SAMPLES)
    {
      drop_oldest (meter, 1);
      n--;
    }

  meter->samples[n].time_us = time_us;
  meter->samples[n].position = position;
  meter->n_samples = n + 1;
}

guint64
xu_rate_meter_get_rate (const XuRateMeter *meter)
{
  g_return_val_if_fail (meter != NULL, 0);

  if (meter->n_samples < 2)
    return 0;

  guint last = meter->n_samples - 1;
  gint64 window_us = meter->samples[last].time_us - meter->samples[0].time_us;
  guint64 moved = meter->samples[last].position - meter->samples[0].position;

  if (window_us < shortest_window_us)
    return 0;

  return (guint64) ((double) moved * 1e6 / (double) window_us);
}
