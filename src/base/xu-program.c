/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the programs are that we start ourselves. */

#define G_LOG_DOMAIN "xu-base"

#include "config.h"

#include "xu-program.h"

char *
xu_program_dup_path (const char *variable, const char *room, const char *name)
{
  g_return_val_if_fail (variable != NULL && room != NULL && name != NULL, NULL);

  const char *wanted = g_getenv (variable);

  if (wanted != NULL && *wanted != '\0')
    return g_strdup (wanted);

  /* A build that is not installed has it in the folder beside; no installation looks like that. */
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = g_path_get_dirname (self != NULL ? self : ".");
  g_autofree char *of_build = g_build_filename (folder, "..", room, name, NULL);

  if (g_file_test (of_build, G_FILE_TEST_IS_EXECUTABLE))
    return g_steal_pointer (&of_build);

  return g_build_filename (XU_LIBEXEC_DIR, name, NULL);
}
