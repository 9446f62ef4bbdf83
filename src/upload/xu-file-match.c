/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which of a job's files somebody has chosen again. */

#define G_LOG_DOMAIN "xu-upload"

#include "config.h"

#include "xu-file-match.h"

#include "xu-error.h"
#include "xu-media-file.h"
#include "xu-media-fingerprint.h"

typedef struct
{
  XuJobRecord *record; /* (owned): gets the paths that were found */
  char **paths;        /* (owned) */
  guint n_matched;     /* of the paths */
  gboolean *is_taken;  /* (owned): of each item: one of the paths is its */
} Matching;

static void open_next (GTask *task);

static void
matching_free (gpointer data)
{
  Matching *matching = data;

  g_clear_pointer (&matching->record, xu_job_record_free);
  g_strfreev (matching->paths);
  g_free (matching->is_taken);
  g_free (matching);
}

/* One that X has needs no file any more. */
static gboolean
is_match (const XuItemRecord *item, guint64 size, const char *fingerprint)
{
  if (item->upload.state == XU_UPLOAD_RECORD_READY || item->fingerprint == NULL)
    return FALSE;

  return item->size == size && g_str_equal (item->fingerprint, fingerprint);
}

/* Returns: the item, or the number of items */
static guint
find_match (const Matching *matching, guint64 size, const char *fingerprint)
{
  guint i = 0;

  while (i < matching->record->items->len
         && (matching->is_taken[i]
             || !is_match (xu_job_record_get_item (matching->record, i), size, fingerprint)))
    i++;

  return i;
}

/* What was never opened may be any file. */
static guint
find_unopened (const Matching *matching)
{
  guint i = 0;

  while (i < matching->record->items->len
         && (matching->is_taken[i]
             || xu_job_record_get_item (matching->record, i)->fingerprint != NULL))
    i++;

  return i;
}

static gboolean
match (Matching *matching, guint64 size, const char *fingerprint)
{
  guint item = find_match (matching, size, fingerprint);

  if (item == matching->record->items->len)
    item = find_unopened (matching);
  if (item == matching->record->items->len)
    return FALSE;

  matching->is_taken[item] = TRUE;
  xu_job_record_move_file (matching->record, item, matching->paths[matching->n_matched]);
  return TRUE;
}

static void
fingerprint_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Matching *matching = g_task_get_task_data (task);
  g_autoptr (XuMediaFile) file = XU_MEDIA_FILE (source); /* Kept by us while it was read. */
  GError *error = NULL;
  g_autofree char *fingerprint = xu_media_file_fingerprint_finish (file, result, &error);

  if (fingerprint == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  if (!match (matching, xu_media_file_get_size (file), fingerprint))
    {
      g_task_return_error (task, xu_error_new (XU_ERROR_FILE_CHANGED,
                                               "a file that was chosen is none of the job's: its "
                                               "size or content is another"));
      return;
    }

  matching->n_matched++;
  open_next (g_steal_pointer (&task));
}

static void
open_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  GError *error = NULL;
  XuMediaFile *file = xu_media_file_open_finish (result, &error);

  if (file == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  GCancellable *cancellable = g_task_get_cancellable (task);

  xu_media_file_fingerprint_async (file, cancellable, fingerprint_cb, g_steal_pointer (&task));
}

static void
open_next (GTask *task)
{
  const Matching *matching = g_task_get_task_data (task);
  const char *path = matching->paths[matching->n_matched];

  if (path != NULL)
    {
      xu_media_file_open_async (path, g_task_get_cancellable (task), open_cb, task);
      return;
    }

  g_task_return_boolean (task, TRUE);
  g_object_unref (task);
}

void
xu_file_match_async (const XuJobRecord *record,
                     const char *const *paths,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer user_data)
{
  g_return_if_fail (record != NULL && paths != NULL);

  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Matching *matching = g_new0 (Matching, 1);

  g_task_set_source_tag (task, xu_file_match_async);
  g_task_set_name (task, "xu_file_match_async");
  g_task_set_task_data (task, matching, matching_free);

  matching->record = xu_job_record_copy (record);
  matching->paths = g_strdupv ((char **) paths);
  matching->is_taken = g_new0 (gboolean, record->items->len);
  open_next (task);
}

gboolean
xu_file_match_finish (GAsyncResult *result, XuJobRecord *record, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL) && record != NULL, FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, xu_file_match_async), FALSE);

  const Matching *matching = g_task_get_task_data (G_TASK (result));

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;

  g_autofree const char **paths = xu_job_spec_dup_item_paths (matching->record->spec);

  for (guint i = 0; i < record->items->len; i++)
    {
      if (matching->is_taken[i])
        xu_job_record_move_file (record, i, paths[i]);
    }

  return TRUE;
}
