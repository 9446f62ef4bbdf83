/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which page of signing in is shown when. */

#define G_LOG_DOMAIN "xu-ui"

#include "config.h"

#include "xu-sign-in-plan.h"

static XuSignInPlan
plan_failed (XuSignInOutcome outcome)
{
  return (XuSignInPlan){
    .page = "failed",
    .may_go_back = TRUE,
    .may_cancel = TRUE,
    .may_paste = outcome == XU_SIGN_IN_PORT_TAKEN,
    .may_open_console = outcome == XU_SIGN_IN_APP_REFUSED || outcome == XU_SIGN_IN_NOT_ENROLLED,
    .is_to_enter = outcome == XU_SIGN_IN_APP_REFUSED || outcome == XU_SIGN_IN_CREDENTIALS_REFUSED,
  };
}

XuSignInPlan
xu_sign_in_plan_make (const XuSignInFacts *facts)
{
  g_return_val_if_fail (facts != NULL, (XuSignInPlan){ .page = "choice" });

  if (facts->is_done)
    return (XuSignInPlan){ .page = "done" };
  if (facts->has_failed)
    return plan_failed (facts->outcome);
  if (facts->is_running)
    return (XuSignInPlan){ .page = facts->step == XU_SIGN_IN_WAITING ? "wait" : "work",
                           .may_go_back = facts->step == XU_SIGN_IN_WAITING,
                           .may_cancel = TRUE };
  if (!facts->has_chosen)
    return (XuSignInPlan){ .page = "choice", .may_cancel = TRUE };

  return (XuSignInPlan){ .page = facts->method == XU_SIGN_IN_BROWSER ? "app" : "entries",
                         .may_go_back = TRUE,
                         .may_cancel = TRUE };
}
