/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Jobs in one journal: everything comes back as it was, and what contradicts itself does not. */

#include "config.h"

#include "journal-fixture.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "xu-error.h"
#include "xu-journal-private.h"

static XuJobRecord *
load (XuJournal *journal, const char *id)
{
  g_autoptr (GError) error = NULL;
  XuJobRecord *record = xu_journal_load_job (journal, id, &error);

  g_assert_no_error (error);
  g_assert_nonnull (record);
  return record;
}

static void
add (XuJournal *journal, XuJobRecord *record)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (xu_journal_add_job (journal, record, &error));
  g_assert_no_error (error);
}

static void
save (XuJournal *journal, XuJobRecord *record)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (xu_journal_save_job (journal, record, &error));
  g_assert_no_error (error);
}

static void
test_round_trip (void)
{
  Fixture fixture;

  fixture_init (&fixture);

  g_autoptr (XuJobRecord) plain = fixture_new_plain_job ("a1");
  g_autoptr (XuJobRecord) odd = fixture_new_odd_job ("'; --");
  gint64 before = g_get_real_time () / G_USEC_PER_SEC;

  {
    g_autoptr (XuJournal) journal = fixture_open (&fixture);

    add (journal, plain);
    add (journal, odd);

    g_autoptr (XuJobRecord) loaded = load (journal, "'; --");

    fixture_assert_same (odd, loaded);
  }

  g_assert_cmpint (plain->number, ==, 1);
  g_assert_cmpint (odd->number, ==, 2);
  g_assert_cmpint (plain->created_at, >=, before);
  g_assert_cmpint (plain->changed_at, ==, plain->created_at);

  g_autoptr (XuJournal) journal = fixture_open (&fixture);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) jobs = xu_journal_list_jobs (journal, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (jobs->len, ==, 2);
  fixture_assert_same (plain, g_ptr_array_index (jobs, 0));
  fixture_assert_same (odd, g_ptr_array_index (jobs, 1));

  g_clear_pointer (&journal, xu_journal_free);
  fixture_clear (&fixture);
}

/* Every value of every enum, and every code, survives. */
static void
test_all_values (void)
{
  Fixture fixture;

  fixture_init (&fixture);

  g_autoptr (XuJournal) journal = fixture_open (&fixture);
  g_autoptr (XuJobRecord) record = fixture_new_odd_job ("a");

  add (journal, record);
  for (int code = XU_ERROR_INTERNAL; code <= XU_ERROR_POST_UNKNOWN; code++)
    {
      g_clear_error (&record->error);
      record->error = xu_error_new ((XuErrorCode) code, "detail %d", code);
      xu_error_set_part (record->error, (XuErrorPart) (code % 4));
      record->outcome = code < 4 ? (XuJobOutcome) (code + (code == XU_JOB_OUTCOME_FAILED))
                                 : XU_JOB_OUTCOME_FAILED;
      record->post = (XuPostRecord) (code % 3);
      save (journal, record);

      g_autoptr (XuJobRecord) loaded = load (journal, "a");

      fixture_assert_same (record, loaded);
    }

  g_clear_pointer (&journal, xu_journal_free);
  fixture_clear (&fixture);
}

static void
test_foreign_words_become_text (void)
{
  Fixture fixture;

  fixture_init (&fixture);

  g_autoptr (XuJournal) journal = fixture_open (&fixture);
  g_autoptr (XuJobRecord) record = fixture_new_plain_job ("a");

  record->outcome = XU_JOB_OUTCOME_FAILED;
  record->error = xu_error_new (XU_ERROR_FILE_UNREADABLE, "/tmp/%s: gone", "\xff");
  xu_error_set_reason (record->error, "\x80");
  add (journal, record);

  g_autoptr (XuJobRecord) loaded = load (journal, "a");

  g_assert_cmpstr (loaded->error->message, ==, "/tmp/\xef\xbf\xbd: gone");
  g_assert_cmpstr (xu_error_get_reason (loaded->error), ==, "\xef\xbf\xbd");

  g_clear_pointer (&journal, xu_journal_free);
  fixture_clear (&fixture);
}

static void
test_files_are_private (void)
{
  static const char *const suffixes[] = { "", "-wal", "-shm", ".lock" };
  Fixture fixture;
  GStatBuf facts;

  fixture_init (&fixture);

  g_autoptr (XuJournal) journal = fixture_open (&fixture);
  g_autofree char *folder = g_path_get_dirname (fixture.path);

  g_assert_cmpint (g_stat (folder, &facts), ==, 0);
  g_assert_cmpint (facts.st_mode & 0777, ==, 0700);
  for (gsize i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *path = g_strconcat (fixture.path, suffixes[i], NULL);

      g_assert_cmpint (g_stat (path, &facts), ==, 0);
      g_assert_cmpint (facts.st_mode & 0777, ==, 0600);
    }

  g_autofree char *log = g_strconcat (fixture.path, "-wal", NULL);

  g_assert_cmpstr (xu_journal_get_watched_path (journal), ==, log);

  /* What is left of a journal that was closed well is one file, and its lock. */
  g_clear_pointer (&journal, xu_journal_free);
  g_assert_false (g_file_test (log, G_FILE_TEST_EXISTS));
  fixture_clear (&fixture);
}

static void
test_save_upload (void)
{
  Fixture fixture;

  fixture_init (&fixture);

  g_autoptr (XuJournal) journal = fixture_open (&fixture);
  g_autoptr (XuJobRecord) record = fixture_new_odd_job ("a");
  g_autoptr (GError) error = NULL;

  add (journal, record);

  g_autoptr (XuJobRecord) expected = xu_job_record_copy (record);

  /* Only the upload of the item is saved: neither another one nor anything else. */
  xu_upload_record_set_acknowledged (&xu_job_record_get_item (record, 1)->upload, 5);
  xu_upload_record_set_acknowledged (&xu_job_record_get_item (expected, 1)->upload, 5);
  xu_upload_record_set_acknowledged (&xu_job_record_get_item (record, 0)->upload, 5);
  xu_job_record_get_item (record, 1)->size = 1;
  record->is_paused = FALSE;
  g_assert_true (xu_journal_save_upload (journal, record, 1, FALSE, &error));
  g_assert_no_error (error);

  g_autoptr (XuJobRecord) loaded = load (journal, "a");

  fixture_assert_same (expected, loaded);

  g_clear_pointer (&journal, xu_journal_free);
  fixture_clear (&fixture);
}

/* Fewer items than before, other files, another order of roles. */
static void
test_new_spec_replaces (void)
{
  Fixture fixture;

  fixture_init (&fixture);

  g_autoptr (XuJournal) journal = fixture_open (&fixture);
  g_autoptr (XuJobRecord) record = fixture_new_odd_job ("a");

  add (journal, record);

  g_autoptr (XuJobSpec) spec = xu_job_spec_copy (record->spec);

  g_clear_pointer (&spec->subtitles_path, g_free);
  g_clear_pointer (&spec->alt_texts, g_strfreev);
  xu_job_record_set_spec (record, spec);
  save (journal, record);

  g_autoptr (XuJobRecord) loaded = load (journal, "a");

  fixture_assert_same (record, loaded);
  g_assert_cmpuint (loaded->items->len, ==, 5);

  g_clear_pointer (&journal, xu_journal_free);
  fixture_clear (&fixture);
}

static void
test_names (void)
{
  Fixture fixture;

  fixture_init (&fixture);

  g_autoptr (XuJournal) journal = fixture_open (&fixture);
  g_autoptr (XuJobRecord) record = fixture_new_plain_job ("a");
  g_autoptr (XuJobRecord) namesake = fixture_new_plain_job ("a");
  g_autoptr (GError) error = NULL;

  g_assert_null (xu_journal_load_job (journal, "a", &error));
  g_assert_error (error, XU_ERROR, XU_ERROR_USAGE);
  g_clear_error (&error);

  add (journal, record);
  g_assert_false (xu_journal_add_job (journal, namesake, &error));
  g_assert_error (error, XU_ERROR, XU_ERROR_USAGE);
  g_assert_cmpint (namesake->number, ==, 0);
  g_clear_error (&error);

  g_assert_true (xu_journal_remove_job (journal, "a", &error));
  g_assert_true (xu_journal_remove_job (journal, "a", &error));
  g_assert_null (xu_journal_load_job (journal, "a", NULL));

  /* What is saved of a job that is gone goes nowhere; a number is never used again. */
  g_assert_true (xu_journal_take_job (journal, record->number));
  g_assert_false (xu_journal_save_job (journal, record, &error));
  g_assert_error (error, XU_ERROR, XU_ERROR_STORAGE);
  g_clear_error (&error);
  g_assert_false (xu_journal_save_upload (journal, record, 0, TRUE, &error));
  g_assert_error (error, XU_ERROR, XU_ERROR_STORAGE);
  add (journal, namesake);
  g_assert_cmpint (namesake->number, ==, 2);

  g_clear_pointer (&journal, xu_journal_free);

  g_autofree char *n_left = fixture_ask (
      &fixture, "SELECT (SELECT count (*) FROM items) + (SELECT count (*) FROM uploads)");

  g_assert_cmpstr (n_left, ==, "2");
  fixture_clear (&fixture);
}

static void
break_post_id (XuJobRecord *record)
{
  record->post_id = g_strdup ("../1");
}

static void
break_media_id (XuJobRecord *record)
{
  XuUploadRecord *upload = &xu_job_record_get_item (record, 0)->upload;

  upload->state = XU_UPLOAD_RECORD_APPENDING;
  upload->media_id = g_strdup ("7_1");
}

static void
break_failure (XuJobRecord *record)
{
  record->outcome = XU_JOB_OUTCOME_FAILED;
}

static void
break_acknowledged (XuJobRecord *record)
{
  xu_upload_record_set_acknowledged (&xu_job_record_get_item (record, 0)->upload, 0);
}

static void
break_error_domain (XuJobRecord *record)
{
  record->outcome = XU_JOB_OUTCOME_FAILED;
  record->error = g_error_new_literal (g_quark_from_static_string ("other"), 1, "other");
}

static void
break_text (XuJobRecord *record)
{
  record->user_id = g_strdup ("\xff");
}

static void
test_contradictions (void)
{
  static const struct
  {
    void (*break_it) (XuJobRecord *record);
    XuErrorCode code;
  } rows[] = {
    { break_post_id, XU_ERROR_INTERNAL },      { break_media_id, XU_ERROR_INTERNAL },
    { break_failure, XU_ERROR_INTERNAL },      { break_acknowledged, XU_ERROR_INTERNAL },
    { break_error_domain, XU_ERROR_INTERNAL }, { break_text, XU_ERROR_STORAGE },
  };
  Fixture fixture;

  fixture_init (&fixture);

  g_autoptr (XuJournal) journal = fixture_open (&fixture);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (XuJobRecord) record = fixture_new_plain_job ("a");
      g_autoptr (GError) error = NULL;

      rows[i].break_it (record);
      g_assert_false (xu_journal_add_job (journal, record, &error));
      g_assert_error (error, XU_ERROR, (int) rows[i].code);
      g_assert_cmpint (record->number, ==, 0);
      g_assert_null (xu_journal_load_job (journal, "a", NULL));
    }

  g_clear_pointer (&journal, xu_journal_free);
  fixture_clear (&fixture);
}

/* Somebody changes a row: it is refused, the others are not, and it stays where it is. */
static void
test_damaged_rows (void)
{
  static const char *const changes[] = {
    "UPDATE jobs SET text = 'Hallo' WHERE id = 'a'",
    "UPDATE jobs SET post = 'none', post_id = NULL WHERE id = 'a'",
    "UPDATE jobs SET outcome = 'over' WHERE id = 'a'",
    "UPDATE jobs SET checksum = '' WHERE id = 'a'",
    "UPDATE jobs SET number = 77 WHERE id = 'a'",
    "UPDATE jobs SET number = -1 WHERE id = 'a'",
    "UPDATE jobs SET number = 9223372036854775807 WHERE id = 'a'",
    "UPDATE items SET path = x'2f00' WHERE job = 1 AND position = 0",
    "UPDATE items SET path = x'' WHERE job = 1 AND position = 0",
    "UPDATE items SET role = 'cover' WHERE job = 1 AND position = 0",
    "UPDATE items SET size = -1 WHERE job = 1 AND position = 0",
    "DELETE FROM items WHERE job = 1",
    "DELETE FROM items WHERE job = 1 AND position = 0",
    "DELETE FROM uploads WHERE job = 1 AND position = 1",
    "UPDATE uploads SET acknowledged = zeroblob (125) WHERE job = 1 AND position = 0",
    "UPDATE uploads SET acknowledged = zeroblob (124) WHERE job = 1 AND position = 0",
    "UPDATE uploads SET acknowledged = zeroblob (1000000) WHERE job = 1 AND position = 0",
    "UPDATE uploads SET media_id = '2' WHERE job = 1 AND position = 0",
    "UPDATE uploads SET cuts = '0:0:1,1:18446744073709551615:1' WHERE job = 1 AND position = 0",
  };
  Fixture fixture;

  for (gsize i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      fixture_init (&fixture);

      g_autoptr (XuJournal) journal = fixture_open (&fixture);
      g_autoptr (XuJobRecord) record = fixture_new_odd_job ("a");
      g_autoptr (XuJobRecord) other = fixture_new_plain_job ("b");
      g_autoptr (GError) error = NULL;

      add (journal, record);
      add (journal, other);
      xu_journal_release_job (journal, record->number);
      fixture_execute (&fixture, changes[i]);

      g_assert_null (xu_journal_load_job (journal, "a", &error));
      g_assert_error (error, XU_ERROR, XU_ERROR_STORAGE);
      g_clear_error (&error);

      g_autoptr (GPtrArray) jobs = xu_journal_list_jobs (journal, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (jobs->len, ==, 1);
      fixture_assert_same (other, g_ptr_array_index (jobs, 0));
      g_assert_true (xu_journal_prune_at (journal, 0, G_MAXINT64 / 2, NULL));
      g_clear_pointer (&journal, xu_journal_free);

      g_autofree char *n_jobs = fixture_ask (&fixture, "SELECT count (*) FROM jobs");

      g_assert_cmpstr (n_jobs, ==, "2");
      fixture_clear (&fixture);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/journal/round-trip", test_round_trip);
  g_test_add_func ("/journal/all-values", test_all_values);
  g_test_add_func ("/journal/foreign-words-become-text", test_foreign_words_become_text);
  g_test_add_func ("/journal/files-are-private", test_files_are_private);
  g_test_add_func ("/journal/save-upload", test_save_upload);
  g_test_add_func ("/journal/new-spec-replaces", test_new_spec_replaces);
  g_test_add_func ("/journal/names", test_names);
  g_test_add_func ("/journal/contradictions", test_contradictions);
  g_test_add_func ("/journal/damaged-rows", test_damaged_rows);

  return g_test_run ();
}
