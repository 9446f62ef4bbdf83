/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Our NFC against GLib's, over every code point and over random clusters. */

#include "config.h"

#include "xu-text-cells.h"

#include <string.h>

#include "xu-test-share.h"

static void
check_like_glib (const char *text)
{
  g_autoptr (GArray) cells = xu_text_cells_new (text);
  g_autofree char *normal = g_utf8_normalize (text, -1, G_NORMALIZE_NFC);
  g_autoptr (GString) ours = g_string_new (NULL);
  const XuTextCell *cell = NULL;
  gsize last_offset = 0;

  for (guint i = 0; i < cells->len; i++)
    {
      cell = &g_array_index (cells, XuTextCell, i);
      g_assert_cmpuint (cell->offset, >=, last_offset);
      last_offset = cell->offset;
      if (i + 1 < cells->len)
        g_string_append_unichar (ours, cell->ch);
    }

  g_assert_cmpstr (ours->str, ==, normal);
  g_assert_cmpuint (last_offset, ==, strlen (text));
  g_assert_cmpuint (cell->ch, ==, 0);
}

static void
test_code_points (void)
{
  for (gunichar ch = 1; ch <= xu_test_share (0x10FFFF); ch++)
    {
      char text[8] = "";

      if (ch >= 0xD800 && ch <= 0xDFFF)
        continue;

      text[g_unichar_to_utf8 (ch, text)] = '\0';
      check_like_glib (text);
    }
}

static void
test_clusters (void)
{
  static const gunichar chars[] = {
    'a',    'e',    'q',    0xE9,   0x1EC7, 0x212B, 0x0300, 0x0301, 0x0302,  0x0315,
    0x0323, 0x0327, 0x0338, 0x0344, 0x0345, 0x05AE, 0x093C, 0x0915, 0x0958,  0x09C7,
    0x09BE, 0x0CC6, 0x0CC2, 0x0CD5, 0x0FB2, 0x0F71, 0x0F80, 0x1100, 0x1161,  0x11A8,
    0xAC00, 0xAC01, 0x3099, 0x304B, 0xF900, 0xFB2C, 0x20E3, '=',    0x1D165, 0x110B9,
  };

  for (guint round = 0; round < xu_test_share (20000); round++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      int n = g_test_rand_int_range (1, 9);

      while (n-- > 0)
        g_string_append_unichar (text, chars[g_test_rand_int_range (0, G_N_ELEMENTS (chars))]);
      check_like_glib (text->str);
    }
}

static void
test_offsets (void)
{
  /* é of two code points, שּׁ of one that becomes three, marks in the wrong order, a byte that is not
   * UTF-8. */
  static const char text[] = "e\u0301x\uFB2Cq\u0301\u0323\xFFy";
  static const XuTextCell expected[] = {
    { 0xE9, 0 },  { 'x', 3 },   { 0x5E9, 4 },   { 0x5BC, 4 }, { 0x5C1, 4 }, { 'q', 7 },
    { 0x323, 8 }, { 0x301, 8 }, { 0xFFFD, 12 }, { 'y', 13 },  { 0, 14 },
  };
  g_autoptr (GArray) cells = xu_text_cells_new (text);

  g_assert_cmpuint (cells->len, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < cells->len; i++)
    {
      g_assert_cmphex (g_array_index (cells, XuTextCell, i).ch, ==, expected[i].ch);
      g_assert_cmpuint (g_array_index (cells, XuTextCell, i).offset, ==, expected[i].offset);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/text-cells/code-points", test_code_points);
  g_test_add_func ("/text-cells/clusters", test_clusters);
  g_test_add_func ("/text-cells/offsets", test_offsets);

  return g_test_run ();
}
