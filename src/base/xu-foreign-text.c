/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Makes what strangers say fit to be shown in a line. */

#define G_LOG_DOMAIN "xu-base"

#include "config.h"

#include "xu-foreign-text.h"

char *
xu_foreign_text_clean (const char *text, gsize max_chars)
{
  g_autoptr (GString) clean = g_string_new (NULL);
  gsize n_chars = 0;
  gboolean is_space_due = FALSE;

  g_return_val_if_fail (text != NULL, NULL);

  for (const char *p = text; *p != '\0' && n_chars < max_chars; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (g_unichar_isspace (c) || g_unichar_iscntrl (c))
        {
          is_space_due = clean->len > 0;
          continue;
        }
      /* Invisible: it could turn the direction of what stands around it. */
      if (g_unichar_type (c) == G_UNICODE_FORMAT || !g_unichar_isdefined (c))
        continue;

      if (is_space_due)
        {
          g_string_append_c (clean, ' ');
          n_chars++;
        }
      is_space_due = FALSE;
      if (n_chars < max_chars)
        g_string_append_unichar (clean, c);
      n_chars++;
    }

  return g_string_free (g_steal_pointer (&clean), FALSE);
}
