/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "xu-sign-in-text.h"

G_BEGIN_DECLS

/**
 * XuSignInFacts:
 *
 * How far somebody is who signs in.
 */
typedef struct
{
  gboolean has_chosen;     /* how to sign in */
  XuSignInMethod method;   /* as chosen */
  gboolean is_running;     /* a try is under way, */
  XuSignInStep step;       /* and this far */
  gboolean is_done;        /* there is an account */
  gboolean has_failed;     /* there is none, */
  XuSignInOutcome outcome; /* for this reason */
} XuSignInFacts;

/**
 * XuSignInPlan:
 *
 * What the dialog shows then.
 */
typedef struct
{
  const char *page;     /* name of a page: "choice", "app", "entries", "wait", "work", "failed",
                           "done" */
  gboolean may_go_back; /* to the page before, and nothing is lost by that */
  gboolean may_cancel;  /* as long as there is something to be given up */
  gboolean may_paste;   /* a failed one can go on without a listener */
  gboolean may_open_console; /* what has failed is mended there */
  gboolean is_to_enter;      /* before a failed one is tried again, something has to be changed */
} XuSignInPlan;

/**
 * xu_sign_in_plan_make:
 * @facts: how far somebody is
 *
 * Pure.
 *
 * Returns: what to show
 */
XuSignInPlan xu_sign_in_plan_make (const XuSignInFacts *facts);

G_END_DECLS
