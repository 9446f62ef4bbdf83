/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Subtitles: any bytes are either taken or refused with a reason. */

#include "config.h"

#include "fuzz-target.h"

#include "xu-error.h"
#include "xu-subtitles.h"

/* One blank line more at the end takes nothing from good subtitles. */
static void
check_longer (const char *bytes, gsize length, const char *mime)
{
  g_autoptr (GString) longer = g_string_new_len (bytes, (gssize) length);
  g_autoptr (GError) error = NULL;
  const char *longer_mime = NULL;

  g_string_append (longer, "\n\n");
  g_assert_true (xu_subtitles_validate (longer->str, longer->len, &longer_mime, &error));
  g_assert_cmpstr (longer_mime, ==, mime);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GError) error = NULL;
  const char *mime = NULL;

  if (xu_subtitles_validate ((const char *) data, size, &mime, &error))
    {
      g_assert_no_error (error);
      check_longer ((const char *) data, size, mime);
    }
  else
    {
      g_assert_error (error, XU_ERROR, XU_ERROR_FILE_UNSUPPORTED);
      g_assert_true (g_str_has_prefix (xu_error_get_reason (error), "line "));
      g_assert_null (mime);
    }

  return 0;
}
