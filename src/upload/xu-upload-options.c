/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How to upload: what is usual, and what uploads teach each other. */

#define G_LOG_DOMAIN "xu-upload"

#include "config.h"

#include "xu-upload-plan.h"

const XuUploadOptions xu_upload_options_default = {
  .segment_size = 4 * 1024 * 1024,
  .parallel = 4,
  .encoding = XU_APPEND_MULTIPART,
  .processing_limit_us = G_GINT64_CONSTANT (30) * 60 * G_USEC_PER_SEC,
  .backoff_base_us = XU_RETRY_BASE_US,
  .look_base_us = 6 * G_USEC_PER_SEC,
};

static guint64
smallest_known (guint64 a, guint64 b)
{
  return a == 0 || b == 0 ? MAX (a, b) : MIN (a, b);
}

void
xu_upload_options_learn (XuUploadOptions *options,
                         const XuUploadOptions *learnt,
                         gboolean has_succeeded)
{
  g_return_if_fail (options != NULL && learnt != NULL);

  options->segment_ceiling = smallest_known (options->segment_ceiling, learnt->segment_ceiling);
  options->segment_refused = smallest_known (options->segment_refused, learnt->segment_refused);
  if (has_succeeded)
    {
      if (!options->is_encoding_chosen)
        options->encoding = learnt->encoding;
      options->is_sequential = options->is_sequential || learnt->is_sequential;
    }
}
