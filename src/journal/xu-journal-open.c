/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opens the database: looks whether it is sound, sets it aside when it is not, and closes it. */

#define G_LOG_DOMAIN "xu-journal"

#include "config.h"

#include "xu-journal-private.h"

#include <errno.h>
#include <unistd.h>

#include "xu-error.h"
#include "xu-journal-aside.h"
#include "xu-journal-locks.h"
#include "xu-journal-schema.h"

/* How long a write waits for those of other processes. */
static const int busy_ms = 5000;

/* How long opening waits for those that open it too. */
static const gint64 opening_wait_us = 5 * G_USEC_PER_SEC;

typedef enum
{
  FOUND_SOUND,
  FOUND_DAMAGED,
  FOUND_UNUSABLE, /* and to be left as it is */
} Finding;

static XuJournal *
journal_new (const char *path)
{
  XuJournal *journal = g_new0 (XuJournal, 1);

  journal->path = g_canonicalize_filename (path, NULL);
  journal->watched_path = g_strconcat (journal->path, "-wal", NULL);
  journal->lock_fd = -1;
  journal->taken = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);

  return journal;
}

static void
close_database (XuJournal *journal)
{
  xu_journal_finalize_statements (journal);
  if (journal->db != NULL && sqlite3_close (journal->db) != SQLITE_OK)
    g_warning ("the journal is closed while it is in use");
  journal->db = NULL;
}

void
xu_journal_free (XuJournal *journal)
{
  g_return_if_fail (journal != NULL);

  close_database (journal);
  if (journal->lock_fd != -1)
    close (journal->lock_fd);
  g_hash_table_unref (journal->taken);
  g_free (journal->watched_path);
  g_free (journal->path);
  g_free (journal);
}

/* Returns: (transfer full) (nullable): the first value that @sql answers */
static char *
ask (sqlite3 *db, const char *sql, GError **error)
{
  sqlite3_stmt *statement = NULL;
  int status = sqlite3_prepare_v2 (db, sql, -1, &statement, NULL);

  if (status == SQLITE_OK)
    status = sqlite3_step (statement);

  char *answer
      = status == SQLITE_ROW ? g_strdup ((const char *) sqlite3_column_text (statement, 0)) : NULL;

  if (answer == NULL)
    g_propagate_error (error, xu_journal_new_error (db, status, "open"));
  sqlite3_finalize (statement);
  return answer;
}

/* The file may come from anywhere: nothing in its schema is to be run or trusted. And while it is
 * not known to be sound, closing it must not write into it. */
static gboolean
configure (sqlite3 *db, GError **error)
{
  static const struct
  {
    int option;
    int value;
  } options[] = {
    { SQLITE_DBCONFIG_DEFENSIVE, 1 },      { SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0 },
    { SQLITE_DBCONFIG_ENABLE_TRIGGER, 0 }, { SQLITE_DBCONFIG_ENABLE_VIEW, 0 },
    { SQLITE_DBCONFIG_ENABLE_FKEY, 1 },    { SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (options); i++)
    sqlite3_db_config (db, options[i].option, options[i].value, NULL);
  sqlite3_busy_timeout (db, busy_ms);

  /* A mapped file that another process truncates ends this one. */
  return xu_journal_execute (db,
                             "PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0; "
                             "PRAGMA synchronous = FULL",
                             "open", error);
}

/* SQLite is content with reading where it may not write. */
static gboolean
check_is_writable (XuJournal *journal, GError **error)
{
  if (sqlite3_db_readonly (journal->db, "main") == 0)
    return TRUE;

  int system_errno = access (journal->path, W_OK) == 0 ? EROFS : errno;

  g_propagate_error (error, xu_journal_new_system_error (system_errno, "open to write"));
  return FALSE;
}

/* What SQLite says of a file that is not what it should be. SQLITE_ERROR: our SQL does not fit the
 * tables that its version must have. */
static Finding
judge_failure (sqlite3 *db)
{
  switch (sqlite3_errcode (db) & 0xff)
    {
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_ERROR:
      return FOUND_DAMAGED;
    default:
      return FOUND_UNUSABLE;
    }
}

static gboolean
check_pages (sqlite3 *db, GError **error)
{
  g_autofree char *answer = ask (db, "PRAGMA integrity_check(1)", error);

  if (answer == NULL || g_str_equal (answer, "ok"))
    return answer != NULL;

  xu_error_set (error, XU_ERROR_STORAGE, "journal: it is damaged: %s", answer);
  return FALSE;
}

static gboolean
use_log (sqlite3 *db, GError **error)
{
  g_autofree char *mode = ask (db, "PRAGMA journal_mode = WAL", error);

  if (mode != NULL && !g_str_equal (mode, "wal"))
    xu_error_set (error, XU_ERROR_STORAGE, "journal: it cannot have a write-ahead log here");
  return g_strcmp0 (mode, "wal") == 0;
}

/* An older version of the application would go on with tables that it does not know. */
static gboolean
migrate (XuJournal *journal, guint version, GError **error)
{
  gboolean has_users = version > 0 && version < xu_journal_schema_get_latest ();

  if (has_users && !xu_journal_locks_own_alone (journal->lock_fd))
    {
      xu_error_set (error, XU_ERROR_STORAGE,
                    "journal: version %u is open in another process, which must end first",
                    version);
      return FALSE;
    }

  gboolean is_done = xu_journal_schema_migrate (journal->db, version, error);

  xu_journal_locks_share (journal->lock_fd);
  return is_done;
}

static Finding
look_into (XuJournal *journal, GError **error)
{
  g_autofree char *answer = ask (journal->db, "PRAGMA user_version", error);

  if (answer == NULL)
    return judge_failure (journal->db);

  gint64 version = g_ascii_strtoll (answer, NULL, 10);

  if (version < 0)
    {
      xu_error_set (error, XU_ERROR_STORAGE, "journal: no version is %s", answer);
      return FOUND_DAMAGED;
    }
  if (version > xu_journal_schema_get_latest ())
    {
      xu_error_set (error, XU_ERROR_STORAGE,
                    "journal: it is of the newer version %" G_GINT64_FORMAT ", not %u", version,
                    xu_journal_schema_get_latest ());
      return FOUND_UNUSABLE;
    }

  if (!check_pages (journal->db, error))
    return sqlite3_errcode (journal->db) == SQLITE_OK ? FOUND_DAMAGED : judge_failure (journal->db);
  if (!use_log (journal->db, error) || !migrate (journal, (guint) version, error)
      || !xu_journal_prepare_statements (journal, error))
    return judge_failure (journal->db);

  return FOUND_SOUND;
}

static Finding
open_database (XuJournal *journal, GError **error)
{
  int status
      = sqlite3_open_v2 (journal->path, &journal->db,
                         SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, NULL);

  if (status != SQLITE_OK)
    {
      g_propagate_error (error, xu_journal_new_error (journal->db, status, "open"));
      return FOUND_UNUSABLE;
    }

  if (!configure (journal->db, error))
    return judge_failure (journal->db);
  if (!check_is_writable (journal, error))
    return FOUND_UNUSABLE;

  Finding finding = look_into (journal, error);

  if (finding == FOUND_SOUND)
    {
      journal->is_lasting = TRUE;
      sqlite3_db_config (journal->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, NULL);
      xu_journal_has_changed (journal);
    }
  return finding;
}

static gboolean
set_database_aside (XuJournal *journal, char **set_aside, GError **error)
{
  close_database (journal);
  if (!xu_journal_locks_own_alone (journal->lock_fd))
    {
      xu_error_set (error, XU_ERROR_STORAGE,
                    "journal: it is damaged, and open in another process, which must end first");
      return FALSE;
    }

  *set_aside = xu_journal_move_aside (journal->path, error);
  xu_journal_locks_share (journal->lock_fd);
  return *set_aside != NULL;
}

/* Alone among the processes that open it. */
static gboolean
open_sound (XuJournal *journal, char **set_aside, GError **error)
{
  g_autoptr (GError) local = NULL;

  if (!xu_journal_make_file (journal->path, set_aside, error))
    return FALSE;

  Finding finding = open_database (journal, &local);

  if (finding == FOUND_DAMAGED)
    {
      g_debug ("it is damaged: %s", local->message);
      g_clear_error (&local);
      g_clear_pointer (set_aside, g_free);

      g_autofree char *stray = NULL;

      if (!set_database_aside (journal, set_aside, error)
          || !xu_journal_make_file (journal->path, &stray, error))
        return FALSE;
      finding = open_database (journal, &local);
    }

  if (finding != FOUND_SOUND)
    g_propagate_error (error, g_steal_pointer (&local));
  return finding == FOUND_SOUND;
}

static gboolean
open_locked (XuJournal *journal, char **set_aside, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (journal->path);
  g_autofree char *lock_path = g_strconcat (journal->path, ".lock", NULL);

  if (!xu_journal_make_folder (folder, error))
    return FALSE;

  journal->lock_fd = xu_journal_locks_open (lock_path, error);
  if (journal->lock_fd == -1
      || !xu_journal_locks_begin_opening (journal->lock_fd, opening_wait_us, error))
    return FALSE;

  gboolean is_open = FALSE;

  if (xu_journal_locks_share (journal->lock_fd))
    is_open = open_sound (journal, set_aside, error);
  else
    xu_error_set (error, XU_ERROR_STORAGE, "journal: another process keeps it for itself");
  xu_journal_locks_end_opening (journal->lock_fd);

  return is_open;
}

XuJournal *
xu_journal_open (const char *path, char **set_aside, GError **error)
{
  g_return_val_if_fail (path != NULL, NULL);

  g_autoptr (XuJournal) journal = journal_new (path);
  g_autofree char *moved_to = NULL;
  gboolean is_open = open_locked (journal, &moved_to, error);

  if (set_aside != NULL)
    *set_aside = g_steal_pointer (&moved_to);
  return is_open ? g_steal_pointer (&journal) : NULL;
}
