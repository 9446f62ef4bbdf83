/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a user's wish makes of a job that rests. */

#define G_LOG_DOMAIN "xu-engine"

#include "config.h"

#include "xu-job-change.h"

/* Whether X has taken the subtitles, or the cover, that @spec wants. */
static gboolean
has_subtitles (const XuJobRecord *record, const XuJobSpec *spec)
{
  guint n_files = g_strv_length (record->spec->paths);

  return g_strcmp0 (record->spec->subtitles_path, spec->subtitles_path) == 0
         && xu_job_record_get_item (record, n_files)->is_described;
}

static gboolean
has_cover (const XuJobRecord *record, const XuJobSpec *spec)
{
  return g_strcmp0 (record->spec->cover_path, spec->cover_path) == 0
         && xu_job_record_get_item (record, record->items->len - 1)->upload.state
                == XU_UPLOAD_RECORD_READY;
}

/* Leaves out what X has not taken, so that nothing stands between the video and its post. */
static void
drop_extras (const XuJobRecord *record, XuJobSpec *spec)
{
  for (guint i = 0; spec->alt_texts != NULL && spec->alt_texts[i] != NULL; i++)
    {
      if (!xu_job_record_get_item (record, i)->is_described)
        spec->alt_texts[i][0] = '\0';
    }

  if (spec->subtitles_path != NULL && !has_subtitles (record, spec))
    g_clear_pointer (&spec->subtitles_path, g_free);
  if (spec->cover_path != NULL && !has_cover (record, spec))
    g_clear_pointer (&spec->cover_path, g_free);
}

/* One for each file, as the journal wants them. */
static void
complete_alt_texts (XuJobSpec *spec)
{
  gsize n_files = g_strv_length (spec->paths);

  if (spec->alt_texts == NULL || g_strv_length (spec->alt_texts) == n_files)
    return;

  char **alt_texts = g_new0 (char *, n_files + 1);

  for (gsize i = 0; i < n_files; i++)
    alt_texts[i] = g_strdup (xu_job_spec_get_alt_text (spec, i));
  g_strfreev (spec->alt_texts);
  spec->alt_texts = alt_texts;
}

/* The files stay where they are, wherever whoever edits saw them last. */
static XuJobSpec *
dup_edited (const XuJobSpec *wanted, const XuJobSpec *edited)
{
  if (g_strv_length (wanted->paths) != g_strv_length (edited->paths))
    return xu_job_spec_copy (wanted);

  XuJobSpec *spec = xu_job_spec_copy (edited);

  g_strfreev (spec->paths);
  spec->paths = g_strdupv (wanted->paths);
  complete_alt_texts (spec);

  return spec;
}

XuJobSpec *
xu_job_change_dup_spec (const XuJobRecord *record,
                        const XuJobSpec *wanted,
                        const XuJobCommand *command)
{
  g_return_val_if_fail (record != NULL && wanted != NULL && command != NULL, NULL);

  if (command->kind == XU_JOB_COMMAND_EDIT)
    return dup_edited (wanted, command->spec);

  XuJobSpec *spec = xu_job_spec_copy (wanted);

  if (command->kind == XU_JOB_COMMAND_POST)
    spec->intent = XU_POST_INTENT_POST;
  if (command->kind == XU_JOB_COMMAND_POST && command->text != NULL)
    {
      g_free (spec->text);
      spec->text = g_strdup (command->text);
    }
  if ((command->flags & XU_JOB_POST_WITHOUT_EXTRAS) != 0)
    drop_extras (record, spec);

  return spec;
}

gboolean
xu_job_change_keeps_items (const XuJobSpec *before, const XuJobSpec *after)
{
  g_return_val_if_fail (before != NULL && after != NULL, FALSE);

  return g_strcmp0 (before->subtitles_path, after->subtitles_path) == 0
         && g_strcmp0 (before->cover_path, after->cover_path) == 0;
}

static void
change_spec (XuJobRecord *record, const XuJobCommand *command)
{
  g_autoptr (XuJobSpec) spec = xu_job_change_dup_spec (record, record->spec, command);

  if (!xu_job_spec_equal (spec, record->spec))
    xu_job_record_set_spec (record, spec);
}

gboolean
xu_job_change_has_work (const XuJobRecord *record)
{
  g_return_val_if_fail (record != NULL, FALSE);

  if (record->spec->intent == XU_POST_INTENT_POST)
    return record->post == XU_POST_RECORD_NONE;

  for (guint i = 0; i < record->items->len; i++)
    {
      if (xu_job_record_get_item (record, i)->upload.state != XU_UPLOAD_RECORD_READY)
        return TRUE;
    }

  return FALSE;
}

gboolean
xu_job_change_edit (XuJobRecord *record, const XuJobCommand *command)
{
  g_return_val_if_fail (record != NULL && command != NULL, FALSE);

  if (record->post != XU_POST_RECORD_NONE)
    return FALSE;

  change_spec (record, command);
  if (record->outcome != XU_JOB_OUTCOME_READY || !xu_job_change_has_work (record))
    return FALSE;

  record->outcome = XU_JOB_OUTCOME_NONE;
  return TRUE;
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
      change_spec (record, command);
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
         || before->changed_at != after->changed_at || count_bytes (before) != count_bytes (after)
         || !xu_job_spec_equal (before->spec, after->spec);
}
