/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The engine from the front's side: jobs, their signals, pause, cancel, turns, and its end. */

#include "config.h"

#include "engine-fixture.h"
#include "xu-error.h"

/* Everything a job told, as one line each. */
typedef struct
{
  GPtrArray *lines; /* (owned) (element-type utf8): progress left out */
  guint n_progress;
  guint64 acknowledged; /* of the last progress */
  gint64 began_at;
} Diary;

static void
note (Diary *diary, char *line)
{
  g_ptr_array_add (diary->lines, line);
}

static void
state_cb (XuJob *job, GParamSpec *pspec, gpointer user_data)
{
  g_autoptr (GEnumClass) klass = g_type_class_ref (XU_TYPE_JOB_STATE);

  note (user_data, g_strdup (g_enum_get_value (klass, xu_job_get_state (job))->value_nick));
}

static void
opened_cb (XuJob *job, gpointer user_data)
{
  gsize n_files;

  xu_job_get_files (job, &n_files);
  note (user_data, g_strdup_printf ("opened %" G_GSIZE_FORMAT, n_files));
}

static void
initialized_cb (XuJob *job, const char *media_id, guint64 bytes, gpointer user_data)
{
  note (user_data, g_strdup_printf ("initialized %" G_GUINT64_FORMAT, bytes));
}

static void
segment_cb (XuJob *job,
            const char *media_id,
            guint index,
            guint64 offset,
            guint64 bytes,
            gpointer user_data)
{
  note (user_data, g_strdup_printf ("segment %u", index));
}

static void
finalized_cb (XuJob *job, const char *media_id, gpointer user_data)
{
  note (user_data, g_strdup ("finalized"));
}

static void
progress_cb (XuJob *job, gpointer user_data)
{
  const XuJobProgress *progress = xu_job_get_progress (job);
  Diary *diary = user_data;

  g_assert_cmpuint (progress->acknowledged, >=, diary->acknowledged);
  g_assert_cmpuint (progress->acknowledged + progress->in_flight, <=, progress->total);
  diary->acknowledged = progress->acknowledged;
  diary->n_progress++;
}

static void
diary_begin (Diary *diary, XuJob *job)
{
  *diary = (Diary){ .lines = g_ptr_array_new_with_free_func (g_free),
                    .began_at = g_get_monotonic_time () };
  g_signal_connect (job, "notify::state", G_CALLBACK (state_cb), diary);
  g_signal_connect (job, "opened", G_CALLBACK (opened_cb), diary);
  g_signal_connect (job, "initialized", G_CALLBACK (initialized_cb), diary);
  g_signal_connect (job, "segment-uploaded", G_CALLBACK (segment_cb), diary);
  g_signal_connect (job, "finalized", G_CALLBACK (finalized_cb), diary);
  g_signal_connect (job, "chunk-progress", G_CALLBACK (progress_cb), diary);
}

static char *
diary_end (Diary *diary, XuJob *job)
{
  gint64 tenths = (g_get_monotonic_time () - diary->began_at) / 100000;

  g_signal_handlers_disconnect_by_data (job, diary);
  g_assert_cmpuint (diary->n_progress, <=, (guint) tenths + 2); /* At most ten a second. */
  g_ptr_array_add (diary->lines, NULL);

  char *text = g_strjoinv (", ", (char **) diary->lines->pdata);

  g_ptr_array_unref (diary->lines);
  return text;
}

static void
assert_failed (XuJob *job, XuErrorCode code)
{
  g_assert_cmpint (xu_job_get_state (job), ==, XU_JOB_FAILED);
  g_assert_error (xu_job_get_error (job), XU_ERROR, (int) code);
}

static void
test_post (void)
{
  EngineFixture fixture = { 0 };
  Diary diary;

  engine_fixture_set_up (&fixture, NULL, "--processing=1s");

  g_autofree char *path = engine_fixture_make_video (&fixture, "a b.mp4", 1000000, FALSE);
  XuJob *job = engine_fixture_add (&fixture, path, "Hello");

  g_assert_cmpint (xu_job_get_state (job), ==, XU_JOB_QUEUED);
  diary_begin (&diary, job);
  engine_wait_until_over (job, 30);

  g_autofree char *told = diary_end (&diary, job);
  g_autofree char *url = xu_job_dup_post_url (job);
  g_autofree char *text
      = xu_test_sandbox_get_string (fixture.sandbox, "/sandbox/posts", "$.posts[0].text");
  g_autofree char *id
      = xu_test_sandbox_get_string (fixture.sandbox, "/sandbox/posts", "$.posts[0].id");
  g_autofree char *hash
      = xu_test_sandbox_get_string (fixture.sandbox, "/sandbox/media", "$.media[0].sha256");
  g_autofree char *expected = engine_hash_file (path);

  g_assert_cmpstr (
      told, ==,
      "checking, opened 1, uploading, initialized 1000000, segment 0, finalized, processing, "
      "posting, posted");
  g_assert_cmpstr (text, ==, "Hello");
  g_assert_cmpstr (xu_job_get_post_id (job), ==, id);
  g_assert_true (g_str_has_prefix (url, fixture.sandbox->url) && g_str_has_suffix (url, id));
  g_assert_cmpstr (hash, ==, expected);
  g_assert_cmpuint (xu_job_get_progress (job)->acknowledged, ==, 1000000);
  g_assert_nonnull (xu_job_get_media_ids (job)[0]);

  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (xu_engine_get_jobs (fixture.engine))),
                    ==, 1);
  xu_engine_remove_job (fixture.engine, job);
  while (g_list_model_get_n_items (G_LIST_MODEL (xu_engine_get_jobs (fixture.engine))) > 0)
    g_main_context_iteration (NULL, TRUE);

  engine_fixture_tear_down (&fixture);
}

/* Sizes around the limits of a segment, and segments in parallel. */
static void
test_sizes (void)
{
  static const guint64 segment = 65536;
  static const guint64 sizes[] = { 1, 65535, 65536, 65537, 3 * 65536, 10 * 65536 + 1 };
  const XuEngineConfig config = { .segment_size = segment };
  EngineFixture fixture = { 0 };

  engine_fixture_set_up (&fixture, &config, "--processing=0");

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      /* A file of one byte is no video by its content: it is refused, and nothing of it goes up. */
      gboolean is_video = sizes[i] > 24;
      g_autofree char *name = g_strdup_printf ("%u.mp4", i);
      g_autofree char *path = engine_fixture_make_video (&fixture, name, sizes[i], FALSE);
      g_autofree char *expected = engine_hash_file (path);
      XuJob *job = engine_fixture_add (&fixture, path, name);

      engine_wait_until_over (job, 30);
      if (!is_video)
        {
          assert_failed (job, XU_ERROR_FILE_UNSUPPORTED);
          continue;
        }

      g_autofree char *where = g_strdup_printf ("$.media[%u].sha256", i - 1);
      g_autofree char *hash = xu_test_sandbox_get_string (fixture.sandbox, "/sandbox/media", where);

      g_assert_no_error (xu_job_get_error (job));
      g_assert_cmpint (xu_job_get_state (job), ==, XU_JOB_POSTED);
      g_assert_cmpstr (hash, ==, expected);
    }

  engine_fixture_tear_down (&fixture);
}

static void
test_empty_and_wrong_files (void)
{
  static const struct
  {
    const char *name;
    XuErrorCode code;
  } rows[] = {
    { "empty.mp4", XU_ERROR_FILE_UNSUPPORTED },
    { "missing.mp4", XU_ERROR_FILE_UNREADABLE },
    { ".", XU_ERROR_FILE_UNREADABLE },
  };
  EngineFixture fixture = { 0 };

  engine_fixture_set_up (&fixture, NULL, NULL);

  g_free (engine_fixture_make_video (&fixture, "empty.mp4", 0, FALSE));

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_build_filename (fixture.folder, rows[i].name, NULL);
      XuJob *job = engine_fixture_add (&fixture, path, "x");

      engine_wait_until_over (job, 10);
      assert_failed (job, rows[i].code);
    }
  g_assert_cmpint (xu_test_sandbox_get_int (fixture.sandbox, "/sandbox/requests",
                                            "$.endpoints.initialize.count"),
                   ==, 0);

  engine_fixture_tear_down (&fixture);
}

static void
wait_for_acknowledged (XuJob *job, guint64 bytes)
{
  for (guint i = 0; i < 500 && xu_job_get_progress (job)->acknowledged < bytes; i++)
    engine_iterate_for (20);

  g_assert_cmpuint (xu_job_get_progress (job)->acknowledged, >=, bytes);
  g_assert_false (xu_job_is_over (job));
}

static void
test_pause_and_resume (void)
{
  const XuEngineConfig config = { .segment_size = 65536, .limit_rate = 400000, .parallel = 2 };
  EngineFixture fixture = { 0 };

  engine_fixture_set_up (&fixture, &config, "--processing=0");

  g_autofree char *path = engine_fixture_make_video (&fixture, "v.mp4", 1500000, FALSE);
  g_autofree char *expected = engine_hash_file (path);
  XuJob *job = engine_fixture_add (&fixture, path, "Paused");

  wait_for_acknowledged (job, 65536);
  xu_job_pause (job);
  engine_wait_for_state (job, XU_JOB_PAUSED, 5);
  engine_iterate_for (300); /* What was under way has come back by now. */

  gint64 before
      = xu_test_sandbox_get_int (fixture.sandbox, "/sandbox/requests", "$.endpoints.append.count");
  guint64 acknowledged = xu_job_get_progress (job)->acknowledged;

  engine_iterate_for (700);
  g_assert_cmpint (
      xu_test_sandbox_get_int (fixture.sandbox, "/sandbox/requests", "$.endpoints.append.count"),
      ==, before);
  g_assert_cmpuint (xu_job_get_progress (job)->acknowledged, ==, acknowledged);

  xu_job_resume (job);
  engine_wait_until_over (job, 60);
  g_assert_cmpint (xu_job_get_state (job), ==, XU_JOB_POSTED);

  g_autofree char *hash
      = xu_test_sandbox_get_string (fixture.sandbox, "/sandbox/media", "$.media[0].sha256");

  g_assert_cmpstr (hash, ==, expected);
  engine_fixture_tear_down (&fixture);
}

typedef struct
{
  XuJobState state;
} CancelAt;

static void
cancel_at_cb (XuJob *job, GParamSpec *pspec, gpointer user_data)
{
  const CancelAt *at = user_data;

  if (xu_job_get_state (job) == at->state)
    xu_job_cancel (job);
}

/* Cancelled at each state that it passes through: it ends so, and there is no post. */
static void
test_cancel (void)
{
  static const XuJobState states[]
      = { XU_JOB_QUEUED, XU_JOB_CHECKING, XU_JOB_UPLOADING, XU_JOB_PROCESSING };
  const XuEngineConfig config = { .segment_size = 65536, .limit_rate = 2000000 };
  EngineFixture fixture = { 0 };

  engine_fixture_set_up (&fixture, &config, "--processing=30s");

  g_autofree char *path = engine_fixture_make_video (&fixture, "v.mp4", 1500000, FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    {
      XuJob *job = engine_fixture_add (&fixture, path, "Cancelled");
      CancelAt at = { states[i] };

      g_signal_connect (job, "notify::state", G_CALLBACK (cancel_at_cb), &at);
      cancel_at_cb (job, NULL, &at);
      engine_wait_until_over (job, 30);
      g_signal_handlers_disconnect_by_data (job, &at);
      g_assert_cmpint (xu_job_get_state (job), ==, XU_JOB_CANCELLED);
      g_assert_null (xu_job_get_error (job));
    }

  /* And while it is paused. */
  XuJob *job = engine_fixture_add (&fixture, path, "Cancelled");

  engine_wait_for_state (job, XU_JOB_UPLOADING, 20);
  xu_job_pause (job);
  engine_wait_for_state (job, XU_JOB_PAUSED, 10);
  xu_job_cancel (job);
  engine_wait_until_over (job, 10);
  g_assert_cmpint (xu_job_get_state (job), ==, XU_JOB_CANCELLED);

  g_autoptr (JsonNode) posts = xu_test_sandbox_get (fixture.sandbox, "/sandbox/posts");

  g_assert_cmpuint (
      json_array_get_length (json_object_get_array_member (json_node_get_object (posts), "posts")),
      ==, 0);
  engine_fixture_tear_down (&fixture);
}

static void
test_turns (void)
{
  const XuEngineConfig config = { .max_jobs = 1 };
  EngineFixture fixture = { 0 };

  engine_fixture_set_up (&fixture, &config, "--processing=3s");

  g_autofree char *path = engine_fixture_make_video (&fixture, "v.mp4", 100000, FALSE);
  XuJob *first = engine_fixture_add (&fixture, path, "First");
  XuJob *second = engine_fixture_add (&fixture, path, "Second");
  XuJob *third = engine_fixture_add (&fixture, path, "Third");

  engine_wait_for_state (first, XU_JOB_PROCESSING, 20);
  g_assert_cmpint (xu_job_get_state (second), ==, XU_JOB_QUEUED);

  /* One that pauses lets the next begin. */
  xu_job_pause (first);
  engine_wait_for_state (second, XU_JOB_PROCESSING, 20);
  g_assert_cmpint (xu_job_get_state (third), ==, XU_JOB_QUEUED);

  xu_job_cancel (third);
  engine_wait_until_over (third, 10);
  engine_wait_until_over (second, 20);
  xu_job_resume (first);
  engine_wait_until_over (first, 20);

  g_assert_cmpint (xu_job_get_state (first), ==, XU_JOB_POSTED);
  g_assert_cmpint (xu_job_get_state (second), ==, XU_JOB_POSTED);
  g_assert_cmpint (xu_job_get_state (third), ==, XU_JOB_CANCELLED);
  engine_fixture_tear_down (&fixture);
}

/* Several jobs at once share one limit of segments in flight. */
static void
test_limit_over_all (void)
{
  const XuEngineConfig config = { .segment_size = 65536, .parallel = 8 };
  EngineFixture fixture = { 0 };
  XuJob *jobs[3];

  engine_fixture_set_up (&fixture, &config, "--processing=0");

  g_autofree char *path = engine_fixture_make_video (&fixture, "v.mp4", 5000000, FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (jobs); i++)
    {
      g_autofree char *text = g_strdup_printf ("Job %u", i);

      jobs[i] = engine_fixture_add (&fixture, path, text);
    }
  for (guint i = 0; i < G_N_ELEMENTS (jobs); i++)
    {
      engine_wait_until_over (jobs[i], 60);
      g_assert_cmpint (xu_job_get_state (jobs[i]), ==, XU_JOB_POSTED);
    }

  g_assert_cmpint (
      xu_test_sandbox_get_int (fixture.sandbox, "/sandbox/requests", "$.most_appends_in_flight"),
      <=, 8);
  engine_fixture_tear_down (&fixture);
}

static void
test_end_with_work_under_way (void)
{
  const XuEngineConfig config = { .limit_rate = 100000 };
  EngineFixture fixture = { 0 };

  /* Once by stopping (in the tear-down), once by the last unref. */
  for (guint i = 0; i < 2; i++)
    {
      engine_fixture_set_up (&fixture, &config, NULL);

      g_autofree char *path = engine_fixture_make_video (&fixture, "v.mp4", 3000000, FALSE);
      g_autoptr (XuJob) job = g_object_ref (engine_fixture_add (&fixture, path, "Unfinished"));

      engine_fixture_add (&fixture, path, "Another");
      engine_wait_for_state (job, XU_JOB_UPLOADING, 20);
      if (i == 0)
        g_assert_finalize_object (g_steal_pointer (&fixture.engine));
      engine_fixture_tear_down (&fixture);

      while (g_main_context_iteration (NULL, FALSE))
        ;
      if (i == 1)
        g_assert_cmpint (xu_job_get_state (job), ==, XU_JOB_PAUSED); /* To be resumed. */
    }
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  guint *n_found = user_data;

  xu_engine_load_finish (XU_ENGINE (source), result, NULL);
  *n_found += g_list_model_get_n_items (G_LIST_MODEL (xu_engine_get_jobs (XU_ENGINE (source))));
}

/* They come to the front while the thread that found them ends, or when it has. */
static void
test_stop_while_jobs_are_found (void)
{
  const XuEngineConfig config = { .server = XU_ENGINE_SANDBOX };
  EngineFixture fixture = { 0 };
  guint n_found = 0;

  engine_fixture_set_up (&fixture, &config, NULL);

  g_autofree char *path = engine_fixture_make_video (&fixture, "v.mp4", 1000, FALSE);

  engine_wait_until_over (engine_fixture_add (&fixture, path, "Found"), 20);
  engine_stop (g_steal_pointer (&fixture.engine));

  for (guint i = 0; i < 20; i++)
    {
      XuEngine *engine = engine_fixture_make_engine (&fixture, &config);

      xu_engine_load_async (engine, NULL, found_cb, &n_found);
      engine_stop (engine);
    }
  g_assert_cmpuint (n_found, ==, 20);
  engine_fixture_tear_down (&fixture);
}

static void
test_no_file (void)
{
  EngineFixture fixture = { 0 };
  const char *paths[] = { NULL };
  g_autoptr (XuJobSpec) spec = xu_job_spec_new (paths, "Nothing");

  engine_fixture_set_up (&fixture, NULL, NULL);

  XuJob *job = xu_engine_add_job (fixture.engine, spec, NULL);

  engine_wait_until_over (job, 10);
  assert_failed (job, XU_ERROR_USAGE);
  xu_job_cancel (job); /* Too late, and no harm. */
  engine_fixture_tear_down (&fixture);
}

static void
checked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  XuEngine **engine = user_data;
  g_autoptr (XuCheckReport) report = xu_engine_check_finish (XU_ENGINE (source), result, NULL);

  g_assert_nonnull (report);
  g_clear_object (
      engine); /* The task holds the last one now: it must not die in the engine's thread. */
}

static void
test_dropped_in_a_callback (void)
{
  for (guint i = 0; i < 50; i++)
    {
      const XuEngineConfig config = { .base_url = "http://127.0.0.1:9",
                                      .access_token = "x",
                                      .journal_path = "/dev/null/none.db" };
      const char *paths[] = { NULL };
      g_autoptr (XuJobSpec) spec = xu_job_spec_new (paths, "Text");
      XuEngine *engine = xu_engine_new (&config, NULL);
      GWeakRef weak;

      g_weak_ref_init (&weak, engine);
      xu_engine_check_async (engine, spec, NULL, checked_cb, &engine);
      while (engine != NULL)
        g_main_context_iteration (NULL, TRUE);
      for (guint k = 0; k < 500; k++)
        {
          g_autoptr (GObject) alive = g_weak_ref_get (&weak);

          if (alive == NULL)
            break;
          g_clear_object (&alive);
          engine_iterate_for (10);
        }
      g_assert_null (g_weak_ref_get (&weak));
      g_weak_ref_clear (&weak);
    }
}

static void
test_lost_answer_of_the_post (void)
{
  EngineFixture fixture = { 0 };

  engine_fixture_set_up (&fixture, NULL, "--fault=post close=after");

  g_autofree char *path = engine_fixture_make_video (&fixture, "v.mp4", 100000, FALSE);
  XuJob *job = engine_fixture_add (&fixture, path, "Once");

  /* It exists, and the first look finds it. */
  engine_wait_until_over (job, 60);
  g_assert_no_error (xu_job_get_error (job));
  g_assert_cmpint (xu_job_get_state (job), ==, XU_JOB_POSTED);

  g_autofree char *id
      = xu_test_sandbox_get_string (fixture.sandbox, "/sandbox/posts", "$.posts[0].id");

  g_assert_cmpstr (xu_job_get_post_id (job), ==, id);
  g_assert_cmpint (
      xu_test_sandbox_get_int (fixture.sandbox, "/sandbox/requests", "$.endpoints.post.count"), ==,
      1);
  engine_fixture_tear_down (&fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/engine/post", test_post);
  g_test_add_func ("/engine/sizes", test_sizes);
  g_test_add_func ("/engine/empty-and-wrong-files", test_empty_and_wrong_files);
  g_test_add_func ("/engine/pause-and-resume", test_pause_and_resume);
  g_test_add_func ("/engine/cancel", test_cancel);
  g_test_add_func ("/engine/turns", test_turns);
  g_test_add_func ("/engine/limit-over-all", test_limit_over_all);
  g_test_add_func ("/engine/end-with-work-under-way", test_end_with_work_under_way);
  g_test_add_func ("/engine/stop-while-jobs-are-found", test_stop_while_jobs_are_found);
  g_test_add_func ("/engine/no-file", test_no_file);
  g_test_add_func ("/engine/dropped-in-a-callback", test_dropped_in_a_callback);
  g_test_add_func ("/engine/lost-answer-of-the-post", test_lost_answer_of_the_post);

  return g_test_run ();
}
