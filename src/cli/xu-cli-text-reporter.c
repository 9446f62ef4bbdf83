/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A job's events for people: a bar that is redrawn, or plain lines. */

#define G_LOG_DOMAIN "xu-cli"

#include "config.h"

#include "xu-cli-text-reporter.h"

#include <signal.h>

#include <glib-unix.h>
#include <glib/gi18n.h>

#include "xu-cli-terminal.h"
#include "xu-phase-words.h"
#include "xu-quantity-words.h"

enum
{
  REDRAW_MS = 100,     /* at most ten a second */
  COUNTDOWN_MS = 1000, /* while a note counts seconds */
  LINE_PERCENT = 10,   /* plain lines: one for each tenth */
  ECHO_CELLS = 2,      /* what the terminal writes behind the bar must not wrap: ^C */
};

/* Goes to the line's begin and empties it to its end (ECMA-48: CR, EL). */
static const char clear_line[] = "\r\033[K";

struct _XuCliTextReporter
{
  XuJob *job; /* (owned) */
  XuCliOutput *output;
  char *prefix; /* (owned): of each line */
  gboolean has_bar;
  gboolean is_pausing;
  gboolean is_following_told; /* that another process works on it */
  XuCliBarStyle style;

  XuJobState told_state;
  int told_tenth;      /* plain lines: the last one of this phase */
  double percent;      /* of processing; -1: not known */
  gint64 next_look_us; /* monotonic; 0: not known */
  char *wait;          /* (owned) (nullable): why the job waits */
  gint64 wait_until;   /* Unix seconds */
  gint64 drawn_us;     /* when the bar was last drawn */
  gint64 due_us;       /* when draw_id fires */
  guint draw_id;       /* 0: nothing is due */
  guint winch_id;
};

static void schedule_draw (XuCliTextReporter *self, gint64 delay_us);

static void
print_line (XuCliTextReporter *self, const char *text)
{
  g_autofree char *line = g_strconcat (self->prefix, text, NULL);

  xu_cli_output_print_line (self->output, line);
}

static double
get_upload_percent (guint64 bytes, guint64 total)
{
  return total > 0 ? 100.0 * (double) bytes / (double) total : -1.0;
}

static const char *
get_phase (XuCliTextReporter *self)
{
  XuJobState state = xu_job_get_state (self->job);

  if (!self->is_pausing || xu_job_is_over (self->job))
    return xu_phase_words_get (state);

  return state == XU_JOB_POSTING
             ? _ ("The post is on its way: waiting for X’s answer (Ctrl+C again to leave)")
             : _ ("Pausing…");
}

/* Returns: (transfer full) (nullable): seconds until X is asked again */
static char *
dup_next_look (XuCliTextReporter *self)
{
  gint64 left_us = self->next_look_us - g_get_monotonic_time ();

  if (self->next_look_us == 0 || left_us <= 0)
    return NULL;

  /* Translators: X processes a video; %d is the seconds until it is asked again how far it is */
  return g_strdup_printf (_ ("next look in %d s"), (int) (left_us / G_USEC_PER_SEC) + 1);
}

static void
draw (XuCliTextReporter *self)
{
  XuJobState state = xu_job_get_state (self->job);
  const XuJobProgress *progress = xu_job_get_progress (self->job);
  XuCliBarState bar = { .phase = get_phase (self), .percent = -1.0, .left_s = -1 };
  g_autofree char *next_look = NULL;

  bar.note = self->wait;
  if (state == XU_JOB_UPLOADING)
    {
      bar.percent = get_upload_percent (progress->acknowledged, progress->total);
      bar.percent_in_flight = get_upload_percent (progress->in_flight, progress->total);
      bar.bytes = progress->acknowledged;
      bar.total = progress->total;
      bar.bytes_per_second = progress->bytes_per_second;
      bar.left_s = progress->eta_s == 0 ? 1 : progress->eta_s; /* X's answers are still to come */
    }
  else if (state == XU_JOB_PROCESSING)
    {
      next_look = dup_next_look (self);
      bar.percent = self->percent;
      if (bar.note == NULL)
        bar.note = next_look;
    }

  guint columns = xu_cli_terminal_get_columns (xu_cli_output_get_fd (self->output));
  guint room = columns > ECHO_CELLS ? columns - ECHO_CELLS : columns;
  g_autofree char *line = xu_cli_bar_draw (&bar, room, self->style);
  g_autofree char *whole = g_strconcat (clear_line, line, NULL);

  xu_cli_output_print (self->output, whole);
  self->drawn_us = g_get_monotonic_time ();

  if (next_look != NULL)
    schedule_draw (self, COUNTDOWN_MS * G_TIME_SPAN_MILLISECOND);
}

static gboolean
draw_cb (gpointer user_data)
{
  XuCliTextReporter *self = user_data;

  self->draw_id = 0;
  draw (self);
  return G_SOURCE_REMOVE;
}

static void
schedule_draw (XuCliTextReporter *self, gint64 delay_us)
{
  gint64 due_us = g_get_monotonic_time () + delay_us;

  if (self->draw_id != 0 && self->due_us <= due_us)
    return;

  if (self->draw_id != 0)
    g_source_remove (self->draw_id);
  self->due_us = due_us;
  self->draw_id = g_timeout_add ((guint) (delay_us / G_TIME_SPAN_MILLISECOND), draw_cb, self);
}

static void
request_draw (XuCliTextReporter *self)
{
  gint64 since_us = g_get_monotonic_time () - self->drawn_us;

  schedule_draw (self, MAX (REDRAW_MS * G_TIME_SPAN_MILLISECOND - since_us, 0));
}

static gboolean
on_winch (gpointer user_data)
{
  request_draw (user_data);
  return G_SOURCE_CONTINUE;
}

/* One line for each tenth of a phase. @more: (transfer full) (nullable) */
static void
print_percent (XuCliTextReporter *self, double percent, char *more)
{
  g_autofree char *owned = more;
  int tenth = (int) percent / LINE_PERCENT;

  if (percent < 0.0 || tenth <= self->told_tenth)
    return;

  g_autofree char *words = xu_quantity_words_dup_percent (percent);
  g_autofree char *line = NULL;

  if (owned != NULL)
    /* Translators: what is done, how much of it, and sizes: “Uploading: 40% (4.0 MB of 10.0 MB)” */
    line = g_strdup_printf (_ ("%s: %s (%s)"), get_phase (self), words, owned);
  else
    /* Translators: what is done, and how much of it: “Processing by X: 40%” */
    line = g_strdup_printf (_ ("%s: %s"), get_phase (self), words);

  self->told_tenth = tenth;
  print_line (self, line);
}

/* What was sent before a wait may be told after its begin. */
static gboolean
is_waiting_still (XuCliTextReporter *self, const XuJobProgress *progress)
{
  return self->wait != NULL && progress->in_flight == 0
         && g_get_real_time () / G_USEC_PER_SEC < self->wait_until;
}

static void
on_chunk_progress (XuJob *job, XuCliTextReporter *self)
{
  const XuJobProgress *progress = xu_job_get_progress (job);

  if (!is_waiting_still (self, progress))
    g_clear_pointer (&self->wait, g_free);
  if (self->has_bar)
    request_draw (self);
  else
    print_percent (self, get_upload_percent (progress->acknowledged, progress->total),
                   xu_quantity_words_dup_progress (progress->acknowledged, progress->total));
}

static void
on_status (XuJob *job,
           const char *media_id,
           const char *state,
           double percent,
           gint64 check_after_s,
           XuCliTextReporter *self)
{
  g_clear_pointer (&self->wait, g_free);
  self->percent = percent;
  self->next_look_us
      = check_after_s > 0 ? g_get_monotonic_time () + check_after_s * G_USEC_PER_SEC : 0;

  if (self->has_bar)
    request_draw (self);
  else if (xu_job_get_state (job) == XU_JOB_PROCESSING)
    print_percent (self, percent, NULL);
}

/* Worth a line of its own, also above a bar. */
static void
print_above (XuCliTextReporter *self, const char *text)
{
  if (self->has_bar)
    xu_cli_output_write (self->output, clear_line);
  print_line (self, text);
  if (self->has_bar)
    request_draw (self);
}

/* It goes on all the while, elsewhere: no reason to hide how far it is. */
static void
tell_following (XuCliTextReporter *self)
{
  g_autofree char *words = xu_phase_words_dup_wait (XU_JOB_WAIT_OTHER_PROCESS, 0);

  if (!self->is_following_told)
    print_above (self, words);
  self->is_following_told = TRUE;
}

static void
on_waiting (XuJob *job, XuJobWait reason, gint64 until, XuCliTextReporter *self)
{
  if (reason == XU_JOB_WAIT_OTHER_PROCESS)
    {
      tell_following (self);
      return;
    }

  g_autofree char *before = g_steal_pointer (&self->wait);

  self->wait = xu_phase_words_dup_wait (reason, until);
  self->wait_until = until;
  if (self->has_bar)
    request_draw (self);
  else if (g_strcmp0 (before, self->wait) != 0)
    print_line (self, self->wait);
}

static void
on_restarted (XuJob *job, XuCliTextReporter *self)
{
  self->told_tenth = 0;
  print_above (self, _ ("X does not know the upload any more: it begins again from the start."));
}

/* What else there is to say is said by the command, at the end. */
static gboolean
is_worth_a_line (XuJobState state)
{
  return state != XU_JOB_QUEUED && state != XU_JOB_PAUSED && state != XU_JOB_FAILED
         && state != XU_JOB_CANCELLED;
}

static void
on_state (XuJob *job, GParamSpec *pspec, XuCliTextReporter *self)
{
  XuJobState state = xu_job_get_state (job);

  if (state == self->told_state)
    return;

  self->told_state = state;
  self->told_tenth = 0;
  self->percent = -1.0;
  self->next_look_us = 0;
  g_clear_pointer (&self->wait, g_free);

  if (self->has_bar)
    request_draw (self);
  else if (is_worth_a_line (state))
    print_line (self, get_phase (self));
}

XuCliTextReporter *
xu_cli_text_reporter_new (XuJob *job, XuCliOutput *output, const char *prefix, gboolean has_bar)
{
  g_return_val_if_fail (XU_IS_JOB (job) && output != NULL && prefix != NULL, NULL);

  XuCliTextReporter *self = g_new0 (XuCliTextReporter, 1);

  self->job = g_object_ref (job);
  self->output = output;
  self->prefix = g_strdup (prefix);
  self->has_bar = has_bar;
  self->style = xu_cli_terminal_get_style ();
  self->percent = -1.0;
  self->told_state = xu_job_get_state (job); /* where it was before is not worth a line */
  if (has_bar)
    self->winch_id = g_unix_signal_add (SIGWINCH, on_winch, self);

  g_signal_connect (job, "restarted", G_CALLBACK (on_restarted), self);
  g_signal_connect (job, "chunk-progress", G_CALLBACK (on_chunk_progress), self);
  g_signal_connect (job, "status", G_CALLBACK (on_status), self);
  g_signal_connect (job, "waiting", G_CALLBACK (on_waiting), self);
  g_signal_connect (job, "notify::state", G_CALLBACK (on_state), self);

  return self;
}

void
xu_cli_text_reporter_show_pausing (XuCliTextReporter *self)
{
  g_return_if_fail (self != NULL);

  self->is_pausing = TRUE;
  if (self->has_bar)
    request_draw (self);
  else
    print_line (self, get_phase (self));
}

void
xu_cli_text_reporter_free (XuCliTextReporter *self)
{
  g_return_if_fail (self != NULL);

  if (self->draw_id != 0)
    g_source_remove (self->draw_id);
  if (self->winch_id != 0)
    g_source_remove (self->winch_id);
  if (self->drawn_us != 0)
    xu_cli_output_write (self->output, clear_line);

  g_signal_handlers_disconnect_by_data (self->job, self);
  g_object_unref (self->job);
  g_free (self->prefix);
  g_free (self->wait);
  g_free (self);
}
