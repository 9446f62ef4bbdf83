/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a user's wish makes of a job that rests. */

#define G_LOG_DOMAIN "xu-engine"

#include "config.h"

#include "xu-job-change.h"

static void
set_spec (XuJobRecord *record, XuJobSpec *spec)
{
  xu_job_record_set_spec (record, spec);
  xu_job_spec_unref (spec);
}

void
xu_job_change_want_post (XuJobRecord *record, const char *text)
{
  g_return_if_fail (record != NULL);

  XuJobSpec *spec = xu_job_spec_copy (record->spec);

  spec->intent = XU_POST_INTENT_POST;
  if (text != NULL)
    {
      g_free (spec->text);
      spec->text = g_strdup (text);
    }
  set_spec (record, spec);
}

/* Leaves out what X has not taken, so that nothing stands between the video and its post. */
static void
drop_extras (XuJobRecord *record)
{
  XuJobSpec *spec = xu_job_spec_copy (record->spec);
  guint n_files = g_strv_length (spec->paths);

  for (guint i = 0; spec->alt_texts != NULL && spec->alt_texts[i] != NULL; i++)
    {
      if (!xu_job_record_get_item (record, i)->is_described)
        spec->alt_texts[i][0] = '\0';
    }

  if (spec->subtitles_path != NULL && !xu_job_record_get_item (record, n_files)->is_described)
    g_clear_pointer (&spec->subtitles_path, g_free);

  if (spec->cover_path != NULL
      && xu_job_record_get_item (record, record->items->len - 1)->upload.state
             != XU_UPLOAD_RECORD_READY)
    g_clear_pointer (&spec->cover_path, g_free);

  set_spec (record, spec);
}

gboolean
xu_job_change_apply (XuJobRecord *record, const XuJobCommand *command)
{
  g_return_val_if_fail (record != NULL && command != NULL, FALSE);

  gboolean is_confirmed = (command->flags & XU_JOB_POST_CONFIRM_NOT_POSTED) != 0;

  if (record->post == XU_POST_RECORD_POSTED
      || (command->kind == XU_JOB_COMMAND_RESUME
          && (record->outcome == XU_JOB_OUTCOME_READY
              || record->outcome == XU_JOB_OUTCOME_CANCELLED)))
    return FALSE;

  if (record->post == XU_POST_RECORD_POSTING && is_confirmed)
    record->post = XU_POST_RECORD_NONE;

  /* While it may exist, nothing of it may change. */
  if (record->post == XU_POST_RECORD_NONE)
    {
      if (command->kind == XU_JOB_COMMAND_START_AGAIN)
        xu_job_record_forget_uploads (record);
      if (command->kind == XU_JOB_COMMAND_POST)
        xu_job_change_want_post (record, command->text);
      if ((command->flags & XU_JOB_POST_WITHOUT_EXTRAS) != 0)
        drop_extras (record);
    }

  record->outcome = XU_JOB_OUTCOME_NONE;
  record->is_paused = FALSE;
  g_clear_error (&record->error);
  return TRUE;
}

static guint64
count_bytes (const XuJobRecord *record)
{
  guint64 bytes = 0;

  for (guint i = 0; i < record->items->len; i++)
    {
      const XuItemRecord *item = xu_job_record_get_item (record, i);

      bytes += item->size + (guint64) item->upload.state
               + xu_upload_record_count_bytes (&item->upload, item->size);
    }

  return bytes;
}

gboolean
xu_job_change_is_visible (const XuJobRecord *before, const XuJobRecord *after)
{
  g_return_val_if_fail (before != NULL && after != NULL, TRUE);

  return before->outcome != after->outcome || before->is_paused != after->is_paused
         || before->post != after->post || before->is_deleted != after->is_deleted
         || before->changed_at != after->changed_at || count_bytes (before) != count_bytes (after);
}
