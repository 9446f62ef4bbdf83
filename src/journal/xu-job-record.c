/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What must outlive the process of one job, as plain data. */

#define G_LOG_DOMAIN "xu-journal"

#include "config.h"

#include "xu-job-record.h"
#include "xu-job-record-private.h"

static XuItemRecord *
item_new (void)
{
  XuItemRecord *item = g_new0 (XuItemRecord, 1);

  xu_upload_record_init (&item->upload);
  return item;
}

static void
item_free (gpointer data)
{
  XuItemRecord *item = data;

  g_free (item->fingerprint);
  g_free (item->media_type);
  xu_upload_record_clear (&item->upload);
  g_free (item);
}

static XuItemRecord *
item_copy (const XuItemRecord *item)
{
  XuItemRecord *copy = item_new ();

  copy->size = item->size;
  copy->modified_us = item->modified_us;
  copy->fingerprint = g_strdup (item->fingerprint);
  copy->media_type = g_strdup (item->media_type);
  copy->is_described = item->is_described;
  xu_upload_record_copy (&copy->upload, &item->upload);

  return copy;
}

XuJobRecord *
xu_job_record_new (const char *id, const char *server, XuJobSpec *spec)
{
  g_return_val_if_fail (id != NULL && server != NULL && spec != NULL, NULL);

  XuJobRecord *record = g_new0 (XuJobRecord, 1);
  g_autofree const char **paths = xu_job_spec_dup_item_paths (spec);

  record->id = g_strdup (id);
  record->server = g_strdup (server);
  record->spec = xu_job_spec_ref (spec);
  record->items = g_ptr_array_new_with_free_func (item_free);
  for (const char **path = paths; *path != NULL; path++)
    g_ptr_array_add (record->items, item_new ());

  return record;
}

XuJobRecord *
xu_job_record_copy (const XuJobRecord *record)
{
  g_return_val_if_fail (record != NULL, NULL);

  XuJobRecord *copy = g_new (XuJobRecord, 1);

  *copy = *record;
  copy->id = g_strdup (record->id);
  copy->server = g_strdup (record->server);
  copy->user_id = g_strdup (record->user_id);
  copy->credentials = g_strdup (record->credentials);
  copy->spec = xu_job_spec_ref (record->spec);
  copy->post_id = g_strdup (record->post_id);
  copy->error = record->error != NULL ? g_error_copy (record->error) : NULL;
  copy->items = g_ptr_array_new_with_free_func (item_free);
  for (guint i = 0; i < record->items->len; i++)
    g_ptr_array_add (copy->items, item_copy (xu_job_record_get_item (record, i)));

  return copy;
}

void
xu_job_record_free (XuJobRecord *record)
{
  g_return_if_fail (record != NULL);

  g_free (record->id);
  g_free (record->server);
  g_free (record->user_id);
  g_free (record->credentials);
  xu_job_spec_unref (record->spec);
  g_free (record->post_id);
  g_clear_error (&record->error);
  g_ptr_array_unref (record->items);
  g_free (record);
}

XuItemRecord *
xu_job_record_get_item (const XuJobRecord *record, guint item)
{
  g_return_val_if_fail (record != NULL && item < record->items->len, NULL);

  return g_ptr_array_index (record->items, item);
}

XuItemRecord *
xu_job_record_add_item (XuJobRecord *record)
{
  g_assert (record != NULL);

  XuItemRecord *item = item_new ();

  g_ptr_array_add (record->items, item);
  return item;
}

/* Takes the item out of its place when it is still wanted there, else makes a new one. */
static XuItemRecord *
keep_or_make (GPtrArray *old_items, guint place, const char *old_path, const char *path)
{
  if (old_path == NULL || !g_str_equal (old_path, path))
    return item_new ();

  XuItemRecord *item = g_ptr_array_index (old_items, place);

  g_ptr_array_index (old_items, place) = item_new ();
  return item;
}

/* Returns: whether all files are the old ones */
static gboolean
replace_files (XuJobRecord *record, const XuJobSpec *spec, GPtrArray *items)
{
  gboolean are_same = TRUE;

  for (guint i = 0; spec->paths[i] != NULL; i++)
    {
      XuItemRecord *item = keep_or_make (record->items, i, record->spec->paths[i], spec->paths[i]);

      if (!g_str_equal (xu_job_spec_get_alt_text (record->spec, i),
                        xu_job_spec_get_alt_text (spec, i)))
        item->is_described = FALSE;
      are_same = are_same && g_str_equal (record->spec->paths[i], spec->paths[i]);
      g_ptr_array_add (items, item);
    }

  return are_same;
}

void
xu_job_record_set_spec (XuJobRecord *record, XuJobSpec *spec)
{
  g_return_if_fail (record != NULL && spec != NULL);
  g_return_if_fail (g_strv_length (spec->paths) == g_strv_length (record->spec->paths));

  const XuJobSpec *old = record->spec;
  guint n_files = g_strv_length (spec->paths);
  GPtrArray *items = g_ptr_array_new_with_free_func (item_free);
  gboolean are_files_same = replace_files (record, spec, items);

  if (spec->subtitles_path != NULL)
    {
      XuItemRecord *item
          = keep_or_make (record->items, n_files, old->subtitles_path, spec->subtitles_path);

      /* Subtitles are joined to one video, in one language. */
      if (!are_files_same || g_strcmp0 (old->subtitles_language, spec->subtitles_language) != 0)
        item->is_described = FALSE;
      g_ptr_array_add (items, item);
    }
  if (spec->cover_path != NULL)
    {
      guint place = n_files + (old->subtitles_path != NULL ? 1 : 0);

      g_ptr_array_add (items,
                       keep_or_make (record->items, place, old->cover_path, spec->cover_path));
    }

  g_ptr_array_unref (record->items);
  record->items = items;
  xu_job_spec_ref (spec);
  xu_job_spec_unref (record->spec);
  record->spec = spec;
}

void
xu_job_record_forget_uploads (XuJobRecord *record)
{
  g_return_if_fail (record != NULL);
  g_return_if_fail (record->post == XU_POST_RECORD_NONE);

  for (guint i = 0; i < record->items->len; i++)
    {
      item_free (g_ptr_array_index (record->items, i));
      g_ptr_array_index (record->items, i) = item_new ();
    }
}

void
xu_job_record_forget_media (XuJobRecord *record)
{
  g_return_if_fail (record != NULL);
  g_return_if_fail (record->post == XU_POST_RECORD_NONE);

  for (guint i = 0; i < record->items->len; i++)
    {
      XuItemRecord *item = xu_job_record_get_item (record, i);

      item->is_described = FALSE;
      xu_upload_record_clear (&item->upload);
      xu_upload_record_init (&item->upload);
    }
}

void
xu_job_record_move_file (XuJobRecord *record, guint item, const char *path)
{
  g_return_if_fail (record != NULL && item < record->items->len && path != NULL);

  XuJobSpec *spec = xu_job_spec_copy (record->spec);
  guint n_files = g_strv_length (spec->paths);
  char **place = &spec->cover_path;

  if (item < n_files)
    place = &spec->paths[item];
  else if (item == n_files && spec->subtitles_path != NULL)
    place = &spec->subtitles_path;

  g_free (*place);
  *place = g_strdup (path);
  xu_job_record_get_item (record, item)->modified_us = 0;

  xu_job_spec_unref (record->spec);
  record->spec = spec;
}
