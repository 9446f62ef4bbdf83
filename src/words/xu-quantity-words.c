/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sizes, rates, times and prices in words. */

#define G_LOG_DOMAIN "xu-words"

#include "config.h"

#include "xu-quantity-words.h"

#include <glib/gi18n.h>

enum
{
  MINUTE = 60,
  HOUR = 60 * MINUTE,
  DAY = 24 * HOUR,
};

char *
xu_quantity_words_dup_size (guint64 bytes)
{
  return g_format_size (bytes);
}

char *
xu_quantity_words_dup_progress (guint64 bytes, guint64 total)
{
  g_autofree char *done = g_format_size (bytes);
  g_autofree char *all = g_format_size (total);

  /* Translators: both are sizes: “42.1 MB of 100.0 MB” */
  return g_strdup_printf (_ ("%s of %s"), done, all);
}

char *
xu_quantity_words_dup_rate (guint64 bytes_per_second)
{
  g_autofree char *size = g_format_size (bytes_per_second);

  /* Translators: a size for each second: “3.2 MB/s” */
  return g_strdup_printf (_ ("%s/s"), size);
}

char *
xu_quantity_words_dup_percent (double percent)
{
  /* Translators: how much is done: “42%” */
  return g_strdup_printf (_ ("%d%%"), (int) CLAMP (percent, 0.0, 100.0));
}

char *
xu_quantity_words_dup_time_left (gint64 seconds)
{
  g_return_val_if_fail (seconds >= 0, NULL);

  gulong n;

  if (seconds < MINUTE)
    {
      n = (gulong) seconds;
      /* Translators: %lu is the time until an upload is done */
      return g_strdup_printf (ngettext ("%lu second left", "%lu seconds left", n), n);
    }

  if (seconds < HOUR + HOUR / 2)
    {
      n = (gulong) ((seconds + MINUTE / 2) / MINUTE);
      /* Translators: %lu is the time until an upload is done */
      return g_strdup_printf (ngettext ("%lu minute left", "%lu minutes left", n), n);
    }

  if (seconds < 2 * DAY)
    {
      n = (gulong) ((seconds + HOUR / 2) / HOUR);
      /* Translators: %lu is the time until an upload is done */
      return g_strdup_printf (ngettext ("%lu hour left", "%lu hours left", n), n);
    }

  n = (gulong) (seconds / DAY);
  /* Translators: %lu is the time until an upload is done */
  return g_strdup_printf (ngettext ("%lu day left", "%lu days left", n), n);
}

char *
xu_quantity_words_dup_clock (gint64 seconds)
{
  g_return_val_if_fail (seconds >= 0, NULL);

  int s = (int) (seconds % MINUTE);
  int m = (int) (seconds % HOUR / MINUTE);
  gint64 h = seconds / HOUR;

  if (h > 0)
    return g_strdup_printf ("%" G_GINT64_FORMAT ":%02d:%02d", h, m, s);

  return g_strdup_printf ("%d:%02d", m, s);
}

char *
xu_quantity_words_dup_age (gint64 seconds)
{
  g_return_val_if_fail (seconds >= 0, NULL);

  if (seconds < MINUTE)
    /* Translators: an age of less than a minute, in a narrow column */
    return g_strdup (C_ ("age", "now"));
  if (seconds < HOUR)
    /* Translators: an age in minutes, in a narrow column */
    return g_strdup_printf (C_ ("age", "%d min"), (int) (seconds / MINUTE));
  if (seconds < 2 * DAY)
    /* Translators: an age in hours, in a narrow column */
    return g_strdup_printf (C_ ("age", "%d h"), (int) (seconds / HOUR));

  /* Translators: an age in days, in a narrow column */
  return g_strdup_printf (C_ ("age", "%d d"), (int) MIN (seconds / DAY, G_MAXINT));
}

char *
xu_quantity_words_dup_time_of_day (gint64 unix_seconds, gint64 now_unix_seconds)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (unix_seconds);
  g_autoptr (GDateTime) now = g_date_time_new_from_unix_local (now_unix_seconds);

  g_return_val_if_fail (time != NULL && now != NULL, NULL);

  if (g_date_time_get_year (time) == g_date_time_get_year (now)
      && g_date_time_get_day_of_year (time) == g_date_time_get_day_of_year (now))
    /* Translators: a time of day in the notation of strftime(): “14:32” */
    return g_date_time_format (time, _ ("%H:%M"));

  /* Translators: a time on another day in the notation of strftime(): “14:32 on 5 August” */
  return g_date_time_format (time, _ ("%H:%M on %-d %B"));
}

char *
xu_quantity_words_dup_price (guint micro_usd)
{
  /* Translators: a price in US dollars with its thousandths: “US$0.015” */
  return g_strdup_printf (_ ("US$%u.%03u"), micro_usd / 1000000, micro_usd % 1000000 / 1000);
}
