/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Journals that cannot be opened, are damaged, full or old: said plainly, and nothing sent without.
 */

#include "config.h"

#include "engine-fixture.h"

#include <sqlite3.h>

#include "../journal/vfs-shim.h"

enum
{
  SEGMENT = 65536,
  N_SEGMENTS = 10,
};

static const XuEngineConfig quick = { .segment_size = SEGMENT, .parallel = 1 };

static gint64 clock_offset_us; /* of the wall's clock */

/* The linker makes these names. */
gint64 __real_g_get_real_time (void);
gint64 __wrap_g_get_real_time (void);

gint64
__wrap_g_get_real_time (void)
{
  return __real_g_get_real_time () + clock_offset_us;
}

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

static void
test_no_journal (void)
{
  EngineFixture fixture = { 0 };

  begin (&fixture);

  g_autofree char *file = engine_fixture_make_video (&fixture, "file", 100, FALSE);
  g_autofree char *path = g_build_filename (file, "journal.db", NULL);
  XuEngineConfig config = quick;

  config.journal_path = path;
  fixture.engine = engine_fixture_make_engine (&fixture, &config);

  g_autoptr (GError) error = engine_try_to_load (fixture.engine);
  XuJob *job = add (&fixture);

  g_assert_error (error, XU_ERROR, XU_ERROR_STORAGE);
  engine_wait_until_over (job, 30);
  engine_assert_failed (job, XU_ERROR_STORAGE);
  xu_job_resume (job); /* Nothing has changed, and no harm is done. */
  engine_iterate_for (200);
  engine_assert_failed (job, XU_ERROR_STORAGE);
  g_assert_cmpint (engine_count_requests (&fixture, "initialize"), ==, 0);

  engine_fixture_tear_down (&fixture);
}

static void
set_aside_cb (XuEngine *engine, const char *path, char **set_aside)
{
  g_assert_null (*set_aside);
  *set_aside = g_strdup (path);
}

static void
test_damaged (void)
{
  EngineFixture fixture = { 0 };

  begin (&fixture);

  g_autofree char *path = engine_fixture_make_video (&fixture, "journal.db", 10000, FALSE);
  g_autofree char *expected = engine_hash_file (path);
  g_autofree char *set_aside = NULL;

  fixture.engine = engine_fixture_make_engine (&fixture, &quick);
  g_signal_connect (fixture.engine, "journal-set-aside", G_CALLBACK (set_aside_cb), &set_aside);
  engine_load (fixture.engine);
  g_assert_nonnull (set_aside);

  g_autofree char *hash = engine_hash_file (set_aside);

  g_assert_cmpstr (hash, ==, expected);

  XuJob *job = add (&fixture);

  engine_wait_until_over (job, 30);
  engine_assert_posted (job);
  g_signal_handlers_disconnect_by_data (fixture.engine, &set_aside);
  engine_fixture_tear_down (&fixture);
}

static void
fill_disk (gboolean is_full)
{
  VfsShim *shim = vfs_shim_install ();

  g_atomic_int_set (&shim->write_status, SQLITE_FULL);
  g_atomic_int_set (&shim->n_writes_left, is_full ? 0 : -1);
}

/* No room for the job: nothing is sent. Room again: it goes on. */
static void
test_full_from_the_beginning (void)
{
  EngineFixture fixture = { 0 };

  begin (&fixture);
  fill_disk (FALSE);
  fixture.engine = engine_fixture_make_engine (&fixture, &quick);
  engine_load (fixture.engine);
  fill_disk (TRUE);

  XuJob *job = add (&fixture);

  engine_wait_until_over (job, 30);
  engine_assert_failed (job, XU_ERROR_STORAGE);
  g_assert_nonnull (xu_error_get_reason (xu_job_get_error (job)));
  g_assert_cmpint (engine_count_requests (&fixture, "me"), ==, 0);
  g_assert_cmpint (engine_count_requests (&fixture, "initialize"), ==, 0);

  fill_disk (FALSE);

  /* That another process writes does not make the job vanish. */
  XuEngine *other = engine_fixture_make_engine (&fixture, &quick);
  XuEngine *own = g_steal_pointer (&fixture.engine);

  fixture.engine = other;
  engine_wait_until_over (add (&fixture), 30);
  engine_stop (g_steal_pointer (&fixture.engine));
  fixture.engine = own;
  engine_iterate_for (1500);
  g_assert_true (engine_get_job (own, 0) == job);

  xu_job_post (job, "In other words", XU_JOB_POST_DEFAULT);
  engine_wait_until_over_again (job, 30);
  engine_assert_posted (job);
  engine_fixture_tear_down (&fixture);
}

/* What never came into the journal can be forgotten, too. */
static void
test_full_and_removed (void)
{
  EngineFixture fixture = { 0 };

  begin (&fixture);
  fill_disk (FALSE);
  fixture.engine = engine_fixture_make_engine (&fixture, &quick);
  engine_load (fixture.engine);
  fill_disk (TRUE);

  XuJob *job = add (&fixture);

  engine_wait_until_over (job, 30);
  engine_assert_failed (job, XU_ERROR_STORAGE);
  xu_engine_remove_job (fixture.engine, job);
  for (guint i = 0; i < 100 && engine_get_job (fixture.engine, 0) != NULL; i++)
    engine_iterate_for (20);
  g_assert_null (engine_get_job (fixture.engine, 0));

  fill_disk (FALSE);
  engine_fixture_tear_down (&fixture);
}

/* In the middle of it: it goes on as long as nothing must be on disk, and goes on later from there.
 */
static void
test_full_in_the_middle (void)
{
  XuEngineConfig slow = quick;
  EngineFixture fixture = { 0 };

  slow.limit_rate = 400000;
  begin (&fixture);
  fill_disk (FALSE);
  fixture.engine = engine_fixture_make_engine (&fixture, &slow);

  XuJob *job = add (&fixture);

  for (guint i = 0; i < 500 && xu_job_get_progress (job)->acknowledged < 2 * SEGMENT; i++)
    engine_iterate_for (20);
  fill_disk (TRUE);
  engine_wait_until_over (job, 60);
  engine_assert_failed (job, XU_ERROR_STORAGE);
  g_assert_cmpint (engine_count_requests (&fixture, "finalize"), ==, 0);
  g_assert_cmpuint (engine_count_posts (&fixture), ==, 0);

  fill_disk (FALSE);
  xu_job_resume (job);
  engine_wait_until_over_again (job, 60);
  engine_assert_posted (job);
  g_assert_cmpint (engine_count_requests (&fixture, "initialize"), ==, 1);
  g_assert_cmpuint (engine_count_posts (&fixture), ==, 1);
  engine_fixture_tear_down (&fixture);
}

/* Whoever goes on with it may see it end at once. */
static void
test_full_while_paused (void)
{
  const char *arguments[] = { "--processing=0", "--latency=300ms", NULL };
  EngineFixture fixture = { 0 };

  engine_fixture_begin (&fixture, arguments);
  fill_disk (FALSE);
  fixture.engine = engine_fixture_make_engine (&fixture, &quick);

  XuJob *job = add (&fixture);

  engine_wait_for_state (job, XU_JOB_UPLOADING, 30);
  xu_job_pause (job);
  engine_wait_for_state (job, XU_JOB_PAUSED, 30);
  engine_iterate_for (1000); /* INITIALIZE is answered: the first segment is due. */
  fill_disk (TRUE);
  xu_job_resume (job);
  engine_wait_until_over (job, 30);
  engine_assert_failed (job, XU_ERROR_STORAGE);
  g_assert_cmpint (engine_count_requests (&fixture, "append"), ==, 0);

  fill_disk (FALSE);
  xu_job_resume (job);
  engine_wait_until_over_again (job, 60);
  engine_assert_posted (job);
  engine_fixture_tear_down (&fixture);
}

/* Only what is over and old goes; what is not over never. */
static void
test_history (void)
{
  static const gint64 month_us = G_GINT64_CONSTANT (30) * 24 * 3600 * G_USEC_PER_SEC;
  XuEngineConfig slow = quick;
  EngineFixture fixture = { 0 };

  slow.limit_rate = 400000;
  begin (&fixture);
  clock_offset_us = -2 * month_us;
  fixture.engine = engine_fixture_make_engine (&fixture, &slow);
  engine_wait_until_over (add (&fixture), 60);

  XuJob *interrupted = add (&fixture);
  g_autofree char *id = g_strdup (xu_job_get_id (interrupted));

  engine_wait_for_state (interrupted, XU_JOB_UPLOADING, 30);
  engine_stop (g_steal_pointer (&fixture.engine));
  clock_offset_us = 0;

  XuEngineConfig config = quick;

  for (guint i = 0; i < 2; i++)
    {
      /* The first one has nothing yet that tells how late it is. */
      config.history_days = 30;
      fixture.engine = engine_fixture_make_engine (&fixture, &config);
      engine_load (fixture.engine);
      g_assert_nonnull (xu_engine_find_job (fixture.engine, id));
      g_assert_cmpuint (
          g_list_model_get_n_items (G_LIST_MODEL (xu_engine_get_jobs (fixture.engine))), ==, 2);
      if (i == 0)
        {
          const char *paths[] = { "/nowhere", NULL };
          g_autoptr (XuJobSpec) spec = xu_job_spec_new (paths, "");

          engine_wait_until_over (xu_engine_add_job (fixture.engine, spec, NULL), 30);
          engine_stop (g_steal_pointer (&fixture.engine));
        }
    }

  engine_fixture_tear_down (&fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/engine-storage/no-journal", test_no_journal);
  g_test_add_func ("/engine-storage/damaged", test_damaged);
  g_test_add_func ("/engine-storage/full-from-the-beginning", test_full_from_the_beginning);
  g_test_add_func ("/engine-storage/full-and-removed", test_full_and_removed);
  g_test_add_func ("/engine-storage/full-in-the-middle", test_full_in_the_middle);
  g_test_add_func ("/engine-storage/full-while-paused", test_full_while_paused);
  g_test_add_func ("/engine-storage/history", test_history);

  return g_test_run ();
}
