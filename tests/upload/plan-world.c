/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An upload plan, its disk, and a model of the server, for what must hold whatever happens. */

#include "config.h"

#include "plan-world.h"

#include "plan-errors.h"

gboolean
plan_world_chance (PlanWorld *self, guint percent)
{
  return (guint) g_rand_int_range (self->rand, 0, 100) < percent;
}

PlanMedium *
plan_world_get_medium (const PlanWorld *self)
{
  return self->media->len > 0 ? g_ptr_array_index (self->media, self->media->len - 1) : NULL;
}

static gboolean
is_encoding_refused (const PlanWorld *self, const XuStep *step)
{
  return (int) step->encoding == self->refused_encoding;
}

static gboolean
is_too_large (const PlanWorld *self, const XuStep *step)
{
  guint64 body = step->encoding == XU_APPEND_JSON ? step->length / 3 * 4 : step->length;

  return body > self->body_max;
}

void
plan_world_store (const PlanWorld *self, const PlanExchange *exchange)
{
  if (exchange->step.exchange != XU_EXCHANGE_APPEND || exchange->medium->is_finalized
      || is_encoding_refused (self, &exchange->step) || is_too_large (self, &exchange->step))
    return;

  exchange->medium->segments[exchange->step.index].offset = exchange->step.offset;
  exchange->medium->segments[exchange->step.index].length = exchange->step.length;
}

gboolean
plan_world_is_complete (const PlanMedium *medium, guint64 total)
{
  guint64 offset = 0;
  gboolean has_ended = FALSE;

  for (guint i = 0; i < XU_SEGMENTS_MAX; i++)
    {
      if (medium->segments[i].length == 0)
        {
          has_ended = TRUE;
          continue;
        }
      if (has_ended || medium->segments[i].offset != offset)
        return FALSE;
      offset += medium->segments[i].length;
    }

  return offset == total;
}

/* How exchanges end. */

static void
fail (PlanWorld *self, const PlanExchange *exchange, const char *name, gint64 retry_after_us)
{
  g_autoptr (GError) error = plan_error_new (exchange->step.exchange, name, retry_after_us);

  self->n_ended += exchange->step.exchange == XU_EXCHANGE_APPEND ? 1 : 0;
  xu_upload_plan_failed (self->plan, &exchange->step, error, self->now, g_rand_int (self->rand));
}

/* The server's part in an exchange whose end nobody here hears of. */
void
plan_world_arrive_unheard (PlanWorld *self, const PlanExchange *exchange)
{
  if (exchange->step.exchange == XU_EXCHANGE_FINALIZE && plan_world_chance (self, 50))
    exchange->medium->is_finalized = TRUE;

  /* Carried out now, later, or never. Later only where all that may come is the same again. */
  if (plan_world_chance (self, 50))
    plan_world_store (self, exchange);
  else if (self->body_max == G_MAXUINT64 && !self->is_hostile)
    g_array_append_val (self->late, *exchange);
}

static void
fail_by_chance (PlanWorld *self, const PlanExchange *exchange)
{
  static const char *const passing[] = {
    "network", "unsent", "503", "garbage", "429",
    "502",     "511",    "tls", "302", /* from here on only of a server that has answered before */
  };
  guint n_passing = G_N_ELEMENTS (passing) - (self->media->len > 0 ? 0 : 2);
  static const char *const lasting[] = { "413", "400", "404", "401", "type", "changed" };
  gint64 retry_after_us
      = plan_world_chance (self, 30) ? g_rand_int_range (self->rand, 0, 100) * G_USEC_PER_SEC : -1;
  const char *name = passing[g_rand_int_range (self->rand, 0, (int) n_passing)];

  if (self->is_hostile && plan_world_chance (self, 20))
    name = lasting[g_rand_int_range (self->rand, 0, G_N_ELEMENTS (lasting))];

  if (g_str_equal (name, "network") || g_str_equal (name, "garbage"))
    plan_world_arrive_unheard (self, exchange);

  fail (self, exchange, name, retry_after_us);
}

static void
answer_append (PlanWorld *self, const PlanExchange *exchange)
{
  if (is_encoding_refused (self, &exchange->step))
    fail (self, exchange, exchange->step.encoding == XU_APPEND_JSON ? "json" : "type", -1);
  else if (is_too_large (self, &exchange->step))
    fail (self, exchange, "413", -1);
  else if (self->is_sequential && !exchange->was_alone)
    fail (self, exchange, "400", -1);
  else
    {
      plan_world_store (self, exchange);
      xu_upload_plan_appended (self->plan, &exchange->step, self->now);
    }
}

static void
answer_status (PlanWorld *self, const PlanExchange *exchange)
{
  const XuMediaStatus status = {
    .media_id = (char *) "1",
    .state = plan_world_chance (self, 30) ? XU_PROCESSING_SUCCEEDED : XU_PROCESSING_IN_PROGRESS,
    .percent = -1,
    .check_after_s = g_rand_int_range (self->rand, -1, 100),
  };

  if (exchange->step.exchange == XU_EXCHANGE_STATUS)
    {
      if (exchange->medium->is_finalized)
        xu_upload_plan_checked (self->plan, &status, self->now);
      else
        fail (self, exchange, "400", -1);
      return;
    }

  /* X's answer to a second finalize is not known. */
  if (exchange->medium->is_finalized && plan_world_chance (self, 50))
    {
      fail (self, exchange, "400", -1);
      return;
    }

  g_assert_true (plan_world_is_complete (exchange->medium, self->total));
  exchange->medium->is_finalized = TRUE;
  xu_upload_plan_finalized (self->plan, &status, self->now);
}

static void
answer (PlanWorld *self, const PlanExchange *exchange)
{
  const XuMediaUpload upload = { .media_id = (char *) "1", .expires_after_s = -1 };

  switch (exchange->step.exchange)
    {
    case XU_EXCHANGE_INITIALIZE:
      g_ptr_array_add (self->media, g_new0 (PlanMedium, 1));
      self->acknowledged = 0;
      self->n_begun = self->n_ended = self->n_lost = self->n_unlearnt = 0;
      xu_upload_plan_initialized (self->plan, &upload, 0);
      break;
    case XU_EXCHANGE_APPEND:
      answer_append (self, exchange);
      break;
    case XU_EXCHANGE_FINALIZE:
    case XU_EXCHANGE_STATUS:
    default:
      answer_status (self, exchange);
      break;
    }
}

void
plan_world_end_one (PlanWorld *self)
{
  guint i = (guint) g_rand_int_range (self->rand, 0, (int) self->in_flight->len);
  const PlanExchange exchange = g_array_index (self->in_flight, PlanExchange, i);

  g_array_remove_index (self->in_flight, i);
  if (plan_world_chance (self, 20))
    self->now += g_rand_int_range (self->rand, 0, 120) * G_USEC_PER_SEC;

  if ((self->is_paused && plan_world_chance (self, 70))
      || (self->is_futile && plan_world_chance (self, 50)))
    {
      if (plan_world_chance (self, 50))
        plan_world_store (self, &exchange);
      fail (self, &exchange, "cancelled", -1);
    }
  else if (plan_world_chance (self, self->trouble))
    fail_by_chance (self, &exchange);
  else
    answer (self, &exchange);

  if (exchange.step.exchange != XU_EXCHANGE_INITIALIZE && plan_world_chance (self, 80))
    plan_disk_save (self->disk, self->plan);
}
