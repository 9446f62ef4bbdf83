/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <sqlite3.h>

#include <glib.h>

G_BEGIN_DECLS

/* The schema's version, as `PRAGMA user_version` of a database has it. */
guint xu_journal_schema_get_latest (void);

/**
 * xu_journal_schema_migrate:
 * @db: a database of the version @from, in no transaction
 * @from: at most the latest version
 * @error: return location: %XU_ERROR_STORAGE
 *
 * Brings it to the latest version in one transaction. On error that is still open: close @db.
 */
gboolean xu_journal_schema_migrate (sqlite3 *db, guint from, GError **error);

G_END_DECLS
