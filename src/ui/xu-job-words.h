/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "xu-job.h"

G_BEGIN_DECLS

/**
 * xu_job_words_dup_phase:
 * @job: a job
 *
 * Returns: (transfer full): what it does, or how it ended
 */
char *xu_job_words_dup_phase (XuJob *job);

/**
 * xu_job_words_get_account_wait:
 * @job: a job that was interrupted, and whose account is not there
 *
 * Returns: what it waits for, in place of what it does
 */
const char *xu_job_words_get_account_wait (XuJob *job);

/**
 * xu_job_words_dup_details:
 * @job: a job
 * @percent: how far X is with processing; -1: not known
 *
 * Returns: (transfer full): how far it is, why it failed, or when it was; may be empty
 */
char *xu_job_words_dup_details (XuJob *job, double percent);

/**
 * xu_job_words_dup_facts:
 * @job: a job
 * @duration_us: of its video, microseconds; -1: not known, or none
 * @width: of its picture, pixels; 0: not known
 * @height: as above
 *
 * Returns: (transfer full): “0:42 · 1920 × 1080 · 12.3 MB”, as far as it is known; may be empty
 */
char *xu_job_words_dup_facts (XuJob *job, gint64 duration_us, guint width, guint height);

G_END_DECLS
