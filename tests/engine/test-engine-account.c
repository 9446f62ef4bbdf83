/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whose a job is, and what one process learns of a server for the next. */

#include "config.h"

#include "engine-fixture.h"

enum
{
  SEGMENT = 65536,
};

static const XuEngineConfig quick
    = { .segment_size = 4 * SEGMENT, .parallel = 1, .backoff_base_us = 1000 };

static void
set_up (EngineFixture *fixture, const char *first, const char *second)
{
  const char *arguments[] = { "--processing=0", first, second, NULL };

  engine_fixture_begin (fixture, arguments);
}

/* The next process on the same journal, perhaps with other credentials. */
static void
start_next (EngineFixture *fixture, const char *access_token)
{
  XuEngineConfig config = quick;

  if (fixture->engine != NULL)
    engine_stop (g_steal_pointer (&fixture->engine));

  config.access_token = access_token;
  fixture->engine = engine_fixture_make_engine (fixture, &config);
  engine_load (fixture->engine);
}

/* A job whose account X never told is sent with the credentials alone that it began with, even
 * when it is known whose the others are. */
static void
test_unknown_account (void)
{
  EngineFixture fixture = { 0 };

  set_up (&fixture, "--fault=me@1 status=503", "--fault=initialize@1 status=400");
  start_next (&fixture, NULL);

  g_autofree char *path = engine_fixture_make_video (&fixture, "v.mp4", SEGMENT, FALSE);
  XuJob *job = engine_fixture_add (&fixture, path, "Ours");
  g_autofree char *id = g_strdup (xu_job_get_id (job));

  engine_wait_until_over (job, 30);
  engine_assert_failed (job, XU_ERROR_REJECTED);

  start_next (&fixture, fixture.sandbox->other_token);
  job = engine_fixture_add (&fixture, path, "Theirs");
  engine_wait_until_over (job, 30);
  engine_assert_posted (job);

  job = xu_engine_find_job (fixture.engine, id);
  xu_job_resume (job);
  engine_wait_until_over_again (job, 30);
  engine_assert_failed (job, XU_ERROR_OTHER_ACCOUNT);
  g_assert_cmpuint (engine_count_posts (&fixture), ==, 1);

  start_next (&fixture, NULL);
  job = xu_engine_find_job (fixture.engine, id);
  xu_job_resume (job);
  engine_wait_until_over_again (job, 30);
  engine_assert_posted (job);

  engine_fixture_tear_down (&fixture);
}

/* Whose the first credentials are has been learnt by another job meanwhile: that is enough to go
 * on with others of the same account, and to refuse those of another one. */
static void
test_account_known_later (void)
{
  EngineFixture fixture = { 0 };

  set_up (&fixture, "--fault=me@1 status=503", "--fault=initialize@1 status=400");
  start_next (&fixture, NULL);

  g_autofree char *path = engine_fixture_make_video (&fixture, "v.mp4", SEGMENT, FALSE);
  XuJob *job = engine_fixture_add (&fixture, path, "Ours");
  g_autofree char *id = g_strdup (xu_job_get_id (job));

  engine_wait_until_over (job, 30);
  engine_assert_failed (job, XU_ERROR_REJECTED);
  job = engine_fixture_add (&fixture, path, "Ours too");
  engine_wait_until_over (job, 30);
  engine_assert_posted (job);

  start_next (&fixture, fixture.sandbox->other_token);
  job = xu_engine_find_job (fixture.engine, id);
  xu_job_resume (job);
  engine_wait_until_over_again (job, 30);
  engine_assert_failed (job, XU_ERROR_OTHER_ACCOUNT);
  g_assert_cmpuint (engine_count_posts (&fixture), ==, 1);

  /* The same user's, though X was never asked about it. */
  start_next (&fixture, fixture.sandbox->limited_token);
  job = xu_engine_find_job (fixture.engine, id);
  xu_job_resume (job);
  engine_wait_until_over_again (job, 30);
  engine_assert_failed (job, XU_ERROR_SCOPE_MISSING);

  engine_fixture_tear_down (&fixture);
}

/* The next process need not be refused with 413 again. */
static void
test_server_is_remembered (void)
{
  EngineFixture fixture = { 0 };

  set_up (&fixture, "--max-segment=150000", NULL);
  start_next (&fixture, NULL);

  g_autofree char *path = engine_fixture_make_video (&fixture, "v.mp4", 4 * SEGMENT, FALSE);
  XuJob *job = engine_fixture_add (&fixture, path, "One");

  engine_wait_until_over (job, 30);
  engine_assert_posted (job);

  gint64 n_appends = engine_count_requests (&fixture, "append");

  g_assert_cmpint (n_appends, >, 2);
  start_next (&fixture, NULL);
  job = engine_fixture_add (&fixture, path, "Two");
  engine_wait_until_over (job, 30);
  engine_assert_posted (job);
  g_assert_cmpint (engine_count_requests (&fixture, "append") - n_appends, ==, 2);

  engine_fixture_tear_down (&fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/engine-account/unknown", test_unknown_account);
  g_test_add_func ("/engine-account/known-later", test_account_known_later);
  g_test_add_func ("/engine-account/server-is-remembered", test_server_is_remembered);

  return g_test_run ();
}
