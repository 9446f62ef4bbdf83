/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Several users of one journal, as objects of one process. */

#include "config.h"

#include "journal-fixture.h"

#include <unistd.h>

#include "xu-error.h"
#include "xu-journal-locks.h"

static XuJobRecord *
add_job (XuJournal *journal, const char *id)
{
  XuJobRecord *record = fixture_new_plain_job (id);
  g_autoptr (GError) error = NULL;

  xu_journal_add_job (journal, record, &error);
  g_assert_no_error (error);
  return record;
}

static void
test_two_objects (void)
{
  Fixture fixture;
  g_autoptr (GError) error = NULL;

  fixture_init (&fixture);

  g_autoptr (XuJournal) one = fixture_open (&fixture);
  g_autoptr (XuJournal) other = fixture_open (&fixture);
  g_autoptr (XuJobRecord) record = add_job (one, "a");

  g_assert_true (xu_journal_take_job (one, record->number));
  g_assert_false (xu_journal_is_taken_elsewhere (one, record->number));
  g_assert_true (xu_journal_is_taken_elsewhere (other, record->number));
  g_assert_false (xu_journal_take_job (other, record->number));

  g_assert_false (xu_journal_remove_job (other, "a", &error));
  g_assert_error (error, XU_ERROR, XU_ERROR_USAGE);
  g_clear_error (&error);

  xu_journal_release_job (one, record->number);
  xu_journal_release_job (one, record->number);
  g_assert_true (xu_journal_take_job (other, record->number));
  g_assert_false (xu_journal_take_job (one, record->number));

  /* A number that no job can have. */
  g_assert_false (xu_journal_take_job (one, 0));
  g_assert_false (xu_journal_take_job (one, -1));
  g_assert_false (xu_journal_take_job (one, G_MAXINT64));
  g_assert_false (xu_journal_is_taken_elsewhere (one, G_MAXINT64));

  /* The end of an object gives its jobs back. */
  g_clear_pointer (&other, xu_journal_free);
  g_assert_true (xu_journal_take_job (one, record->number));
  g_assert_true (xu_journal_remove_job (one, "a", &error));
  g_assert_no_error (error);

  g_clear_pointer (&one, xu_journal_free);
  fixture_clear (&fixture);
}

/* Who looks after the database is alone, and so is who sets it aside. */
static void
test_locks (void)
{
  Fixture fixture;
  g_autoptr (GError) error = NULL;

  fixture_init (&fixture);

  g_autofree char *path = g_build_filename (fixture.folder, "lock", NULL);
  int one = xu_journal_locks_open (path, NULL);
  int other = xu_journal_locks_open (path, NULL);

  g_assert_true (xu_journal_locks_begin_opening (one, 0, NULL));
  g_assert_false (xu_journal_locks_begin_opening (other, 0, &error));
  g_assert_error (error, XU_ERROR, XU_ERROR_STORAGE);
  xu_journal_locks_end_opening (one);
  g_assert_true (xu_journal_locks_begin_opening (other, 0, NULL));

  g_assert_true (xu_journal_locks_share (one));
  g_assert_true (xu_journal_locks_own_alone (one));
  g_assert_false (xu_journal_locks_share (other));
  g_assert_true (xu_journal_locks_share (one));
  g_assert_true (xu_journal_locks_share (other));
  g_assert_false (xu_journal_locks_own_alone (one));

  g_assert_cmpint (close (one), ==, 0);
  g_assert_true (xu_journal_locks_own_alone (other));
  g_assert_cmpint (close (other), ==, 0);
  fixture_clear (&fixture);
}

static void
test_changes_are_seen (void)
{
  Fixture fixture;
  g_autoptr (GError) error = NULL;

  fixture_init (&fixture);

  g_autoptr (XuJournal) one = fixture_open (&fixture);
  g_autoptr (XuJournal) other = fixture_open (&fixture);

  g_assert_false (xu_journal_has_changed (one));

  g_autoptr (XuJobRecord) record = add_job (one, "a");

  g_assert_false (xu_journal_has_changed (one));
  g_assert_true (xu_journal_has_changed (other));
  g_assert_false (xu_journal_has_changed (other));

  g_autoptr (XuJobRecord) seen = xu_journal_load_job (other, "a", &error);

  g_assert_no_error (error);
  fixture_assert_same (record, seen);

  g_assert_true (xu_journal_request (other, record->number, XU_JOURNAL_REQUEST_PAUSE, &error));
  g_assert_no_error (error);
  g_assert_true (xu_journal_has_changed (one));

  g_clear_pointer (&one, xu_journal_free);
  g_clear_pointer (&other, xu_journal_free);
  fixture_clear (&fixture);
}

static void
test_requests (void)
{
  Fixture fixture;
  g_autoptr (GError) error = NULL;

  fixture_init (&fixture);

  g_autoptr (XuJournal) one = fixture_open (&fixture);
  g_autoptr (XuJournal) other = fixture_open (&fixture);
  g_autoptr (XuJobRecord) record = add_job (one, "a");
  gint64 number = record->number;

  g_assert_cmpint (xu_journal_take_request (one, number), ==, XU_JOURNAL_REQUEST_NONE);

  /* The last one counts, is answered once, and survives that the job is saved meanwhile. */
  g_assert_true (xu_journal_request (other, number, XU_JOURNAL_REQUEST_PAUSE, NULL));
  g_assert_true (xu_journal_request (other, number, XU_JOURNAL_REQUEST_CANCEL, NULL));
  g_assert_true (xu_journal_save_job (one, record, NULL));
  g_assert_cmpint (xu_journal_take_request (one, number), ==, XU_JOURNAL_REQUEST_CANCEL);
  g_assert_cmpint (xu_journal_take_request (one, number), ==, XU_JOURNAL_REQUEST_NONE);

  g_assert_true (xu_journal_request (other, number, XU_JOURNAL_REQUEST_RESUME, NULL));
  g_assert_cmpint (xu_journal_take_request (one, number), ==, XU_JOURNAL_REQUEST_RESUME);

  g_assert_false (xu_journal_request (other, 77, XU_JOURNAL_REQUEST_PAUSE, &error));
  g_assert_error (error, XU_ERROR, XU_ERROR_USAGE);
  g_assert_cmpint (xu_journal_take_request (one, 77), ==, XU_JOURNAL_REQUEST_NONE);

  /* A request does not make the row another one. */
  g_autoptr (XuJobRecord) loaded = xu_journal_load_job (other, "a", NULL);

  fixture_assert_same (record, loaded);

  g_clear_pointer (&one, xu_journal_free);
  g_clear_pointer (&other, xu_journal_free);
  fixture_clear (&fixture);
}

/* What is still asked of a job is no obstacle to its end. */
static void
test_request_stays (void)
{
  Fixture fixture;
  g_autoptr (GError) error = NULL;

  fixture_init (&fixture);

  g_autoptr (XuJournal) journal = fixture_open (&fixture);
  g_autoptr (XuJobRecord) removed = add_job (journal, "removed");
  g_autoptr (XuJobRecord) pruned = add_job (journal, "pruned");

  pruned->outcome = XU_JOB_OUTCOME_CANCELLED;
  g_assert_true (xu_journal_save_job (journal, pruned, NULL));
  xu_journal_release_job (journal, removed->number);
  xu_journal_release_job (journal, pruned->number);
  g_assert_true (xu_journal_request (journal, removed->number, XU_JOURNAL_REQUEST_PAUSE, NULL));
  g_assert_true (xu_journal_request (journal, pruned->number, XU_JOURNAL_REQUEST_PAUSE, NULL));

  g_assert_true (xu_journal_remove_job (journal, "removed", &error));
  g_assert_no_error (error);
  g_assert_true (xu_journal_prune (journal, 0, &error));
  g_assert_no_error (error);

  g_autoptr (GPtrArray) jobs = xu_journal_list_jobs (journal, NULL);

  g_assert_cmpuint (jobs->len, ==, 0);

  g_clear_pointer (&journal, xu_journal_free);
  fixture_clear (&fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/journal-sharing/two-objects", test_two_objects);
  g_test_add_func ("/journal-sharing/locks", test_locks);
  g_test_add_func ("/journal-sharing/changes-are-seen", test_changes_are_seen);
  g_test_add_func ("/journal-sharing/requests", test_requests);
  g_test_add_func ("/journal-sharing/request-stays", test_request_stays);

  return g_test_run ();
}
