/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a fingerprint sees, what it does not, and how little it reads. */

#include "config.h"

#include "xu-media-fingerprint.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "media-file-fixture.h"
#include "xu-error.h"
#include "xu-quantity.h"

#define EVERYTHING (640 * XU_KIB)
#define LARGE      (3 * XU_MIB + 7)

static char *
fingerprint (XuMediaFile *file, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  xu_media_file_fingerprint_async (file, NULL, keep_result_cb, &result);
  wait_for_result (&result);

  return xu_media_file_fingerprint_finish (file, result, error);
}

static char *
fingerprint_path (const char *path)
{
  g_autoptr (GError) error = NULL;
  XuMediaFile *file = open_good (path);
  char *value = fingerprint (file, &error);

  g_assert_no_error (error);
  assert_finalizes (file);
  return value;
}

/* Bytes that do not repeat soon. */
static char *
make_contents (gsize size)
{
  char *contents = g_malloc (size + 1);

  for (gsize i = 0; i < size; i++)
    contents[i] = (char) ((guint32) (i * 2654435761u) >> 24);

  return contents;
}

static void
test_cut (void)
{
  static const guint64 sizes[] = { 1,
                                   10,
                                   XU_MEDIA_FINGERPRINT_BLOCK_MAX,
                                   XU_MEDIA_FINGERPRINT_BLOCK_MAX + 1,
                                   EVERYTHING,
                                   EVERYTHING + 1,
                                   EVERYTHING + 33,
                                   LARGE,
                                   XU_GIB,
                                   16 * XU_GIB,
                                   G_MAXINT64 };
  XuMediaBlock blocks[XU_MEDIA_FINGERPRINT_BLOCKS];

  g_assert_cmpuint (xu_media_fingerprint_cut (0, blocks), ==, 0);

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      guint n = xu_media_fingerprint_cut (sizes[i], blocks);
      guint64 end = 0, seen = 0, widest = 0, narrowest = G_MAXUINT64;

      g_assert_cmpuint (n, >=, 1);
      g_assert_cmpuint (n, <=, XU_MEDIA_FINGERPRINT_BLOCKS);
      g_assert_cmpuint (blocks[0].offset, ==, 0);

      for (guint j = 0; j < n; j++)
        {
          guint64 gap = blocks[j].offset - end;

          g_assert_cmpuint (blocks[j].offset, >=, end);
          g_assert_cmpuint (blocks[j].length, >=, 1);
          g_assert_cmpuint (blocks[j].length, <=, XU_MEDIA_FINGERPRINT_BLOCK_MAX);
          widest = j > 0 ? MAX (widest, gap) : 0;
          narrowest = j > 0 ? MIN (narrowest, gap) : G_MAXUINT64;
          end = blocks[j].offset + blocks[j].length;
          seen += blocks[j].length;
        }

      g_assert_cmpuint (end, ==, sizes[i]);
      g_assert_cmpuint (seen, ==, MIN (sizes[i], EVERYTHING));
      if (n > 1)
        g_assert_cmpuint (widest - narrowest, <=, 32); /* evenly, but for what does not divide */
    }
}

/* Recorded ones must be found again by every later version: computed by another program. */
static void
test_pinned (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    gsize size;
    const char *value;
  } rows[] = {
    { 0, "1:af5570f5a1810b7af78caf4bc70a660f0df51e42baf91d4de5b2328de0e83dfc" },
    { 10, "1:38c243642f0e125dd22157fe1ce60c86ff9df51c9ecc61b17e975b91e474e966" },
    { EVERYTHING, "1:7913445bc32dc979a52daa2b4e8c35cc5e799a9ad9911a16721055bdae16a0c2" },
    { EVERYTHING + 1, "1:29978aa481d7128667a27c51cb91fca285b6606abc7f02944dfeaa9fee9e39c2" },
    { LARGE, "1:9533f6fd42ae11603b5db609f910d345960b93b2d5ec42295dbb4a0ad54b1c1a" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *contents = make_contents (rows[i].size);

      write_file (fixture->path, contents, rows[i].size);

      g_autofree char *value = fingerprint_path (fixture->path);

      g_assert_cmpstr (value, ==, rows[i].value);
    }
}

/* One byte at a time, in a file of which all is seen and in one of which samples are. */
static void
test_what_it_sees (Fixture *fixture, gconstpointer data)
{
  static const gsize sizes[] = { 10, EVERYTHING, LARGE };

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autofree char *contents = make_contents (sizes[i]);
      XuMediaBlock blocks[XU_MEDIA_FINGERPRINT_BLOCKS];
      guint n_blocks = xu_media_fingerprint_cut (sizes[i], blocks);
      g_autoptr (GHashTable) values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

      write_file (fixture->path, contents, sizes[i]);
      g_hash_table_add (values, fingerprint_path (fixture->path));

      for (guint j = 0; j < 2 * n_blocks; j++)
        {
          const XuMediaBlock *block = &blocks[j / 2];
          guint64 at = block->offset + (j % 2 == 0 ? 0 : block->length - 1);

          contents[at] ^= 1;
          write_file (fixture->path, contents, sizes[i]);
          g_assert_true (g_hash_table_add (values, fingerprint_path (fixture->path)));
          contents[at] ^= 1;
        }

      write_file (fixture->path, contents, sizes[i] - 1);
      g_assert_true (g_hash_table_add (values, fingerprint_path (fixture->path)));
      contents[sizes[i]] = '\0';
      write_file (fixture->path, contents, sizes[i] + 1);
      g_assert_true (g_hash_table_add (values, fingerprint_path (fixture->path)));
    }
}

/* A larger file whose samples are all the same: its size is part of the fingerprint. */
static void
test_size_alone (Fixture *fixture, gconstpointer data)
{
  g_autofree char *zeros = g_malloc0 (LARGE);

  write_file (fixture->path, zeros, LARGE);

  g_autofree char *one = fingerprint_path (fixture->path);

  g_assert_cmpint (truncate (fixture->path, LARGE + 1), ==, 0);

  g_autofree char *other = fingerprint_path (fixture->path);

  g_assert_cmpstr (one, !=, other);
}

static void
test_copy (Fixture *fixture, gconstpointer data)
{
  g_autofree char *contents = make_contents (LARGE);
  g_autofree char *copy_path = g_build_filename (fixture->folder, "copy.mov", NULL);

  write_file (fixture->path, contents, LARGE);
  write_file (copy_path, contents, LARGE);
  make_older (copy_path);

  g_autofree char *one = fingerprint_path (fixture->path);
  g_autofree char *copy = fingerprint_path (copy_path);

  g_assert_cmpstr (one, ==, copy);

  /* Between the blocks: not seen, and so it is said. */
  contents[XU_MEDIA_FINGERPRINT_BLOCK_MAX + 100] ^= 1;
  write_file (copy_path, contents, LARGE);

  g_autofree char *blind = fingerprint_path (copy_path);

  g_assert_cmpstr (one, ==, blind);
}

/* Returns: how many bytes this process has read so far, -1: the kernel does not say */
static gint64
count_read_bytes (void)
{
  g_autofree char *contents = NULL;
  const char *line = NULL;

  if (g_file_get_contents ("/proc/self/io", &contents, NULL, NULL))
    line = strstr (contents, "rchar: ");

  return line != NULL ? g_ascii_strtoll (line + strlen ("rchar: "), NULL, 10) : -1;
}

static void
test_large_takes_an_instant (Fixture *fixture, gconstpointer data)
{
  const guint64 size = 8 * XU_GIB;
  int fd = g_open (fixture->path, O_WRONLY | O_CREAT | O_CLOEXEC, 0644);
  int sparse = ftruncate (fd, (off_t) size);

  g_assert_cmpint (close (fd), ==, 0);
  if (sparse != 0)
    {
      g_test_skip ("no sparse file of 8 GiB on this file system");
      return;
    }

  g_autoptr (GError) error = NULL;
  XuMediaFile *file = open_good (fixture->path);
  gint64 before = count_read_bytes ();
  g_autofree char *value = fingerprint (file, &error);
  gint64 after = count_read_bytes ();

  g_assert_no_error (error);
  g_assert_nonnull (value);
  if (before >= 0)
    {
      g_assert_cmpint (after - before, >=, EVERYTHING);
      g_assert_cmpint (after - before, <, EVERYTHING + 4 * XU_KIB); /* and the count itself */
    }
  assert_finalizes (file);
}

static void
test_changed (Fixture *fixture, gconstpointer data)
{
  g_autofree char *contents = make_contents (LARGE);
  g_autoptr (GError) error = NULL;

  write_file (fixture->path, contents, LARGE);
  make_older (fixture->path);

  XuMediaFile *file = open_good (fixture->path);

  write_file (fixture->path, contents, LARGE); /* the same bytes, but who knows */
  g_assert_null (fingerprint (file, &error));
  g_assert_error (error, XU_ERROR, XU_ERROR_FILE_CHANGED);
  g_assert_cmpstr (error->message, ==, "clip.mp4: written to since it was opened");
  g_clear_error (&error);

  g_assert_cmpint (truncate (fixture->path, 100), ==, 0);
  g_assert_null (fingerprint (file, &error));
  g_assert_error (error, XU_ERROR, XU_ERROR_FILE_CHANGED);
  assert_finalizes (file);
}

static void
test_cancelled (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL, late_result = NULL;
  g_autoptr (GError) error = NULL, late_error = NULL;
  g_autofree char *contents = make_contents (LARGE);

  write_file (fixture->path, contents, LARGE);

  XuMediaFile *file = open_good (fixture->path);

  xu_media_file_fingerprint_async (file, cancellable, keep_result_cb, &result);
  g_cancellable_cancel (cancellable);
  xu_media_file_fingerprint_async (file, cancellable, keep_result_cb, &late_result);
  wait_for_result (&result);
  wait_for_result (&late_result);

  g_assert_null (xu_media_file_fingerprint_finish (file, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_null (xu_media_file_fingerprint_finish (file, late_result, &late_error));
  g_assert_error (late_error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  g_clear_object (&result);
  g_clear_object (&late_result);
  assert_finalizes (file);
}

static void
test_modified (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    struct timespec time;
    gint64 us;
  } rows[] = {
    { { 0, 0 }, 0 },
    { { 1700000000, 123456789 }, G_GINT64_CONSTANT (1700000000123456) },
    { { 1, 999 }, 1000000 },
    { { -1, 500000000 }, -500000 },
  };

  write_file (fixture->path, "x", 1);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const struct timespec times[2] = { { .tv_nsec = UTIME_OMIT }, rows[i].time };

      g_assert_cmpint (utimensat (AT_FDCWD, fixture->path, times, 0), ==, 0);

      XuMediaFile *file = open_good (fixture->path);

      g_assert_cmpint (xu_media_file_get_modified_us (file), ==, rows[i].us);
      assert_finalizes (file);
    }
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*test) (Fixture *fixture, gconstpointer data);
  } tests[] = {
    { "/media-fingerprint/pinned", test_pinned },
    { "/media-fingerprint/what-it-sees", test_what_it_sees },
    { "/media-fingerprint/size-alone", test_size_alone },
    { "/media-fingerprint/copy", test_copy },
    { "/media-fingerprint/large-takes-an-instant", test_large_takes_an_instant },
    { "/media-fingerprint/changed", test_changed },
    { "/media-fingerprint/cancelled", test_cancelled },
    { "/media-fingerprint/modified", test_modified },
  };

  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/media-fingerprint/cut", test_cut);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, fixture_set_up, tests[i].test, fixture_tear_down);

  return g_test_run ();
}
