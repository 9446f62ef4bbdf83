/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "xu-job-spec.h"
#include "xu-upload-record.h"

G_BEGIN_DECLS

/**
 * XuJobOutcome:
 * @XU_JOB_OUTCOME_NONE: not over: runs, was paused, or was interrupted
 * @XU_JOB_OUTCOME_READY: the media are ready, no post was wanted
 * @XU_JOB_OUTCOME_POSTED: the post exists
 * @XU_JOB_OUTCOME_FAILED: see its error
 * @XU_JOB_OUTCOME_CANCELLED: the user did not want it any more
 *
 * How a job ended. A job that is ready or failed can be taken up again.
 */
typedef enum
{
  XU_JOB_OUTCOME_NONE,
  XU_JOB_OUTCOME_READY,
  XU_JOB_OUTCOME_POSTED,
  XU_JOB_OUTCOME_FAILED,
  XU_JOB_OUTCOME_CANCELLED,
} XuJobOutcome;

/**
 * XuPostRecord:
 * @XU_POST_RECORD_NONE: no request was sent that X did not refuse: it certainly does not exist
 * @XU_POST_RECORD_POSTING: the request may have been sent: the post may exist
 * @XU_POST_RECORD_POSTED: it exists
 *
 * What is known about a job's post. It is on disk as POSTING before the request leaves.
 */
typedef enum
{
  XU_POST_RECORD_NONE,
  XU_POST_RECORD_POSTING,
  XU_POST_RECORD_POSTED,
} XuPostRecord;

/**
 * XuItemRecord:
 *
 * One file of a job. Items are in the order of xu_job_spec_dup_item_paths(): the files of the post,
 * then subtitles, then cover.
 */
typedef struct
{
  guint64 size;          /* bytes; of the fields up to `media_type`, zero before it was opened */
  gint64 modified_us;    /* Unix microseconds */
  char *fingerprint;     /* (owned) (nullable): of its content */
  char *media_type;      /* (owned) (nullable): "video/mp4" */
  gboolean is_described; /* its alt text is set; of subtitles: they are joined to the video */
  XuUploadRecord upload;
} XuItemRecord;

/**
 * XuJobRecord:
 *
 * What must outlive the process of one job. Plain data; whoever runs the job changes it and saves
 * it.
 */
typedef struct
{
  gint64 number;     /* in the journal; 0: not there yet */
  char *id;          /* (owned): what people call it */
  gint64 created_at; /* Unix seconds */
  gint64 changed_at; /* Unix seconds: when it was saved last */
  char *server; /* (owned): the base URL that it belongs to, or "sandbox:" for the application's own
                 */
  char *user_id;     /* (owned) (nullable): the account that it belongs to, once known */
  char *credentials; /* (owned) (nullable): fingerprint of what its account was signed in with */
  XuJobSpec *spec;   /* (owned) */
  XuJobOutcome outcome;
  gboolean is_paused; /* by the user */
  XuPostRecord post;
  char *post_id;       /* (owned) (nullable): of XU_POST_RECORD_POSTED */
  gboolean is_deleted; /* the post was deleted again */
  GError *error;       /* (owned) (nullable): of XU_JOB_OUTCOME_FAILED: of the domain XU_ERROR */
  GPtrArray *items;    /* (owned) (element-type XuItemRecord) */
} XuJobRecord;

/**
 * xu_job_record_new:
 * @id: its name
 * @server: what it belongs to
 * @spec: what is wanted
 *
 * Returns: (transfer full): a record of a job that has not begun
 */
XuJobRecord *xu_job_record_new (const char *id, const char *server, XuJobSpec *spec);

XuJobRecord *xu_job_record_copy (const XuJobRecord *record);
void xu_job_record_free (XuJobRecord *record);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (XuJobRecord, xu_job_record_free)

/**
 * xu_job_record_set_spec:
 * @record: a record
 * @spec: what is wanted from now on, with as many files of the post
 *
 * Items keep what is known of them as long as @spec still has them at their place with the same
 * path; subtitles and cover come and go. An alt text that changed is to be set again.
 */
void xu_job_record_set_spec (XuJobRecord *record, XuJobSpec *spec);

/* Returns: (transfer none): an item */
XuItemRecord *xu_job_record_get_item (const XuJobRecord *record, guint item);

/**
 * xu_job_record_forget_uploads:
 * @record: a record of a job whose post does not exist
 *
 * Everything is to be uploaded anew, from files that may have changed.
 */
void xu_job_record_forget_uploads (XuJobRecord *record);

/**
 * xu_job_record_forget_media:
 * @record: a record of a job whose post does not exist
 *
 * X has forgotten the media: everything is to be uploaded anew, from the same files.
 */
void xu_job_record_forget_media (XuJobRecord *record);

/**
 * xu_job_record_move_file:
 * @record: a record
 * @item: one of its items
 * @path: (type filename): where its file is from now on; its content is the same, its time of
 * change need not be
 */
void xu_job_record_move_file (XuJobRecord *record, guint item, const char *path);

G_END_DECLS
