/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Real disks: read-only, full, somebody else's. Where the system lets us, on file systems of our
 * own. */

#include "config.h"

#include "journal-fixture.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sched.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include "xu-error.h"

static gboolean
write_text (const char *path, const char *text)
{
  int fd = g_open (path, O_WRONLY | O_CLOEXEC, 0);

  if (fd == -1)
    return FALSE;

  gboolean is_written = write (fd, text, strlen (text)) == (gssize) strlen (text);

  close (fd);
  return is_written;
}

/* As root at once, else with the rights of root in a user namespace of our own. */
static gboolean
leave_mounts (void)
{
  g_autofree char *uids = g_strdup_printf ("%u %u 1", geteuid (), geteuid ());
  g_autofree char *gids = g_strdup_printf ("%u %u 1", getegid (), getegid ());

  if (unshare (CLONE_NEWNS) != 0
      && (unshare (CLONE_NEWUSER | CLONE_NEWNS) != 0 || !write_text ("/proc/self/setgroups", "deny")
          || !write_text ("/proc/self/uid_map", uids) || !write_text ("/proc/self/gid_map", gids)))
    return FALSE;

  return mount ("none", "/", "none", MS_REC | MS_PRIVATE, NULL) == 0;
}

/* Whether mounts are ours alone: they go when the test ends, however it ends. */
static gboolean
may_mount (void)
{
  static gboolean is_tried, may;

  if (!is_tried)
    may = leave_mounts ();
  is_tried = TRUE;
  return may;
}

/* Puts a file system in memory where the journal is to be. */
static gboolean
mount_on (const Fixture *fixture, unsigned long flags, const char *options)
{
  if (may_mount () && mount ("tmpfs", fixture->folder, "tmpfs", flags, options) == 0)
    return TRUE;

  g_test_skip ("file systems cannot be mounted here");
  return FALSE;
}

static void
assert_refused (const Fixture *fixture, int system_errno)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *set_aside = NULL;

  g_assert_null (xu_journal_open (fixture->path, &set_aside, &error));
  g_assert_error (error, XU_ERROR, XU_ERROR_STORAGE);
  g_assert_cmpstr (xu_error_get_reason (error), ==, g_strerror (system_errno));
  g_assert_null (set_aside);
}

static void
make_journal (const Fixture *fixture)
{
  g_autoptr (XuJournal) journal = fixture_open (fixture);
  g_autoptr (XuJobRecord) record = fixture_new_plain_job ("a");

  g_assert_true (xu_journal_add_job (journal, record, NULL));
}

static void
assert_has_job (const Fixture *fixture)
{
  g_autoptr (XuJournal) journal = fixture_open (fixture);
  g_autoptr (XuJobRecord) record = xu_journal_load_job (journal, "a", NULL);

  g_assert_nonnull (record);
}

static void
test_read_only_file_system (void)
{
  Fixture fixture;

  fixture_init (&fixture);
  if (mount_on (&fixture, 0, "size=1m"))
    {
      make_journal (&fixture);
      g_assert_cmpint (mount ("none", fixture.folder, "none", MS_REMOUNT | MS_RDONLY, NULL), ==, 0);
      assert_refused (&fixture, EROFS);
      g_assert_cmpint (mount ("none", fixture.folder, "none", MS_REMOUNT, NULL), ==, 0);
      assert_has_job (&fixture);
      g_assert_cmpint (umount2 (fixture.folder, MNT_DETACH), ==, 0);
    }
  fixture_clear (&fixture);
}

/* One file alone, by a bind mount of it onto itself: permissions would not stop root. */
static void
test_read_only_file (void)
{
  Fixture fixture;

  fixture_init (&fixture);
  make_journal (&fixture);
  if (may_mount () && mount (fixture.path, fixture.path, "none", MS_BIND, NULL) == 0)
    {
      g_assert_cmpint (mount ("none", fixture.path, "none", MS_REMOUNT | MS_BIND | MS_RDONLY, NULL),
                       ==, 0);
      assert_refused (&fixture, EROFS);
      g_assert_cmpint (umount2 (fixture.path, MNT_DETACH), ==, 0);
      assert_has_job (&fixture);
    }
  else
    g_test_skip ("file systems cannot be mounted here");
  fixture_clear (&fixture);
}

static void
test_no_permission (void)
{
  Fixture fixture;
  g_autofree char *folder = NULL;

  if (geteuid () == 0)
    {
      g_test_skip ("root may write everywhere");
      return;
    }

  fixture_init (&fixture);
  make_journal (&fixture);
  folder = g_path_get_dirname (fixture.path);

  g_assert_cmpint (g_chmod (fixture.path, 0400), ==, 0);
  assert_refused (&fixture, EACCES);
  g_assert_cmpint (g_chmod (folder, 0), ==, 0);
  assert_refused (&fixture, EACCES);
  g_assert_cmpint (g_chmod (folder, 0700), ==, 0);
  g_assert_cmpint (g_chmod (fixture.path, 0600), ==, 0);
  assert_has_job (&fixture);
  fixture_clear (&fixture);
}

/* Something else is where the folder, the database or its lock file should be. */
static void
test_in_the_way (void)
{
  Fixture fixture;

  fixture_init (&fixture);

  g_autofree char *folder = g_path_get_dirname (fixture.path);
  g_autofree char *lock = g_strconcat (fixture.path, ".lock", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (folder, "", 0, NULL));
  assert_refused (&fixture, ENOTDIR);
  g_assert_cmpint (g_unlink (folder), ==, 0);

  /* A link is not followed: neither what it leads to is changed, nor what it leads to is made. */
  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  g_assert_cmpint (symlink ("elsewhere", lock), ==, 0);
  assert_refused (&fixture, ELOOP);
  g_assert_cmpint (g_unlink (lock), ==, 0);

  g_assert_cmpint (symlink ("elsewhere", fixture.path), ==, 0);
  g_assert_null (xu_journal_open (fixture.path, NULL, &error));
  g_assert_error (error, XU_ERROR, XU_ERROR_STORAGE);
  g_clear_error (&error);
  g_assert_cmpint (g_unlink (fixture.path), ==, 0);

  /* Not even to a journal, which would have its log elsewhere. */
  g_autofree char *elsewhere = g_build_filename (folder, "elsewhere", NULL);

  make_journal (&fixture);
  g_assert_cmpint (g_rename (fixture.path, elsewhere), ==, 0);
  g_assert_cmpint (symlink ("elsewhere", fixture.path), ==, 0);
  g_assert_null (xu_journal_open (fixture.path, NULL, &error));
  g_assert_error (error, XU_ERROR, XU_ERROR_STORAGE);
  g_clear_error (&error);
  g_assert_cmpint (g_unlink (fixture.path), ==, 0);

  g_assert_cmpint (mkfifo (fixture.path, 0600), ==, 0);
  g_assert_null (xu_journal_open (fixture.path, NULL, &error));
  g_assert_error (error, XU_ERROR, XU_ERROR_STORAGE);
  g_assert_cmpint (g_unlink (fixture.path), ==, 0);

  make_journal (&fixture);
  assert_has_job (&fixture);
  fixture_clear (&fixture);
}

/* Takes all the room that is left. */
static void
fill_disk (const char *path)
{
  static const char zeros[4096];
  int fd = g_open (path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);

  g_assert_cmpint (fd, !=, -1);
  while (write (fd, zeros, sizeof zeros) > 0)
    ;
  g_assert_cmpint (errno, ==, ENOSPC);
  g_assert_cmpint (close (fd), ==, 0);
}

/* As many saves as there is room for. Returns: how many */
static guint
save_until_full (XuJournal *journal, XuJobRecord *record)
{
  XuUploadRecord *upload = &xu_job_record_get_item (record, 0)->upload;

  g_autoptr (XuJobRecord) saved = xu_journal_load_job (journal, "a", NULL);

  for (guint n = 0; n < 100000; n++)
    {
      g_autoptr (GError) error = NULL;

      upload->expires_at = n;
      if (xu_journal_save_job (journal, record, &error))
        {
          xu_job_record_free (saved);
          saved = xu_job_record_copy (record);
          continue;
        }

      g_assert_error (error, XU_ERROR, XU_ERROR_STORAGE);
      g_assert_cmpstr (xu_error_get_reason (error), ==, g_strerror (ENOSPC));

      g_autoptr (XuJobRecord) found = xu_journal_load_job (journal, "a", NULL);

      fixture_assert_same (saved, found);
      return n;
    }

  g_assert_not_reached ();
}

static void
test_full_disk (void)
{
  Fixture fixture;

  fixture_init (&fixture);
  if (mount_on (&fixture, 0, "size=1m"))
    {
      g_autofree char *filler = g_build_filename (fixture.folder, "filler", NULL);
      g_autoptr (XuJobRecord) record = fixture_new_plain_job ("a");
      g_autoptr (XuJournal) journal = fixture_open (&fixture);
      g_autoptr (GError) error = NULL;

      g_assert_true (xu_journal_add_job (journal, record, NULL));
      fill_disk (filler);
      save_until_full (journal, record);

      /* Closing and opening it on a full disk loses nothing; with room it goes on. */
      g_autoptr (XuJobRecord) before = xu_journal_load_job (journal, "a", NULL);

      g_clear_pointer (&journal, xu_journal_free);
      journal = xu_journal_open (fixture.path, NULL, &error);
      if (journal == NULL)
        g_assert_error (error, XU_ERROR, XU_ERROR_STORAGE);
      g_clear_pointer (&journal, xu_journal_free);

      g_assert_cmpint (g_unlink (filler), ==, 0);
      journal = fixture_open (&fixture);

      g_autoptr (XuJobRecord) after = xu_journal_load_job (journal, "a", NULL);

      fixture_assert_same (before, after);
      g_assert_true (xu_journal_take_job (journal, after->number));
      g_clear_error (&error);
      g_assert_true (xu_journal_save_job (journal, after, &error));
      g_assert_no_error (error);
      g_clear_pointer (&journal, xu_journal_free);
      g_assert_cmpint (umount2 (fixture.folder, MNT_DETACH), ==, 0);
    }
  fixture_clear (&fixture);
}

/* Too little room for the journal itself, from none at all to nearly enough: an error, and what was
 * begun is no obstacle once there is room. */
static void
test_no_room_to_begin (void)
{
  Fixture fixture;
  guint n_refused = 0;

  for (guint n_pages = 1; n_pages <= 40; n_pages++)
    {
      g_autofree char *options = g_strdup_printf ("size=%uk", n_pages * 4);

      fixture_init (&fixture);
      if (!mount_on (&fixture, 0, options))
        {
          fixture_clear (&fixture);
          return;
        }

      g_autoptr (GError) error = NULL;
      g_autofree char *set_aside = NULL;
      XuJournal *journal = xu_journal_open (fixture.path, &set_aside, &error);

      g_assert_null (set_aside);
      if (journal != NULL)
        xu_journal_free (journal);
      else
        {
          n_refused++;
          g_assert_error (error, XU_ERROR, XU_ERROR_STORAGE);
          g_assert_cmpstr (xu_error_get_reason (error), ==, g_strerror (ENOSPC));
        }

      g_assert_cmpint (mount ("none", fixture.folder, "none", MS_REMOUNT, "size=2m"), ==, 0);
      make_journal (&fixture);
      assert_has_job (&fixture);
      g_assert_cmpint (umount2 (fixture.folder, MNT_DETACH), ==, 0);
      fixture_clear (&fixture);
    }

  g_assert_cmpuint (n_refused, >, 5);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  /* First, for who may mount has rights that permissions do not stop. */
  g_test_add_func ("/journal-disk/no-permission", test_no_permission);
  g_test_add_func ("/journal-disk/read-only-file-system", test_read_only_file_system);
  g_test_add_func ("/journal-disk/read-only-file", test_read_only_file);
  g_test_add_func ("/journal-disk/in-the-way", test_in_the_way);
  g_test_add_func ("/journal-disk/full-disk", test_full_disk);
  g_test_add_func ("/journal-disk/no-room-to-begin", test_no_room_to_begin);

  return g_test_run ();
}
