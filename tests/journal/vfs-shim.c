/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SQLite's own VFS, but for a few methods of its files. */

#include "config.h"

#include "vfs-shim.h"

#include <sqlite3.h>

static VfsShim shim = { .n_writes_left = -1 };
static sqlite3_vfs *real_vfs;
static sqlite3_vfs vfs;

/* The real one has several sets of methods, with and without locks, which write and sync alike. */
static const sqlite3_io_methods *real_methods;
static GHashTable *changed; /* (owned) (element-type sqlite3_io_methods): by the real ones */

static int
write_cb (sqlite3_file *file, const void *bytes, int length, sqlite3_int64 offset)
{
  int n_left = g_atomic_int_get (&shim.n_writes_left);
  int status = g_atomic_int_get (&shim.write_status);

  if (n_left > 0)
    g_atomic_int_add (&shim.n_writes_left, -1);
  else if (n_left == 0 && status != SQLITE_OK)
    return status;

  return real_methods->xWrite (file, bytes, length, offset);
}

static int
sync_cb (sqlite3_file *file, int flags)
{
  int status = g_atomic_int_get (&shim.sync_status);

  g_atomic_int_inc (&shim.n_syncs);
  return status != SQLITE_OK ? status : real_methods->xSync (file, flags);
}

static const sqlite3_io_methods *
change (const sqlite3_io_methods *real)
{
  sqlite3_io_methods *methods = g_hash_table_lookup (changed, real);

  if (methods != NULL)
    return methods;

  if (real_methods == NULL)
    real_methods = real;
  g_assert_true (real->xWrite == real_methods->xWrite && real->xSync == real_methods->xSync);

  methods = g_memdup2 (real, sizeof *real);
  methods->xWrite = write_cb;
  methods->xSync = sync_cb;
  g_hash_table_insert (changed, (gpointer) real, methods);
  return methods;
}

static int
open_cb (sqlite3_vfs *self, const char *name, sqlite3_file *file, int flags, int *out_flags)
{
  static GMutex lock;
  int status = real_vfs->xOpen (real_vfs, name, file, flags, out_flags);

  g_mutex_lock (&lock);
  if (status == SQLITE_OK && file->pMethods != NULL)
    file->pMethods = change (file->pMethods);
  g_mutex_unlock (&lock);

  return status;
}

VfsShim *
vfs_shim_install (void)
{
  if (real_vfs == NULL)
    {
      changed = g_hash_table_new (NULL, NULL);
      real_vfs = sqlite3_vfs_find (NULL);
      vfs = *real_vfs;
      vfs.zName = "shim";
      vfs.xOpen = open_cb;
      g_assert_cmpint (sqlite3_vfs_register (&vfs, 1), ==, SQLITE_OK);
    }

  return &shim;
}
