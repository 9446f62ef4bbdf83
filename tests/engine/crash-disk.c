/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A disk that forgets what was not synced, under SQLite's own VFS. */

#include "config.h"

#include "crash-disk.h"

#include <sqlite3.h>
#include <string.h>

static const gsize sector_size = 512;

/* One write, or, without bytes, the file is cut off at that offset. */
typedef struct
{
  gsize offset;
  GBytes *bytes; /* (owned) (nullable) */
} Change;

typedef struct
{
  GByteArray *synced; /* (owned) (nullable): content; NULL: the folder may not know the file yet */
  GArray *changes;    /* (owned) (element-type Change): since then */
  gboolean is_gone;
} File;

static sqlite3_vfs *real_vfs;
static sqlite3_vfs vfs;
static const sqlite3_io_methods *real_methods;
static GHashTable *methods;    /* (owned): ours, by the real ones */
static GHashTable *files;      /* (owned) (element-type utf8 File): by path */
static GHashTable *open_files; /* (owned) (element-type sqlite3_file File): as opened last */

static void
clear_change (gpointer data)
{
  g_clear_pointer (&((Change *) data)->bytes, g_bytes_unref);
}

static void
file_free (gpointer data)
{
  File *file = data;

  g_clear_pointer (&file->synced, g_byte_array_unref);
  g_array_unref (file->changes);
  g_free (file);
}

static void
note (sqlite3_file *handle, gsize offset, GBytes *bytes)
{
  File *file = g_hash_table_lookup (open_files, handle);
  const Change change = { .offset = offset, .bytes = bytes };

  g_array_append_val (file->changes, change);
}

static int
write_cb (sqlite3_file *handle, const void *bytes, int length, sqlite3_int64 offset)
{
  note (handle, (gsize) offset, g_bytes_new (bytes, (gsize) length));
  return real_methods->xWrite (handle, bytes, length, offset);
}

static int
truncate_cb (sqlite3_file *handle, sqlite3_int64 size)
{
  note (handle, (gsize) size, NULL);
  return real_methods->xTruncate (handle, size);
}

/* Through SQLite's own handle: closing another one would give its locks back. */
static void
keep_content (sqlite3_file *handle, File *file)
{
  sqlite3_int64 size = 0;

  g_assert_cmpint (real_methods->xFileSize (handle, &size), ==, SQLITE_OK);
  g_clear_pointer (&file->synced, g_byte_array_unref);
  file->synced = g_byte_array_new ();
  g_byte_array_set_size (file->synced, (guint) size);
  if (size > 0)
    g_assert_cmpint (real_methods->xRead (handle, file->synced->data, (int) size, 0), ==,
                     SQLITE_OK);
  g_array_set_size (file->changes, 0);
}

static int
sync_cb (sqlite3_file *handle, int flags)
{
  int status = real_methods->xSync (handle, flags);

  if (status == SQLITE_OK)
    keep_content (handle, g_hash_table_lookup (open_files, handle));
  return status;
}

static const sqlite3_io_methods *
change_methods (const sqlite3_io_methods *real)
{
  sqlite3_io_methods *ours = g_hash_table_lookup (methods, real);

  if (ours != NULL)
    return ours;

  if (real_methods == NULL)
    real_methods = real;
  g_assert_true (real->xWrite == real_methods->xWrite && real->xSync == real_methods->xSync);
  g_assert_true (real->xTruncate == real_methods->xTruncate);

  ours = g_memdup2 (real, sizeof *real);
  ours->xWrite = write_cb;
  ours->xTruncate = truncate_cb;
  ours->xSync = sync_cb;
  g_hash_table_insert (methods, (gpointer) real, ours);
  return ours;
}

static int
open_cb (sqlite3_vfs *self, const char *name, sqlite3_file *handle, int flags, int *out_flags)
{
  gboolean was_there = name != NULL && g_file_test (name, G_FILE_TEST_EXISTS);
  int status = real_vfs->xOpen (real_vfs, name, handle, flags, out_flags);

  if (status != SQLITE_OK || handle->pMethods == NULL || name == NULL)
    return status;

  const sqlite3_io_methods *ours = change_methods (handle->pMethods);
  File *file = g_hash_table_lookup (files, name);

  if (file == NULL)
    {
      file = g_new0 (File, 1);
      file->changes = g_array_new (FALSE, FALSE, sizeof (Change));
      g_array_set_clear_func (file->changes, clear_change);
      if (was_there)
        keep_content (handle, file);
      g_hash_table_insert (files, g_strdup (name), file);
    }
  file->is_gone = FALSE;

  handle->pMethods = ours;
  g_hash_table_insert (open_files, handle, file);
  return status;
}

static int
delete_cb (sqlite3_vfs *self, const char *name, int is_folder_synced)
{
  File *file = g_hash_table_lookup (files, name);

  if (file != NULL)
    {
      file->is_gone = TRUE;
      g_clear_pointer (&file->synced, g_byte_array_unref);
      g_array_set_size (file->changes, 0);
    }
  return real_vfs->xDelete (real_vfs, name, is_folder_synced);
}

void
crash_disk_install (void)
{
  g_assert_null (real_vfs);

  methods = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  files = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, file_free);
  open_files = g_hash_table_new (NULL, NULL);
  real_vfs = sqlite3_vfs_find (NULL);
  vfs = *real_vfs;
  vfs.zName = "crash-disk";
  vfs.xOpen = open_cb;
  vfs.xDelete = delete_cb;
  g_assert_cmpint (sqlite3_vfs_register (&vfs, 1), ==, SQLITE_OK);
}

static void
put (GByteArray *content, gsize offset, const guint8 *bytes, gsize length)
{
  gsize old_size = content->len;

  if (offset + length > old_size)
    {
      g_byte_array_set_size (content, (guint) (offset + length));
      memset (content->data + old_size, 0, offset + length - old_size);
    }
  memcpy (content->data + offset, bytes, length);
}

/* Sectors come to a disk in any order, or not at all. */
static void
apply (GByteArray *content, const Change *change, GRand *chance)
{
  if (change->bytes == NULL)
    {
      if (g_rand_boolean (chance) && change->offset < content->len)
        g_byte_array_set_size (content, (guint) change->offset);
      return;
    }

  gsize length;
  const guint8 *bytes = g_bytes_get_data (change->bytes, &length);

  for (gsize done = 0, n; done < length; done += n)
    {
      n = MIN (sector_size - (change->offset + done) % sector_size, length - done);
      if (g_rand_boolean (chance))
        put (content, change->offset + done, bytes + done, n);
    }
}

static void
leave_file (const File *file, const char *copy, GRand *chance)
{
  g_autoptr (GByteArray) content = g_byte_array_new ();
  g_autoptr (GError) error = NULL;

  if (file->synced == NULL && g_rand_boolean (chance))
    return;

  if (file->synced != NULL)
    g_byte_array_append (content, file->synced->data, file->synced->len);
  for (guint i = 0; i < file->changes->len; i++)
    apply (content, &g_array_index (file->changes, Change, i), chance);

  g_file_set_contents (copy, (const char *) content->data, (gssize) content->len, &error);
  g_assert_no_error (error);
}

void
crash_disk_leave (const char *path, const char *copy, guint32 seed)
{
  g_autoptr (GRand) chance = g_rand_new_with_seed (seed);
  GHashTableIter iter;
  gpointer name, file;

  g_assert_true (g_hash_table_contains (files, path));
  g_hash_table_iter_init (&iter, files);
  while (g_hash_table_iter_next (&iter, &name, &file))
    {
      if (((const File *) file)->is_gone || !g_str_has_prefix (name, path))
        continue;

      g_autofree char *copy_name = g_strconcat (copy, (const char *) name + strlen (path), NULL);

      leave_file (file, copy_name, chance);
    }
}
