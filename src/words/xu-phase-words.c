/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a job does, in words. */

#define G_LOG_DOMAIN "xu-words"

#include "config.h"

#include "xu-phase-words.h"

#include <glib/gi18n.h>

#include "xu-quantity-words.h"

const char *
xu_phase_words_get (XuJobState state)
{
  switch (state)
    {
    case XU_JOB_QUEUED:
      return _ ("Waiting");
    case XU_JOB_CHECKING:
      return _ ("Checking");
    case XU_JOB_UPLOADING:
      return _ ("Uploading");
    case XU_JOB_PROCESSING:
      return _ ("Processing by X");
    case XU_JOB_FINISHING:
      return _ ("Adding descriptions and subtitles");
    case XU_JOB_POSTING:
      return _ ("Posting");
    case XU_JOB_PAUSED:
      return _ ("Paused");
    case XU_JOB_READY:
      return _ ("Ready");
    case XU_JOB_POSTED:
      return _ ("Posted");
    case XU_JOB_CANCELLED:
      return _ ("Cancelled");
    case XU_JOB_FAILED:
    default:
      return _ ("Failed");
    }
}

char *
xu_phase_words_dup_wait (XuJobWait reason, gint64 until)
{
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  g_autofree char *time
      = until > 0 ? xu_quantity_words_dup_time_of_day (until, now) : g_strdup ("?");

  switch (reason)
    {
    case XU_JOB_WAIT_RATE_LIMIT:
      /* Translators: %s is a time: “14:32” */
      return g_strdup_printf (_ ("Rate limit of X: continues at %s"), time);
    case XU_JOB_WAIT_OFFLINE:
      return g_strdup (_ ("No connection: continues by itself"));
    case XU_JOB_WAIT_POST_CHECK:
      return g_strdup (_ ("X’s answer was lost: looking whether the post exists"));
    case XU_JOB_WAIT_OTHER_PROCESS:
      return g_strdup (_ ("Another process works on it: following that one"));
    case XU_JOB_WAIT_SIGN_IN:
      return g_strdup (_ ("Waits until you sign in again"));
    case XU_JOB_WAIT_SERVER_BUSY:
    default:
      return g_strdup (_ ("X is busy: continues by itself"));
    }
}
