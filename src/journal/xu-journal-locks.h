/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * Byte-range locks on a file beside the database. The kernel gives them back when the process ends,
 * however it ends, and they mean the same to processes that do not know each other's numbers (two
 * Flatpak instances): a pid on disk does neither. They belong to the open file ("open file
 * description locks" of fcntl(2)), so that two journals in one process keep out of each other's way
 * as two processes do.
 *
 * Byte 0 is held shared by each open journal. Byte N, N >= 1, is held by whoever runs job N.
 */

/**
 * xu_journal_locks_open:
 * @path: (type filename): the lock file; made where missing, and never removed again
 * @error: return location: %XU_ERROR_STORAGE
 *
 * Returns: a file descriptor, to be closed; -1 on error
 */
int xu_journal_locks_open (const char *path, GError **error);

/**
 * xu_journal_locks_begin_opening:
 * @fd: the lock file
 * @wait_us: microseconds to wait for the others at most
 * @error: return location: %XU_ERROR_STORAGE
 *
 * Only one process at a time looks after the database, makes or migrates it.
 */
gboolean xu_journal_locks_begin_opening (int fd, gint64 wait_us, GError **error);
void xu_journal_locks_end_opening (int fd);

/* Byte 0: %FALSE when others prevent it (then @fd holds what it held before). */
gboolean xu_journal_locks_share (int fd);
gboolean xu_journal_locks_own_alone (int fd);

gboolean xu_journal_locks_take (int fd, gint64 number);
void xu_journal_locks_release (int fd, gint64 number);
gboolean xu_journal_locks_is_taken_elsewhere (int fd, gint64 number);

G_END_DECLS
