/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Jobs whose user still writes: drafts, and what is edited while they run or rest. */

#include "config.h"

#include <string.h>

#include "engine-edit.h"

/* The files go up and nothing else, until the post is wanted. */
static void
test_draft (void)
{
  EngineFixture fixture = { 0 };

  edit_begin (&fixture, "--processing=0", NULL);

  g_autoptr (XuJobSpec) spec = edit_new_draft (&fixture, 3, "Not yet");

  edit_set_alt_text (spec, "A beach");
  edit_add_subtitles (&fixture, spec);

  XuJob *job = xu_engine_add_job (fixture.engine, spec, NULL);

  engine_wait_until_over (job, 30);
  g_assert_cmpint (xu_job_get_state (job), ==, XU_JOB_READY);
  g_assert_cmpint (engine_count_requests (&fixture, "metadata"), ==, 0);
  g_assert_cmpint (engine_count_requests (&fixture, "subtitles"), ==, 0);
  g_assert_cmpuint (engine_count_posts (&fixture), ==, 0);

  xu_job_post (job, NULL, XU_JOB_POST_DEFAULT);
  g_assert_cmpint (xu_job_get_spec (job)->intent, ==, XU_POST_INTENT_POST);
  engine_wait_until_over_again (job, 30);
  engine_assert_posted (job);
  edit_assert_post (&fixture, "Not yet");
  g_assert_cmpint (engine_count_requests (&fixture, "subtitles"), ==, 1);
  g_assert_cmpint (engine_count_requests (&fixture, "initialize"), ==, 2);

  g_autofree char *alt_text = edit_dup_text (&fixture, "/sandbox/media", "$.media[0].alt_text");

  g_assert_cmpstr (alt_text, ==, "A beach");
  engine_fixture_tear_down (&fixture);
}

/* Pressing Post early: it is posted once it is ready, with what was written meanwhile. */
static void
test_while_uploading (void)
{
  EngineFixture fixture = { 0 };

  edit_begin (&fixture, "--processing=0", &edit_slow);

  g_autoptr (XuJobSpec) spec = edit_new_draft (&fixture, 6, "");
  XuJob *job = xu_engine_add_job (fixture.engine, spec, NULL);

  engine_wait_for_state (job, XU_JOB_UPLOADING, 30);
  edit_change_text (job, "Half a sent");
  g_assert_cmpstr (xu_job_get_spec (job)->text, ==, "Half a sent");
  edit_change_text (job, "Half a sentence");
  engine_iterate_for (100);
  g_assert_cmpstr (xu_job_get_spec (job)->text, ==, "Half a sentence");
  g_assert_cmpint (xu_job_get_state (job), ==, XU_JOB_UPLOADING);

  xu_job_post (job, NULL, XU_JOB_POST_DEFAULT);
  edit_change_text (job, "A whole sentence");
  edit_fast (&fixture);
  engine_wait_until_over (job, 30);
  engine_assert_posted (job);
  edit_assert_post (&fixture, "A whole sentence");
  g_assert_cmpint (engine_count_requests (&fixture, "initialize"), ==, 1);
  g_assert_cmpint (engine_count_requests (&fixture, "append"), ==, 6);

  engine_fixture_tear_down (&fixture);
}

/* Subtitles and cover come while the video goes up: it is not begun anew for them. */
static void
test_extras_while_uploading (void)
{
  EngineFixture fixture = { 0 };

  edit_begin (&fixture, "--processing=0", &edit_slow);

  g_autoptr (XuJobSpec) spec = edit_new_draft (&fixture, 8, "With extras");
  XuJob *job = xu_engine_add_job (fixture.engine, spec, NULL);

  edit_wait_for_segments (job, 2);

  g_autoptr (XuJobSpec) more = xu_job_spec_copy (spec);

  edit_add_subtitles (&fixture, more);
  edit_add_cover (&fixture, more, "c.png");
  more->intent = XU_POST_INTENT_POST;
  xu_job_edit (job, more);
  edit_wait_for_segments (job, 4);

  g_autoptr (XuJobSpec) other_cover = xu_job_spec_copy (more);

  edit_add_cover (&fixture, other_cover, "d.png");
  xu_job_edit (job, other_cover);
  edit_fast (&fixture);
  engine_wait_until_over (job, 30);
  engine_assert_posted (job);
  edit_assert_post (&fixture, "With extras");
  edit_assert_cover (&fixture, 2);
  g_assert_cmpint (engine_count_requests (&fixture, "initialize"), ==, 3);
  g_assert_cmpint (engine_count_requests (&fixture, "append"), <=, 8 + 2 + 2);
  g_assert_cmpint (engine_count_requests (&fixture, "subtitles"), ==, 1);

  engine_fixture_tear_down (&fixture);
}

static void
test_while_processing (void)
{
  EngineFixture fixture = { 0 };

  edit_begin (&fixture, "--processing=2s", NULL);

  g_autoptr (XuJobSpec) spec = edit_new_draft (&fixture, 2, "Draft");
  XuJob *job = xu_engine_add_job (fixture.engine, spec, NULL);

  engine_wait_for_state (job, XU_JOB_PROCESSING, 30);

  g_autoptr (XuJobSpec) more = xu_job_spec_copy (spec);

  edit_add_cover (&fixture, more, "c.png");
  edit_set_text (more, "Final");
  more->intent = XU_POST_INTENT_POST;
  xu_job_edit (job, more);
  engine_wait_until_over (job, 30);
  engine_assert_posted (job);
  edit_assert_post (&fixture, "Final");
  edit_assert_cover (&fixture, 1);
  g_assert_cmpint (engine_count_requests (&fixture, "finalize"), ==, 2);

  engine_fixture_tear_down (&fixture);
}

/* A text alone is kept, a new cover goes up, and then it is ready again; the next process knows it,
 * and posts it. */
static void
test_ready (void)
{
  EngineFixture fixture = { 0 };

  edit_begin (&fixture, "--processing=0", NULL);

  g_autoptr (XuJobSpec) spec = edit_new_draft (&fixture, 2, "");
  XuJob *job = xu_engine_add_job (fixture.engine, spec, NULL);

  engine_wait_until_over (job, 30);
  edit_change_text (job, "Written later");
  engine_iterate_for (200);
  g_assert_cmpint (xu_job_get_state (job), ==, XU_JOB_READY);
  edit_restart (&fixture, &job);
  g_assert_cmpint (xu_job_get_state (job), ==, XU_JOB_READY);
  g_assert_cmpstr (xu_job_get_spec (job)->text, ==, "Written later");
  g_assert_cmpint (xu_job_get_spec (job)->intent, ==, XU_POST_INTENT_DRAFT);

  g_autoptr (XuJobSpec) more = xu_job_spec_copy (xu_job_get_spec (job));

  edit_add_cover (&fixture, more, "c.png");
  xu_job_edit (job, more);
  engine_wait_until_over_again (job, 30);
  g_assert_cmpint (xu_job_get_state (job), ==, XU_JOB_READY);
  g_assert_cmpint (engine_count_requests (&fixture, "initialize"), ==, 2);
  g_assert_cmpuint (engine_count_posts (&fixture), ==, 0);

  g_autoptr (XuJobSpec) final = xu_job_spec_copy (more);

  edit_set_text (final, "Final");
  final->intent = XU_POST_INTENT_POST;
  xu_job_edit (job, final);
  engine_wait_until_over_again (job, 30);
  engine_assert_posted (job);
  edit_assert_post (&fixture, "Final");
  edit_assert_cover (&fixture, 1);
  g_assert_cmpint (engine_count_requests (&fixture, "initialize"), ==, 2);

  engine_fixture_tear_down (&fixture);
}

/* What was taken away again is not in the post. */
static void
test_extras_taken_away (void)
{
  EngineFixture fixture = { 0 };

  edit_begin (&fixture, "--processing=0", NULL);

  g_autoptr (XuJobSpec) spec = edit_new_draft (&fixture, 2, "Plain");

  edit_add_subtitles (&fixture, spec);
  edit_add_cover (&fixture, spec, "c.png");

  XuJob *job = xu_engine_add_job (fixture.engine, spec, NULL);

  engine_wait_until_over (job, 30);
  g_assert_cmpint (xu_job_get_state (job), ==, XU_JOB_READY);

  g_autoptr (XuJobSpec) plain = edit_new_draft (&fixture, 2, "Plain");

  plain->intent = XU_POST_INTENT_POST;
  xu_job_edit (job, plain);
  engine_wait_until_over_again (job, 30);
  engine_assert_posted (job);
  g_assert_cmpint (engine_count_requests (&fixture, "subtitles"), ==, 0);
  g_assert_false (edit_has_cover (&fixture));

  engine_fixture_tear_down (&fixture);
}

/* Nothing goes on by an edit, not even with another cover; the next process keeps it. */
static void
test_paused (void)
{
  EngineFixture fixture = { 0 };

  edit_begin (&fixture, "--processing=0", &edit_slow);

  g_autoptr (XuJobSpec) spec = edit_new_draft (&fixture, 6, "");
  XuJob *job = xu_engine_add_job (fixture.engine, spec, NULL);

  edit_wait_for_segments (job, 2);
  xu_job_pause (job);
  engine_wait_for_state (job, XU_JOB_PAUSED, 30);

  g_autoptr (XuJobSpec) more = xu_job_spec_copy (spec);

  edit_add_cover (&fixture, more, "c.png");
  edit_set_text (more, "Paused");
  more->intent = XU_POST_INTENT_POST;
  xu_job_edit (job, more);
  engine_iterate_for (300);
  g_assert_cmpint (xu_job_get_state (job), ==, XU_JOB_PAUSED);
  edit_restart (&fixture, &job);
  g_assert_cmpint (xu_job_get_state (job), ==, XU_JOB_PAUSED);
  g_assert_true (xu_job_spec_equal (xu_job_get_spec (job), more));

  edit_change_text (job, "Paused again");
  edit_fast (&fixture);
  xu_job_resume (job);
  engine_wait_until_over_again (job, 30);
  engine_assert_posted (job);
  edit_assert_post (&fixture, "Paused again");
  edit_assert_cover (&fixture, 1);
  g_assert_cmpint (engine_count_requests (&fixture, "append"), <=, 6 + 1 + 1);

  engine_fixture_tear_down (&fixture);
}

/* In a living process a paused job goes on where its user says so, with another cover too. */
static void
test_post_of_a_paused_one (void)
{
  EngineFixture fixture = { 0 };

  edit_begin (&fixture, "--processing=0", &edit_slow);

  g_autoptr (XuJobSpec) spec = edit_new_draft (&fixture, 4, "");
  XuJob *job = xu_engine_add_job (fixture.engine, spec, NULL);

  edit_wait_for_segments (job, 1);
  xu_job_pause (job);
  engine_wait_for_state (job, XU_JOB_PAUSED, 30);

  g_autoptr (XuJobSpec) more = xu_job_spec_copy (spec);

  edit_add_cover (&fixture, more, "c.png");
  xu_job_edit (job, more);
  xu_job_post (job, "Go", XU_JOB_POST_DEFAULT);
  edit_fast (&fixture);
  engine_wait_until_over (job, 30);
  engine_assert_posted (job);
  edit_assert_post (&fixture, "Go");
  edit_assert_cover (&fixture, 1);

  engine_fixture_tear_down (&fixture);
}

static void
test_failed (void)
{
  EngineFixture fixture = { 0 };

  edit_begin (&fixture, "--fault=finalize@1 status=400", NULL);

  g_autoptr (XuJobSpec) spec = edit_new_draft (&fixture, 2, "");
  XuJob *job = xu_engine_add_job (fixture.engine, spec, NULL);

  engine_wait_until_over (job, 30);
  g_assert_cmpint (xu_job_get_state (job), ==, XU_JOB_FAILED);

  g_autoptr (XuJobSpec) final = xu_job_spec_copy (spec);

  edit_set_text (final, "Second try");
  final->intent = XU_POST_INTENT_POST;
  xu_job_edit (job, final);
  engine_iterate_for (200);
  g_assert_cmpint (xu_job_get_state (job), ==, XU_JOB_FAILED);
  edit_restart (&fixture, &job);
  g_assert_cmpint (xu_job_get_state (job), ==, XU_JOB_FAILED);
  g_assert_cmpstr (xu_job_get_spec (job)->text, ==, "Second try");

  xu_job_resume (job);
  engine_wait_until_over_again (job, 30);
  engine_assert_posted (job);
  edit_assert_post (&fixture, "Second try");

  engine_fixture_tear_down (&fixture);
}

/* The wish to post is taken back in time. */
static void
test_withdrawn (void)
{
  EngineFixture fixture = { 0 };

  edit_begin (&fixture, "--processing=1s", NULL);

  g_autoptr (XuJobSpec) spec = edit_new_draft (&fixture, 2, "No");
  g_autoptr (XuJobSpec) wanted = xu_job_spec_copy (spec);

  wanted->intent = XU_POST_INTENT_POST;

  XuJob *job = xu_engine_add_job (fixture.engine, wanted, NULL);

  engine_wait_for_state (job, XU_JOB_PROCESSING, 30);
  xu_job_edit (job, spec);
  engine_wait_until_over (job, 30);
  g_assert_cmpint (xu_job_get_state (job), ==, XU_JOB_READY);
  g_assert_cmpuint (engine_count_posts (&fixture), ==, 0);

  engine_fixture_tear_down (&fixture);
}

/* The description changes while X is told the old one. */
static void
test_alt_text_under_way (void)
{
  EngineFixture fixture = { 0 };

  edit_begin (&fixture, "--fault=metadata@1 drip=20", NULL);

  g_autoptr (XuJobSpec) spec = edit_new_draft (&fixture, 1, "Described");

  edit_set_alt_text (spec, "Old");
  spec->intent = XU_POST_INTENT_POST;

  XuJob *job = xu_engine_add_job (fixture.engine, spec, NULL);

  engine_wait_for_state (job, XU_JOB_FINISHING, 30);

  g_autoptr (XuJobSpec) other = xu_job_spec_copy (spec);

  edit_set_alt_text (other, "New");
  xu_job_edit (job, other);
  engine_wait_until_over (job, 60);
  engine_assert_posted (job);

  g_autofree char *alt_text = edit_dup_text (&fixture, "/sandbox/media", "$.media[0].alt_text");

  g_assert_cmpstr (alt_text, ==, "New");
  g_assert_cmpint (engine_count_requests (&fixture, "metadata"), ==, 2);
  engine_fixture_tear_down (&fixture);
}

/* The post without what X has not taken yet. */
static void
test_without_extras (void)
{
  EngineFixture fixture = { 0 };

  edit_begin (&fixture, "--processing=0", &edit_slow);

  g_autoptr (XuJobSpec) spec = edit_new_draft (&fixture, 6, "");

  edit_set_alt_text (spec, "A beach");
  edit_add_subtitles (&fixture, spec);
  edit_add_cover (&fixture, spec, "c.png");

  XuJob *job = xu_engine_add_job (fixture.engine, spec, NULL);

  edit_wait_for_segments (job, 2);
  xu_job_post (job, "Now", XU_JOB_POST_WITHOUT_EXTRAS);
  edit_fast (&fixture);
  engine_wait_until_over (job, 30);
  engine_assert_posted (job);
  edit_assert_post (&fixture, "Now");
  g_assert_false (edit_has_cover (&fixture));
  g_assert_null (xu_job_get_spec (job)->subtitles_path);
  g_assert_cmpint (engine_count_requests (&fixture, "metadata"), ==, 0);
  g_assert_cmpint (engine_count_requests (&fixture, "subtitles"), ==, 0);
  g_assert_cmpint (engine_count_requests (&fixture, "initialize"), ==, 1);

  engine_fixture_tear_down (&fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/engine-edit/draft", test_draft);
  g_test_add_func ("/engine-edit/while-uploading", test_while_uploading);
  g_test_add_func ("/engine-edit/extras-while-uploading", test_extras_while_uploading);
  g_test_add_func ("/engine-edit/while-processing", test_while_processing);
  g_test_add_func ("/engine-edit/ready", test_ready);
  g_test_add_func ("/engine-edit/extras-taken-away", test_extras_taken_away);
  g_test_add_func ("/engine-edit/paused", test_paused);
  g_test_add_func ("/engine-edit/post-of-a-paused-one", test_post_of_a_paused_one);
  g_test_add_func ("/engine-edit/failed", test_failed);
  g_test_add_func ("/engine-edit/withdrawn", test_withdrawn);
  g_test_add_func ("/engine-edit/alt-text-under-way", test_alt_text_under_way);
  g_test_add_func ("/engine-edit/without-extras", test_without_extras);

  return g_test_run ();
}
