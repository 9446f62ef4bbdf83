/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the headers of an answer say about limits, as a pure function. */

#define G_LOG_DOMAIN "xu-http"

#include "config.h"

#include "xu-rate-limit.h"

#include <libsoup/soup.h>

/* A server that asks for more is wrong, or the limit is not worth waiting for. */
static const gint64 longest_wait_seconds = 24 * 60 * 60;

static const char *const daily_limits[] = { "x-user-limit-24hour-", "x-app-limit-24hour-" };

/* Digits alone, with blanks around them; what does not fit is the largest number. -1: no number. */
static gint64
parse_number (const char *text)
{
  gint64 number = 0;

  if (text == NULL)
    return -1;

  text += strspn (text, " \t");
  if (!g_ascii_isdigit (*text))
    return -1;

  for (; g_ascii_isdigit (*text); text++)
    {
      gint64 digit = g_ascii_digit_value (*text);

      number = number > (G_MAXINT64 - digit) / 10 ? G_MAXINT64 : number * 10 + digit;
    }

  text += strspn (text, " \t");
  return *text == '\0' ? number : -1;
}

/* Unix seconds; -1: no date. */
static gint64
parse_date (const char *text)
{
  g_autoptr (GDateTime) date = text != NULL ? soup_date_time_new_from_http_string (text) : NULL;

  return date != NULL ? MAX (g_date_time_to_unix (date), 0) : -1;
}

static gint64
parse_header (XuHeaderFunc header, gpointer user_data, const char *prefix, const char *name)
{
  g_autofree char *full = g_strconcat (prefix, name, NULL);

  return parse_number (header (full, user_data));
}

/* A clock that is right may still be a little ahead of the server's. */
static const gint64 plausible_lead_seconds = 60;

/* The server's clock where it tells the time, otherwise ours, which may be years off. */
typedef struct
{
  gint64 now;
  gboolean is_ours;
} Clock;

/* Seconds; -1: not known. */
static gint64
get_wait (const Clock *clock, gint64 until)
{
  gint64 wait = until - clock->now;

  if (clock->is_ours && (wait < -plausible_lead_seconds || wait > longest_wait_seconds))
    return -1;

  return CLAMP (wait, 0, longest_wait_seconds);
}

/* Seconds from now; -1: not said. */
static gint64
parse_retry_after (const char *text, const Clock *clock)
{
  gint64 seconds = parse_number (text);

  if (seconds >= 0)
    return MIN (seconds, longest_wait_seconds);

  gint64 date = parse_date (text);

  return date >= 0 ? get_wait (clock, date) : -1;
}

void
xu_rate_limit_parse (guint status,
                     XuHeaderFunc header,
                     gpointer user_data,
                     gint64 now,
                     XuRateLimit *limit)
{
  g_return_if_fail (header != NULL && limit != NULL);

  limit->limit = parse_header (header, user_data, "x-rate-limit-", "limit");
  limit->remaining = parse_header (header, user_data, "x-rate-limit-", "remaining");
  limit->reset = parse_header (header, user_data, "x-rate-limit-", "reset");
  limit->retry_after_us = -1;

  if (status != 429 && status != 503)
    return;

  gint64 date = parse_date (header ("date", user_data));
  const Clock clock = { .now = MAX (date >= 0 ? date : now, 0), .is_ours = date < 0 };
  gint64 wait = parse_retry_after (header ("retry-after", user_data), &clock);
  gint64 latest_reset = status == 429 ? limit->reset : -1;

  for (guint i = 0; status == 429 && i < G_N_ELEMENTS (daily_limits); i++)
    {
      if (parse_header (header, user_data, daily_limits[i], "remaining") == 0)
        {
          gint64 reset = parse_header (header, user_data, daily_limits[i], "reset");

          latest_reset = MAX (latest_reset, reset);
        }
    }

  if (latest_reset >= 0)
    wait = MAX (wait, get_wait (&clock, latest_reset));
  if (wait >= 0)
    limit->retry_after_us = wait * G_USEC_PER_SEC;
}
