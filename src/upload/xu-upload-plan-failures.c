/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What follows from a failed exchange: wait, try again, cut smaller, start again, or give up. */

#define G_LOG_DOMAIN "xu-upload"

#include "config.h"

#include "xu-upload-plan-private.h"

#include <gio/gio.h>

#include "xu-backoff.h"
#include "xu-error.h"
#include "xu-problem.h"

/* Failures in a row, without any progress in between, before an exchange is given up: about two
 * minutes. */
static const guint attempts_max = 10;
static const gint64 backoff_base_us = 1 * G_USEC_PER_SEC;
static const gint64 backoff_cap_us = 60 * G_USEC_PER_SEC;

/* A 429 that does not say when to come back: X's windows are 15 minutes long. */
static const gint64 rate_limit_base_us = 30 * G_USEC_PER_SEC;
static const gint64 rate_limit_cap_us = 15 * 60 * G_USEC_PER_SEC;

/* A broken Retry-After must not put an upload to sleep for days. */
static const gint64 hold_max_us = G_GINT64_CONSTANT (24) * 3600 * G_USEC_PER_SEC;

static gboolean
is_transient (const GError *error)
{
  return g_error_matches (error, XU_ERROR, XU_ERROR_NETWORK)
         || g_error_matches (error, XU_ERROR, XU_ERROR_SERVER)
         || g_error_matches (error, XU_ERROR, XU_ERROR_BAD_ANSWER);
}

static void
restart (XuUploadPlan *plan, const char *why)
{
  g_debug ("starting again with a new INITIALIZE: %s", why);
  plan->is_restart_due = TRUE;
}

/* 429: everything waits, for as long as X says. */
static void
wait_for_rate_limit (XuUploadPlan *plan, const GError *error, gint64 now, guint32 random)
{
  gint64 delay = xu_error_get_retry_after (error);

  plan->attempts++;
  if (delay < 0)
    delay = rate_limit_base_us
            + xu_backoff_delay (plan->attempts, rate_limit_base_us, rate_limit_cap_us, random);

  /* Full seconds are all that X tells; a second more keeps many clients from coming back at once.
   */
  delay = MIN (delay, hold_max_us) + (gint64) (random % G_USEC_PER_SEC);
  xu_upload_plan_hold (plan, now + delay, XU_WAIT_RATE_LIMIT);
}

/* Counts the failure and says when to try again; gives up when it was one too many. */
static gboolean
retry (XuUploadPlan *plan,
       guint *attempts,
       const GError *error,
       gint64 now,
       guint32 random,
       gint64 *at)
{
  gint64 retry_after = MIN (xu_error_get_retry_after (error), hold_max_us);

  *attempts += 1;
  if (*attempts >= attempts_max)
    {
      xu_upload_plan_fail (plan, error);
      return FALSE;
    }

  plan->hold_reason
      = g_error_matches (error, XU_ERROR, XU_ERROR_NETWORK) ? XU_WAIT_NETWORK : XU_WAIT_SERVER;
  *at = now
        + MAX (xu_backoff_delay (*attempts, backoff_base_us, backoff_cap_us, random), retry_after);
  if (retry_after > 0)
    xu_upload_plan_hold (plan, *at, plan->hold_reason);

  return TRUE;
}

static void
switch_encoding (XuUploadPlan *plan)
{
  plan->has_switched_encoding = TRUE;
  plan->options.encoding
      = plan->options.encoding == XU_APPEND_MULTIPART ? XU_APPEND_JSON : XU_APPEND_MULTIPART;
  plan->divide_from = 0;
  g_debug ("append refused for its encoding: trying the other");
}

/* 413 or 431: half the size from here on. */
static void
lower_ceiling (XuUploadPlan *plan, const XuStep *step, const GError *error)
{
  guint64 half = xu_upload_plan_round_down (step->length / 2);

  if (half >= step->length)
    {
      xu_upload_plan_fail (plan, error);
      return;
    }

  if (step->encoding == XU_APPEND_JSON)
    half = xu_upload_plan_round_down (half / 3 * 4);
  if (plan->options.segment_ceiling == 0 || half < plan->options.segment_ceiling)
    plan->options.segment_ceiling = half;
  plan->divide_from = MIN (plan->divide_from, step->index);
  g_debug ("segment %u of %" G_GUINT64_FORMAT " bytes is too large: at most %" G_GUINT64_FORMAT,
           step->index, step->length, plan->options.segment_ceiling);
}

/* A server that wants the segments in order refuses the second, or finalize, with a plain 400. */
static gboolean
may_dislike_parallel (const XuUploadPlan *plan, const GError *error)
{
  return g_error_matches (error, XU_ERROR, XU_ERROR_REJECTED) && plan->is_proven
         && plan->options.parallel > 1 && !plan->options.is_sequential
         && xu_segment_plan_get_length (plan->segments) > 1;
}

static void
append_failed (
    XuUploadPlan *plan, const XuStep *step, const GError *error, gint64 now, guint32 random)
{
  XuSegment *segment = xu_segment_plan_get (plan->segments, step->index);
  guint status = xu_error_get_http_status (error);

  if (status == 413 || status == 431)
    lower_ceiling (plan, step, error);
  else if (!plan->is_proven && !plan->has_switched_encoding && xu_problem_is_about_encoding (error))
    switch_encoding (plan);
  else if (is_transient (error))
    retry (plan, &segment->attempts, error, now, random, &segment->not_before);
  else if (may_dislike_parallel (plan, error))
    {
      plan->options.is_sequential = TRUE;
      restart (plan, "parallel segments seem to be refused");
    }
  else
    xu_upload_plan_fail (plan, error);
}

static void
control_failed (
    XuUploadPlan *plan, const XuStep *step, const GError *error, gint64 now, guint32 random)
{
  gint64 at;

  if (is_transient (error))
    {
      if (step->exchange == XU_EXCHANGE_FINALIZE && !xu_error_is_unsent (error))
        plan->is_finalize_unanswered = TRUE;
      if (retry (plan, &plan->attempts, error, now, random, &at))
        xu_upload_plan_hold (plan, at, plan->hold_reason);
    }
  else if (step->exchange == XU_EXCHANGE_FINALIZE && plan->is_finalize_unanswered)
    {
      /* An earlier finalize whose answer was lost may have been carried out: STATUS knows. */
      plan->is_finalize_unanswered = FALSE;
      plan->processing_since = now;
      xu_upload_plan_enter (plan, XU_PHASE_STATUS);
    }
  else if (step->exchange == XU_EXCHANGE_FINALIZE && may_dislike_parallel (plan, error))
    {
      plan->options.is_sequential = TRUE;
      restart (plan, "finalize does not like parallel segments");
    }
  else
    xu_upload_plan_fail (plan, error);
}

void
xu_upload_plan_failed (
    XuUploadPlan *plan, const XuStep *step, const GError *error, gint64 now, guint32 random)
{
  g_return_if_fail (plan != NULL && step != NULL && error != NULL);

  xu_upload_plan_end_exchange (plan);
  if (step->exchange == XU_EXCHANGE_APPEND)
    xu_segment_plan_get (plan->segments, step->index)->state = XU_SEGMENT_PENDING;

  if (plan->phase >= XU_PHASE_DONE || plan->is_restart_due
      || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_debug ("exchange %d failed: %s", (int) step->exchange, error->message);

  if (g_error_matches (error, XU_ERROR, XU_ERROR_RATE_LIMITED))
    wait_for_rate_limit (plan, error, now, random);
  else if (g_error_matches (error, XU_ERROR, XU_ERROR_MEDIA_EXPIRED)
           && step->exchange != XU_EXCHANGE_INITIALIZE && !plan->is_finalize_unanswered
           && !plan->has_restarted_expired)
    {
      plan->has_restarted_expired = TRUE;
      restart (plan, "the media id is not known any more");
    }
  else if (step->exchange == XU_EXCHANGE_APPEND)
    append_failed (plan, step, error, now, random);
  else
    control_failed (plan, step, error, now, random);
}
