/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Answers of the media helper: whatever they are, what comes of them is within its bounds. */

#include "config.h"

#include "fuzz-target.h"

#include "xu-media-answer.h"

static void
try_wish (GBytes *answer, XuMediaWishKind kind)
{
  const XuMediaWish wish = { .kind = kind, .at_us = -1, .max_bytes = 10000 };
  g_autoptr (GBytes) jpeg = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (XuMediaProbe) probe = xu_media_answer_parse (answer, &wish, &jpeg, &error);

  g_assert_true ((probe == NULL) == (error != NULL));
  g_assert_true (jpeg == NULL || (probe != NULL && g_bytes_get_size (jpeg) <= wish.max_bytes));
  if (probe == NULL)
    return;

  g_assert_true (probe->duration_us >= -1 && probe->width <= 65535 && probe->height <= 65535);
  g_assert_true (probe->frame_rate_d >= 1);
  g_assert_true (probe->thumbnail_width <= XU_MEDIA_PROBE_THUMBNAIL_SIZE
                 && probe->thumbnail_height <= XU_MEDIA_PROBE_THUMBNAIL_SIZE);
  if (probe->thumbnail != NULL)
    g_assert_cmpuint (g_bytes_get_size (probe->thumbnail), ==,
                      (gsize) probe->thumbnail_width * probe->thumbnail_height * 3);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GBytes) answer = g_bytes_new (data, size);

  try_wish (answer, XU_MEDIA_WISH_FACTS);
  try_wish (answer, XU_MEDIA_WISH_THUMBNAIL);
  try_wish (answer, XU_MEDIA_WISH_FRAME);

  return 0;
}
