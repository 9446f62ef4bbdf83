/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Slow is not dead. */

#include "config.h"

#include "xu-stall-watch.h"

#include "xu-quantity.h"

static const gint64 second = G_USEC_PER_SEC;
static const gint64 minute = 60 * G_USEC_PER_SEC;
static const gint64 hour = 3600 * (gint64) G_USEC_PER_SEC;

typedef struct
{
  gint64 at; /* seconds */
  XuStallSample sample;
  XuStallVerdict verdict;
} Row;

static void
check (const char *label, guint64 bulk_bytes, const Row *rows, gsize n_rows)
{
  XuStallWatch watch;

  const XuStallLimits limits
      = { .timeout_us = minute, .doubt_us = 10 * second, .bulk_bytes = bulk_bytes };

  xu_stall_watch_init (&watch, &limits, hour, 0);
  for (gsize i = 0; i < n_rows; i++)
    {
      g_test_message ("%s at %d s", label, (int) rows[i].at);
      g_assert_cmpint (xu_stall_watch_look (&watch, &rows[i].sample, rows[i].at * second), ==,
                       rows[i].verdict);
    }
}

static void
test_connecting (void)
{
  const Row rows[] = {
    { 20, { .progress = 1, .queued = -1, .is_connecting = TRUE }, XU_STALL_NONE },
    { 49, { .progress = 1, .queued = -1, .is_connecting = TRUE }, XU_STALL_NONE },
    { 50, { .progress = 1, .queued = -1, .is_connecting = TRUE }, XU_STALL_STILL },
  };

  check ("connecting has 30 seconds", 0, rows, G_N_ELEMENTS (rows));
}

static void
test_writing (void)
{
  const Row rows[] = {
    { 50, { .progress = 8192, .queued = 100 }, XU_STALL_NONE },
    { 100, { .progress = 16384, .queued = 200 }, XU_STALL_NONE },
    { 159, { .progress = 16384, .queued = 200 }, XU_STALL_NONE },
    { 160, { .progress = 16384, .queued = 200 }, XU_STALL_STILL },
  };

  check ("bytes written are movement", 0, rows, G_N_ELEMENTS (rows));
}

/* 64 kbit/s: the kernel has swallowed the whole segment, and hands it on over minutes. */
static void
test_draining (void)
{
  const Row rows[] = {
    { 1, { .progress = 100, .queued = 4000000, .is_answer_due = TRUE }, XU_STALL_NONE },
    { 50, { .progress = 100, .queued = 3600000, .is_answer_due = TRUE }, XU_STALL_NONE },
    { 100, { .progress = 100, .queued = 3200000, .is_answer_due = TRUE }, XU_STALL_NONE },
    { 159, { .progress = 100, .queued = 3200000, .is_answer_due = TRUE }, XU_STALL_NONE },
    { 160, { .progress = 100, .queued = 3200000, .is_answer_due = TRUE }, XU_STALL_STILL },
  };

  check ("what the peer acknowledges is movement", 4 * XU_MIB, rows, G_N_ELEMENTS (rows));
}

/* A proxy has taken the segment in: 60 s + 4 MiB / (4 KiB/s) = 1084 s. */
static void
test_answer (void)
{
  const Row rows[] = {
    { 10, { .progress = 100, .queued = 0, .is_answer_due = TRUE }, XU_STALL_NONE },
    { 1093, { .progress = 100, .queued = 0, .is_answer_due = TRUE }, XU_STALL_NONE },
    { 1094, { .progress = 100, .queued = 0, .is_answer_due = TRUE }, XU_STALL_STILL },
  };

  check ("a segment's answer may take long", 4 * XU_MIB, rows, G_N_ELEMENTS (rows));
  check ("unknown queue", 4 * XU_MIB,
         (const Row[]){
             { 10, { .progress = 1, .queued = -1, .is_answer_due = TRUE }, XU_STALL_NONE },
             { 1093, { .progress = 1, .queued = -1, .is_answer_due = TRUE }, XU_STALL_NONE } },
         2);
  check ("another answer may not", 0,
         (const Row[]){
             { 10, { .progress = 1, .queued = 0, .is_answer_due = TRUE }, XU_STALL_NONE },
             { 69, { .progress = 1, .queued = 0, .is_answer_due = TRUE }, XU_STALL_NONE },
             { 70, { .progress = 1, .queued = 0, .is_answer_due = TRUE }, XU_STALL_STILL } },
         3);
}

static void
test_turn (void)
{
  const Row rows[] = {
    { 1000, { .progress = 100, .queued = 0, .is_waiting_turn = TRUE }, XU_STALL_NONE },
    { 9000, { .progress = 100, .queued = 0, .is_waiting_turn = TRUE }, XU_STALL_NONE },
    { 9059, { .progress = 100, .queued = 0 }, XU_STALL_NONE },
    { 9060, { .progress = 100, .queued = 0 }, XU_STALL_STILL },
  };

  check ("waiting for the rate limit is no stall", 0, rows, G_N_ELEMENTS (rows));
}

/* A change at 100 s and, where there are two, at 105 s; then what is seen. */
typedef struct
{
  const char *label;
  guint n_changes;
  XuStallSample before; /* at 99 s and at the changes */
  gint64 at;            /* seconds */
  XuStallSample after;
  XuStallVerdict verdict;
} Doubt;

static void
test_doubt (void)
{
  static const Doubt rows[] = {
    { "nothing changed",
      0,
      { .progress = 5, .queued = 9, .silence_us = 0 },
      120,
      { .progress = 5, .queued = 9, .silence_us = 21000000 },
      XU_STALL_NONE },
    { "silent, not yet for long",
      1,
      { .progress = 5, .queued = 9, .silence_us = 0 },
      109,
      { .progress = 5, .queued = 9, .silence_us = 9000000 },
      XU_STALL_NONE },
    { "silent",
      1,
      { .progress = 5, .queued = 9, .silence_us = 0 },
      110,
      { .progress = 5, .queued = 9, .silence_us = 10000000 },
      XU_STALL_SILENT },
    { "a second change begins anew",
      2,
      { .progress = 5, .queued = 9, .silence_us = 0 },
      114,
      { .progress = 5, .queued = 9, .silence_us = 14000000 },
      XU_STALL_NONE },
    { "silent after the second change",
      2,
      { .progress = 5, .queued = 9, .silence_us = 0 },
      115,
      { .progress = 5, .queued = 9, .silence_us = 15000000 },
      XU_STALL_SILENT },
    { "the last words of the old network do not count",
      1,
      { .progress = 5, .queued = 9, .silence_us = 0 },
      110,
      { .progress = 5, .queued = 3, .silence_us = 9950000 },
      XU_STALL_SILENT },
    { "what the own kernel takes proves nothing",
      1,
      { .progress = 5, .queued = 9, .silence_us = 0 },
      110,
      { .progress = 70000, .queued = 70000, .silence_us = 10000000 },
      XU_STALL_SILENT },
    { "heard",
      1,
      { .progress = 5, .queued = 9, .silence_us = 0 },
      110,
      { .progress = 5, .queued = 9, .silence_us = 8000000 },
      XU_STALL_NONE },
    { "heard, and the answer still takes long",
      1,
      { .progress = 5, .queued = 0, .silence_us = 0, .is_answer_due = TRUE },
      140,
      { .progress = 5, .queued = 0, .silence_us = 500000, .is_answer_due = TRUE },
      XU_STALL_NONE },
    { "a dead one whose answer is due",
      1,
      { .progress = 5, .queued = 0, .silence_us = 0, .is_answer_due = TRUE },
      110,
      { .progress = 5, .queued = 0, .silence_us = 10000000, .is_answer_due = TRUE },
      XU_STALL_SILENT },
    { "a dead one that the rate limit holds back",
      1,
      { .progress = 5, .queued = 0, .silence_us = 0, .is_waiting_turn = TRUE },
      110,
      { .progress = 5, .queued = 0, .silence_us = 10000000, .is_waiting_turn = TRUE },
      XU_STALL_SILENT },
    { "a kernel that does not tell: nothing moves",
      1,
      { .progress = 5, .queued = 9, .silence_us = -1 },
      110,
      { .progress = 5, .queued = 9, .silence_us = -1 },
      XU_STALL_SILENT },
    { "a kernel that does not tell: something moves",
      1,
      { .progress = 5, .queued = 9, .silence_us = -1 },
      110,
      { .progress = 5, .queued = 8, .silence_us = -1 },
      XU_STALL_NONE },
    { "connecting, not yet for long",
      1,
      { .progress = 1, .queued = -1, .silence_us = -1, .is_connecting = TRUE },
      101,
      { .progress = 1, .queued = -1, .silence_us = -1, .is_connecting = TRUE },
      XU_STALL_NONE },
    { "connecting, still",
      1,
      { .progress = 1, .queued = -1, .silence_us = -1, .is_connecting = TRUE },
      102,
      { .progress = 1, .queued = -1, .silence_us = -1, .is_connecting = TRUE },
      XU_STALL_SILENT },
    { "connecting, an old connection in the slot",
      1,
      { .progress = 1, .queued = 0, .silence_us = 60000000, .is_connecting = TRUE },
      110,
      { .progress = 2, .queued = 0, .silence_us = 70000000, .is_connecting = TRUE },
      XU_STALL_NONE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const Doubt *row = &rows[i];
      const XuStallLimits limits = { .timeout_us = minute, .doubt_us = 10 * second };
      XuStallWatch watch;

      g_test_message ("%s", row->label);
      xu_stall_watch_init (&watch, &limits, hour, 98 * second);
      g_assert_cmpint (xu_stall_watch_look (&watch, &row->before, 99 * second), ==, XU_STALL_NONE);
      for (guint n = 0; n < row->n_changes; n++)
        xu_stall_watch_doubt (&watch, &row->before, (100 + 5 * n) * second);
      g_assert_cmpint (xu_stall_watch_look (&watch, &row->after, row->at * second), ==,
                       row->verdict);
    }
}

/* Heard once, all is as before: silence alone is no reason any more. */
static void
test_doubt_ends (void)
{
  const XuStallLimits limits = { .timeout_us = minute, .doubt_us = 10 * second };
  XuStallSample sample = { .progress = 5, .queued = 0, .is_answer_due = TRUE };
  XuStallWatch watch;

  xu_stall_watch_init (&watch, &limits, hour, 0);
  xu_stall_watch_doubt (&watch, &sample, second);
  g_assert_true (watch.is_doubted);
  g_assert_cmpint (xu_stall_watch_look (&watch, &sample, 3 * second), ==, XU_STALL_NONE);
  g_assert_false (watch.is_doubted);
  sample.silence_us = 50 * second;
  g_assert_cmpint (xu_stall_watch_look (&watch, &sample, 53 * second), ==, XU_STALL_NONE);
  g_assert_cmpint (xu_stall_watch_look (&watch, &sample, 61 * second), ==, XU_STALL_STILL);
}

/* Looks each second, but for one that comes an hour late: the hour counts for nothing, the seconds
 * do. */
static void
test_held_up (void)
{
  static const struct
  {
    const char *label;
    gboolean is_doubted;
    guint patience; /* seconds */
    XuStallVerdict verdict;
  } rows[] = {
    { "still", FALSE, 60, XU_STALL_STILL },
    { "in doubt", TRUE, 10, XU_STALL_SILENT },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const XuStallLimits limits = { .timeout_us = minute, .doubt_us = 10 * second };
      const XuStallSample sample = { .progress = 5, .queued = 9, .silence_us = -1 };
      gint64 now_us = 0;
      XuStallWatch watch;

      g_test_message ("%s", rows[i].label);
      xu_stall_watch_init (&watch, &limits, second, now_us);
      g_assert_cmpint (xu_stall_watch_look (&watch, &sample, now_us), ==, XU_STALL_NONE);
      if (rows[i].is_doubted)
        xu_stall_watch_doubt (&watch, &sample, now_us);
      for (guint n = 1; n < rows[i].patience; n++)
        g_assert_cmpint (
            xu_stall_watch_look (&watch, &sample, now_us += n == 5 ? hour + second : second), ==,
            XU_STALL_NONE);
      g_assert_cmpint (xu_stall_watch_look (&watch, &sample, now_us + second), ==, rows[i].verdict);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/stall-watch/connecting", test_connecting);
  g_test_add_func ("/stall-watch/writing", test_writing);
  g_test_add_func ("/stall-watch/draining", test_draining);
  g_test_add_func ("/stall-watch/answer", test_answer);
  g_test_add_func ("/stall-watch/turn", test_turn);
  g_test_add_func ("/stall-watch/doubt", test_doubt);
  g_test_add_func ("/stall-watch/doubt-ends", test_doubt_ends);
  g_test_add_func ("/stall-watch/held-up", test_held_up);

  return g_test_run ();
}
