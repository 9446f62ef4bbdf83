/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a post costs: by table. */

#include "config.h"

#include "xu-post-cost.h"

static void
test_prices (void)
{
  static const struct
  {
    gboolean has_url;
    guint n_metadata_calls;
    guint64 micro_usd;
  } rows[] = {
    { FALSE, 0, 15000 }, { TRUE, 0, 200000 },
    { FALSE, 1, 20000 }, { TRUE, 1, 205000 },
    { FALSE, 4, 35000 }, { FALSE, G_MAXUINT, G_GUINT64_CONSTANT (21474836490000) },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpuint (xu_post_cost_micro_usd (rows[i].has_url, rows[i].n_metadata_calls), ==,
                      rows[i].micro_usd);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/post-cost/prices", test_prices);

  return g_test_run ();
}
