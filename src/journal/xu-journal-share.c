/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who runs a job, and what processes ask of each other. */

#define G_LOG_DOMAIN "xu-journal"

#include "config.h"

#include "xu-journal-private.h"

#include "xu-error.h"
#include "xu-journal-locks.h"

/* These names are on disk: they never change. */
static const char *const request_names[] = {
  [XU_JOURNAL_REQUEST_NONE] = "none",
  [XU_JOURNAL_REQUEST_PAUSE] = "pause",
  [XU_JOURNAL_REQUEST_RESUME] = "resume",
  [XU_JOURNAL_REQUEST_CANCEL] = "cancel",
};

gboolean
xu_journal_take_lock (XuJournal *journal, gint64 number)
{
  g_assert (journal != NULL);

  if (!xu_journal_locks_take (journal->lock_fd, number))
    return FALSE;

  g_hash_table_add (journal->taken, g_memdup2 (&number, sizeof number));
  return TRUE;
}

void
xu_journal_release_job (XuJournal *journal, gint64 number)
{
  g_return_if_fail (journal != NULL);

  if (g_hash_table_remove (journal->taken, &number))
    xu_journal_locks_release (journal->lock_fd, number);
}

gboolean
xu_journal_is_taken_elsewhere (XuJournal *journal, gint64 number)
{
  g_return_val_if_fail (journal != NULL, FALSE);

  return xu_journal_locks_is_taken_elsewhere (journal->lock_fd, number);
}

static gboolean
write_request (XuJournal *journal, gint64 number, XuJournalRequest request, GError **error)
{
  sqlite3_stmt *write = xu_journal_get_statement (journal, XU_STATEMENT_REQUEST);

  sqlite3_bind_text (write, 1, request_names[request], -1, SQLITE_STATIC);
  sqlite3_bind_int64 (write, 2, number);
  return xu_journal_run (journal, XU_STATEMENT_REQUEST, SQLITE_OK, error);
}

gboolean
xu_journal_request (XuJournal *journal, gint64 number, XuJournalRequest request, GError **error)
{
  g_return_val_if_fail (journal != NULL, FALSE);
  g_return_val_if_fail ((guint) request < G_N_ELEMENTS (request_names), FALSE);

  if (!xu_journal_begin (journal, FALSE, error))
    return FALSE;

  gboolean is_good = write_request (journal, number, request, error);

  if (is_good && sqlite3_changes (journal->db) == 0)
    {
      xu_error_set (error, XU_ERROR_USAGE, "journal: there is no job %" G_GINT64_FORMAT, number);
      is_good = FALSE;
    }
  return xu_journal_end (journal, is_good, error);
}

static gboolean
read_request (XuJournal *journal, gint64 number, XuJournalRequest *request, GError **error)
{
  sqlite3_stmt *load = xu_journal_get_statement (journal, XU_STATEMENT_LOAD_REQUEST);
  GError *local = NULL;

  *request = XU_JOURNAL_REQUEST_NONE;
  sqlite3_bind_int64 (load, 1, number);
  if (!xu_journal_next_row (journal, XU_STATEMENT_LOAD_REQUEST, &local))
    {
      if (local != NULL)
        g_propagate_error (error, local);
      return local == NULL;
    }

  const char *name = (const char *) sqlite3_column_text (load, 0);

  for (guint i = 0; i < G_N_ELEMENTS (request_names); i++)
    if (g_strcmp0 (name, request_names[i]) == 0)
      *request = (XuJournalRequest) i;
  xu_journal_reset (journal, XU_STATEMENT_LOAD_REQUEST);

  return TRUE;
}

XuJournalRequest
xu_journal_take_request (XuJournal *journal, gint64 number)
{
  g_return_val_if_fail (journal != NULL, XU_JOURNAL_REQUEST_NONE);

  XuJournalRequest request;
  g_autoptr (GError) error = NULL;

  /* Most often there is none, and reading keeps nobody from writing. */
  if (read_request (journal, number, &request, &error) && request == XU_JOURNAL_REQUEST_NONE)
    return request;

  if (error == NULL && xu_journal_begin (journal, FALSE, &error))
    {
      gboolean is_good = read_request (journal, number, &request, &error)
                         && write_request (journal, number, XU_JOURNAL_REQUEST_NONE, &error);

      if (xu_journal_end (journal, is_good, &error))
        return request;
    }

  g_debug ("job %" G_GINT64_FORMAT ": a request stays: %s", number, error->message);
  return XU_JOURNAL_REQUEST_NONE;
}

gboolean
xu_journal_take_job (XuJournal *journal, gint64 number)
{
  g_return_val_if_fail (journal != NULL, FALSE);

  if (g_hash_table_contains (journal->taken, &number))
    return TRUE;
  if (!xu_journal_take_lock (journal, number))
    return FALSE;

  xu_journal_take_request (journal, number); /* Asked of another, who is gone. */
  return TRUE;
}

gboolean
xu_journal_has_changed (XuJournal *journal)
{
  g_return_val_if_fail (journal != NULL, FALSE);

  sqlite3_stmt *statement = xu_journal_get_statement (journal, XU_STATEMENT_DATA_VERSION);
  g_autoptr (GError) error = NULL;

  if (!xu_journal_next_row (journal, XU_STATEMENT_DATA_VERSION, &error))
    {
      g_debug ("whether it has changed: %s", error != NULL ? error->message : "no answer");
      return FALSE;
    }

  gint64 data_version = sqlite3_column_int64 (statement, 0);
  gboolean has_changed = data_version != journal->data_version;

  xu_journal_reset (journal, XU_STATEMENT_DATA_VERSION);
  journal->data_version = data_version;
  return has_changed;
}

const char *
xu_journal_get_watched_path (XuJournal *journal)
{
  g_return_val_if_fail (journal != NULL, NULL);

  return journal->watched_path;
}
