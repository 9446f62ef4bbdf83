/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How far X is with a finalized medium. */

#define G_LOG_DOMAIN "xu-api"

#include "config.h"

#include "xu-media-status.h"

static const char *const state_names[] = {
  [XU_PROCESSING_PENDING] = "pending",
  [XU_PROCESSING_IN_PROGRESS] = "in_progress",
  [XU_PROCESSING_SUCCEEDED] = "succeeded",
  [XU_PROCESSING_FAILED] = "failed",
};

const char *
xu_processing_state_to_string (XuProcessingState state)
{
  g_return_val_if_fail ((gsize) state < G_N_ELEMENTS (state_names), "in_progress");

  return state_names[state];
}

void
xu_media_status_free (XuMediaStatus *status)
{
  if (status == NULL)
    return;

  g_free (status->media_id);
  g_free (status->error_name);
  g_free (status->error_message);
  g_free (status);
}
