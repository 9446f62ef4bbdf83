/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * xu_test_share:
 * @n: how many cases there are, all of one kind
 *
 * Under valgrind, which makes each of them some dozen times slower and looks for what the first
 * ones show as well as the last, a tenth is enough: its setup says so in the environment.
 *
 * Returns: how many of them to try
 */
static inline guint
xu_test_share (guint n)
{
  const char *divisor = g_getenv ("XU_TEST_DIVISOR");

  return divisor != NULL ? MAX (n / (guint) g_ascii_strtoull (divisor, NULL, 10), 1) : n;
}

G_END_DECLS
