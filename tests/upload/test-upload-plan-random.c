/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The upload plan against a model of the server, with random events: what must always hold. */

#include "config.h"

#include "xu-upload-plan-private.h"

#include "plan-disk.h"
#include "plan-errors.h"
#include "xu-error.h"
#include "xu-quantity.h"

static const guint n_runs = 2000;
static const guint steps_max = 200000;
static const guint crashes_max = 100; /* in one run: then it must come to its end */

/* What the server has of one media id. */
typedef struct
{
  struct
  {
    guint64 offset;
    guint64 length; /* 0: nothing */
  } segments[XU_SEGMENTS_MAX];
  gboolean is_finalized;
} Medium;

typedef struct
{
  XuStep step;
  Medium *medium;     /* (unowned) (nullable): of an append, finalize, status */
  gboolean was_alone; /* nothing else was under way when it began */
} Exchange;

typedef struct
{
  GRand *rand;             /* (owned) */
  XuUploadPlan *plan;      /* (owned) */
  XuUploadOptions options; /* at first, and after each crash */
  PlanDisk *disk;          /* (owned) */
  guint64 total;
  guint parallel;
  gint64 now;
  gboolean is_paused;
  gboolean is_given_up;
  gboolean is_futile;   /* said last of what is in flight */
  guint64 acknowledged; /* as shown last for this media id */
  GPtrArray *media;     /* (owned) (element-type Medium): the last is the present one */
  GArray *in_flight;    /* (owned) (element-type Exchange) */
  GArray *late;         /* (owned) (element-type Exchange): lost, but may still arrive */

  /* Appends of the present medium. */
  guint n_begun;
  guint n_ended;    /* without success */
  guint n_lost;     /* under way when the process was killed */
  guint n_unlearnt; /* acknowledged, and a power cut took it back */

  /* The server. */
  guint64 body_max;
  gboolean is_sequential;
  int refused_encoding; /* -1: none */
  guint trouble;        /* percent of exchanges that fail by chance */
  gboolean is_hostile;  /* fails in ways too that no second try mends */
  guint crashes;        /* per mille of steps after which the process is killed */
  guint n_crashes;
} World;

static gboolean
chance (World *self, guint percent)
{
  return (guint) g_rand_int_range (self->rand, 0, 100) < percent;
}

static Medium *
get_medium (const World *self)
{
  return self->media->len > 0 ? g_ptr_array_index (self->media, self->media->len - 1) : NULL;
}

static gboolean
is_encoding_refused (const World *self, const XuStep *step)
{
  return (int) step->encoding == self->refused_encoding;
}

static gboolean
is_too_large (const World *self, const XuStep *step)
{
  guint64 body = step->encoding == XU_APPEND_JSON ? step->length / 3 * 4 : step->length;

  return body > self->body_max;
}

static void
store (const World *self, const Exchange *exchange)
{
  if (exchange->step.exchange != XU_EXCHANGE_APPEND || exchange->medium->is_finalized
      || is_encoding_refused (self, &exchange->step) || is_too_large (self, &exchange->step))
    return;

  exchange->medium->segments[exchange->step.index].offset = exchange->step.offset;
  exchange->medium->segments[exchange->step.index].length = exchange->step.length;
}

static gboolean
is_complete (const Medium *medium, guint64 total)
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

/* What holds at every moment. */

static guint
check_segments (const World *self)
{
  const XuSegmentPlan *segments = self->plan->segments;
  const Medium *medium = get_medium (self);
  guint64 offset = 0;
  guint n_in_flight = 0;

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
check (World *self)
{
  guint n_appends = 0;
  guint64 acknowledged = xu_upload_plan_get_acknowledged (self->plan);

  for (guint i = 0; i < self->in_flight->len; i++)
    {
      const XuStep *step = &g_array_index (self->in_flight, Exchange, i).step;

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

/* How exchanges end. */

static void
fail (World *self, const Exchange *exchange, const char *name, gint64 retry_after_us)
{
  g_autoptr (GError) error = plan_error_new (exchange->step.exchange, name, retry_after_us);

  self->n_ended += exchange->step.exchange == XU_EXCHANGE_APPEND ? 1 : 0;
  xu_upload_plan_failed (self->plan, &exchange->step, error, self->now, g_rand_int (self->rand));
}

/* The server's part in an exchange whose end nobody here hears of. */
static void
arrive_unheard (World *self, const Exchange *exchange)
{
  if (exchange->step.exchange == XU_EXCHANGE_FINALIZE && chance (self, 50))
    exchange->medium->is_finalized = TRUE;

  /* Carried out now, later, or never. Later only where all that may come is the same again. */
  if (chance (self, 50))
    store (self, exchange);
  else if (self->body_max == G_MAXUINT64 && !self->is_hostile)
    g_array_append_val (self->late, *exchange);
}

static void
fail_by_chance (World *self, const Exchange *exchange)
{
  static const char *const passing[] = { "network", "unsent", "503", "garbage", "429", "502" };
  static const char *const lasting[] = { "413", "400", "404", "401", "type", "changed" };
  gint64 retry_after_us
      = chance (self, 30) ? g_rand_int_range (self->rand, 0, 100) * G_USEC_PER_SEC : -1;
  const char *name = passing[g_rand_int_range (self->rand, 0, G_N_ELEMENTS (passing))];

  if (self->is_hostile && chance (self, 20))
    name = lasting[g_rand_int_range (self->rand, 0, G_N_ELEMENTS (lasting))];

  if (g_str_equal (name, "network") || g_str_equal (name, "garbage"))
    arrive_unheard (self, exchange);

  fail (self, exchange, name, retry_after_us);
}

static void
answer_append (World *self, const Exchange *exchange)
{
  if (is_encoding_refused (self, &exchange->step))
    fail (self, exchange, exchange->step.encoding == XU_APPEND_JSON ? "json" : "type", -1);
  else if (is_too_large (self, &exchange->step))
    fail (self, exchange, "413", -1);
  else if (self->is_sequential && !exchange->was_alone)
    fail (self, exchange, "400", -1);
  else
    {
      store (self, exchange);
      xu_upload_plan_appended (self->plan, &exchange->step, self->now);
    }
}

static void
answer_status (World *self, const Exchange *exchange)
{
  const XuMediaStatus status = {
    .media_id = (char *) "1",
    .state = chance (self, 30) ? XU_PROCESSING_SUCCEEDED : XU_PROCESSING_IN_PROGRESS,
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
  if (exchange->medium->is_finalized && chance (self, 50))
    {
      fail (self, exchange, "400", -1);
      return;
    }

  g_assert_true (is_complete (exchange->medium, self->total));
  exchange->medium->is_finalized = TRUE;
  xu_upload_plan_finalized (self->plan, &status, self->now);
}

static void
answer (World *self, const Exchange *exchange)
{
  const XuMediaUpload upload = { .media_id = (char *) "1", .expires_after_s = -1 };

  switch (exchange->step.exchange)
    {
    case XU_EXCHANGE_INITIALIZE:
      g_ptr_array_add (self->media, g_new0 (Medium, 1));
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

static void
end_one (World *self)
{
  guint i = (guint) g_rand_int_range (self->rand, 0, (int) self->in_flight->len);
  const Exchange exchange = g_array_index (self->in_flight, Exchange, i);

  g_array_remove_index (self->in_flight, i);
  if (chance (self, 20))
    self->now += g_rand_int_range (self->rand, 0, 120) * G_USEC_PER_SEC;

  if ((self->is_paused && chance (self, 70)) || (self->is_futile && chance (self, 50)))
    {
      if (chance (self, 50))
        store (self, &exchange);
      fail (self, &exchange, "cancelled", -1);
    }
  else if (chance (self, self->trouble))
    fail_by_chance (self, &exchange);
  else
    answer (self, &exchange);

  if (exchange.step.exchange != XU_EXCHANGE_INITIALIZE && chance (self, 80))
    plan_disk_save (self->disk, self->plan);
}

static void
begin (World *self, const XuStep *step)
{
  const Exchange exchange = {
    .step = *step,
    .medium = get_medium (self),
    .was_alone = self->in_flight->len == 0,
  };

  xu_upload_plan_begin (self->plan, step, self->now);
  plan_disk_save (self->disk, self->plan);
  self->n_begun += step->exchange == XU_EXCHANGE_APPEND ? 1 : 0;
  g_array_append_val (self->in_flight, exchange);
}

static guint
count_acknowledged (const World *self)
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
make_plan (World *self)
{
  g_clear_pointer (&self->plan, xu_upload_plan_free);
  self->plan = xu_upload_plan_new (self->total, plan_disk_get_last (self->disk), &self->options,
                                   self->now, NULL);
  g_assert_nonnull (self->plan);
}

/* The process is killed, or the power fails: what was under way is anybody's guess. */
static void
crash (World *self)
{
  guint n_acknowledged = count_acknowledged (self);

  self->n_crashes++;
  for (guint i = 0; i < self->in_flight->len; i++)
    {
      const Exchange *exchange = &g_array_index (self->in_flight, Exchange, i);

      if (exchange->step.exchange == XU_EXCHANGE_INITIALIZE)
        continue;
      self->n_lost += exchange->step.exchange == XU_EXCHANGE_APPEND ? 1 : 0;
      arrive_unheard (self, exchange);
    }
  g_array_set_size (self->in_flight, 0);

  if (chance (self, 30))
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
happen (World *self)
{
  g_autoptr (GError) error = NULL;

  if (chance (self, 2))
    {
      self->is_paused = !self->is_paused;
      xu_upload_plan_set_paused (self->plan, self->is_paused, self->now);
    }

  if (self->n_crashes < crashes_max
      && (guint) g_rand_int_range (self->rand, 0, 1000) < self->crashes)
    crash (self);

  if (self->late->len > 0 && chance (self, 10))
    {
      store (self, &g_array_index (self->late, Exchange, 0));
      g_array_remove_index (self->late, 0);
    }

  if (self->is_hostile && g_rand_int_range (self->rand, 0, 1000) == 0)
    {
      error = plan_error_new (XU_EXCHANGE_INITIALIZE, "changed", -1);
      xu_upload_plan_give_up (self->plan, error);
      self->is_given_up = TRUE;
    }
}

/* Returns: FALSE when the upload has ended */
static gboolean
advance (World *self)
{
  XuStep step = xu_upload_plan_next (self->plan, self->now);

  self->is_futile = step.is_futile;
  check (self);

  switch (step.kind)
    {
    case XU_STEP_EXCHANGE:
      if (self->in_flight->len > 0 && chance (self, 30))
        end_one (self);
      else
        begin (self, &step);
      return TRUE;

    case XU_STEP_WAIT:
      g_assert_cmpint (step.wake_at, >, self->now);
      if (self->in_flight->len > 0 && chance (self, 70))
        end_one (self);
      else
        self->now = step.wake_at;
      return TRUE;

    case XU_STEP_NOTHING:
      if (self->in_flight->len > 0)
        {
          end_one (self);
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
check_appends (const World *self)
{
  if (self->body_max < G_MAXUINT64 || self->refused_encoding != -1 || self->is_hostile)
    return;

  g_assert_cmpuint (self->n_begun, ==,
                    xu_segment_plan_get_length (self->plan->segments) + self->n_ended + self->n_lost
                        + self->n_unlearnt);
}

static void
check_end (const World *self)
{
  const GError *error = xu_upload_plan_get_error (self->plan);

  if (error == NULL)
    {
      const Medium *medium = get_medium (self);

      g_assert_true (medium != NULL && medium->is_finalized);
      g_assert_true (is_complete (medium, self->total));
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
choose_options (World *self)
{
  XuUploadOptions options = xu_upload_options_default;

  options.segment_size = XU_SEGMENT_QUANTUM * (guint64) g_rand_int_range (self->rand, 1, 65);
  options.parallel = (guint) g_rand_int_range (self->rand, 1, 9);
  options.encoding = chance (self, 20) ? XU_APPEND_JSON : XU_APPEND_MULTIPART;
  options.is_sequential = chance (self, 5);
  self->parallel = options.is_sequential ? 1 : options.parallel;

  return options;
}

static void
make_world (World *self, guint32 seed)
{
  static const guint troubles[] = { 0, 0, 5, 20, 50 };
  static const guint crashes[] = { 0, 2, 10, 50, 150 };

  *self = (World){ .rand = g_rand_new_with_seed (seed), .now = G_USEC_PER_SEC };
  self->media = g_ptr_array_new_with_free_func (g_free);
  self->in_flight = g_array_new (FALSE, FALSE, sizeof (Exchange));
  self->late = g_array_new (FALSE, FALSE, sizeof (Exchange));

  self->options = choose_options (self);
  self->disk = plan_disk_new ();

  guint64 segments = chance (self, 3) ? 1000 : (guint64) g_rand_int_range (self->rand, 1, 40);

  self->total = self->options.segment_size * segments - (chance (self, 50) ? 1 : 0);
  self->body_max = chance (self, 30)
                       ? XU_SEGMENT_QUANTUM * (guint64) g_rand_int_range (self->rand, 2, 65)
                       : G_MAXUINT64;
  self->is_sequential = chance (self, 10);
  self->refused_encoding = chance (self, 10) ? g_rand_int_range (self->rand, 0, 2) : -1;
  self->trouble = troubles[g_rand_int_range (self->rand, 0, G_N_ELEMENTS (troubles))];
  self->is_hostile = self->trouble > 0 && chance (self, 30);
  self->crashes = crashes[g_rand_int_range (self->rand, 0, G_N_ELEMENTS (crashes))];
  make_plan (self);
}

static void
clear_world (World *self)
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
  guint n_done = 0;

  for (guint run = 0; run < n_runs; run++)
    {
      World world;
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
