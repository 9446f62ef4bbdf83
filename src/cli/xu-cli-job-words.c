/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A job in a few words. */

#define G_LOG_DOMAIN "xu-cli"

#include "config.h"

#include "xu-cli-job-words.h"

#include <glib/gi18n.h>

#include "xu-engine.h"
#include "xu-error.h"
#include "xu-failure-words.h"
#include "xu-file-words.h"
#include "xu-foreign-words.h"
#include "xu-quantity-words.h"

char *
xu_cli_job_words_dup_name (XuJob *job)
{
  g_return_val_if_fail (XU_IS_JOB (job), NULL);

  return xu_file_words_dup_names ((const char *const *) xu_job_get_spec (job)->paths);
}

const char *
xu_cli_job_words_get_state (XuJob *job)
{
  g_return_val_if_fail (XU_IS_JOB (job), NULL);

  /* Translators: these are words of a narrow column: what a job does, or how it ended */
  switch (xu_job_get_state (job))
    {
    case XU_JOB_QUEUED:
      return C_ ("column", "Waiting");
    case XU_JOB_CHECKING:
      return C_ ("column", "Checking");
    case XU_JOB_UPLOADING:
      return C_ ("column", "Uploading");
    case XU_JOB_PROCESSING:
      return C_ ("column", "Processing");
    case XU_JOB_FINISHING:
      return C_ ("column", "Finishing");
    case XU_JOB_POSTING:
      return C_ ("column", "Posting");
    case XU_JOB_PAUSED:
      /* Translators: it is not known whether the post exists */
      return xu_job_may_be_posted (job) ? C_ ("column", "Unclear") : C_ ("column", "Paused");
    case XU_JOB_READY:
      return C_ ("column", "Ready");
    case XU_JOB_POSTED:
      return xu_job_is_deleted (job) ? C_ ("column", "Deleted") : C_ ("column", "Posted");
    case XU_JOB_CANCELLED:
      return C_ ("column", "Cancelled");
    case XU_JOB_FAILED:
    default:
      return g_error_matches (xu_job_get_error (job), XU_ERROR, XU_ERROR_POST_UNKNOWN)
                 ? C_ ("column", "Unclear")
                 : C_ ("column", "Failed");
    }
}

char *
xu_cli_job_words_dup_doubt (XuJob *job)
{
  g_return_val_if_fail (XU_IS_JOB (job), NULL);

  if (xu_job_get_state (job) != XU_JOB_PAUSED || !xu_job_may_be_posted (job))
    return NULL;

  g_autoptr (GError) error
      = xu_error_new (XU_ERROR_POST_UNKNOWN, "paused before it was looked for");

  return xu_failure_words_dup_sentence (error);
}

char *
xu_cli_job_words_dup_percent (XuJob *job)
{
  g_return_val_if_fail (XU_IS_JOB (job), NULL);

  const XuJobProgress *progress = xu_job_get_progress (job);
  XuJobState state = xu_job_get_state (job);

  if (progress->total == 0 || state == XU_JOB_READY || state == XU_JOB_POSTED)
    return NULL;

  return xu_quantity_words_dup_percent (100.0 * (double) progress->acknowledged
                                        / (double) progress->total);
}

char *
xu_cli_job_words_dup_server (XuJob *job)
{
  g_return_val_if_fail (XU_IS_JOB (job), NULL);

  const char *server = xu_job_get_server (job);

  if (g_str_equal (server, XU_ENGINE_SANDBOX))
    return g_strdup (_ ("the sandbox"));

  return xu_foreign_words_dup_plain (server);
}
