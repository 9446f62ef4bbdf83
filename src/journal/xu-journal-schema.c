/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tables, and the way to them from each older version. */

#define G_LOG_DOMAIN "xu-journal"

#include "config.h"

#include "xu-journal-schema.h"

#include "xu-journal-private.h"

/*
 * The SQL at index N leads from version N to N + 1. What was released never changes again: a new
 * version is a new entry.
 *
 * Names of enums are stored as text, for people with sqlite3 and for enums that get a new value in
 * their middle (but `post_intent`, which was a boolean). Paths are bytes. `checksum` is over all
 * other values of the row but `number` and `request`; see xu-journal-row.h.
 */
static const char *const migrations[] = {
  "CREATE TABLE jobs ("
  "  number INTEGER PRIMARY KEY AUTOINCREMENT," /* Never used twice: it is a job's lock. */
  "  id TEXT NOT NULL UNIQUE,"
  "  created_at INTEGER NOT NULL,"
  "  changed_at INTEGER NOT NULL,"
  "  server TEXT NOT NULL,"
  "  user_id TEXT,"
  "  credentials TEXT,"
  "  text TEXT NOT NULL,"
  "  is_post_wanted INTEGER NOT NULL,"
  "  subtitles_language TEXT,"
  "  reply_settings TEXT,"
  "  made_with_ai INTEGER NOT NULL,"
  "  paid_partnership INTEGER NOT NULL,"
  "  outcome TEXT NOT NULL,"
  "  is_paused INTEGER NOT NULL,"
  "  post TEXT NOT NULL,"
  "  post_id TEXT,"
  "  is_deleted INTEGER NOT NULL,"
  "  error_code TEXT,"
  "  error_detail TEXT,"
  "  error_reason TEXT,"
  "  error_http_status INTEGER NOT NULL,"
  "  error_part TEXT NOT NULL,"
  "  checksum TEXT NOT NULL,"
  "  request TEXT NOT NULL DEFAULT 'none'" /* Others write it: not in the checksum. */
  ") STRICT;"

  "CREATE TABLE items ("
  "  job INTEGER NOT NULL REFERENCES jobs (number) ON DELETE CASCADE,"
  "  position INTEGER NOT NULL,"
  "  role TEXT NOT NULL,"
  "  path BLOB NOT NULL,"
  "  alt_text TEXT,"
  "  size INTEGER NOT NULL,"
  "  modified_us INTEGER NOT NULL,"
  "  fingerprint TEXT,"
  "  media_type TEXT,"
  "  is_described INTEGER NOT NULL,"
  "  checksum TEXT NOT NULL,"
  "  PRIMARY KEY (job, position)"
  ") STRICT, WITHOUT ROWID;"

  /* Beside its item and not in it: a row to be written for each acknowledged segment. */
  "CREATE TABLE uploads ("
  "  job INTEGER NOT NULL,"
  "  position INTEGER NOT NULL,"
  "  state TEXT NOT NULL,"
  "  media_id TEXT,"
  "  expires_at INTEGER NOT NULL,"
  "  cuts TEXT NOT NULL,"
  "  sent_below INTEGER NOT NULL,"
  "  acknowledged BLOB NOT NULL,"
  "  checksum TEXT NOT NULL,"
  "  PRIMARY KEY (job, position),"
  "  FOREIGN KEY (job, position) REFERENCES items (job, position) ON DELETE CASCADE"
  ") STRICT, WITHOUT ROWID;"

  "CREATE TABLE accounts ("
  "  server TEXT NOT NULL,"
  "  credentials TEXT NOT NULL,"
  "  user_id TEXT NOT NULL,"
  "  subscription_type TEXT,"
  "  checksum TEXT NOT NULL,"
  "  PRIMARY KEY (server, credentials)"
  ") STRICT, WITHOUT ROWID;",

  "CREATE TABLE servers ("
  "  server TEXT NOT NULL PRIMARY KEY,"
  "  segment_ceiling INTEGER NOT NULL,"
  "  segment_refused INTEGER NOT NULL,"
  "  encoding TEXT,"
  "  is_sequential INTEGER NOT NULL,"
  "  learnt_at INTEGER NOT NULL,"
  "  checksum TEXT NOT NULL"
  ") STRICT, WITHOUT ROWID;",

  /* 0 and 1 stay what they were, so that the checksums hold; 2 is new: a draft. */
  "ALTER TABLE jobs RENAME COLUMN is_post_wanted TO post_intent;",

  "CREATE TABLE sign_ins ("
  "  server TEXT NOT NULL,"
  "  user_id TEXT NOT NULL,"
  "  username TEXT,"
  "  name TEXT,"
  "  avatar_url TEXT,"
  "  method TEXT NOT NULL,"
  "  client_id TEXT,"
  "  scope TEXT,"
  "  subscription_type TEXT,"
  "  signed_in_at INTEGER NOT NULL,"
  "  checksum TEXT NOT NULL,"
  "  PRIMARY KEY (server, user_id)"
  ") STRICT, WITHOUT ROWID;",
};

guint
xu_journal_schema_get_latest (void)
{
  return G_N_ELEMENTS (migrations);
}

static gboolean
run_migrations (sqlite3 *db, guint from, GError **error)
{
  for (guint version = from; version < G_N_ELEMENTS (migrations); version++)
    {
      g_debug ("migrating from version %u", version);
      if (!xu_journal_execute (db, migrations[version], "migrate", error))
        return FALSE;
    }

  g_autofree char *sql
      = g_strdup_printf ("PRAGMA user_version = %u", (guint) G_N_ELEMENTS (migrations));

  return xu_journal_execute (db, sql, "migrate", error)
         && xu_journal_execute (db, "COMMIT", "migrate", error);
}

gboolean
xu_journal_schema_migrate (sqlite3 *db, guint from, GError **error)
{
  g_assert (db != NULL && from <= G_N_ELEMENTS (migrations));

  if (from == G_N_ELEMENTS (migrations))
    return TRUE;

  return xu_journal_execute (db, "BEGIN IMMEDIATE", "migrate", error)
         && run_migrations (db, from, error);
}
