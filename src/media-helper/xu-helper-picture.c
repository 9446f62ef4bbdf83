/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pixels: turned as they are shown, without transparency; what there is to see of them. */

#define G_LOG_DOMAIN "xu-media-helper"

#include "config.h"

#include "xu-helper-picture.h"

#include <math.h>

gboolean
xu_helper_turn_swaps (XuHelperTurn turn)
{
  return turn >= XU_HELPER_TURN_TRANSPOSED;
}

void
xu_helper_picture_free (XuHelperPicture *picture)
{
  g_return_if_fail (picture != NULL);

  g_free (picture->pixels);
  g_free (picture);
}

/* Where the pixel of the shown place (x, y) is stored. */
static void
find_source (XuHelperTurn turn,
             guint width,
             guint height,
             guint x,
             guint y,
             guint *from_x,
             guint *from_y)
{
  gboolean swaps = xu_helper_turn_swaps (turn);
  gboolean from_right = turn == XU_HELPER_TURN_MIRRORED || turn == XU_HELPER_TURN_180
                        || turn == XU_HELPER_TURN_TRANSVERSED || turn == XU_HELPER_TURN_LEFT;
  gboolean from_bottom = turn == XU_HELPER_TURN_180 || turn == XU_HELPER_TURN_UPSIDE_DOWN
                         || turn == XU_HELPER_TURN_RIGHT || turn == XU_HELPER_TURN_TRANSVERSED;
  guint column = swaps ? y : x;
  guint row = swaps ? x : y;

  *from_x = from_right ? width - 1 - column : column;
  *from_y = from_bottom ? height - 1 - row : row;
}

/* On white, rounded. */
static guint8
blend (guint8 value, guint8 alpha)
{
  return (guint8) ((value * alpha + 255 * (255 - alpha) + 127) / 255);
}

XuHelperPicture *
xu_helper_picture_new_from_rgba (const guint8 *rgba,
                                 guint width,
                                 guint height,
                                 gsize stride,
                                 XuHelperTurn turn)
{
  g_return_val_if_fail (rgba != NULL && width > 0 && height > 0, NULL);
  g_return_val_if_fail (stride >= (gsize) width * 4, NULL);

  XuHelperPicture *picture = g_new0 (XuHelperPicture, 1);
  gboolean swaps = xu_helper_turn_swaps (turn);

  picture->width = swaps ? height : width;
  picture->height = swaps ? width : height;
  picture->pixels = g_malloc_n ((gsize) width * 3, height);

  guint8 *to = picture->pixels;

  for (guint y = 0; y < picture->height; y++)
    for (guint x = 0; x < picture->width; x++)
      {
        guint from_x, from_y;

        find_source (turn, width, height, x, y, &from_x, &from_y);

        const guint8 *from = rgba + from_y * stride + (gsize) from_x * 4;

        for (guint i = 0; i < 3; i++)
          *to++ = blend (from[i], from[3]);
      }

  return picture;
}

guint
xu_helper_picture_get_detail (const XuHelperPicture *picture)
{
  g_return_val_if_fail (picture != NULL, 0);

  gsize n = (gsize) picture->width * picture->height;
  double sum = 0, sum_of_squares = 0;

  for (gsize i = 0; i < n; i++)
    {
      const guint8 *pixel = picture->pixels + i * 3;
      double luma = 0.299 * pixel[0] + 0.587 * pixel[1] + 0.114 * pixel[2];

      sum += luma;
      sum_of_squares += luma * luma;
    }

  double mean = sum / (double) n;

  return (guint) sqrt (MAX (0, sum_of_squares / (double) n - mean * mean));
}

void
xu_helper_picture_fit (guint *width, guint *height, guint side)
{
  g_return_if_fail (width != NULL && *width > 0 && height != NULL && *height > 0 && side > 0);

  guint longer = MAX (*width, *height);

  if (longer <= side)
    return;

  *width = MAX (1, (guint) (((guint64) *width * side + longer / 2) / longer));
  *height = MAX (1, (guint) (((guint64) *height * side + longer / 2) / longer));
}
