/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What files are called. */

#define G_LOG_DOMAIN "xu-words"

#include "config.h"

#include "xu-file-words.h"

#include <glib/gi18n.h>

#include "xu-foreign-words.h"

char *
xu_file_words_dup_name (const char *path)
{
  g_return_val_if_fail (path != NULL, NULL);

  g_autofree char *name = g_filename_display_basename (path);

  return xu_foreign_words_dup_plain (name);
}

char *
xu_file_words_dup_names (const char *const *paths)
{
  g_return_val_if_fail (paths != NULL, NULL);

  if (paths[0] == NULL)
    return g_strdup ("?");

  g_autofree char *first = xu_file_words_dup_name (paths[0]);
  guint n_more = g_strv_length ((char **) paths) - 1;

  if (n_more == 0)
    return g_steal_pointer (&first);

  /* Translators: the files of a post: the name of the first, and how many others there are */
  return g_strdup_printf (ngettext ("%s and %u more", "%s and %u more", n_more), first, n_more);
}
