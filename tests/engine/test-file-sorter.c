/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which posts are made of files that came together. */

#include "config.h"

#include "xu-file-sorter.h"

#include <string.h>

/* Each letter is a file: v a video, g a GIF, i an image; its name is its place. */
static GPtrArray *
group (const char *kinds)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GArray) files = g_array_new (FALSE, FALSE, sizeof (XuSortable));

  for (gsize i = 0; kinds[i] != '\0'; i++)
    {
      char *name = g_strdup_printf ("%zu", i);
      const XuSortable file = { .path = name,
                                .kind = kinds[i] == 'v'   ? XU_MEDIA_KIND_VIDEO
                                        : kinds[i] == 'g' ? XU_MEDIA_KIND_GIF
                                                          : XU_MEDIA_KIND_IMAGE };

      g_ptr_array_add (names, name);
      g_array_append_val (files, file);
    }

  return xu_file_sorter_group ((const XuSortable *) files->data, files->len);
}

static char *
describe (const GPtrArray *groups)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < groups->len; i++)
    {
      g_autofree char *files = g_strjoinv (" ", g_ptr_array_index (groups, i));

      g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", files);
    }

  return g_string_free (text, FALSE);
}

static void
test_groups (void)
{
  static const struct
  {
    const char *kinds;
    const char *groups;
  } rows[] = {
    { "", "" },
    { "v", "0" },
    { "g", "0" },
    { "i", "0" },
    { "vv", "0, 1" },
    { "gv", "0, 1" },
    { "ii", "0 1" },
    { "iiii", "0 1 2 3" },
    { "iiiii", "0 1 2 3, 4" },
    { "iiiiiiiii", "0 1 2 3, 4 5 6 7, 8" },
    { "ivi", "0 2, 1" },
    { "viiv", "0, 1 2, 3" },
    { "iiigiv", "0 1 2 4, 3, 5" },
    { "iiiiviig", "0 1 2 3, 4, 5 6, 7" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GPtrArray) groups = group (rows[i].kinds);
      g_autofree char *text = describe (groups);

      g_test_message ("%s", rows[i].kinds);
      g_assert_cmpstr (text, ==, rows[i].groups);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/file-sorter/groups", test_groups);

  return g_test_run ();
}
