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

/* A post is wanted, with another text unless @text is %NULL. */
void xu_job_change_want_post (XuJobRecord *record, const char *text);

/* Returns: %TRUE when somebody who looks at the job sees a difference */
gboolean xu_job_change_is_visible (const XuJobRecord *before, const XuJobRecord *after);

G_END_DECLS
