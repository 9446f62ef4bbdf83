/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cleaning up in the folder of a state. */

#define G_LOG_DOMAIN "xu-sandbox"

#include "config.h"

#include "xu-sandbox-folder.h"

#include <glib/gstdio.h>
#include <string.h>

enum
{
  ID_DIGITS = 19
};

static gboolean
is_folder (const char *path)
{
  return g_file_test (path, G_FILE_TEST_IS_DIR) && !g_file_test (path, G_FILE_TEST_IS_SYMLINK);
}

void
xu_sandbox_folder_remove (const char *path, guint depth)
{
  g_autoptr (GDir) dir = NULL;
  const char *name;

  g_return_if_fail (path != NULL);

  dir = g_dir_open (path, 0, NULL);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (depth > 0 && is_folder (child))
        xu_sandbox_folder_remove (child, depth - 1);
      else
        g_unlink (child);
    }
  g_rmdir (path);
}

static gboolean
is_of_media (const char *name)
{
  return strlen (name) == ID_DIGITS && strspn (name, "0123456789") == ID_DIGITS;
}

/* GLib writes a file under another name first: this one with a dot and six characters. */
static gboolean
is_half_written (const char *name)
{
  return g_str_has_prefix (name, "state.json.") || g_str_has_prefix (name, "address.json.");
}

void
xu_sandbox_folder_sweep (const char *path, GHashTable *media_ids)
{
  g_autoptr (GDir) dir = NULL;
  const char *name;

  g_return_if_fail (path != NULL && media_ids != NULL);

  dir = g_dir_open (path, 0, NULL);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (is_half_written (name))
        g_unlink (child);
      else if (is_of_media (name) && is_folder (child) && !g_hash_table_contains (media_ids, name))
        xu_sandbox_folder_remove (child, 0);
    }
}
