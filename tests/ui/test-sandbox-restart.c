/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sandbox ends while it is used: it is started again, and what is under way goes on. */

#include "config.h"

#include <glib/gstdio.h>
#include <signal.h>

#include "data-folder.h"
#include "engine-fixture.h"
#include "xu-sandbox-access.h"
#include "xu-sandbox-process.h"

enum
{
  VIDEO_BYTES = 2 * 1024 * 1024,
  SEGMENT_BYTES = 64 * 1024,
  RATE = 1024 * 1024, /* bytes per second: long enough to be interrupted */
};

typedef struct
{
  GSettings *settings;
  XuEngine *engine;
  XuSandboxAccess *access;
  EngineFixture files; /* only its folder */
  char *pid_path;
  char *program_path;

  gboolean is_back;
  GError *error; /* (nullable): of the start */
} Fixture;

/* The sandbox writes down who it is before it is the sandbox. */
static void
set_up_program (Fixture *fixture)
{
  g_autofree char *script = g_strdup_printf ("#!/bin/sh\necho $$ >'%s'\nexec '%s' \"$@\"\n",
                                             fixture->pid_path, g_getenv ("XU_SANDBOX"));

  g_assert_true (g_file_set_contents_full (fixture->program_path, script, -1,
                                           G_FILE_SET_CONTENTS_NONE, 0700, NULL));
  g_setenv ("XUPLOADER_SANDBOX_PROGRAM", fixture->program_path, TRUE);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  XuEngineTuning tuning = { .segment_size = SEGMENT_BYTES, .limit_rate = RATE };
  g_autoptr (GError) error = NULL;

  fixture->files.folder = g_dir_make_tmp ("xu-restart-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->pid_path = g_build_filename (fixture->files.folder, "pid", NULL);
  fixture->program_path = g_build_filename (fixture->files.folder, "sandbox", NULL);
  set_up_program (fixture);

  g_autofree char *journal = g_build_filename (fixture->files.folder, "journal.db", NULL);
  XuEngineConfig config = { .journal_path = journal, .backoff_base_us = 10000 };

  fixture->settings = g_settings_new ("org.example.XUploader");
  fixture->engine = xu_engine_new (&config, &error);
  g_assert_no_error (error);
  xu_engine_set_tuning (fixture->engine, &tuning);
  fixture->access = xu_sandbox_access_new (fixture->engine, fixture->settings);
}

static void
remove_files (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);

  for (const char *name = g_dir_read_name (dir); name != NULL; name = g_dir_read_name (dir))
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_assert_cmpint (g_unlink (path), ==, 0);
    }
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_error (&fixture->error);
  g_assert_finalize_object (fixture->access);
  engine_stop (fixture->engine);
  g_settings_reset (fixture->settings, "use-sandbox");
  g_assert_finalize_object (fixture->settings);
  remove_files (fixture->files.folder);
  g_free (fixture->pid_path);
  g_free (fixture->program_path);
  g_free (fixture->files.folder);
}

static void
started_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Fixture *fixture = user_data;

  xu_sandbox_access_start_finish (XU_SANDBOX_ACCESS (source), result, &fixture->error);
  fixture->is_back = TRUE;
}

static void
wait_until_true (const gboolean *condition)
{
  gint64 deadline = g_get_monotonic_time () + 60 * G_TIME_SPAN_SECOND;

  while (!*condition)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, deadline);
      g_main_context_iteration (NULL, TRUE);
    }
}

static void
state_cb (XuSandboxAccess *access, GParamSpec *pspec, GArray *states)
{
  XuSandboxState state = xu_sandbox_access_get_state (access);

  g_array_append_val (states, state);
}

static void
wait_for_state (Fixture *fixture, XuSandboxState state)
{
  gint64 deadline = g_get_monotonic_time () + 60 * G_TIME_SPAN_SECOND;

  while (xu_sandbox_access_get_state (fixture->access) != state)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, deadline);
      g_main_context_iteration (NULL, TRUE);
    }
}

static void
start (Fixture *fixture)
{
  xu_sandbox_access_start_async (fixture->access, TRUE, NULL, started_cb, fixture);
  wait_until_true (&fixture->is_back);
  g_assert_no_error (fixture->error);
}

/* Kills the sandbox that was started last. */
static void
kill_sandbox (Fixture *fixture)
{
  g_autofree char *text = NULL;

  g_assert_true (g_file_get_contents (fixture->pid_path, &text, NULL, NULL));

  GPid pid = (GPid) g_ascii_strtoll (text, NULL, 10);

  g_assert_cmpint (pid, >, 1);
  g_assert_cmpint (kill (pid, SIGKILL), ==, 0);
}

/* Its text is another one in each test: the sandbox remembers, and refuses the same again. */
static XuJob *
begin_upload (Fixture *fixture)
{
  g_autofree char *path
      = engine_fixture_make_video (&fixture->files, "video.mp4", VIDEO_BYTES, FALSE);
  g_autoptr (XuJobSpec) spec = xu_job_spec_new ((const char *[]){ path, NULL }, g_test_get_path ());
  XuAccount *account = xu_engine_find_account (fixture->engine, XU_ENGINE_SANDBOX);
  XuJob *job = xu_engine_add_job (fixture->engine, spec, account);
  gint64 deadline = g_get_monotonic_time () + 60 * G_TIME_SPAN_SECOND;

  while (xu_job_get_progress (job)->acknowledged == 0)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, deadline);
      g_main_context_iteration (NULL, TRUE);
    }
  g_assert_cmpint (xu_job_get_progress (job)->acknowledged, <, VIDEO_BYTES);

  return job;
}

static void
assert_started_again (const GArray *states)
{
  g_assert_cmpuint (states->len, ==, 2);
  g_assert_cmpint (g_array_index (states, XuSandboxState, 0), ==, XU_SANDBOX_STARTING);
  g_assert_cmpint (g_array_index (states, XuSandboxState, 1), ==, XU_SANDBOX_READY);
}

static void
test_killed (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GArray) states = g_array_new (FALSE, FALSE, sizeof (XuSandboxState));

  start (fixture);
  g_signal_connect (fixture->access, "notify::state", G_CALLBACK (state_cb), states);

  XuJob *job = begin_upload (fixture);

  kill_sandbox (fixture);
  engine_wait_until_over (job, 120);
  engine_assert_posted (job);
  assert_started_again (states);
  g_signal_handlers_disconnect_by_data (fixture->access, states);
}

static void
other_started_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  XuSandboxProcess **process = user_data;
  g_autoptr (GError) error = NULL;

  *process = xu_sandbox_process_start_finish (result, &error);
  g_assert_no_error (error);
}

/* What another process has started is no child of ours, whose end the system would tell. */
static void
test_killed_in_another_process (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = xu_sandbox_process_dup_folder ();
  g_autoptr (GArray) states = g_array_new (FALSE, FALSE, sizeof (XuSandboxState));
  g_autofree char *other_pid = NULL;
  XuSandboxProcess *other = NULL;

  xu_sandbox_process_start_async (folder, NULL, NULL, other_started_cb, &other);
  while (other == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (g_file_get_contents (fixture->pid_path, &other_pid, NULL, NULL));

  start (fixture);
  g_assert_true (g_file_set_contents (fixture->pid_path, other_pid, -1, NULL));
  g_signal_connect (fixture->access, "notify::state", G_CALLBACK (state_cb), states);

  XuJob *job = begin_upload (fixture);

  kill_sandbox (fixture);
  engine_wait_until_over (job, 120);
  engine_assert_posted (job);
  assert_started_again (states);
  g_signal_handlers_disconnect_by_data (fixture->access, states);
  g_assert_finalize_object (other);
}

/* Nobody wants it for new posts, but what uses it goes on. */
static void
test_killed_when_off (Fixture *fixture, gconstpointer data)
{
  start (fixture);

  XuJob *job = begin_upload (fixture);

  xu_sandbox_access_stop (fixture->access);
  kill_sandbox (fixture);
  engine_wait_until_over (job, 120);
  engine_assert_posted (job);
  g_assert_cmpint (xu_sandbox_access_get_state (fixture->access), ==, XU_SANDBOX_OFF);
}

/* It is not started for ever. */
static void
test_killed_each_time (Fixture *fixture, gconstpointer data)
{
  start (fixture);
  for (guint i = 0; i < 2; i++)
    {
      kill_sandbox (fixture);
      wait_for_state (fixture, XU_SANDBOX_STARTING);
      wait_for_state (fixture, XU_SANDBOX_READY);
    }
  kill_sandbox (fixture);
  wait_for_state (fixture, XU_SANDBOX_FAILED);
  g_assert_error (xu_sandbox_access_get_error (fixture->access), XU_ERROR, XU_ERROR_INTERNAL);

  /* Until somebody wants it again. */
  fixture->is_back = FALSE;
  start (fixture);
  g_assert_cmpint (xu_sandbox_access_get_state (fixture->access), ==, XU_SANDBOX_READY);
}

int
main (int argc, char **argv)
{
  int status = 0;

  data_folder_begin ();
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/sandbox-restart/killed", Fixture, NULL, set_up, test_killed, tear_down);
  g_test_add ("/sandbox-restart/killed-in-another-process", Fixture, NULL, set_up,
              test_killed_in_another_process, tear_down);
  g_test_add ("/sandbox-restart/killed-when-off", Fixture, NULL, set_up, test_killed_when_off,
              tear_down);
  g_test_add ("/sandbox-restart/killed-each-time", Fixture, NULL, set_up, test_killed_each_time,
              tear_down);

  status = g_test_run ();
  data_folder_end ();
  return status;
}
