/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The token bucket: never more than rate plus burst in any second, and no starvation. */

#include "config.h"

#include "xu-token-bucket.h"

static void
test_no_limit (void)
{
  XuTokenBucket bucket = { 0 };
  gint64 wait_us;

  g_assert_cmpuint (xu_token_bucket_take (&bucket, 1 << 20, 0, &wait_us), ==, 1 << 20);
  g_assert_cmpint (wait_us, ==, 0);
}

/* Simulates a greedy sender for ten seconds and looks at every window of one second. */
static void
test_every_window (void)
{
  const guint64 rate = 100000, burst = 65536;
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GArray) sizes = g_array_new (FALSE, FALSE, sizeof (gsize));
  XuTokenBucket bucket;
  guint64 total = 0;
  gint64 now = 12345;

  xu_token_bucket_init (&bucket, rate, burst, now);

  while (now < 10 * G_USEC_PER_SEC)
    {
      gint64 wait_us;
      gsize granted = xu_token_bucket_take (&bucket, 8192, now, &wait_us);

      g_assert_cmpuint (granted, <=, 8192);
      if (granted == 0)
        {
          g_assert_cmpint (wait_us, >, 0);
          now += wait_us;
          continue;
        }
      g_array_append_val (times, now);
      g_array_append_val (sizes, granted);
      total += granted;
    }

  for (guint i = 0; i < times->len; i++)
    {
      guint64 window = 0;

      for (guint k = i; k < times->len; k++)
        {
          if (g_array_index (times, gint64, k) >= g_array_index (times, gint64, i) + G_USEC_PER_SEC)
            break;
          window += g_array_index (sizes, gsize, k);
        }
      g_assert_cmpuint (window, <=, rate + burst);
    }

  g_assert_cmpuint (total, >=, rate * 98 / 10); /* The rate is used, too. */
}

static void
test_clock_going_back_is_harmless (void)
{
  XuTokenBucket bucket;
  gint64 wait_us;

  xu_token_bucket_init (&bucket, 1000, 1000, 5000000);
  g_assert_cmpuint (xu_token_bucket_take (&bucket, 1000, 4000000, &wait_us), ==, 1000);
  g_assert_cmpuint (xu_token_bucket_take (&bucket, 1, 4000000, &wait_us), ==, 0);
  g_assert_cmpint (wait_us, >, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/token-bucket/no-limit", test_no_limit);
  g_test_add_func ("/token-bucket/every-window", test_every_window);
  g_test_add_func ("/token-bucket/clock-going-back-is-harmless", test_clock_going_back_is_harmless);

  return g_test_run ();
}
