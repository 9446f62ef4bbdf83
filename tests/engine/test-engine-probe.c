/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Looking into files, from the front's side, with helpers that only pretend. */

#include "config.h"

#include <string.h>
#include <sys/stat.h>
#include <utime.h>

#include <glib/gstdio.h>

#include "xu-engine.h"
#include "xu-error.h"
#include "xu-journal.h"

#define PATIENCE_S 120
#define THUMBNAIL  "{\"width\":640,\"height\":480}\n{\"width\":2,\"height\":1,\"length\":6}\nabcdef"
#define FRAME                                                                                      \
  "{\"width\":9,\"height\":9}\n{\"width\":9,\"height\":9,\"length\":4}\n\xff\xd8\xff\xe0"

typedef struct
{
  XuEngine *engine; /* (owned) (nullable) */
  char *folder;     /* (owned): with a data folder, and the helper in it */
  char *clip;       /* (owned): a file */
} Fixture;

/* What came back. */
typedef struct
{
  gboolean is_over;
  XuMediaProbe *probe; /* (owned) (nullable) */
  char *path;          /* (owned) (nullable) */
  GError *error;       /* (owned) (nullable) */
} Answer;

static char *
in_folder (Fixture *fixture, const char *name)
{
  return g_build_filename (fixture->folder, name, NULL);
}

static void
write_file (const char *path, const char *text)
{
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
}

/* The helper notes when it begins and ends. */
static void
pretend (Fixture *fixture, const char *answer, const char *script)
{
  g_autofree char *helper = in_folder (fixture, "helper");
  g_autofree char *answer_path = in_folder (fixture, "answer");
  g_autofree char *log = in_folder (fixture, "log");
  g_autofree char *text = g_strdup_printf ("#!/bin/sh\n"
                                           "echo \"begin $* $(cat <&3)\" >>'%s'\n"
                                           "%s\n"
                                           "cat '%s'\n"
                                           "echo end >>'%s'\n",
                                           log, script, answer_path, log);

  write_file (answer_path, answer);
  write_file (helper, text);
  g_assert_cmpint (g_chmod (helper, 0700), ==, 0);
  g_unlink (log);
}

static char *
read_log (Fixture *fixture)
{
  g_autofree char *log = in_folder (fixture, "log");
  char *text = NULL;

  return g_file_get_contents (log, &text, NULL, NULL) ? text : g_strdup ("");
}

static void
wait_for_log (Fixture *fixture, const char *end)
{
  gint64 patience_ends_at = g_get_monotonic_time () + PATIENCE_S * G_USEC_PER_SEC;

  while (TRUE)
    {
      g_autofree char *log = read_log (fixture);

      if (g_str_has_suffix (log, end))
        break;
      g_assert_cmpint (g_get_monotonic_time (), <, patience_ends_at);
      g_main_context_iteration (NULL, FALSE);
      g_usleep (1000);
    }
}

static void
start (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *journal_path = in_folder (fixture, "journal.db");
  const XuEngineConfig config
      = { .base_url = "http://127.0.0.1:1", .access_token = "token", .journal_path = journal_path };

  fixture->engine = xu_engine_new (&config, &error);
  g_assert_no_error (error);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("xu-probe-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->clip = in_folder (fixture, "clip");
  write_file (fixture->clip, "one");

  g_autofree char *helper = in_folder (fixture, "helper");

  g_assert_true (g_setenv ("XUPLOADER_MEDIA_HELPER", helper, TRUE));
  start (fixture);
}

static void
stopped_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  xu_engine_stop_finish (XU_ENGINE (source), result);
  *(gboolean *) user_data = TRUE;
}

static void
stop (Fixture *fixture)
{
  gboolean is_stopped = FALSE;

  xu_engine_stop_async (fixture->engine, stopped_cb, &is_stopped);
  while (!is_stopped)
    g_main_context_iteration (NULL, TRUE);
  g_assert_finalize_object (g_steal_pointer (&fixture->engine));
}

static void
remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        remove_folder (path);
      else
        g_assert_cmpint (g_unlink (path), ==, 0);
    }
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  if (fixture->engine != NULL)
    stop (fixture);
  remove_folder (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->clip);
}

static void
answer_clear (Answer *answer)
{
  g_clear_pointer (&answer->probe, xu_media_probe_free);
  g_clear_pointer (&answer->path, g_free);
  g_clear_error (&answer->error);
  answer->is_over = FALSE;
}

static void
probed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Answer *answer = user_data;

  answer->probe = xu_engine_probe_finish (XU_ENGINE (source), result, &answer->error);
  answer->is_over = TRUE;
}

static void
previewed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Answer *answer = user_data;

  answer->probe = xu_engine_preview_frame_finish (XU_ENGINE (source), result, &answer->error);
  answer->is_over = TRUE;
}

static void
grabbed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Answer *answer = user_data;

  answer->path = xu_engine_grab_frame_finish (XU_ENGINE (source), result, &answer->error);
  answer->is_over = TRUE;
}

static gboolean
give_up_cb (gpointer data)
{
  g_error ("nothing happened in %d s", PATIENCE_S);
  return G_SOURCE_REMOVE;
}

static void
wait_for (Answer *answer)
{
  guint patience = g_timeout_add_seconds (PATIENCE_S, give_up_cb, NULL);

  while (!answer->is_over)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (patience);
}

static void
probe (Fixture *fixture, const char *path, Answer *answer)
{
  answer_clear (answer);
  xu_engine_probe_async (fixture->engine, path, NULL, probed_cb, answer);
  wait_for (answer);
}

/* Probes the file, and says whether it was shown to the helper for that. */
static gboolean
probe_asks_helper (Fixture *fixture)
{
  Answer answer = { 0 };
  g_autofree char *log = in_folder (fixture, "log");

  g_unlink (log);
  probe (fixture, fixture->clip, &answer);
  g_assert_no_error (answer.error);
  g_assert_cmpuint (answer.probe->width, ==, 640);
  g_assert_cmpuint (answer.probe->height, ==, 480);
  g_assert_cmpint (answer.probe->duration_us, ==, -1);
  g_assert_cmpuint (answer.probe->thumbnail_width, ==, 2);
  g_assert_cmpuint (answer.probe->thumbnail_height, ==, 1);
  g_assert_cmpmem (g_bytes_get_data (answer.probe->thumbnail, NULL),
                   g_bytes_get_size (answer.probe->thumbnail), "abcdef", 6);
  answer_clear (&answer);

  return g_file_test (log, G_FILE_TEST_EXISTS);
}

static void
damage_cache (void)
{
  g_autofree char *folder
      = g_build_filename (g_get_user_cache_dir (), "xuploader", "thumbnails", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      write_file (path, "damaged");
    }
}

static void
test_cache (Fixture *fixture, gconstpointer data)
{
  Answer answer = { 0 };

  pretend (fixture, THUMBNAIL, "");
  g_assert_true (probe_asks_helper (fixture));
  g_assert_false (probe_asks_helper (fixture));

  /* Another process. */
  stop (fixture);
  start (fixture);
  g_assert_false (probe_asks_helper (fixture));

  write_file (fixture->clip, "another");
  g_assert_true (probe_asks_helper (fixture));
  g_assert_false (probe_asks_helper (fixture));

  damage_cache ();
  g_assert_true (probe_asks_helper (fixture));
  g_assert_false (probe_asks_helper (fixture));

  g_assert_cmpint (g_unlink (fixture->clip), ==, 0);
  probe (fixture, fixture->clip, &answer);
  g_assert_error (answer.error, XU_ERROR, XU_ERROR_FILE_UNREADABLE);
  answer_clear (&answer);
}

/* What has no picture is asked again: decoders come, and machines have better days. */
static void
test_no_picture (Fixture *fixture, gconstpointer data)
{
  Answer answer = { 0 };

  pretend (fixture, "{\"duration_us\":5,\"width\":3,\"height\":2}\n", "");
  for (guint i = 0; i < 2; i++)
    {
      probe (fixture, fixture->clip, &answer);
      g_assert_no_error (answer.error);
      g_assert_cmpint (answer.probe->duration_us, ==, 5);
      g_assert_null (answer.probe->thumbnail);
    }
  answer_clear (&answer);

  g_autofree char *log = read_log (fixture);

  g_assert_cmpstr (log, ==,
                   "begin thumbnail --size=256 one\nend\nbegin thumbnail --size=256 one\nend\n");
}

static void
test_lies (Fixture *fixture, gconstpointer data)
{
  Answer answer = { 0 };

  pretend (fixture, "{\"width\":2,\"height\":1}\n{\"width\":2,\"height\":1,\"length\":7}\nabcdefg",
           "");
  probe (fixture, fixture->clip, &answer);
  g_assert_error (answer.error, XU_ERROR, XU_ERROR_INTERNAL);

  pretend (fixture, THUMBNAIL, "kill -SEGV $$");
  probe (fixture, fixture->clip, &answer);
  g_assert_error (answer.error, XU_ERROR, XU_ERROR_INTERNAL);

  pretend (fixture, THUMBNAIL, "cat /dev/zero");
  probe (fixture, fixture->clip, &answer);
  g_assert_error (answer.error, XU_ERROR, XU_ERROR_INTERNAL);
  answer_clear (&answer);

  /* None of that is remembered. */
  pretend (fixture, THUMBNAIL, "");
  g_assert_true (probe_asks_helper (fixture));
}

/* One place is taken by a file that takes for ever: the others go through the second one by one. */
static void
test_turns (Fixture *fixture, gconstpointer data)
{
  static const char *const files[] = { "blocked", "one", "two", "three", "four" };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Answer answers[G_N_ELEMENTS (files)] = { 0 };

  pretend (fixture, THUMBNAIL, "[ $(cat /proc/self/fd/3) != blocked ] || exec sleep 100");
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = in_folder (fixture, files[i]);

      write_file (path, files[i]);
      xu_engine_preview_frame_async (fixture->engine, path, 7, cancellable, previewed_cb,
                                     &answers[i]);
      if (i == 0)
        wait_for_log (fixture, "blocked\n");
    }
  for (guint i = 1; i < G_N_ELEMENTS (files); i++)
    {
      wait_for (&answers[i]);
      g_assert_no_error (answers[i].error);
      answer_clear (&answers[i]);
    }

  g_autofree char *log = read_log (fixture);

  g_assert_cmpstr (log, ==,
                   "begin thumbnail --at=7 --size=256 blocked\n"
                   "begin thumbnail --at=7 --size=256 one\nend\n"
                   "begin thumbnail --at=7 --size=256 two\nend\n"
                   "begin thumbnail --at=7 --size=256 three\nend\n"
                   "begin thumbnail --at=7 --size=256 four\nend\n");

  g_cancellable_cancel (cancellable);
  wait_for (&answers[0]);
  g_assert_error (answers[0].error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  answer_clear (&answers[0]);
}

static void
test_cancel (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Answer running[2] = { 0 };
  Answer queued = { 0 };

  pretend (fixture, THUMBNAIL, "exec sleep 100");
  for (guint i = 0; i < 2; i++)
    xu_engine_preview_frame_async (fixture->engine, fixture->clip, 7, cancellable, previewed_cb,
                                   &running[i]);
  xu_engine_preview_frame_async (fixture->engine, fixture->clip, 7, cancellable, previewed_cb,
                                 &queued);
  wait_for_log (fixture, " one\n");

  g_cancellable_cancel (cancellable);
  wait_for (&queued);
  g_assert_error (queued.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  answer_clear (&queued);
  for (guint i = 0; i < 2; i++)
    {
      wait_for (&running[i]);
      g_assert_error (running[i].error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      answer_clear (&running[i]);
    }

  /* Their places are free again. */
  pretend (fixture, THUMBNAIL, "");
  g_assert_true (probe_asks_helper (fixture));
}

/* Nobody waits for a helper that hangs. */
static void
test_stop (Fixture *fixture, gconstpointer data)
{
  Answer answers[4] = { 0 };

  pretend (fixture, THUMBNAIL, "exec sleep 100");
  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    xu_engine_probe_async (fixture->engine, fixture->clip, NULL, probed_cb, &answers[i]);
  wait_for_log (fixture, " one\n");

  gint64 began_at = g_get_monotonic_time ();
  gboolean is_stopped = FALSE;

  xu_engine_stop_async (fixture->engine, stopped_cb, &is_stopped);
  while (!is_stopped)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (g_get_monotonic_time () - began_at, <, 50 * G_USEC_PER_SEC);

  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      wait_for (&answers[i]);
      g_assert_error (answers[i].error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      answer_clear (&answers[i]);
    }
  g_assert_finalize_object (g_steal_pointer (&fixture->engine));
}

static void
test_frame (Fixture *fixture, gconstpointer data)
{
  g_autofree char *covers = in_folder (fixture, "covers");
  g_autofree char *contents = NULL;
  Answer first = { 0 };
  Answer second = { 0 };
  gsize length;
  struct stat status;

  pretend (fixture, FRAME, "");
  xu_engine_grab_frame_async (fixture->engine, fixture->clip, 1500000, NULL, grabbed_cb, &first);
  wait_for (&first);
  g_assert_no_error (first.error);
  g_assert_true (g_str_has_prefix (first.path, covers));
  g_assert_true (g_str_has_suffix (first.path, ".jpg"));
  g_assert_true (g_file_get_contents (first.path, &contents, &length, NULL));
  g_assert_cmpmem (contents, length, "\xff\xd8\xff\xe0", 4);
  g_assert_cmpint (g_stat (first.path, &status), ==, 0);
  g_assert_cmpuint (status.st_mode & 0777, ==, 0600);

  /* The first may be on its way to X: it stays as it is. */
  xu_engine_grab_frame_async (fixture->engine, fixture->clip, 1500000, NULL, grabbed_cb, &second);
  wait_for (&second);
  g_assert_no_error (second.error);
  g_assert_cmpstr (second.path, !=, first.path);
  answer_clear (&second);

  pretend (fixture, "{\"width\":9,\"height\":9}\n", "");
  xu_engine_grab_frame_async (fixture->engine, fixture->clip, 0, NULL, grabbed_cb, &second);
  wait_for (&second);
  g_assert_error (second.error, XU_ERROR, XU_ERROR_FILE_UNSUPPORTED);
  answer_clear (&second);

  g_autofree char *log = read_log (fixture);

  g_assert_cmpstr (log, ==, "begin frame --at=0 --max-bytes=5000000 one\nend\n");
  answer_clear (&first);
}

static char *
make_cover (Fixture *fixture, const char *name, gint64 age_days)
{
  char *path = g_build_filename (fixture->folder, "covers", name, NULL);
  const struct utimbuf times = { .modtime = time (NULL) - age_days * 86400 };

  write_file (path, name);
  g_assert_cmpint (utime (path, &times), ==, 0);

  return path;
}

static void
add_record (XuJournal *journal, const char *id, const char *cover, XuJobOutcome outcome)
{
  const char *const paths[] = { "/tmp/clip.mp4", NULL };
  g_autoptr (XuJobSpec) spec = xu_job_spec_new (paths, "Hello");
  g_autoptr (GError) error = NULL;

  spec->cover_path = g_strdup (cover);

  g_autoptr (XuJobRecord) record = xu_job_record_new (id, "http://127.0.0.1:1", spec);

  record->outcome = outcome;
  xu_journal_add_job (journal, record, &error);
  g_assert_no_error (error);
}

static void
test_clean (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = in_folder (fixture, "covers");
  g_autofree char *journal_path = in_folder (fixture, "journal.db");
  g_autoptr (GError) error = NULL;

  stop (fixture);
  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);

  g_autofree char *young = make_cover (fixture, "young.jpg", 10);
  g_autofree char *old = make_cover (fixture, "old.jpg", 40);
  g_autofree char *wanted = make_cover (fixture, "wanted.jpg", 40);
  g_autofree char *ready = make_cover (fixture, "ready.jpg", 40);
  g_autofree char *posted = make_cover (fixture, "posted.jpg", 40);
  g_autofree char *cancelled = make_cover (fixture, "cancelled.jpg", 40);
  XuJournal *journal = xu_journal_open (journal_path, NULL, &error);

  g_assert_no_error (error);
  add_record (journal, "one", wanted, XU_JOB_OUTCOME_NONE);
  add_record (journal, "two", ready, XU_JOB_OUTCOME_READY);
  add_record (journal, "three", posted, XU_JOB_OUTCOME_POSTED);
  add_record (journal, "four", cancelled, XU_JOB_OUTCOME_CANCELLED);
  add_record (journal, "five", NULL, XU_JOB_OUTCOME_NONE);
  xu_journal_free (journal);

  start (fixture);
  stop (fixture);
  g_assert_true (g_file_test (young, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (old, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (wanted, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (ready, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (posted, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (cancelled, G_FILE_TEST_EXISTS));
}

int
main (int argc, char **argv)
{
  g_autofree char *cache = g_dir_make_tmp ("xu-cache-XXXXXX", NULL);

  g_assert_true (g_setenv ("XDG_CACHE_HOME", cache, TRUE));
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/engine/probe/cache", Fixture, NULL, set_up, test_cache, tear_down);
  g_test_add ("/engine/probe/no-picture", Fixture, NULL, set_up, test_no_picture, tear_down);
  g_test_add ("/engine/probe/lies", Fixture, NULL, set_up, test_lies, tear_down);
  g_test_add ("/engine/probe/turns", Fixture, NULL, set_up, test_turns, tear_down);
  g_test_add ("/engine/probe/cancel", Fixture, NULL, set_up, test_cancel, tear_down);
  g_test_add ("/engine/probe/stop", Fixture, NULL, set_up, test_stop, tear_down);
  g_test_add ("/engine/probe/frame", Fixture, NULL, set_up, test_frame, tear_down);
  g_test_add ("/engine/probe/clean", Fixture, NULL, set_up, test_clean, tear_down);

  int status = g_test_run ();

  remove_folder (cache);
  return status;
}
