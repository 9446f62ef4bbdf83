/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "xu-helper-picture.h"

G_BEGIN_DECLS

/**
 * xu_helper_jpeg_encode:
 * @picture: a picture
 * @max_bytes: that it may have
 *
 * At the best quality that fits.
 *
 * Returns: (transfer full) (nullable): a JPEG; %NULL when none fits, or nothing here makes one
 */
GBytes *xu_helper_jpeg_encode (const XuHelperPicture *picture, gsize max_bytes);

G_END_DECLS
