/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two engines on one journal, in one process and in two: one runs a job, the other sees it move. */

#include "config.h"

#include "engine-fixture.h"

#include <unistd.h>

enum
{
  SEGMENT = 65536,
  N_SEGMENTS = 10,
};

/* Whoever begins has time to be watched; whoever takes over is quick. */
static const XuEngineConfig slow = { .segment_size = SEGMENT, .parallel = 1, .limit_rate = 200000 };
static const XuEngineConfig quick = { .segment_size = SEGMENT, .parallel = 1 };

static const char *program; /* Ours: the other process is the same program. */

static void
begin (EngineFixture *fixture)
{
  const char *arguments[] = { "--processing=0", NULL };

  engine_fixture_begin (fixture, arguments);
}

static XuJob *
add (EngineFixture *fixture)
{
  g_autofree char *path = engine_fixture_make_video (fixture, "v.mp4", N_SEGMENTS * SEGMENT, FALSE);

  return engine_fixture_add (fixture, path, "Once");
}

static XuEngine *
start_watcher (EngineFixture *fixture)
{
  XuEngine *watcher = engine_fixture_make_engine (fixture, &quick);

  engine_load (watcher);
  return watcher;
}

/* Until it has found the job of another. */
static void
wait_for_job (XuEngine *watcher)
{
  for (guint i = 0; i < 500 && engine_get_job (watcher, 0) == NULL; i++)
    engine_iterate_for (20);
  g_assert_nonnull (engine_get_job (watcher, 0));
}

/* Until it is there. */
static void
wait_for_state (XuJob *job, XuJobState state)
{
  for (guint i = 0; i < 1000 && xu_job_get_state (job) != state; i++)
    engine_iterate_for (20);
  g_assert_cmpint (xu_job_get_state (job), ==, state);
}

static void
wait_for_acknowledged (XuJob *job, guint64 bytes)
{
  for (guint i = 0; i < 1000 && xu_job_get_progress (job)->acknowledged < bytes; i++)
    engine_iterate_for (20);
  g_assert_cmpuint (xu_job_get_progress (job)->acknowledged, >=, bytes);
}

static void
test_watched (void)
{
  EngineFixture fixture = { 0 };

  begin (&fixture);

  /* One was there before the job, one comes in the middle of it. */
  XuEngine *early = start_watcher (&fixture);

  fixture.engine = engine_fixture_make_engine (&fixture, &slow);

  XuJob *job = add (&fixture);

  wait_for_acknowledged (job, SEGMENT);

  XuEngine *late = start_watcher (&fixture);

  wait_for_job (early);

  XuJob *watched[] = { engine_get_job (early, 0), engine_get_job (late, 0) };

  g_assert_false (xu_job_is_elsewhere (job));
  for (guint i = 0; i < G_N_ELEMENTS (watched); i++)
    {
      wait_for_state (watched[i], XU_JOB_UPLOADING);
      g_assert_true (xu_job_is_elsewhere (watched[i]));
      g_assert_cmpstr (xu_job_get_id (watched[i]), ==, xu_job_get_id (job));
      wait_for_acknowledged (watched[i], 3 * SEGMENT);
      g_assert_false (xu_job_is_over (job));
    }

  engine_wait_until_over (job, 60);
  for (guint i = 0; i < G_N_ELEMENTS (watched); i++)
    {
      wait_for_state (watched[i], XU_JOB_POSTED);
      g_assert_cmpstr (xu_job_get_post_id (watched[i]), ==, xu_job_get_post_id (job));
      g_assert_cmpuint (xu_job_get_progress (watched[i])->acknowledged, ==, N_SEGMENTS * SEGMENT);
      for (guint k = 0; k < 500 && xu_job_is_elsewhere (watched[i]); k++)
        engine_iterate_for (20);
      g_assert_false (xu_job_is_elsewhere (watched[i]));
    }

  /* What one forgets is forgotten by all. */
  xu_engine_remove_job (early, watched[0]);
  for (guint i = 0;
       i < 500 && (engine_get_job (late, 0) != NULL || engine_get_job (early, 0) != NULL); i++)
    engine_iterate_for (20);
  g_assert_null (engine_get_job (late, 0));
  g_assert_null (engine_get_job (early, 0));

  engine_stop (early);
  engine_stop (late);
  engine_fixture_tear_down (&fixture);
}

static void
test_asked (void)
{
  EngineFixture fixture = { 0 };

  begin (&fixture);
  fixture.engine = engine_fixture_make_engine (&fixture, &slow);

  XuJob *job = add (&fixture);

  wait_for_acknowledged (job, SEGMENT);

  XuEngine *watcher = start_watcher (&fixture);
  XuJob *watched = engine_get_job (watcher, 0);

  xu_job_pause (watched);
  wait_for_state (job, XU_JOB_PAUSED);
  wait_for_state (watched, XU_JOB_PAUSED);

  /* Another text cannot be asked for, and is not forgotten for a mere resume either. */
  xu_job_post (watched, "In other words", XU_JOB_POST_DEFAULT);
  engine_iterate_for (2000);
  g_assert_cmpint (xu_job_get_state (job), ==, XU_JOB_PAUSED);

  xu_job_resume (watched);
  wait_for_state (job, XU_JOB_UPLOADING);
  wait_for_state (watched, XU_JOB_UPLOADING);
  xu_job_cancel (watched);
  wait_for_state (job, XU_JOB_CANCELLED);
  wait_for_state (watched, XU_JOB_CANCELLED);
  g_assert_cmpuint (engine_count_posts (&fixture), ==, 0);

  engine_stop (watcher);
  engine_fixture_tear_down (&fixture);
}

/* The other engine ends in the middle of it: whoever wanted the job to go on has it now. */
static void
test_taken_over_from_stopped (void)
{
  EngineFixture fixture = { 0 };

  begin (&fixture);
  fixture.engine = engine_fixture_make_engine (&fixture, &slow);
  wait_for_acknowledged (add (&fixture), 2 * SEGMENT);

  XuEngine *watcher = start_watcher (&fixture);
  XuJob *watched = engine_get_job (watcher, 0);

  xu_job_resume (watched);
  engine_iterate_for (200);
  g_assert_true (xu_job_is_elsewhere (watched));
  engine_stop (g_steal_pointer (&fixture.engine));
  engine_wait_until_over (watched, 60);
  engine_assert_posted (watched);
  g_assert_cmpint (engine_count_requests (&fixture, "append"), <=, N_SEGMENTS + 1);
  g_assert_cmpuint (engine_count_posts (&fixture), ==, 1);

  engine_stop (watcher);
  engine_fixture_tear_down (&fixture);
}

/* The other process. */
G_NORETURN static void
run_other (const char *folder, const char *url, const char *token)
{
  g_autofree char *journal_path = g_build_filename (folder, "journal.db", NULL);
  g_autofree char *path = g_build_filename (folder, "v.mp4", NULL);
  const char *paths[] = { path, NULL };
  g_autoptr (XuJobSpec) spec = xu_job_spec_new (paths, "Once");
  XuEngineConfig config = slow;

  config.base_url = url;
  config.access_token = token;
  config.journal_path = journal_path;
  alarm (60);

  XuEngine *engine = xu_engine_new (&config, NULL);

  xu_engine_add_job (engine, spec, NULL);
  for (;;)
    g_main_context_iteration (NULL, TRUE);
}

static GSubprocess *
start_other (const EngineFixture *fixture)
{
  g_autoptr (GError) error = NULL;
  GSubprocess *process
      = g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, &error, program, "--other", fixture->folder,
                          fixture->sandbox->url, fixture->sandbox->access_token, NULL);

  g_assert_no_error (error);
  return process;
}

/* Killed without a word: one that follows goes on within seconds, one that only watches does not.
 */
static void
test_taken_over_from_killed (void)
{
  EngineFixture fixture = { 0 };

  begin (&fixture);

  g_autofree char *path
      = engine_fixture_make_video (&fixture, "v.mp4", N_SEGMENTS * SEGMENT, FALSE);
  XuEngine *watcher = start_watcher (&fixture);
  g_autoptr (GSubprocess) process = start_other (&fixture);

  fixture.engine = engine_fixture_make_engine (&fixture, &quick);
  wait_for_job (watcher);
  engine_load (fixture.engine);

  XuJob *watched = engine_get_job (watcher, 0);
  XuJob *followed = engine_get_job (fixture.engine, 0);

  xu_job_resume (followed);
  wait_for_acknowledged (followed, 2 * SEGMENT);
  g_assert_true (xu_job_is_elsewhere (followed));
  g_subprocess_force_exit (process);
  g_subprocess_wait (process, NULL, NULL);

  engine_wait_until_over (followed, 60);
  engine_assert_posted (followed);
  g_assert_cmpint (engine_count_requests (&fixture, "append"), <=, N_SEGMENTS + 1);
  g_assert_cmpint (engine_count_requests (&fixture, "initialize"), ==, 1);
  wait_for_state (watched, XU_JOB_POSTED);

  g_autofree char *expected = engine_hash_file (path);
  g_autofree char *hash
      = xu_test_sandbox_get_string (fixture.sandbox, "/sandbox/media", "$.media[0].sha256");

  g_assert_cmpstr (hash, ==, expected);
  engine_stop (watcher);
  engine_fixture_tear_down (&fixture);
}

/* What was asked of a process that died before it heard is not asked of the next one. */
static void
test_asked_of_the_dead (void)
{
  EngineFixture fixture = { 0 };

  begin (&fixture);
  g_free (engine_fixture_make_video (&fixture, "v.mp4", N_SEGMENTS * SEGMENT, FALSE));

  g_autoptr (GSubprocess) process = start_other (&fixture);
  XuEngine *watcher = start_watcher (&fixture);

  wait_for_job (watcher);
  wait_for_acknowledged (engine_get_job (watcher, 0), SEGMENT);

  /* It stands still, so that it cannot hear. */
  g_subprocess_send_signal (process, SIGSTOP);
  xu_job_cancel (engine_get_job (watcher, 0));
  engine_iterate_for (300);
  engine_stop (watcher);
  g_subprocess_force_exit (process);
  g_subprocess_wait (process, NULL, NULL);

  fixture.engine = engine_fixture_make_engine (&fixture, &slow);
  engine_load (fixture.engine);

  XuJob *job = engine_get_job (fixture.engine, 0);

  g_assert_cmpint (xu_job_get_state (job), ==, XU_JOB_PAUSED);
  xu_job_resume (job);
  wait_for_acknowledged (job, 2 * SEGMENT);

  /* Somebody else writes, so that it looks what is asked of it. */
  const char *paths[] = { "/nowhere", NULL };
  g_autoptr (XuJobSpec) spec = xu_job_spec_new (paths, "");
  XuEngine *third = start_watcher (&fixture);

  engine_wait_until_over (xu_engine_add_job (third, spec, NULL), 30);
  engine_wait_until_over (job, 60);
  engine_assert_posted (job);
  engine_stop (third);
  engine_fixture_tear_down (&fixture);
}

int
main (int argc, char **argv)
{
  if (argc == 5 && g_str_equal (argv[1], "--other"))
    run_other (argv[2], argv[3], argv[4]);

  program = argv[0];
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/engine-sharing/watched", test_watched);
  g_test_add_func ("/engine-sharing/asked", test_asked);
  g_test_add_func ("/engine-sharing/taken-over-from-stopped", test_taken_over_from_stopped);
  g_test_add_func ("/engine-sharing/taken-over-from-killed", test_taken_over_from_killed);
  g_test_add_func ("/engine-sharing/asked-of-the-dead", test_asked_of_the_dead);

  return g_test_run ();
}
