/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Jobs that were begun before: what the journal tells of them, and how they are taken up again. */

#include "config.h"

#include <glib/gstdio.h>

#include "engine-fixture.h"

enum
{
  SEGMENT = 65536,
  N_SEGMENTS = 10,
};

static const XuEngineConfig quick
    = { .segment_size = SEGMENT, .parallel = 1, .backoff_base_us = 1000, .look_base_us = 20000 };

/* As above, with time to interrupt it. */
static const XuEngineConfig slow = { .segment_size = SEGMENT, .parallel = 1, .limit_rate = 400000 };

static const guint8 png[]
    = { 0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0, 0, 0, 13, 'I', 'H', 'D', 'R' };
static const char srt[] = "1\n00:00:00,000 --> 00:00:01,000\nHello\n";

static void
set_up (EngineFixture *fixture, const char *fault)
{
  g_autofree char *option = fault != NULL ? g_strdup_printf ("--fault=%s", fault) : NULL;
  const char *arguments[] = { "--processing=0", option, NULL };

  engine_fixture_begin (fixture, arguments);
}

/* The next process on the same journal; the jobs of the last one are not to be used any more. */
static void
start_next (EngineFixture *fixture, const XuEngineConfig *config)
{
  if (fixture->engine != NULL)
    engine_stop (g_steal_pointer (&fixture->engine));

  fixture->engine = engine_fixture_make_engine (fixture, config);
  engine_load (fixture->engine);
}

/* Leaves a job behind that was interrupted after some segments. Returns: (transfer full): its file
 */
static char *
interrupt (EngineFixture *fixture)
{
  fixture->engine = engine_fixture_make_engine (fixture, &slow);

  char *path = engine_fixture_make_video (fixture, "v.mp4", N_SEGMENTS * SEGMENT, FALSE);
  XuJob *job = engine_fixture_add (fixture, path, "Once");

  for (guint i = 0; i < 500 && xu_job_get_progress (job)->acknowledged < 3 * SEGMENT; i++)
    engine_iterate_for (20);
  g_assert_cmpuint (xu_job_get_progress (job)->acknowledged, >=, 3 * SEGMENT);
  g_assert_cmpuint (xu_job_get_progress (job)->acknowledged, <, N_SEGMENTS * SEGMENT);
  start_next (fixture, &quick);

  return path;
}

static void
assert_uploaded_once (const EngineFixture *fixture, const char *path)
{
  g_autofree char *expected = engine_hash_file (path);
  g_autofree char *hash
      = xu_test_sandbox_get_string (fixture->sandbox, "/sandbox/media", "$.media[0].sha256");

  g_assert_cmpstr (hash, ==, expected);
  g_assert_cmpint (engine_count_requests (fixture, "append"), <=, N_SEGMENTS + 1);
  g_assert_cmpint (engine_count_requests (fixture, "initialize"), ==, 1);
  g_assert_cmpuint (engine_count_posts (fixture), ==, 1);
}

static void
test_load (void)
{
  EngineFixture fixture = { 0 };

  set_up (&fixture, NULL);
  fixture.engine = engine_fixture_make_engine (&fixture, &quick);

  g_autofree char *path = engine_fixture_make_video (&fixture, "a.mp4", 100000, FALSE);
  g_autofree char *missing = g_build_filename (fixture.folder, "missing.mp4", NULL);
  const char *paths[] = { path, NULL };
  g_autoptr (XuJobSpec) spec = xu_job_spec_new (paths, "Ready");
  XuJob *posted = engine_fixture_add (&fixture, path, "Posted");
  XuJob *failed = engine_fixture_add (&fixture, missing, "Failed");

  spec->intent = XU_POST_INTENT_NONE;

  XuJob *ready = xu_engine_add_job (fixture.engine, spec, NULL);

  engine_wait_until_over (posted, 30);
  engine_wait_until_over (failed, 30);
  engine_wait_until_over (ready, 30);

  g_autofree char *url = xu_job_dup_post_url (posted);
  g_autofree char *id = g_strdup (xu_job_get_id (posted));
  g_autofree char *media_id = g_strdup (xu_job_get_media_ids (ready)[0]);
  gint64 created_at = xu_job_get_created_at (posted);

  engine_stop (g_steal_pointer (&fixture.engine));
  g_free (interrupt (&fixture));
  posted = engine_get_job (fixture.engine, 0);
  failed = engine_get_job (fixture.engine, 1);
  ready = engine_get_job (fixture.engine, 2);

  XuJob *interrupted = engine_get_job (fixture.engine, 3);
  g_autofree char *loaded_url = xu_job_dup_post_url (posted);
  gsize n_files;
  const XuJobFile *files = xu_job_get_files (posted, &n_files);

  g_assert_null (engine_get_job (fixture.engine, 4));
  g_assert_true (xu_engine_find_job (fixture.engine, id) == posted);
  engine_assert_posted (posted);
  g_assert_cmpstr (loaded_url, ==, url);
  g_assert_cmpint (xu_job_get_created_at (posted), ==, created_at);
  g_assert_cmpstr (xu_job_get_server (posted), ==, xu_engine_get_server (fixture.engine));
  g_assert_cmpuint (n_files, ==, 1);
  g_assert_cmpstr (files[0].path, ==, path);
  g_assert_cmpstr (files[0].media_type, ==, "video/mp4");
  g_assert_cmpuint (files[0].bytes, ==, 100000);
  g_assert_cmpuint (xu_job_get_progress (posted)->acknowledged, ==, 100000);
  engine_assert_failed (failed, XU_ERROR_FILE_UNREADABLE);
  g_assert_cmpint (xu_job_get_state (ready), ==, XU_JOB_READY);
  g_assert_cmpstr (xu_job_get_media_ids (ready)[0], ==, media_id);
  g_assert_cmpint (xu_job_get_state (interrupted), ==, XU_JOB_PAUSED);
  g_assert_null (xu_job_get_media_ids (interrupted));
  g_assert_cmpuint (xu_job_get_progress (interrupted)->acknowledged, >=, 3 * SEGMENT);
  g_assert_cmpuint (xu_job_get_progress (interrupted)->total, ==, N_SEGMENTS * SEGMENT);

  engine_fixture_tear_down (&fixture);
}

static void
test_resume_after_stop (void)
{
  EngineFixture fixture = { 0 };

  set_up (&fixture, NULL);

  g_autofree char *path = interrupt (&fixture);
  XuJob *job = engine_get_job (fixture.engine, 0);

  engine_iterate_for (200);
  g_assert_cmpint (xu_job_get_state (job), ==, XU_JOB_PAUSED); /* Nothing goes on by itself. */
  xu_job_resume (job);
  engine_wait_until_over_again (job, 30);
  engine_assert_posted (job);
  assert_uploaded_once (&fixture, path);

  engine_fixture_tear_down (&fixture);
}

static void
test_resume_after_failure (void)
{
  EngineFixture fixture = { 0 };

  set_up (&fixture, "append/1@1-10 status=503");
  fixture.engine = engine_fixture_make_engine (&fixture, &quick);

  g_autofree char *path = engine_fixture_make_video (&fixture, "v.mp4", 3 * SEGMENT, FALSE);
  XuJob *job = engine_fixture_add (&fixture, path, "Once");

  engine_wait_until_over (job, 60);
  engine_assert_failed (job, XU_ERROR_SERVER);
  xu_job_resume (job);
  engine_wait_until_over_again (job, 30);
  engine_assert_posted (job);
  g_assert_cmpint (engine_count_requests (&fixture, "append"), ==, 3 + 10);
  g_assert_cmpint (engine_count_requests (&fixture, "initialize"), ==, 1);

  engine_fixture_tear_down (&fixture);
}

/* Overwrites a byte. */
static void
change_file (const char *path, long offset)
{
  FILE *file = g_fopen (path, "r+be");

  g_assert_nonnull (file);
  g_assert_cmpint (fseek (file, offset, SEEK_SET), ==, 0);
  g_assert_cmpint (fputc ('#', file), !=, EOF);
  g_assert_cmpint (fclose (file), ==, 0);
}

static void
test_file_moved (void)
{
  EngineFixture fixture = { 0 };

  set_up (&fixture, NULL);

  g_autofree char *path = interrupt (&fixture);
  g_autofree char *moved = g_build_filename (fixture.folder, "moved.mp4", NULL);
  g_autofree char *other
      = engine_fixture_make_video (&fixture, "other.mp4", N_SEGMENTS * SEGMENT, FALSE);
  const char *other_paths[] = { other, NULL };
  const char *moved_paths[] = { moved, NULL };
  XuJob *job = engine_get_job (fixture.engine, 0);

  change_file (other, 100);
  g_assert_cmpint (g_rename (path, moved), ==, 0);
  xu_job_resume (job);
  engine_wait_until_over_again (job, 30);
  engine_assert_failed (job, XU_ERROR_FILE_UNREADABLE);

  /* It fails in the same state again: that is told all the same. */
  gint64 appends = engine_count_requests (&fixture, "append");
  g_autofree char *message = g_strdup (xu_job_get_error (job)->message);

  xu_job_resume_with_files (job, other_paths);
  for (guint i = 0; i < 500 && g_str_equal (xu_job_get_error (job)->message, message); i++)
    engine_iterate_for (20);
  engine_assert_failed (job, XU_ERROR_FILE_CHANGED);
  g_assert_cmpint (engine_count_requests (&fixture, "append"), ==, appends);

  xu_job_resume_with_files (job, moved_paths);
  engine_wait_until_over_again (job, 30);
  engine_assert_posted (job);
  g_assert_cmpstr (xu_job_get_spec (job)->paths[0], ==, moved);
  assert_uploaded_once (&fixture, moved);

  engine_fixture_tear_down (&fixture);
}

static void
test_file_changed (void)
{
  EngineFixture fixture = { 0 };

  set_up (&fixture, NULL);

  g_autofree char *path = interrupt (&fixture);
  XuJob *job = engine_get_job (fixture.engine, 0);

  change_file (path, 5 * SEGMENT);
  xu_job_resume (job);
  engine_wait_until_over_again (job, 30);
  engine_assert_failed (job, XU_ERROR_FILE_CHANGED);

  xu_job_start_again (job);
  engine_wait_until_over_again (job, 30);
  engine_assert_posted (job);

  g_autofree char *expected = engine_hash_file (path);
  g_autofree char *hash
      = xu_test_sandbox_get_string (fixture.sandbox, "/sandbox/media", "$.media[1].sha256");

  g_assert_cmpstr (hash, ==, expected);
  g_assert_cmpuint (engine_count_posts (&fixture), ==, 1);
  engine_fixture_tear_down (&fixture);
}

static void
assert_text (const EngineFixture *fixture, const char *where, const char *expected)
{
  g_autofree char *text = xu_test_sandbox_get_string (fixture->sandbox, "/sandbox/posts", where);

  g_assert_cmpstr (text, ==, expected);
}

/* A job that is ready is posted by the next process; a duplicate with another text. Nothing goes up
 * again. */
static void
test_post_what_is_ready (void)
{
  EngineFixture fixture = { 0 };

  set_up (&fixture, NULL);
  fixture.engine = engine_fixture_make_engine (&fixture, &quick);

  g_autofree char *path = engine_fixture_make_video (&fixture, "v.mp4", 3 * SEGMENT, FALSE);
  const char *paths[] = { path, NULL };
  g_autoptr (XuJobSpec) spec = xu_job_spec_new (paths, "");

  spec->intent = XU_POST_INTENT_NONE;
  engine_wait_until_over (xu_engine_add_job (fixture.engine, spec, NULL), 30);
  engine_wait_until_over (engine_fixture_add (&fixture, path, "The text"), 30);
  start_next (&fixture, &quick);
  g_assert_cmpint (g_unlink (path), ==, 0); /* X has it. */

  XuJob *job = engine_get_job (fixture.engine, 0);

  g_assert_cmpint (xu_job_get_state (job), ==, XU_JOB_READY);
  xu_job_post (job, "The text", XU_JOB_POST_DEFAULT);
  engine_wait_until_over_again (job, 30);
  engine_assert_failed (job, XU_ERROR_DUPLICATE_CONTENT);

  start_next (&fixture, &quick);
  job = engine_get_job (fixture.engine, 0);
  engine_assert_failed (job, XU_ERROR_DUPLICATE_CONTENT);
  g_assert_cmpstr (xu_job_get_spec (job)->text, ==, "The text");
  xu_job_post (job, "Another text", XU_JOB_POST_DEFAULT);
  engine_wait_until_over_again (job, 30);
  engine_assert_posted (job);
  assert_text (&fixture, "$.posts[1].text", "Another text");
  g_assert_cmpint (engine_count_requests (&fixture, "append"), ==, 2 * 3);
  g_assert_cmpint (engine_count_requests (&fixture, "initialize"), ==, 2);

  engine_fixture_tear_down (&fixture);
}

static void
test_start_again (void)
{
  EngineFixture fixture = { 0 };

  set_up (&fixture, NULL);
  fixture.engine = engine_fixture_make_engine (&fixture, &quick);

  g_autofree char *path = engine_fixture_make_video (&fixture, "v.mp4", 3 * SEGMENT, FALSE);
  const char *paths[] = { path, NULL };
  g_autoptr (XuJobSpec) spec = xu_job_spec_new (paths, "");

  spec->intent = XU_POST_INTENT_NONE;

  XuJob *job = xu_engine_add_job (fixture.engine, spec, NULL);

  engine_wait_until_over (job, 30);
  g_assert_nonnull (xu_job_get_media_ids (job));

  /* What it had counts no more. */
  xu_job_start_again (job);
  while (xu_job_is_over (job))
    g_main_context_iteration (NULL, TRUE);
  g_assert_null (xu_job_get_media_ids (job));
  g_assert_cmpuint (xu_job_get_progress (job)->acknowledged, ==, 0);
  engine_wait_until_over (job, 30);
  g_assert_cmpint (xu_job_get_state (job), ==, XU_JOB_READY);
  g_assert_cmpint (engine_count_requests (&fixture, "append"), ==, 2 * 3);

  engine_fixture_tear_down (&fixture);
}

/* X has forgotten what was ready: it goes up once more, and that is said. */
static void
test_media_forgotten (void)
{
  EngineFixture fixture = { 0 };
  guint n_restarts = 0;

  set_up (&fixture, "post@1 status=400 body='{\"errors\":[{\"message\":\"Your media IDs are "
                    "invalid.\"}],\"title\":\"Invalid Request\","
                    "\"type\":\"https://api.twitter.com/2/problems/invalid-request\"}'");
  fixture.engine = engine_fixture_make_engine (&fixture, &quick);

  g_autofree char *path = engine_fixture_make_video (&fixture, "v.mp4", 3 * SEGMENT, FALSE);
  XuJob *job = engine_fixture_add (&fixture, path, "Once");

  g_signal_connect_swapped (job, "restarted", G_CALLBACK (g_atomic_int_inc), &n_restarts);
  engine_wait_until_over (job, 30);
  g_signal_handlers_disconnect_by_data (job, &n_restarts);
  engine_assert_posted (job);
  g_assert_cmpuint (n_restarts, ==, 1);
  g_assert_cmpint (engine_count_requests (&fixture, "initialize"), ==, 2);

  engine_fixture_tear_down (&fixture);
}

/* What X does not take of the extras does not keep the video from its post, if the user says so. */
/* X has all of it: the file may be gone. Only when X has forgotten it, it is needed again. */
static void
test_processing (void)
{
  static const struct
  {
    const char *fault;
    gboolean is_file_there;
    gboolean is_posted;
    gint64 n_initialized;
  } rows[] = {
    { NULL, FALSE, TRUE, 1 },
    { "--fault=status@1 status=404", TRUE, TRUE, 2 },
    { "--fault=status@1 status=404", FALSE, FALSE, 1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      EngineFixture fixture = { 0 };
      const char *arguments[] = { "--processing=2s", rows[i].fault, NULL };

      engine_fixture_begin (&fixture, arguments);
      fixture.engine = engine_fixture_make_engine (&fixture, &quick);

      g_autofree char *path = engine_fixture_make_video (&fixture, "v.mp4", 3 * SEGMENT, FALSE);

      engine_wait_for_state (engine_fixture_add (&fixture, path, "Late"), XU_JOB_PROCESSING, 20);
      start_next (&fixture, &quick);
      if (!rows[i].is_file_there)
        g_assert_cmpint (g_unlink (path), ==, 0);

      XuJob *job = g_list_model_get_item (G_LIST_MODEL (xu_engine_get_jobs (fixture.engine)), 0);

      xu_job_resume (job);
      engine_wait_until_over_again (job, 30);
      if (rows[i].is_posted)
        engine_assert_posted (job);
      else
        engine_assert_failed (job, XU_ERROR_FILE_UNREADABLE);
      g_assert_cmpint (engine_count_requests (&fixture, "initialize"), ==, rows[i].n_initialized);
      g_object_unref (job);
      engine_fixture_tear_down (&fixture);
    }
}

static void
test_without_extras (void)
{
  static const struct
  {
    const char *fault;
    XuErrorPart part;
  } rows[] = {
    { "metadata status=400", XU_ERROR_PART_ALT_TEXT },
    { "subtitles status=400", XU_ERROR_PART_SUBTITLES },
    { "initialize@2 status=400", XU_ERROR_PART_SUBTITLES },
    { "initialize@3- status=400", XU_ERROR_PART_COVER },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      EngineFixture fixture = { 0 };

      set_up (&fixture, rows[i].fault);
      fixture.engine = engine_fixture_make_engine (&fixture, &quick);

      g_autofree char *path = engine_fixture_make_video (&fixture, "v.mp4", 3 * SEGMENT, FALSE);
      const char *paths[] = { path, NULL };
      const char *alt_texts[] = { "A cat", NULL };
      g_autoptr (XuJobSpec) spec = xu_job_spec_new (paths, "Once");

      spec->alt_texts = g_strdupv ((char **) alt_texts);
      spec->subtitles_path = g_build_filename (fixture.folder, "s.srt", NULL);
      spec->cover_path = g_build_filename (fixture.folder, "c.png", NULL);
      g_assert_true (g_file_set_contents (spec->subtitles_path, srt, -1, NULL));
      g_assert_true (g_file_set_contents (spec->cover_path, (const char *) png, sizeof png, NULL));

      XuJob *job = xu_engine_add_job (fixture.engine, spec, NULL);

      engine_wait_until_over (job, 30);
      engine_assert_failed (job, XU_ERROR_REJECTED);
      g_assert_cmpint (xu_error_get_part (xu_job_get_error (job)), ==, rows[i].part);

      /* The next process knows it too. */
      start_next (&fixture, &quick);
      job = engine_get_job (fixture.engine, 0);
      g_assert_cmpint (xu_error_get_part (xu_job_get_error (job)), ==, rows[i].part);

      xu_job_post (job, NULL, XU_JOB_POST_WITHOUT_EXTRAS);
      engine_wait_until_over_again (job, 30);
      engine_assert_posted (job);
      g_assert_cmpint (
          xu_test_sandbox_get_int (fixture.sandbox, "/sandbox/media", "$.media[0].appends"), ==, 3);
      engine_fixture_tear_down (&fixture);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/engine-resume/load", test_load);
  g_test_add_func ("/engine-resume/after-stop", test_resume_after_stop);
  g_test_add_func ("/engine-resume/after-failure", test_resume_after_failure);
  g_test_add_func ("/engine-resume/file-moved", test_file_moved);
  g_test_add_func ("/engine-resume/file-changed", test_file_changed);
  g_test_add_func ("/engine-resume/start-again", test_start_again);
  g_test_add_func ("/engine-resume/post-what-is-ready", test_post_what_is_ready);
  g_test_add_func ("/engine-resume/media-forgotten", test_media_forgotten);
  g_test_add_func ("/engine-resume/processing", test_processing);
  g_test_add_func ("/engine-resume/without-extras", test_without_extras);

  return g_test_run ();
}
