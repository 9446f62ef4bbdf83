/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "xu-upload-plan.h"

G_BEGIN_DECLS

/* What the files of the upload plan share. */

/* How far X is. An upload that was given up stays in its phase: it may be resumed there. */
typedef enum
{
  XU_PHASE_INITIALIZE,
  XU_PHASE_APPEND,
  XU_PHASE_FINALIZE,
  XU_PHASE_STATUS,
  XU_PHASE_DONE,
} XuUploadPhase;

struct _XuUploadPlan
{
  XuUploadOptions options; /* with what was learnt */
  guint64 total_bytes;
  XuSegmentPlan *segments; /* (owned) */
  XuUploadPhase phase;
  char *media_id;           /* (owned) (nullable): before INITIALIZE */
  gint64 expires_at;        /* Unix seconds: about when X forgets the media id; 0: not known */
  GError *error;            /* (owned) (nullable): why it was given up */
  guint n_in_flight;        /* exchanges of any kind */
  guint64 acknowledged_max; /* bytes: what was shown must not fall */
  guint64 current_size;     /* bytes a segment, as cut last */
  gboolean is_paused;
  gboolean is_offline;
  gboolean is_acquainted;     /* X has answered */
  gboolean is_proven;         /* a segment was taken: others may go beside the next */
  gboolean is_doubtful;       /* taken from a record, and X has not shown yet that it knows it */
  gboolean has_gone_parallel; /* segments of this media id were under way beside each other */
  gboolean is_spent;          /* X failed to process it: the media id is of no use any more */
  gboolean has_switched_encoding;
  gboolean has_restarted_expired;
  guint n_restarts;                /* media ids that were given up for a new INITIALIZE */
  gboolean is_finalize_unanswered; /* a finalize may have been carried out */
  gboolean may_linger;             /* the server may still wait for the rest of a segment whose
                                      connection is dead */
  gboolean is_finalize_guessed;    /* STATUS is asked though no finalize was answered well */
  guint n_finalize_refused;        /* finalizes that were refused while that may be so */

  /* Both wait until nothing is in flight: an old append must not arrive after the new one of the
   * same index. */
  gboolean is_restart_due;
  guint divide_from; /* G_MAXUINT: no new cut is due */

  XuAttempts attempts; /* failures in a row of initialize, finalize, status and of 429 */
  gint64 hold_until;   /* nothing begins before */
  XuWaitReason hold_reason;
  gint64 processing_since; /* pauses left out */
  gint64 paused_at;
};

/* Given up, or done. */
gboolean xu_upload_plan_has_ended (const XuUploadPlan *plan);

/* Goes back to before INITIALIZE, with nothing cut. */
void xu_upload_plan_forget (XuUploadPlan *plan);

/* Goes on where @record says. FALSE: it is of another file or contradicts itself. */
gboolean xu_upload_plan_restore (XuUploadPlan *plan, const XuUploadRecord *record, gint64 now);

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
