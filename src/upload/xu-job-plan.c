/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A job as a pure state machine: prepare, upload each item, describe them, post. */

#define G_LOG_DOMAIN "xu-upload"

#include "config.h"

#include "xu-job-plan-private.h"

#include <gio/gio.h>

#include "xu-error.h"

/* Each after twice the time of the one before: with six seconds first, over three minutes. */
static const guint looks_max = 5;

void
xu_job_plan_wait_for_timeline (XuJobPlan *plan, gint64 now)
{
  plan->hold_until = now + (plan->look_base_us << plan->n_looks);
  plan->hold_reason = XU_WAIT_TIMELINE;
}

XuJobPlan *
xu_job_plan_new (XuJobRecord *record, const XuUploadOptions *options)
{
  g_return_val_if_fail (record != NULL && options != NULL, NULL);

  XuJobPlan *plan = g_new0 (XuJobPlan, 1);

  plan->record = record;
  plan->backoff_base_us = options->backoff_base_us;
  plan->look_base_us = options->look_base_us;
  plan->is_acquainted = record->user_id != NULL;
  if (record->post == XU_POST_RECORD_POSTING)
    plan->unknown = xu_error_new (
        XU_ERROR_POST_UNKNOWN, "the answer to the post did not come before the end of the process");

  return plan;
}

void
xu_job_plan_free (XuJobPlan *plan)
{
  g_return_if_fail (plan != NULL);

  g_clear_pointer (&plan->begun_spec, xu_job_spec_unref);
  g_clear_error (&plan->forgotten);
  g_clear_error (&plan->unknown);
  g_clear_error (&plan->error);
  g_free (plan);
}

void
xu_job_plan_ask_who (XuJobPlan *plan, gboolean is_essential)
{
  g_return_if_fail (plan != NULL);

  plan->is_who_due = TRUE;
  plan->is_who_essential = is_essential;
}

guint
xu_job_plan_get_n_media (const XuJobPlan *plan)
{
  return g_strv_length (plan->record->spec->paths);
}

static gboolean
is_ready (const XuJobPlan *plan, guint item)
{
  return xu_job_record_get_item (plan->record, item)->upload.state == XU_UPLOAD_RECORD_READY;
}

static gboolean
find_to_upload (const XuJobPlan *plan, guint *item)
{
  for (*item = 0; *item < plan->record->items->len; *item += 1)
    {
      if (!is_ready (plan, *item))
        return TRUE;
    }

  return FALSE;
}

gboolean
xu_job_plan_is_subtitles (const XuJobPlan *plan, guint item)
{
  return plan->record->spec->subtitles_path != NULL && item == xu_job_plan_get_n_media (plan);
}

gboolean
xu_job_plan_is_outdated (const XuJobPlan *plan, const XuJobStep *step)
{
  const XuJobSpec *then = plan->begun_spec;
  const XuJobSpec *now = plan->record->spec;

  if (step->kind == XU_JOB_STEP_ALT_TEXT)
    return !g_str_equal (xu_job_spec_get_alt_text (then, step->item),
                         xu_job_spec_get_alt_text (now, step->item));

  return step->kind == XU_JOB_STEP_SUBTITLES
         && g_strcmp0 (then->subtitles_language, now->subtitles_language) != 0;
}

/* What the user still writes is not told X yet: it cannot be taken back. */
static gboolean
find_to_describe (const XuJobPlan *plan, guint *item)
{
  const XuJobSpec *spec = plan->record->spec;

  if (spec->intent == XU_POST_INTENT_DRAFT)
    return FALSE;

  for (*item = 0; *item < plan->record->items->len; *item += 1)
    {
      gboolean is_wanted = *item < xu_job_plan_get_n_media (plan)
                               ? *xu_job_spec_get_alt_text (spec, *item) != '\0'
                               : xu_job_plan_is_subtitles (plan, *item);

      if (is_wanted && !xu_job_record_get_item (plan->record, *item)->is_described)
        return TRUE;
    }

  return FALSE;
}

static XuJobStep
next_step (const XuJobPlan *plan)
{
  const XuJobRecord *record = plan->record;
  guint item;
  gboolean is_upload_due = find_to_upload (plan, &item);

  if (is_upload_due && !plan->is_prepared)
    return (XuJobStep){ .kind = XU_JOB_STEP_PREPARE };
  if (plan->is_who_due)
    return (XuJobStep){ .kind = XU_JOB_STEP_WHO };
  if (is_upload_due)
    return (XuJobStep){ .kind = XU_JOB_STEP_UPLOAD, .item = item };

  if (find_to_describe (plan, &item))
    return (XuJobStep){ .kind = xu_job_plan_is_subtitles (plan, item) ? XU_JOB_STEP_SUBTITLES
                                                                      : XU_JOB_STEP_ALT_TEXT,
                        .item = item };

  if (record->spec->intent != XU_POST_INTENT_POST || record->post == XU_POST_RECORD_POSTED)
    return (XuJobStep){ .kind = XU_JOB_STEP_DONE };
  if (plan->forgotten != NULL)
    return (XuJobStep){ .kind = XU_JOB_STEP_LOOK };
  if (plan->unknown == NULL)
    return (XuJobStep){ .kind = XU_JOB_STEP_POST };

  return (XuJobStep){ .kind = record->user_id == NULL ? XU_JOB_STEP_WHO : XU_JOB_STEP_LOOK };
}

XuJobStep
xu_job_plan_next (XuJobPlan *plan, gint64 now)
{
  g_return_val_if_fail (plan != NULL, (XuJobStep){ .kind = XU_JOB_STEP_NOTHING });

  if (plan->is_under_way)
    return (XuJobStep){ .kind = XU_JOB_STEP_NOTHING };

  XuJobStep step = next_step (plan);

  if (step.kind == XU_JOB_STEP_DONE)
    return step;
  if (plan->error != NULL)
    return (XuJobStep){ .kind = XU_JOB_STEP_FAILED };
  if (plan->is_paused)
    return (XuJobStep){ .kind = XU_JOB_STEP_NOTHING };
  if (plan->hold_until > now)
    return (XuJobStep){ .kind = XU_JOB_STEP_WAIT,
                        .wake_at = plan->hold_until,
                        .reason = plan->hold_reason };

  return step;
}

void
xu_job_plan_begin (XuJobPlan *plan)
{
  g_return_if_fail (plan != NULL && !plan->is_under_way);

  plan->is_under_way = TRUE;
  g_clear_pointer (&plan->begun_spec, xu_job_spec_unref);
  plan->begun_spec = xu_job_spec_ref (plan->record->spec);
  if (next_step (plan).kind == XU_JOB_STEP_POST)
    {
      plan->record->post = XU_POST_RECORD_POSTING;
      plan->is_dirty = TRUE;
    }
}

gboolean
xu_job_plan_is_dirty (const XuJobPlan *plan)
{
  g_return_val_if_fail (plan != NULL, FALSE);

  return plan->is_dirty;
}

void
xu_job_plan_set_saved (XuJobPlan *plan)
{
  g_return_if_fail (plan != NULL);

  plan->is_dirty = FALSE;
}

void
xu_job_plan_spec_changed (XuJobPlan *plan)
{
  g_return_if_fail (plan != NULL);

  plan->is_dirty = TRUE;
}

gboolean
xu_job_plan_is_posting (const XuJobPlan *plan)
{
  g_return_val_if_fail (plan != NULL, FALSE);

  return plan->is_under_way && plan->unknown == NULL
         && plan->record->post == XU_POST_RECORD_POSTING;
}

void
xu_job_plan_give_up (XuJobPlan *plan, const GError *error)
{
  g_return_if_fail (plan != NULL && error != NULL);

  /* Whatever ends the looking, a cancel too: what is to be told is that the post may exist. */
  if (plan->error == NULL)
    plan->error = g_error_copy (plan->unknown != NULL ? plan->unknown : error);
}

static void
not_found (XuJobPlan *plan, gint64 now)
{
  if (plan->forgotten != NULL)
    {
      xu_job_plan_begin_anew (plan);
      return;
    }

  plan->n_looks++;
  if (plan->n_looks == looks_max)
    xu_job_plan_give_up (plan, plan->unknown);
  else
    xu_job_plan_wait_for_timeline (plan, now);
}

static void
who_succeeded (XuJobPlan *plan, const char *user_id, gint64 now)
{
  XuJobRecord *record = plan->record;

  plan->is_who_due = FALSE;
  if (record->user_id == NULL)
    record->user_id = g_strdup (user_id);

  if (!g_str_equal (record->user_id, user_id))
    {
      g_autoptr (GError) error = xu_error_new (XU_ERROR_OTHER_ACCOUNT,
                                               "the job is of user %s, the credentials of user %s",
                                               record->user_id, user_id);

      xu_job_plan_give_up (plan, error);
    }
  else if (plan->unknown != NULL)
    xu_job_plan_wait_for_timeline (plan, now);
}

/* One record says all of it: a process that dies behind that one leaves no job to be resumed. */
static void
posted (XuJobPlan *plan, const char *post_id)
{
  plan->record->post = XU_POST_RECORD_POSTED;
  plan->record->outcome = XU_JOB_OUTCOME_POSTED;
  g_free (plan->record->post_id);
  plan->record->post_id = g_strdup (post_id);
}

static void
uploaded (XuJobPlan *plan, guint item, const char *media_id)
{
  XuUploadRecord *upload = &xu_job_record_get_item (plan->record, item)->upload;

  upload->state = XU_UPLOAD_RECORD_READY;
  if (g_strcmp0 (upload->media_id, media_id) != 0)
    {
      g_free (upload->media_id);
      upload->media_id = g_strdup (media_id);
    }
}

void
xu_job_plan_succeeded (XuJobPlan *plan, const XuJobStep *step, const char *id, gint64 now)
{
  g_return_if_fail (plan != NULL && step != NULL && plan->is_under_way);

  plan->is_under_way = FALSE;
  plan->is_dirty = TRUE;
  plan->is_acquainted = plan->is_acquainted || step->kind != XU_JOB_STEP_PREPARE;
  plan->attempts = (XuAttempts){ 0 };

  switch (step->kind)
    {
    case XU_JOB_STEP_PREPARE:
      plan->is_prepared = TRUE;
      break;
    case XU_JOB_STEP_UPLOAD:
      g_return_if_fail (id != NULL);
      uploaded (plan, step->item, id);
      break;
    case XU_JOB_STEP_ALT_TEXT:
    case XU_JOB_STEP_SUBTITLES:
      xu_job_record_get_item (plan->record, step->item)->is_described
          = !xu_job_plan_is_outdated (plan, step);
      break;
    case XU_JOB_STEP_POST:
      g_return_if_fail (id != NULL);
      posted (plan, id);
      break;
    case XU_JOB_STEP_WHO:
      g_return_if_fail (id != NULL);
      who_succeeded (plan, id, now);
      break;
    case XU_JOB_STEP_LOOK:
      if (id != NULL)
        posted (plan, id);
      else
        not_found (plan, now);
      break;
    case XU_JOB_STEP_WAIT:
    case XU_JOB_STEP_NOTHING:
    case XU_JOB_STEP_DONE:
    case XU_JOB_STEP_FAILED:
    default:
      g_assert_not_reached ();
    }
}

void
xu_job_plan_network_changed (XuJobPlan *plan)
{
  g_return_if_fail (plan != NULL);

  if (plan->hold_reason != XU_WAIT_NETWORK)
    return;

  plan->hold_until = 0;
  xu_attempts_renew (&plan->attempts);
}

void
xu_job_plan_set_offline (XuJobPlan *plan, gboolean is_offline)
{
  g_return_if_fail (plan != NULL);

  plan->is_offline = is_offline;
}

gboolean
xu_job_plan_is_acquainted (const XuJobPlan *plan)
{
  g_return_val_if_fail (plan != NULL, FALSE);

  return plan->is_acquainted;
}

void
xu_job_plan_set_paused (XuJobPlan *plan, gboolean paused)
{
  g_return_if_fail (plan != NULL);

  plan->is_paused = paused;
}

const char *
xu_job_plan_get_media_id (const XuJobPlan *plan, guint item)
{
  g_return_val_if_fail (plan != NULL && item < plan->record->items->len, NULL);

  return is_ready (plan, item) ? xu_job_record_get_item (plan->record, item)->upload.media_id
                               : NULL;
}

const char *
xu_job_plan_get_subtitles_id (const XuJobPlan *plan)
{
  g_return_val_if_fail (plan != NULL, NULL);

  return plan->record->spec->subtitles_path != NULL
             ? xu_job_plan_get_media_id (plan, xu_job_plan_get_n_media (plan))
             : NULL;
}

const char *
xu_job_plan_get_cover_id (const XuJobPlan *plan)
{
  g_return_val_if_fail (plan != NULL, NULL);

  return plan->record->spec->cover_path != NULL
             ? xu_job_plan_get_media_id (plan, plan->record->items->len - 1)
             : NULL;
}

const char **
xu_job_plan_dup_post_media_ids (const XuJobPlan *plan)
{
  g_return_val_if_fail (plan != NULL, NULL);

  guint n_media = xu_job_plan_get_n_media (plan);
  const char **ids = g_new0 (const char *, n_media + 1);

  for (guint i = 0; i < n_media; i++)
    ids[i] = xu_job_plan_get_media_id (plan, i);

  return ids;
}

const GError *
xu_job_plan_get_error (const XuJobPlan *plan)
{
  g_return_val_if_fail (plan != NULL, NULL);

  return plan->error;
}
