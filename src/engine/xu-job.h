/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "xu-job-spec.h"
#include "xu-job-state.h"

G_BEGIN_DECLS

/**
 * XuJobFile:
 *
 * One file of a job, as found when it was opened.
 */
typedef struct
{
  const char *path; /* (type filename) */
  guint64 bytes;
  const char *media_type; /* "video/mp4" */
} XuJobFile;

/**
 * XuJobProgress:
 *
 * How far a job is. Over all its files.
 */
typedef struct
{
  guint64 acknowledged;     /* bytes that X has; never falls within one media id */
  guint64 in_flight;        /* bytes handed to the network that X has not acknowledged */
  guint64 total;            /* bytes */
  guint64 bytes_per_second; /* smoothed; 0: not known yet */
  gint64 eta_s;             /* seconds left of uploading; -1: not known */
} XuJobProgress;

#define XU_TYPE_JOB (xu_job_get_type ())
G_DECLARE_FINAL_TYPE (XuJob, xu_job, XU, JOB, GObject)

/*
 * Properties: "id" (string), "state" (XuJobState), "spec" (XuJobSpec), "post-url" (string,
 * nullable).
 *
 * Signals, each once and in order, in the context of the engine's maker:
 *
 *   opened (void)             the files are open: xu_job_get_files() is complete
 *   initialized (media_id: string, bytes: uint64)
 *   restarted (void)          X does not know the upload any more: it begins anew
 *   chunk-progress (void)     xu_job_get_progress() changed; at most ten a second
 *   segment-uploaded (media_id: string, index: uint, offset: uint64, bytes: uint64)
 *   finalized (media_id: string)
 *   status (media_id: string, state: string, percent: double or -1, check_after: int64 s or -1)
 *   waiting (reason: XuJobWait, until: int64 Unix seconds, -1: not known)
 *
 * notify::state comes for each end too: xu_job_get_media_ids(), _post_id(), _error() are set
 * before. notify::post-url comes when the account's server is known, or another one, and not
 * because the job was posted. Of a job that another process runs only notify::state, chunk-progress
 * and waiting are told.
 */

/* Transfer none, all of them. */
const char *xu_job_get_id (XuJob *self);
XuJobState xu_job_get_state (XuJob *self);
XuJobSpec *xu_job_get_spec (XuJob *self);

/**
 * xu_job_is_over:
 * @self: a job
 *
 * Returns: %TRUE when nothing will happen to it any more
 */
gboolean xu_job_is_over (XuJob *self);

/**
 * xu_job_get_files:
 * @self: a job
 * @n_files: (out): how many
 *
 * Returns: (transfer none) (array length=n_files): the files that were opened; none before `opened`
 */
const XuJobFile *xu_job_get_files (XuJob *self, gsize *n_files);

/**
 * xu_job_get_progress:
 * @self: a job
 *
 * Returns: (transfer none): how far it is, as of now
 */
const XuJobProgress *xu_job_get_progress (XuJob *self);

/**
 * xu_job_get_media_ids:
 * @self: a job
 *
 * Returns: (transfer none) (nullable) (array zero-terminated=1): the media of the post, once all
 * are ready
 */
const char *const *xu_job_get_media_ids (XuJob *self);

/**
 * xu_job_get_post_id:
 * @self: a job
 *
 * Returns: (transfer none) (nullable): the post, once it exists
 */
const char *xu_job_get_post_id (XuJob *self);

/**
 * xu_job_dup_post_url:
 * @self: a job
 *
 * Returns: (transfer full) (nullable): where the post can be seen
 */
char *xu_job_dup_post_url (XuJob *self);

/**
 * xu_job_get_error:
 * @self: a job
 *
 * Returns: (transfer none) (nullable): why it failed, an error of %XU_ERROR
 */
const GError *xu_job_get_error (XuJob *self);

/**
 * xu_job_get_created_at:
 * @self: a job
 *
 * Returns: when it was added, Unix seconds
 */
gint64 xu_job_get_created_at (XuJob *self);

/**
 * xu_job_get_server:
 * @self: a job
 *
 * Returns: (transfer none): what it belongs to, as in XuEngineConfig: it is never sent elsewhere
 */
const char *xu_job_get_server (XuJob *self);

/**
 * xu_job_get_user_id:
 * @self: a job
 *
 * Returns: (transfer none) (nullable): X's id of the user that it belongs to; %NULL where that is
 * not known yet: it belongs to whoever began it
 */
const char *xu_job_get_user_id (XuJob *self);

/**
 * xu_job_is_deleted:
 * @self: a job
 *
 * Returns: %TRUE when its post was deleted again
 */
gboolean xu_job_is_deleted (XuJob *self);

/**
 * xu_job_may_be_posted:
 * @self: a job that does not run
 *
 * Returns: %TRUE when it is not known whether its post exists: X's answer was lost, and it was not
 * looked for to the end
 */
gboolean xu_job_may_be_posted (XuJob *self);

/**
 * xu_job_is_interrupted:
 * @self: a job
 *
 * Returns: %TRUE when it rests only because the process that ran it has ended: nobody has paused it
 */
gboolean xu_job_is_interrupted (XuJob *self);

/**
 * xu_job_is_elsewhere:
 * @self: a job
 *
 * Returns: %TRUE while another process runs it: pause, resume and cancel are passed on to that one,
 * everything else has to wait until it rests
 */
gboolean xu_job_is_elsewhere (XuJob *self);

/**
 * xu_job_pause:
 * @self: a job
 *
 * Segments under way are taken back, nothing new begins. A post under way is not: it cannot be
 * taken back.
 */
void xu_job_pause (XuJob *self);

/**
 * xu_job_resume:
 * @self: a job that is paused, or failed
 *
 * Goes on from the last acknowledged segment. Of one whose post may exist: looks again whether it
 * does. Of one that another process runs: follows it.
 */
void xu_job_resume (XuJob *self);

/**
 * xu_job_cancel:
 * @self: a job
 *
 * Ends it. While the post is under way this comes too late, and the job ends as the post does.
 */
void xu_job_cancel (XuJob *self);

/**
 * XuJobPostFlags:
 * @XU_JOB_POST_CONFIRM_NOT_POSTED: the user has looked: a post whose answer was lost does not exist
 * @XU_JOB_POST_WITHOUT_EXTRAS: without the descriptions, subtitles and cover picture that X has not
 * taken
 */
typedef enum
{
  XU_JOB_POST_DEFAULT = 0,
  XU_JOB_POST_CONFIRM_NOT_POSTED = 1 << 0,
  XU_JOB_POST_WITHOUT_EXTRAS = 1 << 1,
} XuJobPostFlags;

/**
 * xu_job_post:
 * @self: a job that was not posted
 * @text: (nullable): of the post from now on; %NULL: as it is
 * @flags: what the user has decided
 *
 * Wants the post: what is missing is done, and then it is posted. A draft that still uploads is
 * posted as soon as it is ready. Without
 * %XU_JOB_POST_CONFIRM_NOT_POSTED one that may exist is looked for, never sent again.
 */
void xu_job_post (XuJob *self, const char *text, XuJobPostFlags flags);

/**
 * xu_job_edit:
 * @self: a job
 * @spec: what is wanted from now on, of the same files
 *
 * xu_job_get_spec() returns it at once, and it is kept in the journal: the engine's thread waits
 * for the disk, so this is not for each key that is pressed. A job that runs goes on with it; where
 * subtitles or cover have changed it stops for that, and goes on from where it was. One that is
 * ready uploads what is new, and posts where that is wanted now. One that is paused or failed keeps
 * it. Back to %XU_POST_INTENT_DRAFT, a post that waits for its files is not wanted any more.
 *
 * Ignored by a job whose post is under way, exists, or may exist, and by one that another process
 * runs: then notify::spec tells what stays. What X was told of a file already (its description, its
 * subtitles) can be replaced by something else, but not be taken back.
 */
void xu_job_edit (XuJob *self, XuJobSpec *spec);

/**
 * xu_job_resume_with_files:
 * @self: a job whose files were not found where they were
 * @paths: (array zero-terminated=1) (element-type filename): where they are now, in any order
 *
 * As xu_job_resume(), with files that the user chose again: each is accepted only where it is the
 * same as one of the job's, by size and content; otherwise the job fails with
 * %XU_ERROR_FILE_CHANGED.
 */
void xu_job_resume_with_files (XuJob *self, const char *const *paths);

/**
 * xu_job_start_again:
 * @self: a job that was not posted
 *
 * As xu_job_resume(), with the files as they are now: everything is uploaded anew.
 */
void xu_job_start_again (XuJob *self);

G_END_DECLS
