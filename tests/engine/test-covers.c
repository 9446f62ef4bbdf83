/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which grabbed frames nobody will ever ask for. */

#include "config.h"

#include "xu-covers.h"

#define NOW (G_GINT64_CONSTANT (1800000000))
#define DAY (G_GINT64_CONSTANT (86400))

static const struct
{
  const char *path;
  gint64 changed_at;
  gboolean is_forgotten;
} rows[] = {
  { "/covers/a.jpg", NOW, FALSE },
  { "/covers/a.jpg", NOW - 29 * DAY, FALSE },
  { "/covers/a.jpg", NOW - 30 * DAY, FALSE },
  { "/covers/a.jpg", NOW - 30 * DAY - 1, TRUE },
  { "/covers/a.jpg", 0, TRUE },
  { "/covers/a.jpg", NOW + 1000 * DAY, FALSE }, /* a clock that was wrong */
  { "/covers/wanted.jpg", 0, FALSE },
  { "/covers/wanted.jpg.part", 0, TRUE },
};

static void
test_table (void)
{
  g_autoptr (GHashTable) wanted = g_hash_table_new (g_str_hash, g_str_equal);

  g_hash_table_add (wanted, (gpointer) "/covers/wanted.jpg");
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpint (xu_covers_is_forgotten (rows[i].path, rows[i].changed_at, NOW, wanted), ==,
                     rows[i].is_forgotten);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/engine/covers/table", test_table);

  return g_test_run ();
}
