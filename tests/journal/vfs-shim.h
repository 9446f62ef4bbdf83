/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/**
 * VfsShim:
 *
 * SQLite's files, with an eye on what is synced and a hand in what fails. There is one. While a
 * thread uses files, another one reaches the fields atomically.
 */
typedef struct
{
  guint n_syncs;     /* fsync() and the like, since this was set to zero */
  int write_status;  /* what each write fails with; SQLITE_OK: it works */
  int sync_status;   /* what each sync fails with */
  int n_writes_left; /* writes that still work before they fail; -1: no end */
} VfsShim;

/* Comes between SQLite and all files that it opens from here on. */
VfsShim *vfs_shim_install (void);
