/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files that are what they seem and files that are not, in a folder of their own. */

#include "config.h"

#include "media-file-fixture.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <limits.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include "xu-error.h"

static void
assert_reads (XuMediaFile *file, guint64 offset, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = read_file (file, offset, strlen (expected), &error);

  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), expected,
                   strlen (expected));
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
    { "/media-file/beyond-4-gib", test_beyond_4_gib },
    { "/media-file/names", test_names },
    { "/media-file/parallel-reads-without-owner", test_parallel_reads_without_owner },
    { "/media-file/cancelled", test_cancelled },
  };

  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, fixture_set_up, tests[i].test, fixture_tear_down);

  return g_test_run ();
}
