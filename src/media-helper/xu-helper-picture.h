/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * XuHelperTurn:
 *
 * How stored pixels become those that are shown: the eight orientations of EXIF (its values 1 to 8,
 * in this order).
 */
typedef enum
{
  XU_HELPER_TURN_NONE = 1,
  XU_HELPER_TURN_MIRRORED,
  XU_HELPER_TURN_180,
  XU_HELPER_TURN_UPSIDE_DOWN, /* top and bottom change places */
  XU_HELPER_TURN_TRANSPOSED,  /* rows become columns */
  XU_HELPER_TURN_RIGHT,       /* by 90 degrees, clockwise */
  XU_HELPER_TURN_TRANSVERSED, /* transposed, and turned by 180 degrees */
  XU_HELPER_TURN_LEFT,
} XuHelperTurn;

/* Returns: TRUE when width and height change places. */
gboolean xu_helper_turn_swaps (XuHelperTurn turn);

/**
 * XuHelperPicture:
 *
 * Pixels as they are shown: sRGB, three bytes each, rows without padding.
 */
typedef struct
{
  guint width;
  guint height;
  guint8 *pixels; /* (owned) */
} XuHelperPicture;

void xu_helper_picture_free (XuHelperPicture *picture);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (XuHelperPicture, xu_helper_picture_free)

/**
 * xu_helper_picture_new_from_rgba:
 * @rgba: pixels as they are stored, four bytes each, alpha not multiplied in
 * @width: of these, at least 1
 * @height: of these, at least 1
 * @stride: bytes from row to row
 * @turn: how they are shown
 *
 * What is transparent is shown on white.
 */
XuHelperPicture *xu_helper_picture_new_from_rgba (const guint8 *rgba,
                                                  guint width,
                                                  guint height,
                                                  gsize stride,
                                                  XuHelperTurn turn);

/**
 * xu_helper_picture_get_detail:
 * @picture: a picture
 *
 * Returns: how much there is to see: the standard deviation of the brightness, 0 (one colour) to
 * 127
 */
guint xu_helper_picture_get_detail (const XuHelperPicture *picture);

/**
 * xu_helper_picture_fit:
 * @width: (inout): of a picture, at least 1
 * @height: (inout): of a picture, at least 1
 * @side: at least 1
 *
 * Makes a size smaller, so that no side is longer than @side, and keeps its shape; never larger.
 */
void xu_helper_picture_fit (guint *width, guint *height, guint side);

G_END_DECLS
