/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finds the emoji that are made of several code points. */

#define G_LOG_DOMAIN "xu-text"

#include "config.h"

#include "xu-text-emoji.h"

#include <string.h>

#include "xu-emoji-table.h"

enum
{
  KEYCAP = 0x20E3,
  VS16 = 0xFE0F,
  FIRST_REGIONAL = 0x1F1E6,
  LAST_REGIONAL = 0x1F1FF,
  FIRST_SKIN_TONE = 0x1F3FB,
  LAST_SKIN_TONE = 0x1F3FF,
};

/* Halves the rows [*first, *end), equal in the columns before @column, down to those with @ch in
 * it. */
static void
narrow (gsize *first, gsize *end, gsize column, gunichar ch)
{
  gsize bounds[2];

  for (int i = 0; i < 2; i++)
    {
      gunichar wanted = ch + (gunichar) i;
      gsize low = *first, high = *end;

      while (low < high)
        {
          gsize middle = low + (high - low) / 2;

          if (xu_emoji_sequences[middle][column] < wanted)
            low = middle + 1;
          else
            high = middle;
        }
      bounds[i] = low;
    }

  *first = bounds[0];
  *end = bounds[1];
}

/* The longest row of the table that begins at @cells. */
static gsize
joined_sequence (const XuTextCell *cells)
{
  gsize first = 0, end = xu_n_emoji_sequences, longest = 0;

  for (gsize n = 0; n < XU_EMOJI_MAX_CHARS && cells[n].ch != 0; n++)
    {
      narrow (&first, &end, n, cells[n].ch);
      if (first == end)
        break;
      /* A row that ends here sorts before those that go on. */
      if (n + 1 == XU_EMOJI_MAX_CHARS || xu_emoji_sequences[first][n + 1] == 0)
        longest = n + 1;
    }

  return longest;
}

static gboolean
has_char (const gunichar *sorted, gsize n_sorted, gunichar ch)
{
  gsize low = 0, high = n_sorted;

  while (low < high)
    {
      gsize middle = low + (high - low) / 2;

      if (sorted[middle] < ch)
        low = middle + 1;
      else
        high = middle;
    }

  return low < n_sorted && sorted[low] == ch;
}

static gboolean
is_regional (gunichar ch)
{
  return ch >= FIRST_REGIONAL && ch <= LAST_REGIONAL;
}

static gboolean
is_flag (const XuTextCell *cells)
{
  return is_regional (cells[0].ch) && is_regional (cells[1].ch)
         && (xu_emoji_flags[cells[0].ch - FIRST_REGIONAL] >> (cells[1].ch - FIRST_REGIONAL) & 1)
                != 0;
}

static gsize
keycap (const XuTextCell *cells)
{
  if (cells[0].ch > 0x7F || strchr ("#*0123456789", (int) cells[0].ch) == NULL)
    return 0;

  if (cells[1].ch == KEYCAP)
    return 2;
  return cells[1].ch == VS16 && cells[2].ch == KEYCAP ? 3 : 0;
}

/* A base with VS16 where that means something, then a skin tone where the base takes one. VS15 asks
 * for text, and VS16 behind anything else does nothing: each then counts by itself. */
static gsize
styled (const XuTextCell *cells)
{
  gunichar base = cells[0].ch;
  gsize n = 1;

  if (cells[n].ch == VS16 && has_char (xu_emoji_variation_bases, xu_n_emoji_variation_bases, base))
    n++;
  if (cells[n].ch >= FIRST_SKIN_TONE && cells[n].ch <= LAST_SKIN_TONE
      && has_char (xu_emoji_modifier_bases, xu_n_emoji_modifier_bases, base))
    n++;

  return n > 1 ? n : 0;
}

gsize
xu_text_emoji_sequence (const XuTextCell *cells)
{
  gsize n;

  g_assert (cells != NULL);

  if (cells[0].ch == 0)
    return 0;

  n = joined_sequence (cells);
  if (n == 0 && is_flag (cells))
    n = 2;
  if (n == 0)
    n = keycap (cells);
  if (n == 0)
    n = styled (cells);

  return n;
}
