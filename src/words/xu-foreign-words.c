/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Other people's words, made safe to show. */

#define G_LOG_DOMAIN "xu-words"

#include "config.h"

#include "xu-foreign-words.h"

enum
{
  MOST_CHARACTERS = 300,
};

/* Embeddings, overrides and isolates (UAX #9) would reorder what stands around the words. */
static gboolean
turns_direction (gunichar ch)
{
  return (ch >= 0x202a && ch <= 0x202e) || (ch >= 0x2066 && ch <= 0x2069);
}

char *
xu_foreign_words_dup_plain (const char *text)
{
  g_return_val_if_fail (text != NULL, NULL);

  g_autofree char *valid = g_utf8_make_valid (text, -1);
  GString *plain = g_string_new (NULL);
  guint n = 0;

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar ch = g_utf8_get_char (p);

      if (n++ == MOST_CHARACTERS)
        {
          g_string_append (plain, "…");
          break;
        }
      if (g_unichar_isspace (ch) || ch == 0x2028 || ch == 0x2029)
        g_string_append_c (plain, ' ');
      else if (!g_unichar_iscntrl (ch) && !turns_direction (ch))
        g_string_append_unichar (plain, ch);
    }

  return g_strstrip (g_string_free (plain, FALSE));
}
