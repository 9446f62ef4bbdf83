/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The progress bar: what it shows in which width, and that it never wraps. */

#include "config.h"

#include <locale.h>

#include "xu-cli-bar.h"

#define MB (G_GUINT64_CONSTANT (1000000))

static const XuCliBarState uploading = { .phase = "Uploading",
                                         .percent = 42.9,
                                         .percent_in_flight = 4.0,
                                         .bytes = 42 * MB + MB / 10,
                                         .total = 100 * MB,
                                         .bytes_per_second = 3 * MB + MB / 5,
                                         .left_s = 65 };

static const XuCliBarState processing
    = { .phase = "Processing by X", .percent = 42.0, .left_s = -1, .note = "next look in 3 s" };

static const XuCliBarState limited = { .phase = "Uploading",
                                       .percent = 42.0,
                                       .bytes = 42 * MB,
                                       .total = 100 * MB,
                                       .bytes_per_second = 3 * MB,
                                       .left_s = 65,
                                       .note = "Rate limit of X: continues at 14:32" };

static const XuCliBarState checking = { .phase = "Checking", .percent = -1.0, .left_s = -1 };

static const XuCliBarState begun
    = { .phase = "Uploading", .percent = 0.0, .total = 100 * MB, .left_s = -1 };

static const XuCliBarState wide = { .phase = "アップロード中",
                                    .percent = 42.0,
                                    .bytes = 42 * MB,
                                    .total = 100 * MB,
                                    .bytes_per_second = 3 * MB,
                                    .left_s = 65 };

/* g_format_size() puts a no-break space before the unit. */
#define NB "\302\240"

static void
test_lines (void)
{
  static const struct
  {
    const XuCliBarState *state;
    guint columns;
    XuCliBarStyle style;
    const char *line;
  } cases[] = {
    { &uploading, 80, XU_CLI_BAR_PLAIN,
      "Uploading 42% #########=------------ 42.1" NB "MB of 100.0" NB "MB 3.2" NB
      "MB/s 1 minute left" },
    { &uploading, 80, XU_CLI_BAR_UTF8,
      "Uploading 42% █████████▒░░░░░░░░░░░░ 42.1" NB "MB of 100.0" NB "MB 3.2" NB
      "MB/s 1 minute left" },
    { &uploading, 80, XU_CLI_BAR_UTF8 | XU_CLI_BAR_COLOR,
      "Uploading 42% \033[36m█████████▒\033[0m░░░░░░░░░░░░ 42.1" NB "MB of 100.0" NB "MB 3.2" NB
      "MB/s 1 minute left" },
    { &uploading, 60, XU_CLI_BAR_PLAIN,
      "Uploading 42% #########=------------- 42.1" NB "MB 3.2" NB "MB/s 1:05" },
    { &uploading, 40, XU_CLI_BAR_PLAIN, "Uploading 42% 42.1" NB "MB 3.2" NB "MB/s 1:05" },
    { &uploading, 32, XU_CLI_BAR_PLAIN, "42% 42.1" NB "MB 3.2" NB "MB/s 1:05" },
    { &uploading, 20, XU_CLI_BAR_PLAIN, "42% 42.1" NB "MB 1:05" },
    { &uploading, 15, XU_CLI_BAR_PLAIN, "Uploading 42%" },
    { &uploading, 10, XU_CLI_BAR_PLAIN, "42%" },
    { &uploading, 3, XU_CLI_BAR_PLAIN, "4>" },
    { &uploading, 3, XU_CLI_BAR_UTF8, "4…" },
    { &uploading, 1, XU_CLI_BAR_PLAIN, "" },
    { &processing, 80, XU_CLI_BAR_PLAIN,
      "Processing by X 42% #################------------------------- next look in 3 s" },
    { &processing, 40, XU_CLI_BAR_PLAIN, "Processing by X 42% next look in 3 s" },
    { &limited, 40, XU_CLI_BAR_PLAIN, "42% Rate limit of X: continues at 14:32" },
    { &limited, 38, XU_CLI_BAR_PLAIN, "Rate limit of X: continues at 14:32" },
    { &limited, 30, XU_CLI_BAR_PLAIN, "Rate limit of X: continues a>" },
    { &limited, 20, XU_CLI_BAR_PLAIN, "Uploading 42%" },
    { &checking, 80, XU_CLI_BAR_PLAIN, "Checking" },
    { &checking, 5, XU_CLI_BAR_UTF8, "Che…" },
    { &begun, 60, XU_CLI_BAR_PLAIN,
      "Uploading 0% -------------------------- 0 bytes of 100.0" NB "MB" },
    { &wide, 40, XU_CLI_BAR_PLAIN, "42% 42.0" NB "MB 3.0" NB "MB/s 1:05" },
    { &wide, 50, XU_CLI_BAR_PLAIN, "アップロード中 42% ###----- 42.0" NB "MB 3.0" NB "MB/s 1:05" },
    { &wide, 45, XU_CLI_BAR_PLAIN, "アップロード中 42% 42.0" NB "MB 3.0" NB "MB/s 1:05" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *line = xu_cli_bar_draw (cases[i].state, cases[i].columns, cases[i].style);

      g_assert_cmpstr (line, ==, cases[i].line);
    }
}

static void
test_measure (void)
{
  g_assert_cmpuint (xu_cli_bar_measure (""), ==, 0);
  g_assert_cmpuint (xu_cli_bar_measure ("abc"), ==, 3);
  g_assert_cmpuint (xu_cli_bar_measure ("ü…█"), ==, 3);
  g_assert_cmpuint (xu_cli_bar_measure ("日本"), ==, 4);
  g_assert_cmpuint (xu_cli_bar_measure ("e\314\201"), ==, 1);
}

static void
test_truncated (void)
{
  static const struct
  {
    const char *text;
    guint most_cells;
    XuCliBarStyle style;
    const char *truncated;
  } cases[] = {
    { "holiday.mp4", 11, XU_CLI_BAR_UTF8, "holiday.mp4" },
    { "holiday.mp4", 10, XU_CLI_BAR_UTF8, "holiday.m…" },
    { "holiday.mp4", 10, XU_CLI_BAR_PLAIN, "holiday.m>" },
    { "日本.mp4", 5, XU_CLI_BAR_UTF8, "日本…" },
    { "日本.mp4", 4, XU_CLI_BAR_UTF8, "日…" },
    { "a", 0, XU_CLI_BAR_UTF8, "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *truncated
          = xu_cli_bar_dup_truncated (cases[i].text, cases[i].most_cells, cases[i].style);

      g_assert_cmpstr (truncated, ==, cases[i].truncated);
    }
}

/* Whatever the state and the width: no line reaches the last cell. */
static void
test_never_wraps (void)
{
  static const XuCliBarState *const states[]
      = { &uploading, &processing, &limited, &checking, &begun, &wide };
  XuCliBarState huge = { .phase = "Uploading",
                         .percent = 100.0,
                         .percent_in_flight = 50.0,
                         .bytes = G_MAXUINT64,
                         .total = G_MAXUINT64,
                         .bytes_per_second = G_MAXUINT64,
                         .left_s = G_MAXINT64 };

  for (guint columns = 1; columns <= 200; columns++)
    {
      g_autofree char *of_huge = xu_cli_bar_draw (&huge, columns, XU_CLI_BAR_UTF8);

      g_assert_cmpuint (xu_cli_bar_measure (of_huge), <, columns);
      for (gsize i = 0; i < G_N_ELEMENTS (states); i++)
        {
          g_autofree char *line = xu_cli_bar_draw (states[i], columns, XU_CLI_BAR_UTF8);

          g_assert_true (g_utf8_validate (line, -1, NULL));
          g_assert_cmpuint (xu_cli_bar_measure (line), <, columns);
        }
    }
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/bar/lines", test_lines);
  g_test_add_func ("/bar/measure", test_measure);
  g_test_add_func ("/bar/truncated", test_truncated);
  g_test_add_func ("/bar/never-wraps", test_never_wraps);

  return g_test_run ();
}
