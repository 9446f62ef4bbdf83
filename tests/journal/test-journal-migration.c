/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Journals of older and newer versions, and such as lie about theirs. */

#include "config.h"

#include "journal-fixture.h"

#include <string.h>
#include <unistd.h>

#include "xu-error.h"
#include "xu-journal-locks.h"
#include "xu-journal-private.h"
#include "xu-journal-schema.h"

/* When the file of each version was written. */
static const gint64 written_at[] = { 0, 1795382261, 1796031585, 1796031585 };

static void
make_version (const Fixture *fixture, guint version)
{
  g_autofree char *name = g_strdup_printf ("journal-version-%u.sql", version);
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "journal", name, NULL);
  g_autofree char *sql = NULL;
  g_autoptr (GBytes) nothing = g_bytes_new (NULL, 0);
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &sql, NULL, &error);
  g_assert_no_error (error);
  fixture_write (fixture, "", nothing);
  fixture_execute (fixture, sql);
}

static void
assert_job (GPtrArray *jobs, guint i, XuJobRecord *expected, guint version)
{
  expected->number = i + 1;
  expected->created_at = expected->changed_at = written_at[version];
  fixture_assert_same (g_ptr_array_index (jobs, i), expected);
}

static void
assert_version (const Fixture *fixture, guint version)
{
  g_autofree char *answer = fixture_ask (fixture, "PRAGMA user_version");
  g_autofree char *expected = g_strdup_printf ("%u", version);

  g_assert_cmpstr (answer, ==, expected);
}

/* What all versions had. */
static void
assert_jobs_and_account (XuJournal *journal, guint version)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) jobs = xu_journal_list_jobs (journal, &error);
  g_autoptr (XuJobRecord) plain = fixture_new_plain_job ("plain");
  g_autoptr (XuJobRecord) odd = fixture_new_odd_job ("odd");
  g_autoptr (XuAccountRecord) account
      = xu_journal_find_account (journal, "https://api.x.com", "0123456789abcdef");

  g_assert_no_error (error);
  g_assert_cmpuint (jobs->len, ==, 2);
  assert_job (jobs, 0, plain, version);
  assert_job (jobs, 1, odd, version);
  g_assert_cmpint (xu_journal_take_request (journal, 2), ==, XU_JOURNAL_REQUEST_CANCEL);
  g_assert_cmpstr (account->user_id, ==, "2244994945");
  g_assert_cmpstr (account->subscription_type, ==, "Premium");
}

/* What version 3 added. */
static void
assert_keeps_draft (XuJournal *journal)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (XuJobRecord) draft = fixture_new_plain_job ("draft");

  draft->spec->intent = XU_POST_INTENT_DRAFT;
  g_assert_true (xu_journal_add_job (journal, draft, &error));
  g_assert_no_error (error);

  g_autoptr (XuJobRecord) again = xu_journal_load_job (journal, "draft", &error);

  fixture_assert_same (again, draft);
}

static void
test_from_version_1 (void)
{
  Fixture fixture;

  fixture_init (&fixture);
  make_version (&fixture, 1);
  assert_version (&fixture, 1);

  g_autoptr (XuJournal) journal = fixture_open (&fixture);
  g_autoptr (GError) error = NULL;
  const XuServerRecord server = { .segment_refused = 1 };

  assert_jobs_and_account (journal, 1);
  assert_keeps_draft (journal);

  /* What version 2 added. */
  g_assert_true (xu_journal_save_server (journal, "sandbox:", &server, &error));
  g_assert_no_error (error);
  g_clear_pointer (&journal, xu_journal_free);

  assert_version (&fixture, xu_journal_schema_get_latest ());
  journal = fixture_open (&fixture);
  g_clear_pointer (&journal, xu_journal_free);
  fixture_clear (&fixture);
}

static void
test_from_version_2 (void)
{
  Fixture fixture;

  fixture_init (&fixture);
  make_version (&fixture, 2);
  assert_version (&fixture, 2);

  g_autoptr (XuJournal) journal = fixture_open (&fixture);
  g_autoptr (XuServerRecord) server
      = xu_journal_find_server_at (journal, "https://api.x.com", written_at[2]);

  assert_jobs_and_account (journal, 2);
  assert_keeps_draft (journal);
  g_assert_nonnull (server);
  g_assert_cmpuint (server->segment_ceiling, ==, 1048576);
  g_assert_cmpuint (server->segment_refused, ==, 2097152);
  g_assert_cmpstr (server->encoding, ==, "json");
  g_assert_true (server->is_sequential);

  g_clear_pointer (&journal, xu_journal_free);
  assert_version (&fixture, xu_journal_schema_get_latest ());
  fixture_clear (&fixture);
}

/* What version 4 added. */
static void
assert_keeps_sign_in (XuJournal *journal)
{
  g_autoptr (GError) error = NULL;
  const XuSignInRecord record = { .server = (char *) "https://api.x.com",
                                  .user_id = (char *) "1",
                                  .method = (char *) "oauth2" };

  g_assert_true (xu_journal_save_sign_in (journal, &record, &error));
  g_assert_no_error (error);

  g_autoptr (GPtrArray) records = xu_journal_list_sign_ins (journal, &error);

  g_assert_cmpuint (records->len, ==, 1);
}

static void
test_from_version_3 (void)
{
  Fixture fixture;

  fixture_init (&fixture);
  make_version (&fixture, 3);
  assert_version (&fixture, 3);

  g_autoptr (XuJournal) journal = fixture_open (&fixture);

  assert_jobs_and_account (journal, 3);
  assert_keeps_draft (journal);
  assert_keeps_sign_in (journal);

  g_clear_pointer (&journal, xu_journal_free);
  assert_version (&fixture, xu_journal_schema_get_latest ());
  fixture_clear (&fixture);
}

static void
assert_refused (const Fixture *fixture, const char *words)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *set_aside = NULL;

  g_assert_null (xu_journal_open (fixture->path, &set_aside, &error));
  g_assert_error (error, XU_ERROR, XU_ERROR_STORAGE);
  g_assert_nonnull (strstr (error->message, words));
  g_assert_null (set_aside);
}

/* A process of the older version goes on with the tables that it knows. */
static void
test_old_version_is_open (void)
{
  Fixture fixture;

  fixture_init (&fixture);
  make_version (&fixture, 1);

  g_autofree char *lock_path = g_strconcat (fixture.path, ".lock", NULL);
  int fd = xu_journal_locks_open (lock_path, NULL);

  g_assert_true (xu_journal_locks_share (fd));
  assert_refused (&fixture, "version 1 is open in another process");
  assert_version (&fixture, 1);
  g_assert_cmpint (close (fd), ==, 0);

  xu_journal_free (fixture_open (&fixture));
  assert_version (&fixture, xu_journal_schema_get_latest ());
  fixture_clear (&fixture);
}

static void
test_from_the_future (void)
{
  static const char *const versions[] = { "5", "1000" };
  Fixture fixture;

  for (gsize i = 0; i < G_N_ELEMENTS (versions); i++)
    {
      g_autofree char *sql = g_strconcat ("PRAGMA user_version = ", versions[i], NULL);

      fixture_init (&fixture);
      xu_journal_free (fixture_open (&fixture));
      fixture_execute (&fixture, sql);

      g_autoptr (GBytes) before = fixture_read (&fixture, "");

      assert_refused (&fixture, "newer version");

      g_autoptr (GBytes) after = fixture_read (&fixture, "");

      g_assert_true (g_bytes_equal (before, after));
      fixture_clear (&fixture);
    }
}

/* The tables are not those of the version. */
static void
test_wrong_tables (void)
{
  static const char *const changes[] = {
    "PRAGMA user_version = -1",
    "PRAGMA user_version = 0",
    "PRAGMA user_version = 1",
    "PRAGMA user_version = 2",
    "PRAGMA user_version = 3",
    "DROP TABLE uploads",
    "ALTER TABLE jobs RENAME COLUMN post TO past",
    "DROP TABLE jobs; CREATE VIEW jobs AS SELECT 1 AS number",
  };
  Fixture fixture;

  for (gsize i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      fixture_init (&fixture);
      xu_journal_free (fixture_open (&fixture));
      fixture_execute (&fixture, changes[i]);

      g_autoptr (GBytes) before = fixture_read (&fixture, "");
      g_autoptr (GError) error = NULL;
      g_autofree char *set_aside = NULL;
      g_autoptr (XuJournal) journal = xu_journal_open (fixture.path, &set_aside, &error);
      g_autofree char *kept = NULL;
      gsize length;

      g_assert_no_error (error);
      g_assert_nonnull (set_aside);
      g_assert_true (g_file_get_contents (set_aside, &kept, &length, NULL));
      g_assert_cmpmem (kept, length, g_bytes_get_data (before, NULL), g_bytes_get_size (before));

      g_clear_pointer (&journal, xu_journal_free);
      fixture_clear (&fixture);
    }
}

/* What a crash between making the file and its tables leaves. */
static void
test_empty_file (void)
{
  Fixture fixture;
  g_autoptr (GBytes) nothing = g_bytes_new (NULL, 0);

  fixture_init (&fixture);
  fixture_write (&fixture, "", nothing);
  xu_journal_free (fixture_open (&fixture));
  assert_version (&fixture, xu_journal_schema_get_latest ());
  fixture_clear (&fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/journal-migration/from-version-1", test_from_version_1);
  g_test_add_func ("/journal-migration/from-version-2", test_from_version_2);
  g_test_add_func ("/journal-migration/from-version-3", test_from_version_3);
  g_test_add_func ("/journal-migration/old-version-is-open", test_old_version_is_open);
  g_test_add_func ("/journal-migration/from-the-future", test_from_the_future);
  g_test_add_func ("/journal-migration/wrong-tables", test_wrong_tables);
  g_test_add_func ("/journal-migration/empty-file", test_empty_file);

  return g_test_run ();
}
