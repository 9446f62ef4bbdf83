/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What follows from a failed step of a job: wait, try again, look for the post, begin anew, or give
 * up.
 */

#define G_LOG_DOMAIN "xu-upload"

#include "config.h"

#include "xu-job-plan-private.h"

#include <gio/gio.h>

#include "xu-error.h"

/* No answer, or none of X's own: the post may exist all the same. */
static gboolean
is_post_unknown (const GError *error)
{
  return !xu_error_is_unsent (error)
         && (g_error_matches (error, XU_ERROR, XU_ERROR_NETWORK)
             || g_error_matches (error, XU_ERROR, XU_ERROR_SERVER)
             || g_error_matches (error, XU_ERROR, XU_ERROR_BAD_ANSWER)
             || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED));
}

static void
post_became_unknown (XuJobPlan *plan, const GError *error, gint64 now)
{
  plan->attempts = (XuAttempts){ 0 };
  plan->unknown = xu_error_new (XU_ERROR_POST_UNKNOWN, "%s", error->message);
  xu_error_set_http (plan->unknown, xu_error_get_http_status (error), -1);
  if (plan->error != NULL)
    {
      /* A cancel that came too late must not hide it. */
      g_clear_error (&plan->error);
      xu_job_plan_give_up (plan, plan->unknown);
    }
  else if (plan->record->user_id != NULL)
    xu_job_plan_wait_for_timeline (plan, now);
}

void
xu_job_plan_begin_anew (XuJobPlan *plan)
{
  g_debug ("X has forgotten the media: they are uploaded again");
  plan->has_begun_anew = TRUE;
  plan->is_prepared = FALSE;
  plan->is_dirty = TRUE;
  plan->attempts = (XuAttempts){ 0 };
  g_clear_error (&plan->forgotten);
  xu_job_record_forget_media (plan->record);
}

static gboolean
is_forgotten (const XuJobPlan *plan, const XuJobStep *step, const GError *error)
{
  return g_error_matches (error, XU_ERROR, XU_ERROR_MEDIA_EXPIRED) && !plan->has_begun_anew
         && (step->kind == XU_JOB_STEP_ALT_TEXT || step->kind == XU_JOB_STEP_SUBTITLES
             || step->kind == XU_JOB_STEP_POST);
}

/* X says the same of media that are in a post already. Who has confirmed in error that there is
 * none must not get a second one. */
static void
media_forgotten (XuJobPlan *plan, const XuJobStep *step, const GError *error)
{
  if (step->kind == XU_JOB_STEP_POST && plan->record->user_id != NULL)
    plan->forgotten = g_error_copy (error);
  else
    xu_job_plan_begin_anew (plan);
}

/* What X had all of was not opened again, for it may be gone: now it is needed. */
static gboolean
is_file_needed (const XuJobPlan *plan, const XuJobStep *step, const GError *error)
{
  return step->kind == XU_JOB_STEP_UPLOAD && !plan->has_reopened
         && g_error_matches (error, XU_ERROR, XU_ERROR_MEDIA_EXPIRED);
}

static void
reopen (XuJobPlan *plan, const XuJobStep *step)
{
  XuUploadRecord *upload = &xu_job_record_get_item (plan->record, step->item)->upload;

  plan->has_reopened = TRUE;
  plan->is_prepared = FALSE;
  plan->is_dirty = TRUE;
  xu_upload_record_clear (upload);
  xu_upload_record_init (upload);
}

/* Whose credentials these are is good to know, but nothing that X does not say holds a new job up.
 */
static gboolean
can_do_without_who (const XuJobPlan *plan, const XuJobStep *step, const GError *error)
{
  return step->kind == XU_JOB_STEP_WHO && plan->is_who_due && !plan->is_who_essential
         && plan->record->user_id == NULL
         && (g_error_matches (error, XU_ERROR, XU_ERROR_SERVER)
             || g_error_matches (error, XU_ERROR, XU_ERROR_BAD_ANSWER)
             || g_error_matches (error, XU_ERROR, XU_ERROR_REJECTED)
             || g_error_matches (error, XU_ERROR, XU_ERROR_RATE_LIMITED)
             || g_error_matches (error, XU_ERROR, XU_ERROR_SCOPE_MISSING));
}

static XuErrorPart
get_part (const XuJobPlan *plan, const XuJobStep *step)
{
  if (step->kind == XU_JOB_STEP_ALT_TEXT)
    return XU_ERROR_PART_ALT_TEXT;
  if (step->kind == XU_JOB_STEP_SUBTITLES)
    return XU_ERROR_PART_SUBTITLES;
  if (step->kind != XU_JOB_STEP_UPLOAD || step->item < xu_job_plan_get_n_media (plan))
    return XU_ERROR_PART_NONE;

  return xu_job_plan_is_subtitles (plan, step->item) ? XU_ERROR_PART_SUBTITLES
                                                     : XU_ERROR_PART_COVER;
}

static void
give_up_step (XuJobPlan *plan, const XuJobStep *step, const GError *error)
{
  g_autoptr (GError) told = g_error_copy (error);

  if (told->domain == XU_ERROR)
    xu_error_set_part (told, get_part (plan, step));
  xu_job_plan_give_up (plan, told);
}

void
xu_job_plan_failed (XuJobPlan *plan,
                    const XuJobStep *step,
                    const GError *error,
                    gint64 now,
                    guint32 random)
{
  XuRetry retry;

  g_return_if_fail (plan != NULL && step != NULL && error != NULL && plan->is_under_way);

  const XuRetryContext context = {
    .base_us = plan->backoff_base_us,
    .is_offline = plan->is_offline,
    .is_acquainted = plan->is_acquainted,
  };

  plan->is_under_way = FALSE;
  g_debug ("step %d failed: %s", (int) step->kind, error->message);

  if (step->kind == XU_JOB_STEP_POST && is_post_unknown (error))
    {
      post_became_unknown (plan, error, now);
      return;
    }

  if (step->kind == XU_JOB_STEP_POST)
    {
      plan->record->post = XU_POST_RECORD_NONE;
      plan->is_dirty = TRUE;
    }

  if (is_forgotten (plan, step, error))
    media_forgotten (plan, step, error);
  else if (is_file_needed (plan, step, error))
    reopen (plan, step);
  else if (can_do_without_who (plan, step, error))
    plan->is_who_due = FALSE;
  else if (step->kind != XU_JOB_STEP_PREPARE && step->kind != XU_JOB_STEP_UPLOAD
           && xu_retry_decide (error, &context, &plan->attempts, now, random, &retry))
    {
      plan->hold_until = retry.at;
      plan->hold_reason = retry.reason;
    }
  else if (xu_job_plan_is_outdated (plan, step))
    plan->attempts = (XuAttempts){ 0 };
  else
    give_up_step (plan, step, plan->forgotten != NULL ? plan->forgotten : error);
}
