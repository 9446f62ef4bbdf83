/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pixels: turned, without transparency, their detail; and the sizes of thumbnails. */

#include "config.h"

#include <string.h>

#include "xu-helper-picture.h"

/* Six pixels, as they are stored: "ab" above "cd" above "ef". */
static const struct
{
  XuHelperTurn turn;
  guint width;
  const char *shown;
} turns[] = {
  { XU_HELPER_TURN_NONE, 2, "abcdef" },        { XU_HELPER_TURN_MIRRORED, 2, "badcfe" },
  { XU_HELPER_TURN_180, 2, "fedcba" },         { XU_HELPER_TURN_UPSIDE_DOWN, 2, "efcdab" },
  { XU_HELPER_TURN_TRANSPOSED, 3, "acebdf" },  { XU_HELPER_TURN_RIGHT, 3, "ecafdb" },
  { XU_HELPER_TURN_TRANSVERSED, 3, "fdbeca" }, { XU_HELPER_TURN_LEFT, 3, "bdface" },
};

/* With rows of three pixels, of which the last is none. */
static void
test_turns (void)
{
  guint8 rgba[3 * 3 * 4];

  memset (rgba, '-', sizeof rgba);
  for (guint i = 0; i < 6; i++)
    {
      guint8 *pixel = rgba + (i / 2) * 12 + (i % 2) * 4;

      memset (pixel, 'a' + (int) i, 3);
      pixel[3] = 255;
    }

  for (gsize i = 0; i < G_N_ELEMENTS (turns); i++)
    {
      g_autoptr (XuHelperPicture) picture
          = xu_helper_picture_new_from_rgba (rgba, 2, 3, 12, turns[i].turn);
      char shown[7] = { 0 };

      for (guint j = 0; j < 6; j++)
        shown[j] = (char) picture->pixels[j * 3];
      g_assert_cmpstr (shown, ==, turns[i].shown);
      g_assert_cmpuint (picture->width, ==, turns[i].width);
      g_assert_cmpuint (picture->height, ==, 6 / turns[i].width);
      g_assert_cmpint (xu_helper_turn_swaps (turns[i].turn), ==, turns[i].width == 3);
    }
}

static void
test_transparency (void)
{
  static const guint8 rgba[] = { 10, 20, 30, 255, 10, 20, 30, 0, 0, 0, 0, 128, 255, 255, 255, 128 };
  static const guint8 rgb[] = { 10, 20, 30, 255, 255, 255, 127, 127, 127, 255, 255, 255 };
  g_autoptr (XuHelperPicture) picture
      = xu_helper_picture_new_from_rgba (rgba, 4, 1, sizeof rgba, XU_HELPER_TURN_NONE);

  g_assert_cmpmem (picture->pixels, sizeof rgb, rgb, sizeof rgb);
}

static guint
get_detail (const guint8 *levels, guint n)
{
  g_autofree guint8 *rgba = g_malloc (n * 4);

  for (guint i = 0; i < n; i++)
    {
      memset (rgba + i * 4, levels[i], 3);
      rgba[i * 4 + 3] = 255;
    }

  g_autoptr (XuHelperPicture) picture
      = xu_helper_picture_new_from_rgba (rgba, n, 1, n * 4, XU_HELPER_TURN_NONE);

  return xu_helper_picture_get_detail (picture);
}

static void
test_detail (void)
{
  g_assert_cmpuint (get_detail ((const guint8[]){ 0 }, 1), ==, 0);
  g_assert_cmpuint (get_detail ((const guint8[]){ 255, 255, 255, 255 }, 4), ==, 0);
  g_assert_cmpuint (get_detail ((const guint8[]){ 0, 255 }, 2), ==, 127);
  g_assert_cmpuint (get_detail ((const guint8[]){ 100, 110, 100, 110 }, 4), ==, 5);
}

static const struct
{
  guint width;
  guint height;
  guint fit_width;
  guint fit_height;
} sizes[] = {
  { 1920, 1080, 256, 144 }, { 1080, 1920, 144, 256 }, { 256, 256, 256, 256 },
  { 100, 50, 100, 50 },     { 257, 257, 256, 256 },   { 257, 1, 256, 1 },
  { 65535, 1, 256, 1 },     { 1, 65535, 1, 256 },     { 65535, 65535, 256, 256 },
  { 3840, 2160, 256, 144 }, { 1000, 3, 256, 1 },      { 1, 1, 1, 1 },
};

static void
test_fit (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      guint width = sizes[i].width, height = sizes[i].height;

      xu_helper_picture_fit (&width, &height, 256);
      g_assert_cmpuint (width, ==, sizes[i].fit_width);
      g_assert_cmpuint (height, ==, sizes[i].fit_height);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/media-helper/picture/turns", test_turns);
  g_test_add_func ("/media-helper/picture/transparency", test_transparency);
  g_test_add_func ("/media-helper/picture/detail", test_detail);
  g_test_add_func ("/media-helper/picture/fit", test_fit);

  return g_test_run ();
}
