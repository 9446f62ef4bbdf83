/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The statements, transactions, and SQLite's failures as ours. */

#define G_LOG_DOMAIN "xu-journal"

#include "config.h"

#include "xu-journal-private.h"

#include <errno.h>

#include "xu-error.h"

#define JOB_COLUMNS                                                                                \
  "id, created_at, changed_at, server, user_id, credentials, text, post_intent, "                  \
  "subtitles_language, reply_settings, made_with_ai, paid_partnership, outcome, is_paused, post, " \
  "post_id, is_deleted, error_code, error_detail, error_reason, error_http_status, error_part, "   \
  "checksum"

#define UPLOAD_COLUMNS                                                                             \
  "job, position, state, media_id, expires_at, cuts, sent_below, acknowledged, checksum"

#define SIGN_IN_COLUMNS                                                                            \
  "server, user_id, username, name, avatar_url, method, client_id, scope, subscription_type, "     \
  "signed_in_at, checksum"

/* Parameters are numbered as the functions of xu-journal-rows.c bind them. */
static const char *const sql_texts[] = {
  [XU_STATEMENT_ADD_JOB] = "INSERT INTO jobs (" JOB_COLUMNS ") VALUES "
                           "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
  [XU_STATEMENT_SAVE_JOB] = "UPDATE jobs SET (" JOB_COLUMNS ") = "
                            "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
                            "WHERE number = ?",
  [XU_STATEMENT_LIST_JOBS] = "SELECT " JOB_COLUMNS ", number FROM jobs ORDER BY number",
  [XU_STATEMENT_LOAD_JOB] = "SELECT " JOB_COLUMNS ", number FROM jobs WHERE id = ?",
  [XU_STATEMENT_FIND_JOB] = "SELECT number FROM jobs WHERE id = ?",
  [XU_STATEMENT_REMOVE_JOB] = "DELETE FROM jobs WHERE number = ?",
  [XU_STATEMENT_LIST_ITEMS]
  = "SELECT i.job, i.position, i.role, i.path, i.alt_text, i.size, i.modified_us, i.fingerprint, "
    "i.media_type, i.is_described, i.checksum, u.job, u.position, u.state, u.media_id, "
    "u.expires_at, u.cuts, u.sent_below, u.acknowledged, u.checksum "
    "FROM items AS i LEFT JOIN uploads AS u ON u.job = i.job AND u.position = i.position "
    "WHERE i.job = ? ORDER BY i.position",
  [XU_STATEMENT_SAVE_ITEM]
  = "INSERT OR REPLACE INTO items (job, position, role, path, alt_text, size, modified_us, "
    "fingerprint, media_type, is_described, checksum) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
  [XU_STATEMENT_TRIM_ITEMS] = "DELETE FROM items WHERE job = ? AND position >= ?",
  [XU_STATEMENT_PUT_UPLOAD] = "INSERT OR REPLACE INTO uploads (" UPLOAD_COLUMNS ") VALUES "
                              "(?, ?, ?, ?, ?, ?, ?, ?, ?)",
  [XU_STATEMENT_SAVE_UPLOAD] = "UPDATE uploads SET (" UPLOAD_COLUMNS ") = "
                               "(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) "
                               "WHERE job = ?1 AND position = ?2",
  [XU_STATEMENT_REQUEST] = "UPDATE jobs SET request = ? WHERE number = ?",
  [XU_STATEMENT_LOAD_REQUEST] = "SELECT request FROM jobs WHERE number = ?",
  [XU_STATEMENT_FIND_ACCOUNT] = "SELECT server, credentials, user_id, subscription_type, checksum "
                                "FROM accounts WHERE server = ? AND credentials = ?",
  [XU_STATEMENT_SAVE_ACCOUNT] = "INSERT OR REPLACE INTO accounts (server, credentials, user_id, "
                                "subscription_type, checksum) VALUES (?, ?, ?, ?, ?)",
  [XU_STATEMENT_FIND_SERVER]
  = "SELECT server, segment_ceiling, segment_refused, encoding, is_sequential, learnt_at, "
    "checksum FROM servers WHERE server = ?",
  [XU_STATEMENT_SAVE_SERVER]
  = "INSERT OR REPLACE INTO servers (server, segment_ceiling, segment_refused, encoding, "
    "is_sequential, learnt_at, checksum) VALUES (?, ?, ?, ?, ?, ?, ?)",
  [XU_STATEMENT_LIST_SIGN_INS]
  = "SELECT " SIGN_IN_COLUMNS " FROM sign_ins ORDER BY signed_in_at, server, user_id",
  [XU_STATEMENT_SAVE_SIGN_IN] = "INSERT OR REPLACE INTO sign_ins (" SIGN_IN_COLUMNS ") VALUES "
                                "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
  [XU_STATEMENT_REMOVE_SIGN_IN] = "DELETE FROM sign_ins WHERE server = ? AND user_id = ?",
  [XU_STATEMENT_DATA_VERSION] = "PRAGMA data_version",
};

/* What the system would say of it: words for people, in their language. */
static int
get_errno (sqlite3 *db, int status)
{
  switch (status & 0xff)
    {
    case SQLITE_FULL:
      return ENOSPC;
    case SQLITE_READONLY:
      return EROFS;
    case SQLITE_PERM:
      return EACCES;
    case SQLITE_NOMEM:
      return ENOMEM;
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
      return db != NULL ? sqlite3_system_errno (db) : 0;
    default:
      return 0;
    }
}

GError *
xu_journal_new_error (sqlite3 *db, int status, const char *doing)
{
  g_assert (status != SQLITE_OK && doing != NULL);

  /* The message is of the failure that came last, and binding does not leave one. */
  gboolean is_last = db != NULL && (sqlite3_errcode (db) & 0xff) == (status & 0xff);
  GError *error = xu_error_new (XU_ERROR_STORAGE, "journal: %s: %s (%d)", doing,
                                is_last ? sqlite3_errmsg (db) : sqlite3_errstr (status), status);
  int system_errno = get_errno (db, status);

  if (system_errno != 0)
    xu_error_set_reason (error, g_strerror (system_errno));
  return error;
}

gboolean
xu_journal_execute (sqlite3 *db, const char *sql, const char *doing, GError **error)
{
  g_assert (db != NULL && sql != NULL);

  int status = sqlite3_exec (db, sql, NULL, NULL, NULL);

  if (status != SQLITE_OK)
    g_propagate_error (error, xu_journal_new_error (db, status, doing));
  return status == SQLITE_OK;
}

gboolean
xu_journal_prepare_statements (XuJournal *journal, GError **error)
{
  g_assert (journal != NULL && journal->db != NULL);

  for (guint i = 0; i < XU_N_STATEMENTS; i++)
    {
      int status = sqlite3_prepare_v3 (journal->db, sql_texts[i], -1, SQLITE_PREPARE_PERSISTENT,
                                       &journal->statements[i], NULL);

      if (status != SQLITE_OK)
        {
          g_propagate_error (error, xu_journal_new_error (journal->db, status, "prepare"));
          return FALSE;
        }
    }

  return TRUE;
}

void
xu_journal_finalize_statements (XuJournal *journal)
{
  g_assert (journal != NULL);

  for (guint i = 0; i < XU_N_STATEMENTS; i++)
    g_clear_pointer (&journal->statements[i], sqlite3_finalize);
}

sqlite3_stmt *
xu_journal_get_statement (XuJournal *journal, XuStatement id)
{
  g_assert (journal != NULL && id < XU_N_STATEMENTS && journal->statements[id] != NULL);

  return journal->statements[id];
}

void
xu_journal_reset (XuJournal *journal, XuStatement id)
{
  sqlite3_stmt *statement = xu_journal_get_statement (journal, id);

  sqlite3_reset (statement);
  sqlite3_clear_bindings (statement);
}

gboolean
xu_journal_run (XuJournal *journal, XuStatement id, int status, GError **error)
{
  if (status == SQLITE_OK)
    status = sqlite3_step (xu_journal_get_statement (journal, id));
  if (status != SQLITE_DONE)
    g_propagate_error (error, xu_journal_new_error (journal->db, status, "write"));
  xu_journal_reset (journal, id);

  return status == SQLITE_DONE;
}

gboolean
xu_journal_next_row (XuJournal *journal, XuStatement id, GError **error)
{
  int status = sqlite3_step (xu_journal_get_statement (journal, id));

  if (status == SQLITE_ROW)
    return TRUE;

  if (status != SQLITE_DONE)
    g_propagate_error (error, xu_journal_new_error (journal->db, status, "read"));
  xu_journal_reset (journal, id);
  return FALSE;
}

gboolean
xu_journal_begin (XuJournal *journal, gboolean is_lasting, GError **error)
{
  g_assert (journal != NULL && sqlite3_get_autocommit (journal->db) != 0);

  if (is_lasting != journal->is_lasting)
    {
      if (!xu_journal_execute (
              journal->db, is_lasting ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL",
              "write", error))
        return FALSE;
      journal->is_lasting = is_lasting;
    }

  return xu_journal_execute (journal->db, "BEGIN IMMEDIATE", "write", error);
}

gboolean
xu_journal_begin_reading (XuJournal *journal, GError **error)
{
  g_assert (journal != NULL && sqlite3_get_autocommit (journal->db) != 0);

  return xu_journal_execute (journal->db, "BEGIN", "read", error);
}

gboolean
xu_journal_end (XuJournal *journal, gboolean is_good, GError **error)
{
  g_assert (journal != NULL);

  gboolean is_committed = is_good && xu_journal_execute (journal->db, "COMMIT", "write", error);

  /* Some failures have taken all back by themselves. */
  if (!is_committed && sqlite3_get_autocommit (journal->db) == 0)
    xu_journal_execute (journal->db, "ROLLBACK", "take back", NULL);
  return is_committed;
}

gboolean
xu_journal_save_row (XuJournal *journal, XuStatement id, int status, GError **error)
{
  g_assert (journal != NULL);

  if (!xu_journal_begin (journal, FALSE, error))
    {
      xu_journal_reset (journal, id);
      return FALSE;
    }
  return xu_journal_end (journal, xu_journal_run (journal, id, status, error), error);
}
