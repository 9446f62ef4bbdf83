/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The jobs on disk. */

#define G_LOG_DOMAIN "xu-journal"

#include "config.h"

#include "xu-journal.h"
#include "xu-journal-private.h"

#include "xu-error.h"

enum
{
  /* Parameter of XU_STATEMENT_SAVE_JOB, behind the values of the row. */
  SAVE_JOB_NUMBER = 24,

  SECONDS_PER_DAY = 24 * 60 * 60,
};

static gint64
get_now (void)
{
  return g_get_real_time () / G_USEC_PER_SEC;
}

/* All that a job has, within a transaction. */
static gboolean
write_items (XuJournal *journal, const XuJobRecord *record, GError **error)
{
  sqlite3_stmt *trim = xu_journal_get_statement (journal, XU_STATEMENT_TRIM_ITEMS);
  sqlite3_stmt *item = xu_journal_get_statement (journal, XU_STATEMENT_SAVE_ITEM);
  sqlite3_stmt *upload = xu_journal_get_statement (journal, XU_STATEMENT_PUT_UPLOAD);

  for (guint i = 0; i < record->items->len; i++)
    if (!xu_journal_run (journal, XU_STATEMENT_SAVE_ITEM, xu_journal_bind_item (item, record, i),
                         error)
        || !xu_journal_run (journal, XU_STATEMENT_PUT_UPLOAD,
                            xu_journal_bind_upload (upload, record, i), error))
      return FALSE;

  sqlite3_bind_int64 (trim, 1, record->number);
  sqlite3_bind_int64 (trim, 2, record->items->len);
  return xu_journal_run (journal, XU_STATEMENT_TRIM_ITEMS, SQLITE_OK, error);
}

static gboolean
insert_job (XuJournal *journal, XuJobRecord *record, gint64 now, GError **error)
{
  sqlite3_stmt *find = xu_journal_get_statement (journal, XU_STATEMENT_FIND_JOB);
  sqlite3_stmt *add = xu_journal_get_statement (journal, XU_STATEMENT_ADD_JOB);
  GError *local = NULL;

  sqlite3_bind_text (find, 1, record->id, -1, SQLITE_TRANSIENT);
  if (xu_journal_next_row (journal, XU_STATEMENT_FIND_JOB, &local))
    {
      xu_journal_reset (journal, XU_STATEMENT_FIND_JOB);
      xu_error_set (error, XU_ERROR_USAGE, "journal: there is a job %s already", record->id);
      return FALSE;
    }
  if (local != NULL)
    {
      g_propagate_error (error, local);
      return FALSE;
    }

  if (!xu_journal_run (journal, XU_STATEMENT_ADD_JOB, xu_journal_bind_job (add, record, now),
                       error))
    return FALSE;

  record->number = sqlite3_last_insert_rowid (journal->db);
  if (!xu_journal_take_lock (journal, record->number))
    {
      xu_error_set (error, XU_ERROR_STORAGE, "journal: a new job cannot be locked");
      return FALSE;
    }

  return write_items (journal, record, error);
}

gboolean
xu_journal_add_job (XuJournal *journal, XuJobRecord *record, GError **error)
{
  g_return_val_if_fail (journal != NULL && record != NULL && record->number == 0, FALSE);

  gint64 now = get_now ();

  if (!xu_journal_check_job (record, error) || !xu_journal_begin (journal, TRUE, error))
    return FALSE;

  if (!xu_journal_end (journal, insert_job (journal, record, now, error), error))
    {
      if (record->number > 0)
        xu_journal_release_job (journal, record->number);
      record->number = 0;
      return FALSE;
    }

  record->created_at = record->changed_at = now;
  g_debug ("job %s: added as %" G_GINT64_FORMAT, record->id, record->number);
  return TRUE;
}

static gboolean
check_is_there (XuJournal *journal, gint64 number, GError **error)
{
  if (sqlite3_changes (journal->db) == 1)
    return TRUE;

  xu_error_set (error, XU_ERROR_STORAGE, "journal: job %" G_GINT64_FORMAT " is not there any more",
                number);
  return FALSE;
}

static gboolean
update_job (XuJournal *journal, const XuJobRecord *record, gint64 now, GError **error)
{
  sqlite3_stmt *save = xu_journal_get_statement (journal, XU_STATEMENT_SAVE_JOB);
  int status = xu_journal_bind_job (save, record, now);

  sqlite3_bind_int64 (save, SAVE_JOB_NUMBER, record->number);

  return xu_journal_run (journal, XU_STATEMENT_SAVE_JOB, status, error)
         && check_is_there (journal, record->number, error) && write_items (journal, record, error);
}

gboolean
xu_journal_save_job (XuJournal *journal, XuJobRecord *record, GError **error)
{
  g_return_val_if_fail (journal != NULL && record != NULL, FALSE);
  g_return_val_if_fail (g_hash_table_contains (journal->taken, &record->number), FALSE);

  gint64 now = get_now ();

  if (!xu_journal_check_job (record, error) || !xu_journal_begin (journal, TRUE, error)
      || !xu_journal_end (journal, update_job (journal, record, now, error), error))
    return FALSE;

  record->changed_at = now;
  return TRUE;
}

gboolean
xu_journal_save_upload (XuJournal *journal,
                        const XuJobRecord *record,
                        guint item,
                        gboolean is_lasting,
                        GError **error)
{
  g_return_val_if_fail (journal != NULL && record != NULL && item < record->items->len, FALSE);
  g_return_val_if_fail (g_hash_table_contains (journal->taken, &record->number), FALSE);

  sqlite3_stmt *save = xu_journal_get_statement (journal, XU_STATEMENT_SAVE_UPLOAD);

  if (!xu_journal_check_job (record, error) || !xu_journal_begin (journal, is_lasting, error))
    return FALSE;

  gboolean is_good = xu_journal_run (journal, XU_STATEMENT_SAVE_UPLOAD,
                                     xu_journal_bind_upload (save, record, item), error)
                     && check_is_there (journal, record->number, error);

  return xu_journal_end (journal, is_good, error);
}

/* Within a transaction: the sound ones of all jobs. */
static GPtrArray *
read_jobs (XuJournal *journal, GError **error)
{
  g_autoptr (GPtrArray) jobs = g_ptr_array_new_with_free_func ((GDestroyNotify) xu_job_record_free);
  GError *local = NULL;

  while (local == NULL && xu_journal_next_row (journal, XU_STATEMENT_LIST_JOBS, &local))
    {
      XuJobRecord *record = xu_journal_read_job (journal, XU_STATEMENT_LIST_JOBS, &local);

      if (record != NULL)
        g_ptr_array_add (jobs, record);
    }
  xu_journal_reset (journal, XU_STATEMENT_LIST_JOBS);

  if (local != NULL)
    {
      g_propagate_error (error, local);
      return NULL;
    }
  return g_steal_pointer (&jobs);
}

GPtrArray *
xu_journal_list_jobs (XuJournal *journal, GError **error)
{
  g_return_val_if_fail (journal != NULL, NULL);

  if (!xu_journal_begin_reading (journal, error))
    return NULL;

  GPtrArray *jobs = read_jobs (journal, error);

  xu_journal_end (journal, FALSE, NULL);
  return jobs;
}

/* Within a transaction. */
static XuJobRecord *
load_job (XuJournal *journal, const char *id, GError **error)
{
  sqlite3_stmt *load = xu_journal_get_statement (journal, XU_STATEMENT_LOAD_JOB);
  GError *local = NULL;
  XuJobRecord *record = NULL;

  sqlite3_bind_text (load, 1, id, -1, SQLITE_TRANSIENT);
  if (xu_journal_next_row (journal, XU_STATEMENT_LOAD_JOB, &local))
    {
      record = xu_journal_read_job (journal, XU_STATEMENT_LOAD_JOB, &local);
      if (record == NULL && local == NULL)
        xu_error_set (&local, XU_ERROR_STORAGE, "journal: job %s is damaged", id);
      xu_journal_reset (journal, XU_STATEMENT_LOAD_JOB);
    }
  else if (local == NULL)
    xu_error_set (&local, XU_ERROR_USAGE, "journal: there is no job %s", id);

  if (local != NULL)
    g_propagate_error (error, local);
  return record;
}

XuJobRecord *
xu_journal_load_job (XuJournal *journal, const char *id, GError **error)
{
  g_return_val_if_fail (journal != NULL && id != NULL, NULL);

  if (!xu_journal_begin_reading (journal, error))
    return NULL;

  XuJobRecord *record = load_job (journal, id, error);

  xu_journal_end (journal, FALSE, NULL);
  return record;
}

/* Within a transaction that writes: nobody can add or take back a job meanwhile. */
static gboolean
remove_number (XuJournal *journal, gint64 number, GError **error)
{
  sqlite3_stmt *remove = xu_journal_get_statement (journal, XU_STATEMENT_REMOVE_JOB);

  sqlite3_bind_int64 (remove, 1, number);
  return xu_journal_run (journal, XU_STATEMENT_REMOVE_JOB, SQLITE_OK, error);
}

static gboolean
remove_id (XuJournal *journal, const char *id, gint64 *number, gboolean *was_taken, GError **error)
{
  sqlite3_stmt *find = xu_journal_get_statement (journal, XU_STATEMENT_FIND_JOB);
  GError *local = NULL;

  sqlite3_bind_text (find, 1, id, -1, SQLITE_TRANSIENT);
  if (!xu_journal_next_row (journal, XU_STATEMENT_FIND_JOB, &local))
    {
      if (local != NULL)
        g_propagate_error (error, local);
      return local == NULL;
    }
  *number = sqlite3_column_int64 (find, 0);
  xu_journal_reset (journal, XU_STATEMENT_FIND_JOB);

  *was_taken = g_hash_table_contains (journal->taken, number);
  if (!xu_journal_take_lock (journal, *number))
    {
      xu_error_set (error, XU_ERROR_USAGE, "journal: job %s is run by another process", id);
      *number = 0;
      return FALSE;
    }
  return remove_number (journal, *number, error);
}

gboolean
xu_journal_remove_job (XuJournal *journal, const char *id, GError **error)
{
  g_return_val_if_fail (journal != NULL && id != NULL, FALSE);

  gint64 number = 0;
  gboolean was_taken = FALSE;

  if (!xu_journal_begin (journal, TRUE, error))
    return FALSE;

  gboolean is_removed
      = xu_journal_end (journal, remove_id (journal, id, &number, &was_taken, error), error);

  if (number > 0 && (is_removed || !was_taken))
    xu_journal_release_job (journal, number);
  return is_removed;
}

/* Returns: whether the job is over for good, and everything about it is certain */
static gboolean
is_history (const XuJobRecord *record)
{
  switch (record->outcome)
    {
    case XU_JOB_OUTCOME_POSTED:
    case XU_JOB_OUTCOME_FAILED:
    case XU_JOB_OUTCOME_CANCELLED:
      return record->post != XU_POST_RECORD_POSTING;

    case XU_JOB_OUTCOME_NONE:
    case XU_JOB_OUTCOME_READY:
    default:
      return FALSE;
    }
}

/* Removes what is old and nobody's; @locked: those whose locks are to be given back afterwards. Of
 * a damaged job nothing is certain: it stays. */
static gboolean
remove_old (XuJournal *journal, guint days, gint64 now, GArray *locked, GError **error)
{
  g_autoptr (GPtrArray) jobs = read_jobs (journal, error);
  gint64 newest = G_MININT64;

  if (jobs == NULL)
    return FALSE;

  for (guint i = 0; i < jobs->len; i++)
    newest = MAX (newest, ((const XuJobRecord *) g_ptr_array_index (jobs, i))->changed_at);
  now = MIN (now, newest);

  for (guint i = 0; i < jobs->len; i++)
    {
      const XuJobRecord *record = g_ptr_array_index (jobs, i);

      if (!is_history (record) || record->changed_at > now - (gint64) days * SECONDS_PER_DAY
          || g_hash_table_contains (journal->taken, &record->number)
          || !xu_journal_take_lock (journal, record->number))
        continue;

      g_array_append_val (locked, record->number);
      if (!remove_number (journal, record->number, error))
        return FALSE;
    }

  return TRUE;
}

gboolean
xu_journal_prune_at (XuJournal *journal, guint days, gint64 now, GError **error)
{
  g_assert (journal != NULL);

  g_autoptr (GArray) locked = g_array_new (FALSE, FALSE, sizeof (gint64));

  if (!xu_journal_begin (journal, FALSE, error))
    return FALSE;

  gboolean is_done
      = xu_journal_end (journal, remove_old (journal, days, now, locked, error), error);

  for (guint i = 0; i < locked->len; i++)
    xu_journal_release_job (journal, g_array_index (locked, gint64, i));
  g_debug ("%u old jobs %s", locked->len, is_done ? "removed" : "could not be removed");
  return is_done;
}

gboolean
xu_journal_prune (XuJournal *journal, guint days, GError **error)
{
  g_return_val_if_fail (journal != NULL, FALSE);

  return xu_journal_prune_at (journal, days, get_now (), error);
}
