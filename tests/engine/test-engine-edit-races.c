/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Edits that meet the post, another process, a full text, or nothing at all. */

#include "config.h"

#include "engine-edit.h"
#include "xu-journal.h"

/* A text that only subscribers may write, or nobody. */
static char *
make_text (gsize length)
{
  char *text = g_malloc (length + 1);

  memset (text, 'a', length);
  text[length] = '\0';
  return text;
}

/* What the user sees as the job's text is what was posted, whoever was faster. */
static void
assert_honest (EngineFixture *fixture, XuJob *job, guint n_posts)
{
  g_autofree char *path = g_strdup_printf ("$.posts[%u].request.text", n_posts - 1);

  engine_assert_posted (job);
  engine_iterate_for (20);
  g_assert_cmpuint (engine_count_posts (fixture), ==, n_posts);

  g_autofree char *posted = edit_dup_text (fixture, "/sandbox/posts", path);

  g_assert_cmpstr (xu_job_get_spec (job)->text, ==, posted);
}

/* Edits of all kinds come at any moment until the job is posted: there is one post, never two. */
static void
test_races_with_the_post (void)
{
  EngineFixture fixture = { 0 };
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);

  edit_begin (&fixture, "--processing=0", NULL);
  for (guint round = 0; round < 40; round++)
    {
      g_autofree char *first = g_strdup_printf ("Round %u", round);
      g_autoptr (XuJobSpec) spec = edit_new_draft (&fixture, 1, first);
      XuJob *job;

      spec->intent = round % 2 == 0 ? XU_POST_INTENT_POST : XU_POST_INTENT_DRAFT;
      job = xu_engine_add_job (fixture.engine, spec, NULL);
      for (guint i = 1; i < 30 && xu_job_get_state (job) != XU_JOB_POSTED; i++)
        {
          g_autoptr (XuJobSpec) next = xu_job_spec_copy (xu_job_get_spec (job));
          g_autofree char *text = g_strdup_printf ("Round %u, text %u", round, i);

          edit_set_text (next, text);
          if (g_rand_int_range (rand, 0, 4) == 0)
            edit_add_cover (&fixture, next, g_rand_boolean (rand) ? "c.png" : "d.png");
          if (g_rand_int_range (rand, 0, 3) == 0)
            next->intent = g_rand_boolean (rand) ? XU_POST_INTENT_POST : XU_POST_INTENT_DRAFT;
          if (g_rand_int_range (rand, 0, 8) == 0)
            xu_job_post (job, text, XU_JOB_POST_DEFAULT);
          else
            xu_job_edit (job, next);
          engine_iterate_for ((guint) g_rand_int_range (rand, 0, 12));
        }

      xu_job_post (job, NULL, XU_JOB_POST_DEFAULT);
      for (guint i = 0; i < 1000 && xu_job_get_state (job) != XU_JOB_POSTED; i++)
        engine_iterate_for (10);
      assert_honest (&fixture, job, round + 1);
    }

  engine_fixture_tear_down (&fixture);
}

/* The answer to the post is lost: it may exist, so nothing of it changes, and it is found. */
static void
test_post_that_may_exist (void)
{
  EngineFixture fixture = { 0 };

  edit_begin (&fixture, "--fault=post@1 close=after", NULL);

  g_autoptr (XuJobSpec) spec = edit_new_draft (&fixture, 1, "First");

  spec->intent = XU_POST_INTENT_POST;

  XuJob *job = xu_engine_add_job (fixture.engine, spec, NULL);

  engine_wait_for_state (job, XU_JOB_POSTING, 30);
  edit_change_text (job, "Too late");

  g_autoptr (XuJobSpec) more = xu_job_spec_copy (xu_job_get_spec (job));

  edit_add_cover (&fixture, more, "c.png");
  xu_job_edit (job, more);
  engine_wait_until_over (job, 60);
  engine_assert_posted (job);
  edit_assert_post (&fixture, "First");
  g_assert_cmpstr (xu_job_get_spec (job)->text, ==, "First");
  g_assert_null (xu_job_get_spec (job)->cover_path);

  engine_fixture_tear_down (&fixture);
}

static void
count_cb (GObject *object, GParamSpec *pspec, gpointer user_data)
{
  guint *n = user_data;

  *n += 1;
}

/* Another process runs the job. Who knows that does not even ask; who does not know it yet is told
 * what stays. */
static void
test_elsewhere (void)
{
  EngineFixture fixture = { 0 };
  guint n_notified = 0;

  edit_begin (&fixture, "--processing=0", &edit_slow);

  g_autoptr (XuJobSpec) spec = edit_new_draft (&fixture, 6, "Ours");
  XuJob *job = xu_engine_add_job (fixture.engine, spec, NULL);

  edit_wait_for_segments (job, 1);
  xu_job_pause (job);
  engine_wait_for_state (job, XU_JOB_PAUSED, 30);
  edit_restart (&fixture, &job);

  XuEngine *other = engine_fixture_make_engine (&fixture, &edit_slow);

  engine_load (other);

  XuJob *theirs = engine_get_job (other, 0);

  const XuEngineTuning slow = { .segment_size = EDIT_SEGMENT, .limit_rate = 2 * EDIT_SEGMENT };

  g_assert_false (xu_job_is_elsewhere (theirs));
  xu_engine_set_tuning (fixture.engine, &slow);
  xu_job_resume (job);
  g_usleep (300 * 1000); /* Nobody is told of anything. */
  g_signal_connect (theirs, "notify::spec", G_CALLBACK (count_cb), &n_notified);
  edit_change_text (theirs, "Not yet known");
  g_assert_cmpstr (xu_job_get_spec (theirs)->text, ==, "Not yet known");
  g_assert_cmpuint (n_notified, ==, 1);
  engine_iterate_for (300);
  g_assert_true (xu_job_is_elsewhere (theirs));
  g_assert_cmpstr (xu_job_get_spec (theirs)->text, ==, "Ours");
  g_assert_cmpuint (n_notified, ==, 2);
  engine_stop (other);

  edit_fast (&fixture);
  engine_wait_until_over (job, 30);
  g_assert_cmpstr (xu_job_get_spec (job)->text, ==, "Ours");
  engine_fixture_tear_down (&fixture);
}

/* Two windows, one journal: each sees what the other wrote, also within a second. */
static void
test_seen_by_the_other_window (void)
{
  EngineFixture fixture = { 0 };

  edit_begin (&fixture, "--processing=0", NULL);

  g_autoptr (XuJobSpec) spec = edit_new_draft (&fixture, 1, "");
  XuJob *job = xu_engine_add_job (fixture.engine, spec, NULL);
  XuEngine *other = engine_fixture_make_engine (&fixture, NULL);

  engine_wait_until_over (job, 30);
  engine_load (fixture.engine);
  engine_load (other);

  XuJob *seen = engine_get_job (other, 0);

  edit_change_text (job, "One");
  edit_change_text (job, "Two");
  for (guint i = 0; i < 100 && !g_str_equal (xu_job_get_spec (seen)->text, "Two"); i++)
    engine_iterate_for (20);
  g_assert_cmpstr (xu_job_get_spec (seen)->text, ==, "Two");

  edit_change_text (seen, "Three");
  for (guint i = 0; i < 100 && !g_str_equal (xu_job_get_spec (job)->text, "Three"); i++)
    engine_iterate_for (20);
  g_assert_cmpstr (xu_job_get_spec (job)->text, ==, "Three");

  engine_stop (other);
  engine_fixture_tear_down (&fixture);
}

/* Whoever edits without changing anything writes nothing. */
static void
test_same_is_no_write (void)
{
  EngineFixture fixture = { 0 };

  edit_begin (&fixture, "--processing=0", NULL);

  g_autoptr (XuJobSpec) spec = edit_new_draft (&fixture, 1, "Same");
  XuJob *job = xu_engine_add_job (fixture.engine, spec, NULL);

  engine_wait_until_over (job, 30);
  engine_iterate_for (100);

  g_autofree char *path = g_build_filename (fixture.folder, "journal.db", NULL);
  g_autoptr (XuJournal) journal = xu_journal_open (path, NULL, NULL);
  g_autoptr (XuJobSpec) other = xu_job_spec_copy (spec);
  g_autoptr (XuJobSpec) again = xu_job_spec_copy (spec);

  edit_set_alt_text (again, ""); /* As if there were none. */
  xu_journal_has_changed (journal);
  xu_job_edit (job, again);
  engine_iterate_for (100);
  g_assert_false (xu_journal_has_changed (journal));

  edit_set_text (other, "Other");
  xu_job_edit (job, other);
  engine_iterate_for (100);
  g_assert_true (xu_journal_has_changed (journal));

  g_clear_pointer (&journal, xu_journal_free);
  engine_fixture_tear_down (&fixture);
}

/* Of a draft nobody counts the letters; of a post that is wanted while its files go up they are
 * counted as of any other. */
static void
test_too_long (void)
{
  EngineFixture fixture = { 0 };
  g_autofree char *text = make_text (25001);

  edit_begin (&fixture, "--processing=0", &edit_slow);

  g_autoptr (XuJobSpec) spec = edit_new_draft (&fixture, 6, text);
  XuJob *job = xu_engine_add_job (fixture.engine, spec, NULL);

  edit_wait_for_segments (job, 1);
  xu_job_post (job, NULL, XU_JOB_POST_DEFAULT);
  engine_wait_until_over (job, 30);
  engine_assert_failed (job, XU_ERROR_TEXT_TOO_LONG);
  g_assert_cmpint (engine_count_requests (&fixture, "finalize"), ==, 0);

  /* What X has is not lost. */
  edit_fast (&fixture);
  xu_job_post (job, "Shorter", XU_JOB_POST_DEFAULT);
  engine_wait_until_over_again (job, 30);
  engine_assert_posted (job);
  g_assert_cmpint (engine_count_requests (&fixture, "append"), <=, 6 + 1);
  g_assert_cmpint (engine_count_requests (&fixture, "initialize"), ==, 1);

  g_autoptr (XuJobSpec) ready_spec = edit_new_draft (&fixture, 1, text);
  XuJob *ready = xu_engine_add_job (fixture.engine, ready_spec, NULL);

  engine_wait_until_over (ready, 30);
  g_assert_cmpint (xu_job_get_state (ready), ==, XU_JOB_READY);
  xu_job_post (ready, NULL, XU_JOB_POST_DEFAULT);
  engine_wait_until_over_again (ready, 30);
  engine_assert_failed (ready, XU_ERROR_TEXT_TOO_LONG);
  g_assert_cmpuint (engine_count_posts (&fixture), ==, 1);

  engine_fixture_tear_down (&fixture);
}

/* A long text that is wanted in the middle of the upload: X is asked who may write it, and the
 * upload goes on meanwhile only for who may. */
static void
test_subscription (gconstpointer data)
{
  gboolean is_subscriber = GPOINTER_TO_INT (data);
  EngineFixture fixture = { 0 };
  g_autofree char *text = make_text (281);

  edit_begin (&fixture, is_subscriber ? "--premium" : "--processing=0", &edit_slow);

  g_autoptr (XuJobSpec) spec = edit_new_draft (&fixture, 6, "");
  XuJob *job = xu_engine_add_job (fixture.engine, spec, NULL);

  edit_wait_for_segments (job, 1);
  xu_job_post (job, text, XU_JOB_POST_DEFAULT);
  edit_fast (&fixture);
  engine_wait_until_over (job, 30);
  if (is_subscriber)
    {
      engine_assert_posted (job);
      edit_assert_post (&fixture, text);
      g_assert_cmpint (engine_count_requests (&fixture, "append"), ==, 6);
    }
  else
    engine_assert_failed (job, XU_ERROR_TEXT_TOO_LONG);

  engine_fixture_tear_down (&fixture);
}

/* Cancelled in the moment in which it stops for another cover: it does not go on. */
static void
test_cancel_with_edit (void)
{
  EngineFixture fixture = { 0 };

  edit_begin (&fixture, "--processing=0", &edit_slow);
  for (guint round = 0; round < 4; round++)
    {
      g_autoptr (XuJobSpec) spec = edit_new_draft (&fixture, 6, "");
      XuJob *job = xu_engine_add_job (fixture.engine, spec, NULL);
      g_autoptr (XuJobSpec) more = xu_job_spec_copy (spec);

      edit_wait_for_segments (job, 1);
      edit_add_cover (&fixture, more, "c.png");
      if (round % 2 == 0)
        xu_job_edit (job, more);
      xu_job_cancel (job);
      if (round % 2 == 1)
        xu_job_edit (job, more);
      engine_wait_until_over (job, 30);
      engine_iterate_for (200);
      g_assert_cmpint (xu_job_get_state (job), ==, XU_JOB_CANCELLED);
    }

  engine_fixture_tear_down (&fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/engine-edit-races/with-the-post", test_races_with_the_post);
  g_test_add_func ("/engine-edit-races/post-that-may-exist", test_post_that_may_exist);
  g_test_add_func ("/engine-edit-races/elsewhere", test_elsewhere);
  g_test_add_func ("/engine-edit-races/seen-by-the-other-window", test_seen_by_the_other_window);
  g_test_add_func ("/engine-edit-races/same-is-no-write", test_same_is_no_write);
  g_test_add_func ("/engine-edit-races/too-long", test_too_long);
  g_test_add_data_func ("/engine-edit-races/subscriber", GINT_TO_POINTER (TRUE), test_subscription);
  g_test_add_data_func ("/engine-edit-races/no-subscriber", GINT_TO_POINTER (FALSE),
                        test_subscription);
  g_test_add_func ("/engine-edit-races/cancel-with-edit", test_cancel_with_edit);

  return g_test_run ();
}
