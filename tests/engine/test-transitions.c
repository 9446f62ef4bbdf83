/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Disturbs a job at each of its transitions, in each way, starts again, and looks what comes of it:
 * a row of crash-table.c after the other. The process that dies is this program once more. */

#include "config.h"

#include "crash-disk.h"
#include "crash-table.h"
#include "engine-fixture.h"

#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

static const char *program; /* Ours. */

static const guint64 video_size = 5 * 65536 - 1000;
static const char srt[] = "1\n00:00:00,000 --> 00:00:01,000\nHello\n";
static const char png[] = "\x89PNG\r\n\x1a\n\0\0\0\rIHDR";

/* What the fixture calls the journal, and what a power cut leaves of it. */
static const char journal_name[] = "journal.db";
static const char copy_name[] = "copy.db";

static gboolean
is_power_cut (CrashColumn column)
{
  return column >= CRASH_POWER_BEFORE;
}

static XuEngineConfig
make_config (const CrashRow *row)
{
  return (XuEngineConfig){
    .segment_size = row->segment_size > 0 ? row->segment_size : 65536,
    .parallel = 1,
    .backoff_base_us = 10000,
    .look_base_us = 20000,
  };
}

static XuJob *
add_job (XuEngine *engine, const char *folder)
{
  g_autofree char *video = g_build_filename (folder, "v.mp4", NULL);
  g_autofree char *subtitles = g_build_filename (folder, "s.srt", NULL);
  const char *paths[] = { video, NULL };
  const char *alt_texts[] = { "A cat, asleep", NULL };
  g_autoptr (XuJobSpec) spec = xu_job_spec_new (paths, "Once");

  spec->alt_texts = g_strdupv ((char **) alt_texts);
  spec->subtitles_path = g_strdup (subtitles);
  return xu_engine_add_job (engine, spec, NULL);
}

/* The process that dies. */

typedef struct
{
  const CrashRow *row;
  guint32 seed;
  char *journal_path; /* (owned) */
  char *copy_path;    /* (owned) */
} Doomed;

static void
cut_power (gpointer user_data)
{
  const Doomed *doomed = user_data;

  crash_disk_leave (doomed->journal_path, doomed->copy_path, doomed->seed);
}

static CrashMoment
get_moment (CrashColumn column)
{
  static const CrashMoment moments[CRASH_N_COLUMNS] = {
    [CRASH_KILLED_BEFORE] = CRASH_BEFORE_RECORD, [CRASH_KILLED_AFTER] = CRASH_AFTER_RECORD,
    [CRASH_KILLED_AT_ANSWER] = CRASH_AT_ANSWER,  [CRASH_POWER_BEFORE] = CRASH_BEFORE_RECORD,
    [CRASH_POWER_AFTER] = CRASH_AFTER_RECORD,    [CRASH_POWER_AT_ANSWER] = CRASH_AT_ANSWER,
  };

  return moments[column];
}

static void
edit (XuJob *job, gboolean has_cover)
{
  g_autoptr (XuJobSpec) spec = xu_job_spec_copy (xu_job_get_spec (job));

  g_free (spec->text);
  spec->text = g_strdup ("Once, edited");
  if (has_cover)
    {
      g_autofree char *folder = g_path_get_dirname (spec->paths[0]);

      spec->cover_path = g_build_filename (folder, "c.png", NULL);
    }
  xu_job_edit (job, spec);
}

static void
progress_cb (XuJob *job, gpointer user_data)
{
  const CrashRow *row = user_data;

  if (xu_job_get_progress (job)->acknowledged == 0 || xu_job_get_state (job) != XU_JOB_UPLOADING)
    return;

  if (row->user == CRASH_USER_CANCELS)
    xu_job_cancel (job);
  else if (row->user == CRASH_USER_EDITS || row->user == CRASH_USER_COVERS)
    edit (job, row->user == CRASH_USER_COVERS);
  else
    xu_job_pause (job);
}

static void
state_cb (XuJob *job, GParamSpec *pspec, gpointer user_data)
{
  const CrashRow *row = user_data;

  if (row->user == CRASH_USER_PAUSES_AND_RESUMES && xu_job_get_state (job) == XU_JOB_PAUSED)
    xu_job_resume (job);
  else if (row->user == CRASH_USER_CONFIRMS && xu_job_get_state (job) == XU_JOB_FAILED)
    xu_job_post (job, NULL, XU_JOB_POST_CONFIRM_NOT_POSTED);
}

G_NORETURN static void
run_doomed (const CrashRow *row,
            CrashColumn column,
            const char *folder,
            const char *url,
            const char *token)
{
  Doomed doomed = {
    .row = row,
    .seed = (guint32) (row - crash_rows) * CRASH_N_COLUMNS + column,
    .journal_path = g_build_filename (folder, journal_name, NULL),
    .copy_path = g_build_filename (folder, copy_name, NULL),
  };
  const CrashPoint point = {
    .moment = get_moment (column),
    .is_it = row->is_record,
    .endpoint = row->endpoint,
    .nth = row->nth,
    .last_words = is_power_cut (column) ? cut_power : NULL,
    .user_data = &doomed,
  };
  XuEngineConfig config = make_config (row);

  config.base_url = url;
  config.access_token = token;
  config.journal_path = doomed.journal_path;
  if (row->user != CRASH_USER_WATCHES)
    config.limit_rate = 400000; /* Time for the user. */
  if (is_power_cut (column))
    crash_disk_install ();
  crash_point_set (&point);
  alarm (60); /* It must not outlive a test that fails. */

  XuEngine *engine = xu_engine_new (&config, NULL);
  XuJob *job = add_job (engine, folder);

  if (row->user != CRASH_USER_WATCHES)
    {
      if (row->user != CRASH_USER_CONFIRMS)
        g_signal_connect (job, "chunk-progress", G_CALLBACK (progress_cb), (gpointer) row);
      g_signal_connect (job, "notify::state", G_CALLBACK (state_cb), (gpointer) row);
    }
  for (;;)
    g_main_context_iteration (NULL, TRUE);
}

/* What comes of it. */

static gboolean
has_failed_with (XuJob *job, XuErrorCode code)
{
  return xu_job_get_state (job) == XU_JOB_FAILED
         && g_error_matches (xu_job_get_error (job), XU_ERROR, (int) code);
}

/* The user says what must be said. */
static void
post (XuJob *job, const char *text, XuJobPostFlags flags)
{
  xu_job_post (job, text, flags);
  engine_wait_until_over_again (job, 60);
}

static gboolean
is_edit_posted (const EngineFixture *fixture)
{
  g_autofree char *text
      = xu_test_sandbox_get_string (fixture->sandbox, "/sandbox/posts", "$.posts[0].request.text");

  return g_str_equal (text, "Once, edited");
}

/* Of a job that has run, after @n_looks looks so far. */
static const char *
settle_run (const EngineFixture *fixture, XuJob *job, gint64 n_looks)
{
  if (xu_job_get_state (job) == XU_JOB_POSTED && is_edit_posted (fixture))
    return "edited";
  if (xu_job_get_state (job) == XU_JOB_POSTED)
    return engine_count_requests (fixture, "timeline") > n_looks ? "found" : "posted";

  if (!has_failed_with (job, XU_ERROR_POST_UNKNOWN))
    return "failed";
  if (engine_count_posts (fixture) != 0)
    return "not found, but posted";

  post (job, NULL, XU_JOB_POST_CONFIRM_NOT_POSTED);
  return xu_job_get_state (job) == XU_JOB_POSTED ? "asks" : "asked in vain";
}

static const char *
settle_rest (const EngineFixture *fixture, XuJob *job)
{
  gint64 n_looks = engine_count_requests (fixture, "timeline");

  if (has_failed_with (job, XU_ERROR_POST_UNKNOWN))
    {
      post (job, NULL, XU_JOB_POST_CONFIRM_NOT_POSTED);
      return xu_job_get_state (job) == XU_JOB_POSTED ? "asked" : "asked in vain";
    }
  if (has_failed_with (job, XU_ERROR_DUPLICATE_CONTENT))
    {
      post (job, "Once, in other words", XU_JOB_POST_DEFAULT);
      return xu_job_get_state (job) == XU_JOB_POSTED ? "refused" : "refused again";
    }

  XuJobState state = xu_job_get_state (job);

  xu_job_resume (job);
  if (state != XU_JOB_PAUSED)
    {
      engine_iterate_for (200);
      return xu_job_get_state (job) != state ? "resumed"
             : state == XU_JOB_POSTED        ? "over"
             : state == XU_JOB_CANCELLED     ? "cancelled"
                                             : "failed";
    }

  engine_wait_until_over_again (job, 60);
  return settle_run (fixture, job, n_looks);
}

/* The next process. */
static const char *
start_again (EngineFixture *fixture, const CrashRow *row, CrashColumn column)
{
  g_autofree char *copy_path = g_build_filename (fixture->folder, copy_name, NULL);
  XuEngineConfig config = make_config (row);

  config.journal_path = is_power_cut (column) ? copy_path : NULL;
  fixture->engine = engine_fixture_make_engine (fixture, &config);
  if (column == CRASH_CONNECTION_LOST)
    {
      XuJob *job = add_job (fixture->engine, fixture->folder);

      engine_wait_until_over (job, 60);
      return settle_run (fixture, job, 0);
    }

  engine_load (fixture->engine);

  XuJob *job = engine_get_job (fixture->engine, 0);

  return job != NULL ? settle_rest (fixture, job) : "gone";
}

static void
run_until_it_dies (const EngineFixture *fixture, const CrashRow *row, CrashColumn column)
{
  g_autofree char *row_argument = g_strdup_printf ("%d", (int) (row - crash_rows));
  g_autofree char *column_argument = g_strdup_printf ("%d", (int) column);
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process = g_subprocess_new (
      G_SUBPROCESS_FLAGS_NONE, &error, program, "--doomed", row_argument, column_argument,
      fixture->folder, fixture->sandbox->url, fixture->sandbox->access_token, NULL);

  g_assert_no_error (error);
  g_subprocess_wait (process, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_signaled (process));
  g_assert_cmpint (g_subprocess_get_term_sig (process), ==, SIGKILL);
}

/* The video of the post, there may be others that were begun. */
static void
check_video (const EngineFixture *fixture)
{
  g_autofree char *path = g_build_filename (fixture->folder, "v.mp4", NULL);
  g_autofree char *expected = engine_hash_file (path);
  g_autofree char *id
      = xu_test_sandbox_get_string (fixture->sandbox, "/sandbox/posts", "$.posts[0].media_ids[0]");
  g_autoptr (JsonNode) root = xu_test_sandbox_get (fixture->sandbox, "/sandbox/media");
  JsonArray *media = json_object_get_array_member (json_node_get_object (root), "media");
  guint n = 0;

  for (guint i = 0; i < json_array_get_length (media); i++)
    {
      JsonObject *medium = json_array_get_object_element (media, i);

      if (!g_str_equal (json_object_get_string_member (medium, "id"), id))
        continue;

      n++;
      g_assert_cmpstr (json_object_get_string_member (medium, "sha256"), ==, expected);
      g_assert_cmpstr (json_object_get_string_member (medium, "alt_text"), ==, "A cat, asleep");
      g_assert_false (json_object_get_null_member (medium, "subtitles"));
    }
  g_assert_cmpuint (n, ==, 1);
}

static void
check_server (const EngineFixture *fixture, const CrashRow *row, const CrashCell *cell)
{
  gint64 initializes = row->initializes > 0 ? row->initializes : 2;
  gint64 appends = row->appends > 0 ? row->appends : 6;
  gboolean is_post_expected
      = !g_str_equal (cell->outcome, "gone") && !g_str_equal (cell->outcome, "cancelled");

  g_assert_cmpuint (engine_count_posts (fixture), ==, is_post_expected ? 1 : 0);
  if (is_post_expected)
    check_video (fixture);
  if (g_str_equal (cell->outcome, "gone"))
    initializes = appends = 0;

  g_assert_cmpint (engine_count_requests (fixture, "initialize"), <=,
                   initializes + cell->initializes);
  g_assert_cmpint (engine_count_requests (fixture, "append"), <=, appends + cell->appends);
}

static void
begin (EngineFixture *fixture, const CrashRow *row, CrashColumn column)
{
  g_autoptr (GPtrArray) arguments = g_ptr_array_new_with_free_func (g_free);

  g_ptr_array_add (arguments, g_strdup_printf ("--processing=%s",
                                               row->processing != NULL ? row->processing : "0"));
  if (row->fault != NULL)
    g_ptr_array_add (arguments, g_strdup_printf ("--fault=%s", row->fault));
  if (column == CRASH_CONNECTION_LOST)
    g_ptr_array_add (arguments, g_strdup_printf ("--fault=%s", row->connection_fault));
  g_ptr_array_add (arguments, NULL);
  engine_fixture_begin (fixture, (const char *const *) arguments->pdata);

  g_autofree char *subtitles = g_build_filename (fixture->folder, "s.srt", NULL);

  g_free (engine_fixture_make_video (fixture, "v.mp4", video_size, FALSE));
  g_assert_true (g_file_set_contents (subtitles, srt, -1, NULL));

  g_autofree char *cover = g_build_filename (fixture->folder, "c.png", NULL);

  g_assert_true (g_file_set_contents (cover, png, sizeof png - 1, NULL));
}

static void
test_cell (const CrashRow *row, CrashColumn column)
{
  const CrashCell *cell = &row->cells[column];
  EngineFixture fixture = { 0 };

  begin (&fixture, row, column);
  if (column != CRASH_CONNECTION_LOST)
    run_until_it_dies (&fixture, row, column);

  const char *outcome = start_again (&fixture, row, column);

  g_test_message (
      "%-20s | %-16s | %-9s | %" G_GINT64_FORMAT " INITIALIZE, %" G_GINT64_FORMAT " APPEND",
      row->transition, crash_columns[column], outcome,
      engine_count_requests (&fixture, "initialize"), engine_count_requests (&fixture, "append"));
  g_assert_cmpstr (outcome, ==, cell->outcome);
  check_server (&fixture, row, cell);
  engine_fixture_tear_down (&fixture);
}

static void
test_row (gconstpointer user_data)
{
  const CrashRow *row = user_data;

  for (guint column = 0; column < CRASH_N_COLUMNS; column++)
    {
      if (row->cells[column].outcome != NULL)
        test_cell (row, (CrashColumn) column);
    }
}

int
main (int argc, char **argv)
{
  if (argc == 7 && g_str_equal (argv[1], "--doomed"))
    run_doomed (&crash_rows[atoi (argv[2])], (CrashColumn) atoi (argv[3]), argv[4], argv[5],
                argv[6]);

  program = argv[0];
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < n_crash_rows; i++)
    {
      g_autofree char *path = g_strdup_printf ("/transitions/%s", crash_rows[i].transition);

      g_test_add_data_func (path, &crash_rows[i], test_row);
    }

  return g_test_run ();
}
