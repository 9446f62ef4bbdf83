/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the headers of limits come to. */

#include "config.h"

#include "xu-rate-limit.h"

static const gint64 now = 1700000000; /* Tue, 14 Nov 2023 22:13:20 GMT */

typedef struct
{
  const char *label;
  guint status;
  const char *headers[11]; /* name, value, … */
  gint64 limit, remaining, reset;
  gint64 wait; /* seconds; -1: not said */
} Row;

static const char *
lookup (const char *name, gpointer user_data)
{
  const char *const *headers = user_data;

  for (gsize i = 0; headers[i] != NULL; i += 2)
    {
      if (g_str_equal (headers[i], name))
        return headers[i + 1];
    }

  return NULL;
}

static void
test_table (void)
{
  static const Row rows[] = {
    { "nothing", 429, { NULL }, -1, -1, -1, -1 },
    { "only informs",
      200,
      { "x-rate-limit-limit", "1875", "x-rate-limit-remaining", "0", "x-rate-limit-reset",
        "1700000900", "retry-after", "5" },
      1875,
      0,
      1700000900,
      -1 },
    { "400 does not wait", 400, { "retry-after", "5" }, -1, -1, -1, -1 },
    { "seconds", 429, { "retry-after", "5" }, -1, -1, -1, 5 },
    { "blanks", 503, { "retry-after", " 7\t" }, -1, -1, -1, 7 },
    { "zero", 429, { "retry-after", "0" }, -1, -1, -1, 0 },
    { "date", 503, { "retry-after", "Tue, 14 Nov 2023 22:14:00 GMT" }, -1, -1, -1, 40 },
    { "date gone by",
      503,
      { "date", "Tue, 14 Nov 2023 22:13:20 GMT", "retry-after", "Tue, 14 Nov 2023 22:00:00 GMT" },
      -1,
      -1,
      -1,
      0 },
    { "date gone by, by our clock alone",
      503,
      { "retry-after", "Tue, 14 Nov 2023 22:00:00 GMT" },
      -1,
      -1,
      -1,
      -1 },
    { "date by the server's own wrong clock",
      503,
      { "date", "Sat, 01 Jan 2000 00:00:00 GMT", "retry-after", "Sat, 01 Jan 2000 00:00:09 GMT" },
      -1,
      -1,
      -1,
      9 },
    { "a day at most", 429, { "retry-after", "99999999999999999999999999" }, -1, -1, -1, 86400 },
    { "date far away",
      429,
      { "date", "Tue, 14 Nov 2023 22:13:20 GMT", "retry-after", "Tue, 14 Nov 2090 22:14:00 GMT" },
      -1,
      -1,
      -1,
      86400 },
    { "date far away, by our clock alone",
      429,
      { "retry-after", "Tue, 14 Nov 2090 22:14:00 GMT" },
      -1,
      -1,
      -1,
      -1 },
    { "negative", 429, { "retry-after", "-5" }, -1, -1, -1, -1 },
    { "fraction", 429, { "retry-after", "1.5" }, -1, -1, -1, -1 },
    { "words", 429, { "retry-after", "soon" }, -1, -1, -1, -1 },
    { "empty", 429, { "retry-after", "", "x-rate-limit-reset", "" }, -1, -1, -1, -1 },
    { "reset", 429, { "x-rate-limit-reset", "1700000100" }, -1, -1, 1700000100, 100 },
    { "reset, by the server's clock",
      429,
      { "date", "Tue, 14 Nov 2023 22:14:20 GMT", "x-rate-limit-reset", "1700000100" },
      -1,
      -1,
      1700000100,
      40 },
    { "reset gone by",
      429,
      { "date", "Tue, 14 Nov 2023 22:13:20 GMT", "x-rate-limit-reset", "1600000000" },
      -1,
      -1,
      1600000000,
      0 },
    { "just gone by", 429, { "x-rate-limit-reset", "1699999940" }, -1, -1, 1699999940, 0 },
    { "our clock jumped ahead",
      429,
      { "x-rate-limit-reset", "1600000000" },
      -1,
      -1,
      1600000000,
      -1 },
    { "our clock jumped back",
      429,
      { "x-rate-limit-reset", "2000000000" },
      -1,
      -1,
      2000000000,
      -1 },
    { "our clock jumped back, but X says seconds, too",
      429,
      { "x-rate-limit-reset", "2000000000", "retry-after", "9" },
      -1,
      -1,
      2000000000,
      9 },
    { "a day away by our clock",
      429,
      { "x-rate-limit-reset", "1700086400" },
      -1,
      -1,
      1700086400,
      86400 },
    { "reset out of range",
      429,
      { "date", "Tue, 14 Nov 2023 22:13:20 GMT", "x-rate-limit-reset", "99999999999999999999" },
      -1,
      -1,
      G_MAXINT64,
      86400 },
    { "reset does not count on 503",
      503,
      { "x-rate-limit-reset", "1700000100" },
      -1,
      -1,
      1700000100,
      -1 },
    { "the later of two",
      429,
      { "retry-after", "5", "x-rate-limit-reset", "1700000100" },
      -1,
      -1,
      1700000100,
      100 },
    { "the later of two, turned",
      429,
      { "retry-after", "500", "x-rate-limit-reset", "1700000100" },
      -1,
      -1,
      1700000100,
      500 },
    { "a day's limit used up",
      429,
      { "x-rate-limit-reset", "1700000100", "x-user-limit-24hour-remaining", "0",
        "x-user-limit-24hour-reset", "1700040000" },
      -1,
      -1,
      1700000100,
      40000 },
    { "the application's day",
      429,
      { "x-app-limit-24hour-remaining", "0", "x-app-limit-24hour-reset", "1700000060" },
      -1,
      -1,
      -1,
      60 },
    { "a day's limit not used up",
      429,
      { "x-rate-limit-reset", "1700000100", "x-user-limit-24hour-remaining", "3",
        "x-user-limit-24hour-reset", "1700040000" },
      -1,
      -1,
      1700000100,
      100 },
    { "junk behind a number", 200, { "x-rate-limit-remaining", "5x" }, -1, -1, -1, -1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const Row *row = &rows[i];
      XuRateLimit limit;

      g_test_message ("%s", row->label);
      xu_rate_limit_parse (row->status, lookup, (gpointer) row->headers, now, &limit);
      g_assert_cmpint (limit.limit, ==, row->limit);
      g_assert_cmpint (limit.remaining, ==, row->remaining);
      g_assert_cmpint (limit.reset, ==, row->reset);
      g_assert_cmpint (limit.retry_after_us, ==, row->wait < 0 ? -1 : row->wait * G_USEC_PER_SEC);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/rate-limit/table", test_table);

  return g_test_run ();
}
