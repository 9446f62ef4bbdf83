/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Makes a folder for the user alone, with those above it, where there is none. */
gboolean xu_journal_make_folder (const char *folder, GError **error);

/**
 * xu_journal_make_file:
 * @path: (type filename): the database
 * @stray: (out) (nullable) (type filename): where the log of a database that is gone was moved to
 * @error: return location: %XU_ERROR_STORAGE
 *
 * Makes an empty one, for the user alone, where there is none.
 */
gboolean xu_journal_make_file (const char *path, char **stray, GError **error);

/**
 * xu_journal_move_aside:
 * @path: (type filename): a database that no process has open
 * @error: return location: %XU_ERROR_STORAGE
 *
 * Gives it, and the files that belong to it, a name that says since when they are damaged.
 *
 * Returns: (transfer full) (nullable) (type filename): the new name
 */
char *xu_journal_move_aside (const char *path, GError **error);

/* Returns: (transfer full): an error of ours with the system's words */
GError *xu_journal_new_system_error (int system_errno, const char *doing);

G_END_DECLS
