/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the media helper answered about files, on disk, so that a list of jobs need not ask again.
 */

#define G_LOG_DOMAIN "xu-media"

#include "config.h"

#include "xu-thumbnail-cache.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <utime.h>

#include <glib/gstdio.h>

#include "xu-error.h"
#include "xu-media-file-private.h"

/* A new number whenever answers get another form or meaning: the old ones are not found then, and
 * make room in time. */
static const char version[] = "xuploader thumbnail 1";

enum
{
  HASH_LENGTH = 64,
  ENTRIES_MAX = 200,
  SLACK = 20, /* Not for every new one is the folder read. */
  ENTRY_MAX_BYTES = 1 << 20
};

typedef struct
{
  char *folder;      /* (owned) */
  char *path;        /* (owned) (nullable): to be found */
  XuMediaFile *file; /* (owned) (nullable): to be stored */
  GBytes *answer;    /* (owned) (nullable): likewise */
} Order;

/* A file of the folder, whatever it is. */
typedef struct
{
  char *path; /* (owned) */
  struct timespec changed;
} Entry;

static void
order_free (gpointer data)
{
  Order *order = data;

  g_free (order->folder);
  g_free (order->path);
  g_clear_object (&order->file);
  g_clear_pointer (&order->answer, g_bytes_unref);
  g_free (order);
}

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  g_free (entry->path);
  g_free (entry);
}

static char *
dup_entry_path (const char *folder, const char *path, guint64 size, gint64 modified_us)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree char *absolute = g_canonicalize_filename (path, NULL);
  g_autofree char *state
      = g_strdup_printf ("%" G_GUINT64_FORMAT " %" G_GINT64_FORMAT, size, modified_us);

  g_checksum_update (checksum, (const guchar *) version, sizeof version);
  g_checksum_update (checksum, (const guchar *) absolute, (gssize) strlen (absolute) + 1);
  g_checksum_update (checksum, (const guchar *) state, (gssize) strlen (state));

  return g_build_filename (folder, g_checksum_get_string (checksum), NULL);
}

/* An entry is a line with the hash of the answer, and the answer: a disk may have changed either.
 */
static char *
make_header (const guint8 *answer, gsize length)
{
  g_autofree char *hash = g_compute_checksum_for_data (G_CHECKSUM_SHA256, answer, length);

  return g_strdup_printf ("%s %s\n", version, hash);
}

static GBytes *
load (const char *entry_path)
{
  struct stat status;
  char *contents;
  gsize length;
  gsize header_length = sizeof version + HASH_LENGTH + 1;

  if (g_lstat (entry_path, &status) != 0 || !S_ISREG (status.st_mode)
      || status.st_size > ENTRY_MAX_BYTES
      || !g_file_get_contents (entry_path, &contents, &length, NULL))
    return NULL;

  g_autoptr (GBytes) whole = g_bytes_new_take (contents, length);

  if (length < header_length)
    return NULL;

  g_autofree char *header
      = make_header ((const guint8 *) contents + header_length, length - header_length);

  if (memcmp (contents, header, header_length) != 0)
    return NULL;

  return g_bytes_new_from_bytes (whole, header_length, length - header_length);
}

static void
find_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  const Order *order = task_data;
  g_autofree char *entry_path = NULL;
  g_autoptr (GBytes) answer = NULL;
  struct stat status;

  if (g_stat (order->path, &status) == 0)
    {
      gint64 modified_us = xu_media_file_modified_us (&status);

      entry_path
          = dup_entry_path (order->folder, order->path, (guint64) status.st_size, modified_us);
      answer = load (entry_path);
    }

  if (!xu_media_file_claim_task (task))
    return;

  if (answer == NULL)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "not in the cache");
      return;
    }

  utime (entry_path, NULL); /* What is looked at stays. */
  g_task_return_pointer (task, g_steal_pointer (&answer), (GDestroyNotify) g_bytes_unref);
}

void
xu_thumbnail_cache_find_async (const char *folder,
                               const char *path,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_return_if_fail (folder != NULL && path != NULL);

  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Order *order = g_new0 (Order, 1);

  *order = (Order){ .folder = g_strdup (folder), .path = g_strdup (path) };
  g_task_set_source_tag (task, xu_thumbnail_cache_find_async);
  g_task_set_name (task, "xu_thumbnail_cache_find_async");
  g_task_set_return_on_cancel (task, TRUE);
  g_task_set_task_data (task, order, order_free);
  g_task_run_in_thread (task, find_in_thread);
}

GBytes *
xu_thumbnail_cache_find_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, xu_thumbnail_cache_find_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static int
compare_newest_first (gconstpointer a, gconstpointer b)
{
  const Entry *first = *(const Entry *const *) a;
  const Entry *second = *(const Entry *const *) b;

  if (first->changed.tv_sec != second->changed.tv_sec)
    return first->changed.tv_sec > second->changed.tv_sec ? -1 : 1;
  if (first->changed.tv_nsec != second->changed.tv_nsec)
    return first->changed.tv_nsec > second->changed.tv_nsec ? -1 : 1;

  return 0;
}

/* Everything in the folder counts, also what a process left there that died while it wrote. */
static void
trim (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func (entry_free);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      Entry *entry = g_new0 (Entry, 1);
      struct stat status = { 0 };

      entry->path = g_build_filename (folder, name, NULL);
      if (g_lstat (entry->path, &status) == 0)
        entry->changed = status.st_mtim;
      g_ptr_array_add (entries, entry);
    }

  if (entries->len <= ENTRIES_MAX + SLACK)
    return;

  g_ptr_array_sort (entries, compare_newest_first);
  for (guint i = ENTRIES_MAX; i < entries->len; i++)
    g_unlink (((const Entry *) g_ptr_array_index (entries, i))->path);
}

static gboolean
store (const Order *order, GError **error)
{
  gsize length;
  const guint8 *answer = g_bytes_get_data (order->answer, &length);
  g_autofree char *entry_path = dup_entry_path (order->folder, xu_media_file_get_path (order->file),
                                                xu_media_file_get_size (order->file),
                                                xu_media_file_get_modified_us (order->file));
  g_autofree char *header = make_header (answer, length);
  g_autoptr (GByteArray) contents = g_byte_array_new ();
  g_autoptr (GError) local_error = NULL;

  g_byte_array_append (contents, (const guint8 *) header, (guint) strlen (header));
  g_byte_array_append (contents, answer, (guint) length);

  if (g_mkdir_with_parents (order->folder, 0700) != 0)
    {
      xu_error_set (error, XU_ERROR_STORAGE, "the folder of thumbnails: %s", g_strerror (errno));
      return FALSE;
    }
  if (!g_file_set_contents_full (entry_path, (const char *) contents->data, (gssize) contents->len,
                                 G_FILE_SET_CONTENTS_CONSISTENT, 0600, &local_error))
    {
      xu_error_set (error, XU_ERROR_STORAGE, "a thumbnail: %s", local_error->message);
      return FALSE;
    }

  trim (order->folder);
  return TRUE;
}

static void
store_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  GError *error = NULL;

  if (store (task_data, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
xu_thumbnail_cache_store_async (const char *folder,
                                XuMediaFile *file,
                                GBytes *answer,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_return_if_fail (folder != NULL && XU_IS_MEDIA_FILE (file) && answer != NULL);

  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Order *order = g_new0 (Order, 1);

  *order = (Order){ .folder = g_strdup (folder),
                    .file = g_object_ref (file),
                    .answer = g_bytes_ref (answer) };
  g_task_set_source_tag (task, xu_thumbnail_cache_store_async);
  g_task_set_name (task, "xu_thumbnail_cache_store_async");
  g_task_set_task_data (task, order, order_free);
  g_task_run_in_thread (task, store_in_thread);
}

gboolean
xu_thumbnail_cache_store_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, xu_thumbnail_cache_store_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
