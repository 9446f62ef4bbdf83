/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a composer offers for a job, by what the job does. */

#define G_LOG_DOMAIN "xu-ui"

#include "config.h"

#include "xu-composer-plan.h"

#include <glib/gi18n.h>

/* Why a post that is wanted does not go out yet, or that it does by itself. */
static const char *
get_hint (const XuComposerFacts *facts)
{
  if (facts->needs_sign_in)
    return _ ("It will be posted once its account is there again.");
  if (facts->state == XU_JOB_PAUSED)
    return _ ("Paused. Once it goes on, it will be posted as soon as X has processed it.");

  return _ ("It will be posted as soon as X has processed it.");
}

static XuComposerPlan
plan_at_work (const XuComposerFacts *facts)
{
  XuComposerPlan plan = { XU_COMPOSER_MODE_EDIT, XU_COMPOSER_VERB_POST_WHEN_READY, NULL };

  if (facts->intent != XU_POST_INTENT_POST)
    return plan;

  plan.verb = XU_COMPOSER_VERB_WITHDRAW;
  plan.hint = get_hint (facts);

  return plan;
}

static XuComposerPlan
plan_failed (const XuComposerFacts *facts)
{
  XuComposerVerb verb = facts->has_media ? XU_COMPOSER_VERB_POST : XU_COMPOSER_VERB_POST_WHEN_READY;

  return (XuComposerPlan){ XU_COMPOSER_MODE_EDIT, verb, NULL };
}

static XuComposerPlan
plan_read_only (const char *hint)
{
  return (XuComposerPlan){ XU_COMPOSER_MODE_READ_ONLY, XU_COMPOSER_VERB_NONE, hint };
}

static XuComposerPlan
plan_with_account (const XuComposerFacts *facts)
{
  if (facts->state == XU_JOB_POSTED || facts->state == XU_JOB_CANCELLED)
    return plan_read_only (NULL);
  if (facts->is_elsewhere)
    return plan_read_only (_ ("Another window or command works on this post."));
  if (facts->state != XU_JOB_POSTING && facts->may_be_posted)
    return plan_read_only (_ ("This post may exist already, so it cannot be changed."));

  switch (facts->state)
    {
    case XU_JOB_QUEUED:
    case XU_JOB_CHECKING:
    case XU_JOB_UPLOADING:
    case XU_JOB_PROCESSING:
    case XU_JOB_FINISHING:
    case XU_JOB_PAUSED:
      return plan_at_work (facts);
    case XU_JOB_READY:
      return (XuComposerPlan){ XU_COMPOSER_MODE_EDIT, XU_COMPOSER_VERB_POST, NULL };
    case XU_JOB_FAILED:
      return plan_failed (facts);
    case XU_JOB_POSTING:
      return (XuComposerPlan){ XU_COMPOSER_MODE_BUSY, XU_COMPOSER_VERB_NONE, NULL };
    case XU_JOB_POSTED:
    case XU_JOB_CANCELLED:
    default:
      return plan_read_only (NULL);
    }
}

XuComposerPlan
xu_composer_plan_make (const XuComposerFacts *facts)
{
  g_return_val_if_fail (facts != NULL, plan_read_only (NULL));

  XuComposerPlan plan = plan_with_account (facts);

  plan.may_switch = plan.mode == XU_COMPOSER_MODE_EDIT && plan.verb != XU_COMPOSER_VERB_WITHDRAW;

  /* A wish can be taken back at any time, but without an account a new one would only fail. */
  if (facts->has_no_account && plan.verb != XU_COMPOSER_VERB_WITHDRAW)
    plan.verb = XU_COMPOSER_VERB_NONE;

  return plan;
}
