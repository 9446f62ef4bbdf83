/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the user may still say to a job that is over, unknown, or on its way; and whose job it is.
 */

#include "config.h"

#include "engine-fixture.h"
#include "xu-journal.h"

enum
{
  SEGMENT = 65536,
};

static const XuEngineConfig quick
    = { .segment_size = SEGMENT, .parallel = 1, .backoff_base_us = 1000, .look_base_us = 20000 };

static void
set_up (EngineFixture *fixture, const XuEngineConfig *config, const char *argument)
{
  const char *arguments[] = { "--processing=0", argument, NULL };

  engine_fixture_begin (fixture, arguments);
  fixture->engine = engine_fixture_make_engine (fixture, config);
}

static XuJob *
add (EngineFixture *fixture)
{
  g_autofree char *path = engine_fixture_make_video (fixture, "v.mp4", 3 * SEGMENT, FALSE);

  return engine_fixture_add (fixture, path, "Once");
}

/* Ends the engine; another one has the jobs now, at rest. Returns: (transfer none): the first */
static XuJob *
start_next (EngineFixture *fixture, const XuEngineConfig *config)
{
  engine_stop (g_steal_pointer (&fixture->engine));
  fixture->engine = engine_fixture_make_engine (fixture, config);
  engine_load (fixture->engine);

  return engine_get_job (fixture->engine, 0);
}

/* Looking again is not posting again: only the user's word does that. */
static void
test_unknown_is_not_repeated (void)
{
  EngineFixture fixture = { 0 };

  set_up (&fixture, &quick, "--fault=post@1 status=503");

  XuJob *job = add (&fixture);

  engine_wait_until_over (job, 30);
  engine_assert_failed (job, XU_ERROR_POST_UNKNOWN);
  g_assert_cmpint (engine_count_requests (&fixture, "timeline"), ==, 5);

  xu_job_resume (job);
  engine_wait_until_over_again (job, 30);
  engine_assert_failed (job, XU_ERROR_POST_UNKNOWN);

  job = start_next (&fixture, &quick);
  engine_assert_failed (job, XU_ERROR_POST_UNKNOWN);
  xu_job_post (job, "Another text", XU_JOB_POST_DEFAULT);
  engine_wait_until_over_again (job, 30);
  engine_assert_failed (job, XU_ERROR_POST_UNKNOWN);
  g_assert_cmpint (engine_count_requests (&fixture, "timeline"), ==, 15);
  g_assert_cmpint (engine_count_requests (&fixture, "post"), ==, 1);
  g_assert_cmpstr (xu_job_get_spec (job)->text, ==, "Once");

  xu_job_post (job, "Another text", XU_JOB_POST_CONFIRM_NOT_POSTED);
  engine_wait_until_over_again (job, 30);
  engine_assert_posted (job);
  g_assert_cmpstr (xu_job_get_spec (job)->text, ==, "Another text");
  g_assert_cmpuint (engine_count_posts (&fixture), ==, 1);

  engine_fixture_tear_down (&fixture);
}

/* Cancelling does not make a post undone: who has not heard that it may exist does so now. */
static void
test_cancel_at_rest (void)
{
  XuEngineConfig patient = quick;
  EngineFixture fixture = { 0 };

  patient.look_base_us = 60 * G_USEC_PER_SEC;
  set_up (&fixture, &patient, "--fault=post@1 close=after");

  XuJob *job = add (&fixture);

  while (engine_count_requests (&fixture, "post") == 0)
    engine_iterate_for (20);
  engine_iterate_for (200); /* The connection is lost. */
  job = start_next (&fixture, &quick);
  g_assert_cmpint (xu_job_get_state (job), ==, XU_JOB_PAUSED);
  xu_job_cancel (job);
  engine_wait_until_over (job, 30);
  engine_assert_failed (job, XU_ERROR_POST_UNKNOWN);

  xu_job_cancel (job);
  for (guint i = 0; i < 500 && xu_job_get_state (job) == XU_JOB_FAILED; i++)
    engine_iterate_for (20);
  g_assert_cmpint (xu_job_get_state (job), ==, XU_JOB_CANCELLED);

  job = start_next (&fixture, &quick);
  g_assert_cmpint (xu_job_get_state (job), ==, XU_JOB_CANCELLED);
  g_assert_cmpint (engine_count_requests (&fixture, "post"), ==, 1);

  engine_fixture_tear_down (&fixture);
}

static void
say_everything (XuJob *job, gboolean may_post)
{
  const char *paths[] = { "/nowhere", NULL };

  xu_job_pause (job);
  xu_job_resume (job);
  xu_job_cancel (job);
  xu_job_resume_with_files (job, paths);
  if (may_post)
    {
      xu_job_start_again (job);
      xu_job_post (job, "More", XU_JOB_POST_CONFIRM_NOT_POSTED);
    }
  engine_iterate_for (300);
}

static void
test_commands_to_what_is_over (void)
{
  XuEngineConfig slow = quick;
  EngineFixture fixture = { 0 };

  slow.limit_rate = 200000;
  set_up (&fixture, &slow, NULL);

  XuJob *posted = add (&fixture);
  XuJob *cancelled = add (&fixture);

  engine_wait_for_state (cancelled, XU_JOB_UPLOADING, 30);
  xu_job_cancel (cancelled);
  engine_wait_until_over (posted, 30);
  engine_wait_until_over (cancelled, 30);

  gint64 n_appends = engine_count_requests (&fixture, "append");

  for (guint i = 0; i < 2; i++)
    {
      say_everything (posted, TRUE);
      say_everything (cancelled, FALSE);
      engine_assert_posted (posted);
      g_assert_cmpint (xu_job_get_state (cancelled), ==, XU_JOB_CANCELLED);

      /* And once more with the next process. */
      posted = start_next (&fixture, &quick);
      cancelled = engine_get_job (fixture.engine, 1);
    }

  engine_assert_posted (posted);
  g_assert_cmpint (xu_job_get_state (cancelled), ==, XU_JOB_CANCELLED);
  g_assert_cmpint (engine_count_requests (&fixture, "append"), ==, n_appends);
  g_assert_cmpint (engine_count_requests (&fixture, "post"), ==, 1);
  engine_fixture_tear_down (&fixture);
}

/* A post cannot be taken back: neither a pause nor a cancel makes of it what it is not. */
static void
test_pause_and_cancel_while_posting (void)
{
  for (guint i = 0; i < 2; i++)
    {
      EngineFixture fixture = { 0 };
      guint n_paused = 0;

      set_up (&fixture, &quick, "--fault=post drip=400");

      XuJob *job = add (&fixture);

      engine_wait_for_state (job, XU_JOB_POSTING, 30);
      while (engine_count_requests (&fixture, "post") == 0)
        engine_iterate_for (5);
      if (i == 0)
        xu_job_pause (job);
      else
        xu_job_cancel (job);
      while (!xu_job_is_over (job))
        {
          n_paused += xu_job_get_state (job) == XU_JOB_PAUSED ? 1 : 0;
          g_main_context_iteration (NULL, TRUE);
        }
      engine_assert_posted (job);
      g_assert_cmpuint (n_paused, ==, 0);
      engine_fixture_tear_down (&fixture);
    }
}

/* While the request is on its way, the journal says so; and the engine's end waits for it. */
static void
test_posting_is_on_disk (void)
{
  XuEngineConfig config = quick;
  EngineFixture fixture = { 0 };

  config.stall_timeout_s = 5;
  set_up (&fixture, &config, "--fault=post hang");

  XuJob *job = add (&fixture);
  g_autofree char *id = g_strdup (xu_job_get_id (job));
  g_autofree char *path = g_build_filename (fixture.folder, "journal.db", NULL);
  g_autoptr (GError) error = NULL;

  while (engine_count_requests (&fixture, "post") == 0)
    engine_iterate_for (20);

  g_autoptr (XuJournal) journal = xu_journal_open (path, NULL, &error);
  g_autoptr (XuJobRecord) record = NULL;

  g_assert_no_error (error);
  record = xu_journal_load_job (journal, id, &error);
  g_assert_no_error (error);
  g_assert_cmpint (record->post, ==, XU_POST_RECORD_POSTING);
  g_assert_true (xu_journal_is_taken_elsewhere (journal, record->number));
  g_clear_pointer (&journal, xu_journal_free);

  job = start_next (&fixture, &quick);
  g_assert_cmpint (xu_job_get_state (job), ==, XU_JOB_PAUSED);
  xu_job_resume (job);
  engine_wait_until_over_again (job, 30);
  engine_assert_failed (job, XU_ERROR_POST_UNKNOWN);
  g_assert_cmpint (engine_count_requests (&fixture, "post"), ==, 1);

  engine_fixture_tear_down (&fixture);
}

/* A job that was begun with an account is never sent with another, nor to another server. */
static void
test_other_account (void)
{
  XuEngineConfig slow = quick;
  EngineFixture fixture = { 0 };

  slow.limit_rate = 200000;
  set_up (&fixture, &slow, NULL);

  XuJob *job = add (&fixture);

  engine_wait_for_state (job, XU_JOB_UPLOADING, 30);
  for (guint i = 0; i < 500 && xu_job_get_progress (job)->acknowledged == 0; i++)
    engine_iterate_for (20);

  XuEngineConfig other = quick;

  other.access_token = fixture.sandbox->other_token;
  job = start_next (&fixture, &other);

  gint64 n_appends = engine_count_requests (&fixture, "append");

  xu_job_resume (job);
  engine_wait_until_over_again (job, 30);
  engine_assert_failed (job, XU_ERROR_OTHER_ACCOUNT);
  g_assert_cmpint (engine_count_requests (&fixture, "append"), ==, n_appends);

  other = quick;
  other.server = XU_ENGINE_SANDBOX;
  job = start_next (&fixture, &other);
  g_assert_cmpstr (xu_job_get_server (job), ==, fixture.sandbox->url);
  engine_assert_failed (job, XU_ERROR_OTHER_ACCOUNT);

  g_autofree char *message = g_strdup (xu_job_get_error (job)->message);

  xu_job_resume (job);
  for (guint i = 0; i < 500 && g_str_equal (xu_job_get_error (job)->message, message); i++)
    engine_iterate_for (20);
  engine_assert_failed (job, XU_ERROR_OTHER_ACCOUNT);
  g_assert_cmpint (engine_count_requests (&fixture, "append"), ==, n_appends);

  /* Nothing is lost for the right one. */
  job = start_next (&fixture, &quick);
  xu_job_resume (job);
  engine_wait_until_over_again (job, 30);
  engine_assert_posted (job);
  g_assert_cmpint (engine_count_requests (&fixture, "initialize"), ==, 1);
  engine_fixture_tear_down (&fixture);
}

/* Who may not ask whose credentials these are may post all the same. */
static void
test_who_refused (void)
{
  EngineFixture fixture = { 0 };

  set_up (&fixture, &quick, "--fault=me status=403");

  XuJob *job = add (&fixture);

  engine_wait_until_over (job, 30);
  engine_assert_posted (job);
  engine_fixture_tear_down (&fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/engine-ends/unknown-is-not-repeated", test_unknown_is_not_repeated);
  g_test_add_func ("/engine-ends/cancel-at-rest", test_cancel_at_rest);
  g_test_add_func ("/engine-ends/commands-to-what-is-over", test_commands_to_what_is_over);
  g_test_add_func ("/engine-ends/pause-and-cancel-while-posting",
                   test_pause_and_cancel_while_posting);
  g_test_add_func ("/engine-ends/posting-is-on-disk", test_posting_is_on_disk);
  g_test_add_func ("/engine-ends/other-account", test_other_account);
  g_test_add_func ("/engine-ends/who-refused", test_who_refused);

  return g_test_run ();
}
