/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A job as a pure state machine: prepare, upload each item, describe them, post. */

#define G_LOG_DOMAIN "xu-upload"

#include "config.h"

#include "xu-job-plan.h"

#include <gio/gio.h>

#include "xu-error.h"

static const guint no_item = G_MAXUINT;

/* Each after twice the time of the one before: with six seconds first, over three minutes. */
static const guint looks_max = 5;

typedef struct
{
  char *media_id; /* (owned) (nullable): once uploaded */
  gboolean is_alt_text_due;
} Item;

struct _XuJobPlan
{
  GArray *items;   /* (owned) (element-type Item) */
  guint n_media;   /* the first of them are the post's */
  guint subtitles; /* index of an item, or no_item */
  guint cover;     /* index of an item, or no_item */
  gboolean is_post_wanted;
  gint64 backoff_base_us;
  gint64 look_base_us;

  gboolean is_prepared;
  gboolean is_under_way; /* one step */
  gboolean is_paused;
  gboolean is_subtitles_due;
  char *post_id; /* (owned) (nullable) */
  char *user_id; /* (owned) (nullable): once it was needed */
  GError *
      unknown; /* (owned) (nullable): the post may exist: what to fail with where it is not found */
  guint n_looks; /* that did not find it */
  GError *error; /* (owned) (nullable): given up */

  guint attempts; /* failures in a row of the step that is due */
  gint64 hold_until;
  XuWaitReason hold_reason;
};

static void
clear_item (gpointer data)
{
  Item *item = data;

  g_free (item->media_id);
}

static guint
add_item (XuJobPlan *plan, gboolean is_alt_text_due)
{
  Item item = { .is_alt_text_due = is_alt_text_due };

  g_array_append_val (plan->items, item);
  return plan->items->len - 1;
}

static Item *
get_item (const XuJobPlan *plan, guint index)
{
  g_assert (index < plan->items->len);

  return &g_array_index (plan->items, Item, index);
}

XuJobPlan *
xu_job_plan_new (XuJobSpec *spec, const XuUploadOptions *options)
{
  g_return_val_if_fail (spec != NULL && options != NULL, NULL);

  XuJobPlan *plan = g_new0 (XuJobPlan, 1);
  gsize n_alt_texts = spec->alt_texts != NULL ? g_strv_length (spec->alt_texts) : 0;

  plan->items = g_array_new (FALSE, TRUE, sizeof (Item));
  g_array_set_clear_func (plan->items, clear_item);
  plan->n_media = g_strv_length (spec->paths);
  plan->is_post_wanted = spec->is_post_wanted;
  plan->backoff_base_us = options->backoff_base_us;
  plan->look_base_us = options->look_base_us;

  for (guint i = 0; i < plan->n_media; i++)
    add_item (plan, i < n_alt_texts && spec->alt_texts[i][0] != '\0');

  plan->is_subtitles_due = spec->subtitles_path != NULL;
  plan->subtitles = spec->subtitles_path != NULL ? add_item (plan, FALSE) : no_item;
  plan->cover = spec->cover_path != NULL ? add_item (plan, FALSE) : no_item;

  return plan;
}

void
xu_job_plan_free (XuJobPlan *plan)
{
  g_return_if_fail (plan != NULL);

  g_array_unref (plan->items);
  g_free (plan->post_id);
  g_free (plan->user_id);
  g_clear_error (&plan->unknown);
  g_clear_error (&plan->error);
  g_free (plan);
}

static XuJobStep
next_step (const XuJobPlan *plan)
{
  if (!plan->is_prepared)
    return (XuJobStep){ .kind = XU_JOB_STEP_PREPARE };

  for (guint i = 0; i < plan->items->len; i++)
    {
      if (get_item (plan, i)->media_id == NULL)
        return (XuJobStep){ .kind = XU_JOB_STEP_UPLOAD, .item = i };
    }

  for (guint i = 0; i < plan->items->len; i++)
    {
      if (get_item (plan, i)->is_alt_text_due)
        return (XuJobStep){ .kind = XU_JOB_STEP_ALT_TEXT, .item = i };
    }

  if (plan->is_subtitles_due)
    return (XuJobStep){ .kind = XU_JOB_STEP_SUBTITLES };

  if (!plan->is_post_wanted || plan->post_id != NULL)
    return (XuJobStep){ .kind = XU_JOB_STEP_DONE };

  if (plan->unknown == NULL)
    return (XuJobStep){ .kind = XU_JOB_STEP_POST };

  return (XuJobStep){ .kind = plan->user_id == NULL ? XU_JOB_STEP_WHO : XU_JOB_STEP_LOOK };
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
wait_for_timeline (XuJobPlan *plan, gint64 now)
{
  plan->hold_until = now + (plan->look_base_us << plan->n_looks);
  plan->hold_reason = XU_WAIT_TIMELINE;
}

static void
not_found (XuJobPlan *plan, gint64 now)
{
  plan->n_looks++;
  if (plan->n_looks == looks_max)
    xu_job_plan_give_up (plan, plan->unknown);
  else
    wait_for_timeline (plan, now);
}

void
xu_job_plan_succeeded (XuJobPlan *plan, const XuJobStep *step, const char *id, gint64 now)
{
  g_return_if_fail (plan != NULL && step != NULL && plan->is_under_way);

  plan->is_under_way = FALSE;
  plan->attempts = 0;

  switch (step->kind)
    {
    case XU_JOB_STEP_PREPARE:
      plan->is_prepared = TRUE;
      break;
    case XU_JOB_STEP_UPLOAD:
      g_return_if_fail (id != NULL);
      get_item (plan, step->item)->media_id = g_strdup (id);
      break;
    case XU_JOB_STEP_ALT_TEXT:
      get_item (plan, step->item)->is_alt_text_due = FALSE;
      break;
    case XU_JOB_STEP_SUBTITLES:
      plan->is_subtitles_due = FALSE;
      break;
    case XU_JOB_STEP_POST:
      g_return_if_fail (id != NULL);
      plan->post_id = g_strdup (id);
      break;
    case XU_JOB_STEP_WHO:
      g_return_if_fail (id != NULL);
      plan->user_id = g_strdup (id);
      wait_for_timeline (plan, now);
      break;
    case XU_JOB_STEP_LOOK:
      plan->post_id = g_strdup (id);
      if (id == NULL)
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

void
xu_job_plan_failed (XuJobPlan *plan,
                    const XuJobStep *step,
                    const GError *error,
                    gint64 now,
                    guint32 random)
{
  XuRetry retry;

  g_return_if_fail (plan != NULL && step != NULL && error != NULL && plan->is_under_way);

  plan->is_under_way = FALSE;
  g_debug ("step %d failed: %s", (int) step->kind, error->message);

  if (step->kind == XU_JOB_STEP_POST && is_post_unknown (error))
    {
      plan->attempts = 0;
      plan->unknown = xu_error_new (XU_ERROR_POST_UNKNOWN, "%s", error->message);
      xu_error_set_http (plan->unknown, xu_error_get_http_status (error), -1);
      if (plan->error != NULL)
        {
          /* A cancel that came too late must not hide it. */
          g_clear_error (&plan->error);
          xu_job_plan_give_up (plan, plan->unknown);
        }
    }
  else if (step->kind != XU_JOB_STEP_PREPARE && step->kind != XU_JOB_STEP_UPLOAD
           && xu_retry_decide (error, &plan->attempts, plan->backoff_base_us, now, random, &retry))
    {
      plan->hold_until = retry.at;
      plan->hold_reason = retry.reason;
    }
  else
    xu_job_plan_give_up (plan, error);
}

void
xu_job_plan_set_paused (XuJobPlan *plan, gboolean paused)
{
  g_return_if_fail (plan != NULL);

  plan->is_paused = paused;
}

guint
xu_job_plan_get_n_items (const XuJobPlan *plan)
{
  g_return_val_if_fail (plan != NULL, 0);

  return plan->items->len;
}

const char *
xu_job_plan_get_media_id (const XuJobPlan *plan, guint item)
{
  g_return_val_if_fail (plan != NULL && item < plan->items->len, NULL);

  return get_item (plan, item)->media_id;
}

const char *
xu_job_plan_get_subtitles_id (const XuJobPlan *plan)
{
  g_return_val_if_fail (plan != NULL, NULL);

  return plan->subtitles != no_item ? get_item (plan, plan->subtitles)->media_id : NULL;
}

const char *
xu_job_plan_get_cover_id (const XuJobPlan *plan)
{
  g_return_val_if_fail (plan != NULL, NULL);

  return plan->cover != no_item ? get_item (plan, plan->cover)->media_id : NULL;
}

const char **
xu_job_plan_dup_post_media_ids (const XuJobPlan *plan)
{
  g_return_val_if_fail (plan != NULL, NULL);

  const char **ids = g_new0 (const char *, plan->n_media + 1);

  for (guint i = 0; i < plan->n_media; i++)
    ids[i] = get_item (plan, i)->media_id;

  return ids;
}

const char *
xu_job_plan_get_user_id (const XuJobPlan *plan)
{
  g_return_val_if_fail (plan != NULL, NULL);

  return plan->user_id;
}

const char *
xu_job_plan_get_post_id (const XuJobPlan *plan)
{
  g_return_val_if_fail (plan != NULL, NULL);

  return plan->post_id;
}

const GError *
xu_job_plan_get_error (const XuJobPlan *plan)
{
  g_return_val_if_fail (plan != NULL, NULL);

  return plan->error;
}
