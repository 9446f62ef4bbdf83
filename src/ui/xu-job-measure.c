/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How far a job is, for a bar. */

#define G_LOG_DOMAIN "xu-ui"

#include "config.h"

#include "xu-job-measure.h"

double
xu_job_measure_done (XuJob *job, double percent)
{
  g_return_val_if_fail (XU_IS_JOB (job), -1);

  const XuJobProgress *progress = xu_job_get_progress (job);

  switch (xu_job_get_state (job))
    {
    case XU_JOB_UPLOADING:
    case XU_JOB_PAUSED:
      return progress->total > 0 && progress->acknowledged < progress->total
                 ? (double) progress->acknowledged / (double) progress->total
                 : -1;
    case XU_JOB_PROCESSING:
      return percent >= 0 ? percent / 100 : -1;
    case XU_JOB_QUEUED:
    case XU_JOB_CHECKING:
    case XU_JOB_FINISHING:
    case XU_JOB_POSTING:
    case XU_JOB_READY:
    case XU_JOB_POSTED:
    case XU_JOB_FAILED:
    case XU_JOB_CANCELLED:
    default:
      return -1;
    }
}

double
xu_job_measure_sent (XuJob *job, double percent)
{
  g_return_val_if_fail (XU_IS_JOB (job), -1);

  const XuJobProgress *progress = xu_job_get_progress (job);

  if (xu_job_get_state (job) != XU_JOB_UPLOADING || progress->total == 0)
    return xu_job_measure_done (job, percent);

  return MIN ((double) (progress->acknowledged + progress->in_flight) / (double) progress->total,
              .99);
}
