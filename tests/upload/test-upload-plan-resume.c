/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The upload plan after a crash: each state of its record, and what X may answer then. */

#include "config.h"

#include "plan-script.h"

#include "xu-error.h"
#include "xu-quantity.h"

static const PlanScript segments[] = {
  { "nothing was begun", 1, { 0 }, "=new/0 K I i A0" },
  { "INITIALIZE was not answered", 1, { 0 }, "I =new/0 K I i A0" },
  { "nothing was sent", 1, { 0 }, "I i =new/0 K I i A0" },
  { "what X has is not sent again",
    5 * XU_MIB,
    { 0 },
    "I i A0 a0 A1 A2 A3 A4 a2 =appending/5 K %2048 A1 - a1 A3 A4 - a3 a4 %5120 F f:succeeded D "
    "*0" },
  { "the first, too", 5 * XU_MIB, { 0 }, "I i A0 =appending/5 K %0 A0 - a0 A1 A2 A3 A4 -" },
  { "again and again",
    3 * XU_MIB,
    { 0 },
    "I i 9{ A0 - K } A0 a0 K 9{ A1 - K } A1 a1 K 9{ A2 - K } A2 a2 9{ F K } F f:succeeded 9{ D K } "
    "D *0" },
  { "all was sent", 2 * XU_MIB, { 0 }, "I i A0 a0 A1 a1 =appending/2 K %2048 F f:succeeded D *0" },
  { "indices are reserved ahead",
    40 * XU_MIB,
    { .parallel = 1 },
    "I i A0 =appending/32 a0 u32 =appending/32 A32 =appending/40 a32 K A33" },
  { "a power cut takes acknowledgements",
    40 * XU_MIB,
    { .parallel = 1 },
    "I i A0 a0 A1 a1 A2 K %2048 O %0 A0 a0 u34 %34816 O %32768 A32 a32 A33" },
  { "a rate limit is X's to tell again", 1, { 0 }, "I i A0 !A0:429/20 W20r K A0" },
  { "paused meanwhile", 2 * XU_MIB, { 0 }, "I i A0 a0 A1 P !A1:cancelled - K A1" },

  { "not known: 404",
    3 * XU_MIB,
    { 0 },
    "I i A0 a0 A1 a1 K A2 !A2:404 I *1 =new/0 %0 i A0 - a0 A1 A2 -" },
  { "not known: 410", 3 * XU_MIB, { 0 }, "I i A0 a0 K A1 !A1:410 I *1" },
  { "not known: X's words", 3 * XU_MIB, { 0 }, "I i A0 a0 K A1 !A1:id I *1" },
  { "perhaps not known: 400", 3 * XU_MIB, { 0 }, "I i A0 a0 K A1 !A1:400 I *1 i A0 a0" },
  { "… and the new one is refused too",
    3 * XU_MIB,
    { 0 },
    "I i A0 a0 K A1 !A1:400 I *1 i A0 !A0:400 X:rejected" },
  { "it is known, and then a 400 is a 400",
    4 * XU_MIB,
    { .parallel = 1 },
    "I i A0 a0 K A1 a1 A2 !A2:400 X:rejected" },
  { "… or a dislike of parallel segments",
    5 * XU_MIB,
    { 0 },
    "I i A0 a0 K A1 a1 A2 A3 A4 !A3:400 - a2 a4 A3 a3 F *0" },
  { "once more in each process",
    1,
    { 0 },
    "I i A0 !A0:404 I i A0 !A0:404 X:media-expired K A0 !A0:404 I *1" },
  { "the network is still away",
    3 * XU_MIB,
    { 0 },
    "r1 I i A0 a0 K A1 !A1:network W1n +1 A1 !A1:network W2n K A1 a1 A2" },
  { "the token is gone, and comes back",
    3 * XU_MIB,
    { 0 },
    "I i A0 a0 K A1 !A1:401 X:token-refused =appending/3 K A1 a1 A2" },
  { "restarted, and killed at once", 3 * XU_MIB, { 0 }, "I i A0 a0 K A1 !A1:404 I K I i A0 *0" },
  { "restarted before the last was back",
    5 * XU_MIB,
    { 0 },
    "I i A0 a0 A1 A2 !A1:404 ~ a2 =new/0 K I" },
};

static const PlanScript cuts[] = {
  { "after a 413",
    16 * XU_MIB,
    { .segment_size = 4 * XU_MIB },
    "I i A0*4096 !A0:413 A0*2048 =appending/8 a0 A1 K A1*2048 a1 A2*2048 A3*2048" },
  { "after a 413, before the new cut was used",
    16 * XU_MIB,
    { .segment_size = 4 * XU_MIB },
    "I i A0*4096 !A0:413 K A0*4096 !A0:413 A0*2048" },
  { "after a 413 in the middle",
    5 * XU_MIB,
    { 0 },
    "I i A0 a0 A1 A2 A3 A4 a3 !A2:413 - a1 a4 A2*512 A3*512 =appending/8 a3 O %2048 A2*512 - a2 "
    "A3*512 A4*512 A5*512 A6*512 a3 a4 K A5*512 a5 A6*512 A7*512 a6 a7 %5120 F" },
  { "what is not known any more is learnt again",
    200 * XU_MIB,
    { .segment_size = 4 * XU_MIB, .parallel = 1 },
    "I i A0*4096 !A0:413 A0*2048 a0 K A1*2048 a1 u32 A32*4096 !A32:413 A32*2048 a32 u98 A98*2048" },
  { "a known ceiling",
    16 * XU_MIB,
    { .segment_size = 4 * XU_MIB, .segment_ceiling = XU_MIB },
    "I i A0*1024 a0 K A1*1024" },
  { "on a slow uplink",
    64 * XU_MIB,
    { .segment_size = 4 * XU_MIB, .parallel = 1 },
    "I i A0*4096 +120 a0 A1*1024 K A1*1024 +30 a1 A2*1024 +120 a2 A3*1024" },
  { "… and not for a little",
    200 * XU_MIB,
    { .segment_size = 4 * XU_MIB, .parallel = 1 },
    "I i u31 K A31*4096 +58 a31 A32*4096" },
  { "… the new cut is there before it is used",
    64 * XU_MIB,
    { .segment_size = 4 * XU_MIB, .parallel = 1 },
    "I i A0*4096 +120 a0 O %4096 A1*1024" },
  { "the other encoding",
    5 * XU_MIB,
    { 0 },
    "I i A0*1024m a0 K A1*1024m !A1:type A1*1024j a1 A2*1024j A3*1024j K A2*1024m !A2:type "
    "A2*1024j" },
  { "neither encoding", 5 * XU_MIB, { 0 }, "I i A0m a0 K A1m !A1:type A1j !A1:json X:rejected" },
};

static const PlanScript ends[] = {
  { "FINALIZE had not arrived", 1, { 0 }, "I i A0 a0 F =finalizing/1 K F f:succeeded D =ready/1" },
  { "… after a power cut", 1, { 0 }, "I i A0 a0 F O F f:pending/1 W1p +1 S s:succeeded D" },
  { "FINALIZE had arrived: 400",
    1,
    { 0 },
    "I i A0 a0 F K F !F:400 S =processing/1 s:in_progress/3 W3p +3 S s:succeeded D" },
  { "FINALIZE had arrived: 404", 1, { 0 }, "I i A0 a0 F K F !F:404 S s:succeeded D *0" },
  { "FINALIZE is not known, STATUS neither",
    1,
    { 0 },
    "I i A0 a0 F K F !F:404 S !S:404 I *1 i A0 a0 F f:succeeded D" },
  { "FINALIZE is refused, STATUS too",
    1,
    { 0 },
    "I i A0 a0 F K F !F:400 S !S:400 I *1 i A0 a0 F !F:400 X:rejected" },
  { "FINALIZE was refused, killed at STATUS",
    1,
    { 0 },
    "I i A0 a0 F K F !F:400 S K S s:succeeded D" },
  { "FINALIZE was not sent yet, and is not known", 1, { 0 }, "I i A0 a0 K F !F:404 I *1" },
  { "FINALIZE was not sent yet, and is refused", 1, { 0 }, "I i A0 a0 K F !F:400 I *1" },
  { "FINALIZE was lost", 1, { 0 }, "I i A0 a0 F !F:network F !F:503 K F !F:400 S s:succeeded D" },
  { "FINALIZE was cancelled",
    1,
    { 0 },
    "I i A0 a0 F G ~ !F:cancelled X:file-changed =finalizing/1" },
  { "X processes",
    1,
    { 0 },
    "I i A0 a0 F f:pending/5 =processing/1 W5p K S s:in_progress/7 W7p O S s:succeeded D "
    "=ready/1" },
  { "to keep waiting is to resume",
    1,
    { .processing_limit_us = 60 * G_USEC_PER_SEC },
    "I i A0 a0 F f:pending/60 3{ +60 S s:pending/60 X:processing-timeout =processing/1 K S "
    "s:pending/60 W60p } +60 S s:succeeded D" },
  { "X does not know it any more: 404", 1, { 0 }, "I i A0 a0 F f:pending K S !S:404 I *1 i A0" },
  { "X does not know it any more: 400", 1, { 0 }, "I i A0 a0 F f:pending K S !S:400 I *1 i A0" },
  { "X's servers are away",
    1,
    { 0 },
    "r1 I i A0 a0 F f:pending K S !S:503 W1s +1 S s:succeeded D" },
  { "processing failed: only another media id can help",
    1,
    { 0 },
    "I i A0 a0 F f:pending K S s:failed X:media-refused =new/0 K I i A0 *0" },
  { "… at once", 1, { 0 }, "I i A0 a0 F f:failed X:media-refused =new/0" },
  { "ready", 2 * XU_MIB, { 0 }, "I i A0 a0 A1 a1 F f:succeeded =ready/2 D K D %2048 O D *0" },

  { "given up, and taken up again",
    5 * XU_MIB,
    { 0 },
    "I i A0 a0 A1 A2 A3 G ~ a2 !A1:cancelled a3 X:file-changed =appending/5 K %3072 A1 - a1 A4" },
  { "given up, what was answered counts",
    1,
    { 0 },
    "I i A0 a0 F G ~ f:pending/5 X:file-changed =processing/1 K S s:succeeded D" },
  { "given up, and yet ready",
    1,
    { 0 },
    "I i A0 a0 F f:pending/1 +1 S G ~ s:succeeded X:file-changed =ready/1 K D" },
  { "given up at INITIALIZE", 1, { 0 }, "I G ~ i X:file-changed K I" },
};

static void
test_segments (void)
{
  plan_script_run_all (segments, G_N_ELEMENTS (segments));
}

static void
test_cuts (void)
{
  plan_script_run_all (cuts, G_N_ELEMENTS (cuts));
}

static void
test_ends (void)
{
  plan_script_run_all (ends, G_N_ELEMENTS (ends));
}

/* Of a file of 5 MiB: two of its five segments are there. */
static void
fill_record (XuUploadRecord *record)
{
  const XuCut cut = { .size = XU_MIB };

  xu_upload_record_init (record);
  record->state = XU_UPLOAD_RECORD_APPENDING;
  record->media_id = g_strdup ("7");
  record->expires_at = 1;
  record->sent_below = 3;
  g_array_append_val (record->cuts, cut);
  xu_upload_record_set_acknowledged (record, 0);
  xu_upload_record_set_acknowledged (record, 1);
}

static XuStep
get_first_step (const XuUploadRecord *record, guint64 total, guint *n_restarts)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (XuUploadPlan) plan
      = xu_upload_plan_new (total, record, &xu_upload_options_default, 0, &error);

  g_assert_no_error (error);
  *n_restarts = xu_upload_plan_get_restarts (plan);

  return xu_upload_plan_next (plan, 0);
}

/* No clock ends an upload: the record above expired in 1970. */
static void
test_expired_by_clock (void)
{
  XuUploadRecord record;
  guint n_restarts;

  fill_record (&record);

  XuStep step = get_first_step (&record, 5 * XU_MIB, &n_restarts);

  g_assert_cmpint (step.exchange, ==, XU_EXCHANGE_APPEND);
  g_assert_cmpuint (step.index, ==, 2);
  g_assert_cmpuint (step.offset, ==, 2 * XU_MIB);
  g_assert_cmpuint (n_restarts, ==, 0);
  xu_upload_record_clear (&record);
}

/* What does not fit is as good as nothing, and does no harm. */
static void
test_misfits (void)
{
  static const struct
  {
    const char *name;
    guint64 total;
    XuUploadRecordState state;
    guint sent_below;
    guint acknowledged;
    guint n_cuts;
    XuCut cuts[3];
  } rows[] = {
    { "no cut", 5 * XU_MIB, XU_UPLOAD_RECORD_APPENDING, 3, 0, 0, { { 0 } } },
    { "no size", 5 * XU_MIB, XU_UPLOAD_RECORD_APPENDING, 3, 0, 1, { { 0 } } },
    { "another file", 1001 * XU_MIB, XU_UPLOAD_RECORD_APPENDING, 3, 0, 1, { { 0, 0, XU_MIB } } },
    { "fewer segments", 2 * XU_MIB, XU_UPLOAD_RECORD_APPENDING, 3, 0, 1, { { 0, 0, XU_MIB } } },
    { "not from the beginning", 5 * XU_MIB, XU_UPLOAD_RECORD_APPENDING, 3, 0, 1, { { 0, 1, 9 } } },
    { "not from index 0", 5 * XU_MIB, XU_UPLOAD_RECORD_APPENDING, 3, 0, 1, { { 1, 0, XU_MIB } } },
    { "a gap",
      5 * XU_MIB,
      XU_UPLOAD_RECORD_APPENDING,
      3,
      0,
      2,
      { { 0, 0, XU_MIB }, { 1, 2 * XU_MIB, XU_MIB } } },
    { "a rest",
      5 * XU_MIB,
      XU_UPLOAD_RECORD_APPENDING,
      3,
      0,
      2,
      { { 0, 0, XU_MIB }, { 2, 2 * XU_MIB - 1, XU_MIB } } },
    { "backwards",
      5 * XU_MIB,
      XU_UPLOAD_RECORD_APPENDING,
      3,
      0,
      3,
      { { 0, 0, XU_MIB }, { 2, 2 * XU_MIB, XU_MIB }, { 1, XU_MIB, XU_MIB } } },
    { "past the end",
      5 * XU_MIB,
      XU_UPLOAD_RECORD_APPENDING,
      3,
      0,
      2,
      { { 0, 0, XU_MIB }, { 6, 6 * XU_MIB, XU_MIB } } },
    { "too large to count",
      5 * XU_MIB,
      XU_UPLOAD_RECORD_APPENDING,
      3,
      0,
      2,
      { { 0, 0, XU_MIB }, { 2, G_MAXUINT64, XU_MIB } } },
    { "acknowledged, never sent",
      5 * XU_MIB,
      XU_UPLOAD_RECORD_APPENDING,
      3,
      3,
      1,
      { { 0, 0, XU_MIB } } },
    { "finalized, not complete",
      5 * XU_MIB,
      XU_UPLOAD_RECORD_FINALIZING,
      3,
      2,
      1,
      { { 0, 0, XU_MIB } } },
    { "ready, not complete", 5 * XU_MIB, XU_UPLOAD_RECORD_READY, 3, 2, 1, { { 0, 0, XU_MIB } } },
    { "no such state", 5 * XU_MIB, (XuUploadRecordState) 77, 3, 2, 1, { { 0, 0, XU_MIB } } },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      XuUploadRecord record;
      guint n_restarts;

      g_test_message ("%s", rows[i].name);
      fill_record (&record);
      record.state = rows[i].state;
      record.sent_below = rows[i].sent_below;
      xu_upload_record_set_acknowledged (&record, rows[i].acknowledged);
      g_array_set_size (record.cuts, 0);
      g_array_append_vals (record.cuts, rows[i].cuts, rows[i].n_cuts);
      g_assert_cmpint (get_first_step (&record, rows[i].total, &n_restarts).exchange, ==,
                       XU_EXCHANGE_INITIALIZE);
      g_assert_cmpuint (n_restarts, ==, 1);
      xu_upload_record_clear (&record);
    }
}

static void
test_no_media_id (void)
{
  XuUploadRecord record;
  guint n_restarts;

  fill_record (&record);
  g_clear_pointer (&record.media_id, g_free);
  g_assert_cmpint (get_first_step (&record, 5 * XU_MIB, &n_restarts).exchange, ==,
                   XU_EXCHANGE_INITIALIZE);
  g_assert_cmpuint (n_restarts, ==, 1);
  xu_upload_record_clear (&record);
}

static XuUploadRecordState
get_state_after (const char *story)
{
  const PlanScript script = { story, 1, { 0 }, story };
  g_autoptr (XuUploadPlan) plan = plan_script_run (&script);
  XuUploadRecord record;
  XuUploadRecordState state;

  xu_upload_record_init (&record);
  xu_upload_plan_store (plan, &record);
  state = record.state;
  xu_upload_record_clear (&record);

  return state;
}

/* What must be known of a FINALIZE is known at any moment, not only when the next one begins. */
static void
test_finalize_in_doubt (void)
{
  g_assert_cmpint (get_state_after ("I i A0 a0"), ==, XU_UPLOAD_RECORD_APPENDING);
  g_assert_cmpint (get_state_after ("I i A0 a0 F"), ==, XU_UPLOAD_RECORD_FINALIZING);
  g_assert_cmpint (get_state_after ("I i A0 a0 F !F:network"), ==, XU_UPLOAD_RECORD_FINALIZING);
  g_assert_cmpint (get_state_after ("I i A0 a0 F !F:cancelled"), ==, XU_UPLOAD_RECORD_FINALIZING);
  g_assert_cmpint (get_state_after ("I i A0 a0 F !F:garbage"), ==, XU_UPLOAD_RECORD_FINALIZING);
  g_assert_cmpint (get_state_after ("I i A0 a0 F !F:unsent"), ==, XU_UPLOAD_RECORD_APPENDING);
  g_assert_cmpint (get_state_after ("I i A0 a0 F !F:429"), ==, XU_UPLOAD_RECORD_APPENDING);
  g_assert_cmpint (get_state_after ("I i A0 a0 F !F:401"), ==, XU_UPLOAD_RECORD_APPENDING);
}

static void
test_expiry (void)
{
  static const struct
  {
    gint64 after;
    gint64 expected;
  } rows[] = {
    { 60, 1060 }, { -1, 0 }, { 0, 0 }, { G_MININT64, 0 }, { G_MAXINT64, G_MAXINT64 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const PlanScript script = { "", 1, { 0 }, "I" };
      g_autoptr (XuUploadPlan) plan = plan_script_run (&script);
      const XuMediaUpload upload = { .media_id = (char *) "7", .expires_after_s = rows[i].after };
      XuUploadRecord record;

      xu_upload_record_init (&record);
      xu_upload_plan_initialized (plan, &upload, 1000);
      xu_upload_plan_store (plan, &record);
      g_assert_cmpint (record.expires_at, ==, rows[i].expected);
      g_assert_cmpstr (record.media_id, ==, "7");
      xu_upload_record_clear (&record);
    }
}

/* The next media id has a time of its own, or none. */
static void
test_expiry_of_next (void)
{
  const PlanScript script = { "", 1, { 0 }, "I" };
  g_autoptr (XuUploadPlan) plan = plan_script_run (&script);
  g_autoptr (GError) error = xu_error_new (XU_ERROR_MEDIA_EXPIRED, "not known");
  const XuMediaUpload first = { .media_id = (char *) "7", .expires_after_s = 60 };
  const XuMediaUpload second = { .media_id = (char *) "8", .expires_after_s = -1 };
  XuUploadRecord record;

  xu_upload_plan_initialized (plan, &first, 1000);

  XuStep step = xu_upload_plan_next (plan, 0);

  xu_upload_plan_begin (plan, &step, 0);
  xu_upload_plan_failed (plan, &step, error, 0, 0);
  step = xu_upload_plan_next (plan, 0);
  xu_upload_plan_begin (plan, &step, 0);
  xu_upload_plan_initialized (plan, &second, 2000);

  xu_upload_record_init (&record);
  xu_upload_plan_store (plan, &record);
  g_assert_cmpstr (record.media_id, ==, "8");
  g_assert_cmpint (record.expires_at, ==, 0);
  xu_upload_record_clear (&record);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/upload-plan/resume/segments", test_segments);
  g_test_add_func ("/upload-plan/resume/cuts", test_cuts);
  g_test_add_func ("/upload-plan/resume/ends", test_ends);
  g_test_add_func ("/upload-plan/resume/expired-by-clock", test_expired_by_clock);
  g_test_add_func ("/upload-plan/resume/misfits", test_misfits);
  g_test_add_func ("/upload-plan/resume/no-media-id", test_no_media_id);
  g_test_add_func ("/upload-plan/resume/finalize-in-doubt", test_finalize_in_doubt);
  g_test_add_func ("/upload-plan/resume/expiry", test_expiry);
  g_test_add_func ("/upload-plan/resume/expiry-of-next", test_expiry_of_next);

  return g_test_run ();
}
