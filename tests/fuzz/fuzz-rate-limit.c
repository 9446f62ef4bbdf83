/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Headers of limits: whatever a server sends, the wait is none or 0 to 24 hours, and numbers are
 * none or not negative. */

#include "config.h"

#include "fuzz-target.h"

#include <string.h>

#include "xu-rate-limit.h"

static const char *const names[] = {
  "retry-after",
  "date",
  "x-rate-limit-limit",
  "x-rate-limit-remaining",
  "x-rate-limit-reset",
  "x-user-limit-24hour-remaining",
  "x-user-limit-24hour-reset",
  "x-app-limit-24hour-remaining",
  "x-app-limit-24hour-reset",
};

/* The nth line of the input is the value of the nth header; an empty one is not there. */
static const char *
lookup (const char *name, gpointer user_data)
{
  const char *const *lines = user_data;

  for (gsize i = 0; i < G_N_ELEMENTS (names) && lines[i] != NULL; i++)
    {
      if (g_str_equal (names[i], name))
        return *lines[i] != '\0' ? lines[i] : NULL;
    }

  return NULL;
}

static void
check (guint status, char **lines)
{
  const gint64 day_us = (gint64) 24 * 60 * 60 * G_USEC_PER_SEC;
  XuRateLimit limit;

  xu_rate_limit_parse (status, lookup, lines, 1700000000, &limit);
  g_assert (limit.limit >= -1 && limit.remaining >= -1 && limit.reset >= -1);
  g_assert (limit.retry_after_us >= -1 && limit.retry_after_us <= day_us);
  g_assert (limit.retry_after_us == -1 || status == 429 || status == 503);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  check (200, lines);
  check (429, lines);
  check (503, lines);

  return 0;
}
