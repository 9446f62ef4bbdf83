/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files that are what they seem and files that are not, in a folder of their own. */

#include "config.h"

#include "xu-media-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <limits.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include "xu-error.h"

/* Beyond this a test hangs; far more than any machine needs. */
#define PATIENCE_SECONDS 30

typedef struct
{
  char *folder; /* (owned) */
  char *path;   /* (owned): of the file that most tests use; not there yet */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("xu-media-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->path = g_build_filename (fixture->folder, "clip.mp4", NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GDir) folder = g_dir_open (fixture->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *path = g_build_filename (fixture->folder, name, NULL);

      g_assert_cmpint (g_remove (path), ==, 0);
    }

  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->folder);
  g_free (fixture->path);
}

static void
write_file (const char *path, const char *contents, gsize length)
{
  int fd = g_open (path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);

  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (write (fd, contents, length), ==, length);
  g_assert_cmpint (close (fd), ==, 0);
}

/* An hour ago, so that a change right now never falls into the same tick of a coarse clock. */
static void
make_older (const char *path)
{
  struct timespec times[2] = { { .tv_nsec = UTIME_OMIT }, { .tv_nsec = 123456789 } };

  times[1].tv_sec = time (NULL) - 3600;
  g_assert_cmpint (utimensat (AT_FDCWD, path, times, 0), ==, 0);
}

static gboolean
give_up_cb (gpointer data)
{
  g_error ("nothing happened in %d s", PATIENCE_SECONDS);
  return G_SOURCE_REMOVE;
}

static void
keep_result_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

static void
wait_for_result (GAsyncResult **result)
{
  guint patience = g_timeout_add_seconds (PATIENCE_SECONDS, give_up_cb, NULL);

  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);

  g_source_remove (patience);
}

static XuMediaFile *
open_file (const char *path, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  xu_media_file_open_async (path, NULL, keep_result_cb, &result);
  g_assert_null (result); /* never at once */
  wait_for_result (&result);

  return xu_media_file_open_finish (result, error);
}

static XuMediaFile *
open_good (const char *path)
{
  g_autoptr (GError) error = NULL;
  XuMediaFile *file = open_file (path, &error);

  g_assert_no_error (error);
  g_assert_true (XU_IS_MEDIA_FILE (file));
  return file;
}

static GBytes *
read_file (XuMediaFile *file, guint64 offset, gsize length, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  xu_media_file_read_async (file, offset, length, NULL, keep_result_cb, &result);
  wait_for_result (&result);

  return xu_media_file_read_finish (file, result, error);
}

static gboolean
verify_file (XuMediaFile *file, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  xu_media_file_verify_async (file, NULL, keep_result_cb, &result);
  wait_for_result (&result);

  return xu_media_file_verify_finish (file, result, error);
}

static void
assert_reads (XuMediaFile *file, guint64 offset, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = read_file (file, offset, strlen (expected), &error);

  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), expected,
                   strlen (expected));
}

/* The thread of a task may hold the file a moment longer than its callback, so the last reference
 * may be dropped there: what counts is that it is. */
static void
assert_finalizes (XuMediaFile *file)
{
  GWeakRef weak;
  gint64 deadline = g_get_monotonic_time () + PATIENCE_SECONDS * G_USEC_PER_SEC;
  gboolean is_gone = FALSE;

  g_weak_ref_init (&weak, file);
  g_object_unref (file);

  while (!is_gone)
    {
      g_autoptr (GObject) object = g_weak_ref_get (&weak);

      is_gone = object == NULL;
      g_assert_cmpint (g_get_monotonic_time (), <, deadline);
      g_usleep (100);
    }

  g_weak_ref_clear (&weak);
}

static guint
count_descriptors (void)
{
  g_autoptr (GDir) folder = g_dir_open ("/proc/self/fd", 0, NULL);
  guint n = 0;

  while (folder != NULL && g_dir_read_name (folder) != NULL)
    n++;

  return n;
}

static void
test_regular (Fixture *fixture, gconstpointer data)
{
  const char contents[] = "\0\0\0\30ftypisom\0\0\2\0isommp41 and more";

  write_file (fixture->path, contents, sizeof contents - 1);

  g_autoptr (GError) error = NULL;
  XuMediaFile *file = open_good (fixture->path);

  g_assert_cmpstr (xu_media_file_get_path (file), ==, fixture->path);
  g_assert_cmpuint (xu_media_file_get_size (file), ==, sizeof contents - 1);
  g_assert_cmpstr (xu_media_file_get_media_type (file)->mime, ==, "video/mp4");

  assert_reads (file, 4, "ftyp");
  assert_reads (file, sizeof contents - 5, "more");
  assert_reads (file, 8, "isom"); /* backwards */
  g_assert_true (verify_file (file, &error));
  g_assert_no_error (error);

  assert_finalizes (file);
}

static void
test_empty (Fixture *fixture, gconstpointer data)
{
  write_file (fixture->path, "", 0);

  g_autoptr (GError) error = NULL;
  XuMediaFile *file = open_good (fixture->path);

  g_assert_cmpuint (xu_media_file_get_size (file), ==, 0);
  g_assert_cmpint (xu_media_file_get_media_type (file)->kind, ==, XU_MEDIA_KIND_OTHER);
  g_assert_true (verify_file (file, &error));
  assert_finalizes (file);
}

static void
assert_unreadable (const char *path, const char *detail, const char *reason)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (open_file (path, &error));
  g_assert_error (error, XU_ERROR, XU_ERROR_FILE_UNREADABLE);
  g_assert_cmpstr (error->message, ==, detail);
  g_assert_cmpstr (xu_error_get_reason (error), ==, reason);
}

/* Opening a FIFO wakes who waits to write into it, even when it is refused afterwards. */
static void
test_fifo_stays_closed (Fixture *fixture, gconstpointer data)
{
  int watch = inotify_init1 (IN_NONBLOCK | IN_CLOEXEC);
  char event[sizeof (struct inotify_event) + NAME_MAX + 1];

  g_assert_cmpint (mkfifo (fixture->path, 0644), ==, 0);
  g_assert_cmpint (inotify_add_watch (watch, fixture->path, IN_OPEN), >=, 0);

  assert_unreadable (fixture->path, "clip.mp4: a FIFO", "Not a regular file");
  g_assert_cmpint (read (watch, event, sizeof event), ==, -1);
  g_assert_cmpint (errno, ==, EAGAIN);
  g_assert_cmpint (close (watch), ==, 0);
}

static void
test_not_regular (Fixture *fixture, gconstpointer data)
{
  guint n_before = count_descriptors ();

  g_assert_cmpint (mkfifo (fixture->path, 0644), ==, 0);
  assert_unreadable (fixture->path, "clip.mp4: a FIFO", "Not a regular file");
  assert_unreadable ("/dev/zero", "zero: a character device", "Not a regular file");
  assert_unreadable ("/dev/null", "null: a character device", "Not a regular file");
  assert_unreadable ("/proc", "proc: open: EISDIR", g_strerror (EISDIR));

  g_assert_cmpuint (count_descriptors (), ==, n_before);
}

static void
test_missing (Fixture *fixture, gconstpointer data)
{
  g_autofree char *below_file = g_build_filename (fixture->path, "below", NULL);

  assert_unreadable (fixture->path, "clip.mp4: stat: ENOENT", g_strerror (ENOENT));
  assert_unreadable ("", ".: stat: ENOENT", g_strerror (ENOENT));

  write_file (fixture->path, "x", 1);
  assert_unreadable (below_file, "below: stat: ENOTDIR", g_strerror (ENOTDIR));
}

/* Root may read everything, so it becomes somebody else for a moment where it may. */
static void
test_no_permission (Fixture *fixture, gconstpointer data)
{
  gboolean is_root = geteuid () == 0;

  write_file (fixture->path, "x", 1);
  g_assert_cmpint (g_chmod (fixture->path, 0), ==, 0);
  g_assert_cmpint (g_chmod (fixture->folder, 0755), ==, 0);

  if (is_root && seteuid (65534) != 0)
    {
      g_test_skip ("root may read everything, and must stay root here");
      return;
    }

  gboolean is_reachable = g_access (fixture->folder, X_OK) == 0;
  g_autoptr (GError) error = NULL;
  g_autoptr (XuMediaFile) file = open_file (fixture->path, &error);

  if (is_root)
    g_assert_cmpint (seteuid (0), ==, 0);

  g_assert_null (file);
  g_assert_error (error, XU_ERROR, XU_ERROR_FILE_UNREADABLE);
  g_assert_cmpstr (xu_error_get_reason (error), ==, g_strerror (EACCES));
  if (is_reachable)
    g_assert_cmpstr (error->message, ==, "clip.mp4: open: EACCES");
}

static void
test_symlink (Fixture *fixture, gconstpointer data)
{
  g_autofree char *link_path = g_build_filename (fixture->folder, "link", NULL);
  g_autofree char *other_path = g_build_filename (fixture->folder, "other", NULL);
  g_autoptr (GError) error = NULL;

  write_file (fixture->path, "GIF89a", 6);
  write_file (other_path, "GIF89a", 6);
  g_assert_cmpint (symlink (fixture->path, link_path), ==, 0);

  XuMediaFile *file = open_good (link_path);

  g_assert_cmpstr (xu_media_file_get_path (file), ==, link_path);
  g_assert_cmpstr (xu_media_file_get_media_type (file)->mime, ==, "image/gif");
  g_assert_true (verify_file (file, &error));

  /* It leads elsewhere now. */
  g_assert_cmpint (g_unlink (link_path), ==, 0);
  g_assert_cmpint (symlink (other_path, link_path), ==, 0);
  g_assert_false (verify_file (file, &error));
  g_assert_error (error, XU_ERROR, XU_ERROR_FILE_CHANGED);
  assert_finalizes (file);

  g_assert_cmpint (g_unlink (link_path), ==, 0);
  g_assert_cmpint (symlink (link_path, link_path), ==, 0);
  assert_unreadable (link_path, "link: stat: ELOOP", g_strerror (ELOOP));
}

/* Each does something to a file of ten bytes. */
static void
grow (const Fixture *fixture)
{
  int fd = g_open (fixture->path, O_WRONLY | O_APPEND | O_CLOEXEC, 0);

  g_assert_cmpint (write (fd, "x", 1), ==, 1);
  g_assert_cmpint (close (fd), ==, 0);
}

/* And nobody shall know. */
static void
grow_and_date_back (const Fixture *fixture)
{
  struct stat before;

  g_assert_cmpint (stat (fixture->path, &before), ==, 0);
  grow (fixture);

  const struct timespec times[2] = { before.st_atim, before.st_mtim };

  g_assert_cmpint (utimensat (AT_FDCWD, fixture->path, times, 0), ==, 0);
}

static void
truncate_it (const Fixture *fixture)
{
  g_assert_cmpint (truncate (fixture->path, 5), ==, 0);
}

static void
overwrite (const Fixture *fixture)
{
  int fd = g_open (fixture->path, O_WRONLY | O_CLOEXEC, 0);

  g_assert_cmpint (pwrite (fd, "x", 1, 3), ==, 1);
  g_assert_cmpint (close (fd), ==, 0);
}

static void
touch (const Fixture *fixture)
{
  g_assert_cmpint (utimensat (AT_FDCWD, fixture->path, NULL, 0), ==, 0);
}

/* By one nanosecond. */
static void
touch_a_little (const Fixture *fixture)
{
  struct stat now;

  g_assert_cmpint (stat (fixture->path, &now), ==, 0);

  struct timespec times[2] = { { .tv_nsec = UTIME_OMIT }, now.st_mtim };

  times[1].tv_nsec++;
  g_assert_cmpint (utimensat (AT_FDCWD, fixture->path, times, 0), ==, 0);
}

static void
replace (const Fixture *fixture)
{
  g_autofree char *other = g_build_filename (fixture->folder, "other", NULL);

  write_file (other, "0123456789", 10);
  make_older (other);
  g_assert_cmpint (g_rename (other, fixture->path), ==, 0);
}

static void
remove_it (const Fixture *fixture)
{
  g_assert_cmpint (g_unlink (fixture->path), ==, 0);
}

static void
do_nothing (const Fixture *fixture)
{
}

static void
chmod_it (const Fixture *fixture)
{
  g_assert_cmpint (g_chmod (fixture->path, 0400), ==, 0);
}

static const struct
{
  void (*change) (const Fixture *fixture);
  const char *read_detail;   /* NULL: still readable */
  const char *verify_detail; /* NULL: still the same */
} changes[] = {
  { do_nothing, NULL, NULL },
  { chmod_it, NULL, NULL }, /* the same bytes */
  { grow, "clip.mp4: its size changed since it was opened",
    "clip.mp4: its size changed since it was opened" },
  { grow_and_date_back, "clip.mp4: its size changed since it was opened",
    "clip.mp4: its size changed since it was opened" },
  { truncate_it, "clip.mp4: it ended before its size at opening",
    "clip.mp4: its size changed since it was opened" },
  { overwrite, "clip.mp4: written to since it was opened",
    "clip.mp4: written to since it was opened" },
  { touch, "clip.mp4: written to since it was opened", "clip.mp4: written to since it was opened" },
  { touch_a_little, "clip.mp4: written to since it was opened",
    "clip.mp4: written to since it was opened" },
  { replace, NULL, "clip.mp4: its path leads to another file now" },
  { remove_it, NULL, "clip.mp4: stat of its path: ENOENT" },
};

static void
assert_changed (const GError *error, const char *detail)
{
  if (detail == NULL)
    {
      g_assert_no_error (error);
      return;
    }

  g_assert_error (error, XU_ERROR, XU_ERROR_FILE_CHANGED);
  g_assert_cmpstr (error->message, ==, detail);
}

static void
test_changes (Fixture *fixture, gconstpointer data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      g_autoptr (GError) read_error = NULL, verify_error = NULL;

      g_test_message ("row %" G_GSIZE_FORMAT, i);
      g_unlink (fixture->path);
      write_file (fixture->path, "0123456789", 10);
      make_older (fixture->path);

      XuMediaFile *file = open_good (fixture->path);

      changes[i].change (fixture);

      g_autoptr (GBytes) bytes = read_file (file, 2, 8, &read_error);

      assert_changed (read_error, changes[i].read_detail);
      if (bytes != NULL)
        g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), "23456789", 8);

      g_assert_cmpint (verify_file (file, &verify_error), ==, changes[i].verify_detail == NULL);
      assert_changed (verify_error, changes[i].verify_detail);
      assert_finalizes (file);
    }
}

/* The bytes before the new end are there, but who knows of which version. */
static void
test_read_before_the_new_end (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  write_file (fixture->path, "0123456789", 10);

  XuMediaFile *file = open_good (fixture->path);

  truncate_it (fixture);
  g_assert_null (read_file (file, 0, 5, &error));
  g_assert_error (error, XU_ERROR, XU_ERROR_FILE_CHANGED);
  assert_finalizes (file);
}

static void
test_beyond_4_gib (Fixture *fixture, gconstpointer data)
{
  const guint64 size = G_GUINT64_CONSTANT (5) << 30;
  int fd = g_open (fixture->path, O_WRONLY | O_CREAT | O_CLOEXEC, 0644);

  g_assert_cmpint (fd, >=, 0);
  if (ftruncate (fd, (off_t) size) != 0)
    {
      close (fd);
      g_test_skip ("no sparse file of 5 GiB on this file system");
      return;
    }
  g_assert_cmpint (pwrite (fd, "near", 4, 17), ==, 4);
  g_assert_cmpint (pwrite (fd, "middle", 6, (off_t) 1 << 32), ==, 6);
  g_assert_cmpint (pwrite (fd, "end", 3, (off_t) size - 3), ==, 3);
  g_assert_cmpint (close (fd), ==, 0);

  XuMediaFile *file = open_good (fixture->path);

  g_assert_cmpuint (xu_media_file_get_size (file), ==, size);
  assert_reads (file, G_GUINT64_CONSTANT (1) << 32, "middle");
  assert_reads (file, size - 3, "end");
  assert_reads (file, 17, "near");
  assert_finalizes (file);
}

static void
test_names (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *name;
    const char *shown;
  } names[] = {
    { "two\nlines\t.mp4", "two?lines?.mp4: its size changed since it was opened" },
    { "\xc3\xbc\xf0\x9f\x98\x80.mp4",
      "\xc3\xbc\xf0\x9f\x98\x80.mp4: its size changed since it was opened" },
    { "caf\xe9.mp4", NULL }, /* ISO 8859-1: not UTF-8 */
    { " -rf %s%n.mp4", " -rf %s%n.mp4: its size changed since it was opened" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (fixture->folder, names[i].name, NULL);
      g_autoptr (GError) error = NULL;

      write_file (path, "0123456789", 10);

      XuMediaFile *file = open_good (path);

      g_assert_cmpstr (xu_media_file_get_path (file), ==, path);
      g_assert_cmpint (truncate (path, 20), ==, 0);
      g_assert_false (verify_file (file, &error));
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      g_assert_null (strstr (error->message, fixture->folder));
      if (names[i].shown != NULL)
        g_assert_cmpstr (error->message, ==, names[i].shown);
      assert_finalizes (file);
    }
}

#define N_READS 8
#define PART    (256 * 1024)

/* Several at once, the owner gone, and the descriptor closed in the end. */
static void
test_parallel_reads_without_owner (Fixture *fixture, gconstpointer data)
{
  g_autofree char *contents = g_malloc (N_READS * PART);
  GAsyncResult *results[N_READS] = { NULL };

  for (gsize i = 0; i < N_READS * PART; i++)
    contents[i] = (char) (i * 2654435761u >> 24);
  write_file (fixture->path, contents, N_READS * PART);

  XuMediaFile *file = open_good (fixture->path);

  guint n_open = count_descriptors ();

  for (gsize i = 0; i < N_READS; i++)
    xu_media_file_read_async (file, i * PART, PART, NULL, keep_result_cb, &results[i]);
  g_object_unref (file); /* The reads hold it. */

  for (gsize i = 0; i < N_READS; i++)
    {
      g_autoptr (GError) error = NULL;

      wait_for_result (&results[i]);

      g_autoptr (GBytes) bytes = xu_media_file_read_finish (file, results[i], &error);

      g_assert_no_error (error);
      g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                       contents + i * PART, PART);
    }

  g_object_ref (file); /* The results hold it until here. */
  for (gsize i = 0; i < N_READS; i++)
    g_object_unref (results[i]);
  assert_finalizes (file);

  gint64 deadline = g_get_monotonic_time () + PATIENCE_SECONDS * G_USEC_PER_SEC;

  while (count_descriptors () >= n_open) /* Weak references go before the file is closed. */
    g_assert_cmpint (g_get_monotonic_time (), <, deadline);
}

static void
test_cancelled (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) open_result = NULL, read_result = NULL, verify_result = NULL;
  g_autoptr (GError) open_error = NULL, read_error = NULL, verify_error = NULL;

  write_file (fixture->path, "0123456789", 10);

  XuMediaFile *file = open_good (fixture->path);

  xu_media_file_open_async (fixture->path, cancellable, keep_result_cb, &open_result);
  xu_media_file_read_async (file, 0, 10, cancellable, keep_result_cb, &read_result);
  xu_media_file_verify_async (file, cancellable, keep_result_cb, &verify_result);
  g_cancellable_cancel (cancellable);
  wait_for_result (&open_result);
  wait_for_result (&read_result);
  wait_for_result (&verify_result);

  g_assert_null (xu_media_file_open_finish (open_result, &open_error));
  g_assert_error (open_error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_null (xu_media_file_read_finish (file, read_result, &read_error));
  g_assert_error (read_error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_false (xu_media_file_verify_finish (file, verify_result, &verify_error));
  g_assert_error (verify_error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  g_clear_object (&read_result);
  g_clear_object (&verify_result);
  assert_reads (file, 0, "0123456789"); /* It is none the worse for it. */
  assert_finalizes (file);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*test) (Fixture *fixture, gconstpointer data);
  } tests[] = {
    { "/media-file/regular", test_regular },
    { "/media-file/empty", test_empty },
    { "/media-file/fifo-stays-closed", test_fifo_stays_closed },
    { "/media-file/not-regular", test_not_regular },
    { "/media-file/missing", test_missing },
    { "/media-file/no-permission", test_no_permission },
    { "/media-file/symlink", test_symlink },
    { "/media-file/changes", test_changes },
    { "/media-file/read-before-the-new-end", test_read_before_the_new_end },
    { "/media-file/beyond-4-gib", test_beyond_4_gib },
    { "/media-file/names", test_names },
    { "/media-file/parallel-reads-without-owner", test_parallel_reads_without_owner },
    { "/media-file/cancelled", test_cancelled },
  };

  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].test, tear_down);

  return g_test_run ();
}
