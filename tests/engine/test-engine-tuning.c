/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What of an engine changes while it works: one limit over all, segments, encodings. And files that
 * come together. */

#include "config.h"

#include <glib/gstdio.h>

#include "engine-edit.h"

static const guint8 png[]
    = { 0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0, 0, 0, 13, 'I', 'H', 'D', 'R' };

/* Both servers together get no more than the limit lets through. */
static void
test_limit_over_all (void)
{
  EngineFixture fixture = { 0 };
  const XuEngineConfig limited
      = { .segment_size = EDIT_SEGMENT, .parallel = 1, .limit_rate = 8 * EDIT_SEGMENT };

  edit_begin (&fixture, "--processing=0", &limited);

  XuTestSandbox *other = xu_test_sandbox_start ("--processing=0", NULL);
  const XuAccountConfig config = { .base_url = other->url, .access_token = other->access_token };
  XuAccount *account = xu_engine_add_account (fixture.engine, &config, NULL);
  g_autoptr (XuJobSpec) spec = edit_new_draft (&fixture, 8, "");
  gint64 begun_at = g_get_monotonic_time ();
  XuJob *one = xu_engine_add_job (fixture.engine, spec, NULL);
  XuJob *two = xu_engine_add_job (fixture.engine, spec, account);

  engine_wait_until_over (one, 30);
  engine_wait_until_over (two, 30);
  g_assert_cmpint (xu_job_get_state (one), ==, XU_JOB_READY);
  g_assert_cmpint (xu_job_get_state (two), ==, XU_JOB_READY);

  /* Two seconds' worth of bytes, less the 64 KiB that may go at once. */
  g_assert_cmpint (g_get_monotonic_time () - begun_at, >=, 1800 * 1000);

  engine_fixture_tear_down (&fixture);
  xu_test_sandbox_stop (other);
}

/* The limit at once, also for bodies under way. */
static void
test_limit_at_once (void)
{
  EngineFixture fixture = { 0 };
  const XuEngineConfig crawling = { .segment_size = EDIT_SEGMENT, .limit_rate = 100 };

  edit_begin (&fixture, "--processing=0", &crawling);

  g_autoptr (XuJobSpec) spec = edit_new_draft (&fixture, 8, "");
  XuJob *job = xu_engine_add_job (fixture.engine, spec, NULL);

  engine_wait_for_state (job, XU_JOB_UPLOADING, 30);
  engine_iterate_for (300);
  edit_fast (&fixture);
  engine_wait_until_over (job, 20);
  g_assert_cmpint (xu_job_get_state (job), ==, XU_JOB_READY);

  engine_fixture_tear_down (&fixture);
}

static gint64
count_appends_of_one (EngineFixture *fixture)
{
  g_autoptr (XuJobSpec) spec = edit_new_draft (fixture, 4, "");
  gint64 before = engine_count_requests (fixture, "append");
  XuJob *job = xu_engine_add_job (fixture->engine, spec, NULL);

  engine_wait_until_over (job, 30);
  g_assert_cmpint (xu_job_get_state (job), ==, XU_JOB_READY);
  return engine_count_requests (fixture, "append") - before;
}

static void
test_segments (void)
{
  EngineFixture fixture = { 0 };
  XuEngineTuning tuning = { .segment_size = 2 * EDIT_SEGMENT };

  edit_begin (&fixture, "--processing=0", NULL);
  g_assert_cmpint (count_appends_of_one (&fixture), ==, 4);
  xu_engine_set_tuning (fixture.engine, &tuning);
  g_assert_cmpint (count_appends_of_one (&fixture), ==, 2);
  tuning.segment_size = 1; /* The smallest there is. */
  xu_engine_set_tuning (fixture.engine, &tuning);
  g_assert_cmpint (count_appends_of_one (&fixture), ==, 4);
  tuning.segment_size = 0;
  xu_engine_set_tuning (fixture.engine, &tuning);
  g_assert_cmpint (count_appends_of_one (&fixture), ==, 1);

  engine_fixture_tear_down (&fixture);
}

/* A server that takes JSON alone. Who has chosen the other begins with it each time, and gets on
 * all the same; who has not learns once. */
static void
test_encodings (void)
{
  EngineFixture fixture = { 0 };
  XuEngineTuning tuning
      = { .segment_size = EDIT_SEGMENT, .parallel = 1, .encoding = XU_ENGINE_ENCODING_JSON };

  const char *arguments[] = { "--processing=0", "--encoding=json", NULL };

  engine_fixture_begin (&fixture, arguments);
  fixture.engine = engine_fixture_make_engine (&fixture, &edit_quick);
  xu_engine_set_tuning (fixture.engine, &tuning);
  g_assert_cmpint (count_appends_of_one (&fixture), ==, 4);
  tuning.encoding = XU_ENGINE_ENCODING_MULTIPART;
  xu_engine_set_tuning (fixture.engine, &tuning);
  g_assert_cmpint (count_appends_of_one (&fixture), ==, 4 + 1);
  g_assert_cmpint (count_appends_of_one (&fixture), ==, 4 + 1);
  tuning.encoding = XU_ENGINE_ENCODING_AUTO;
  xu_engine_set_tuning (fixture.engine, &tuning);
  g_assert_cmpint (count_appends_of_one (&fixture), ==, 4 + 1);
  g_assert_cmpint (count_appends_of_one (&fixture), ==, 4);

  /* What was learnt comes back when the choice is given up again. */
  tuning.encoding = XU_ENGINE_ENCODING_MULTIPART;
  xu_engine_set_tuning (fixture.engine, &tuning);
  tuning.encoding = XU_ENGINE_ENCODING_AUTO;
  xu_engine_set_tuning (fixture.engine, &tuning);
  g_assert_cmpint (count_appends_of_one (&fixture), ==, 4);

  engine_fixture_tear_down (&fixture);
}

static void
sorted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  XuFileSorting **sorting = user_data;
  g_autoptr (GError) error = NULL;

  *sorting = xu_engine_sort_files_finish (XU_ENGINE (source), result, &error);
  g_assert_no_error (error);
}

static const XuCheckFinding *
get_refusal (const XuFileSorting *sorting, guint i)
{
  return g_ptr_array_index (sorting->refusals, i);
}

/* More files than are open at once, good and bad ones. */
static void
test_sorting (void)
{
  EngineFixture fixture = { 0 };
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (XuFileSorting) sorting = NULL;

  edit_begin (&fixture, "--processing=0", NULL);
  g_ptr_array_add (paths, engine_fixture_make_video (&fixture, "a.mp4", 1000, FALSE));
  for (guint i = 0; i < 70; i++)
    {
      g_autofree char *name = g_strdup_printf ("%02u.png", i);
      char *path = g_build_filename (fixture.folder, name, NULL);

      g_file_set_contents (path, (const char *) png, sizeof png, NULL);
      g_ptr_array_add (paths, path);
    }
  for (guint i = 0; i < 3; i++)
    {
      static const char *const names[] = { "missing.mp4", "empty.mp4", "notes.txt" };
      static const char *const contents[] = { NULL, "", "Dear diary," };
      char *path = g_build_filename (fixture.folder, names[i], NULL);

      if (contents[i] != NULL)
        g_file_set_contents (path, contents[i], -1, NULL);
      g_ptr_array_add (paths, path);
    }
  g_ptr_array_add (paths, NULL);

  xu_engine_sort_files_async (fixture.engine, (const char *const *) paths->pdata, NULL, sorted_cb,
                              &sorting);
  while (sorting == NULL)
    g_main_context_iteration (NULL, TRUE);

  g_assert_cmpuint (sorting->groups->len, ==, 1 + 18);
  for (guint i = 0; i < sorting->groups->len; i++)
    g_assert_cmpuint (g_strv_length (g_ptr_array_index (sorting->groups, i)), ==,
                      i == 0    ? 1
                      : i == 18 ? 2
                                : 4);
  g_assert_cmpuint (sorting->refusals->len, ==, 3);
  for (guint i = 0; i < 3; i++)
    {
      static const char *const rules[] = { "unreadable", "empty", "type" };

      g_assert_cmpstr (get_refusal (sorting, i)->rule, ==, rules[i]);
      g_assert_cmpstr (get_refusal (sorting, i)->file, ==, g_ptr_array_index (paths, 71 + i));
    }

  engine_fixture_tear_down (&fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/engine-tuning/limit-over-all", test_limit_over_all);
  g_test_add_func ("/engine-tuning/limit-at-once", test_limit_at_once);
  g_test_add_func ("/engine-tuning/segments", test_segments);
  g_test_add_func ("/engine-tuning/encodings", test_encodings);
  g_test_add_func ("/engine-tuning/sorting", test_sorting);

  return g_test_run ();
}
