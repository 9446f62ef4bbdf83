/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Frames of videos that were grabbed to be covers: kept until no job can want them. */

#define G_LOG_DOMAIN "xu-engine"

#include "config.h"

#include "xu-covers.h"

#include <errno.h>
#include <sys/stat.h>

#include <glib/gstdio.h>

#include "xu-error.h"

static const gint64 age_max_s = 30 * 86400;

/* A picture on its way to the disk. */
typedef struct
{
  char *folder; /* (owned) */
  GBytes *jpeg; /* (owned) */
} Picture;

static void
picture_free (gpointer data)
{
  Picture *picture = data;

  g_free (picture->folder);
  g_bytes_unref (picture->jpeg);
  g_free (picture);
}

/* Never a name that was there before: its file may be on its way to X, which must not see it
 * change. */
static void
save_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  const Picture *picture = task_data;
  g_autofree char *random = g_uuid_string_random ();
  g_autofree char *name = g_strconcat (random, ".jpg", NULL);
  g_autofree char *path = g_build_filename (picture->folder, name, NULL);
  g_autoptr (GError) error = NULL;
  gsize length;
  const char *contents = g_bytes_get_data (picture->jpeg, &length);

  if (g_mkdir_with_parents (picture->folder, 0700) != 0)
    g_task_return_error (
        task, xu_error_new (XU_ERROR_STORAGE, "the folder of covers: %s", g_strerror (errno)));
  else if (!g_file_set_contents_full (path, contents, (gssize) length,
                                      G_FILE_SET_CONTENTS_CONSISTENT, 0600, &error))
    g_task_return_error (task, xu_error_new (XU_ERROR_STORAGE, "a cover: %s", error->message));
  else
    g_task_return_pointer (task, g_steal_pointer (&path), g_free);
}

void
xu_covers_save_async (const char *folder,
                      GBytes *jpeg,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  g_return_if_fail (folder != NULL && jpeg != NULL);

  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Picture *picture = g_new0 (Picture, 1);

  *picture = (Picture){ .folder = g_strdup (folder), .jpeg = g_bytes_ref (jpeg) };
  g_task_set_source_tag (task, xu_covers_save_async);
  g_task_set_name (task, "xu_covers_save_async");
  g_task_set_task_data (task, picture, picture_free);
  g_task_run_in_thread (task, save_in_thread);
}

char *
xu_covers_save_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, xu_covers_save_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

gboolean
xu_covers_is_forgotten (const char *path, gint64 changed_at, gint64 now, GHashTable *wanted)
{
  g_return_val_if_fail (path != NULL && wanted != NULL, FALSE);

  return now - changed_at > age_max_s && !g_hash_table_contains (wanted, path);
}

/* Returns: (transfer full): paths that the records own */
static GHashTable *
find_wanted (const GPtrArray *records)
{
  GHashTable *wanted = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < records->len; i++)
    {
      const XuJobRecord *record = g_ptr_array_index (records, i);

      if (record->spec->cover_path != NULL && record->outcome != XU_JOB_OUTCOME_POSTED
          && record->outcome != XU_JOB_OUTCOME_CANCELLED)
        g_hash_table_add (wanted, record->spec->cover_path);
    }

  return wanted;
}

void
xu_covers_clean (const char *folder, XuJournal *journal)
{
  g_return_if_fail (folder != NULL && journal != NULL);

  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  g_autoptr (GPtrArray) records = dir != NULL ? xu_journal_list_jobs (journal, NULL) : NULL;
  const char *name;

  if (records == NULL)
    return;

  g_autoptr (GHashTable) wanted = find_wanted (records);
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      struct stat status;

      if (g_lstat (path, &status) == 0 && S_ISREG (status.st_mode)
          && xu_covers_is_forgotten (path, status.st_mtim.tv_sec, now, wanted))
        g_unlink (path);
    }
}
