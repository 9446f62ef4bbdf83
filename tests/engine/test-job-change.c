/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a user's wish makes of a job that rests. */

#include "config.h"

#include "xu-error.h"
#include "xu-job-change.h"

/* A video with alt text, subtitles and a cover. */
static XuJobRecord *
make_record (XuJobOutcome outcome, XuPostRecord post)
{
  const char *paths[] = { "/v.mp4", NULL };
  const char *alt_texts[] = { "A cat", NULL };
  g_autoptr (XuJobSpec) spec = xu_job_spec_new (paths, "Hello");

  spec->alt_texts = g_strdupv ((char **) alt_texts);
  spec->subtitles_path = g_strdup ("/s.srt");
  spec->cover_path = g_strdup ("/c.png");

  XuJobRecord *record = xu_job_record_new ("1a2b3c4d", "https://api.x.com", spec);
  XuItemRecord *video = xu_job_record_get_item (record, 0);

  video->fingerprint = g_strdup ("1:0");
  video->upload.state = XU_UPLOAD_RECORD_READY;
  video->upload.media_id = g_strdup ("100");
  record->outcome = outcome;
  record->post = post;
  record->is_paused = TRUE;
  if (outcome == XU_JOB_OUTCOME_FAILED)
    record->error = xu_error_new (XU_ERROR_REJECTED, "no");

  return record;
}

/* What runs, what rests, and that nothing but the user's word makes a post that may exist be sent
 * again. */
static void
test_outcomes (void)
{
  static const struct
  {
    XuJobOutcome outcome;
    XuPostRecord post;
    XuJobCommandKind kind;
    XuJobPostFlags flags;
    gboolean runs;
    XuPostRecord post_after;
  } rows[] = {
    { XU_JOB_OUTCOME_NONE, XU_POST_RECORD_NONE, XU_JOB_COMMAND_RESUME, 0, TRUE,
      XU_POST_RECORD_NONE },
    { XU_JOB_OUTCOME_FAILED, XU_POST_RECORD_NONE, XU_JOB_COMMAND_RESUME, 0, TRUE,
      XU_POST_RECORD_NONE },
    { XU_JOB_OUTCOME_READY, XU_POST_RECORD_NONE, XU_JOB_COMMAND_RESUME, 0, FALSE,
      XU_POST_RECORD_NONE },
    { XU_JOB_OUTCOME_CANCELLED, XU_POST_RECORD_NONE, XU_JOB_COMMAND_RESUME, 0, FALSE,
      XU_POST_RECORD_NONE },
    { XU_JOB_OUTCOME_READY, XU_POST_RECORD_NONE, XU_JOB_COMMAND_POST, 0, TRUE,
      XU_POST_RECORD_NONE },
    { XU_JOB_OUTCOME_POSTED, XU_POST_RECORD_POSTED, XU_JOB_COMMAND_RESUME, 0, FALSE,
      XU_POST_RECORD_POSTED },
    { XU_JOB_OUTCOME_POSTED, XU_POST_RECORD_POSTED, XU_JOB_COMMAND_POST,
      XU_JOB_POST_CONFIRM_NOT_POSTED, FALSE, XU_POST_RECORD_POSTED },
    { XU_JOB_OUTCOME_POSTED, XU_POST_RECORD_POSTED, XU_JOB_COMMAND_START_AGAIN, 0, FALSE,
      XU_POST_RECORD_POSTED },
    { XU_JOB_OUTCOME_FAILED, XU_POST_RECORD_POSTING, XU_JOB_COMMAND_RESUME, 0, TRUE,
      XU_POST_RECORD_POSTING },
    { XU_JOB_OUTCOME_FAILED, XU_POST_RECORD_POSTING, XU_JOB_COMMAND_POST, 0, TRUE,
      XU_POST_RECORD_POSTING },
    { XU_JOB_OUTCOME_FAILED, XU_POST_RECORD_POSTING, XU_JOB_COMMAND_START_AGAIN, 0, TRUE,
      XU_POST_RECORD_POSTING },
    { XU_JOB_OUTCOME_NONE, XU_POST_RECORD_POSTING, XU_JOB_COMMAND_POST,
      XU_JOB_POST_CONFIRM_NOT_POSTED, TRUE, XU_POST_RECORD_NONE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (XuJobRecord) record = make_record (rows[i].outcome, rows[i].post);
      g_autoptr (XuJobCommand) command = xu_job_command_new (rows[i].kind);

      g_test_message ("row %zu", i);
      command->flags = rows[i].flags;
      command->text = g_strdup ("Other");
      g_assert_cmpint (xu_job_change_apply (record, command), ==, rows[i].runs);
      g_assert_cmpint (record->post, ==, rows[i].post_after);
      if (rows[i].runs)
        {
          g_assert_cmpint (record->outcome, ==, XU_JOB_OUTCOME_NONE);
          g_assert_false (record->is_paused);
          g_assert_no_error (record->error);
        }
      else
        g_assert_cmpint (record->outcome, ==, rows[i].outcome);

      /* What may have been posted keeps its text: it is looked for, and told to the user. */
      gboolean is_changed = rows[i].kind == XU_JOB_COMMAND_POST && rows[i].runs
                            && rows[i].post_after == XU_POST_RECORD_NONE;

      g_assert_cmpstr (record->spec->text, ==, is_changed ? "Other" : "Hello");
    }
}

static void
test_without_extras (void)
{
  g_autoptr (XuJobRecord) record = make_record (XU_JOB_OUTCOME_FAILED, XU_POST_RECORD_NONE);
  g_autoptr (XuJobCommand) command = xu_job_command_new (XU_JOB_COMMAND_POST);

  command->flags = XU_JOB_POST_WITHOUT_EXTRAS;
  xu_job_record_get_item (record, 2)->upload.state = XU_UPLOAD_RECORD_READY; /* The cover. */
  xu_job_record_get_item (record, 2)->upload.media_id = g_strdup ("102");

  g_assert_true (xu_job_change_apply (record, command));
  g_assert_cmpstr (record->spec->alt_texts[0], ==, "");
  g_assert_null (record->spec->subtitles_path);
  g_assert_cmpstr (record->spec->cover_path, ==, "/c.png");
  g_assert_cmpstr (record->spec->text, ==, "Hello");
  g_assert_cmpuint (record->items->len, ==, 2);
  g_assert_cmpstr (xu_job_record_get_item (record, 0)->upload.media_id, ==, "100");
  g_assert_cmpstr (xu_job_record_get_item (record, 1)->upload.media_id, ==, "102");
}

static void
test_start_again (void)
{
  g_autoptr (XuJobRecord) record = make_record (XU_JOB_OUTCOME_FAILED, XU_POST_RECORD_NONE);
  g_autoptr (XuJobCommand) command = xu_job_command_new (XU_JOB_COMMAND_START_AGAIN);

  g_assert_true (xu_job_change_apply (record, command));
  g_assert_cmpint (xu_job_record_get_item (record, 0)->upload.state, ==, XU_UPLOAD_RECORD_NEW);
  g_assert_null (xu_job_record_get_item (record, 0)->fingerprint);
  g_assert_cmpstr (record->spec->paths[0], ==, "/v.mp4");
}

static void
test_visible (void)
{
  g_autoptr (XuJobRecord) before = make_record (XU_JOB_OUTCOME_NONE, XU_POST_RECORD_NONE);
  g_autoptr (XuJobRecord) same = xu_job_record_copy (before);
  g_autoptr (XuJobRecord) moved = xu_job_record_copy (before);
  g_autoptr (XuJobRecord) paused = xu_job_record_copy (before);
  XuItemRecord *subtitles = xu_job_record_get_item (moved, 1);
  const XuCut cut = { .size = 65536 };

  subtitles->size = 200000;
  g_array_append_val (subtitles->upload.cuts, cut);
  xu_upload_record_set_acknowledged (&subtitles->upload, 0);
  paused->is_paused = FALSE;

  g_assert_false (xu_job_change_is_visible (before, same));
  g_assert_true (xu_job_change_is_visible (before, moved));
  g_assert_true (xu_job_change_is_visible (before, paused));

  g_autoptr (XuJobRecord) rewritten = xu_job_record_copy (before);
  g_autoptr (XuJobSpec) spec = xu_job_spec_copy (before->spec);

  g_free (spec->text);
  spec->text = g_strdup ("Written by another process in the same second");
  xu_job_record_set_spec (rewritten, spec);
  g_assert_true (xu_job_change_is_visible (before, rewritten));
}

/* A job all of whose files X has. */
static XuJobRecord *
make_ready (XuJobOutcome outcome, XuPostRecord post)
{
  XuJobRecord *record = make_record (outcome, post);

  for (guint i = 0; i < record->items->len; i++)
    xu_job_record_get_item (record, i)->upload.state = XU_UPLOAD_RECORD_READY;
  record->is_paused = outcome == XU_JOB_OUTCOME_NONE;
  record->spec->intent = XU_POST_INTENT_DRAFT;

  return record;
}

/* Who gets something to do by an edit, and who only keeps it. */
static void
test_edit (void)
{
  static const struct
  {
    XuJobOutcome outcome;
    XuPostRecord post;
    XuPostIntent intent;
    const char *cover;
    gboolean runs;
    gboolean is_kept;
  } rows[] = {
    { XU_JOB_OUTCOME_READY, XU_POST_RECORD_NONE, XU_POST_INTENT_DRAFT, "/c.png", FALSE, TRUE },
    { XU_JOB_OUTCOME_READY, XU_POST_RECORD_NONE, XU_POST_INTENT_DRAFT, NULL, FALSE, TRUE },
    { XU_JOB_OUTCOME_READY, XU_POST_RECORD_NONE, XU_POST_INTENT_DRAFT, "/d.png", TRUE, TRUE },
    { XU_JOB_OUTCOME_READY, XU_POST_RECORD_NONE, XU_POST_INTENT_NONE, "/d.png", TRUE, TRUE },
    { XU_JOB_OUTCOME_READY, XU_POST_RECORD_NONE, XU_POST_INTENT_POST, "/c.png", TRUE, TRUE },
    { XU_JOB_OUTCOME_FAILED, XU_POST_RECORD_NONE, XU_POST_INTENT_POST, "/d.png", FALSE, TRUE },
    { XU_JOB_OUTCOME_NONE, XU_POST_RECORD_NONE, XU_POST_INTENT_POST, "/d.png", FALSE, TRUE },
    { XU_JOB_OUTCOME_CANCELLED, XU_POST_RECORD_NONE, XU_POST_INTENT_POST, "/d.png", FALSE, TRUE },
    { XU_JOB_OUTCOME_FAILED, XU_POST_RECORD_POSTING, XU_POST_INTENT_DRAFT, NULL, FALSE, FALSE },
    { XU_JOB_OUTCOME_POSTED, XU_POST_RECORD_POSTED, XU_POST_INTENT_POST, "/d.png", FALSE, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (XuJobRecord) record = make_ready (rows[i].outcome, rows[i].post);
      g_autoptr (XuJobCommand) command = xu_job_command_new (XU_JOB_COMMAND_EDIT);
      gboolean was_paused = record->is_paused;

      g_test_message ("row %zu", i);
      command->spec = xu_job_spec_copy (record->spec);
      command->spec->intent = rows[i].intent;
      g_free (command->spec->text);
      command->spec->text = g_strdup ("Other");
      g_free (command->spec->cover_path);
      command->spec->cover_path = g_strdup (rows[i].cover);

      g_assert_cmpint (xu_job_change_edit (record, command), ==, rows[i].runs);
      g_assert_cmpint (record->outcome, ==, rows[i].runs ? XU_JOB_OUTCOME_NONE : rows[i].outcome);
      g_assert_cmpint (record->is_paused, ==, was_paused);
      g_assert_cmpint (record->post, ==, rows[i].post);
      g_assert_cmpstr (record->spec->text, ==, rows[i].is_kept ? "Other" : "Hello");
    }
}

/* The files stay those that the job has, and each has a description, for the journal wants it so.
 */
static void
test_edit_keeps_files (void)
{
  const char *paths[] = { "/a.png", "/b.png", NULL };
  const char *elsewhere[] = { "/old/a.png", "/old/b.png", NULL };
  const char *alt_texts[] = { "A cat", NULL };
  g_autoptr (XuJobSpec) spec = xu_job_spec_new (paths, "Hello");
  g_autoptr (XuJobSpec) edited = xu_job_spec_new (elsewhere, "Other");
  g_autoptr (XuJobRecord) record = xu_job_record_new ("1a2b3c4d", "https://api.x.com", spec);
  g_autoptr (XuJobCommand) command = xu_job_command_new (XU_JOB_COMMAND_EDIT);

  edited->alt_texts = g_strdupv ((char **) alt_texts);
  command->spec = xu_job_spec_ref (edited);
  g_assert_false (xu_job_change_edit (record, command));
  g_assert_cmpstr (record->spec->text, ==, "Other");
  g_assert_cmpstr (record->spec->paths[0], ==, "/a.png");
  g_assert_cmpstr (record->spec->paths[1], ==, "/b.png");
  g_assert_cmpuint (g_strv_length (record->spec->alt_texts), ==, 2);
  g_assert_cmpstr (record->spec->alt_texts[0], ==, "A cat");
  g_assert_cmpstr (record->spec->alt_texts[1], ==, "");

  /* Of another number of files nothing can be made. */
  const char *one[] = { "/a.png", NULL };
  g_autoptr (XuJobSpec) fewer = xu_job_spec_new (one, "Third");

  xu_job_spec_unref (command->spec);
  command->spec = xu_job_spec_ref (fewer);
  g_assert_false (xu_job_change_edit (record, command));
  g_assert_cmpstr (record->spec->text, ==, "Other");
}

/* What a post leaves out of a spec that was not begun with yet. */
static void
test_without_new_extras (void)
{
  g_autoptr (XuJobRecord) record = make_ready (XU_JOB_OUTCOME_NONE, XU_POST_RECORD_NONE);
  g_autoptr (XuJobCommand) command = xu_job_command_new (XU_JOB_COMMAND_POST);
  g_autoptr (XuJobSpec) next = xu_job_spec_copy (record->spec);

  command->flags = XU_JOB_POST_WITHOUT_EXTRAS;
  g_free (next->cover_path);
  next->cover_path = g_strdup ("/d.png");
  g_free (next->text);
  next->text = g_strdup ("Next");

  g_autoptr (XuJobSpec) spec = xu_job_change_dup_spec (record, next, command);

  g_assert_cmpint (spec->intent, ==, XU_POST_INTENT_POST);
  g_assert_cmpstr (spec->text, ==, "Next");
  g_assert_null (spec->cover_path);
  g_assert_null (spec->subtitles_path);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/job-change/outcomes", test_outcomes);
  g_test_add_func ("/job-change/without-extras", test_without_extras);
  g_test_add_func ("/job-change/start-again", test_start_again);
  g_test_add_func ("/job-change/visible", test_visible);
  g_test_add_func ("/job-change/edit", test_edit);
  g_test_add_func ("/job-change/edit-keeps-files", test_edit_keeps_files);
  g_test_add_func ("/job-change/without-new-extras", test_without_new_extras);

  return g_test_run ();
}
