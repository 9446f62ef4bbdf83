/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The job plan: the order of its steps, what is tried again, and that a post happens at most once.
 */

#include "config.h"

#include <gio/gio.h>

#include "xu-error.h"
#include "xu-job-plan.h"

static const XuUploadOptions options = { .backoff_base_us = 1000, .look_base_us = 6000 };

static XuJobSpec *
make_spec (guint n_files)
{
  const char *paths[] = { "/a", "/b", "/c", "/d", NULL };

  g_assert_cmpuint (n_files, <=, 4);
  paths[n_files] = NULL;

  return xu_job_spec_new (paths, "Hello");
}

static GPtrArray *records; /* (element-type XuJobRecord): plans do not own theirs */

static XuJobRecord *
new_record (XuJobSpec *spec)
{
  XuJobRecord *record = xu_job_record_new ("1a2b3c4d", "https://api.x.com", spec);

  g_ptr_array_add (records, record);
  return record;
}

static XuJobPlan *
new_plan (XuJobSpec *spec)
{
  return xu_job_plan_new (new_record (spec), &options);
}

/* Of the plan that was made last. */
static const XuJobRecord *
get_record (void)
{
  return g_ptr_array_index (records, records->len - 1);
}

static XuJobStep
expect (XuJobPlan *plan, gint64 now, XuJobStepKind kind)
{
  XuJobStep step = xu_job_plan_next (plan, now);

  g_assert_cmpint (step.kind, ==, kind);
  return step;
}

static void
succeed (XuJobPlan *plan, XuJobStepKind kind, const char *id)
{
  XuJobStep step = expect (plan, 0, kind);

  xu_job_plan_begin (plan);
  expect (plan, 0, XU_JOB_STEP_NOTHING);
  xu_job_plan_succeeded (plan, &step, id, 0);
}

static void
fail (XuJobPlan *plan, XuJobStepKind kind, GError *error, gint64 now)
{
  g_autoptr (GError) owned = error;
  XuJobStep step = expect (plan, now, kind);

  xu_job_plan_begin (plan);
  xu_job_plan_failed (plan, &step, owned, now, G_MAXUINT32);
}

static void
test_everything_in_order (void)
{
  g_autoptr (XuJobSpec) spec = make_spec (2);
  const char *alt_texts[] = { "", "A cat", NULL };

  spec->alt_texts = g_strdupv ((char **) alt_texts);
  spec->subtitles_path = g_strdup ("/s.srt");
  spec->cover_path = g_strdup ("/c.png");

  g_autoptr (XuJobPlan) plan = new_plan (spec);

  succeed (plan, XU_JOB_STEP_PREPARE, NULL);
  for (guint i = 0; i < 4; i++)
    {
      g_autofree char *id = g_strdup_printf ("10%u", i);

      g_assert_cmpuint (expect (plan, 0, XU_JOB_STEP_UPLOAD).item, ==, i);
      succeed (plan, XU_JOB_STEP_UPLOAD, id);
    }
  g_assert_cmpuint (expect (plan, 0, XU_JOB_STEP_ALT_TEXT).item, ==, 1);
  succeed (plan, XU_JOB_STEP_ALT_TEXT, NULL);
  succeed (plan, XU_JOB_STEP_SUBTITLES, NULL);

  g_autofree const char **ids = xu_job_plan_dup_post_media_ids (plan);

  g_assert_cmpstr (ids[0], ==, "100");
  g_assert_cmpstr (ids[1], ==, "101");
  g_assert_null (ids[2]);
  g_assert_cmpstr (xu_job_plan_get_subtitles_id (plan), ==, "102");
  g_assert_cmpstr (xu_job_plan_get_cover_id (plan), ==, "103");

  succeed (plan, XU_JOB_STEP_POST, "900");
  expect (plan, 0, XU_JOB_STEP_DONE);
  g_assert_cmpstr (get_record ()->post_id, ==, "900");
}

static void
test_no_post_wanted (void)
{
  g_autoptr (XuJobSpec) spec = make_spec (1);

  spec->intent = XU_POST_INTENT_NONE;

  g_autoptr (XuJobPlan) plan = new_plan (spec);

  succeed (plan, XU_JOB_STEP_PREPARE, NULL);
  succeed (plan, XU_JOB_STEP_UPLOAD, "1");
  expect (plan, 0, XU_JOB_STEP_DONE);
  g_assert_null (get_record ()->post_id);
  g_assert_null (xu_job_plan_get_subtitles_id (plan));
  g_assert_null (xu_job_plan_get_cover_id (plan));
}

/* What the user still writes is not told X; when the post is wanted it is. */
static void
test_draft (void)
{
  g_autoptr (XuJobSpec) spec = make_spec (1);

  spec->alt_texts = g_strsplit ("A cat", "|", -1);
  spec->subtitles_path = g_strdup ("/s.srt");
  spec->intent = XU_POST_INTENT_DRAFT;

  g_autoptr (XuJobPlan) plan = new_plan (spec);
  g_autoptr (XuJobSpec) wanted = xu_job_spec_copy (spec);

  succeed (plan, XU_JOB_STEP_PREPARE, NULL);
  succeed (plan, XU_JOB_STEP_UPLOAD, "1");
  succeed (plan, XU_JOB_STEP_UPLOAD, "2");
  expect (plan, 0, XU_JOB_STEP_DONE);

  wanted->intent = XU_POST_INTENT_POST;
  xu_job_record_set_spec (g_ptr_array_index (records, records->len - 1), wanted);
  xu_job_plan_spec_changed (plan);
  g_assert_true (xu_job_plan_is_dirty (plan));
  succeed (plan, XU_JOB_STEP_ALT_TEXT, NULL);
  succeed (plan, XU_JOB_STEP_SUBTITLES, NULL);
  succeed (plan, XU_JOB_STEP_POST, "900");
}

static void
change_description (XuJobRecord *record, const char *alt_text, const char *language)
{
  g_autoptr (XuJobSpec) spec = xu_job_spec_copy (record->spec);

  g_strfreev (spec->alt_texts);
  spec->alt_texts = g_strsplit (alt_text, "|", -1);
  g_free (spec->subtitles_language);
  spec->subtitles_language = g_strdup (language);
  xu_job_record_set_spec (record, spec);
}

/* A description that changes while X is told the old one is told once more; and what X says of the
 * old one does not count. */
static void
test_description_changes_under_way (void)
{
  g_autoptr (XuJobSpec) spec = make_spec (1);

  spec->alt_texts = g_strsplit ("Old", "|", -1);
  spec->subtitles_path = g_strdup ("/s.srt");

  g_autoptr (XuJobPlan) plan = new_plan (spec);
  XuJobRecord *record = g_ptr_array_index (records, records->len - 1);

  succeed (plan, XU_JOB_STEP_PREPARE, NULL);
  succeed (plan, XU_JOB_STEP_UPLOAD, "1");
  succeed (plan, XU_JOB_STEP_UPLOAD, "2");

  XuJobStep step = expect (plan, 0, XU_JOB_STEP_ALT_TEXT);

  xu_job_plan_begin (plan);
  change_description (record, "Second", NULL);
  xu_job_plan_succeeded (plan, &step, NULL, 0);
  step = expect (plan, 0, XU_JOB_STEP_ALT_TEXT);
  xu_job_plan_begin (plan);
  change_description (record, "Third", NULL);

  g_autoptr (GError) refusal = xu_error_new (XU_ERROR_REJECTED, "no");

  xu_job_plan_failed (plan, &step, refusal, 0, 0);
  succeed (plan, XU_JOB_STEP_ALT_TEXT, NULL);

  step = expect (plan, 0, XU_JOB_STEP_SUBTITLES);
  xu_job_plan_begin (plan);
  change_description (record, "Third", "DE");
  xu_job_plan_succeeded (plan, &step, NULL, 0);
  succeed (plan, XU_JOB_STEP_SUBTITLES, NULL);

  /* Taken away, it is not asked for again. */
  change_description (record, "", "DE");
  succeed (plan, XU_JOB_STEP_POST, "900");
  g_assert_null (xu_job_plan_get_error (plan));
}

static XuJobPlan *
make_plan_before_post (void)
{
  g_autoptr (XuJobSpec) spec = make_spec (1);
  XuJobPlan *plan = new_plan (spec);

  succeed (plan, XU_JOB_STEP_PREPARE, NULL);
  succeed (plan, XU_JOB_STEP_UPLOAD, "1");

  return plan;
}

static void
assert_failed (XuJobPlan *plan, XuErrorCode code)
{
  expect (plan, G_MAXINT64, XU_JOB_STEP_FAILED);
  g_assert_error (xu_job_plan_get_error (plan), XU_ERROR, (int) code);
}

static GError *
make_unknown (gsize i)
{
  static const XuErrorCode codes[] = { XU_ERROR_NETWORK, XU_ERROR_SERVER, XU_ERROR_BAD_ANSWER };

  return i < G_N_ELEMENTS (codes) ? xu_error_new (codes[i], "lost")
                                  : g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "gone");
}

static gint64
look (XuJobPlan *plan, gint64 now, const char *found)
{
  XuJobStep step = expect (plan, now, XU_JOB_STEP_LOOK);

  xu_job_plan_begin (plan);
  xu_job_plan_succeeded (plan, &step, found, now);

  step = xu_job_plan_next (plan, now);
  g_assert_true (step.kind != XU_JOB_STEP_WAIT || step.reason == XU_WAIT_TIMELINE);

  return step.wake_at;
}

/* Whatever leaves open whether the post exists: it is looked for five times, and never sent again.
 */
static void
test_post_unknown (void)
{
  for (gsize i = 0; i < 4; i++)
    {
      g_autoptr (XuJobPlan) plan = make_plan_before_post ();
      gint64 now;

      fail (plan, XU_JOB_STEP_POST, make_unknown (i), 0);
      succeed (plan, XU_JOB_STEP_WHO, "42");
      g_assert_cmpstr (get_record ()->user_id, ==, "42");
      now = expect (plan, 0, XU_JOB_STEP_WAIT).wake_at;
      g_assert_cmpint (now, ==, options.look_base_us);
      for (guint k = 0; k < 5; k++)
        {
          gint64 next = look (plan, now, NULL);

          now = next > 0 ? next : now;
        }
      g_assert_cmpint (now, ==, 31 * options.look_base_us); /* 6 + 12 + 24 + 48 + 96 */
      assert_failed (plan, XU_ERROR_POST_UNKNOWN);
    }
}

static void
test_post_found (void)
{
  g_autoptr (XuJobPlan) plan = make_plan_before_post ();
  gint64 now;

  fail (plan, XU_JOB_STEP_POST, make_unknown (0), 0);
  succeed (plan, XU_JOB_STEP_WHO, "42");
  now = look (plan, expect (plan, 0, XU_JOB_STEP_WAIT).wake_at, NULL);
  look (plan, now, "900");
  expect (plan, now, XU_JOB_STEP_DONE);
  g_assert_cmpstr (get_record ()->post_id, ==, "900");
}

/* A look that is refused, or that the user does not want to wait for: the post is unknown all the
 * same. */
static void
test_looking_ends_early (void)
{
  g_autoptr (XuJobPlan) refused = make_plan_before_post ();
  g_autoptr (XuJobPlan) cancelled = make_plan_before_post ();
  g_autoptr (GError) cancel = make_unknown (3);

  fail (refused, XU_JOB_STEP_POST, make_unknown (0), 0);
  fail (refused, XU_JOB_STEP_WHO, xu_error_new (XU_ERROR_SCOPE_MISSING, "403"), 0);
  assert_failed (refused, XU_ERROR_POST_UNKNOWN);

  fail (cancelled, XU_JOB_STEP_POST, make_unknown (0), 0);
  xu_job_plan_give_up (cancelled, cancel);
  assert_failed (cancelled, XU_ERROR_POST_UNKNOWN);
}

/* The network is still down: the looks wait for it. */
static void
test_looking_is_tried_again (void)
{
  g_autoptr (XuJobPlan) plan = make_plan_before_post ();
  gint64 now;

  fail (plan, XU_JOB_STEP_POST, make_unknown (0), 0);
  fail (plan, XU_JOB_STEP_WHO, make_unknown (0), 0);
  now = expect (plan, 0, XU_JOB_STEP_WAIT).wake_at;
  expect (plan, now, XU_JOB_STEP_WHO);
}

/* After a reboot without a network: X has answered for this job before, so nothing is wrong with
 * its address, and waiting has no end. */
static void
test_acquainted_from_the_record (void)
{
  g_autoptr (XuJobSpec) spec = make_spec (1);
  XuJobRecord *record = new_record (spec);
  const char *alt_texts[] = { "A cat", NULL };
  gint64 now = 0;

  spec->alt_texts = g_strdupv ((char **) alt_texts);
  record->user_id = g_strdup ("42");
  xu_job_record_get_item (record, 0)->upload.state = XU_UPLOAD_RECORD_READY;

  g_autoptr (XuJobPlan) plan = xu_job_plan_new (record, &options);

  for (guint i = 0; i < 3 * XU_RETRY_ATTEMPTS_MAX; i++)
    {
      GError *unsent = xu_error_new (XU_ERROR_NETWORK, "unreachable");

      xu_error_set_unsent (unsent);
      fail (plan, XU_JOB_STEP_ALT_TEXT, unsent, now);
      now = expect (plan, now, XU_JOB_STEP_WAIT).wake_at;
    }
  expect (plan, now, XU_JOB_STEP_ALT_TEXT);
}

static void
test_post_refused (void)
{
  g_autoptr (XuJobPlan) plan = make_plan_before_post ();

  fail (plan, XU_JOB_STEP_POST, xu_error_new (XU_ERROR_DUPLICATE_CONTENT, "again"), 0);
  assert_failed (plan, XU_ERROR_DUPLICATE_CONTENT);
}

/* A request that never left may be sent again, and a 429 is X's own no. */
static void
test_post_certainly_not_made (void)
{
  g_autoptr (XuJobPlan) plan = make_plan_before_post ();
  GError *unsent = xu_error_new (XU_ERROR_NETWORK, "refused");
  GError *limited = xu_error_new (XU_ERROR_RATE_LIMITED, "429");

  xu_error_set_unsent (unsent);
  fail (plan, XU_JOB_STEP_POST, unsent, 0);

  XuJobStep wait = expect (plan, 0, XU_JOB_STEP_WAIT);

  g_assert_cmpint (wait.reason, ==, XU_WAIT_NETWORK);

  xu_error_set_http (limited, 429, 10 * G_USEC_PER_SEC);
  fail (plan, XU_JOB_STEP_POST, limited, wait.wake_at);
  wait = expect (plan, wait.wake_at, XU_JOB_STEP_WAIT);
  g_assert_cmpint (wait.reason, ==, XU_WAIT_RATE_LIMIT);

  expect (plan, wait.wake_at, XU_JOB_STEP_POST);
}

static void
test_alt_text_is_tried_again (void)
{
  g_autoptr (XuJobSpec) spec = make_spec (1);
  const char *alt_texts[] = { "A cat", NULL };

  spec->alt_texts = g_strdupv ((char **) alt_texts);

  g_autoptr (XuJobPlan) plan = new_plan (spec);
  gint64 now = 0;

  succeed (plan, XU_JOB_STEP_PREPARE, NULL);
  succeed (plan, XU_JOB_STEP_UPLOAD, "1");
  for (guint i = 1; i < XU_RETRY_ATTEMPTS_MAX; i++)
    {
      fail (plan, XU_JOB_STEP_ALT_TEXT, xu_error_new (XU_ERROR_SERVER, "503"), now);
      now = expect (plan, now, XU_JOB_STEP_WAIT).wake_at;
    }
  fail (plan, XU_JOB_STEP_ALT_TEXT, xu_error_new (XU_ERROR_SERVER, "503"), now);
  assert_failed (plan, XU_ERROR_SERVER);
}

static void
test_preparation_and_upload_are_final (void)
{
  g_autoptr (XuJobSpec) spec = make_spec (1);
  g_autoptr (XuJobPlan) unprepared = new_plan (spec);
  g_autoptr (XuJobPlan) plan = new_plan (spec);

  fail (unprepared, XU_JOB_STEP_PREPARE, xu_error_new (XU_ERROR_FILE_UNREADABLE, "gone"), 0);
  assert_failed (unprepared, XU_ERROR_FILE_UNREADABLE);

  /* The upload plan has tried all that can be tried. */
  succeed (plan, XU_JOB_STEP_PREPARE, NULL);
  fail (plan, XU_JOB_STEP_UPLOAD, xu_error_new (XU_ERROR_NETWORK, "offline"), 0);
  assert_failed (plan, XU_ERROR_NETWORK);
}

static void
test_pause (void)
{
  g_autoptr (XuJobPlan) plan = make_plan_before_post ();

  xu_job_plan_set_paused (plan, TRUE);
  expect (plan, 0, XU_JOB_STEP_NOTHING);
  xu_job_plan_set_paused (plan, FALSE);
  succeed (plan, XU_JOB_STEP_POST, "9");
  xu_job_plan_set_paused (plan, TRUE);
  expect (plan, 0, XU_JOB_STEP_DONE); /* Nothing is left that could be paused. */
}

/* X processed it, and has forgotten it: the file is opened again, once. */
static void
test_file_is_needed_after_all (void)
{
  g_autoptr (XuJobSpec) spec = make_spec (1);
  XuJobRecord *record = new_record (spec);

  xu_job_record_get_item (record, 0)->upload.state = XU_UPLOAD_RECORD_PROCESSING;
  xu_job_record_get_item (record, 0)->upload.media_id = g_strdup ("1");

  g_autoptr (XuJobPlan) plan = xu_job_plan_new (record, &options);

  succeed (plan, XU_JOB_STEP_PREPARE, NULL);
  fail (plan, XU_JOB_STEP_UPLOAD, xu_error_new (XU_ERROR_MEDIA_EXPIRED, "404"), 0);
  g_assert_cmpint (xu_job_record_get_item (record, 0)->upload.state, ==, XU_UPLOAD_RECORD_NEW);
  g_assert_true (xu_job_plan_is_dirty (plan));
  succeed (plan, XU_JOB_STEP_PREPARE, NULL);
  fail (plan, XU_JOB_STEP_UPLOAD, xu_error_new (XU_ERROR_MEDIA_EXPIRED, "404"), 0);
  assert_failed (plan, XU_ERROR_MEDIA_EXPIRED);
}

static XuJobPlan *
make_known_plan_before_post (void)
{
  XuJobPlan *plan = make_plan_before_post ();
  XuJobRecord *record = g_ptr_array_index (records, records->len - 1);

  record->user_id = g_strdup ("42");
  return plan;
}

/* X says that the media are not valid: they are a day old, or in a post already. Only if they are
 * in none, everything goes up again, once. */
static void
test_media_forgotten (void)
{
  g_autoptr (XuJobPlan) forgotten = make_known_plan_before_post ();

  fail (forgotten, XU_JOB_STEP_POST, xu_error_new (XU_ERROR_MEDIA_EXPIRED, "invalid"), 0);
  g_assert_cmpint (get_record ()->post, ==, XU_POST_RECORD_NONE);
  look (forgotten, 0, NULL);
  succeed (forgotten, XU_JOB_STEP_PREPARE, NULL);
  succeed (forgotten, XU_JOB_STEP_UPLOAD, "2");
  fail (forgotten, XU_JOB_STEP_POST, xu_error_new (XU_ERROR_MEDIA_EXPIRED, "invalid"), 0);
  assert_failed (forgotten, XU_ERROR_MEDIA_EXPIRED);

  g_autoptr (XuJobPlan) posted = make_known_plan_before_post ();

  fail (posted, XU_JOB_STEP_POST, xu_error_new (XU_ERROR_MEDIA_EXPIRED, "invalid"), 0);
  look (posted, 0, "900");
  expect (posted, 0, XU_JOB_STEP_DONE);
  g_assert_cmpstr (get_record ()->post_id, ==, "900");

  g_autoptr (XuJobPlan) blind = make_known_plan_before_post ();

  fail (blind, XU_JOB_STEP_POST, xu_error_new (XU_ERROR_MEDIA_EXPIRED, "invalid"), 0);
  fail (blind, XU_JOB_STEP_LOOK, xu_error_new (XU_ERROR_SCOPE_MISSING, "403"), 0);
  assert_failed (blind, XU_ERROR_MEDIA_EXPIRED);
}

/* Cancelled while the post is under way: it comes too late, the job ends as the post does. */
static void
test_cancel_during_post (void)
{
  g_autoptr (XuJobPlan) plan = make_plan_before_post ();
  g_autoptr (GError) cancelled
      = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "cancelled");
  XuJobStep step = expect (plan, 0, XU_JOB_STEP_POST);

  xu_job_plan_begin (plan);
  xu_job_plan_give_up (plan, cancelled);
  expect (plan, 0, XU_JOB_STEP_NOTHING);
  xu_job_plan_succeeded (plan, &step, "900", 0);
  expect (plan, 0, XU_JOB_STEP_DONE);
}

static void
test_cancel_before_post (void)
{
  g_autoptr (XuJobPlan) plan = make_plan_before_post ();
  g_autoptr (GError) cancelled
      = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "cancelled");

  xu_job_plan_give_up (plan, cancelled);
  expect (plan, 0, XU_JOB_STEP_FAILED);
  g_assert_error (xu_job_plan_get_error (plan), G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* Cancelled during the post, and then no answer: the unknown must not hide behind the cancel. */
static void
test_cancel_then_post_unknown (void)
{
  g_autoptr (XuJobPlan) plan = make_plan_before_post ();
  g_autoptr (GError) cancelled
      = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "cancelled");
  g_autoptr (GError) lost = xu_error_new (XU_ERROR_NETWORK, "lost");
  XuJobStep step = expect (plan, 0, XU_JOB_STEP_POST);

  xu_job_plan_begin (plan);
  xu_job_plan_give_up (plan, cancelled);
  xu_job_plan_failed (plan, &step, lost, 0, 0);
  assert_failed (plan, XU_ERROR_POST_UNKNOWN);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  records = g_ptr_array_new_with_free_func ((GDestroyNotify) xu_job_record_free);

  g_test_add_func ("/job-plan/everything-in-order", test_everything_in_order);
  g_test_add_func ("/job-plan/no-post-wanted", test_no_post_wanted);
  g_test_add_func ("/job-plan/draft", test_draft);
  g_test_add_func ("/job-plan/description-changes-under-way", test_description_changes_under_way);
  g_test_add_func ("/job-plan/post-unknown", test_post_unknown);
  g_test_add_func ("/job-plan/post-found", test_post_found);
  g_test_add_func ("/job-plan/looking-ends-early", test_looking_ends_early);
  g_test_add_func ("/job-plan/looking-is-tried-again", test_looking_is_tried_again);
  g_test_add_func ("/job-plan/acquainted-from-the-record", test_acquainted_from_the_record);
  g_test_add_func ("/job-plan/post-refused", test_post_refused);
  g_test_add_func ("/job-plan/post-certainly-not-made", test_post_certainly_not_made);
  g_test_add_func ("/job-plan/alt-text-is-tried-again", test_alt_text_is_tried_again);
  g_test_add_func ("/job-plan/preparation-and-upload-are-final",
                   test_preparation_and_upload_are_final);
  g_test_add_func ("/job-plan/pause", test_pause);
  g_test_add_func ("/job-plan/file-is-needed-after-all", test_file_is_needed_after_all);
  g_test_add_func ("/job-plan/media-forgotten", test_media_forgotten);
  g_test_add_func ("/job-plan/cancel-during-post", test_cancel_during_post);
  g_test_add_func ("/job-plan/cancel-before-post", test_cancel_before_post);
  g_test_add_func ("/job-plan/cancel-then-post-unknown", test_cancel_then_post_unknown);

  int result = g_test_run ();

  g_ptr_array_unref (records);
  return result;
}
