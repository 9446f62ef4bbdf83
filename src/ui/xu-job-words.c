/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A job in words. */

#define G_LOG_DOMAIN "xu-ui"

#include "config.h"

#include "xu-job-words.h"

#include <glib/gi18n.h>

#include "xu-accounts.h"
#include "xu-error.h"
#include "xu-failure-words.h"
#include "xu-phase-words.h"
#include "xu-quantity-words.h"

/* It is not known whether the post exists. */
static gboolean
is_unclear (XuJob *job)
{
  XuJobState state = xu_job_get_state (job);

  return (state == XU_JOB_FAILED
          && g_error_matches (xu_job_get_error (job), XU_ERROR, XU_ERROR_POST_UNKNOWN))
         || (state == XU_JOB_PAUSED && xu_job_may_be_posted (job));
}

char *
xu_job_words_dup_phase (XuJob *job)
{
  g_return_val_if_fail (XU_IS_JOB (job), NULL);

  XuJobState state = xu_job_get_state (job);

  if (is_unclear (job))
    return g_strdup (_ ("Perhaps posted"));
  if (state == XU_JOB_POSTED && xu_job_is_deleted (job))
    return g_strdup (_ ("Deleted"));
  if (state == XU_JOB_READY && xu_job_get_spec (job)->intent == XU_POST_INTENT_DRAFT)
    return g_strdup (_ ("Ready to post"));

  return g_strdup (xu_phase_words_get (state));
}

const char *
xu_job_words_get_account_wait (XuJob *job)
{
  g_return_val_if_fail (XU_IS_JOB (job), NULL);

  return xu_accounts_is_sandbox (xu_job_get_server (job)) ? _ ("Waits for the sandbox")
                                                          : _ ("Waits until you are signed in");
}

/* The first segments take their time on a slow line: what was sent of them moves before X has any.
 */
static char *
dup_sent (const XuJobProgress *progress)
{
  guint64 sent = MIN (progress->acknowledged + progress->in_flight, progress->total);
  g_autofree char *bytes = xu_quantity_words_dup_progress (sent, progress->total);

  /* Translators: how much of a file was sent, whether or not X has confirmed it: %s is
   * “12 MB of 40 MB” */
  return g_strdup_printf (_ ("%s sent"), bytes);
}

static char *
dup_upload_details (XuJob *job)
{
  const XuJobProgress *progress = xu_job_get_progress (job);
  g_autofree char *bytes = NULL;

  if (progress->total == 0)
    return g_strdup ("");
  if (xu_job_get_state (job) != XU_JOB_UPLOADING)
    return xu_quantity_words_dup_progress (progress->acknowledged, progress->total);

  bytes = dup_sent (progress);
  if (progress->bytes_per_second == 0)
    return g_steal_pointer (&bytes);

  g_autofree char *rate = xu_quantity_words_dup_rate (progress->bytes_per_second);
  g_autofree char *left
      = progress->eta_s > 0 ? xu_quantity_words_dup_time_left (progress->eta_s) : NULL;

  if (left == NULL)
    /* Translators: how far an upload is, and its speed: “12 MB of 40 MB sent · 3.2 MB/s” */
    return g_strdup_printf (_ ("%s · %s"), bytes, rate);

  /* Translators: how far an upload is, its speed, and the time left:
   * “12 MB of 40 MB sent · 3.2 MB/s · 1 minute left” */
  return g_strdup_printf (_ ("%s · %s · %s"), bytes, rate, left);
}

static char *
dup_age (XuJob *job)
{
  g_autoptr (GDateTime) created = g_date_time_new_from_unix_local (xu_job_get_created_at (job));

  /* Translators: the day of a post: see strftime(3) */
  return created != NULL ? g_date_time_format (created, _ ("%-d %B %Y")) : g_strdup ("");
}

char *
xu_job_words_dup_details (XuJob *job, double percent)
{
  g_return_val_if_fail (XU_IS_JOB (job), NULL);

  const GError *error = xu_job_get_error (job);

  switch (xu_job_get_state (job))
    {
    case XU_JOB_UPLOADING:
    case XU_JOB_PAUSED:
      return dup_upload_details (job);
    case XU_JOB_PROCESSING:
      return percent >= 0 ? xu_quantity_words_dup_percent (percent) : g_strdup ("");
    case XU_JOB_FAILED:
      return error != NULL ? xu_failure_words_dup_sentence (error) : g_strdup ("");
    case XU_JOB_POSTED:
    case XU_JOB_CANCELLED:
      return dup_age (job);
    case XU_JOB_QUEUED:
    case XU_JOB_CHECKING:
    case XU_JOB_FINISHING:
    case XU_JOB_POSTING:
    case XU_JOB_READY:
    default:
      return g_strdup ("");
    }
}

static guint64
count_bytes (XuJob *job)
{
  gsize n_files;
  const XuJobFile *files = xu_job_get_files (job, &n_files);
  gsize n_media = g_strv_length (xu_job_get_spec (job)->paths);
  guint64 bytes = 0;

  for (gsize i = 0; i < MIN (n_files, n_media); i++)
    bytes += files[i].bytes;

  return bytes;
}

static void
add_fact (GString *facts, char *fact)
{
  if (facts->len > 0)
    g_string_append (facts, " · ");
  g_string_append (facts, fact);
  g_free (fact);
}

char *
xu_job_words_dup_facts (XuJob *job, gint64 duration_us, guint width, guint height)
{
  g_return_val_if_fail (XU_IS_JOB (job), NULL);

  g_autoptr (GString) facts = g_string_new (NULL);
  guint n_media = g_strv_length (xu_job_get_spec (job)->paths);
  guint64 bytes = count_bytes (job);

  if (n_media > 1)
    /* Translators: %u is how many images a post has */
    add_fact (facts, g_strdup_printf (ngettext ("%u image", "%u images", n_media), n_media));
  if (duration_us >= 0)
    add_fact (facts,
              xu_quantity_words_dup_clock ((duration_us + G_USEC_PER_SEC / 2) / G_USEC_PER_SEC));
  if (width > 0 && n_media == 1)
    /* Translators: the size of a picture in pixels: “1920 × 1080” */
    add_fact (facts, g_strdup_printf (_ ("%u × %u"), width, height));
  if (bytes > 0)
    add_fact (facts, xu_quantity_words_dup_size (bytes));

  return g_string_free (g_steal_pointer (&facts), FALSE);
}
