/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The upload plan against a model of the server, with random events: what must always hold. */

#include "config.h"

#include "xu-upload-plan-private.h"

#include "plan-errors.h"
#include "plan-world.h"
#include "xu-error.h"
#include "xu-quantity.h"
#include "xu-test-share.h"

static const guint all_runs = 2000;
static const guint steps_max = 200000;
static const guint crashes_max = 100; /* in one run: then it must come to its end */

/* What holds at every moment. */

static guint
check_segments (const PlanWorld *self)
{
  const XuSegmentPlan *segments = self->plan->segments;
  const PlanMedium *medium = plan_world_get_medium (self);
  guint64 offset = 0;
  guint n_in_flight = 0;

  /* Begun again, and it does not fit any more. */
  if (xu_segment_plan_get_length (segments) == 0)
    {
      g_assert_nonnull (xu_upload_plan_get_error (self->plan));
      return 0;
    }

  g_assert_cmpuint (xu_segment_plan_get_length (segments), <=, XU_SEGMENTS_MAX);
  for (guint i = 0; i < xu_segment_plan_get_length (segments); i++)
    {
      const XuSegment *segment = xu_segment_plan_get (segments, i);

      g_assert_cmpuint (segment->offset, ==, offset);
      g_assert_cmpuint (segment->length, >, 0);
      offset += segment->length;
      n_in_flight += segment->state == XU_SEGMENT_IN_FLIGHT ? 1 : 0;

      /* What counts as acknowledged is what the server has. */
      if (segment->state == XU_SEGMENT_ACKNOWLEDGED && self->plan->media_id != NULL)
        {
          g_assert_cmpuint (medium->segments[i].offset, ==, segment->offset);
          g_assert_cmpuint (medium->segments[i].length, ==, segment->length);
        }
    }
  g_assert_cmpuint (offset, ==, self->total);

  return n_in_flight;
}

static void
check (PlanWorld *self)
{
  guint n_appends = 0;
  guint64 acknowledged = xu_upload_plan_get_acknowledged (self->plan);

  for (guint i = 0; i < self->in_flight->len; i++)
    {
      const XuStep *step = &g_array_index (self->in_flight, PlanExchange, i).step;

      if (step->exchange != XU_EXCHANGE_APPEND)
        continue;

      const XuSegment *segment = xu_segment_plan_get (self->plan->segments, step->index);

      g_assert_cmpint (segment->state, ==, XU_SEGMENT_IN_FLIGHT);
      g_assert_cmpuint (segment->offset, ==, step->offset);
      g_assert_cmpuint (segment->length, ==, step->length);
      n_appends++;
    }

  /* As many as the plan says: none is under way twice. */
  g_assert_cmpuint (check_segments (self), ==, n_appends);
  g_assert_cmpuint (self->in_flight->len, <=, self->parallel);
  g_assert_true (n_appends == 0 || n_appends == self->in_flight->len);
  g_assert_true (n_appends > 0 || self->in_flight->len <= 1);

  g_assert_cmpuint (acknowledged, <=, self->total);
  if (self->plan->media_id != NULL)
    g_assert_cmpuint (acknowledged, >=, self->acknowledged);
  self->acknowledged = acknowledged;
}

static void
begin (PlanWorld *self, const XuStep *step)
{
  const PlanExchange exchange = {
    .step = *step,
    .medium = plan_world_get_medium (self),
    .was_alone = self->in_flight->len == 0,
  };

  xu_upload_plan_begin (self->plan, step, self->now);
  plan_disk_save (self->disk, self->plan);
  self->n_begun += step->exchange == XU_EXCHANGE_APPEND ? 1 : 0;
  g_array_append_val (self->in_flight, exchange);
}

static guint
count_acknowledged (const PlanWorld *self)
{
  guint n = 0;

  for (guint i = 0; i < xu_segment_plan_get_length (self->plan->segments); i++)
    {
      const XuSegment *segment = xu_segment_plan_get (self->plan->segments, i);

      n += segment->state == XU_SEGMENT_ACKNOWLEDGED ? 1 : 0;
    }

  return n;
}

static void
make_plan (PlanWorld *self)
{
  g_clear_pointer (&self->plan, xu_upload_plan_free);
  self->plan = xu_upload_plan_new (self->total, plan_disk_get_last (self->disk), &self->options,
                                   self->now, NULL);
  g_assert_nonnull (self->plan);
}

/* The process is killed, or the power fails: what was under way is anybody's guess. */
static void
crash (PlanWorld *self)
{
  guint n_acknowledged = count_acknowledged (self);

  self->n_crashes++;
  for (guint i = 0; i < self->in_flight->len; i++)
    {
      const PlanExchange *exchange = &g_array_index (self->in_flight, PlanExchange, i);

      if (exchange->step.exchange == XU_EXCHANGE_INITIALIZE)
        continue;
      self->n_lost += exchange->step.exchange == XU_EXCHANGE_APPEND ? 1 : 0;
      plan_world_arrive_unheard (self, exchange);
    }
  g_array_set_size (self->in_flight, 0);

  if (plan_world_chance (self, 30))
    plan_disk_lose_power (
        self->disk,
        (guint) g_rand_int_range (self->rand, 0, (int) plan_disk_get_n_loose (self->disk) + 1));

  make_plan (self);
  self->n_unlearnt += n_acknowledged - count_acknowledged (self);
  self->acknowledged = 0;
  self->is_paused = FALSE;
  self->is_given_up = FALSE;
}

static void
happen (PlanWorld *self)
{
  g_autoptr (GError) error = NULL;

  if (plan_world_chance (self, 2))
    {
      self->is_paused = !self->is_paused;
      xu_upload_plan_set_paused (self->plan, self->is_paused, self->now);
    }

  if (plan_world_chance (self, 2))
    {
      xu_upload_plan_set_offline (self->plan, plan_world_chance (self, 50));
      xu_upload_plan_network_changed (self->plan);
    }

  if (self->n_crashes < crashes_max
      && (guint) g_rand_int_range (self->rand, 0, 1000) < self->crashes)
    crash (self);

  if (self->late->len > 0 && plan_world_chance (self, 10))
    {
      plan_world_store (self, &g_array_index (self->late, PlanExchange, 0));
      g_array_remove_index (self->late, 0);
    }

  if (self->is_hostile && g_rand_int_range (self->rand, 0, 1000) == 0)
    {
      error = plan_error_new (XU_EXCHANGE_INITIALIZE, "changed", -1);
      xu_upload_plan_give_up (self->plan, error);
      self->is_given_up = xu_upload_plan_get_error (self->plan) != NULL; /* Else it was too late. */
    }
}

/* Returns: FALSE when the upload has ended */
static gboolean
advance (PlanWorld *self)
{
  XuStep step = xu_upload_plan_next (self->plan, self->now);

  self->is_futile = step.is_futile;
  check (self);

  switch (step.kind)
    {
    case XU_STEP_EXCHANGE:
      if (self->in_flight->len > 0 && plan_world_chance (self, 30))
        plan_world_end_one (self);
      else
        begin (self, &step);
      return TRUE;

    case XU_STEP_WAIT:
      g_assert_cmpint (step.wake_at, >, self->now);
      if (self->in_flight->len > 0 && plan_world_chance (self, 70))
        plan_world_end_one (self);
      else
        self->now = step.wake_at;
      return TRUE;

    case XU_STEP_NOTHING:
      if (self->in_flight->len > 0)
        {
          plan_world_end_one (self);
          return TRUE;
        }
      g_assert_true (self->is_paused);
      self->is_paused = FALSE;
      xu_upload_plan_set_paused (self->plan, FALSE, self->now);
      return TRUE;

    case XU_STEP_DONE:
    case XU_STEP_FAILED:
    default:
      g_assert_cmpuint (self->in_flight->len, ==, 0);
      return FALSE;
    }
}

/* Where nothing is cut anew that X has, each segment is sent once, and once more for each time that
 * it failed, was lost, or its success was forgotten. */
static void
check_appends (const PlanWorld *self)
{
  if (self->body_max < G_MAXUINT64 || self->refused_encoding != -1 || self->is_hostile)
    return;

  g_assert_cmpuint (self->n_begun, ==,
                    xu_segment_plan_get_length (self->plan->segments) + self->n_ended + self->n_lost
                        + self->n_unlearnt);
}

static void
check_end (const PlanWorld *self)
{
  const GError *error = xu_upload_plan_get_error (self->plan);

  if (error == NULL)
    {
      const PlanMedium *medium = plan_world_get_medium (self);

      g_assert_true (medium != NULL && medium->is_finalized);
      g_assert_true (plan_world_is_complete (medium, self->total));
      g_assert_false (self->is_given_up);
      check_appends (self);
      return;
    }

  if (self->trouble > 0)
    return;

  /* Without any trouble it fails only where a ceiling leaves no way, or nothing ends processing. */
  g_assert_true (g_error_matches (error, XU_ERROR, XU_ERROR_PROCESSING_TIMEOUT)
                 || (self->body_max < XU_UPLOAD_BYTES_MAX
                     && g_error_matches (error, XU_ERROR, XU_ERROR_FILE_TOO_LARGE_FOR_SEGMENTS)));
}

static XuUploadOptions
choose_options (PlanWorld *self)
{
  XuUploadOptions options = xu_upload_options_default;

  options.segment_size = XU_SEGMENT_QUANTUM * (guint64) g_rand_int_range (self->rand, 1, 65);
  options.parallel = (guint) g_rand_int_range (self->rand, 1, 9);
  options.encoding = plan_world_chance (self, 20) ? XU_APPEND_JSON : XU_APPEND_MULTIPART;
  options.is_sequential = plan_world_chance (self, 5);
  self->parallel = options.is_sequential ? 1 : options.parallel;

  return options;
}

static void
make_world (PlanWorld *self, guint32 seed)
{
  static const guint troubles[] = { 0, 0, 5, 20, 50 };
  static const guint crashes[] = { 0, 2, 10, 50, 150 };

  *self = (PlanWorld){ .rand = g_rand_new_with_seed (seed), .now = G_USEC_PER_SEC };
  self->media = g_ptr_array_new_with_free_func (g_free);
  self->in_flight = g_array_new (FALSE, FALSE, sizeof (PlanExchange));
  self->late = g_array_new (FALSE, FALSE, sizeof (PlanExchange));

  self->options = choose_options (self);
  self->disk = plan_disk_new ();

  guint64 segments
      = plan_world_chance (self, 3) ? 1000 : (guint64) g_rand_int_range (self->rand, 1, 40);

  self->total = self->options.segment_size * segments - (plan_world_chance (self, 50) ? 1 : 0);
  self->body_max = plan_world_chance (self, 30)
                       ? XU_SEGMENT_QUANTUM * (guint64) g_rand_int_range (self->rand, 2, 65)
                       : G_MAXUINT64;
  self->is_sequential = plan_world_chance (self, 10);
  self->refused_encoding = plan_world_chance (self, 10) ? g_rand_int_range (self->rand, 0, 2) : -1;
  self->trouble = troubles[g_rand_int_range (self->rand, 0, G_N_ELEMENTS (troubles))];
  self->is_hostile = self->trouble > 0 && plan_world_chance (self, 30);
  self->crashes = crashes[g_rand_int_range (self->rand, 0, G_N_ELEMENTS (crashes))];
  make_plan (self);
}

static void
clear_world (PlanWorld *self)
{
  xu_upload_plan_free (self->plan);
  plan_disk_free (self->disk);
  g_ptr_array_unref (self->media);
  g_array_unref (self->in_flight);
  g_array_unref (self->late);
  g_rand_free (self->rand);
}

static void
test_random (void)
{
  guint n_runs = xu_test_share (all_runs);
  guint n_done = 0;

  for (guint run = 0; run < n_runs; run++)
    {
      PlanWorld world;
      guint n_steps = 0;

      make_world (&world, run);
      g_test_message ("seed %u", run);
      while (advance (&world))
        {
          happen (&world);
          g_assert_cmpuint (++n_steps, <, steps_max);
        }

      check_end (&world);
      n_done += xu_upload_plan_get_error (world.plan) == NULL ? 1 : 0;
      clear_world (&world);
    }

  /* The model itself lets most of them through. */
  g_assert_cmpuint (n_done, >, n_runs / 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/upload-plan/random", test_random);

  return g_test_run ();
}
