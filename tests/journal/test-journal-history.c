/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What becomes old: jobs, and what is known about accounts and servers. */

#include "config.h"

#include "journal-fixture.h"

#include <string.h>

#include "xu-error.h"
#include "xu-journal-private.h"

static const gint64 day = 24 * 60 * 60;

static gint64
get_now (void)
{
  return g_get_real_time () / G_USEC_PER_SEC;
}

/* Puts a job in that was saved last some days ago; nobody has it then. */
static void
add_old_job (XuJournal *journal,
             const char *id,
             XuJobOutcome outcome,
             XuPostRecord post,
             gint64 changed_at)
{
  g_autoptr (XuJobRecord) record = fixture_new_plain_job (id);
  sqlite3_stmt *save = xu_journal_get_statement (journal, XU_STATEMENT_SAVE_JOB);
  g_autoptr (GError) error = NULL;

  record->outcome = outcome;
  record->post = post;
  if (outcome == XU_JOB_OUTCOME_FAILED)
    record->error = xu_error_new (XU_ERROR_SERVER, "failed");
  xu_journal_add_job (journal, record, &error);
  g_assert_no_error (error);

  int status = xu_journal_bind_job (save, record, changed_at);

  sqlite3_bind_int64 (save, 24, record->number);
  xu_journal_run (journal, XU_STATEMENT_SAVE_JOB, status, &error);
  g_assert_no_error (error);
  xu_journal_release_job (journal, record->number);
}

static gboolean
has_job (XuJournal *journal, const char *id)
{
  g_autoptr (XuJobRecord) record = xu_journal_load_job (journal, id, NULL);

  return record != NULL;
}

static void
prune (XuJournal *journal, guint days, gint64 now)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (xu_journal_prune_at (journal, days, now, &error));
  g_assert_no_error (error);
}

static void
test_prune (void)
{
  static const struct
  {
    XuJobOutcome outcome;
    XuPostRecord post;
    gint64 age; /* seconds */
    gboolean is_removed;
  } rows[] = {
    { XU_JOB_OUTCOME_POSTED, XU_POST_RECORD_POSTED, 30 * day, TRUE },
    { XU_JOB_OUTCOME_POSTED, XU_POST_RECORD_POSTED, 30 * day - 1, FALSE },
    { XU_JOB_OUTCOME_CANCELLED, XU_POST_RECORD_NONE, 31 * day, TRUE },
    { XU_JOB_OUTCOME_CANCELLED, XU_POST_RECORD_POSTING, 31 * day, FALSE },
    { XU_JOB_OUTCOME_FAILED, XU_POST_RECORD_NONE, 31 * day, TRUE },
    { XU_JOB_OUTCOME_FAILED, XU_POST_RECORD_POSTED, 31 * day, TRUE },
    { XU_JOB_OUTCOME_FAILED, XU_POST_RECORD_POSTING, 31 * day, FALSE },
    { XU_JOB_OUTCOME_FAILED, XU_POST_RECORD_NONE, 29 * day, FALSE },
    { XU_JOB_OUTCOME_NONE, XU_POST_RECORD_NONE, 400 * day, FALSE },
    { XU_JOB_OUTCOME_NONE, XU_POST_RECORD_POSTING, 400 * day, FALSE },
    { XU_JOB_OUTCOME_READY, XU_POST_RECORD_NONE, 400 * day, FALSE },
  };
  Fixture fixture;
  gint64 now = get_now ();

  fixture_init (&fixture);

  g_autoptr (XuJournal) journal = fixture_open (&fixture);

  add_old_job (journal, "newest", XU_JOB_OUTCOME_POSTED, XU_POST_RECORD_POSTED, now);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *id = g_strdup_printf ("%u", i);

      add_old_job (journal, id, rows[i].outcome, rows[i].post, now - rows[i].age);
    }

  prune (journal, 30, now);
  g_assert_true (has_job (journal, "newest"));
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *id = g_strdup_printf ("%u", i);

      g_test_message ("row %u", i);
      g_assert_cmpint (has_job (journal, id), ==, !rows[i].is_removed);
    }

  g_clear_pointer (&journal, xu_journal_free);
  fixture_clear (&fixture);
}

/* What anybody runs or holds stays. */
static void
test_prune_taken (void)
{
  Fixture fixture;
  gint64 now = get_now ();

  fixture_init (&fixture);

  g_autoptr (XuJournal) journal = fixture_open (&fixture);
  g_autoptr (XuJournal) other = fixture_open (&fixture);

  add_old_job (journal, "1", XU_JOB_OUTCOME_POSTED, XU_POST_RECORD_POSTED, now - 100 * day);
  add_old_job (journal, "2", XU_JOB_OUTCOME_POSTED, XU_POST_RECORD_POSTED, now - 100 * day);
  add_old_job (journal, "3", XU_JOB_OUTCOME_POSTED, XU_POST_RECORD_POSTED, now - 100 * day);
  add_old_job (journal, "4", XU_JOB_OUTCOME_NONE, XU_POST_RECORD_NONE, now);
  g_assert_true (xu_journal_take_job (journal, 1));
  g_assert_true (xu_journal_take_job (other, 2));

  prune (journal, 30, now);
  g_assert_true (has_job (journal, "1"));
  g_assert_true (has_job (journal, "2"));
  g_assert_false (has_job (journal, "3"));

  /* It still has what it had, and nothing more. */
  g_assert_false (xu_journal_take_job (other, 1));
  g_assert_true (xu_journal_take_job (other, 3));

  g_clear_pointer (&journal, xu_journal_free);
  g_clear_pointer (&other, xu_journal_free);
  fixture_clear (&fixture);
}

/* A clock that jumped, to either side, empties nothing. */
static void
test_prune_jumping_clock (void)
{
  static const gint64 clocks[] = { 0, -1000000, G_MAXINT64 / 2, G_MININT64 / 2 };
  Fixture fixture;
  gint64 now = get_now ();

  fixture_init (&fixture);

  g_autoptr (XuJournal) journal = fixture_open (&fixture);

  prune (journal, 0, now);
  prune (journal, G_MAXUINT, now);
  add_old_job (journal, "1", XU_JOB_OUTCOME_POSTED, XU_POST_RECORD_POSTED, now - 10 * day);
  add_old_job (journal, "2", XU_JOB_OUTCOME_POSTED, XU_POST_RECORD_POSTED, now);
  for (gsize i = 0; i < G_N_ELEMENTS (clocks); i++)
    prune (journal, 30, clocks[i]);
  prune (journal, G_MAXUINT, G_MAXINT64 / 2);
  g_assert_true (has_job (journal, "1"));
  g_assert_true (has_job (journal, "2"));

  g_assert_true (xu_journal_prune (journal, 11, NULL));
  g_assert_true (has_job (journal, "1"));
  g_assert_true (xu_journal_prune (journal, 10, NULL));
  g_assert_false (has_job (journal, "1"));
  g_assert_true (xu_journal_prune (journal, 0, NULL));
  g_assert_false (has_job (journal, "2"));

  g_clear_pointer (&journal, xu_journal_free);
  fixture_clear (&fixture);
}

static void
test_accounts (void)
{
  static const XuAccountRecord first = { (char *) "1", (char *) "Premium" };
  static const XuAccountRecord second = { (char *) "2", NULL };
  Fixture fixture;
  g_autoptr (GError) error = NULL;

  fixture_init (&fixture);

  g_autoptr (XuJournal) journal = fixture_open (&fixture);

  g_assert_null (xu_journal_find_account (journal, "s", "c"));
  g_assert_true (xu_journal_save_account (journal, "s", "c", &first, &error));
  g_assert_true (xu_journal_save_account (journal, "s", "d", &first, &error));
  g_assert_true (xu_journal_save_account (journal, "s", "d", &second, &error));
  g_assert_no_error (error);

  g_autoptr (XuAccountRecord) found = xu_journal_find_account (journal, "s", "c");
  g_autoptr (XuAccountRecord) other = xu_journal_find_account (journal, "s", "d");

  g_assert_cmpstr (found->user_id, ==, "1");
  g_assert_cmpstr (found->subscription_type, ==, "Premium");
  g_assert_cmpstr (other->user_id, ==, "2");
  g_assert_null (other->subscription_type);
  g_assert_null (xu_journal_find_account (journal, "t", "c"));

  /* Whose credentials they are is not believed of a row that somebody changed. */
  fixture_execute (&fixture, "UPDATE accounts SET user_id = '3' WHERE credentials = 'c'");
  g_assert_null (xu_journal_find_account (journal, "s", "c"));

  g_clear_pointer (&journal, xu_journal_free);
  fixture_clear (&fixture);
}

static void
test_servers (void)
{
  const XuServerRecord learnt = { .segment_ceiling = 1048576,
                                  .segment_refused = G_GUINT64_CONSTANT (9223372036854775807),
                                  .encoding = (char *) "json",
                                  .is_sequential = TRUE };
  const XuServerRecord nothing = { 0 };
  Fixture fixture;
  g_autoptr (GError) error = NULL;

  fixture_init (&fixture);

  g_autoptr (XuJournal) journal = fixture_open (&fixture);
  gint64 before = get_now ();

  g_assert_null (xu_journal_find_server (journal, "s"));
  g_assert_true (xu_journal_save_server (journal, "s", &learnt, &error));
  g_assert_no_error (error);

  gint64 after = get_now ();
  g_autoptr (XuServerRecord) found = xu_journal_find_server (journal, "s");

  g_assert_cmpuint (found->segment_ceiling, ==, learnt.segment_ceiling);
  g_assert_cmpuint (found->segment_refused, ==, learnt.segment_refused);
  g_assert_cmpstr (found->encoding, ==, "json");
  g_assert_true (found->is_sequential);

  /* For a week, and not from the future. */
  g_autoptr (XuServerRecord) late = xu_journal_find_server_at (journal, "s", before + 7 * day);

  g_assert_nonnull (late);
  g_assert_null (xu_journal_find_server_at (journal, "s", after + 7 * day + 1));
  g_assert_null (xu_journal_find_server_at (journal, "s", before - 1));

  g_assert_true (xu_journal_save_server (journal, "s", &nothing, &error));

  g_autoptr (XuServerRecord) replaced = xu_journal_find_server (journal, "s");

  g_assert_cmpuint (replaced->segment_ceiling, ==, 0);
  g_assert_null (replaced->encoding);
  fixture_execute (&fixture, "UPDATE servers SET segment_ceiling = 1");
  g_assert_null (xu_journal_find_server (journal, "s"));

  g_clear_pointer (&journal, xu_journal_free);
  fixture_clear (&fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/journal-history/prune", test_prune);
  g_test_add_func ("/journal-history/prune-taken", test_prune_taken);
  g_test_add_func ("/journal-history/prune-jumping-clock", test_prune_jumping_clock);
  g_test_add_func ("/journal-history/accounts", test_accounts);
  g_test_add_func ("/journal-history/servers", test_servers);

  return g_test_run ();
}
