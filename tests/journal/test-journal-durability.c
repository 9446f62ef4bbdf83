/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is on disk for good, what a power cut leaves, and disks that fail. */

#include "config.h"

#include "journal-fixture.h"
#include "vfs-shim.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/stat.h>

#include "xu-error.h"

static XuJobRecord *
add_upload (XuJournal *journal, const char *id)
{
  XuJobRecord *record = fixture_new_plain_job (id);
  XuUploadRecord *upload = &xu_job_record_get_item (record, 0)->upload;
  const XuCut cut = { .size = 65536 };
  g_autoptr (GError) error = NULL;

  upload->state = XU_UPLOAD_RECORD_APPENDING;
  upload->media_id = g_strdup ("1");
  upload->sent_below = 1000;
  g_array_append_val (upload->cuts, cut);
  xu_journal_add_job (journal, record, &error);
  g_assert_no_error (error);

  return record;
}

static gboolean
acknowledge (XuJournal *journal,
             XuJobRecord *record,
             guint index,
             gboolean is_lasting,
             GError **error)
{
  xu_upload_record_set_acknowledged (&xu_job_record_get_item (record, 0)->upload, index);
  return xu_journal_save_upload (journal, record, 0, is_lasting, error);
}

static void
test_syncs (void)
{
  VfsShim *shim = vfs_shim_install ();
  Fixture fixture;

  fixture_init (&fixture);
  shim->n_syncs = 0;

  g_autoptr (XuJournal) journal = fixture_open (&fixture);
  g_autoptr (XuJobRecord) record = NULL;

  /* The tables, and each thing that must last. */
  g_assert_cmpuint (shim->n_syncs, >=, 1);
  shim->n_syncs = 0;
  record = add_upload (journal, "a");
  g_assert_cmpuint (shim->n_syncs, ==, 1);
  for (guint i = 0; i < 5; i++)
    {
      shim->n_syncs = 0;
      g_assert_true (xu_journal_save_job (journal, record, NULL));
      g_assert_cmpuint (shim->n_syncs, ==, 1);
    }

  /* Acknowledgements do not wait for the disk, and one that must last in their midst does. */
  shim->n_syncs = 0;
  for (guint i = 0; i < 100; i++)
    g_assert_true (acknowledge (journal, record, i, FALSE, NULL));
  g_assert_cmpuint (shim->n_syncs, ==, 0);
  g_assert_true (acknowledge (journal, record, 100, TRUE, NULL));
  g_assert_cmpuint (shim->n_syncs, ==, 1);
  g_assert_true (acknowledge (journal, record, 101, FALSE, NULL));
  g_assert_true (xu_journal_request (journal, record->number, XU_JOURNAL_REQUEST_PAUSE, NULL));
  g_assert_cmpuint (shim->n_syncs, ==, 1);
  g_assert_true (xu_journal_remove_job (journal, "a", NULL));
  g_assert_cmpuint (shim->n_syncs, ==, 2);

  g_clear_pointer (&journal, xu_journal_free);
  fixture_clear (&fixture);
}

/* What the disk had when the power went: the database and its log, and not the rest. */
static void
leave_copy (const Fixture *from, const Fixture *to, gsize log_length)
{
  g_autoptr (GBytes) database = fixture_copy (from, "");
  g_autoptr (GBytes) log = fixture_copy (from, "-wal");
  g_autoptr (GBytes) rest
      = g_bytes_new_from_bytes (log, 0, MIN (log_length, g_bytes_get_size (log)));

  fixture_write (to, "", database);
  fixture_write (to, "-wal", rest);
}

static gsize
get_log_size (const Fixture *fixture)
{
  g_autofree char *path = g_strconcat (fixture->path, "-wal", NULL);
  GStatBuf facts;

  g_assert_cmpint (g_stat (path, &facts), ==, 0);
  return (gsize) facts.st_size;
}

/* Every step of a job, and the power goes after each. */
static void
test_power_cut_after_each_step (void)
{
  Fixture fixture, copy;

  fixture_init (&fixture);

  g_autoptr (XuJournal) journal = fixture_open (&fixture);
  g_autoptr (XuJobRecord) record = add_upload (journal, "a");

  for (guint step = 0; step < 40; step++)
    {
      if (step == 30)
        record->post = XU_POST_RECORD_POSTING;
      g_assert_true (step % 10 == 0 ? xu_journal_save_job (journal, record, NULL)
                                    : acknowledge (journal, record, step, step % 3 == 0, NULL));
      fixture_init (&copy);
      leave_copy (&fixture, &copy, G_MAXSIZE);

      g_autoptr (XuJournal) survivor = fixture_open (&copy);
      g_autoptr (XuJobRecord) found = xu_journal_load_job (survivor, "a", NULL);

      fixture_assert_same (record, found);
      g_clear_pointer (&survivor, xu_journal_free);
      fixture_clear (&copy);
    }

  g_clear_pointer (&journal, xu_journal_free);
  fixture_clear (&fixture);
}

/* The end of the log did not come to the disk: what is left is exactly what was saved before. */
static void
test_log_torn_anywhere (void)
{
  enum
  {
    N_STEPS = 12,
    N_CUTS = 100,
  };
  Fixture fixture, copy;
  gsize sizes[N_STEPS];
  g_autoptr (GRand) rand = g_rand_new_with_seed (20260101);

  fixture_init (&fixture);
  xu_journal_free (fixture_open (&fixture));

  g_autoptr (XuJournal) journal = fixture_open (&fixture);
  g_autoptr (GPtrArray) states
      = g_ptr_array_new_with_free_func ((GDestroyNotify) xu_job_record_free);
  g_autoptr (XuJobRecord) record = add_upload (journal, "a");

  for (guint step = 0; step < N_STEPS; step++)
    {
      g_assert_true (acknowledge (journal, record, step, step % 2 == 0, NULL));
      g_ptr_array_add (states, xu_job_record_copy (record));
      sizes[step] = get_log_size (&fixture);
      g_assert_true (step == 0 || sizes[step] > sizes[step - 1]);
    }

  for (guint i = 0; i < N_CUTS; i++)
    {
      gsize length
          = (gsize) g_rand_int_range (rand, (gint32) sizes[0], (gint32) sizes[N_STEPS - 1] + 1);
      guint expected = 0;

      while (expected + 1 < N_STEPS && sizes[expected + 1] <= length)
        expected++;
      fixture_init (&copy);
      leave_copy (&fixture, &copy, length);

      g_autoptr (XuJournal) survivor = fixture_open (&copy);
      g_autoptr (XuJobRecord) found = xu_journal_load_job (survivor, "a", NULL);

      fixture_assert_same (g_ptr_array_index (states, expected), found);
      g_clear_pointer (&survivor, xu_journal_free);
      fixture_clear (&copy);
    }

  g_clear_pointer (&journal, xu_journal_free);
  fixture_clear (&fixture);
}

/* The log without its database: it is kept, and does not become part of a new one. */
static void
test_log_alone (void)
{
  Fixture fixture, copy;

  fixture_init (&fixture);
  fixture_init (&copy);

  g_autoptr (XuJournal) journal = fixture_open (&fixture);

  xu_job_record_free (add_upload (journal, "a"));

  g_autoptr (GBytes) log = fixture_copy (&fixture, "-wal");
  g_autofree char *set_aside = NULL;

  fixture_write (&copy, "-wal", log);

  g_autoptr (XuJournal) survivor = xu_journal_open (copy.path, &set_aside, NULL);

  g_assert_nonnull (survivor);
  g_assert_nonnull (set_aside);

  g_autofree char *kept_path = g_strconcat (set_aside, "-wal", NULL);
  g_autofree char *kept = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (kept_path, &kept, &length, NULL));
  g_assert_cmpmem (kept, length, g_bytes_get_data (log, NULL), g_bytes_get_size (log));

  g_clear_pointer (&survivor, xu_journal_free);
  g_clear_pointer (&journal, xu_journal_free);
  fixture_clear (&fixture);
  fixture_clear (&copy);
}

/* Each write of a save fails once, in each way: the journal says so, has what it had, and goes on
 * when the disk does. */
static void
test_failing_disk (void)
{
  static const struct
  {
    int write_status;
    int sync_status;
    int system_errno; /* whose words are the reason; 0: not known */
  } rows[] = {
    { SQLITE_FULL, SQLITE_OK, ENOSPC },
    { SQLITE_READONLY, SQLITE_OK, EROFS },
    { SQLITE_IOERR_WRITE, SQLITE_OK, 0 },
    { SQLITE_OK, SQLITE_IOERR_FSYNC, 0 },
  };
  VfsShim *shim = vfs_shim_install ();
  Fixture fixture;

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      fixture_init (&fixture);

      g_autoptr (XuJournal) journal = fixture_open (&fixture);
      g_autoptr (XuJobRecord) record = add_upload (journal, "a");
      g_autoptr (XuJobRecord) before = xu_job_record_copy (record);
      gboolean is_saved = FALSE;

      for (int n_writes = 0; !is_saved; n_writes++)
        {
          g_autoptr (GError) error = NULL;

          shim->n_writes_left = n_writes;
          shim->write_status = rows[i].write_status;
          shim->sync_status = n_writes < 3 ? rows[i].sync_status : SQLITE_OK;
          record->post = XU_POST_RECORD_POSTING;
          is_saved = xu_journal_save_job (journal, record, &error);
          shim->n_writes_left = -1;
          shim->write_status = shim->sync_status = SQLITE_OK;

          g_autoptr (XuJobRecord) found = xu_journal_load_job (journal, "a", NULL);

          fixture_assert_same (is_saved ? record : before, found);
          g_assert_true (is_saved || n_writes < 50);
          if (is_saved)
            g_assert_cmpint (n_writes, >, 1);
          else
            g_assert_error (error, XU_ERROR, XU_ERROR_STORAGE);
          if (!is_saved && rows[i].system_errno != 0)
            g_assert_cmpstr (xu_error_get_reason (error), ==, g_strerror (rows[i].system_errno));
        }

      g_clear_pointer (&journal, xu_journal_free);
      journal = fixture_open (&fixture);

      g_autoptr (XuJobRecord) found = xu_journal_load_job (journal, "a", NULL);

      fixture_assert_same (record, found);
      g_clear_pointer (&journal, xu_journal_free);
      fixture_clear (&fixture);
    }
}

/* A new job that the disk has no room for is nobody's. */
static void
test_no_room_for_a_job (void)
{
  VfsShim *shim = vfs_shim_install ();
  Fixture fixture;
  g_autoptr (GError) error = NULL;

  fixture_init (&fixture);

  g_autoptr (XuJournal) journal = fixture_open (&fixture);
  g_autoptr (XuJobRecord) record = fixture_new_plain_job ("a");

  shim->n_writes_left = 0;
  shim->write_status = SQLITE_FULL;
  g_assert_false (xu_journal_add_job (journal, record, &error));
  shim->n_writes_left = -1;
  g_assert_error (error, XU_ERROR, XU_ERROR_STORAGE);
  g_assert_cmpint (record->number, ==, 0);
  g_assert_false (xu_journal_is_taken_elsewhere (journal, 1));
  g_clear_error (&error);

  /* The number that it had for a moment is free for the next one. */
  g_autoptr (XuJournal) other = fixture_open (&fixture);

  g_assert_true (xu_journal_add_job (other, record, &error));
  g_assert_no_error (error);
  g_assert_cmpint (record->number, ==, 1);

  g_clear_pointer (&journal, xu_journal_free);
  g_clear_pointer (&other, xu_journal_free);
  fixture_clear (&fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/journal-durability/syncs", test_syncs);
  g_test_add_func ("/journal-durability/power-cut-after-each-step", test_power_cut_after_each_step);
  g_test_add_func ("/journal-durability/log-torn-anywhere", test_log_torn_anywhere);
  g_test_add_func ("/journal-durability/log-alone", test_log_alone);
  g_test_add_func ("/journal-durability/failing-disk", test_failing_disk);
  g_test_add_func ("/journal-durability/no-room-for-a-job", test_no_room_for_a_job);

  return g_test_run ();
}
