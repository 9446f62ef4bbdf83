/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "xu-journal.h"

G_BEGIN_DECLS

/**
 * xu_covers_save_async:
 * @folder: (type filename): of covers; made where missing, for the user alone
 * @jpeg: a picture
 *
 * Keeps a picture under a name of its own, whole or not at all.
 */
void xu_covers_save_async (const char *folder,
                           GBytes *jpeg,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);

/**
 * xu_covers_save_finish:
 * @error: return location: %XU_ERROR_STORAGE
 *
 * Returns: (transfer full) (type filename): its path
 */
char *xu_covers_save_finish (GAsyncResult *result, GError **error);

/**
 * xu_covers_is_forgotten:
 * @path: (type filename): of a file in the folder
 * @changed_at: when it was written, Unix seconds
 * @now: Unix seconds
 * @wanted: (element-type filename): the paths of the covers of jobs that may still need theirs
 *
 * A picture may have been chosen for a post that is not in the journal yet, so young ones stay.
 * Pure.
 *
 * Returns: %TRUE when nobody will ever ask for this picture
 */
gboolean
xu_covers_is_forgotten (const char *path, gint64 changed_at, gint64 now, GHashTable *wanted);

/**
 * xu_covers_clean:
 * @folder: (type filename): of covers; need not be there
 * @journal: whose jobs they are for
 *
 * Removes what is forgotten. A post that exists, or that nobody wants, needs no cover any more.
 */
void xu_covers_clean (const char *folder, XuJournal *journal);

G_END_DECLS
