/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The generated tables are sorted and unique, as the searches in them need. */

#include "config.h"

#include "xu-emoji-table.h"
#include "xu-tld-table.h"

#include <string.h>

static void
test_tlds (void)
{
  g_assert_cmpuint (xu_n_tlds, >, 1000);

  for (gsize i = 0; i < xu_n_tlds; i++)
    {
      g_assert_true (g_utf8_validate (xu_tlds[i], -1, NULL));
      g_assert_cmpint (g_utf8_strlen (xu_tlds[i], -1), <=, xu_tld_max_chars);
      g_assert_null (strpbrk (xu_tlds[i], ".*!- ABCDEFGHIJKLMNOPQRSTUVWXYZ"));
      if (i > 0)
        g_assert_cmpint (strcmp (xu_tlds[i - 1], xu_tlds[i]), <, 0);
    }
}

/* The search in the text is among composed characters. */
static void
test_tlds_are_normal (void)
{
  for (gsize i = 0; i < xu_n_tlds; i++)
    {
      g_autofree char *normal = g_utf8_normalize (xu_tlds[i], -1, G_NORMALIZE_NFC);

      g_assert_cmpstr (normal, ==, xu_tlds[i]);
    }
}

static int
compare_sequences (const gunichar *a, const gunichar *b)
{
  for (gsize i = 0; i < XU_EMOJI_MAX_CHARS; i++)
    {
      if (a[i] != b[i])
        return a[i] < b[i] ? -1 : 1;
    }

  return 0;
}

static void
test_emoji_sequences (void)
{
  g_assert_cmpuint (xu_n_emoji_sequences, >, 1000);

  for (gsize i = 0; i < xu_n_emoji_sequences; i++)
    {
      gboolean has_ended = FALSE;

      for (gsize j = 0; j < XU_EMOJI_MAX_CHARS; j++)
        {
          g_assert_true (!has_ended || xu_emoji_sequences[i][j] == 0);
          has_ended = xu_emoji_sequences[i][j] == 0;
        }
      g_assert_cmphex (xu_emoji_sequences[i][1], !=, 0);
      if (i > 0)
        g_assert_cmpint (compare_sequences (xu_emoji_sequences[i - 1], xu_emoji_sequences[i]), <,
                         0);
    }
}

static void
test_emoji_sets (void)
{
  guint n_flags = 0;

  for (gsize i = 1; i < xu_n_emoji_variation_bases; i++)
    g_assert_cmphex (xu_emoji_variation_bases[i - 1], <, xu_emoji_variation_bases[i]);
  for (gsize i = 1; i < xu_n_emoji_modifier_bases; i++)
    g_assert_cmphex (xu_emoji_modifier_bases[i - 1], <, xu_emoji_modifier_bases[i]);

  for (gsize i = 0; i < G_N_ELEMENTS (xu_emoji_flags); i++)
    {
      g_assert_cmphex (xu_emoji_flags[i], <, 1u << 26);
      for (gsize bit = 0; bit < 26; bit++)
        n_flags += xu_emoji_flags[i] >> bit & 1;
    }
  g_assert_cmpuint (n_flags, ==, 258); /* Unicode's number for emoji 15.0 */
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/text-tables/tlds", test_tlds);
  g_test_add_func ("/text-tables/tlds-are-normal", test_tlds_are_normal);
  g_test_add_func ("/text-tables/emoji-sequences", test_emoji_sequences);
  g_test_add_func ("/text-tables/emoji-sets", test_emoji_sets);

  return g_test_run ();
}
