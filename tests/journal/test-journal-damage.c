/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Databases that a disk, or somebody, damaged at random: never a wrong job, never thrown away. */

#include "config.h"

#include "journal-fixture.h"

#include <glib/gstdio.h>
#include <string.h>

#include "xu-error.h"
#include "xu-journal-private.h"
#include "xu-test-share.h"

enum
{
  N_JOBS = 40,
  N_CASES = 600,
  PAGE_SIZE = 4096,
  HEADER_SIZE = 100,
};

static char *
get_id (guint i)
{
  return g_strdup_printf ("job%u", i);
}

/* Returns: (transfer full) (element-type XuJobRecord): the jobs of a journal that is closed */
static GPtrArray *
make_jobs (const Fixture *fixture)
{
  g_autoptr (XuJournal) journal = fixture_open (fixture);
  GPtrArray *jobs = g_ptr_array_new_with_free_func ((GDestroyNotify) xu_job_record_free);

  for (guint i = 0; i < N_JOBS; i++)
    {
      g_autofree char *id = get_id (i);
      XuJobRecord *record = i % 2 == 0 ? fixture_new_plain_job (id) : fixture_new_odd_job (id);

      g_assert_true (xu_journal_add_job (journal, record, NULL));
      g_ptr_array_add (jobs, record);
    }

  return jobs;
}

static void
change_bytes (GRand *rand, guint8 *data, gsize length)
{
  guint n = (guint) g_rand_int_range (rand, 1, 5);

  for (guint i = 0; i < n; i++)
    data[g_rand_int_range (rand, 0, (gint32) length)] ^= (guint8) g_rand_int_range (rand, 1, 256);
}

static guint8 *
choose_page (GRand *rand, guint8 *data, gsize length)
{
  return data + PAGE_SIZE * g_rand_int_range (rand, 0, (gint32) (length / PAGE_SIZE));
}

static void
change_page (GRand *rand, guint8 *data, gsize length)
{
  guint8 *page = choose_page (rand, data, length);

  for (guint i = 0; i < PAGE_SIZE; i++)
    page[i] = (guint8) g_rand_int (rand);
}

static void
empty_page (GRand *rand, guint8 *data, gsize length)
{
  memset (choose_page (rand, data, length), 0, PAGE_SIZE);
}

static void
copy_page (GRand *rand, guint8 *data, gsize length)
{
  memmove (choose_page (rand, data, length), choose_page (rand, data, length), PAGE_SIZE);
}

static void
change_header (GRand *rand, guint8 *data, gsize length)
{
  data[g_rand_int_range (rand, 0, HEADER_SIZE)] ^= (guint8) g_rand_int_range (rand, 1, 256);
}

/* The beginning of a page: what kind it is, how many cells it has and where. */
static void
change_page_header (GRand *rand, guint8 *data, gsize length)
{
  choose_page (rand, data, length)[g_rand_int_range (rand, 0, 32)]
      ^= (guint8) g_rand_int_range (rand, 1, 256);
}

static GBytes *
damage (GRand *rand, GBytes *bytes)
{
  static void (*const ways[]) (GRand * rand, guint8 * data, gsize length) = {
    change_bytes, change_page, empty_page, copy_page, change_header, change_page_header,
  };
  gsize length = g_bytes_get_size (bytes);
  guint8 *data = g_memdup2 (g_bytes_get_data (bytes, NULL), length);
  guint way = (guint) g_rand_int_range (rand, 0, G_N_ELEMENTS (ways) + 1);

  if (way < G_N_ELEMENTS (ways))
    ways[way](rand, data, length);
  else
    length = (gsize) g_rand_int_range (rand, 1, (gint32) length);

  return g_bytes_new_take (data, length);
}

static void
assert_holds (const char *path, GBytes *expected)
{
  g_autofree char *kept = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &kept, &length, NULL));
  g_assert_cmpmem (kept, length, g_bytes_get_data (expected, NULL), g_bytes_get_size (expected));
}

/* It can be worked with, or says that it cannot. */
static void
use (XuJournal *journal)
{
  g_autoptr (XuJobRecord) record = fixture_new_plain_job ("new");
  g_autoptr (GError) error = NULL;

  if (!xu_journal_add_job (journal, record, &error)
      || !xu_journal_save_upload (journal, record, 0, FALSE, &error)
      || !xu_journal_remove_job (journal, "new", &error)
      || !xu_journal_prune_at (journal, 0, 0, &error))
    g_assert_error (error, XU_ERROR, XU_ERROR_STORAGE);
  xu_journal_take_request (journal, 1);
}

/* Each job is as it was, or is told to be damaged; none is missing. */
static void
check_jobs (XuJournal *journal, GPtrArray *jobs, guint *n_refused)
{
  g_autoptr (GPtrArray) listed = xu_journal_list_jobs (journal, NULL);
  guint n_loaded = 0;

  for (guint i = 0; i < jobs->len; i++)
    {
      const XuJobRecord *expected = g_ptr_array_index (jobs, i);
      g_autoptr (GError) error = NULL;
      g_autoptr (XuJobRecord) loaded = xu_journal_load_job (journal, expected->id, &error);

      if (loaded != NULL)
        {
          fixture_assert_same (expected, loaded);
          n_loaded++;
        }
      else
        {
          g_assert_error (error, XU_ERROR, XU_ERROR_STORAGE);
          (*n_refused)++;
        }
    }

  if (listed != NULL)
    g_assert_cmpuint (listed->len, ==, n_loaded);
}

static void
test_database (void)
{
  Fixture fixture, copy;
  g_autoptr (GRand) rand = g_rand_new_with_seed (20260102);
  guint n_sound = 0, n_set_aside = 0, n_failed = 0, n_refused = 0;

  fixture_init (&fixture);

  g_autoptr (GPtrArray) jobs = make_jobs (&fixture);
  g_autoptr (GBytes) database = fixture_read (&fixture, "");

  for (guint i = 0; i < xu_test_share (N_CASES); i++)
    {
      g_autoptr (GBytes) damaged = damage (rand, database);
      g_autofree char *set_aside = NULL;
      g_autoptr (GError) error = NULL;

      fixture_init (&copy);
      fixture_write (&copy, "", damaged);

      g_autoptr (XuJournal) journal = xu_journal_open (copy.path, &set_aside, &error);

      if (journal == NULL)
        {
          g_assert_error (error, XU_ERROR, XU_ERROR_STORAGE);
          assert_holds (set_aside != NULL ? set_aside : copy.path, damaged);
          n_failed++;
        }
      else if (set_aside != NULL)
        {
          assert_holds (set_aside, damaged);
          n_set_aside++;
        }
      else
        {
          check_jobs (journal, jobs, &n_refused);
          n_sound++;
        }

      if (journal != NULL)
        use (journal);
      g_clear_pointer (&journal, xu_journal_free);
      fixture_clear (&copy);
    }

  g_test_message ("%u opened (%u jobs refused), %u set aside, %u not opened", n_sound, n_refused,
                  n_set_aside, n_failed);
  g_assert_cmpuint (n_sound, >, 0);
  g_assert_cmpuint (n_set_aside, >, 0);
  fixture_clear (&fixture);
}

/* Damage in the log: an earlier state, for SQLite takes what it can prove. */
static void
test_log (void)
{
  enum
  {
    N_STEPS = 8,
    N_LOGS = 120,
  };
  Fixture fixture, copy;
  g_autoptr (GRand) rand = g_rand_new_with_seed (20260103);
  g_autoptr (GHashTable) states = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GError) error = NULL;

  fixture_init (&fixture);

  g_autoptr (GPtrArray) jobs = make_jobs (&fixture);
  XuJobRecord *record = g_ptr_array_index (jobs, 1);
  g_autoptr (XuJournal) journal = fixture_open (&fixture);

  g_hash_table_add (states, fixture_describe (record));
  g_assert_true (xu_journal_take_job (journal, record->number));
  for (guint step = 0; step < N_STEPS; step++)
    {
      record->is_paused = !record->is_paused;
      xu_job_record_get_item (record, 0)->upload.expires_at = step;
      g_assert_true (xu_journal_save_job (journal, record, &error));
      g_assert_no_error (error);
      g_hash_table_add (states, fixture_describe (record));
    }

  g_autoptr (GBytes) database = fixture_copy (&fixture, "");
  g_autoptr (GBytes) log = fixture_copy (&fixture, "-wal");

  for (guint i = 0; i < xu_test_share (N_LOGS); i++)
    {
      g_autoptr (GBytes) damaged = damage (rand, log);

      fixture_init (&copy);
      fixture_write (&copy, "", database);
      fixture_write (&copy, "-wal", damaged);

      g_autoptr (XuJournal) survivor = fixture_open (&copy);
      g_autoptr (XuJobRecord) found = xu_journal_load_job (survivor, record->id, &error);

      g_assert_no_error (error);

      g_autofree char *state = fixture_describe (found);

      g_assert_true (g_hash_table_contains (states, state));
      use (survivor);
      g_clear_pointer (&survivor, xu_journal_free);
      fixture_clear (&copy);
    }

  g_clear_pointer (&journal, xu_journal_free);
  fixture_clear (&fixture);
}

/* The database is damaged, and its log is not: both are kept as they were. */
static void
test_log_is_kept_too (void)
{
  Fixture fixture, copy;

  fixture_init (&fixture);

  g_ptr_array_unref (make_jobs (&fixture));

  g_autoptr (XuJournal) journal = fixture_open (&fixture);
  g_autoptr (XuJobRecord) record = fixture_new_plain_job ("new");

  g_assert_true (xu_journal_add_job (journal, record, NULL));

  g_autoptr (GBytes) database = fixture_copy (&fixture, "");
  g_autoptr (GBytes) log = fixture_copy (&fixture, "-wal");
  gsize length = g_bytes_get_size (database);
  guint8 *data = g_memdup2 (g_bytes_get_data (database, NULL), length);

  memset (data + length / 2, 0x55, PAGE_SIZE);

  g_autoptr (GBytes) damaged = g_bytes_new_take (data, length);
  g_autofree char *set_aside = NULL;

  fixture_init (&copy);
  fixture_write (&copy, "", damaged);
  fixture_write (&copy, "-wal", log);

  g_autoptr (XuJournal) survivor = xu_journal_open (copy.path, &set_aside, NULL);

  g_assert_nonnull (survivor);
  g_assert_nonnull (set_aside);

  g_autofree char *kept_log = g_strconcat (set_aside, "-wal", NULL);

  assert_holds (set_aside, damaged);
  assert_holds (kept_log, log);

  g_clear_pointer (&survivor, xu_journal_free);
  g_clear_pointer (&journal, xu_journal_free);
  fixture_clear (&copy);
  fixture_clear (&fixture);
}

/* Twice in one second: the second does not replace the first. */
static void
test_names (void)
{
  Fixture fixture;
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  fixture_init (&fixture);
  for (guint i = 0; i < 5; i++)
    {
      g_autofree char *text = g_strdup_printf ("not a database %u", i);
      g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
      g_autofree char *set_aside = NULL;

      fixture_write (&fixture, "", bytes);

      g_autoptr (XuJournal) journal = xu_journal_open (fixture.path, &set_aside, NULL);

      g_assert_nonnull (journal);
      assert_holds (set_aside, bytes);
      g_assert_true (g_regex_match_simple ("/journal\\.db\\.damaged-[0-9]{8}-[0-9]{6}(-[0-9]+)?$",
                                           set_aside, G_REGEX_DEFAULT, G_REGEX_MATCH_DEFAULT));
      g_assert_true (g_hash_table_add (names, g_steal_pointer (&set_aside)));
    }

  fixture_clear (&fixture);
}

/* Damage that comes while others have it open: an error for them, and nobody takes it away. */
static void
test_open_elsewhere (void)
{
  Fixture fixture;
  g_autofree char *set_aside = NULL;
  g_autoptr (GError) error = NULL;

  fixture_init (&fixture);

  g_ptr_array_unref (make_jobs (&fixture));

  g_autoptr (XuJournal) journal = fixture_open (&fixture);
  g_autoptr (GBytes) database = fixture_copy (&fixture, "");
  gsize length = g_bytes_get_size (database);
  g_autofree char *command = g_strdup_printf (
      "dd if=/dev/zero of=%s bs=%d seek=1 count=%" G_GSIZE_FORMAT " conv=notrunc status=none",
      fixture.path, PAGE_SIZE, length / PAGE_SIZE - 1);

  /* Another process writes, for closing the file here would give back SQLite's locks. */
  g_assert_true (g_spawn_command_line_sync (command, NULL, NULL, NULL, &error));
  g_assert_no_error (error);

  g_assert_null (xu_journal_open (fixture.path, &set_aside, &error));
  g_assert_error (error, XU_ERROR, XU_ERROR_STORAGE);
  g_assert_nonnull (strstr (error->message, "open in another process"));
  g_assert_null (set_aside);
  g_clear_error (&error);

  /* It still has all in its cache. */
  sqlite3_db_release_memory (journal->db);
  g_assert_null (xu_journal_list_jobs (journal, &error));
  g_assert_error (error, XU_ERROR, XU_ERROR_STORAGE);
  g_clear_error (&error);
  g_clear_pointer (&journal, xu_journal_free);

  /* The next one has it for itself. */
  journal = xu_journal_open (fixture.path, &set_aside, &error);
  g_assert_no_error (error);
  g_assert_nonnull (set_aside);

  g_clear_pointer (&journal, xu_journal_free);
  fixture_clear (&fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/journal-damage/database", test_database);
  g_test_add_func ("/journal-damage/log", test_log);
  g_test_add_func ("/journal-damage/log-is-kept-too", test_log_is_kept_too);
  g_test_add_func ("/journal-damage/names", test_names);
  g_test_add_func ("/journal-damage/open-elsewhere", test_open_elsewhere);

  return g_test_run ();
}
