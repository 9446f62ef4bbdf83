/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * xu_file_lock_async:
 * @path: (type filename): the file; made where missing, and never removed
 * @limit_ms: milliseconds to wait for others at most
 * @cancellable: (nullable): ends it
 * @callback: called with the end
 * @user_data: for @callback
 *
 * Locks a file against everybody else who does so: other processes, which the kernel watches over
 * however they end, and others in this process ("open file description locks" of fcntl(2)). Waits
 * by looking again, without holding up the context.
 */
void xu_file_lock_async (const char *path,
                         guint limit_ms,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data);

/**
 * xu_file_lock_finish:
 * @result: as given to the callback
 * @error: return location: %XU_ERROR_STORAGE when the file cannot be
 * had, %G_IO_ERROR_TIMED_OUT when others kept it for too long, %G_IO_ERROR_CANCELLED
 *
 * Returns: a lock for xu_file_lock_release(); -1 on error
 */
int xu_file_lock_finish (GAsyncResult *result, GError **error);

/**
 * xu_file_lock_release:
 * @lock: (inout): a lock, or -1 for none; -1 afterwards
 *
 * Gives a lock back. Doing so twice does no harm.
 */
void xu_file_lock_release (int *lock);

G_END_DECLS
