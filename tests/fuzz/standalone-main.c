/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Replays seeds through a fuzz target where libFuzzer is not linked: each argument is a file, or a
 * folder whose files are the seeds. */

#include "config.h"

#include "fuzz-target.h"

#include <glib.h>

static gboolean
replay_file (const char *path, guint *n_replayed)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *contents = NULL;
  gsize length;

  if (!g_file_get_contents (path, &contents, &length, &error))
    {
      g_printerr ("%s\n", error->message);
      return FALSE;
    }

  /* An exact copy: a read behind the end, even of the terminating NUL that GLib adds, shows under
   * AddressSanitizer. The name stands last in the output when the target crashes. */
  g_autofree guint8 *data = g_memdup2 (contents, length);

  g_printerr ("%s\n", path);
  LLVMFuzzerTestOneInput (data, length);
  (*n_replayed)++;
  return TRUE;
}

static gboolean
replay_folder (const char *path, guint *n_replayed)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) folder = g_dir_open (path, 0, &error);
  const char *name;

  if (folder == NULL)
    {
      g_printerr ("%s\n", error->message);
      return FALSE;
    }

  while ((name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *file = g_build_filename (path, name, NULL);

      if (!replay_file (file, n_replayed))
        return FALSE;
    }

  return TRUE;
}

int
main (int argc, char **argv)
{
  guint n_replayed = 0;

  for (int i = 1; i < argc; i++)
    {
      gboolean is_folder = g_file_test (argv[i], G_FILE_TEST_IS_DIR);

      if (is_folder ? !replay_folder (argv[i], &n_replayed) : !replay_file (argv[i], &n_replayed))
        return 1;
    }

  g_printerr ("%u inputs\n", n_replayed);
  return n_replayed > 0 ? 0 : 1; /* Without seeds the test would prove nothing. */
}
