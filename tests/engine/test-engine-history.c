/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A history of a thousand posts comes at once. */

#include "config.h"

#include "engine-fixture.h"
#include "xu-journal.h"

enum
{
  N_JOBS = 1000,
};

static void
fill_journal (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (XuJournal) journal = xu_journal_open (path, NULL, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < N_JOBS; i++)
    {
      const char *paths[] = { "/home/user/holiday.mp4", NULL };
      g_autofree char *id = g_strdup_printf ("%08x", i);
      g_autofree char *text = g_strdup_printf ("Post %u", i);
      g_autoptr (XuJobSpec) spec = xu_job_spec_new (paths, text);
      g_autoptr (XuJobRecord) record = xu_job_record_new (id, "https://api.x.com", spec);

      record->outcome = XU_JOB_OUTCOME_POSTED;
      record->post = XU_POST_RECORD_POSTED;
      record->post_id = g_strdup_printf ("%u", 1000000 + i);
      g_assert_true (xu_journal_add_job (journal, record, &error));
      g_assert_no_error (error);
      xu_journal_release_job (journal, record->number);
    }
}

typedef struct
{
  guint n_changes;
  guint n_added;
  gboolean is_loaded;
} Seen;

static void
items_changed_cb (GListModel *model, guint position, guint removed, guint added, gpointer user_data)
{
  Seen *seen = user_data;

  seen->n_changes++;
  seen->n_added += added;
  g_assert_cmpuint (removed, ==, 0);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Seen *seen = user_data;
  g_autoptr (GError) error = NULL;

  xu_engine_load_finish (XU_ENGINE (source), result, &error);
  g_assert_no_error (error);
  seen->is_loaded = TRUE;
}

static void
test_thousand (void)
{
  EngineFixture fixture = { 0 };
  const char *arguments[] = { NULL };
  Seen seen = { 0 };
  gint64 longest = 0;

  engine_fixture_begin (&fixture, arguments);

  g_autofree char *path = g_build_filename (fixture.folder, "journal.db", NULL);

  fill_journal (path);
  fixture.engine = engine_fixture_make_engine (&fixture, NULL);
  g_signal_connect (xu_engine_get_jobs (fixture.engine), "items-changed",
                    G_CALLBACK (items_changed_cb), &seen);

  gint64 begun_at = g_get_monotonic_time ();

  xu_engine_load_async (fixture.engine, NULL, loaded_cb, &seen);
  while (!seen.is_loaded)
    {
      g_main_context_iteration (NULL, FALSE);

      gint64 now = g_get_monotonic_time ();

      longest = MAX (longest, now - begun_at);
      begun_at = now;
    }

  g_test_message ("the longest turn of the front's loop: %" G_GINT64_FORMAT " us", longest);
  g_assert_cmpuint (seen.n_changes, ==, 1);
  g_assert_cmpuint (seen.n_added, ==, N_JOBS);
  g_assert_cmpstr (xu_job_get_spec (engine_get_job (fixture.engine, N_JOBS - 1))->text, ==,
                   "Post 999");

  engine_fixture_tear_down (&fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/engine-history/thousand", test_thousand);

  return g_test_run ();
}
