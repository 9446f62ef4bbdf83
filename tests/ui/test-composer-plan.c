/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a composer offers for a job in each of its states. */

#include "config.h"

#include "xu-composer-plan.h"

typedef struct
{
  const char *name;
  XuComposerFacts facts;
  XuComposerMode mode;
  XuComposerVerb verb;
  gboolean has_hint;
} Row;

static const Row rows[] = {
  { "draft that uploads",
    { XU_JOB_UPLOADING, XU_POST_INTENT_DRAFT },
    XU_COMPOSER_MODE_EDIT,
    XU_COMPOSER_VERB_POST_WHEN_READY },
  { "files without a post that upload",
    { XU_JOB_UPLOADING, XU_POST_INTENT_NONE },
    XU_COMPOSER_MODE_EDIT,
    XU_COMPOSER_VERB_POST_WHEN_READY },
  { "post that uploads",
    { XU_JOB_UPLOADING, XU_POST_INTENT_POST },
    XU_COMPOSER_MODE_EDIT,
    XU_COMPOSER_VERB_WITHDRAW,
    TRUE },
  { "post in the queue",
    { XU_JOB_QUEUED, XU_POST_INTENT_POST },
    XU_COMPOSER_MODE_EDIT,
    XU_COMPOSER_VERB_WITHDRAW,
    TRUE },
  { "post whose extras are told",
    { XU_JOB_FINISHING, XU_POST_INTENT_POST },
    XU_COMPOSER_MODE_EDIT,
    XU_COMPOSER_VERB_WITHDRAW,
    TRUE },
  { "draft that is paused",
    { XU_JOB_PAUSED, XU_POST_INTENT_DRAFT },
    XU_COMPOSER_MODE_EDIT,
    XU_COMPOSER_VERB_POST_WHEN_READY },
  { "post that is paused",
    { XU_JOB_PAUSED, XU_POST_INTENT_POST },
    XU_COMPOSER_MODE_EDIT,
    XU_COMPOSER_VERB_WITHDRAW,
    TRUE },
  { "paused, perhaps posted",
    { XU_JOB_PAUSED, XU_POST_INTENT_POST, .may_be_posted = TRUE },
    XU_COMPOSER_MODE_READ_ONLY,
    XU_COMPOSER_VERB_NONE,
    TRUE },
  { "draft that is ready",
    { XU_JOB_READY, XU_POST_INTENT_DRAFT, .has_media = TRUE },
    XU_COMPOSER_MODE_EDIT,
    XU_COMPOSER_VERB_POST },
  { "on its way",
    { XU_JOB_POSTING, XU_POST_INTENT_POST, .has_media = TRUE },
    XU_COMPOSER_MODE_BUSY,
    XU_COMPOSER_VERB_NONE },
  { "on its way, its answer lost",
    { XU_JOB_POSTING, XU_POST_INTENT_POST, .has_media = TRUE, .may_be_posted = TRUE },
    XU_COMPOSER_MODE_BUSY,
    XU_COMPOSER_VERB_NONE },
  { "posted",
    { XU_JOB_POSTED, XU_POST_INTENT_POST, .has_media = TRUE },
    XU_COMPOSER_MODE_READ_ONLY,
    XU_COMPOSER_VERB_NONE },
  { "cancelled",
    { XU_JOB_CANCELLED, XU_POST_INTENT_DRAFT },
    XU_COMPOSER_MODE_READ_ONLY,
    XU_COMPOSER_VERB_NONE },
  { "failed while it uploaded",
    { XU_JOB_FAILED, XU_POST_INTENT_POST },
    XU_COMPOSER_MODE_EDIT,
    XU_COMPOSER_VERB_POST_WHEN_READY },
  { "refused by X",
    { XU_JOB_FAILED, XU_POST_INTENT_POST, .has_media = TRUE },
    XU_COMPOSER_MODE_EDIT,
    XU_COMPOSER_VERB_POST },
  { "failed, perhaps posted",
    { XU_JOB_FAILED, XU_POST_INTENT_POST, .has_media = TRUE, .may_be_posted = TRUE },
    XU_COMPOSER_MODE_READ_ONLY,
    XU_COMPOSER_VERB_NONE,
    TRUE },
  { "uploads in another process",
    { XU_JOB_UPLOADING, XU_POST_INTENT_DRAFT, .is_elsewhere = TRUE },
    XU_COMPOSER_MODE_READ_ONLY,
    XU_COMPOSER_VERB_NONE,
    TRUE },
  { "on its way in another process",
    { XU_JOB_POSTING, XU_POST_INTENT_POST, .is_elsewhere = TRUE },
    XU_COMPOSER_MODE_READ_ONLY,
    XU_COMPOSER_VERB_NONE,
    TRUE },
  { "ready, without an account",
    { XU_JOB_READY, XU_POST_INTENT_DRAFT, .has_media = TRUE, .has_no_account = TRUE },
    XU_COMPOSER_MODE_EDIT,
    XU_COMPOSER_VERB_NONE },
  { "draft that is paused, without an account",
    { XU_JOB_PAUSED, XU_POST_INTENT_DRAFT, .has_no_account = TRUE },
    XU_COMPOSER_MODE_EDIT,
    XU_COMPOSER_VERB_NONE },
  { "post that is paused, without an account",
    { XU_JOB_PAUSED, XU_POST_INTENT_POST, .has_no_account = TRUE },
    XU_COMPOSER_MODE_EDIT,
    XU_COMPOSER_VERB_WITHDRAW,
    TRUE },
  { "posted by another process",
    { XU_JOB_POSTED, XU_POST_INTENT_POST, .is_elsewhere = TRUE },
    XU_COMPOSER_MODE_READ_ONLY,
    XU_COMPOSER_VERB_NONE },
  { "draft whose account has to sign in again",
    { XU_JOB_QUEUED, XU_POST_INTENT_DRAFT, .needs_sign_in = TRUE },
    XU_COMPOSER_MODE_EDIT,
    XU_COMPOSER_VERB_POST_WHEN_READY },
  { "post whose account has to sign in again",
    { XU_JOB_QUEUED, XU_POST_INTENT_POST, .needs_sign_in = TRUE },
    XU_COMPOSER_MODE_EDIT,
    XU_COMPOSER_VERB_WITHDRAW,
    TRUE },
};

static void
test_row (gconstpointer data)
{
  const Row *row = data;
  XuComposerPlan plan = xu_composer_plan_make (&row->facts);

  g_assert_cmpint (plan.mode, ==, row->mode);
  g_assert_cmpint (plan.verb, ==, row->verb);
  g_assert_cmpint (plan.hint != NULL, ==, row->has_hint);

  /* What is wanted, on its way, or perhaps there, is not taken to another account. */
  g_assert_cmpint (
      plan.may_switch, ==,
      plan.mode == XU_COMPOSER_MODE_EDIT
          && (row->facts.intent != XU_POST_INTENT_POST || row->facts.state == XU_JOB_FAILED));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strconcat ("/composer-plan/", rows[i].name, NULL);

      g_test_add_data_func (path, &rows[i], test_row);
    }

  return g_test_run ();
}
