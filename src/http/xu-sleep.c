/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether the machine was suspended. */

#define G_LOG_DOMAIN "xu-http"

#include "config.h"

#include "xu-sleep.h"

#include <time.h>

static const gint64 worth_noticing_us = 5 * G_USEC_PER_SEC;

static gint64
read_clock (clockid_t clock)
{
  struct timespec now = { 0 };

  clock_gettime (clock, &now);
  return now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

gint64
xu_sleep_get_total (void)
{
  return read_clock (CLOCK_BOOTTIME) - read_clock (CLOCK_MONOTONIC);
}

gboolean
xu_sleep_has_slept (gint64 *total_us)
{
  g_return_val_if_fail (total_us != NULL, FALSE);

  gint64 before_us = *total_us;

  *total_us = xu_sleep_get_total ();

  return *total_us - before_us > worth_noticing_us;
}
