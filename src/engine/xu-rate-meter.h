/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define XU_RATE_METER_SAMPLES 32

/**
 * XuRateMeter:
 *
 * Smoothed rate of a growing position, over the last ten seconds or so. Pure; all zero is a fresh
 * one.
 */
typedef struct
{
  struct
  {
    gint64 time_us;
    guint64 position;
  } samples[XU_RATE_METER_SAMPLES];
  guint n_samples;
} XuRateMeter;

/**
 * xu_rate_meter_feed:
 * @meter: a meter
 * @time_us: when, microseconds, never going back
 * @position: bytes that have moved so far; a fall (segments were taken back) starts the measuring
 * anew
 */
void xu_rate_meter_feed (XuRateMeter *meter, gint64 time_us, guint64 position);

/**
 * xu_rate_meter_get_rate:
 * @meter: a meter
 *
 * Returns: bytes per second, 0 when not known yet
 */
guint64 xu_rate_meter_get_rate (const XuRateMeter *meter);

G_END_DECLS
