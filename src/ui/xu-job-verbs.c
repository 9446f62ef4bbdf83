/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a user can do with a job. */

#define G_LOG_DOMAIN "xu-ui"

#include "config.h"

#include "xu-job-verbs.h"

#include "xu-remedy.h"

static XuJobVerbs
verbs_of_remedies (guint remedies)
{
  static const struct
  {
    XuRemedy remedy;
    XuJobVerbs verb;
  } verbs[] = {
    { XU_REMEDY_RESUME, XU_JOB_VERB_RETRY },
    { XU_REMEDY_TRY_AGAIN, XU_JOB_VERB_RETRY },
    { XU_REMEDY_CHOOSE_AGAIN, XU_JOB_VERB_CHOOSE_FILE },
    { XU_REMEDY_START_AGAIN, XU_JOB_VERB_START_AGAIN },
    { XU_REMEDY_LOOK_AGAIN, XU_JOB_VERB_LOOK_AGAIN },
    { XU_REMEDY_CONFIRM, XU_JOB_VERB_POST_AGAIN },
    { XU_REMEDY_LEAVE_OUT, XU_JOB_VERB_POST_WITHOUT },
  };
  XuJobVerbs result = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (verbs); i++)
    result |= (remedies & verbs[i].remedy) != 0 ? verbs[i].verb : 0;

  return result;
}

static XuJobVerbs
verbs_of_posted (const XuJobFacts *facts)
{
  XuJobVerbs verbs = XU_JOB_VERB_REMOVE;

  if (facts->is_deleted)
    return verbs;
  if (facts->has_link)
    verbs |= XU_JOB_VERB_OPEN_POST | XU_JOB_VERB_COPY_LINK;

  return verbs | XU_JOB_VERB_DELETE_POST;
}

static XuJobVerbs
verbs_of_state (const XuJobFacts *facts)
{
  switch (facts->state)
    {
    case XU_JOB_QUEUED:
    case XU_JOB_CHECKING:
    case XU_JOB_UPLOADING:
    case XU_JOB_PROCESSING:
    case XU_JOB_FINISHING:
      return XU_JOB_VERB_PAUSE | XU_JOB_VERB_CANCEL;
    case XU_JOB_POSTING: /* A post that is on its way cannot be taken back. */
      return 0;
    case XU_JOB_PAUSED:
      return facts->may_be_posted ? XU_JOB_VERB_LOOK_AGAIN | XU_JOB_VERB_POST_AGAIN
                                  : XU_JOB_VERB_RESUME | XU_JOB_VERB_CANCEL;
    case XU_JOB_READY:
      return XU_JOB_VERB_REMOVE;
    case XU_JOB_POSTED:
      return verbs_of_posted (facts);
    case XU_JOB_FAILED:
      return verbs_of_remedies (facts->remedies) | XU_JOB_VERB_REMOVE;
    case XU_JOB_CANCELLED:
    default:
      return XU_JOB_VERB_START_AGAIN | XU_JOB_VERB_REMOVE;
    }
}

/* To be forgotten, or taken apart, a job must not have a post that may exist. */
static gboolean
can_split (const XuJobFacts *facts)
{
  return facts->n_files > 1 && !facts->is_wanted && !facts->may_be_posted
         && facts->state != XU_JOB_POSTED && facts->state != XU_JOB_POSTING
         && facts->state != XU_JOB_CANCELLED;
}

/* What stands between a job and its account. */
static XuJobVerbs
verbs_of_account (const XuJobFacts *facts)
{
  if (facts->state == XU_JOB_POSTED || facts->state == XU_JOB_CANCELLED || facts->is_of_sandbox)
    return 0;
  if (facts->needs_unlock)
    return XU_JOB_VERB_UNLOCK;

  return facts->has_no_account || facts->needs_sign_in || facts->is_refused ? XU_JOB_VERB_SIGN_IN
                                                                            : 0;
}

/* What asks X for nothing. */
static const XuJobVerbs local_verbs = XU_JOB_VERB_PAUSE | XU_JOB_VERB_CANCEL | XU_JOB_VERB_REMOVE
                                      | XU_JOB_VERB_OPEN_POST | XU_JOB_VERB_COPY_LINK;

XuJobVerbs
xu_job_verbs_for (const XuJobFacts *facts)
{
  g_return_val_if_fail (facts != NULL, 0);

  XuJobVerbs verbs = verbs_of_state (facts);

  /* What another process runs can be asked of it; everything else has to wait until it rests. */
  if (facts->is_elsewhere)
    return verbs & (XU_JOB_VERB_PAUSE | XU_JOB_VERB_RESUME | XU_JOB_VERB_CANCEL);

  if (can_split (facts))
    verbs |= XU_JOB_VERB_SPLIT;

  /* It would only fail, and what there was to do would be lost behind that. */
  if (facts->has_no_account)
    verbs &= local_verbs;

  return verbs | verbs_of_account (facts);
}
