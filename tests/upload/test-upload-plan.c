/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The upload plan when all goes well: order, sizes, parallel segments, processing, pause. */

#include "config.h"

#include "plan-script.h"

#include "xu-error.h"
#include "xu-quantity.h"

#define JSON XU_APPEND_JSON

static const PlanScript order[] = {
  { "one byte", 1, { 0 }, "I - i A0 - %0 a0 F - f:succeeded D D" },
  { "one segment", XU_MIB, { 0 }, "I i A0*1024m a0 %1024 F f:succeeded D" },
  { "a byte more", XU_MIB + 1, { 0 }, "I i A0*1024 - a0 A1 - a1 F f:succeeded D" },
  { "the first alone, then four at once",
    6 * XU_MIB,
    { 0 },
    "I i A0 - a0 A1 A2 A3 A4 - a2 A5 - %2048 a5 - a1 a3 - a4 %6144 F - f:succeeded D" },
  { "eight at once",
    10 * XU_MIB,
    { .parallel = 8 },
    "I i A0 - a0 A1 A2 A3 A4 A5 A6 A7 A8 - a8 A9 -" },
  { "one after another", 3 * XU_MIB, { .parallel = 1 }, "I i A0 - a0 A1 - a1 A2 - a2 F" },
  { "learnt: one after another",
    3 * XU_MIB,
    { .is_sequential = TRUE },
    "I i A0 - a0 A1 - a1 A2 - a2 F" },
  { "JSON at three quarters", 3 * XU_MIB, { .encoding = JSON }, "I i A0*768j a0 A1*768j" },
  { "learnt: a ceiling",
    3 * XU_MIB,
    { .segment_ceiling = 300 * 1000 },
    "I i A0*256m a0 A1*256 A2*256" },
  { "learnt: a ceiling, and JSON",
    3 * XU_MIB,
    { .segment_ceiling = XU_MIB, .encoding = JSON },
    "I i A0*768j" },
  { "a thousand", 1000 * XU_MIB, { .parallel = 1 }, "I i u1000 F f:succeeded D" },
  { "16 GiB",
    16 * XU_GIB,
    { .segment_size = 4 * XU_MIB },
    "I i A0*16832 a0 A1*16832 a1 u997 %16777216 F f:succeeded D" },
};

static const PlanScript processing[] = {
  { "from pending to succeeded",
    1,
    { 0 },
    "I i A0 a0 F f:pending/5 W5p +4.9 W0.1p +0.1 S - s:in_progress/2 W2p +2 S s:succeeded D" },
  { "missing, zero, negative, absurd",
    1,
    { 0 },
    "I i A0 a0 F f:pending W5p +5 S s:in_progress/0 W1p +1 S s:in_progress/-9 W5p +5 S "
    "s:in_progress/61 W60p +60 S s:pending/999999999999 W60p" },
  { "failed at once", 1, { 0 }, "I i A0 a0 F f:failed X:media-refused" },
  { "failed later",
    1,
    { 0 },
    "I i A0 a0 F f:pending/1 +1 S s:failed X:media-refused X:media-refused" },
  { "half an hour",
    1,
    { 0 },
    "I i A0 a0 F f:pending/60 29{ +60 S s:in_progress/60 W60p } +60 S s:in_progress/60 "
    "X:processing-timeout" },
  { "succeeded after more than half an hour",
    1,
    { 0 },
    "I i A0 a0 F f:pending/60 +5000 S s:succeeded D" },
  { "a minute only",
    1,
    { .processing_limit_us = 60 * G_USEC_PER_SEC },
    "I i A0 a0 F f:pending/59 +59 S s:pending/1 +1 S s:pending/1 X:processing-timeout" },
};

static const PlanScript pauses[] = {
  { "before anything", 1, { 0 }, "P - R I" },
  { "at initialize", 1, { 0 }, "I P - i - R A0" },
  { "initialize cancelled", 1, { 0 }, "I P !I:cancelled - R I" },
  { "at append",
    4 * XU_MIB,
    { 0 },
    "I i A0 a0 A1 A2 A3 P - !A1:cancelled - a2 - !A3:cancelled - %2048 R A1 A3 - a1 a3 F" },
  { "a hundred pauses are no failures",
    2 * XU_MIB,
    { 0 },
    "I i 100{ A0 P !A0:cancelled - R } A0 a0 100{ A1 P !A1:cancelled - R } A1 a1 F" },
  { "X's time for processing does not run",
    1,
    { .processing_limit_us = 60 * G_USEC_PER_SEC },
    "I i A0 a0 F f:pending/10 P +3600 R S s:pending/10 W10p +59 S s:pending/1 +1 S s:pending/1 "
    "X:processing-timeout" },
  { "at finalize", 1, { 0 }, "I i A0 a0 P - R F P f:pending/5 - R W5p P +5 - R S" },
  { "at finalize, and then it is ready", 1, { 0 }, "I i A0 a0 F P f:succeeded D" },
  { "at status",
    1,
    { 0 },
    "I i A0 a0 F f:pending/1 +1 S P s:in_progress/1 - +9 - R S P s:succeeded D" },
  { "while X wants us to wait", 1, { 0 }, "I !I:429/20 W20r P - +10 R W10r P +10 - R I" },
  { "while a segment waits", 1, { 0 }, "I i A0 r1 !A0:503 W1s P - +1 - R A0" },
  { "given up meanwhile", 1, { 0 }, "I i P G X:file-changed" },
};

/* Half a minute for each segment, measured on those that have the size of the cut. */
static const PlanScript slow_uplinks[] = {
  { "smaller, and larger again",
    64 * XU_MIB,
    { .segment_size = 4 * XU_MIB, .parallel = 1 },
    "I i A0*4096 +120 a0 A1*1024 +30 a1 A2*1024 +1 a2 A3*4096" },
  { "not for a little",
    64 * XU_MIB,
    { .segment_size = 4 * XU_MIB, .parallel = 1 },
    "I i A0*4096 +58 a0 A1*4096 +60 a1 A2*2048 +16 a2 A3*2048 +15 a3 A4*4096" },
  { "not below 64 KiB",
    4 * XU_MIB,
    { .parallel = 1 },
    "I i A0*1024 +100000 a0 A1*64 +100000 a1 A2*64" },
  { "those in flight stay as they are",
    8 * XU_MIB,
    { .parallel = 2 },
    "I i A0 a0 A1*1024 A2*1024 +120 a1 A3*256 a2 A4*256 -" },
  { "1000 segments must be enough",
    400 * XU_MIB,
    { .parallel = 1 },
    "I i A0*1024 +300 a0 A1*448 +300 a1 A2*448" },
  { "… and with 800 MiB nothing is gained",
    800 * XU_MIB,
    { .parallel = 1 },
    "I i A0*1024 +300 a0 A1*1024 +300 a1 A2*1024" },
  { "not over the ceiling",
    8 * XU_MIB,
    { .segment_ceiling = 512 * XU_KIB, .parallel = 1 },
    "I i A0*512 +120 a0 A1*128 +1 a1 A2*512 +1 a2 A3*512" },
  { "nor over three quarters of it",
    8 * XU_MIB,
    { .segment_size = 256 * XU_KIB, .encoding = JSON, .parallel = 1 },
    "I i A0*192j +90 a0 A1*64j +1 a1 A2*192j" },
  { "the last is short, and says nothing",
    3 * XU_MIB + 1,
    { 0 },
    "I i A0 a0 A1 A2 A3 +500 a3 - a1 a2 F" },
  { "16 GiB stay as they are",
    16 * XU_GIB,
    { .segment_size = 4 * XU_MIB, .parallel = 1 },
    "I i A0*16832 a0 A1*16832 +25 a1 A2*16832 +999 a2 A3*16832" },
  { "an index that was sent keeps its bytes",
    8 * XU_MIB,
    { .parallel = 2 },
    "I i A0 +120 a0 A1*256 A2*256 !A2:network +1 a1 A2*256 A3*1024" },
};

static void
test_order (void)
{
  plan_script_run_all (order, G_N_ELEMENTS (order));
}

static void
test_processing (void)
{
  plan_script_run_all (processing, G_N_ELEMENTS (processing));
}

static void
test_pauses (void)
{
  plan_script_run_all (pauses, G_N_ELEMENTS (pauses));
}

static void
test_slow_uplinks (void)
{
  plan_script_run_all (slow_uplinks, G_N_ELEMENTS (slow_uplinks));
}

static void
test_too_large (void)
{
  static const struct
  {
    guint64 total;
    guint64 ceiling;
  } rows[] = {
    { 16 * XU_GIB + 1, 0 },
    { 1001 * XU_MIB, XU_MIB },
    { 16 * XU_GIB, 16 * XU_MIB },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      XuUploadOptions options = xu_upload_options_default;
      g_autoptr (GError) error = NULL;

      options.segment_ceiling = rows[i].ceiling;
      g_assert_null (xu_upload_plan_new (rows[i].total, NULL, &options, 0, &error));
      g_assert_error (error, XU_ERROR, XU_ERROR_FILE_TOO_LARGE_FOR_SEGMENTS);
    }
}

/* X's own words reach whoever asks why. */
static void
test_words_of_x (void)
{
  const PlanScript script = { "", 1, { 0 }, "I i A0 a0 F f:failed X:media-refused" };
  g_autoptr (XuUploadPlan) plan = plan_script_run (&script);

  g_assert_cmpstr (xu_error_get_reason (xu_upload_plan_get_error (plan)), ==,
                   "Unsupported video format");
}

static void
test_words_missing (void)
{
  static const struct
  {
    const char *name;
    const char *message;
    const char *reason;
  } rows[] = {
    { "InvalidMedia", NULL, "InvalidMedia" },
    { NULL, NULL, NULL },
  };
  const PlanScript script = { "", 1, { 0 }, "I i A0 a0 F" };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (XuUploadPlan) plan = plan_script_run (&script);
      const XuMediaStatus status = { .media_id = (char *) "1",
                                     .state = XU_PROCESSING_FAILED,
                                     .error_name = (char *) rows[i].name,
                                     .error_message = (char *) rows[i].message };

      xu_upload_plan_finalized (plan, &status, 0);
      g_assert_cmpint (xu_upload_plan_next (plan, 0).kind, ==, XU_STEP_FAILED);
      g_assert_cmpstr (xu_error_get_reason (xu_upload_plan_get_error (plan)), ==, rows[i].reason);
    }
}

static void
test_check_delay (void)
{
  static const struct
  {
    XuProcessingState state;
    gint64 check_after;
    gint64 expected;
  } rows[] = {
    { XU_PROCESSING_PENDING, -1, 5 },
    { XU_PROCESSING_PENDING, 0, 1 },
    { XU_PROCESSING_IN_PROGRESS, 30, 30 },
    { XU_PROCESSING_IN_PROGRESS, G_MAXINT64, 60 },
    { XU_PROCESSING_IN_PROGRESS, G_MININT64, 5 },
    { XU_PROCESSING_SUCCEEDED, 7, -1 },
    { XU_PROCESSING_FAILED, 7, -1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const XuMediaStatus status = { .state = rows[i].state, .check_after_s = rows[i].check_after };

      g_assert_cmpint (xu_upload_plan_get_check_delay (&status), ==, rows[i].expected);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/upload-plan/order", test_order);
  g_test_add_func ("/upload-plan/processing", test_processing);
  g_test_add_func ("/upload-plan/pauses", test_pauses);
  g_test_add_func ("/upload-plan/slow-uplinks", test_slow_uplinks);
  g_test_add_func ("/upload-plan/too-large", test_too_large);
  g_test_add_func ("/upload-plan/words-of-x", test_words_of_x);
  g_test_add_func ("/upload-plan/words-missing", test_words_missing);
  g_test_add_func ("/upload-plan/check-delay", test_check_delay);

  return g_test_run ();
}
