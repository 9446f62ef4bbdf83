/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Finds domains with a known top-level domain. */

#define G_LOG_DOMAIN "xu-text"

#include "config.h"

#include "xu-text-domains.h"

#include <string.h>

#include "xu-tld-table.h"

enum
{
  MAX_LABEL_LENGTH = 63, /* RFC 1035 */
};

static gboolean
is_ascii_alnum (gunichar ch)
{
  return ch < 0x80 && g_ascii_isalnum ((char) ch);
}

gboolean
xu_text_is_latin_label_char (gunichar ch)
{
  if (ch < 0xC0)
    return is_ascii_alnum (ch);

  /* Latin-1 and Latin Extended A, B and Additional without their signs, the IPA letters of African
   * alphabets, the Hawaiian ʻokina, combining marks. */
  return (ch <= 0x24F && ch != 0xD7 && ch != 0xF7) || (ch >= 0x300 && ch <= 0x36F)
         || (ch >= 0x1E00 && ch <= 0x1EFF) || ch == 0x253 || ch == 0x254 || ch == 0x256
         || ch == 0x257 || ch == 0x259 || ch == 0x25B || ch == 0x263 || ch == 0x268 || ch == 0x26F
         || ch == 0x272 || ch == 0x289 || ch == 0x28B || ch == 0x2BB;
}

static gboolean
is_space (gunichar ch)
{
  /* White_Space of Unicode 6, when U+180E still was one. */
  return (ch >= 0x09 && ch <= 0x0D) || ch == 0x20 || ch == 0x85 || ch == 0xA0 || ch == 0x1680
         || ch == 0x180E || (ch >= 0x2000 && ch <= 0x200A) || ch == 0x2028 || ch == 0x2029
         || ch == 0x202F || ch == 0x205F || ch == 0x3000;
}

static gboolean
is_direction_mark (gunichar ch)
{
  return ch == 0x061C || ch == 0x200E || ch == 0x200F || (ch >= 0x202A && ch <= 0x202E)
         || (ch >= 0x2066 && ch <= 0x2069);
}

gboolean
xu_text_is_any_label_char (gunichar ch)
{
  if (ch < 0x80)
    return ch != 0 && !g_ascii_ispunct ((char) ch) && !is_space (ch);

  return !is_space (ch) && !is_direction_mark (ch) && ch != 0xFFFE && ch != 0xFEFF && ch != 0xFFFF;
}

/* Lower case; no other letter becomes an ASCII one (U+0130 would). */
static gunichar
fold (gunichar ch)
{
  gunichar folded = g_unichar_tolower (ch);

  return folded < 0x80 && ch >= 0x80 ? ch : folded;
}

static gboolean
is_known_tld (const char *folded)
{
  gsize low = 0, high = xu_n_tlds;

  while (low < high)
    {
      gsize middle = low + (high - low) / 2;

      if (strcmp (xu_tlds[middle], folded) < 0)
        low = middle + 1;
      else
        high = middle;
    }

  return low < xu_n_tlds && g_str_equal (xu_tlds[low], folded);
}

static gsize
punycode_tld (const XuTextCell *cells)
{
  gsize n;

  if (fold (cells[0].ch) != 'x' || fold (cells[1].ch) != 'n' || cells[2].ch != '-'
      || cells[3].ch != '-')
    return 0;

  for (n = 4; is_ascii_alnum (cells[n].ch) || cells[n].ch == '-'; n++)
    ;

  return n > 4 ? n : 0;
}

/* How many cells from @cells on are a top-level domain; the longest one counts. */
static gsize
match_tld (const XuTextCell *cells)
{
  g_autoptr (GString) folded = g_string_new (NULL);
  gsize longest = 0;

  for (gsize n = 0; n < xu_tld_max_chars && xu_text_is_any_label_char (cells[n].ch); n++)
    {
      gunichar next = cells[n + 1].ch;

      g_string_append_unichar (folded, fold (cells[n].ch));
      if (!is_ascii_alnum (next) && next != '@' && next != '+' && next != '-'
          && is_known_tld (folded->str))
        longest = n + 1;
    }

  return longest > 0 ? longest : punycode_tld (cells);
}

gsize *
xu_text_domains_new (const XuTextCell *cells, gsize n_cells, XuTextLabelFunc is_label_char)
{
  gsize *ends = g_new0 (gsize, n_cells + 1);
  gboolean in_label = FALSE, has_underscore = FALSE;
  gsize deeper = 0,
        here = 0; /* where a domain ends with more labels behind this one, and with none */

  g_assert (cells != NULL && is_label_char != NULL);

  for (gsize i = n_cells; i-- > 0;)
    {
      gunichar ch = cells[i].ch;

      if (ch == '.')
        {
          gsize n_tld = match_tld (&cells[i + 1]);

          /* A label ends before the dot, and not in “-” or “_”. */
          in_label = i > 0 && is_label_char (cells[i - 1].ch);
          has_underscore = FALSE;
          deeper = ends[i + 1];
          here = n_tld > 0 ? i + 1 + n_tld : 0;
        }
      else if (ch == '_')
        has_underscore = TRUE;
      else if (ch != '-' && !is_label_char (ch))
        in_label = FALSE;
      else if (ch != '-' && in_label)
        ends[i] = deeper > 0 || has_underscore ? deeper : here;
    }

  return ends;
}

static gsize
label_ascii_length (const XuTextCell *cells, gsize n_cells)
{
  g_autoptr (GString) label = g_string_new (NULL);

  /* Punycode is never shorter, and its encoder is not made for the long ones. */
  if (n_cells > MAX_LABEL_LENGTH)
    return 0;

  for (gsize i = 0; i < n_cells; i++)
    g_string_append_unichar (label, cells[i].ch);

  g_autofree char *ascii = g_hostname_to_ascii (label->str);
  gsize length = ascii != NULL ? strlen (ascii) : 0;

  return length <= MAX_LABEL_LENGTH ? length : 0;
}

gsize
xu_text_domain_ascii_length (const XuTextCell *cells, gsize n_cells)
{
  gsize length = 0, start = 0;

  g_assert (cells != NULL);

  for (gsize i = 0; i <= n_cells; i++)
    {
      if (i < n_cells && cells[i].ch != '.')
        continue;

      gsize label_length = label_ascii_length (&cells[start], i - start);

      if (label_length == 0)
        return 0;
      length += label_length + (i < n_cells ? 1 : 0);
      start = i + 1;
    }

  return length;
}
