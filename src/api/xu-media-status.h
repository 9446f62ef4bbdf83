/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * XuProcessingState:
 *
 * What X does with a finalized medium. A state that we do not know counts as in progress; an error,
 * whatever the state beside it says, as failed; no processing information at all as succeeded.
 */
typedef enum
{
  XU_PROCESSING_PENDING,
  XU_PROCESSING_IN_PROGRESS,
  XU_PROCESSING_SUCCEEDED,
  XU_PROCESSING_FAILED,
} XuProcessingState;

/**
 * XuMediaStatus:
 *
 * The answer of FINALIZE and of STATUS.
 */
typedef struct
{
  char *media_id; /* (owned) */
  XuProcessingState state;
  double percent;       /* 0 to 100, -1: not said */
  gint64 check_after_s; /* as X said it, any number; -1: not said */
  char *error_name;     /* (owned) (nullable): "InvalidMedia" */
  char *error_message;  /* (owned) (nullable): X's own words */
} XuMediaStatus;

/**
 * xu_processing_state_to_string:
 * @state: a state
 *
 * Returns: (transfer none): "pending", "in_progress", "succeeded" or "failed"
 */
const char *xu_processing_state_to_string (XuProcessingState state);

void xu_media_status_free (XuMediaStatus *status);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (XuMediaStatus, xu_media_status_free)

G_END_DECLS
