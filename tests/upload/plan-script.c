/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tells an upload plan a story in a few characters and looks at each of its answers. */

#include "config.h"

#include "plan-script.h"

#include <string.h>

#include "plan-disk.h"
#include "plan-errors.h"
#include "xu-error.h"
#include "xu-quantity.h"

typedef struct
{
  XuUploadPlan *plan; /* (owned) */
  PlanDisk *disk;     /* (owned) */
  guint64 total_bytes;
  XuUploadOptions options;
  gint64 now;
  guint32 random;
  XuStep appends[XU_SEGMENTS_MAX]; /* as begun last */
  char **words;                    /* (owned) */
  const char *word;                /* (unowned): for the messages */
  guint number;                    /* of it */
  const char *name;                /* (unowned): of the script */
} Player;

static void
fail (const Player *self, const char *what, const char *found)
{
  g_error ("“%s”, word %u “%s”: %s: %s", self->name, self->number, self->word, what, found);
}

static gint64
parse_seconds (const char *text, const char **end)
{
  return (gint64) (g_ascii_strtod (text, (char **) end) * G_USEC_PER_SEC + 0.5);
}

static char *
describe (const XuUploadPlan *plan, const XuStep *step, gint64 now)
{
  switch (step->kind)
    {
    case XU_STEP_EXCHANGE:
      if (step->exchange != XU_EXCHANGE_APPEND)
        return g_strdup_printf ("%c", "IAFS"[step->exchange]);
      return g_strdup_printf ("A%u*%g%c", step->index, (double) step->length / 1024.0,
                              step->encoding == XU_APPEND_JSON ? 'j' : 'm');
    case XU_STEP_WAIT:
      return g_strdup_printf ("W%.10g%c", (double) (step->wake_at - now) / G_USEC_PER_SEC,
                              "prsn"[step->reason]);
    case XU_STEP_NOTHING:
      return g_strdup (step->is_futile ? "~" : "-");
    case XU_STEP_DONE:
      return g_strdup ("D");
    case XU_STEP_FAILED:
    default:
      return g_strdup_printf (
          "X:%s", xu_error_code_to_string ((XuErrorCode) xu_upload_plan_get_error (plan)->code));
    }
}

static XuStep
ask (Player *self)
{
  XuStep step = xu_upload_plan_next (self->plan, self->now);
  XuStep again = xu_upload_plan_next (self->plan, self->now);

  g_autofree char *first = describe (self->plan, &step, self->now);
  g_autofree char *second = describe (self->plan, &again, self->now);

  if (!g_str_equal (first, second) || step.offset != again.offset)
    fail (self, "the second answer", second);

  return step;
}

/* "A3" is any append of that segment; "A3*512" and "A3j" say more of it. */
static gboolean
is_append (const XuStep *step, const char *word)
{
  char *rest;
  guint64 index = g_ascii_strtoull (word + 1, &rest, 10);
  gboolean fits = step->kind == XU_STEP_EXCHANGE && step->exchange == XU_EXCHANGE_APPEND
                  && step->index == index;

  if (*rest == '*')
    fits = fits && step->length == g_ascii_strtoull (rest + 1, &rest, 10) * XU_KIB;
  if (*rest != '\0')
    fits = fits && *rest == (step->encoding == XU_APPEND_JSON ? 'j' : 'm');

  return fits;
}

static void
begin (Player *self, const XuStep *step)
{
  xu_upload_plan_begin (self->plan, step, self->now);
  plan_disk_save (self->disk, self->plan);
  if (step->exchange == XU_EXCHANGE_APPEND)
    self->appends[step->index] = *step;
}

static void
expect (Player *self)
{
  XuStep step = ask (self);
  g_autofree char *found = describe (self->plan, &step, self->now);
  gboolean fits
      = self->word[0] == 'A' ? is_append (&step, self->word) : g_str_equal (found, self->word);

  if (!fits)
    fail (self, "the plan says", found);
  if (step.kind == XU_STEP_EXCHANGE)
    begin (self, &step);
}

static XuProcessingState
parse_state (const Player *self, const char *name)
{
  for (XuProcessingState state = XU_PROCESSING_PENDING; state <= XU_PROCESSING_FAILED; state++)
    {
      if (g_str_equal (name, xu_processing_state_to_string (state)))
        return state;
    }

  fail (self, "no such state", name);
  return XU_PROCESSING_FAILED;
}

/* "f:pending/5" */
static void
answer (Player *self)
{
  g_auto (GStrv) sides = g_strsplit (self->word + 2, "/", 2);
  XuMediaStatus status = {
    .media_id = (char *) xu_upload_plan_get_media_id (self->plan),
    .state = parse_state (self, sides[0]),
    .percent = -1,
    .check_after_s = sides[1] != NULL ? g_ascii_strtoll (sides[1], NULL, 10) : -1,
    .error_name = (char *) "InvalidMedia",
    .error_message = (char *) "Unsupported video format",
  };

  if (self->word[0] == 'f')
    xu_upload_plan_finalized (self->plan, &status, self->now);
  else
    xu_upload_plan_checked (self->plan, &status, self->now);
  plan_disk_save (self->disk, self->plan);
}

/* "!A3:429/20" */
static void
break_exchange (Player *self)
{
  g_auto (GStrv) sides = g_strsplit (self->word + 1, ":", 2);
  g_auto (GStrv) parts = g_strsplit (sides[1], "/", 2);
  XuStep step = { .kind = XU_STEP_EXCHANGE };

  step.exchange = (XuExchange) (strchr ("IAFS", sides[0][0]) - "IAFS");
  if (step.exchange == XU_EXCHANGE_APPEND)
    step = self->appends[g_ascii_strtoull (sides[0] + 1, NULL, 10)];

  g_autoptr (GError) error = plan_error_new (
      step.exchange, parts[0],
      parts[1] != NULL ? g_ascii_strtoll (parts[1], NULL, 10) * G_USEC_PER_SEC : -1);

  xu_upload_plan_failed (self->plan, &step, error, self->now, self->random);
}

static void
initialized (Player *self)
{
  static guint serial = 0;
  g_autofree char *media_id = g_strdup_printf ("%u", ++serial);
  const XuMediaUpload upload = { .media_id = media_id, .expires_after_s = -1 };

  xu_upload_plan_initialized (self->plan, &upload, 0);
}

static void
acknowledge (Player *self, const XuStep *step)
{
  xu_upload_plan_appended (self->plan, step, self->now);
  plan_disk_save (self->disk, self->plan);
}

static void
send_up_to (Player *self, guint64 end)
{
  for (guint64 index = 0; index < end; index++)
    {
      XuStep step = ask (self);

      index = step.index;
      if (step.kind != XU_STEP_EXCHANGE || step.exchange != XU_EXCHANGE_APPEND || index >= end)
        fail (self, "the plan says", "no append");
      begin (self, &step);
      acknowledge (self, &step);
    }
}

static void
make_plan (Player *self)
{
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&self->plan, xu_upload_plan_free);
  self->plan = xu_upload_plan_new (self->total_bytes, plan_disk_get_last (self->disk),
                                   &self->options, self->now, &error);
  g_assert_no_error (error);
}

static void
crash (Player *self)
{
  if (self->word[0] == 'O')
    plan_disk_lose_power (self->disk, 0);
  make_plan (self);
}

static void
give_up (Player *self)
{
  g_autoptr (GError) error = plan_error_new (XU_EXCHANGE_INITIALIZE, "changed", -1);

  xu_upload_plan_give_up (self->plan, error);
}

static void
check_acknowledged (Player *self)
{
  guint64 bytes = xu_upload_plan_get_acknowledged (self->plan);
  g_autofree char *found = g_strdup_printf ("%%%" G_GUINT64_FORMAT, bytes / XU_KIB);

  if (!g_str_equal (found, self->word))
    fail (self, "acknowledged", found);
}

static void
check_save (Player *self)
{
  static const char *const states[] = { "new", "appending", "finalizing", "processing", "ready" };
  const XuUploadRecord *record = plan_disk_get_last (self->disk);
  g_autofree char *found = g_strdup_printf ("=%s/%u", states[record->state], record->sent_below);

  if (!g_str_equal (found, self->word))
    fail (self, "saved", found);
}

static void
check_restarts (Player *self)
{
  g_autofree char *found = g_strdup_printf ("*%u", xu_upload_plan_get_restarts (self->plan));

  if (!g_str_equal (found, self->word))
    fail (self, "restarts", found);
}

static void
play_word (Player *self)
{
  switch (self->word[0])
    {
    case 'i':
      initialized (self);
      break;
    case 'a':
      acknowledge (self, &self->appends[g_ascii_strtoull (self->word + 1, NULL, 10)]);
      break;
    case 'f':
    case 's':
      answer (self);
      break;
    case '!':
      break_exchange (self);
      break;
    case '+':
      self->now += parse_seconds (self->word + 1, NULL);
      break;
    case 'r':
      self->random = self->word[1] == '1' ? G_MAXUINT32 : 0;
      break;
    case 'P':
    case 'R':
      xu_upload_plan_set_paused (self->plan, self->word[0] == 'P', self->now);
      break;
    case 'G':
      give_up (self);
      break;
    case 'u':
      send_up_to (self, g_ascii_strtoull (self->word + 1, NULL, 10));
      break;
    case 'Z':
      xu_upload_plan_set_offline (self->plan, self->word[1] == '1');
      break;
    case 'N':
      xu_upload_plan_network_changed (self->plan);
      break;
    case 'Y':
      xu_upload_plan_set_acquainted (self->plan);
      break;
    case 'K':
    case 'O':
      crash (self);
      break;
    case '%':
      check_acknowledged (self);
      break;
    case '=':
      check_save (self);
      break;
    case '*':
      check_restarts (self);
      break;
    default:
      expect (self);
      break;
    }
}

/* Plays up to the brace that closes, or to the end. Returns where that is. */
static guint
play (Player *self, guint from)
{
  guint i = from;

  for (; self->words[i] != NULL && !g_str_equal (self->words[i], "}"); i++)
    {
      self->word = self->words[i];
      self->number = i + 1;

      if (g_str_has_suffix (self->word, "{"))
        {
          guint64 times = g_ascii_strtoull (self->word, NULL, 10);
          guint body = i + 1;

          for (guint64 n = 0; n < times; n++)
            i = play (self, body);
        }
      else if (self->word[0] != '\0')
        {
          play_word (self);
        }
    }

  return i;
}

static XuUploadOptions
complete_options (const PlanScript *script)
{
  XuUploadOptions options = script->options;

  if (options.segment_size == 0)
    options.segment_size = XU_MIB;
  if (options.parallel == 0)
    options.parallel = xu_upload_options_default.parallel;
  if (options.processing_limit_us == 0)
    options.processing_limit_us = xu_upload_options_default.processing_limit_us;
  if (options.backoff_base_us == 0)
    options.backoff_base_us = xu_upload_options_default.backoff_base_us;

  return options;
}

XuUploadPlan *
plan_script_run (const PlanScript *script)
{
  g_auto (GStrv) words = g_strsplit (script->story, " ", -1);
  g_autoptr (PlanDisk) disk = plan_disk_new ();
  g_autofree Player *self = g_new0 (Player, 1);

  self->name = script->name;
  self->now = 1000 * G_USEC_PER_SEC;
  self->words = words;
  self->disk = disk;
  self->total_bytes = script->total_bytes;
  self->options = complete_options (script);
  make_plan (self);

  play (self, 0);

  return self->plan;
}

void
plan_script_run_all (const PlanScript *scripts, gsize n_scripts)
{
  for (gsize i = 0; i < n_scripts; i++)
    {
      g_test_message ("%s", scripts[i].name);
      xu_upload_plan_free (plan_script_run (&scripts[i]));
    }
}
