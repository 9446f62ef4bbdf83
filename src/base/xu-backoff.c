/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Exponential backoff with full jitter, as a pure function. */

#define G_LOG_DOMAIN "xu-base"

#include "config.h"

#include "xu-backoff.h"

gint64
xu_backoff_delay (guint attempt, gint64 base_us, gint64 cap_us, guint32 random)
{
  g_return_val_if_fail (attempt > 0 && base_us > 0 && cap_us > 0, 0);

  gint64 bound = MIN (base_us, cap_us);

  for (guint i = 1; i < attempt && bound < cap_us; i++)
    bound = bound > cap_us / 2 ? cap_us : bound * 2;

  return (gint64) ((double) bound * ((double) random / (double) G_MAXUINT32));
}
