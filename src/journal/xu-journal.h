/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "xu-job-record.h"
#include "xu-sign-in-record.h"

G_BEGIN_DECLS

/**
 * XuJournal:
 *
 * The jobs on disk, in SQLite: what a crash, a power cut or a reboot leaves behind. Several
 * processes may have the same journal open at once; each job is run by the one that has taken it.
 * An object is used in one thread, which waits for the disk.
 *
 * Errors are %XU_ERROR_STORAGE with the system's or SQLite's words as detail and a reason for
 * people (disk full, read-only, damaged, from a newer version); after one, what is on disk is what
 * was saved before. No text of a post is in any of them.
 */
typedef struct _XuJournal XuJournal;

/**
 * xu_journal_open:
 * @path: (type filename): the database; made with its folder, for the user alone, where missing
 * @set_aside: (out) (optional) (nullable) (type filename): where a damaged database was moved to,
 * %NULL when there was none
 * @error: return location: %XU_ERROR_STORAGE
 *
 * A damaged database is never thrown away: it is kept under another name and a new one is begun,
 * unless another process has it open. One of a newer version of the application is left alone, with
 * an error.
 *
 * Returns: (transfer full) (nullable): the journal
 */
XuJournal *xu_journal_open (const char *path, char **set_aside, GError **error);

/* Gives all taken jobs back. */
void xu_journal_free (XuJournal *journal);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (XuJournal, xu_journal_free)

/**
 * xu_journal_add_job:
 * @journal: a journal
 * @record: (inout): a new job; gets its number and times
 * @error: return location: %XU_ERROR_USAGE when there is a job of its name
 *
 * Puts a job in, on disk for good, and takes it.
 */
gboolean xu_journal_add_job (XuJournal *journal, XuJobRecord *record, GError **error);

/**
 * xu_journal_save_job:
 * @journal: a journal
 * @record: (inout): a job of it, taken by this process
 * @error: return location
 *
 * Everything of it, on disk for good when this returns.
 */
gboolean xu_journal_save_job (XuJournal *journal, XuJobRecord *record, GError **error);

/**
 * xu_journal_save_upload:
 * @journal: a journal
 * @record: a job of it, taken by this process
 * @item: one of its items: this one's upload alone is saved
 * @is_lasting: %TRUE: on disk for good when this returns; %FALSE: outlives the process, not always
 * a power cut (until the next lasting save)
 * @error: return location
 */
gboolean xu_journal_save_upload (XuJournal *journal,
                                 const XuJobRecord *record,
                                 guint item,
                                 gboolean is_lasting,
                                 GError **error);

/**
 * xu_journal_list_jobs:
 *
 * Returns: (transfer container) (element-type XuJobRecord): all jobs, oldest first; %NULL with
 * @error set
 */
GPtrArray *xu_journal_list_jobs (XuJournal *journal, GError **error);

/**
 * xu_journal_load_job:
 * @id: its name
 * @error: return location: %XU_ERROR_USAGE when there is none of that name
 *
 * Returns: (transfer full) (nullable): the job
 */
XuJobRecord *xu_journal_load_job (XuJournal *journal, const char *id, GError **error);

/**
 * xu_journal_remove_job:
 * @id: a job that is not taken by another process; nothing happens where there is none
 */
gboolean xu_journal_remove_job (XuJournal *journal, const char *id, GError **error);

/**
 * xu_journal_prune:
 * @days: age from which on jobs that are posted, cancelled or failed are removed; never one that
 * can still become a post by itself, that is taken, or whose post is not certain
 *
 * Age counts to the newest change in the journal where the clock says more: one that jumped ahead
 * must not empty the history.
 */
gboolean xu_journal_prune (XuJournal *journal, guint days, GError **error);

/**
 * xu_journal_take_job:
 * @number: of a job
 *
 * From here until xu_journal_release_job(), or the end of the process however it ends, no other may
 * run this job. What was asked of whoever had it before is void. What was loaded before may be old:
 * load it again. Taking a job that this object has taken already does nothing.
 *
 * Returns: %FALSE when another process (or another journal object) has it
 */
gboolean xu_journal_take_job (XuJournal *journal, gint64 number);

void xu_journal_release_job (XuJournal *journal, gint64 number);

/* Returns: %TRUE when another process, or another object of this one, runs it. */
gboolean xu_journal_is_taken_elsewhere (XuJournal *journal, gint64 number);

/**
 * XuJournalRequest:
 *
 * What one process asks of the one that runs a job.
 */
typedef enum
{
  XU_JOURNAL_REQUEST_NONE,
  XU_JOURNAL_REQUEST_PAUSE,
  XU_JOURNAL_REQUEST_RESUME,
  XU_JOURNAL_REQUEST_CANCEL,
} XuJournalRequest;

/* Asks whoever has taken the job. The last request before it is looked at counts. */
gboolean
xu_journal_request (XuJournal *journal, gint64 number, XuJournalRequest request, GError **error);

/* Returns: what was asked of a job of ours since the last question, which is answered by this. */
XuJournalRequest xu_journal_take_request (XuJournal *journal, gint64 number);

/**
 * xu_journal_has_changed:
 *
 * Returns: %TRUE when another process, or another object, has written since the last question;
 * cheap
 */
gboolean xu_journal_has_changed (XuJournal *journal);

/* The file that changes when anybody writes: to be watched. (transfer none) (type filename) */
const char *xu_journal_get_watched_path (XuJournal *journal);

/**
 * XuAccountRecord:
 *
 * What is known about an account, without its secrets.
 */
typedef struct
{
  char *user_id;           /* (owned) */
  char *subscription_type; /* (owned) (nullable): "None", "Basic", "Premium", "PremiumPlus" */
} XuAccountRecord;

void xu_account_record_free (XuAccountRecord *account);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (XuAccountRecord, xu_account_record_free)

/**
 * xu_journal_find_account:
 * @server: as of XuJobRecord
 * @credentials: fingerprint of what it is signed in with
 *
 * Asking X whose credentials these are costs money: once is enough.
 *
 * Returns: (transfer full) (nullable): whose they are; %NULL when not known
 */
XuAccountRecord *
xu_journal_find_account (XuJournal *journal, const char *server, const char *credentials);

gboolean xu_journal_save_account (XuJournal *journal,
                                  const char *server,
                                  const char *credentials,
                                  const XuAccountRecord *account,
                                  GError **error);

/**
 * xu_journal_list_sign_ins:
 * @error: return location: %XU_ERROR_STORAGE
 *
 * Returns: (transfer full) (element-type XuSignInRecord): the accounts that somebody signed in to,
 * in the order of time
 */
GPtrArray *xu_journal_list_sign_ins (XuJournal *journal, GError **error);

/* Adds an account, or changes what is known of it. */
gboolean xu_journal_save_sign_in (XuJournal *journal, const XuSignInRecord *record, GError **error);

/* Forgets an account; its jobs stay. */
gboolean xu_journal_remove_sign_in (XuJournal *journal,
                                    const char *server,
                                    const char *user_id,
                                    GError **error);

/**
 * XuServerRecord:
 *
 * What uploads taught about a server: the fields of XuUploadOptions that are learnt.
 */
typedef struct
{
  guint64 segment_ceiling; /* bytes; 0: not known */
  guint64 segment_refused; /* bytes; 0: not known */
  char *encoding;          /* (owned) (nullable): name of the encoding that it takes */
  gboolean is_sequential;  /* it takes one segment after another only */
} XuServerRecord;

void xu_server_record_free (XuServerRecord *record);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (XuServerRecord, xu_server_record_free)

/**
 * xu_journal_find_server:
 * @server: as of XuJobRecord
 *
 * Returns: (transfer full) (nullable): what was learnt within the last seven days
 */
XuServerRecord *xu_journal_find_server (XuJournal *journal, const char *server);

gboolean xu_journal_save_server (XuJournal *journal,
                                 const char *server,
                                 const XuServerRecord *record,
                                 GError **error);

G_END_DECLS
