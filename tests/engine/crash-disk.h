/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Comes between SQLite and its files, and remembers what of them a disk surely has: what was there
 * at the last sync. To be called before anything opens a database; of one thread. */
void crash_disk_install (void);

/**
 * crash_disk_leave:
 * @path: (type filename): a database that is open
 * @copy: (type filename): where its copy goes; its other files get the same beginning
 * @seed: of the chances
 *
 * What a power cut at this moment may leave of it: all that was synced, and of each sector that was
 * written since, by chance, the old or the new content.
 */
void crash_disk_leave (const char *path, const char *copy, guint32 seed);

G_END_DECLS
