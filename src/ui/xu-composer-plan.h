/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "xu-job-spec.h"
#include "xu-job-state.h"

G_BEGIN_DECLS

/**
 * XuComposerMode:
 * @XU_COMPOSER_MODE_EDIT: the user may change everything
 * @XU_COMPOSER_MODE_BUSY: the post is on its way: shown as it is sent
 * @XU_COMPOSER_MODE_READ_ONLY: nothing can be changed any more, or not here
 */
typedef enum
{
  XU_COMPOSER_MODE_EDIT,
  XU_COMPOSER_MODE_BUSY,
  XU_COMPOSER_MODE_READ_ONLY,
} XuComposerMode;

/* What the composer's one button does. */
typedef enum
{
  XU_COMPOSER_VERB_NONE,
  XU_COMPOSER_VERB_POST,            /* at once */
  XU_COMPOSER_VERB_POST_WHEN_READY, /* as soon as X has the media */
  XU_COMPOSER_VERB_WITHDRAW,        /* takes the wish for the post back */
} XuComposerVerb;

/* What the composer knows of a job. */
typedef struct
{
  XuJobState state;
  XuPostIntent intent;
  gboolean has_media;      /* X has all of them ready */
  gboolean is_elsewhere;   /* another process runs it */
  gboolean may_be_posted;  /* nobody knows whether its post exists */
  gboolean has_no_account; /* nobody is there to post as */
  gboolean needs_sign_in;  /* what is there to post as has to sign in again, or be unlocked */
} XuComposerFacts;

/* What the composer makes of it. */
typedef struct
{
  XuComposerMode mode;
  XuComposerVerb verb;
  const char *hint;    /* (nullable): a sentence about what will happen, in the user's language */
  gboolean may_switch; /* the post can still become another account's */
} XuComposerPlan;

/**
 * xu_composer_plan_make:
 * @facts: what is known of a job
 *
 * Pure but for the translations.
 *
 * Returns: what can be done with the job's post
 */
XuComposerPlan xu_composer_plan_make (const XuComposerFacts *facts);

G_END_DECLS
