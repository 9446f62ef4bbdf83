/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a file is cut, by table. */

#include "config.h"

#include "xu-segment-plan.h"

#include "xu-error.h"
#include "xu-quantity.h"

/* The segments follow each other without gap from the beginning to the end of the file. */
static void
assert_covers (const XuSegmentPlan *plan, guint64 total)
{
  guint64 offset = 0;

  g_assert_cmpuint (xu_segment_plan_get_length (plan), <=, XU_SEGMENTS_MAX);
  for (guint i = 0; i < xu_segment_plan_get_length (plan); i++)
    {
      const XuSegment *segment = xu_segment_plan_get (plan, i);

      g_assert_cmpuint (segment->offset, ==, offset);
      g_assert_cmpuint (segment->length, >, 0);
      offset += segment->length;
    }
  g_assert_cmpuint (offset, ==, total);
}

static void
test_divide (void)
{
  static const struct
  {
    guint64 total;
    guint64 wanted;
    guint64 ceiling;
    guint n;      /* 0: refused */
    guint64 size; /* of the first */
    guint64 last; /* of the last */
  } rows[] = {
    { 1, 4 * XU_MIB, 0, 1, 1, 1 },
    { 65535, 65536, 0, 1, 65535, 65535 },
    { 65536, 65536, 0, 1, 65536, 65536 },
    { 65537, 65536, 0, 2, 65536, 1 },
    { 3 * 65536, 65536, 0, 3, 65536, 65536 },
    { XU_MIB, 1, 0, 16, 65536, 65536 },      /* rounded up to 64 KiB */
    { XU_MIB, 65537, 0, 8, 131072, 131072 }, /* … here too */
    { XU_MIB, XU_MIB, 65536, 16, 65536, 65536 } /* the ceiling wins */,

    { 1000 * XU_MIB, XU_MIB, 0, 1000, XU_MIB, XU_MIB },
    { 1000 * XU_MIB + 1, XU_MIB, 0, 942, 1114112, 196609 },
    { 1000 * XU_MIB, XU_MIB, XU_MIB, 1000, XU_MIB, XU_MIB },
    { 1000 * XU_MIB + 1, XU_MIB, XU_MIB, 0, 0, 0 },
    { 4000 * XU_MIB, 4 * XU_MIB, 0, 1000, 4 * XU_MIB, 4 * XU_MIB }, /* 3.9 GiB */
    { 4000 * XU_MIB + 1, 4 * XU_MIB, 4 * XU_MIB, 0, 0, 0 },
    { 16 * XU_GIB, 4 * XU_MIB, 0, 997, 17235968, 12845056 },
    { 16 * XU_GIB, 4 * XU_MIB, 4 * XU_MIB, 0, 0, 0 },
    { 16 * XU_GIB + 1, 4 * XU_MIB, 0, 0, 0, 0 },
    { G_MAXUINT64, 4 * XU_MIB, 0, 0, 0, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (XuSegmentPlan) plan = xu_segment_plan_new (rows[i].total);
      g_autoptr (GError) error = NULL;
      gboolean is_divided
          = xu_segment_plan_divide (plan, 0, rows[i].wanted, rows[i].ceiling, &error);

      g_test_message ("row %" G_GSIZE_FORMAT, i);
      g_assert_cmpint (is_divided, ==, rows[i].n > 0);
      g_assert_cmpuint (xu_segment_plan_get_length (plan), ==, rows[i].n);
      if (!is_divided)
        {
          g_assert_error (error, XU_ERROR, XU_ERROR_FILE_TOO_LARGE_FOR_SEGMENTS);
          continue;
        }

      g_assert_no_error (error);
      assert_covers (plan, rows[i].total);
      g_assert_cmpuint (xu_segment_plan_get (plan, 0)->length, ==, rows[i].size);
      g_assert_cmpuint (xu_segment_plan_get (plan, rows[i].n - 1)->length, ==, rows[i].last);
    }
}

static void
acknowledge (XuSegmentPlan *plan, guint from, guint to)
{
  for (guint i = from; i < to; i++)
    {
      xu_segment_plan_begin (plan, i, 1);
      xu_segment_plan_get (plan, i)->state = XU_SEGMENT_ACKNOWLEDGED;
    }
}

static XuSegmentPlan *
new_divided (guint64 total, guint64 size)
{
  XuSegmentPlan *plan = xu_segment_plan_new (total);

  g_assert_true (xu_segment_plan_divide (plan, 0, size, 0, NULL));
  return plan;
}

static void
test_cut_anew (void)
{
  g_autoptr (XuSegmentPlan) plan = new_divided (10 * XU_MIB, XU_MIB);

  acknowledge (plan, 0, 4);
  g_assert_cmpuint (xu_segment_plan_get_tail (plan), ==, 4);
  g_assert_true (xu_segment_plan_divide (plan, 4, 256 * XU_KIB, 0, NULL));
  assert_covers (plan, 10 * XU_MIB);
  g_assert_cmpuint (xu_segment_plan_get_length (plan), ==, 4 + 24);
  g_assert_cmpuint (xu_segment_plan_get (plan, 3)->length, ==, XU_MIB);
  g_assert_cmpuint (xu_segment_plan_get_acknowledged (plan), ==, 4 * XU_MIB);

  /* Larger again. */
  g_assert_true (xu_segment_plan_divide (plan, 4, 4 * XU_MIB, 0, NULL));
  assert_covers (plan, 10 * XU_MIB);
  g_assert_cmpuint (xu_segment_plan_get_length (plan), ==, 6);
}

/* What does not fit leaves everything as it was. */
static void
test_cut_refused (void)
{
  g_autoptr (XuSegmentPlan) plan = new_divided (1000 * XU_MIB, XU_MIB);
  g_autoptr (GError) error = NULL;

  acknowledge (plan, 0, 999);
  g_assert_false (xu_segment_plan_divide (plan, 999, XU_MIB, 512 * XU_KIB, &error));
  g_assert_error (error, XU_ERROR, XU_ERROR_FILE_TOO_LARGE_FOR_SEGMENTS);
  assert_covers (plan, 1000 * XU_MIB);
  g_assert_cmpuint (xu_segment_plan_get_length (plan), ==, 1000);
  g_assert_cmpuint (xu_segment_plan_get_acknowledged (plan), ==, 999 * XU_MIB);
}

/* The server may have every index that was sent: none of them may vanish from the cut. */
static void
test_sent_indices_stay (void)
{
  g_autoptr (XuSegmentPlan) plan = new_divided (8 * XU_MIB, XU_MIB);

  acknowledge (plan, 0, 6);
  g_assert_true (xu_segment_plan_divide (plan, 2, 4 * XU_MIB, 0, NULL));
  assert_covers (plan, 8 * XU_MIB);
  g_assert_cmpuint (xu_segment_plan_get_length (plan), ==, 8);
  g_assert_cmpuint (xu_segment_plan_get (plan, 2)->length, ==, XU_MIB);
  g_assert_cmpuint (xu_segment_plan_get_tail (plan), ==, 6);
  g_assert_cmpuint (xu_segment_plan_get_acknowledged (plan), ==, 2 * XU_MIB);

  /* Of the last that was sent only the beginning counts. */
  g_assert_cmpuint (xu_segment_plan_choose_size (plan, 5, 4 * XU_MIB, 0), ==, 4 * XU_MIB);
  g_assert_cmpuint (xu_segment_plan_choose_size (plan, 4, 4 * XU_MIB, 0), ==, XU_MIB);
}

/* Where that cannot be, the cut is refused: never less than what was sent. */
static void
test_sent_indices_stay_or_fail (void)
{
  g_autoptr (XuSegmentPlan) plan = new_divided (16 * XU_GIB, XU_MIB);
  g_autoptr (GError) error = NULL;

  acknowledge (plan, 0, 995);
  g_assert_true (xu_segment_plan_divide (plan, 995, XU_MIB, 0, NULL));
  g_assert_cmpuint (xu_segment_plan_get_length (plan), ==, 1000);
  acknowledge (plan, 995, 1000);

  g_assert_false (xu_segment_plan_divide (plan, 0, XU_MIB, 0, &error));
  g_assert_error (error, XU_ERROR, XU_ERROR_FILE_TOO_LARGE_FOR_SEGMENTS);
  g_assert_cmpuint (xu_segment_plan_get_length (plan), ==, 1000);
  assert_covers (plan, 16 * XU_GIB);
}

static void
test_find_pending (void)
{
  g_autoptr (XuSegmentPlan) plan = new_divided (4 * XU_MIB, XU_MIB);
  guint index = G_MAXUINT;
  gint64 wake_at = 0;

  g_assert_true (xu_segment_plan_find_pending (plan, 0, &index, &wake_at));
  g_assert_cmpuint (index, ==, 0);

  acknowledge (plan, 0, 1);
  xu_segment_plan_begin (plan, 1, 5);
  g_assert_cmpint (xu_segment_plan_get (plan, 1)->begun_at, ==, 5);
  xu_segment_plan_get (plan, 2)->not_before = 70;
  xu_segment_plan_get (plan, 3)->not_before = 50;

  g_assert_false (xu_segment_plan_find_pending (plan, 49, &index, &wake_at));
  g_assert_cmpint (wake_at, ==, 50);
  g_assert_cmpuint (index, ==, 3);
  g_assert_true (xu_segment_plan_find_pending (plan, 50, &index, &wake_at));
  g_assert_cmpuint (index, ==, 3);
  g_assert_true (xu_segment_plan_find_pending (plan, 70, &index, &wake_at));
  g_assert_cmpuint (index, ==, 2);

  acknowledge (plan, 2, 4);
  g_assert_false (xu_segment_plan_find_pending (plan, 100, &index, &wake_at));
  g_assert_cmpint (wake_at, ==, G_MAXINT64);
}

/* What failed goes first, until something succeeds. */
static void
test_failed_first (void)
{
  g_autoptr (XuSegmentPlan) plan = new_divided (4 * XU_MIB, XU_MIB);
  guint index = G_MAXUINT;
  gint64 wake_at = 0;

  xu_segment_plan_get (plan, 1)->attempts.n_all = 1;
  xu_segment_plan_get (plan, 1)->not_before = 10;

  g_assert_false (xu_segment_plan_find_pending (plan, 9, &index, &wake_at));
  g_assert_cmpint (wake_at, ==, 10);
  g_assert_true (xu_segment_plan_find_pending (plan, 10, &index, &wake_at));
  g_assert_cmpuint (index, ==, 1);

  /* While it is tried again, nothing else is. */
  xu_segment_plan_begin (plan, 1, 10);
  g_assert_false (xu_segment_plan_find_pending (plan, 10, &index, &wake_at));
  g_assert_cmpint (wake_at, ==, G_MAXINT64);

  xu_segment_plan_forgive (plan);
  g_assert_true (xu_segment_plan_find_pending (plan, 10, &index, &wake_at));
  g_assert_cmpuint (index, ==, 0);
}

/* What waits for the network waits no more; what waits for the server does. */
static void
test_network_changed (void)
{
  g_autoptr (XuSegmentPlan) plan = new_divided (2 * XU_MIB, XU_MIB);
  XuSegment *first = xu_segment_plan_get (plan, 0);
  XuSegment *second = xu_segment_plan_get (plan, 1);
  guint index = G_MAXUINT;
  gint64 wake_at = 0;

  first->reason = XU_WAIT_SERVER;
  second->reason = XU_WAIT_NETWORK;
  first->attempts = second->attempts = (XuAttempts){ .n_counted = 2, .n_all = 7 };
  first->not_before = second->not_before = 100;
  g_assert_false (xu_segment_plan_find_pending (plan, 1, &index, &wake_at));

  xu_segment_plan_network_changed (plan);
  g_assert_true (xu_segment_plan_find_pending (plan, 1, &index, &wake_at));
  g_assert_cmpuint (index, ==, 1);
  g_assert_cmpint (first->not_before, ==, 100);
  g_assert_cmpuint (first->attempts.n_all, ==, 7);
  g_assert_cmpuint (second->attempts.n_all, ==, 2);
  g_assert_cmpuint (second->attempts.n_counted, ==, 2);
}

/* What is stored is restored, through several cuts, a longer and a shorter one. */
static void
test_record (void)
{
  g_autoptr (XuSegmentPlan) plan = new_divided (10 * XU_MIB + 1, XU_MIB);
  g_autoptr (XuSegmentPlan) restored = xu_segment_plan_new (10 * XU_MIB + 1);
  XuUploadRecord record, again;

  acknowledge (plan, 0, 2);
  g_assert_true (xu_segment_plan_divide (plan, 2, 256 * XU_KIB, 0, NULL));
  acknowledge (plan, 2, 4);
  g_assert_true (xu_segment_plan_divide (plan, 4, 4 * XU_MIB, 0, NULL));
  xu_segment_plan_begin (plan, 4, 1);

  xu_upload_record_init (&record);
  xu_upload_record_init (&again);
  xu_segment_plan_store (plan, &record);
  g_assert_cmpuint (record.cuts->len, ==, 3);
  g_assert_cmpuint (record.sent_below, ==, 6);
  g_assert_cmpuint (xu_upload_record_count_bytes (&record, 10 * XU_MIB + 1), ==, 2560 * XU_KIB);

  g_assert_true (xu_segment_plan_restore (restored, &record));
  assert_covers (restored, 10 * XU_MIB + 1);
  g_assert_cmpuint (xu_segment_plan_get_length (restored), ==, xu_segment_plan_get_length (plan));
  for (guint i = 0; i < xu_segment_plan_get_length (plan); i++)
    {
      const XuSegment *a = xu_segment_plan_get (plan, i);
      const XuSegment *b = xu_segment_plan_get (restored, i);

      g_assert_cmpuint (b->length, ==, a->length);
      g_assert_cmpint (b->state, ==, i < 4 ? XU_SEGMENT_ACKNOWLEDGED : XU_SEGMENT_PENDING);
    }
  g_assert_cmpuint (xu_segment_plan_get_tail (restored), ==, 6);

  xu_segment_plan_store (restored, &again);
  g_assert_true (xu_upload_record_is_lasting_equal (&record, &again));
  xu_upload_record_clear (&record);
  xu_upload_record_clear (&again);
}

/* The bound of what was sent is ahead of it, moves in steps, and never beyond the cut. */
static void
test_reservation (void)
{
  static const struct
  {
    guint n_sent;
    guint bound;
  } rows[] = { { 0, 0 }, { 1, 32 }, { 32, 32 }, { 33, 64 }, { 64, 64 }, { 65, 70 }, { 70, 70 } };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (XuSegmentPlan) plan = new_divided (70 * XU_MIB, XU_MIB);
      XuUploadRecord record;

      acknowledge (plan, 0, rows[i].n_sent);
      xu_upload_record_init (&record);
      xu_segment_plan_store (plan, &record);
      g_assert_cmpuint (record.sent_below, ==, rows[i].bound);
      xu_upload_record_clear (&record);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/segment-plan/divide", test_divide);
  g_test_add_func ("/segment-plan/cut-anew", test_cut_anew);
  g_test_add_func ("/segment-plan/cut-refused", test_cut_refused);
  g_test_add_func ("/segment-plan/sent-indices-stay", test_sent_indices_stay);
  g_test_add_func ("/segment-plan/sent-indices-stay-or-fail", test_sent_indices_stay_or_fail);
  g_test_add_func ("/segment-plan/find-pending", test_find_pending);
  g_test_add_func ("/segment-plan/failed-first", test_failed_first);
  g_test_add_func ("/segment-plan/network-changed", test_network_changed);
  g_test_add_func ("/segment-plan/record", test_record);
  g_test_add_func ("/segment-plan/reservation", test_reservation);

  return g_test_run ();
}
