/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "xu-job-state.h"

G_BEGIN_DECLS

/**
 * XuJobVerbs:
 *
 * What a user can do with a job as it is now; each is an action of XuJobActions with the same name.
 */
typedef enum
{
  XU_JOB_VERB_PAUSE = 1 << 0,
  XU_JOB_VERB_RESUME = 1 << 1,       /* of a paused one */
  XU_JOB_VERB_CANCEL = 1 << 2,       /* not wanted any more, but kept in the list */
  XU_JOB_VERB_RETRY = 1 << 3,        /* of a failed one: the same again */
  XU_JOB_VERB_CHOOSE_FILE = 1 << 4,  /* its file is elsewhere now */
  XU_JOB_VERB_START_AGAIN = 1 << 5,  /* with the files as they are now, all anew */
  XU_JOB_VERB_POST_WITHOUT = 1 << 6, /* without what X did not take */
  XU_JOB_VERB_LOOK_AGAIN = 1 << 7,   /* for a post that may exist */
  XU_JOB_VERB_POST_AGAIN = 1 << 8,   /* the user has seen that it does not exist */
  XU_JOB_VERB_REMOVE = 1 << 9,       /* from the list */
  XU_JOB_VERB_SPLIT = 1 << 10,       /* each image a post of its own */
  XU_JOB_VERB_OPEN_POST = 1 << 11,
  XU_JOB_VERB_COPY_LINK = 1 << 12,
  XU_JOB_VERB_DELETE_POST = 1 << 13,
  XU_JOB_VERB_SIGN_IN = 1 << 14, /* to its account, for the first time or again */
  XU_JOB_VERB_UNLOCK = 1 << 15,  /* the keyring that has its account */
} XuJobVerbs;

/**
 * XuJobFacts:
 *
 * What the verbs depend on.
 */
typedef struct
{
  XuJobState state;
  guint remedies;          /* XuRemedy flags of a failed one */
  gboolean is_elsewhere;   /* another process runs it */
  gboolean is_wanted;      /* its post is wanted, as soon as it is ready */
  gboolean may_be_posted;  /* it is not known whether its post exists */
  gboolean has_link;       /* the post has an address */
  gboolean is_deleted;     /* the post was deleted again */
  gboolean has_no_account; /* nobody is there to do it as: not signed in, or the sandbox is off */
  gboolean is_of_sandbox;  /* where nobody signs in */
  gboolean is_refused; /* it failed because X does not take the sign-in, or it allows too little */
  gboolean needs_sign_in; /* its account has nothing to sign with that is good */
  gboolean needs_unlock;  /* its account is in a keyring that is locked */
  guint n_files;          /* of the post */
} XuJobFacts;

/**
 * xu_job_verbs_for:
 * @facts: a job as it is now
 *
 * Pure.
 *
 * Returns: what can be done
 */
XuJobVerbs xu_job_verbs_for (const XuJobFacts *facts);

G_END_DECLS
