/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Exponential backoff: bounds by table. */

#include "config.h"

#include "xu-backoff.h"

static void
test_bounds (void)
{
  static const struct
  {
    guint attempt;
    guint32 random;
    gint64 expected;
  } rows[] = {
    { 1, 0, 0 },
    { 1, G_MAXUINT32, 1000 },
    { 2, G_MAXUINT32, 2000 },
    { 5, G_MAXUINT32, 16000 },
    { 6, G_MAXUINT32, 30000 }, /* capped */
    { 7, G_MAXUINT32, 30000 },
    { G_MAXUINT, G_MAXUINT32, 30000 },
    { 6, G_MAXUINT32 / 2, 14999 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpint (xu_backoff_delay (rows[i].attempt, 1000, 30000, rows[i].random), ==,
                     rows[i].expected);
}

static void
test_base_over_cap (void)
{
  g_assert_cmpint (xu_backoff_delay (1, 5000, 100, G_MAXUINT32), ==, 100);
  g_assert_cmpint (xu_backoff_delay (3, G_MAXINT64 / 2, G_MAXINT64 - 1, 0), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/backoff/bounds", test_bounds);
  g_test_add_func ("/backoff/base-over-cap", test_base_over_cap);

  return g_test_run ();
}
