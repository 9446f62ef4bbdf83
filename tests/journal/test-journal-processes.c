/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Several processes on one journal, which may be killed. */

#include "config.h"

#include "journal-fixture.h"

#include <gio/gio.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum
{
  N_FILLED = 100, /* jobs that a process adds at once */
};

static const char *program; /* Ours: the other process is the same program. */

static XuJobRecord *
add_job (XuJournal *journal, const char *id)
{
  XuJobRecord *record = fixture_new_plain_job (id);
  g_autoptr (GError) error = NULL;

  xu_journal_add_job (journal, record, &error);
  g_assert_no_error (error);
  return record;
}

/* The other process: opens the journal and does what it reads, a line each. */

/* Adds many jobs, while others do so too. */
static gboolean
fill (XuJournal *journal)
{
  for (guint i = 0; i < N_FILLED; i++)
    {
      g_autofree char *id = g_strdup_printf ("%d-%u", (int) getpid (), i);
      g_autoptr (XuJobRecord) record = fixture_new_plain_job (id);

      if (!xu_journal_add_job (journal, record, NULL))
        return FALSE;
    }

  return TRUE;
}

static gboolean
obey (XuJournal *journal, XuJobRecord **record, const char *command)
{
  if (g_str_equal (command, "load"))
    {
      g_clear_pointer (record, xu_job_record_free);
      *record = xu_journal_load_job (journal, "a", NULL);
      return *record != NULL;
    }
  if (g_str_equal (command, "fill"))
    return fill (journal);
  if (g_str_equal (command, "take"))
    return xu_journal_take_job (journal, (*record)->number);
  if (g_str_equal (command, "pause"))
    return xu_journal_request (journal, (*record)->number, XU_JOURNAL_REQUEST_PAUSE, NULL);
  if (g_str_equal (command, "acknowledge"))
    {
      XuUploadRecord *upload = &xu_job_record_get_item (*record, 0)->upload;

      xu_upload_record_set_acknowledged (upload, 3);
      return xu_journal_save_upload (journal, *record, 0, FALSE, NULL);
    }

  g_assert_cmpstr (command, ==, "post");
  (*record)->post = XU_POST_RECORD_POSTING;
  return xu_journal_save_job (journal, *record, NULL);
}

static int
run_helper (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (XuJournal) journal = xu_journal_open (path, NULL, &error);
  g_autoptr (XuJobRecord) record = NULL;
  char line[64];

  puts (journal != NULL ? "yes" : "no");
  fflush (stdout);
  while (journal != NULL && fgets (line, sizeof line, stdin) != NULL)
    {
      puts (obey (journal, &record, g_strstrip (line)) ? "yes" : "no");
      fflush (stdout);
    }

  return 0;
}

typedef struct
{
  GSubprocess *process;     /* (owned) */
  GDataInputStream *output; /* (owned) */
} Helper;

static gboolean
read_answer (Helper *helper)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *line = g_data_input_stream_read_line (helper->output, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (line);
  return g_str_equal (line, "yes");
}

static void
send_command (Helper *helper, const char *command)
{
  g_autofree char *line = g_strconcat (command, "\n", NULL);
  GOutputStream *input = g_subprocess_get_stdin_pipe (helper->process);
  g_autoptr (GError) error = NULL;

  g_output_stream_write_all (input, line, strlen (line), NULL, NULL, &error);
  g_assert_no_error (error);
}

static gboolean
ask_helper (Helper *helper, const char *command)
{
  send_command (helper, command);
  return read_answer (helper);
}

static void
start_helper (Helper *helper, const Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  helper->process
      = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error,
                          program, "--helper", fixture->path, NULL);
  g_assert_no_error (error);
  helper->output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (helper->process));
}

/* SIGKILL. */
static void
kill_helper (Helper *helper)
{
  g_subprocess_force_exit (helper->process);
  g_subprocess_wait (helper->process, NULL, NULL);
  g_assert_true (g_subprocess_get_if_signaled (helper->process));
  g_clear_object (&helper->output);
  g_clear_object (&helper->process);
}

static void
test_killed_process (void)
{
  Fixture fixture;
  Helper helper;

  fixture_init (&fixture);

  g_autoptr (XuJournal) journal = fixture_open (&fixture);
  g_autoptr (XuJobRecord) record = add_job (journal, "a");
  XuUploadRecord *upload = &xu_job_record_get_item (record, 0)->upload;
  const XuCut cut = { .size = 65536 };

  upload->state = XU_UPLOAD_RECORD_APPENDING;
  upload->media_id = g_strdup ("1");
  upload->sent_below = 8;
  g_array_append_val (upload->cuts, cut);
  g_assert_true (xu_journal_save_job (journal, record, NULL));

  start_helper (&helper, &fixture);
  g_assert_true (read_answer (&helper));
  g_assert_true (ask_helper (&helper, "load"));
  g_assert_false (ask_helper (&helper, "take"));
  xu_journal_release_job (journal, record->number);
  g_assert_true (ask_helper (&helper, "take"));
  g_assert_true (xu_journal_is_taken_elsewhere (journal, record->number));
  g_assert_false (xu_journal_take_job (journal, record->number));

  /* What it saved without waiting for the disk outlives it all the same. */
  g_assert_true (ask_helper (&helper, "acknowledge"));
  g_assert_true (ask_helper (&helper, "post"));
  g_assert_true (ask_helper (&helper, "pause"));
  kill_helper (&helper);

  g_assert_false (xu_journal_is_taken_elsewhere (journal, record->number));
  g_assert_true (xu_journal_take_job (journal, record->number));
  g_assert_true (xu_journal_has_changed (journal));
  /* Who asked the dead one has seen it die, and does it himself. */
  g_assert_cmpint (xu_journal_take_request (journal, record->number), ==, XU_JOURNAL_REQUEST_NONE);

  g_autoptr (XuJobRecord) loaded = xu_journal_load_job (journal, "a", NULL);

  g_assert_cmpint (loaded->post, ==, XU_POST_RECORD_POSTING);
  g_assert_true (
      xu_upload_record_get_acknowledged (&xu_job_record_get_item (loaded, 0)->upload, 3));

  g_clear_pointer (&journal, xu_journal_free);
  fixture_clear (&fixture);
}

/* The only process is killed: nobody was there to close the database. */
static void
test_killed_alone (void)
{
  Fixture fixture;
  Helper helper;

  fixture_init (&fixture);

  g_autoptr (XuJournal) journal = fixture_open (&fixture);

  xu_job_record_free (add_job (journal, "a"));
  g_clear_pointer (&journal, xu_journal_free);
  start_helper (&helper, &fixture);
  g_assert_true (read_answer (&helper));
  g_assert_true (ask_helper (&helper, "load"));
  g_assert_true (ask_helper (&helper, "take"));
  g_assert_true (ask_helper (&helper, "post"));
  kill_helper (&helper);

  journal = fixture_open (&fixture);

  g_autoptr (XuJobRecord) loaded = xu_journal_load_job (journal, "a", NULL);

  g_assert_cmpint (loaded->post, ==, XU_POST_RECORD_POSTING);

  g_clear_pointer (&journal, xu_journal_free);
  fixture_clear (&fixture);
}

/* Many open a journal that does not exist at the same moment: one makes it, all have it. */
static void
test_opened_at_once (void)
{
  Fixture fixture;
  Helper helpers[8];

  fixture_init (&fixture);
  for (gsize i = 0; i < G_N_ELEMENTS (helpers); i++)
    start_helper (&helpers[i], &fixture);
  for (gsize i = 0; i < G_N_ELEMENTS (helpers); i++)
    g_assert_true (read_answer (&helpers[i]));

  g_autoptr (XuJournal) journal = fixture_open (&fixture);
  g_autoptr (XuJobRecord) record = add_job (journal, "a");

  for (gsize i = 0; i < G_N_ELEMENTS (helpers); i++)
    g_assert_true (ask_helper (&helpers[i], "load"));
  xu_journal_release_job (journal, record->number);

  guint n_taken = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (helpers); i++)
    n_taken += ask_helper (&helpers[i], "take") ? 1 : 0;
  g_assert_cmpuint (n_taken, ==, 1);

  for (gsize i = 0; i < G_N_ELEMENTS (helpers); i++)
    kill_helper (&helpers[i]);
  g_clear_pointer (&journal, xu_journal_free);
  fixture_clear (&fixture);
}

/* All of them write: each waits for its turn, and nothing is lost. */
static void
test_written_at_once (void)
{
  Fixture fixture;
  Helper helpers[4];

  fixture_init (&fixture);
  for (gsize i = 0; i < G_N_ELEMENTS (helpers); i++)
    {
      start_helper (&helpers[i], &fixture);
      g_assert_true (read_answer (&helpers[i]));
    }
  for (gsize i = 0; i < G_N_ELEMENTS (helpers); i++)
    send_command (&helpers[i], "fill");
  for (gsize i = 0; i < G_N_ELEMENTS (helpers); i++)
    g_assert_true (read_answer (&helpers[i]));

  g_autoptr (XuJournal) journal = fixture_open (&fixture);
  g_autoptr (GPtrArray) jobs = xu_journal_list_jobs (journal, NULL);

  g_assert_cmpuint (jobs->len, ==, G_N_ELEMENTS (helpers) * N_FILLED);

  for (gsize i = 0; i < G_N_ELEMENTS (helpers); i++)
    kill_helper (&helpers[i]);
  g_clear_pointer (&journal, xu_journal_free);
  fixture_clear (&fixture);
}

int
main (int argc, char **argv)
{
  if (argc == 3 && g_str_equal (argv[1], "--helper"))
    return run_helper (argv[2]);

  program = argv[0];
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/journal-processes/killed-process", test_killed_process);
  g_test_add_func ("/journal-processes/killed-alone", test_killed_alone);
  g_test_add_func ("/journal-processes/opened-at-once", test_opened_at_once);
  g_test_add_func ("/journal-processes/written-at-once", test_written_at_once);

  return g_test_run ();
}
