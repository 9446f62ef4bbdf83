/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a cover picture is called. */

#define G_LOG_DOMAIN "xu-ui"

#include "config.h"

#include "xu-cover-words.h"

#include <glib/gi18n.h>

#include "xu-file-words.h"

enum
{
  UUID_LENGTH = 36,
};

/* Where xu_engine_grab_frame_async() puts them. */
static gboolean
is_frame (const char *path)
{
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *folder_name = g_path_get_basename (folder);
  g_autofree char *stem = g_strndup (name, UUID_LENGTH);

  return g_str_equal (folder_name, "covers") && g_uuid_string_is_valid (stem)
         && g_str_equal (name + UUID_LENGTH, ".jpg");
}

char *
xu_cover_words_dup_name (const char *path)
{
  g_return_val_if_fail (path != NULL, NULL);

  return is_frame (path) ? g_strdup (_ ("A frame of the video")) : xu_file_words_dup_name (path);
}
