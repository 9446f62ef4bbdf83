/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where tests keep what the application would keep in the user's folders. */

#include "config.h"

#include "data-folder.h"

#include <glib/gstdio.h>

static char *folder;

void
data_folder_begin (void)
{
  g_autoptr (GError) error = NULL;

  folder = g_dir_make_tmp ("xu-ui-test-XXXXXX", &error);
  g_assert_no_error (error);
  g_setenv ("XDG_DATA_HOME", folder, TRUE);
  g_assert_cmpstr (g_get_user_data_dir (), ==, folder);
}

static void
remove_folder (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);

  g_assert_nonnull (dir);
  for (const char *name = g_dir_read_name (dir); name != NULL; name = g_dir_read_name (dir))
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR))
        remove_folder (child);
      else
        g_remove (child);
    }
  g_rmdir (path);
}

void
data_folder_end (void)
{
  remove_folder (folder);
  g_clear_pointer (&folder, g_free);
}
