/* SPDX-License-Identifier: GPL-3.0-or-later */
/* GIF: whole, interlaced, cut off anywhere, and with frames that do not fit. */

#include "config.h"

#include <string.h>

#include "xu-helper-gif.h"

/* Ten rows of ten pixels: white, red and blue; where nothing is, it is white. Each row is another,
 * so that none can take another's place. */
static const char expected[] = "wwwwwwrrrr"
                               "wrrrrrrrrb"
                               "bbbbbbbbbw"
                               "wwbbwwbbww"
                               "rrrrrrrrrr"
                               "rrrrbbbbrr"
                               "wbwbwbwbwb"
                               "rrrrrrrrrr"
                               "bbbbbwwwww"
                               "wwwwwwwwww";

enum
{
  FLAGS = 42 /* where the frame's are */
};

static const guint8 plain[]
    = { 0x47, 0x49, 0x46, 0x38, 0x39, 0x61, 0x0a, 0x00, 0x0a, 0x00, 0xf1, 0x02, 0x00, 0xff, 0x00,
        0x00, 0x00, 0x00, 0xff, 0xff, 0xff, 0xff, 0x00, 0x00, 0x00, 0x21, 0xf9, 0x04, 0x01, 0x00,
        0x00, 0x03, 0x00, 0x2c, 0x00, 0x00, 0x00, 0x00, 0x0a, 0x00, 0x0a, 0x00, 0x00, 0x02, 0x1b,
        0x94, 0x0f, 0x09, 0xa2, 0x0d, 0x01, 0xa3, 0x3c, 0xd0, 0x54, 0xe6, 0x72, 0x92, 0x49, 0x04,
        0x0f, 0x7e, 0x81, 0xa6, 0x48, 0xdf, 0x61, 0x0c, 0xea, 0xaa, 0x0a, 0x05, 0x00, 0x3b };

static const guint8 interlaced[]
    = { 0x47, 0x49, 0x46, 0x38, 0x39, 0x61, 0x0a, 0x00, 0x0a, 0x00, 0xf1, 0x02, 0x00, 0xff, 0x00,
        0x00, 0x00, 0x00, 0xff, 0xff, 0xff, 0xff, 0x00, 0x00, 0x00, 0x21, 0xf9, 0x04, 0x01, 0x00,
        0x00, 0x03, 0x00, 0x2c, 0x00, 0x00, 0x00, 0x00, 0x0a, 0x00, 0x0a, 0x00, 0x40, 0x02, 0x19,
        0x94, 0x0f, 0x09, 0xc1, 0x7c, 0xa6, 0xa2, 0x6a, 0xd4, 0x89, 0x70, 0x33, 0xc6, 0x72, 0x1a,
        0x6b, 0x45, 0x54, 0xd7, 0x09, 0xc3, 0x89, 0x9e, 0x42, 0x01, 0x00, 0x3b };

static char *
tell (const XuHelperPicture *picture)
{
  GString *text = g_string_new ("");

  for (guint i = 0; i < picture->width * picture->height; i++)
    {
      const guint8 *pixel = picture->pixels + i * 3;

      g_string_append_c (text, pixel[1] == 255 ? 'w' : pixel[0] == 255 ? 'r' : 'b');
    }

  return g_string_free (text, FALSE);
}

static void
assert_expected (const guint8 *bytes, gsize length)
{
  g_auto (XuHelperGif) gif = { 0 };

  xu_helper_gif_decode (bytes, length, &gif);
  g_assert_cmpuint (gif.width, ==, 10);
  g_assert_cmpuint (gif.height, ==, 10);
  g_assert_cmpuint (gif.n_frames, ==, 1);
  g_assert_nonnull (gif.first);

  g_autofree char *shown = tell (gif.first);

  g_assert_cmpstr (shown, ==, expected);
}

static void
test_whole (void)
{
  assert_expected (plain, sizeof plain);
  assert_expected (interlaced, sizeof interlaced);
  assert_expected (plain, sizeof plain - 2); /* Without its end. */
}

/* What was there is shown, the rest is as good as transparent. */
static void
test_cut_off (void)
{
  for (gsize length = 0; length <= sizeof plain; length++)
    {
      g_auto (XuHelperGif) gif = { 0 };
      g_autofree guint8 *bytes = g_memdup2 (plain, length); /* So that sanitizers see its end. */

      xu_helper_gif_decode (bytes, length, &gif);
      g_assert_cmpuint (gif.width, ==, length >= 13 ? 10 : 0);
      g_assert_cmpint (gif.first != NULL, ==, length > FLAGS + 1);
      g_assert_cmpuint (gif.n_frames, ==, gif.first != NULL ? 1 : 0);
    }
}

static void
test_duration (void)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_auto (XuHelperGif) gif = { 0 };
  static const guint8 delays[] = { 50, 0, 7 };

  /* The header and its palette, then the frame three times, with its control before it. */
  g_byte_array_append (bytes, plain, 25);
  for (gsize i = 0; i < G_N_ELEMENTS (delays); i++)
    {
      g_byte_array_append (bytes, plain + 25, sizeof plain - 26);
      bytes->data[bytes->len - (sizeof plain - 26) + 4] = delays[i];
    }

  xu_helper_gif_decode (bytes->data, bytes->len, &gif);
  g_assert_cmpuint (gif.n_frames, ==, 3);
  g_assert_cmpint (gif.duration_us, ==, (50 + 10 + 7) * 10000);
}

/* A frame that lies outside, in part or as a whole. */
static void
test_outside (void)
{
  static const guint8 places[] = { 1, 5, 9, 10, 200 };

  for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_auto (XuHelperGif) gif = { 0 };
      g_autofree guint8 *bytes = g_memdup2 (plain, sizeof plain);

      bytes[34] = bytes[36] = places[i];
      xu_helper_gif_decode (bytes, sizeof plain, &gif);
      g_assert_nonnull (gif.first);

      g_autofree char *shown = tell (gif.first);

      g_assert_cmpuint (strlen (shown), ==, 100);
      if (places[i] < 10)
        g_assert_cmpint (shown[places[i] * 11], ==, expected[0]);
      else
        g_assert_null (strpbrk (shown, "rb"));
    }
}

static void
test_none (void)
{
  g_auto (XuHelperGif) gif = { 0 };
  g_autofree guint8 *bytes = g_memdup2 (plain, sizeof plain);

  g_assert_false (xu_helper_gif_is_one ((const guint8 *) "GIF89", 5));
  g_assert_false (xu_helper_gif_is_one ((const guint8 *) "GIF88a", 6));

  bytes[6] = 0; /* No width. */
  xu_helper_gif_decode (bytes, sizeof plain, &gif);
  g_assert_cmpuint (gif.width, ==, 0);
  g_assert_null (gif.first);

  bytes[6] = bytes[7] = bytes[8] = bytes[9] = 0xff; /* More than anybody decodes. */
  xu_helper_gif_decode (bytes, sizeof plain, &gif);
  g_assert_cmpuint (gif.width, ==, 65535);
  g_assert_null (gif.first);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/media-helper/gif/whole", test_whole);
  g_test_add_func ("/media-helper/gif/cut-off", test_cut_off);
  g_test_add_func ("/media-helper/gif/duration", test_duration);
  g_test_add_func ("/media-helper/gif/outside", test_outside);
  g_test_add_func ("/media-helper/gif/none", test_none);

  return g_test_run ();
}
