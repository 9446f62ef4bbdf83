/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The upload plan on disk: from a record, and to one. */

#define G_LOG_DOMAIN "xu-upload"

#include "config.h"

#include "xu-upload-plan-private.h"

static guint64
get_last_size (const XuUploadPlan *plan, const XuUploadRecord *record)
{
  const XuCut *last = &g_array_index (record->cuts, XuCut, record->cuts->len - 1);

  return xu_segment_plan_get (plan->segments, last->index)->length;
}

static XuUploadPhase
get_phase (const XuUploadRecord *record, gboolean is_complete)
{
  switch (record->state)
    {
    case XU_UPLOAD_RECORD_READY:
      return XU_PHASE_DONE;
    case XU_UPLOAD_RECORD_PROCESSING:
      return XU_PHASE_STATUS;
    case XU_UPLOAD_RECORD_FINALIZING:
      return XU_PHASE_FINALIZE;
    case XU_UPLOAD_RECORD_NEW:
    case XU_UPLOAD_RECORD_APPENDING:
    default:
      return is_complete ? XU_PHASE_FINALIZE : XU_PHASE_APPEND;
    }
}

gboolean
xu_upload_plan_restore (XuUploadPlan *plan, const XuUploadRecord *record, gint64 now)
{
  if (record->media_id == NULL || record->state > XU_UPLOAD_RECORD_READY
      || !xu_segment_plan_restore (plan->segments, record))
    return FALSE;

  guint64 acknowledged = xu_segment_plan_get_acknowledged (plan->segments);
  gboolean is_complete = acknowledged == plan->total_bytes;

  if (record->state > XU_UPLOAD_RECORD_APPENDING && !is_complete)
    return FALSE;

  plan->media_id = g_strdup (record->media_id);
  plan->expires_at = record->expires_at;
  plan->acknowledged_max = acknowledged;
  plan->current_size = get_last_size (plan, record);
  plan->is_doubtful = TRUE;
  plan->may_linger = TRUE;
  plan->is_acquainted = TRUE;
  plan->is_finalize_unanswered = record->state == XU_UPLOAD_RECORD_FINALIZING;
  plan->processing_since = now;
  xu_upload_plan_enter (plan, get_phase (record, is_complete));
  g_debug ("media id %s goes on with %" G_GUINT64_FORMAT " bytes acknowledged", plan->media_id,
           acknowledged);

  return TRUE;
}

static XuUploadRecordState
get_state (const XuUploadPlan *plan)
{
  /* A media id that is given up is not to be found again. */
  if (plan->is_restart_due || plan->is_spent)
    return XU_UPLOAD_RECORD_NEW;

  switch (plan->phase)
    {
    case XU_PHASE_INITIALIZE:
      return XU_UPLOAD_RECORD_NEW;
    case XU_PHASE_APPEND:
      return XU_UPLOAD_RECORD_APPENDING;
    case XU_PHASE_FINALIZE:
      return plan->is_finalize_unanswered || plan->n_in_flight > 0 ? XU_UPLOAD_RECORD_FINALIZING
                                                                   : XU_UPLOAD_RECORD_APPENDING;
    case XU_PHASE_STATUS:
      return XU_UPLOAD_RECORD_PROCESSING;
    case XU_PHASE_DONE:
    default:
      return XU_UPLOAD_RECORD_READY;
    }
}

void
xu_upload_plan_store (const XuUploadPlan *plan, XuUploadRecord *record)
{
  g_return_if_fail (plan != NULL && record != NULL);

  XuUploadRecordState state = get_state (plan);

  xu_upload_record_clear (record);
  xu_upload_record_init (record);
  if (state == XU_UPLOAD_RECORD_NEW)
    return;

  record->state = state;
  record->media_id = g_strdup (plan->media_id);
  record->expires_at = plan->expires_at;
  xu_segment_plan_store (plan->segments, record);
}
