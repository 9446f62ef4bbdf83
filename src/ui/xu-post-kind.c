/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tells videos, GIFs and images apart, as far as the composer has to know. */

#define G_LOG_DOMAIN "xu-ui"

#include "config.h"

#include "xu-post-kind.h"

#include <string.h>

static const char *const image_suffixes[] = { ".jpg", ".jpeg", ".png", ".webp", NULL };

static gboolean
has_suffix (const char *path, const char *suffix)
{
  gsize length = strlen (path);
  gsize suffix_length = strlen (suffix);

  return length >= suffix_length && g_ascii_strcasecmp (path + length - suffix_length, suffix) == 0;
}

static XuPostKind
guess_by_name (const char *path)
{
  if (has_suffix (path, ".gif"))
    return XU_POST_KIND_GIF;

  for (gsize i = 0; image_suffixes[i] != NULL; i++)
    {
      if (has_suffix (path, image_suffixes[i]))
        return XU_POST_KIND_IMAGE;
    }

  return XU_POST_KIND_VIDEO;
}

XuPostKind
xu_post_kind_of (const XuJobSpec *spec, const char *media_type)
{
  g_return_val_if_fail (spec != NULL && spec->paths[0] != NULL, XU_POST_KIND_VIDEO);

  if (spec->paths[1] != NULL)
    return XU_POST_KIND_IMAGES;
  if (media_type == NULL)
    return guess_by_name (spec->paths[0]);
  if (g_str_equal (media_type, "image/gif"))
    return XU_POST_KIND_GIF;

  return g_str_has_prefix (media_type, "image/") ? XU_POST_KIND_IMAGE : XU_POST_KIND_VIDEO;
}
