/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "xu-job.h"

G_BEGIN_DECLS

/**
 * xu_job_measure_done:
 * @job: a job
 * @percent: of X's processing; -1: not known
 *
 * Returns: how far what it does now is, as X has confirmed it: 0 to 1, -1 where there is nothing to
 * measure
 */
double xu_job_measure_done (XuJob *job, double percent);

/* Returns: the same with what was sent and not yet acknowledged; never 1 before the last answer */
double xu_job_measure_sent (XuJob *job, double percent);

G_END_DECLS
