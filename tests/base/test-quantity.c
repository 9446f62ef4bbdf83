/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sizes, rates and durations as people write them. */

#include "config.h"

#include "xu-error.h"
#include "xu-quantity.h"

static void
test_sizes (void)
{
  static const struct
  {
    const char *text;
    guint64 bytes;
  } rows[] = {
    { "0", 0 },
    { "4194304", 4194304 },
    { "4M", 4 * XU_MIB },
    { "4MiB", 4 * XU_MIB },
    { "4 mib", 4 * XU_MIB },
    { "64k", 64 * XU_KIB },
    { "1.5GB", 1500000000 },
    { "16GiB", 16 * XU_GIB },
    { "7b", 7 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      guint64 bytes;

      g_assert_true (xu_quantity_parse_size (rows[i].text, &bytes, &error));
      g_assert_no_error (error);
      g_assert_cmpuint (bytes, ==, rows[i].bytes);
    }
}

static void
test_rates (void)
{
  static const struct
  {
    const char *text;
    guint64 rate;
  } rows[] = {
    { "500k", 500 * XU_KIB },
    { "2MB/s", 2000000 },
    { "8mbit", 1000000 },
    { "64kbit/s", 8000 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      guint64 rate;

      g_assert_true (xu_quantity_parse_rate (rows[i].text, &rate, &error));
      g_assert_cmpuint (rate, ==, rows[i].rate);
    }
}

static void
test_durations (void)
{
  static const struct
  {
    const char *text;
    gint64 us;
  } rows[] = {
    { "0", 0 },          { "3", 3000000 },    { "250us", 250 },     { "100ms", 100000 },
    { "1.5s", 1500000 }, { "2m", 120000000 }, { "1h", 3600000000 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      gint64 us;

      g_assert_true (xu_quantity_parse_duration (rows[i].text, &us, &error));
      g_assert_cmpint (us, ==, rows[i].us);
    }
}

static void
test_refused (void)
{
  static const char *const bad[] = { "",      " ",    "-1", "+1", "nan",  "inf",
                                     "1e3",   "0x10", "4Q", "M",  "1..2", "99999999999999999999",
                                     "4 M B", ".5" };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) size_error = NULL, rate_error = NULL, duration_error = NULL;
      guint64 bytes;
      gint64 us;

      g_assert_false (xu_quantity_parse_size (bad[i], &bytes, &size_error));
      g_assert_error (size_error, XU_ERROR, XU_ERROR_USAGE);
      g_assert_false (xu_quantity_parse_rate (bad[i], &bytes, &rate_error));
      g_assert_error (rate_error, XU_ERROR, XU_ERROR_USAGE);
      g_assert_false (xu_quantity_parse_duration (bad[i], &us, &duration_error));
      g_assert_error (duration_error, XU_ERROR, XU_ERROR_USAGE);
    }

  g_autoptr (GError) error = NULL;
  guint64 rate;

  g_assert_false (xu_quantity_parse_rate ("0", &rate, &error));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/quantity/sizes", test_sizes);
  g_test_add_func ("/quantity/rates", test_rates);
  g_test_add_func ("/quantity/durations", test_durations);
  g_test_add_func ("/quantity/refused", test_refused);

  return g_test_run ();
}
