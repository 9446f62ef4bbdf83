/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "xu-job-record.h"
#include "xu-retry.h"
#include "xu-upload-plan.h"

G_BEGIN_DECLS

/**
 * XuJobStepKind:
 * @XU_JOB_STEP_PREPARE: open the files and look at them
 * @XU_JOB_STEP_UPLOAD: upload `item`
 * @XU_JOB_STEP_ALT_TEXT: set the alt text of `item`
 * @XU_JOB_STEP_SUBTITLES: join the subtitles to the video
 * @XU_JOB_STEP_POST: create the post: happens at most once
 * @XU_JOB_STEP_WHO: learn whose credentials these are
 * @XU_JOB_STEP_LOOK: the answer to the post was lost: look for it among the user's own recent posts
 * @XU_JOB_STEP_WAIT: nothing to do before `wake_at`
 * @XU_JOB_STEP_NOTHING: nothing to do before the step under way is back, or before the job is
 * resumed
 * @XU_JOB_STEP_DONE: all that was wanted is there
 * @XU_JOB_STEP_FAILED: given up
 */
typedef enum
{
  XU_JOB_STEP_PREPARE,
  XU_JOB_STEP_UPLOAD,
  XU_JOB_STEP_ALT_TEXT,
  XU_JOB_STEP_SUBTITLES,
  XU_JOB_STEP_POST,
  XU_JOB_STEP_WHO,
  XU_JOB_STEP_LOOK,
  XU_JOB_STEP_WAIT,
  XU_JOB_STEP_NOTHING,
  XU_JOB_STEP_DONE,
  XU_JOB_STEP_FAILED,
} XuJobStepKind;

typedef struct
{
  XuJobStepKind kind;
  guint item;          /* of an upload or alt text */
  gint64 wake_at;      /* of XU_JOB_STEP_WAIT: microseconds */
  XuWaitReason reason; /* of XU_JOB_STEP_WAIT */
} XuJobStep;

/**
 * XuJobPlan:
 *
 * A whole job as a pure state machine, above the uploads of its items: first the files of the post
 * in order, then the subtitles, then the cover. One step at a time: the segments of one upload
 * already fill the line. What must outlive the process it keeps in the job's record.
 */
typedef struct _XuJobPlan XuJobPlan;

/**
 * xu_job_plan_new:
 * @record: (inout): the job, new or as an earlier process left it; changed from now on, and
 * outlives the plan. What is wanted (its spec) may be changed as long as its files stay, but not
 * while the post is under way.
 * @options: when to try again and when to look; read before this returns
 *
 * Goes on where the record stands: what is uploaded, described or posted is not done again, and a
 * post that may exist is looked for.
 *
 * Returns: (transfer full): a plan
 */
XuJobPlan *xu_job_plan_new (XuJobRecord *record, const XuUploadOptions *options);

void xu_job_plan_free (XuJobPlan *plan);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (XuJobPlan, xu_job_plan_free)

/**
 * xu_job_plan_ask_who:
 * @plan: a plan
 * @is_essential: %FALSE: where X does not say, the job goes on all the same
 *
 * It is not known whose credentials these are: WHO comes before anything is uploaded or posted.
 * When the record belongs to another user, the job fails with %XU_ERROR_OTHER_ACCOUNT.
 */
void xu_job_plan_ask_who (XuJobPlan *plan, gboolean is_essential);

/* What next? As with xu_upload_plan_next(). */
XuJobStep xu_job_plan_next (XuJobPlan *plan, gint64 now);

/**
 * xu_job_plan_begin:
 * @plan: a plan
 *
 * The step that xu_job_plan_next() named is under way, until exactly one of the functions below
 * tells how it ended. Where xu_job_plan_is_dirty(), the record must be on disk before it is done.
 */
void xu_job_plan_begin (XuJobPlan *plan);

/**
 * xu_job_plan_succeeded:
 * @plan: a plan
 * @step: what succeeded
 * @id: (nullable): of an upload the media id, of the post and of a look that found it the post's
 * id, of WHO the user's id
 * @now: the time
 */
void xu_job_plan_succeeded (XuJobPlan *plan, const XuJobStep *step, const char *id, gint64 now);

/**
 * xu_job_plan_failed:
 * @plan: a plan
 * @step: what failed
 * @error: why
 * @now: the time
 * @random: 32 random bits for the backoff
 *
 * A post whose request was sent and not answered by X's own yes or no may exist: it is never sent
 * again, but looked for five times over three minutes. Not found is no proof: then the job fails
 * with %XU_ERROR_POST_UNKNOWN.
 */
void xu_job_plan_failed (XuJobPlan *plan,
                         const XuJobStep *step,
                         const GError *error,
                         gint64 now,
                         guint32 random);

/**
 * xu_job_plan_is_dirty:
 * @plan: a plan
 *
 * Returns: %TRUE when the record has changed since xu_job_plan_set_saved() (its uploads aside)
 */
gboolean xu_job_plan_is_dirty (const XuJobPlan *plan);
void xu_job_plan_set_saved (XuJobPlan *plan);

/* The record's spec has changed. */
void xu_job_plan_spec_changed (XuJobPlan *plan);

/* Returns: TRUE while the post is on its way */
gboolean xu_job_plan_is_posting (const XuJobPlan *plan);

/* What waits for the network is due at once. */
void xu_job_plan_network_changed (XuJobPlan *plan);

/* While it is known to be away, failures of the network do not count. */
void xu_job_plan_set_offline (XuJobPlan *plan, gboolean is_offline);

/* Returns: TRUE when X has answered a step of this job in this process */
gboolean xu_job_plan_is_acquainted (const XuJobPlan *plan);

/* While paused nothing new begins. */
void xu_job_plan_set_paused (XuJobPlan *plan, gboolean paused);

/* The job cannot go on, for a reason from outside. The step under way is still to be told of. */
void xu_job_plan_give_up (XuJobPlan *plan, const GError *error);

/* Returns: (transfer none) (nullable): the media id of an item, once uploaded. */
const char *xu_job_plan_get_media_id (const XuJobPlan *plan, guint item);

/* Returns: (transfer none) (nullable): as above, of subtitles and cover; NULL also where the job
 * has none. */
const char *xu_job_plan_get_subtitles_id (const XuJobPlan *plan);
const char *xu_job_plan_get_cover_id (const XuJobPlan *plan);

/* Returns: (transfer container): the media ids of the post, NULL-terminated; all uploaded. */
const char **xu_job_plan_dup_post_media_ids (const XuJobPlan *plan);

/* Returns: (transfer none) (nullable): why it was given up. */
const GError *xu_job_plan_get_error (const XuJobPlan *plan);

G_END_DECLS
