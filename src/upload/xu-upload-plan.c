/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The upload of one file as a pure state machine: what next, and what follows from what happened.
 */

#define G_LOG_DOMAIN "xu-upload"

#include "config.h"

#include "xu-upload-plan-private.h"

#include "xu-error.h"

/* On slow uplinks segments shrink towards this long each, so that little is lost when one fails. */
static const gint64 segment_target_us = 30 * G_USEC_PER_SEC;

guint64
xu_upload_plan_round_down (guint64 size)
{
  return MAX (size / XU_SEGMENT_QUANTUM, 1) * XU_SEGMENT_QUANTUM;
}

/* Base64 grows by a third, and what the server limits is the body. */
static guint64
raw_size (const XuUploadPlan *plan, guint64 body_size)
{
  return plan->options.encoding == XU_APPEND_JSON ? xu_upload_plan_round_down (body_size / 4 * 3)
                                                  : body_size;
}

static guint64
raw_ceiling (const XuUploadPlan *plan)
{
  guint64 ceiling = plan->options.segment_ceiling;

  return ceiling > 0 ? xu_upload_plan_round_down (raw_size (plan, ceiling)) : 0;
}

/* The ceiling is a guess, half of what was refused: a file that does not fit with it may fit with
 * something in between. */
static gboolean
divide_below_refused (XuUploadPlan *plan, guint from, GError **error)
{
  guint64 refused = plan->options.segment_refused;

  if (refused <= XU_SEGMENT_QUANTUM)
    return FALSE;

  g_clear_error (error);
  return xu_segment_plan_divide (plan->segments, from, raw_ceiling (plan),
                                 xu_upload_plan_round_down (raw_size (plan, refused - 1)), error);
}

static gboolean
divide (XuUploadPlan *plan, guint from, guint64 wanted, GError **error)
{
  if (!xu_segment_plan_divide (plan->segments, from, wanted, raw_ceiling (plan), error)
      && !divide_below_refused (plan, from, error))
    return FALSE;

  if (from < xu_segment_plan_get_length (plan->segments))
    plan->current_size = xu_segment_plan_get (plan->segments, from)->length;

  return TRUE;
}

gboolean
xu_upload_plan_has_ended (const XuUploadPlan *plan)
{
  return plan->error != NULL || plan->phase == XU_PHASE_DONE;
}

void
xu_upload_plan_forget (XuUploadPlan *plan)
{
  g_clear_pointer (&plan->segments, xu_segment_plan_free);
  g_clear_pointer (&plan->media_id, g_free);
  plan->segments = xu_segment_plan_new (plan->total_bytes);
  plan->expires_at = 0;
  plan->acknowledged_max = 0;
  plan->is_proven = FALSE;
  plan->is_doubtful = FALSE;
  plan->has_gone_parallel = FALSE;
  plan->is_finalize_unanswered = FALSE;
  plan->is_finalize_guessed = FALSE;
  plan->may_linger = FALSE;
  plan->n_finalize_refused = 0;
  plan->n_restarts++;
  xu_upload_plan_enter (plan, XU_PHASE_INITIALIZE);
}

XuUploadPlan *
xu_upload_plan_new (guint64 total_bytes,
                    const XuUploadRecord *record,
                    const XuUploadOptions *options,
                    gint64 now,
                    GError **error)
{
  g_return_val_if_fail (total_bytes > 0 && options != NULL, NULL);
  g_return_val_if_fail (
      options->segment_size > 0 && options->parallel > 0 && options->backoff_base_us > 0, NULL);

  g_autoptr (XuUploadPlan) plan = g_new0 (XuUploadPlan, 1);

  plan->options = *options;
  plan->total_bytes = total_bytes;
  plan->segments = xu_segment_plan_new (total_bytes);
  plan->divide_from = G_MAXUINT;

  if (record != NULL && record->state != XU_UPLOAD_RECORD_NEW
      && !xu_upload_plan_restore (plan, record, now))
    {
      g_debug ("the record of this upload does not fit: starting again");
      xu_upload_plan_forget (plan);
    }

  if (plan->phase == XU_PHASE_INITIALIZE
      && !divide (plan, 0, raw_size (plan, options->segment_size), error))
    return NULL;

  return g_steal_pointer (&plan);
}

void
xu_upload_plan_free (XuUploadPlan *plan)
{
  g_return_if_fail (plan != NULL);

  g_clear_pointer (&plan->segments, xu_segment_plan_free);
  g_clear_error (&plan->error);
  g_free (plan->media_id);
  g_free (plan);
}

void
xu_upload_plan_fail (XuUploadPlan *plan, const GError *error)
{
  if (!xu_upload_plan_has_ended (plan))
    plan->error = g_error_copy (error);
}

void
xu_upload_plan_enter (XuUploadPlan *plan, XuUploadPhase phase)
{
  plan->phase = phase;
  plan->attempts = (XuAttempts){ 0 };
}

void
xu_upload_plan_hold (XuUploadPlan *plan, gint64 until, XuWaitReason reason)
{
  if (until <= plan->hold_until)
    return;

  plan->hold_until = until;
  plan->hold_reason = reason;
}

/* What is due as soon as nothing is in flight. */
static void
settle (XuUploadPlan *plan)
{
  g_autoptr (GError) error = NULL;
  guint64 wanted = raw_size (plan, plan->options.segment_size);

  if (plan->n_in_flight > 0 || xu_upload_plan_has_ended (plan))
    return;

  if (plan->is_restart_due)
    {
      plan->is_restart_due = FALSE;
      xu_upload_plan_forget (plan);
      plan->divide_from = 0;
    }

  if (plan->divide_from != G_MAXUINT)
    {
      if (!divide (plan, plan->divide_from, wanted, &error))
        xu_upload_plan_fail (plan, error);
      plan->divide_from = G_MAXUINT;
    }
}

static XuStep
next_exchange (const XuUploadPlan *plan, XuExchange exchange)
{
  if (plan->n_in_flight > 0)
    return (XuStep){ .kind = XU_STEP_NOTHING };

  return (XuStep){ .kind = XU_STEP_EXCHANGE, .exchange = exchange };
}

static XuStep
next_append (const XuUploadPlan *plan, gint64 now)
{
  guint slots = plan->is_proven && !plan->options.is_sequential ? plan->options.parallel : 1;
  guint index = 0;
  gint64 wake_at;

  if (plan->n_in_flight >= slots || plan->divide_from != G_MAXUINT)
    return (XuStep){ .kind = XU_STEP_NOTHING };

  gboolean is_due = xu_segment_plan_find_pending (plan->segments, now, &index, &wake_at);
  const XuSegment *segment = xu_segment_plan_get (plan->segments, index);

  if (is_due)
    {
      return (XuStep){ .kind = XU_STEP_EXCHANGE,
                       .exchange = XU_EXCHANGE_APPEND,
                       .index = index,
                       .offset = segment->offset,
                       .length = segment->length,
                       .encoding = plan->options.encoding };
    }

  if (wake_at == G_MAXINT64)
    return (XuStep){ .kind = XU_STEP_NOTHING };

  return (XuStep){ .kind = XU_STEP_WAIT, .wake_at = wake_at, .reason = segment->reason };
}

XuStep
xu_upload_plan_next (XuUploadPlan *plan, gint64 now)
{
  g_return_val_if_fail (plan != NULL, (XuStep){ .kind = XU_STEP_NOTHING });

  settle (plan);

  if (plan->n_in_flight > 0 && (xu_upload_plan_has_ended (plan) || plan->is_restart_due))
    return (XuStep){ .kind = XU_STEP_NOTHING, .is_futile = TRUE };
  if (plan->error != NULL)
    return (XuStep){ .kind = XU_STEP_FAILED };
  if (plan->phase == XU_PHASE_DONE)
    return (XuStep){ .kind = XU_STEP_DONE };
  if (plan->is_paused)
    return (XuStep){ .kind = XU_STEP_NOTHING };
  if (plan->hold_until > now)
    return (
        XuStep){ .kind = XU_STEP_WAIT, .wake_at = plan->hold_until, .reason = plan->hold_reason };

  switch (plan->phase)
    {
    case XU_PHASE_INITIALIZE:
      return next_exchange (plan, XU_EXCHANGE_INITIALIZE);
    case XU_PHASE_APPEND:
      return next_append (plan, now);
    case XU_PHASE_FINALIZE:
      return next_exchange (plan, XU_EXCHANGE_FINALIZE);
    case XU_PHASE_STATUS:
      return next_exchange (plan, XU_EXCHANGE_STATUS);
    case XU_PHASE_DONE:
    default:
      g_assert_not_reached ();
    }
}

void
xu_upload_plan_begin (XuUploadPlan *plan, const XuStep *step, gint64 now)
{
  g_return_if_fail (plan != NULL && step != NULL && step->kind == XU_STEP_EXCHANGE);

  if (step->exchange == XU_EXCHANGE_APPEND)
    {
      plan->has_gone_parallel = plan->has_gone_parallel || plan->n_in_flight > 0;
      xu_segment_plan_begin (plan->segments, step->index, now);
    }

  plan->n_in_flight++;
}

void
xu_upload_plan_end_exchange (XuUploadPlan *plan)
{
  g_assert (plan->n_in_flight > 0);

  plan->n_in_flight--;
}

static gint64
add_seconds (gint64 unix_now, gint64 seconds)
{
  return seconds < G_MAXINT64 - unix_now ? unix_now + seconds : G_MAXINT64;
}

void
xu_upload_plan_initialized (XuUploadPlan *plan, const XuMediaUpload *upload, gint64 unix_now)
{
  g_return_if_fail (plan != NULL && upload != NULL && unix_now >= 0);

  xu_upload_plan_end_exchange (plan);
  g_assert (plan->phase == XU_PHASE_INITIALIZE);

  g_free (plan->media_id);
  plan->media_id = g_strdup (upload->media_id);
  if (upload->expires_after_s > 0)
    plan->expires_at = add_seconds (unix_now, upload->expires_after_s);
  plan->is_acquainted = TRUE;
  xu_upload_plan_enter (plan, XU_PHASE_APPEND);
}

/* Cuts what is not sent yet anew when a segment takes much longer than it should, or much shorter
 * than it could. */
static void
adapt_size (XuUploadPlan *plan, const XuSegment *segment, gint64 now)
{
  guint64 preferred = MAX (raw_size (plan, plan->options.segment_size), plan->current_size);
  guint tail = xu_segment_plan_get_tail (plan->segments);
  gint64 took_us = MAX (now - segment->begun_at, 1);

  if (segment->length < plan->current_size || tail >= xu_segment_plan_get_length (plan->segments))
    return;

  double fitting = (double) segment->length * (double) segment_target_us / (double) took_us;
  guint64 wanted = xu_upload_plan_round_down ((guint64) MIN (fitting, (double) preferred));
  guint64 size = xu_segment_plan_choose_size (plan->segments, tail, wanted, raw_ceiling (plan));

  if (size > plan->current_size / 2 && size < plan->current_size * 2)
    return;

  g_debug ("segments of %" G_GUINT64_FORMAT " bytes from %u on: one took %" G_GINT64_FORMAT " ms",
           size, tail, took_us / 1000);
  divide (plan, tail, wanted, NULL); /* Where it does not fit, the old cut stays. */
}

void
xu_upload_plan_appended (XuUploadPlan *plan, const XuStep *step, gint64 now)
{
  g_return_if_fail (plan != NULL && step != NULL && step->exchange == XU_EXCHANGE_APPEND);

  XuSegment *segment = xu_segment_plan_get (plan->segments, step->index);
  const XuSegment sent = *segment;
  guint64 acknowledged;

  xu_upload_plan_end_exchange (plan);
  segment->state = XU_SEGMENT_ACKNOWLEDGED;
  plan->is_proven = TRUE;
  plan->is_doubtful = FALSE;
  plan->attempts = (XuAttempts){ 0 };
  xu_segment_plan_forgive (plan->segments);

  acknowledged = xu_segment_plan_get_acknowledged (plan->segments);
  plan->acknowledged_max = MAX (plan->acknowledged_max, acknowledged);

  if (xu_upload_plan_has_ended (plan) || plan->is_restart_due || plan->divide_from != G_MAXUINT)
    return;

  if (acknowledged == plan->total_bytes)
    xu_upload_plan_enter (plan, XU_PHASE_FINALIZE);
  else
    adapt_size (plan, &sent, now);
}

gint64
xu_upload_plan_get_check_delay (const XuMediaStatus *status)
{
  g_return_val_if_fail (status != NULL, -1);

  if (status->state == XU_PROCESSING_SUCCEEDED || status->state == XU_PROCESSING_FAILED)
    return -1;

  return status->check_after_s >= 0 ? CLAMP (status->check_after_s, 1, 60) : 5;
}

static void
apply_status (XuUploadPlan *plan, const XuMediaStatus *status, gint64 now)
{
  g_autoptr (GError) error = NULL;

  switch (status->state)
    {
    case XU_PROCESSING_SUCCEEDED:
      xu_upload_plan_enter (plan, XU_PHASE_DONE);
      return;

    case XU_PROCESSING_FAILED:
      error = xu_error_new (XU_ERROR_MEDIA_REFUSED, "processing of %s failed: %s: %s",
                            status->media_id,
                            status->error_name != NULL ? status->error_name : "no name",
                            status->error_message != NULL ? status->error_message : "no message");
      xu_error_set_reason (error, status->error_message != NULL ? status->error_message
                                                                : status->error_name);
      plan->is_spent = TRUE;
      xu_upload_plan_fail (plan, error);
      return;

    case XU_PROCESSING_PENDING:
    case XU_PROCESSING_IN_PROGRESS:
    default:
      break;
    }

  if (now - plan->processing_since >= plan->options.processing_limit_us)
    {
      error = xu_error_new (XU_ERROR_PROCESSING_TIMEOUT,
                            "processing of %s did not end within %" G_GINT64_FORMAT " s",
                            status->media_id, plan->options.processing_limit_us / G_USEC_PER_SEC);
      xu_upload_plan_fail (plan, error);
      return;
    }

  xu_upload_plan_hold (plan, now + xu_upload_plan_get_check_delay (status) * G_USEC_PER_SEC,
                       XU_WAIT_PROCESSING);
}

void
xu_upload_plan_finalized (XuUploadPlan *plan, const XuMediaStatus *status, gint64 now)
{
  g_return_if_fail (plan != NULL && status != NULL);

  xu_upload_plan_end_exchange (plan);
  g_assert (plan->phase == XU_PHASE_FINALIZE);

  plan->is_doubtful = FALSE;
  plan->processing_since = now;
  plan->is_finalize_unanswered = FALSE;
  xu_upload_plan_enter (plan, XU_PHASE_STATUS);
  apply_status (plan, status, now);
}

void
xu_upload_plan_checked (XuUploadPlan *plan, const XuMediaStatus *status, gint64 now)
{
  g_return_if_fail (plan != NULL && status != NULL);

  xu_upload_plan_end_exchange (plan);
  g_assert (plan->phase == XU_PHASE_STATUS);

  plan->is_doubtful = FALSE;
  plan->is_finalize_guessed = FALSE;
  plan->attempts = (XuAttempts){ 0 };
  apply_status (plan, status, now);
}

void
xu_upload_plan_set_paused (XuUploadPlan *plan, gboolean paused, gint64 now)
{
  g_return_if_fail (plan != NULL);

  if (paused && !plan->is_paused)
    plan->paused_at = now;
  else if (!paused && plan->is_paused)
    plan->processing_since += now - plan->paused_at;

  plan->is_paused = paused;
}

void
xu_upload_plan_set_offline (XuUploadPlan *plan, gboolean is_offline)
{
  g_return_if_fail (plan != NULL);

  plan->is_offline = is_offline;
}

void
xu_upload_plan_set_acquainted (XuUploadPlan *plan)
{
  g_return_if_fail (plan != NULL);

  plan->is_acquainted = TRUE;
}

void
xu_upload_plan_network_changed (XuUploadPlan *plan)
{
  g_return_if_fail (plan != NULL);

  xu_segment_plan_network_changed (plan->segments);
  if (plan->hold_reason == XU_WAIT_NETWORK)
    {
      plan->hold_until = 0;
      xu_attempts_renew (&plan->attempts);
    }
}

void
xu_upload_plan_give_up (XuUploadPlan *plan, const GError *error)
{
  g_return_if_fail (plan != NULL && error != NULL);

  xu_upload_plan_fail (plan, error);
}

const char *
xu_upload_plan_get_media_id (const XuUploadPlan *plan)
{
  g_return_val_if_fail (plan != NULL, NULL);

  return plan->media_id;
}

guint64
xu_upload_plan_get_acknowledged (const XuUploadPlan *plan)
{
  g_return_val_if_fail (plan != NULL, 0);

  return plan->acknowledged_max;
}

guint
xu_upload_plan_get_restarts (const XuUploadPlan *plan)
{
  g_return_val_if_fail (plan != NULL, 0);

  return plan->n_restarts;
}

const XuUploadOptions *
xu_upload_plan_get_options (const XuUploadPlan *plan)
{
  g_return_val_if_fail (plan != NULL, NULL);

  return &plan->options;
}

const GError *
xu_upload_plan_get_error (const XuUploadPlan *plan)
{
  g_return_val_if_fail (plan != NULL, NULL);

  return plan->error;
}
