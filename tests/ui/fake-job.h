/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Jobs without an engine, to which a test tells what happens. */
#pragma once

#include "xu-error.h"
#include "xu-job-event.h"
#include "xu-job.h"

G_BEGIN_DECLS

/* Returns: (transfer full): a queued job of that name with one file, whose post is wanted */
XuJob *fake_job_new (const char *id, const char *path);

/* Returns: (transfer full): the same of another wish, and of another server than X */
XuJob *fake_job_new_of (const char *id, const char *path, const char *server, XuPostIntent intent);

void fake_job_set_created_at (XuJob *job, gint64 created_at);
void fake_job_set_spec (XuJob *job, XuJobSpec *spec);
void fake_job_queue (XuJob *job);
void fake_job_set_phase (XuJob *job, XuJobPhase phase);
void fake_job_set_progress (XuJob *job, guint64 acknowledged, guint64 in_flight);
void fake_job_wait (XuJob *job, XuWaitReason reason);
void fake_job_pause (XuJob *job);
void fake_job_resume (XuJob *job);
void fake_job_post (XuJob *job, const char *post_id);
void fake_job_fail (XuJob *job, XuErrorCode code);
void fake_job_fail_saying (XuJob *job, XuErrorCode code, const char *detail);

/* What the journal says of it: another process runs it, or has ended it that way. */
void fake_job_set_elsewhere (XuJob *job, gboolean is_elsewhere, XuJobOutcome outcome);

G_END_DECLS
