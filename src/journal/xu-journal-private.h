/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <sqlite3.h>

#include "xu-journal.h"

G_BEGIN_DECLS

/* The statements of xu-journal-sql.c; all are prepared when the journal opens. */
typedef enum
{
  XU_STATEMENT_ADD_JOB,
  XU_STATEMENT_SAVE_JOB,
  XU_STATEMENT_LIST_JOBS,
  XU_STATEMENT_LOAD_JOB,
  XU_STATEMENT_FIND_JOB,
  XU_STATEMENT_REMOVE_JOB,
  XU_STATEMENT_LIST_ITEMS,
  XU_STATEMENT_SAVE_ITEM,
  XU_STATEMENT_TRIM_ITEMS,
  XU_STATEMENT_PUT_UPLOAD,
  XU_STATEMENT_SAVE_UPLOAD,
  XU_STATEMENT_REQUEST,
  XU_STATEMENT_LOAD_REQUEST,
  XU_STATEMENT_FIND_ACCOUNT,
  XU_STATEMENT_SAVE_ACCOUNT,
  XU_STATEMENT_FIND_SERVER,
  XU_STATEMENT_SAVE_SERVER,
  XU_STATEMENT_LIST_SIGN_INS,
  XU_STATEMENT_SAVE_SIGN_IN,
  XU_STATEMENT_REMOVE_SIGN_IN,
  XU_STATEMENT_DATA_VERSION,
  XU_N_STATEMENTS,
} XuStatement;

struct _XuJournal
{
  char *path;         /* (owned) */
  char *watched_path; /* (owned) */
  int lock_fd;        /* (owned): -1: none */
  GHashTable *taken;  /* (owned) (element-type gint64): numbers of the jobs that we run */
  sqlite3 *db;        /* (owned) (nullable): while it is set aside */
  sqlite3_stmt *statements[XU_N_STATEMENTS]; /* (owned) */
  gboolean is_lasting;                       /* whether a commit waits for the disk */
  gint64 data_version;                       /* when others were last looked for */
};

/*
 * xu-journal-sql.c
 */

/* Makes an error of @status; @doing names what did not work. */
GError *xu_journal_new_error (sqlite3 *db, int status, const char *doing);

/* Runs SQL without parameters or answer. */
gboolean xu_journal_execute (sqlite3 *db, const char *sql, const char *doing, GError **error);

gboolean xu_journal_prepare_statements (XuJournal *journal, GError **error);
void xu_journal_finalize_statements (XuJournal *journal);

sqlite3_stmt *xu_journal_get_statement (XuJournal *journal, XuStatement id);

/* Runs a statement that answers nothing, unless @status, from binding its parameters, is a failure;
 * then it can be bound anew. */
gboolean xu_journal_run (XuJournal *journal, XuStatement id, int status, GError **error);

/* Goes to the next row. Returns: %FALSE at the end, where the statement can be bound anew, and on
 * error */
gboolean xu_journal_next_row (XuJournal *journal, XuStatement id, GError **error);

/* Ends a statement before its last row. */
void xu_journal_reset (XuJournal *journal, XuStatement id);

/* Begins to write. @is_lasting: whether xu_journal_end() waits for the disk. */
gboolean xu_journal_begin (XuJournal *journal, gboolean is_lasting, GError **error);

/* Begins to read several things of one moment. */
gboolean xu_journal_begin_reading (XuJournal *journal, GError **error);

/* Runs a statement that writes one row, alone. @status: from binding its parameters. */
gboolean xu_journal_save_row (XuJournal *journal, XuStatement id, int status, GError **error);

/* Commits when @is_good, else, and on error, takes all back. Returns: whether it was committed */
gboolean xu_journal_end (XuJournal *journal, gboolean is_good, GError **error);

/*
 * xu-journal-rows.c: each for a statement that has a row, or is to be run.
 */
int xu_journal_bind_job (sqlite3_stmt *statement, const XuJobRecord *record, gint64 changed_at);
int xu_journal_bind_item (sqlite3_stmt *statement, const XuJobRecord *record, guint item);
int xu_journal_bind_upload (sqlite3_stmt *statement, const XuJobRecord *record, guint item);

/* Returns: (transfer full) (nullable): the job; %NULL without an error when it makes no sense */
XuJobRecord *xu_journal_read_job (XuJournal *journal, XuStatement id, GError **error);

/* Returns: whether @record can be stored, and would be the same when loaded again */
gboolean xu_journal_check_job (const XuJobRecord *record, GError **error);

/*
 * xu-journal.c
 */

/* xu_journal_prune() with the time as an argument: Unix seconds. */
gboolean xu_journal_prune_at (XuJournal *journal, guint days, gint64 now, GError **error);

/*
 * xu-journal-share.c
 */

/* xu_journal_take_job(), for a job that is not run: what was asked of it stays. */
gboolean xu_journal_take_lock (XuJournal *journal, gint64 number);

/*
 * xu-journal-known.c
 */

/* xu_journal_find_server() with the time as an argument: Unix seconds. */
XuServerRecord *xu_journal_find_server_at (XuJournal *journal, const char *server, gint64 now);

G_END_DECLS
