/* SPDX-License-Identifier: GPL-3.0-or-later */
/* GIFs: whatever they are, what comes of them keeps its promises. */

#include "config.h"

#include "fuzz-target.h"

#include "xu-helper-gif.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_auto (XuHelperGif) gif = { 0 };

  /* A picture of millions of pixels shows nothing that a small one does not, and takes its time. */
  if (size >= 10 && (data[7] > 1 || data[9] > 1))
    return 0;

  xu_helper_gif_decode (data, size, &gif);
  g_assert_true (gif.duration_us >= 0);
  g_assert_true (gif.first == NULL || gif.n_frames > 0);
  if (gif.first != NULL)
    {
      g_assert_cmpuint (gif.first->width, ==, gif.width);
      g_assert_cmpuint (gif.first->height, ==, gif.height);
    }

  return 0;
}
