/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a user can do with a job in each of its states. */

#include "config.h"

#include "xu-job-verbs.h"

#include "xu-remedy.h"

typedef struct
{
  const char *name;
  XuJobFacts facts;
  guint wanted;
} Row;

static const Row rows[] = {
  { "uploading",
    { .state = XU_JOB_UPLOADING, .n_files = 1 },
    XU_JOB_VERB_PAUSE | XU_JOB_VERB_CANCEL },
  { "uploading images",
    { .state = XU_JOB_UPLOADING, .n_files = 3 },
    XU_JOB_VERB_PAUSE | XU_JOB_VERB_CANCEL | XU_JOB_VERB_SPLIT },
  { "uploading images whose post is wanted",
    { .state = XU_JOB_UPLOADING, .n_files = 3, .is_wanted = TRUE },
    XU_JOB_VERB_PAUSE | XU_JOB_VERB_CANCEL },
  { "posting cannot be taken back", { .state = XU_JOB_POSTING, .n_files = 3 }, 0 },
  { "paused", { .state = XU_JOB_PAUSED, .n_files = 1 }, XU_JOB_VERB_RESUME | XU_JOB_VERB_CANCEL },
  { "paused, perhaps posted",
    { .state = XU_JOB_PAUSED, .n_files = 2, .may_be_posted = TRUE },
    XU_JOB_VERB_LOOK_AGAIN | XU_JOB_VERB_POST_AGAIN },
  { "ready", { .state = XU_JOB_READY, .n_files = 1 }, XU_JOB_VERB_REMOVE },
  { "posted",
    { .state = XU_JOB_POSTED, .n_files = 2, .has_link = TRUE },
    XU_JOB_VERB_REMOVE | XU_JOB_VERB_OPEN_POST | XU_JOB_VERB_COPY_LINK | XU_JOB_VERB_DELETE_POST },
  { "posted, nowhere to be seen now",
    { .state = XU_JOB_POSTED, .n_files = 1 },
    XU_JOB_VERB_REMOVE | XU_JOB_VERB_DELETE_POST },
  { "deleted",
    { .state = XU_JOB_POSTED, .n_files = 1, .has_link = TRUE, .is_deleted = TRUE },
    XU_JOB_VERB_REMOVE },
  { "cancelled",
    { .state = XU_JOB_CANCELLED, .n_files = 3 },
    XU_JOB_VERB_START_AGAIN | XU_JOB_VERB_REMOVE },
  { "failed for the network",
    { .state = XU_JOB_FAILED, .n_files = 1, .remedies = XU_REMEDY_TRY_AGAIN },
    XU_JOB_VERB_RETRY | XU_JOB_VERB_REMOVE },
  { "failed for a file that is gone",
    { .state = XU_JOB_FAILED,
      .n_files = 1,
      .remedies = XU_REMEDY_TRY_AGAIN | XU_REMEDY_CHOOSE_AGAIN },
    XU_JOB_VERB_RETRY | XU_JOB_VERB_CHOOSE_FILE | XU_JOB_VERB_REMOVE },
  { "failed for its subtitles",
    { .state = XU_JOB_FAILED, .n_files = 1, .remedies = XU_REMEDY_TRY_AGAIN | XU_REMEDY_LEAVE_OUT },
    XU_JOB_VERB_RETRY | XU_JOB_VERB_POST_WITHOUT | XU_JOB_VERB_REMOVE },
  { "failed, perhaps posted",
    { .state = XU_JOB_FAILED,
      .n_files = 2,
      .may_be_posted = TRUE,
      .remedies = XU_REMEDY_LOOK_AGAIN | XU_REMEDY_CONFIRM },
    XU_JOB_VERB_LOOK_AGAIN | XU_JOB_VERB_POST_AGAIN | XU_JOB_VERB_REMOVE },
  { "uploading in another process",
    { .state = XU_JOB_UPLOADING, .n_files = 2, .is_elsewhere = TRUE },
    XU_JOB_VERB_PAUSE | XU_JOB_VERB_CANCEL },
  { "interrupted, without an account",
    { .state = XU_JOB_PAUSED, .n_files = 2, .has_no_account = TRUE },
    XU_JOB_VERB_CANCEL | XU_JOB_VERB_SIGN_IN },
  { "interrupted, while the sandbox is off",
    { .state = XU_JOB_PAUSED, .n_files = 1, .has_no_account = TRUE, .is_of_sandbox = TRUE },
    XU_JOB_VERB_CANCEL },
  { "waiting for a sign-in",
    { .state = XU_JOB_QUEUED, .n_files = 1, .needs_sign_in = TRUE },
    XU_JOB_VERB_PAUSE | XU_JOB_VERB_CANCEL | XU_JOB_VERB_SIGN_IN },
  { "waiting for the keyring",
    { .state = XU_JOB_QUEUED, .n_files = 1, .needs_unlock = TRUE },
    XU_JOB_VERB_PAUSE | XU_JOB_VERB_CANCEL | XU_JOB_VERB_UNLOCK },
  { "failed because the sign-in allows too little",
    { .state = XU_JOB_FAILED, .n_files = 1, .remedies = XU_REMEDY_TRY_AGAIN, .is_refused = TRUE },
    XU_JOB_VERB_RETRY | XU_JOB_VERB_REMOVE | XU_JOB_VERB_SIGN_IN },
  { "failed for the network, without an account",
    { .state = XU_JOB_FAILED,
      .n_files = 1,
      .remedies = XU_REMEDY_TRY_AGAIN | XU_REMEDY_START_AGAIN,
      .has_no_account = TRUE },
    XU_JOB_VERB_REMOVE | XU_JOB_VERB_SIGN_IN },
  { "posted, without an account",
    { .state = XU_JOB_POSTED, .n_files = 1, .has_link = TRUE, .has_no_account = TRUE },
    XU_JOB_VERB_REMOVE | XU_JOB_VERB_OPEN_POST | XU_JOB_VERB_COPY_LINK },
  { "perhaps posted by another process",
    { .state = XU_JOB_PAUSED, .n_files = 1, .is_elsewhere = TRUE, .may_be_posted = TRUE },
    0 },
};

static void
test_table (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_test_message ("%s", rows[i].name);
      g_assert_cmphex (xu_job_verbs_for (&rows[i].facts), ==, rows[i].wanted);
    }
}

/* Whatever the rest says: what may exist is not forgotten, taken apart or posted again unasked. */
static void
test_perhaps_posted (void)
{
  for (XuJobState state = XU_JOB_QUEUED; state <= XU_JOB_CANCELLED; state++)
    {
      XuJobFacts facts = { .state = state,
                           .n_files = 4,
                           .may_be_posted = TRUE,
                           .remedies = XU_REMEDY_LOOK_AGAIN | XU_REMEDY_CONFIRM };

      g_assert_cmphex (xu_job_verbs_for (&facts) & (XU_JOB_VERB_SPLIT | XU_JOB_VERB_RETRY), ==, 0);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/job-verbs/table", test_table);
  g_test_add_func ("/job-verbs/perhaps-posted", test_perhaps_posted);
  return g_test_run ();
}
