/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The smoothed rate: steady, changing, falling back. */

#include "config.h"

#include "xu-rate-meter.h"

static void
test_nothing_known (void)
{
  XuRateMeter meter = { 0 };

  g_assert_cmpuint (xu_rate_meter_get_rate (&meter), ==, 0);
  xu_rate_meter_feed (&meter, 5, 0);
  xu_rate_meter_feed (&meter, 6, 1000000);
  g_assert_cmpuint (xu_rate_meter_get_rate (&meter), ==, 0); /* A microsecond is no window. */
}

static gint64
feed_steadily (XuRateMeter *meter, gint64 from_us, gint64 seconds, guint64 *position, guint64 rate)
{
  for (gint64 t = from_us; t <= from_us + seconds * G_USEC_PER_SEC; t += 10000)
    {
      xu_rate_meter_feed (meter, t, *position);
      *position += rate / 100;
    }

  return from_us + seconds * G_USEC_PER_SEC;
}

static void
assert_near (guint64 actual, guint64 expected)
{
  g_assert_cmpuint (actual, >=, expected * 99 / 100);
  g_assert_cmpuint (actual, <=, expected * 101 / 100);
}

static void
test_steady_and_changing (void)
{
  XuRateMeter meter = { 0 };
  guint64 position = 0;
  gint64 now = feed_steadily (&meter, 1000, 60, &position, 500000);

  assert_near (xu_rate_meter_get_rate (&meter), 500000);

  now = feed_steadily (&meter, now + 10000, 3, &position, 4000000);
  g_assert_cmpuint (xu_rate_meter_get_rate (&meter), >, 600000);
  g_assert_cmpuint (xu_rate_meter_get_rate (&meter), <, 4000000);

  feed_steadily (&meter, now + 10000, 15, &position, 4000000);
  assert_near (xu_rate_meter_get_rate (&meter), 4000000); /* The old rate is forgotten. */
}

static void
test_standing_still (void)
{
  XuRateMeter meter = { 0 };
  guint64 position = 0;
  gint64 now = feed_steadily (&meter, 0, 10, &position, 500000);

  feed_steadily (&meter, now + 10000, 15, &position, 0);
  g_assert_cmpuint (xu_rate_meter_get_rate (&meter), ==, 0);
}

/* A pause, or a rate limit waited for: what was before says nothing about now. */
static void
test_after_a_pause (void)
{
  XuRateMeter meter = { 0 };
  guint64 position = 0;
  gint64 now = feed_steadily (&meter, 0, 10, &position, 500000);

  feed_steadily (&meter, now + 900 * G_USEC_PER_SEC, 2, &position, 500000);
  assert_near (xu_rate_meter_get_rate (&meter), 500000);
}

static void
test_falling_back (void)
{
  XuRateMeter meter = { 0 };
  guint64 position = 0;
  gint64 now = feed_steadily (&meter, 0, 10, &position, 500000);

  position = 100; /* Segments were taken back. */
  xu_rate_meter_feed (&meter, now + 10000, position);
  g_assert_cmpuint (xu_rate_meter_get_rate (&meter), ==, 0);
  feed_steadily (&meter, now + 20000, 5, &position, 100000);
  assert_near (xu_rate_meter_get_rate (&meter), 100000);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/rate-meter/nothing-known", test_nothing_known);
  g_test_add_func ("/rate-meter/steady-and-changing", test_steady_and_changing);
  g_test_add_func ("/rate-meter/standing-still", test_standing_still);
  g_test_add_func ("/rate-meter/after-a-pause", test_after_a_pause);
  g_test_add_func ("/rate-meter/falling-back", test_falling_back);

  return g_test_run ();
}
