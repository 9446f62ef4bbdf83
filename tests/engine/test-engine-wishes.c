/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is wanted of a job while it waits for its turn, or while its files are looked at. */

#include "config.h"

#include <unistd.h>

#include "engine-fixture.h"

enum
{
  SEGMENT = 65536,
};

static const XuEngineConfig slow
    = { .segment_size = SEGMENT, .parallel = 1, .limit_rate = 100000, .max_jobs = 1 };

static GMutex mutex;
static GCond cond;
static gboolean is_stalled; /* under the mutex */

/* The linker makes these names; of the journal's reads it knows nothing. */
ssize_t __real_pread64 (int fd, void *buffer, size_t length, off_t offset);
ssize_t __wrap_pread64 (int fd, void *buffer, size_t length, off_t offset);

ssize_t
__wrap_pread64 (int fd, void *buffer, size_t length, off_t offset)
{
  g_mutex_lock (&mutex);
  while (is_stalled)
    g_cond_wait (&cond, &mutex);
  g_mutex_unlock (&mutex);

  return __real_pread64 (fd, buffer, length, offset);
}

static void
set_stalled (gboolean is_wanted)
{
  g_mutex_lock (&mutex);
  is_stalled = is_wanted;
  g_cond_broadcast (&cond);
  g_mutex_unlock (&mutex);
}

static void
begin (EngineFixture *fixture)
{
  const char *arguments[] = { "--processing=0", NULL };

  engine_fixture_begin (fixture, arguments);
  fixture->engine = engine_fixture_make_engine (fixture, &slow);
}

/* Until it is there. */
static void
wait_for_state (XuJob *job, XuJobState state)
{
  for (guint i = 0; i < 500 && xu_job_get_state (job) != state; i++)
    engine_iterate_for (20);
  g_assert_cmpint (xu_job_get_state (job), ==, state);
}

/* The next process knows the text that a job got while it waited. */
static void
test_text_of_a_queued_job (void)
{
  EngineFixture fixture = { 0 };

  begin (&fixture);

  g_autofree char *path = engine_fixture_make_video (&fixture, "v.mp4", 10 * SEGMENT, FALSE);
  XuJob *running = engine_fixture_add (&fixture, path, "Runs");
  XuJob *queued = engine_fixture_add (&fixture, path, "Waits");

  engine_wait_for_state (running, XU_JOB_UPLOADING, 30);
  g_assert_cmpint (xu_job_get_state (queued), ==, XU_JOB_QUEUED);
  xu_job_post (queued, "Waits, in other words", XU_JOB_POST_DEFAULT);
  engine_stop (g_steal_pointer (&fixture.engine));

  fixture.engine = engine_fixture_make_engine (&fixture, &slow);
  engine_load (fixture.engine);
  g_assert_cmpstr (xu_job_get_spec (engine_get_job (fixture.engine, 1))->text, ==,
                   "Waits, in other words");

  engine_fixture_tear_down (&fixture);
}

/* Another process asks while the files are looked at that were chosen again. */
static void
test_asked_while_matching (void)
{
  EngineFixture fixture = { 0 };

  begin (&fixture);

  g_autofree char *path = engine_fixture_make_video (&fixture, "v.mp4", 10 * SEGMENT, FALSE);
  const char *paths[] = { path, NULL };
  XuJob *job = engine_fixture_add (&fixture, path, "Once");

  engine_wait_for_state (job, XU_JOB_UPLOADING, 30);
  engine_stop (g_steal_pointer (&fixture.engine));
  fixture.engine = engine_fixture_make_engine (&fixture, &slow);
  engine_load (fixture.engine);
  job = engine_get_job (fixture.engine, 0);
  set_stalled (TRUE);
  xu_job_resume_with_files (job, paths);
  engine_iterate_for (300);

  XuEngine *other = engine_fixture_make_engine (&fixture, &slow);

  engine_load (other);
  g_assert_true (xu_job_is_elsewhere (engine_get_job (other, 0)));
  xu_job_cancel (engine_get_job (other, 0));
  wait_for_state (job, XU_JOB_CANCELLED);
  wait_for_state (engine_get_job (other, 0), XU_JOB_CANCELLED);

  set_stalled (FALSE);
  engine_stop (other);
  engine_fixture_tear_down (&fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/engine-wishes/text-of-a-queued-job", test_text_of_a_queued_job);
  g_test_add_func ("/engine-wishes/asked-while-matching", test_asked_while_matching);

  return g_test_run ();
}
