/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A folder with a file in it, and the asynchronous calls of XuMediaFile waited for. */

#include "config.h"

#include "media-file-fixture.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

void
fixture_set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("xu-media-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->path = g_build_filename (fixture->folder, "clip.mp4", NULL);
}

void
fixture_tear_down (Fixture *fixture, gconstpointer data)
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

void
write_file (const char *path, const char *contents, gsize length)
{
  int fd = g_open (path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);

  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (write (fd, contents, length), ==, length);
  g_assert_cmpint (close (fd), ==, 0);
}

void
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

void
keep_result_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

void
wait_for_result (GAsyncResult **result)
{
  guint patience = g_timeout_add_seconds (PATIENCE_SECONDS, give_up_cb, NULL);

  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);

  g_source_remove (patience);
}

XuMediaFile *
open_file (const char *path, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  xu_media_file_open_async (path, NULL, keep_result_cb, &result);
  g_assert_null (result); /* never at once */
  wait_for_result (&result);

  return xu_media_file_open_finish (result, error);
}

XuMediaFile *
open_good (const char *path)
{
  g_autoptr (GError) error = NULL;
  XuMediaFile *file = open_file (path, &error);

  g_assert_no_error (error);
  g_assert_true (XU_IS_MEDIA_FILE (file));
  return file;
}

GBytes *
read_file (XuMediaFile *file, guint64 offset, gsize length, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  xu_media_file_read_async (file, offset, length, NULL, keep_result_cb, &result);
  wait_for_result (&result);

  return xu_media_file_read_finish (file, result, error);
}

gboolean
verify_file (XuMediaFile *file, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  xu_media_file_verify_async (file, NULL, keep_result_cb, &result);
  wait_for_result (&result);

  return xu_media_file_verify_finish (file, result, error);
}

void
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
