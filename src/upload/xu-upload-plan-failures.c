/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What follows from a failed exchange: wait, try again, cut smaller, start again, or give up. */

#define G_LOG_DOMAIN "xu-upload"

#include "config.h"

#include "xu-upload-plan-private.h"

#include <gio/gio.h>

#include "xu-backoff.h"
#include "xu-error.h"
#include "xu-problem.h"

static void
restart (XuUploadPlan *plan, const char *why)
{
  g_debug ("starting again with a new INITIALIZE: %s", why);
  plan->is_restart_due = TRUE;
}

/* How often finalize is asked again while the server may not have noticed yet that a connection is
 * dead: a minute at most, with the default base. */
static const guint lingering_max = 6;
static const gint64 backoff_cap_us = 60 * G_USEC_PER_SEC;

/* What a process before us cut stays as it is: what it sent last may still arrive. */
static void
switch_encoding (XuUploadPlan *plan)
{
  plan->has_switched_encoding = TRUE;
  plan->options.encoding
      = plan->options.encoding == XU_APPEND_MULTIPART ? XU_APPEND_JSON : XU_APPEND_MULTIPART;
  if (!plan->is_doubtful)
    plan->divide_from = 0;
  g_debug ("append refused for its encoding: trying the other");
}

/* 413 or 431: half the size from here on. */
static void
lower_ceiling (XuUploadPlan *plan, const XuStep *step, const GError *error)
{
  gboolean is_json = step->encoding == XU_APPEND_JSON;
  guint64 body = is_json ? step->length / 3 * 4 : step->length;
  guint64 half = xu_upload_plan_round_down (step->length / 2);

  if (half >= step->length)
    {
      xu_upload_plan_fail (plan, error);
      return;
    }

  if (is_json)
    half = xu_upload_plan_round_down (half / 3 * 4);
  if (plan->options.segment_refused == 0 || body < plan->options.segment_refused)
    plan->options.segment_refused = body;
  if (plan->options.segment_ceiling == 0 || half < plan->options.segment_ceiling)
    plan->options.segment_ceiling = half;
  plan->divide_from = MIN (plan->divide_from, step->index);
  g_debug ("segment %u of %" G_GUINT64_FORMAT " bytes is too large: at most %" G_GUINT64_FORMAT,
           step->index, step->length, plan->options.segment_ceiling);
}

static gboolean
is_plain_400 (const GError *error)
{
  return g_error_matches (error, XU_ERROR, XU_ERROR_REJECTED)
         && xu_error_get_http_status (error) == 400;
}

/* A server that wants the segments in order refuses the second, or finalize, with a plain 400. */
static gboolean
may_dislike_parallel (const XuUploadPlan *plan, const GError *error)
{
  return is_plain_400 (error) && plan->has_gone_parallel;
}

/* One after another from here on, with this segment once more. Refused even so, the server must
 * have joined others in the wrong order. */
static void
go_sequential (XuUploadPlan *plan, XuSegment *segment)
{
  plan->options.is_sequential = TRUE;
  if (segment->was_refused)
    restart (plan, "parallel segments seem to be refused");

  segment->was_refused = TRUE;
}

static gboolean
decide_retry (const XuUploadPlan *plan,
              const GError *error,
              XuAttempts *attempts,
              gint64 now,
              guint32 random,
              XuRetry *retry)
{
  const XuRetryContext context = {
    .base_us = plan->options.backoff_base_us,
    .is_offline = plan->is_offline,
    .is_acquainted = plan->is_acquainted,
  };

  return xu_retry_decide (error, &context, attempts, now, random, retry);
}

static void
retry_append (XuUploadPlan *plan,
              XuSegment *segment,
              const GError *error,
              gint64 now,
              guint32 random)
{
  XuRetry retry;

  if (!decide_retry (plan, error, &segment->attempts, now, random, &retry))
    {
      xu_upload_plan_fail (plan, error);
      return;
    }

  segment->reason = retry.reason;
  segment->not_before = retry.at;
  if (retry.is_for_all)
    xu_upload_plan_hold (plan, retry.at, retry.reason);
}

static void
append_failed (XuUploadPlan *plan,
               const XuStep *step,
               const GError *error,
               gint64 now,
               guint32 random)
{
  guint status = xu_error_get_http_status (error);

  if (status == 413 || status == 431)
    lower_ceiling (plan, step, error);
  else if (!plan->is_proven && !plan->has_switched_encoding && xu_problem_is_about_encoding (error))
    switch_encoding (plan);
  else if (may_dislike_parallel (plan, error))
    go_sequential (plan, xu_segment_plan_get (plan->segments, step->index));
  else
    retry_append (plan, xu_segment_plan_get (plan->segments, step->index), error, now, random);
}

/* A server that still waits for the rest of a segment, on a connection that died under it, cannot
 * finalize: it is given time to notice, for all else means to upload everything again. */
static gboolean
may_finalize_later (XuUploadPlan *plan, const GError *error, gint64 now, guint32 random)
{
  if (!is_plain_400 (error) || !plan->may_linger || plan->n_finalize_refused == lingering_max)
    return FALSE;

  plan->n_finalize_refused++;
  plan->is_finalize_guessed = FALSE;
  if (plan->phase != XU_PHASE_FINALIZE)
    xu_upload_plan_enter (plan, XU_PHASE_FINALIZE);
  xu_upload_plan_hold (plan,
                       now
                           + xu_backoff_delay (plan->n_finalize_refused,
                                               plan->options.backoff_base_us, backoff_cap_us,
                                               random),
                       XU_WAIT_SERVER);
  return TRUE;
}

/* A finalize whose answer was lost may have been carried out: when the next one is refused, STATUS
 * knows. */
static void
finalize_refused (XuUploadPlan *plan, const GError *error, gint64 now, guint32 random)
{
  if (plan->is_finalize_unanswered
      && (g_error_matches (error, XU_ERROR, XU_ERROR_REJECTED)
          || g_error_matches (error, XU_ERROR, XU_ERROR_MEDIA_EXPIRED)))
    {
      plan->is_finalize_unanswered = FALSE;
      plan->processing_since = now;
      plan->is_finalize_guessed = TRUE;
      xu_upload_plan_enter (plan, XU_PHASE_STATUS);
    }
  else if (may_finalize_later (plan, error, now, random))
    g_debug ("finalize is refused: once more, for segments may linger");
  else if (may_dislike_parallel (plan, error))
    {
      plan->options.is_sequential = TRUE;
      restart (plan, "finalize does not like parallel segments");
    }
  else
    xu_upload_plan_fail (plan, error);
}

static void
control_failed (XuUploadPlan *plan,
                const XuStep *step,
                const GError *error,
                gint64 now,
                guint32 random)
{
  XuRetry retry;

  if (decide_retry (plan, error, &plan->attempts, now, random, &retry))
    xu_upload_plan_hold (plan, retry.at, retry.reason);
  else if (step->exchange == XU_EXCHANGE_FINALIZE)
    finalize_refused (plan, error, now, random);
  else if (step->exchange == XU_EXCHANGE_STATUS && plan->is_finalize_guessed
           && may_finalize_later (plan, error, now, random))
    g_debug ("it is not finalized: once more");
  else
    xu_upload_plan_fail (plan, error);
}

/* No answer that says no: X may have done it. */
static gboolean
may_have_acted (const GError *error)
{
  return !xu_error_is_unsent (error)
         && (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)
             || g_error_matches (error, XU_ERROR, XU_ERROR_NETWORK)
             || g_error_matches (error, XU_ERROR, XU_ERROR_SERVER)
             || g_error_matches (error, XU_ERROR, XU_ERROR_BAD_ANSWER));
}

/* The connection died, or we ended it. */
static gboolean
was_cut_off (const GError *error)
{
  return !xu_error_is_unsent (error)
         && (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)
             || g_error_matches (error, XU_ERROR, XU_ERROR_NETWORK));
}

/* X does not know the media id any more. Of an id that a process before us got, a plain 400 says so
 * too: nobody knows how X refuses old ones, and a new beginning tells. */
static gboolean
is_media_id_dead (const XuUploadPlan *plan, const XuStep *step, const GError *error)
{
  if (step->exchange == XU_EXCHANGE_INITIALIZE || plan->is_finalize_unanswered
      || plan->has_restarted_expired)
    return FALSE;

  return g_error_matches (error, XU_ERROR, XU_ERROR_MEDIA_EXPIRED)
         || (plan->is_doubtful && is_plain_400 (error) && !xu_problem_is_about_encoding (error));
}

void
xu_upload_plan_failed (XuUploadPlan *plan,
                       const XuStep *step,
                       const GError *error,
                       gint64 now,
                       guint32 random)
{
  g_return_if_fail (plan != NULL && step != NULL && error != NULL);

  xu_upload_plan_end_exchange (plan);
  if (step->exchange == XU_EXCHANGE_APPEND)
    xu_segment_plan_get (plan->segments, step->index)->state = XU_SEGMENT_PENDING;

  if (xu_error_get_http_status (error) >= 400)
    plan->is_acquainted = TRUE;
  if (step->exchange == XU_EXCHANGE_FINALIZE && may_have_acted (error))
    plan->is_finalize_unanswered = TRUE;
  if (step->exchange == XU_EXCHANGE_APPEND && was_cut_off (error))
    plan->may_linger = TRUE;

  if (xu_upload_plan_has_ended (plan) || plan->is_restart_due
      || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_debug ("exchange %d failed: %s", (int) step->exchange, error->message);

  if (is_media_id_dead (plan, step, error))
    {
      plan->has_restarted_expired = TRUE;
      restart (plan, "the media id is not known any more");
    }
  else if (step->exchange == XU_EXCHANGE_APPEND)
    append_failed (plan, step, error, now, random);
  else
    control_failed (plan, step, error, now, random);
}
