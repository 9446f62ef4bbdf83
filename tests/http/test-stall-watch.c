/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Slow is not dead. */

#include "config.h"

#include "xu-stall-watch.h"

#include "xu-quantity.h"

static const gint64 second = G_USEC_PER_SEC;
static const gint64 minute = 60 * G_USEC_PER_SEC;

typedef struct
{
  gint64 at; /* seconds */
  XuStallSample sample;
  gboolean is_stalled;
} Row;

static void
check (const char *label, guint64 bulk_bytes, const Row *rows, gsize n_rows)
{
  XuStallWatch watch;

  xu_stall_watch_init (&watch, minute, bulk_bytes, 0);
  for (gsize i = 0; i < n_rows; i++)
    {
      g_test_message ("%s at %d s", label, (int) rows[i].at);
      g_assert_cmpint (xu_stall_watch_is_stalled (&watch, &rows[i].sample, rows[i].at * second), ==,
                       rows[i].is_stalled);
    }
}

static void
test_connecting (void)
{
  const Row rows[] = {
    { 20, { .progress = 1, .queued = -1, .is_connecting = TRUE }, FALSE },
    { 49, { .progress = 1, .queued = -1, .is_connecting = TRUE }, FALSE },
    { 50, { .progress = 1, .queued = -1, .is_connecting = TRUE }, TRUE },
  };

  check ("connecting has 30 seconds", 0, rows, G_N_ELEMENTS (rows));
}

static void
test_writing (void)
{
  const Row rows[] = {
    { 50, { .progress = 8192, .queued = 100 }, FALSE },
    { 100, { .progress = 16384, .queued = 200 }, FALSE },
    { 159, { .progress = 16384, .queued = 200 }, FALSE },
    { 160, { .progress = 16384, .queued = 200 }, TRUE },
  };

  check ("bytes written are movement", 0, rows, G_N_ELEMENTS (rows));
}

/* 64 kbit/s: the kernel has swallowed the whole segment, and hands it on over minutes. */
static void
test_draining (void)
{
  const Row rows[] = {
    { 1, { .progress = 100, .queued = 4000000, .is_answer_due = TRUE }, FALSE },
    { 50, { .progress = 100, .queued = 3600000, .is_answer_due = TRUE }, FALSE },
    { 100, { .progress = 100, .queued = 3200000, .is_answer_due = TRUE }, FALSE },
    { 159, { .progress = 100, .queued = 3200000, .is_answer_due = TRUE }, FALSE },
    { 160, { .progress = 100, .queued = 3200000, .is_answer_due = TRUE }, TRUE },
  };

  check ("what the peer acknowledges is movement", 4 * XU_MIB, rows, G_N_ELEMENTS (rows));
}

/* A proxy has taken the segment in: 60 s + 4 MiB / (4 KiB/s) = 1084 s. */
static void
test_answer (void)
{
  const Row rows[] = {
    { 10, { .progress = 100, .queued = 0, .is_answer_due = TRUE }, FALSE },
    { 1093, { .progress = 100, .queued = 0, .is_answer_due = TRUE }, FALSE },
    { 1094, { .progress = 100, .queued = 0, .is_answer_due = TRUE }, TRUE },
  };

  check ("a segment's answer may take long", 4 * XU_MIB, rows, G_N_ELEMENTS (rows));
  check ("unknown queue", 4 * XU_MIB,
         (const Row[]){ { 10, { .progress = 1, .queued = -1, .is_answer_due = TRUE }, FALSE },
                        { 1093, { .progress = 1, .queued = -1, .is_answer_due = TRUE }, FALSE } },
         2);
  check ("another answer may not", 0,
         (const Row[]){ { 10, { .progress = 1, .queued = 0, .is_answer_due = TRUE }, FALSE },
                        { 69, { .progress = 1, .queued = 0, .is_answer_due = TRUE }, FALSE },
                        { 70, { .progress = 1, .queued = 0, .is_answer_due = TRUE }, TRUE } },
         3);
}

static void
test_turn (void)
{
  const Row rows[] = {
    { 1000, { .progress = 100, .queued = 0, .is_waiting_turn = TRUE }, FALSE },
    { 9000, { .progress = 100, .queued = 0, .is_waiting_turn = TRUE }, FALSE },
    { 9059, { .progress = 100, .queued = 0 }, FALSE },
    { 9060, { .progress = 100, .queued = 0 }, TRUE },
  };

  check ("waiting for the rate limit is no stall", 0, rows, G_N_ELEMENTS (rows));
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

  return g_test_run ();
}
