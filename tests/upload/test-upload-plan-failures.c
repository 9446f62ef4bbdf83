/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The upload plan when exchanges fail, by table. */

#include "config.h"

#include "plan-script.h"

#include "xu-error.h"
#include "xu-quantity.h"

#define JSON XU_APPEND_JSON

static const PlanScript retries[] = {
  { "backoff, and no more than ten in a row",
    1,
    { 0 },
    "r1 I !I:network W1n +1 I !I:503 W2s +2 I !I:500 W4s +4 I !I:408 W8s +8 I !I:504 W16s +16 "
    "I !I:521 W32s +32 I !I:garbage W60s +60 I !I:network W60n +60 I !I:network W60n +60 "
    "I !I:network X:network" },
  { "no jitter: at once", 1, { 0 }, "I 9{ !I:network I } !I:502 X:server" },
  { "the base is an option",
    1,
    { .backoff_base_us = 1000 },
    "r1 I !I:network W0.001n +0.001 I !I:network W0.002n" },
  { "a segment", 1, { 0 }, "r1 I i A0 !A0:network W1n +0.5 W0.5n +0.5 A0 !A0:503 W2s +2 A0 a0 F" },
  { "a segment, ten times", 1, { 0 }, "I i A0 9{ !A0:503 A0 } !A0:503 X:server" },
  { "finalize, ten times", 1, { 0 }, "I i A0 a0 F 9{ !F:network F } !F:network X:network" },
  { "status, ten times", 1, { 0 }, "I i A0 a0 F f:pending/0 +1 S 9{ !S:503 S } !S:503 X:server" },
  { "an answer of status forgives",
    1,
    { 0 },
    "I i A0 a0 F f:pending/0 +1 5{ S 9{ !S:503 S } s:pending/0 +1 } S s:succeeded D" },
  { "each phase has its own ten",
    1,
    { 0 },
    "I 9{ !I:503 I } i A0 9{ !A0:503 A0 } a0 F 9{ !F:503 F } f:pending/0 +1 S 9{ !S:503 S } "
    "s:succeeded D" },
  { "progress of another segment forgives",
    4 * XU_MIB,
    { .parallel = 2 },
    "I i A0 a0 A1 A2 9{ !A1:503 A1 } a2 A3 9{ !A1:503 A1 } a3 9{ !A1:503 A1 } !A1:503 X:server" },
  { "others wait with the one that failed",
    6 * XU_MIB,
    { .parallel = 2 },
    "r1 I i A0 a0 A1 A2 !A1:network W1n !A2:network W1n +1 A1 A2 !A1:network W2n !A2:network W2n" },
  { "… until one of them gets through",
    6 * XU_MIB,
    { 0 },
    "r1 I i A0 a0 A1 A2 A3 A4 !A1:network W1n a2 A5 W1n +1 A1 -" },
  { "Retry-After is for all",
    4 * XU_MIB,
    { 0 },
    "I i A0 a0 A1 A2 !A1:503/7 W7s a2 W7s +7 A1 A3 -" },
  { "backoff beyond Retry-After", 1, { 0 }, "r1 I !I:503 +1 I !I:503/1 W2s" },
  { "an absurd Retry-After", 1, { 0 }, "I !I:503/99999999999 W86400s" },
};

static const PlanScript rate_limits[] = {
  { "as long as X says", 1, { 0 }, "I !I:429/20 W20r +19 W1r +1 I i" },
  { "up to a second more", 1, { 0 }, "r1 I !I:429/20 W20.967295r" },
  { "X does not say", 1, { 0 }, "I !I:429 W60r +60 I" },
  { "in the past", 1, { 0 }, "I !I:429/0 W1r +1 I" },
  { "absurd", 1, { 0 }, "I !I:429/99999999999 W86400r" },
  { "for ever",
    1,
    { 0 },
    "I 1000{ !I:429/1 W1r +1 I } i A0 1000{ !A0:429/1 W1r +1 A0 } a0 F 1000{ "
    "!F:429/1 W1r +1 F } f:pending/1 +1 S 1000{ !S:429/1 W1r +1 S } s:succeeded D" },
  { "it is no failure of ours",
    1,
    { 0 },
    "I 9{ !I:503 I } 9{ !I:429/1 W1r +1 I } !I:503 X:server" },
  { "it holds all, and the latest wins",
    6 * XU_MIB,
    { 0 },
    "I i A0 a0 A1 A2 A3 !A1:429/20 W20r !A2:429/5 W20r !A3:429/30 W30r +30 A1 A2 A3 A4" },
  { "it is not taken for something else",
    6 * XU_MIB,
    { 0 },
    "I i A0 a0 A1 A2 !A1:429/20 W20r !A2:network W20r" },
  { "those under way go on",
    6 * XU_MIB,
    { 0 },
    "I i A0 a0 A1 A2 !A1:429/20 W20r a2 W20r %2048 +20 A1" },
  { "finalize was not carried out",
    1,
    { .parallel = 1 },
    "I i A0 a0 F !F:429/1 W1r +1 F !F:400 X:rejected" },
};

static const PlanScript ceilings[] = {
  { "the first", 4 * XU_MIB, { 0 }, "I i A0*1024 !A0:413 A0*512 - a0 A1*512" },
  { "431 too, and twice",
    16 * XU_MIB,
    { .segment_size = 4 * XU_MIB },
    "I i A0*4096 !A0:431 A0*2048 !A0:413 A0*1024 - a0 A1*1024 A2*1024" },
  { "half does not hold the file, something in between does",
    900 * XU_MIB,
    { .segment_size = 1536 * XU_KIB },
    "I i A0*1536 !A0:413 A0*960 - a0 A1*960" },
  { "… until it is refused too",
    900 * XU_MIB,
    { .segment_size = 1536 * XU_KIB },
    "I i A0*1536 !A0:413 A0*960 !A0:413 X:file-too-large-for-segments" },
  { "down to 64 KiB",
    XU_MIB,
    { .segment_size = 192 * XU_KIB },
    "I i A0*192 !A0:413 A0*64 !A0:413 X:rejected" },
  { "a file smaller than that", 1000, { 0 }, "I i A0 !A0:413 X:rejected" },
  { "JSON",
    8 * XU_MIB,
    { .encoding = JSON },
    "I i A0*768j !A0:413 A0*384j !A0:413 A0*192j a0 A1*192j" },
  { "JSON, down to 64 KiB",
    XU_MIB,
    { .segment_size = 256 * XU_KIB, .encoding = JSON },
    "I i A0*192j !A0:413 A0*64j !A0:413 X:rejected" },
  { "in the middle, later ones acknowledged",
    5 * XU_MIB,
    { 0 },
    "I i A0 a0 A1 A2 A3 A4 a3 %2048 !A2:413 - a1 - a4 %4096 A2*512 A3*512 A4*512 A5*512 - a2 a3 a4 "
    "a5 %4096 A6*512 A7*512 a6 %4608 a7 %5120 F" },
  { "two of several",
    5 * XU_MIB,
    { 0 },
    "I i A0 a0 A1 A2 A3 A4 !A3:413 - !A2:431 - a4 - a1 A2*512" },
  { "two of several, in order",
    5 * XU_MIB,
    { 0 },
    "I i A0 a0 A1 A2 A3 A4 !A2:431 - !A3:413 - a4 - a1 A2*512 A3*512" },
  { "while others fail",
    5 * XU_MIB,
    { 0 },
    "I i A0 a0 A1 A2 A3 !A2:413 - !A1:network - a3 A1*1024 A2*512 A3*512 A4*512 -" },
  { "the rest does not fit any more",
    1000 * XU_MIB,
    { 0 },
    "I i A0 !A0:413 X:file-too-large-for-segments" },
  { "the rest just fits", 500 * XU_MIB, { .parallel = 1 }, "I i A0 !A0:413 A0*512 a0 u1000 F" },
  { "the last index has no other to go to",
    1000 * XU_MIB,
    { .parallel = 1 },
    "I i u999 A999 !A999:413 X:file-too-large-for-segments" },
  { "it does not fit, others are still under way",
    1000 * XU_MIB,
    { 0 },
    "I i A0 a0 A1 A2 !A1:413 - a2 X:file-too-large-for-segments" },
  { "a small one is refused after others",
    2 * XU_MIB,
    { .parallel = 1, .segment_size = 64 * XU_KIB },
    "I i A0 a0 A1 !A1:413 X:rejected" },
};

static const PlanScript encodings[] = {
  { "to JSON", 2 * XU_MIB, { 0 }, "I i A0*1024m !A0:type A0*768j a0 A1*768j" },
  { "to multipart", 2 * XU_MIB, { .encoding = JSON }, "I i A0*768j !A0:json A0*1024m a0" },
  { "415", 2 * XU_MIB, { 0 }, "I i A0m !A0:415 A0j" },
  { "once only", 2 * XU_MIB, { 0 }, "I i A0m !A0:type A0j !A0:json X:rejected" },
  { "once only, the other way",
    2 * XU_MIB,
    { .encoding = JSON },
    "I i A0j !A0:json A0m !A0:type X:rejected" },
  { "not after a segment was taken",
    2 * XU_MIB,
    { .parallel = 1 },
    "I i A0m a0 A1m !A1:type X:rejected" },
  { "not for another 400", 2 * XU_MIB, { 0 }, "I i A0m !A0:400 X:rejected" },
  { "and a ceiling after it",
    2 * XU_MIB,
    { 0 },
    "I i A0*1024m !A0:type A0*768j !A0:413 A0*384j a0 A1*384j" },
};

static const PlanScript restarts[] = {
  { "a parallel segment is refused: once more, alone",
    5 * XU_MIB,
    { 0 },
    "I i A0 a0 A1 A2 A3 A4 !A2:400 - a4 - a3 - a1 A2 - a2 F f:succeeded D *0" },
  { "… and from there on one after another",
    5 * XU_MIB,
    { .parallel = 2 },
    "I i A0 a0 A1 A2 !A2:400 - a1 A2 - a2 A3 - a3 A4 - a4 F f:succeeded D *0" },
  { "all parallel segments are refused",
    4 * XU_MIB,
    { 0 },
    "I i A0 a0 A1 A2 A3 !A2:400 - !A1:400 - !A3:400 A1 - a1 A2 - a2 A3 - a3 F f:succeeded D *0" },
  { "alone it is refused too: the order may be spoilt",
    3 * XU_MIB,
    { 0 },
    "I i A0 a0 A1 A2 !A2:400 - a1 %2048 A2 !A2:400 I *1 %0 i A0 - a0 A1 - a1 A2 - a2 F "
    "f:succeeded D" },
  { "finalize does not like them",
    3 * XU_MIB,
    { 0 },
    "I i A0 a0 A1 A2 a1 a2 F !F:400 I *1 i A0 - a0 A1 - a1 A2 - a2 F f:succeeded D" },
  { "once only",
    3 * XU_MIB,
    { 0 },
    "I i A0 a0 A1 A2 a1 a2 F !F:400 I i A0 a0 A1 !A1:400 X:rejected" },
  { "once only, at finalize",
    3 * XU_MIB,
    { 0 },
    "I i A0 a0 A1 A2 !A1:400 - a2 A1 !A1:400 I i A0 a0 A1 a1 A2 a2 F !F:400 X:rejected" },
  { "not when there is nothing parallel", 1, { 0 }, "I i A0 a0 F !F:400 X:rejected" },
  { "not when none went beside another", 2 * XU_MIB, { 0 }, "I i A0 a0 A1 a1 F !F:400 X:rejected" },
  { "not when one after another was asked for",
    3 * XU_MIB,
    { .parallel = 1 },
    "I i A0 a0 A1 !A1:400 X:rejected" },
  { "not when it was learnt",
    3 * XU_MIB,
    { .is_sequential = TRUE },
    "I i A0 a0 A1 !A1:400 X:rejected" },
  { "not the first", 3 * XU_MIB, { 0 }, "I i A0 !A0:400 X:rejected" },
  { "not for 409", 3 * XU_MIB, { 0 }, "I i A0 a0 A1 A2 !A1:409 ~ a2 X:rejected" },
  { "not for 403", 3 * XU_MIB, { 0 }, "I i A0 a0 A1 A2 !A1:403 ~ a2 X:scope-missing" },

  { "expired at append",
    2 * XU_MIB,
    { 0 },
    "I i A0 a0 A1 !A1:404 I %0 i A0 a0 A1 !A1:404 X:media-expired" },
  { "expired at the first", 2 * XU_MIB, { 0 }, "I i A0 !A0:410 I i A0 !A0:410 X:media-expired" },
  { "expired at finalize", 1, { 0 }, "I i A0 a0 F !F:404 I i A0 a0 F !F:404 X:media-expired" },
  { "expired at status",
    1,
    { 0 },
    "I i A0 a0 F f:pending/1 +1 S !S:404 I i A0 a0 F f:pending/1 W1p +1 S !S:id X:media-expired" },
  { "expired, others under way",
    4 * XU_MIB,
    { 0 },
    "I i A0 a0 A1 A2 A3 !A1:404 ~ !A2:503 ~ !A3:cancelled I i A0 - a0 A1 A2 A3 -" },
  { "expired, once for the whole upload",
    2 * XU_MIB,
    { 0 },
    "I i A0 !A0:404 I i A0 a0 A1 a1 F f:pending/1 +1 S !S:404 X:media-expired" },
  { "not known to initialize", 1, { 0 }, "I !I:404 X:rejected" },
};

static const PlanScript finalizes[] = {
  { "unanswered, then answered", 1, { 0 }, "I i A0 a0 F !F:network F f:succeeded D" },
  { "unanswered, then refused",
    2 * XU_MIB,
    { 0 },
    "I i A0 a0 A1 a1 F !F:network F !F:400 S s:in_progress/3 W3p +3 S s:succeeded D" },
  { "unanswered, then not known", 1, { 0 }, "I i A0 a0 F !F:503 F !F:404 S s:succeeded D" },
  { "garbage, then refused", 1, { 0 }, "I i A0 a0 F !F:garbage F !F:400 S !S:400 X:rejected" },
  { "cancelled, then refused", 1, { 0 }, "I i A0 a0 F !F:cancelled F !F:400 S s:succeeded D" },
  { "unsent, then refused", 1, { 0 }, "I i A0 a0 F !F:unsent F !F:400 X:rejected" },
  { "unanswered, then the file changed",
    1,
    { 0 },
    "I i A0 a0 F !F:network F !F:changed X:file-changed" },
  { "unanswered, then the token is gone",
    1,
    { 0 },
    "I i A0 a0 F !F:network F !F:401 X:token-refused" },
  { "unanswered, answered, then expired",
    1,
    { 0 },
    "I i A0 a0 F !F:network F f:pending/1 +1 S !S:404 I" },
  { "unanswered, refused, then expired", 1, { 0 }, "I i A0 a0 F !F:network F !F:400 S !S:404 I" },
};

/* Finalize is refused while the server may wait for segments whose connections are dead. */
static const PlanScript lingering[] = {
  { "it is given time to notice",
    3 * XU_MIB,
    { 0 },
    "r1 I i A0 a0 A1 A2 !A1:network a2 +1 A1 a1 F !F:400 W1s +1 F !F:400 W2s +2 F f:succeeded D "
    "*0" },
  { "… but not for ever",
    3 * XU_MIB,
    { 0 },
    "I i A0 a0 A1 A2 !A1:network a2 A1 a1 F 6{ !F:400 F } !F:400 I *1 i A0 a0 A1 a1 A2 a2 F "
    "!F:400 X:rejected" },
  { "… a minute",
    2 * XU_MIB,
    { 0 },
    "r1 I i A0 a0 A1 !A1:network +1 A1 a1 F !F:400 +1 F !F:400 +2 F !F:400 +4 F !F:400 +8 F "
    "!F:400 +16 F !F:400 W32s +32 F !F:400 X:rejected" },
  { "paused", 2 * XU_MIB, { 0 }, "I i A0 a0 A1 P !A1:cancelled R A1 a1 F !F:400 F f:succeeded D" },
  { "killed", 2 * XU_MIB, { 0 }, "I i A0 a0 A1 K A1 a1 F !F:400 F f:succeeded D *0" },
  { "finalize was lost as well",
    2 * XU_MIB,
    { 0 },
    "I i A0 a0 A1 !A1:network A1 a1 F !F:network F !F:400 S !S:400 F !F:400 F f:pending/1 +1 S "
    "!S:400 X:rejected" },
  { "not when each was answered", 1, { 0 }, "I i A0 !A0:503 A0 a0 F !F:400 X:rejected" },
  { "not when none was sent", 1, { 0 }, "I i A0 !A0:unsent A0 a0 F !F:400 X:rejected" },
  { "not for another refusal", 1, { 0 }, "I i A0 !A0:network A0 a0 F !F:403 X:scope-missing" },
};

static const PlanScript refusals[] = {
  { "401", 1, { 0 }, "I !I:401 X:token-refused" },
  { "402", 1, { 0 }, "I !I:402 X:no-credit" },
  { "403", 1, { 0 }, "I !I:403 X:scope-missing" },
  { "400", 1, { 0 }, "I !I:400 X:rejected" },
  { "422 of an append", 1, { 0 }, "I i A0 !A0:422 X:rejected" },
  { "TLS", 1, { 0 }, "I !I:tls X:tls" },
  { "the file changed", 1, { 0 }, "I i A0 !A0:changed X:file-changed" },
  { "a redirect: somebody else answers", 1, { 0 }, "I !I:302 X:bad-answer" },
  { "nothing until all are back",
    6 * XU_MIB,
    { 0 },
    "I i A0 a0 A1 A2 A3 A4 !A2:401 ~ a1 ~ !A3:network ~ !A4:cancelled X:token-refused" },
  { "given up",
    6 * XU_MIB,
    { 0 },
    "I i A0 a0 A1 A2 A3 G ~ a1 ~ !A2:401 ~ !A3:429/5 X:file-changed X:file-changed" },
  { "given up at initialize", 1, { 0 }, "I G ~ i X:file-changed" },
  { "given up at finalize", 1, { 0 }, "I i A0 a0 F G ~ f:succeeded X:file-changed" },
  { "given up at status", 1, { 0 }, "I i A0 a0 F f:pending/1 +1 S G ~ s:succeeded X:file-changed" },
  { "given up while waiting", 1, { 0 }, "I !I:429/20 W20r G X:file-changed" },
  { "given up before a new cut",
    4 * XU_MIB,
    { 0 },
    "I i A0 a0 A1 A2 !A1:413 - G ~ a2 X:file-changed" },
  { "given up before a new beginning",
    4 * XU_MIB,
    { 0 },
    "I i A0 a0 A1 A2 !A1:404 ~ G ~ a2 X:file-changed" },
  { "given up too late", 1, { 0 }, "I i A0 a0 F f:succeeded G D" },
};

typedef struct
{
  const PlanScript *scripts;
  gsize n_scripts;
} Table;

static void
test_table (gconstpointer data)
{
  const Table *table = data;

  plan_script_run_all (table->scripts, table->n_scripts);
}

static void
test_learnt (void)
{
  const PlanScript script = {
    "learnt",
    4 * XU_MIB,
    { 0 },
    "I i A0*1024m !A0:type A0*768j !A0:413 A0*384j a0 A1 A2 !A1:400 -",
  };
  g_autoptr (XuUploadPlan) plan = plan_script_run (&script);
  const XuUploadOptions *options = xu_upload_plan_get_options (plan);

  g_assert_cmpint (options->encoding, ==, XU_APPEND_JSON);
  g_assert_cmpuint (options->segment_ceiling, ==, 512 * XU_KIB);
  g_assert_true (options->is_sequential);
}

/* Uploads beside each other teach different things, and one that failed may have tried the wrong
 * remedy. */
static void
test_learn (void)
{
  XuUploadOptions options = xu_upload_options_default;
  XuUploadOptions first = options, second = options;

  first.segment_ceiling = XU_MIB;
  first.segment_refused = 2 * XU_MIB;
  second.encoding = JSON;
  second.is_sequential = TRUE;

  xu_upload_options_learn (&options, &first, FALSE);
  xu_upload_options_learn (&options, &second, FALSE);
  g_assert_cmpuint (options.segment_ceiling, ==, XU_MIB);
  g_assert_cmpuint (options.segment_refused, ==, 2 * XU_MIB);
  g_assert_cmpint (options.encoding, ==, XU_APPEND_MULTIPART);
  g_assert_false (options.is_sequential);

  xu_upload_options_learn (&options, &second, TRUE);
  g_assert_cmpuint (options.segment_ceiling, ==, XU_MIB);
  g_assert_cmpint (options.encoding, ==, XU_APPEND_JSON);
  g_assert_true (options.is_sequential);
}

int
main (int argc, char **argv)
{
  static const Table tables[] = {
    { retries, G_N_ELEMENTS (retries) },   { rate_limits, G_N_ELEMENTS (rate_limits) },
    { ceilings, G_N_ELEMENTS (ceilings) }, { encodings, G_N_ELEMENTS (encodings) },
    { restarts, G_N_ELEMENTS (restarts) }, { finalizes, G_N_ELEMENTS (finalizes) },
    { refusals, G_N_ELEMENTS (refusals) }, { lingering, G_N_ELEMENTS (lingering) },
  };

  g_test_init (&argc, &argv, NULL);

  g_test_add_data_func ("/upload-plan/retries", &tables[0], test_table);
  g_test_add_data_func ("/upload-plan/rate-limits", &tables[1], test_table);
  g_test_add_data_func ("/upload-plan/ceilings", &tables[2], test_table);
  g_test_add_data_func ("/upload-plan/encodings", &tables[3], test_table);
  g_test_add_data_func ("/upload-plan/restarts", &tables[4], test_table);
  g_test_add_data_func ("/upload-plan/finalizes", &tables[5], test_table);
  g_test_add_data_func ("/upload-plan/refusals", &tables[6], test_table);
  g_test_add_data_func ("/upload-plan/lingering", &tables[7], test_table);
  g_test_add_func ("/upload-plan/learnt", test_learnt);
  g_test_add_func ("/upload-plan/learn", test_learn);

  return g_test_run ();
}
