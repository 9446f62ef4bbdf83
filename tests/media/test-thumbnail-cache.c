/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The cache of thumbnails: whose they are, damage, and how many stay. */

#include "config.h"

#include <string.h>
#include <sys/stat.h>

#include <glib/gstdio.h>

#include "media-file-fixture.h"
#include "xu-error.h"
#include "xu-thumbnail-cache.h"

/* A file, and a folder for the cache beside it. */
typedef struct
{
  Fixture file;
  char *folder; /* (owned) */
} Cache;

static void
set_up (Cache *cache, gconstpointer data)
{
  fixture_set_up (&cache->file, NULL);
  write_file (cache->file.path, "one", 3);
  make_older (cache->file.path);
  cache->folder = g_build_filename (cache->file.folder, "a", "cache", NULL);
}

static guint
for_each (Cache *cache, void (*func) (const char *path))
{
  g_autoptr (GDir) dir = g_dir_open (cache->folder, 0, NULL);
  const char *name;
  guint n = 0;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (cache->folder, name, NULL);

      n++;
      if (func != NULL)
        func (path);
    }

  return n;
}

static void
remove_one (const char *path)
{
  g_assert_cmpint (g_unlink (path), ==, 0);
}

static void
tear_down (Cache *cache, gconstpointer data)
{
  g_autofree char *parent = g_path_get_dirname (cache->folder);

  for_each (cache, remove_one);
  g_rmdir (cache->folder);
  g_rmdir (parent);
  g_free (cache->folder);
  fixture_tear_down (&cache->file, NULL);
}

static gboolean
store (Cache *cache, const char *path, const char *text, GError **error)
{
  g_autoptr (XuMediaFile) file = open_good (path);
  g_autoptr (GBytes) answer = g_bytes_new (text, strlen (text));
  g_autoptr (GAsyncResult) result = NULL;

  xu_thumbnail_cache_store_async (cache->folder, file, answer, NULL, keep_result_cb, &result);
  wait_for_result (&result);

  return xu_thumbnail_cache_store_finish (result, error);
}

static void
store_good (Cache *cache, const char *path, const char *text)
{
  g_autoptr (GError) error = NULL;

  store (cache, path, text, &error);
  g_assert_no_error (error);
}

static void
assert_found (Cache *cache, const char *path, const char *expected)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  xu_thumbnail_cache_find_async (cache->folder, path, NULL, keep_result_cb, &result);
  wait_for_result (&result);

  g_autoptr (GBytes) answer = xu_thumbnail_cache_find_finish (result, &error);

  if (expected == NULL)
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  else
    {
      g_assert_no_error (error);
      g_assert_cmpmem (g_bytes_get_data (answer, NULL), g_bytes_get_size (answer), expected,
                       strlen (expected));
    }
}

static void
test_identity (Cache *cache, gconstpointer data)
{
  g_autofree char *other = g_build_filename (cache->file.folder, "other.mp4", NULL);
  g_autofree char *detour = g_build_filename (cache->file.folder, ".", "clip.mp4", NULL);
  struct stat status;

  assert_found (cache, cache->file.path, NULL);
  store_good (cache, cache->file.path, "answer");
  assert_found (cache, cache->file.path, "answer");
  assert_found (cache, detour, "answer");

  g_assert_cmpint (g_rename (cache->file.path, other), ==, 0);
  assert_found (cache, other, NULL);
  assert_found (cache, cache->file.path, NULL);
  g_assert_cmpint (g_rename (other, cache->file.path), ==, 0);
  assert_found (cache, cache->file.path, "answer");

  /* Another size, another time. */
  write_file (cache->file.path, "four", 4);
  make_older (cache->file.path);
  assert_found (cache, cache->file.path, NULL);
  store_good (cache, cache->file.path, "answer of four");
  assert_found (cache, cache->file.path, "answer of four");
  write_file (cache->file.path, "five", 4);
  assert_found (cache, cache->file.path, NULL);

  g_assert_cmpint (g_stat (cache->folder, &status), ==, 0);
  g_assert_cmpuint (status.st_mode & 0777, ==, 0700);
}

static guint damaged_byte;

static void
damage (const char *path)
{
  g_autofree char *contents = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &contents, &length, NULL));
  contents[damaged_byte % length] ^= 0x10;
  write_file (path, contents, length);
}

static void
shorten (const char *path)
{
  g_autofree char *contents = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &contents, &length, NULL));
  write_file (path, contents, length > 40 ? length - 40 : length / 2);
}

static void
assert_private (const char *path)
{
  struct stat status;

  g_assert_cmpint (g_stat (path, &status), ==, 0);
  g_assert_cmpuint (status.st_mode & 0777, ==, 0600);
}

/* What is damaged in any byte, or is something else, is not there, and makes room for what is. */
static void
test_damage (Cache *cache, gconstpointer data)
{
  for (damaged_byte = 0; damaged_byte < 110; damaged_byte += 7)
    {
      store_good (cache, cache->file.path, "a longer answer");
      assert_found (cache, cache->file.path, "a longer answer");
      g_assert_cmpuint (for_each (cache, damage), ==, 1);
      assert_found (cache, cache->file.path, NULL);
    }

  for (guint i = 0; i < 8; i++)
    {
      for_each (cache, shorten);
      assert_found (cache, cache->file.path, NULL);
    }

  store_good (cache, cache->file.path, "again");
  assert_found (cache, cache->file.path, "again");
  g_assert_cmpuint (for_each (cache, assert_private), ==, 1);
}

static char *foreign_folder; /* (owned) */

static void
replace_by_folder (const char *path)
{
  remove_one (path);
  g_assert_cmpint (g_mkdir (path, 0700), ==, 0);
  foreign_folder = g_strdup (path);
}

static void
test_foreign (Cache *cache, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  store_good (cache, cache->file.path, "answer");
  for_each (cache, replace_by_folder);
  assert_found (cache, cache->file.path, NULL);
  g_assert_false (store (cache, cache->file.path, "answer", &error));
  g_assert_error (error, XU_ERROR, XU_ERROR_STORAGE);

  g_assert_cmpint (g_rmdir (foreign_folder), ==, 0);
  g_clear_pointer (&foreign_folder, g_free);
}

/* The one that was looked at last stays, though it is the oldest. */
static void
test_eviction (Cache *cache, gconstpointer data)
{
  store_good (cache, cache->file.path, "first");
  for_each (cache, make_older);

  for (guint i = 0; i < 230; i++)
    {
      g_autofree char *name = g_strdup_printf ("%u.mp4", i);
      g_autofree char *path = g_build_filename (cache->file.folder, name, NULL);

      if (i == 100)
        assert_found (cache, cache->file.path, "first");
      write_file (path, "x", 1);
      store_good (cache, path, name);
      g_assert_cmpuint (for_each (cache, NULL), <=, 220);
    }

  g_autofree char *oldest = g_build_filename (cache->file.folder, "0.mp4", NULL);
  g_autofree char *newest = g_build_filename (cache->file.folder, "229.mp4", NULL);

  g_assert_cmpuint (for_each (cache, NULL), >=, 200);
  assert_found (cache, cache->file.path, "first");
  assert_found (cache, newest, "229.mp4");
  assert_found (cache, oldest, NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/media/thumbnail-cache/identity", Cache, NULL, set_up, test_identity, tear_down);
  g_test_add ("/media/thumbnail-cache/damage", Cache, NULL, set_up, test_damage, tear_down);
  g_test_add ("/media/thumbnail-cache/foreign", Cache, NULL, set_up, test_foreign, tear_down);
  g_test_add ("/media/thumbnail-cache/eviction", Cache, NULL, set_up, test_eviction, tear_down);

  return g_test_run ();
}
