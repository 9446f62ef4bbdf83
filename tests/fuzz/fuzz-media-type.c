/* SPDX-License-Identifier: GPL-3.0-or-later */
/* First bytes of a file: any of them have a type that keeps its promises. */

#include "config.h"

#include "fuzz-target.h"

#include <string.h>

#include "xu-media-type.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  const XuMediaType *type = xu_media_type_sniff (data, size);

  g_assert_nonnull (strchr (type->mime, '/'));
  g_assert_true (type->name[0] != '\0');
  if (type->is_accepted)
    g_assert_nonnull (xu_media_type_get_category (type));

  /* A file and its head are the same. */
  g_assert_true (xu_media_type_sniff (data, MIN (size, XU_MEDIA_TYPE_HEAD)) == type);

  return 0;
}
