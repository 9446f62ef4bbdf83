/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "xu-job-command.h"
#include "xu-job-record.h"

G_BEGIN_DECLS

/**
 * xu_job_change_apply:
 * @record: (inout): a job that does not run
 * @command: of RESUME, START_AGAIN, POST
 *
 * What the user's wish makes of a job that rests. Pure. A post that may exist is not forgotten by
 * anything but %XU_JOB_POST_CONFIRM_NOT_POSTED.
 *
 * Returns: %TRUE when the job is to run now; %FALSE when there is nothing left to do for it
 */
gboolean xu_job_change_apply (XuJobRecord *record, const XuJobCommand *command);

/**
 * xu_job_change_edit:
 * @record: (inout): a job that does not run
 * @command: of EDIT
 *
 * What an edit makes of a job that rests. Pure. One that is paused, failed or cancelled keeps it
 * for later.
 *
 * Returns: %TRUE when the job was ready and is to run again
 */
gboolean xu_job_change_edit (XuJobRecord *record, const XuJobCommand *command);

/**
 * xu_job_change_dup_spec:
 * @record: a job
 * @wanted: what was wanted of it so far, its spec or one that is to follow
 * @command: of any kind
 *
 * Returns: (transfer full): what is wanted from now on, for the same files
 */
XuJobSpec *xu_job_change_dup_spec (const XuJobRecord *record,
                                   const XuJobSpec *wanted,
                                   const XuJobCommand *command);

/* Returns: %TRUE when both want the same subtitles and cover, so that a job that runs need not be
 * stopped */
gboolean xu_job_change_keeps_items (const XuJobSpec *before, const XuJobSpec *after);

/* Returns: %TRUE when something is left to do for a job that is taken for ready */
gboolean xu_job_change_has_work (const XuJobRecord *record);

/* Returns: %TRUE when somebody who looks at the job sees a difference */
gboolean xu_job_change_is_visible (const XuJobRecord *before, const XuJobRecord *after);

G_END_DECLS
