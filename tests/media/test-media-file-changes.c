/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every way for an open file to become another one, and whether it is seen. */

#include "config.h"

#include "media-file-fixture.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "xu-error.h"

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

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/media-file/changes", Fixture, NULL, fixture_set_up, test_changes,
              fixture_tear_down);
  g_test_add ("/media-file/read-before-the-new-end", Fixture, NULL, fixture_set_up,
              test_read_before_the_new_end, fixture_tear_down);

  return g_test_run ();
}
