/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "xu-upload-plan.h"

G_BEGIN_DECLS

/* What xu-upload-plan.c and xu-upload-plan-failures.c share. */

typedef enum
{
  XU_PHASE_INITIALIZE,
  XU_PHASE_APPEND,
  XU_PHASE_FINALIZE,
  XU_PHASE_STATUS,
  XU_PHASE_DONE,
  XU_PHASE_FAILED,
} XuUploadPhase;

struct _XuUploadPlan
{
  XuUploadOptions options; /* with what was learnt */
  guint64 total_bytes;
  XuSegmentPlan *segments; /* (owned) */
  XuUploadPhase phase;
  char *media_id;           /* (owned) (nullable): before INITIALIZE */
  GError *error;            /* (owned) (nullable): of XU_PHASE_FAILED */
  guint n_in_flight;        /* exchanges of any kind */
  guint64 acknowledged_max; /* bytes: what was shown must not fall */
  guint64 current_size;     /* bytes a segment, as cut last */
  gboolean is_paused;
  gboolean is_proven; /* a segment was taken: others may go beside the next */
  gboolean has_switched_encoding;
  gboolean has_restarted_expired;
  gboolean is_finalize_unanswered; /* a finalize may have been carried out */

  /* Both wait until nothing is in flight: an old append must not arrive after the new one of the
   * same index. */
  gboolean is_restart_due;
  guint divide_from; /* G_MAXUINT: no new cut is due */

  guint attempts;    /* failures in a row of initialize, finalize, status and of 429 */
  gint64 hold_until; /* nothing begins before */
  XuWaitReason hold_reason;
  XuWaitReason backoff_reason; /* why a segment waits, when nothing holds */
  gint64 processing_since;     /* pauses left out */
  gint64 paused_at;
};

/* Gives up, unless the upload has ended already. */
void xu_upload_plan_fail (XuUploadPlan *plan, const GError *error);

void xu_upload_plan_enter (XuUploadPlan *plan, XuUploadPhase phase);

/* One exchange is back, however it ended. */
void xu_upload_plan_end_exchange (XuUploadPlan *plan);

/* Nothing new begins before @until. */
void xu_upload_plan_hold (XuUploadPlan *plan, gint64 until, XuWaitReason reason);

/* Whole quanta of 64 KiB, at least one. */
guint64 xu_upload_plan_round_down (guint64 size);

G_END_DECLS
