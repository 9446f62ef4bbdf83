/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opens the files of a job, and looks whether they are those that it began with. */

#define G_LOG_DOMAIN "xu-upload"

#include "config.h"

#include "xu-preparation-private.h"

#include "xu-error.h"
#include "xu-media-fingerprint.h"
#include "xu-subtitles.h"

typedef struct
{
  /* Input. */
  XuJobRecord *record; /* (owned) (nullable) */
  gboolean is_check;   /* for people to see: nothing will be sent */
  guint n_items;
  gssize subtitles; /* index of an item, -1: none */
  gssize cover;     /* index of an item, -1: none */

  /* Output, and how far it is. */
  guint item;                 /* it is looked at now */
  XuLook *looks;              /* (owned) (array length=n_items) */
  XuPreparation *preparation; /* (owned) */
} Preparing;

static void open_item (GTask *task);
static void open_cb (GObject *source, GAsyncResult *result, gpointer user_data);
static void take_fingerprint (GTask *task);
static void take_fingerprint_cb (GObject *source, GAsyncResult *result, gpointer user_data);
static void check_companions (GTask *task);
static void read_subtitles_cb (GObject *source, GAsyncResult *result, gpointer user_data);

static void
unref_file (gpointer data)
{
  g_clear_object (&data);
}

void
xu_preparation_free (XuPreparation *preparation)
{
  g_return_if_fail (preparation != NULL);

  g_strfreev (preparation->paths);
  g_ptr_array_unref (preparation->files);
  g_ptr_array_unref (preparation->fingerprints);
  g_free (preparation->facts);
  g_ptr_array_unref (preparation->findings);
  g_free (preparation);
}

static XuPreparation *
preparation_new (XuJobSpec *spec)
{
  XuPreparation *preparation = g_new0 (XuPreparation, 1);
  g_autofree const char **paths = xu_job_spec_dup_item_paths (spec);

  preparation->paths = g_strdupv ((char **) paths);
  preparation->n_media = g_strv_length (spec->paths);
  preparation->files = g_ptr_array_new_with_free_func (unref_file);
  preparation->fingerprints = g_ptr_array_new_with_free_func (g_free);
  preparation->facts = g_new0 (XuMediaFacts, g_strv_length (preparation->paths));
  preparation->findings = g_ptr_array_new_with_free_func ((GDestroyNotify) xu_finding_free);
  g_ptr_array_set_size (preparation->files, (int) g_strv_length (preparation->paths));
  g_ptr_array_set_size (preparation->fingerprints, (int) g_strv_length (preparation->paths));

  return preparation;
}

static Preparing *
preparing_new (XuJobSpec *spec)
{
  Preparing *self = g_new0 (Preparing, 1);

  self->preparation = preparation_new (spec);
  self->n_items = self->preparation->files->len;
  self->subtitles = spec->subtitles_path != NULL ? (gssize) self->preparation->n_media : -1;
  self->cover = spec->cover_path != NULL ? (gssize) self->n_items - 1 : -1;
  self->looks = g_new0 (XuLook, self->n_items);

  return self;
}

static void
preparing_free (gpointer data)
{
  Preparing *self = data;

  g_clear_pointer (&self->record, xu_job_record_free);
  g_free (self->looks);
  g_clear_pointer (&self->preparation, xu_preparation_free);
  g_free (self);
}

void
xu_preparation_open_async (XuJobSpec *spec,
                           const XuJobRecord *record,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_return_if_fail (spec != NULL && spec->paths[0] != NULL);

  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Preparing *self = preparing_new (spec);

  g_task_set_source_tag (task, xu_preparation_open_async);
  g_task_set_name (task, "xu_preparation_open_async");
  g_task_set_task_data (task, self, preparing_free);

  if (record != NULL)
    {
      g_return_if_fail (record->items->len == self->n_items);
      self->record = xu_job_record_copy (record);
    }

  open_item (g_steal_pointer (&task));
}

void
xu_preparation_check_async (XuJobSpec *spec,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_return_if_fail (spec != NULL && spec->paths[0] != NULL);

  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Preparing *self = preparing_new (spec);

  g_task_set_source_tag (task, xu_preparation_check_async);
  g_task_set_name (task, "xu_preparation_check_async");
  g_task_set_task_data (task, self, preparing_free);
  self->is_check = TRUE;

  open_item (g_steal_pointer (&task));
}

/* Returns: (transfer none) (nullable): what the item was when it was opened before */
static const XuItemRecord *
get_known (const Preparing *self)
{
  const XuItemRecord *item
      = self->record != NULL ? xu_job_record_get_item (self->record, self->item) : NULL;

  return item != NULL && item->fingerprint != NULL ? item : NULL;
}

/* The next one that is to be opened. What X has all of may be gone. */
static void
skip_uploaded_items (Preparing *self)
{
  for (; self->item < self->n_items; self->item++)
    {
      const XuItemRecord *known = get_known (self);

      if (known == NULL || known->upload.state < XU_UPLOAD_RECORD_PROCESSING)
        return;

      self->looks[self->item] = XU_LOOK_NONE;
      self->preparation->facts[self->item]
          = (XuMediaFacts){ .type = xu_media_type_find (known->media_type), .size = known->size };
    }
}

static void
open_item (GTask *task)
{
  Preparing *self = g_task_get_task_data (task);

  skip_uploaded_items (self);

  if (self->item == self->n_items)
    check_companions (task);
  else
    xu_media_file_open_async (self->preparation->paths[self->item], g_task_get_cancellable (task),
                              open_cb, task);
}

static void
open_next_item (GTask *task)
{
  Preparing *self = g_task_get_task_data (task);

  self->item++;
  open_item (task);
}

/* What a look from outside tells. */
static gboolean
check_same_outside (const XuItemRecord *known, XuMediaFile *file, GError **error)
{
  g_autofree char *name = xu_media_file_dup_display_name (xu_media_file_get_path (file));

  if (xu_media_file_get_size (file) != known->size)
    {
      xu_error_set (error, XU_ERROR_FILE_CHANGED,
                    "%s: its size is %" G_GUINT64_FORMAT " bytes, it was %" G_GUINT64_FORMAT, name,
                    xu_media_file_get_size (file), known->size);
      return FALSE;
    }

  if (known->modified_us != 0 && xu_media_file_get_modified_us (file) != known->modified_us)
    {
      xu_error_set (error, XU_ERROR_FILE_CHANGED,
                    "%s: written to since its upload began: its time of change is another", name);
      return FALSE;
    }

  return TRUE;
}

static gboolean
check_same_inside (const XuItemRecord *known,
                   XuMediaFile *file,
                   const char *fingerprint,
                   GError **error)
{
  g_autofree char *name = xu_media_file_dup_display_name (xu_media_file_get_path (file));
  const char *mime = xu_media_file_get_media_type (file)->mime;

  if (!g_str_equal (fingerprint, known->fingerprint))
    {
      xu_error_set (error, XU_ERROR_FILE_CHANGED, "%s: its content is another", name);
      return FALSE;
    }

  if (g_strcmp0 (mime, known->media_type) != 0) /* The rule for telling types has changed. */
    {
      xu_error_set (error, XU_ERROR_FILE_CHANGED, "%s: it is taken for %s, it was for %s", name,
                    mime, known->media_type != NULL ? known->media_type : "nothing");
      return FALSE;
    }

  return TRUE;
}

/* Takes @error. For a check it is one thing among others. */
static void
fail_to_open (GTask *task, GError *error)
{
  g_autoptr (GTask) owned = task;
  Preparing *self = g_task_get_task_data (task);

  if (!self->is_check)
    {
      g_task_return_error (task, error);
      return;
    }

  self->looks[self->item] = XU_LOOK_FAILED;
  self->preparation->facts[self->item].type = xu_media_type_find (NULL);
  xu_preparation_add_finding (self->preparation, XU_MEDIA_RULE_UNREADABLE, self->item, 0,
                              g_strdup (error->message));
  g_error_free (error);
  open_next_item (g_steal_pointer (&owned));
}

static void
open_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Preparing *self = g_task_get_task_data (task);
  const XuItemRecord *known = get_known (self);
  GError *error = NULL;
  XuMediaFile *file = xu_media_file_open_finish (result, &error);

  if (file == NULL)
    {
      fail_to_open (g_steal_pointer (&task), error);
      return;
    }

  g_ptr_array_index (self->preparation->files, self->item) = file;
  self->looks[self->item] = known != NULL ? XU_LOOK_AGAIN : XU_LOOK_FIRST;
  self->preparation->facts[self->item]
      = (XuMediaFacts){ .type = xu_media_file_get_media_type (file),
                        .size = xu_media_file_get_size (file) };

  if (known != NULL && !check_same_outside (known, file, &error))
    g_task_return_error (task, error);
  else if (self->is_check)
    open_next_item (g_steal_pointer (&task));
  else
    take_fingerprint (g_steal_pointer (&task));
}

static void
take_fingerprint (GTask *task)
{
  const Preparing *self = g_task_get_task_data (task);

  xu_media_file_fingerprint_async (g_ptr_array_index (self->preparation->files, self->item),
                                   g_task_get_cancellable (task), take_fingerprint_cb, task);
}

static void
take_fingerprint_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  const Preparing *self = g_task_get_task_data (task);
  const XuItemRecord *known = get_known (self);
  XuMediaFile *file = XU_MEDIA_FILE (source);
  GError *error = NULL;
  char *fingerprint = xu_media_file_fingerprint_finish (file, result, &error);

  g_ptr_array_index (self->preparation->fingerprints, self->item) = fingerprint;

  if (fingerprint == NULL
      || (known != NULL && !check_same_inside (known, file, fingerprint, &error)))
    g_task_return_error (task, error);
  else
    open_next_item (g_steal_pointer (&task));
}

static void
finish (GTask *task)
{
  Preparing *self = g_task_get_task_data (task);

  xu_preparation_check_media (self->preparation, self->looks);
  g_task_return_pointer (task, g_steal_pointer (&self->preparation),
                         (GDestroyNotify) xu_preparation_free);
}

static void
check_companions (GTask *task)
{
  g_autoptr (GTask) owned = task;
  const Preparing *self = g_task_get_task_data (task);

  xu_preparation_check_companions (self->preparation, self->looks, self->subtitles, self->cover);

  if (self->subtitles < 0 || self->looks[self->subtitles] != XU_LOOK_FIRST)
    {
      finish (task);
      return;
    }

  XuMediaFile *file = g_ptr_array_index (self->preparation->files, (guint) self->subtitles);
  guint64 size = xu_media_file_get_size (file);

  if (size == 0 || size > XU_SUBTITLES_MAX)
    {
      xu_preparation_add_finding (self->preparation,
                                  size == 0 ? XU_MEDIA_RULE_EMPTY : XU_MEDIA_RULE_TOO_LARGE,
                                  self->subtitles, XU_SUBTITLES_MAX, NULL);
      finish (task);
      return;
    }

  xu_media_file_read_async (file, 0, size, g_task_get_cancellable (task), read_subtitles_cb,
                            g_steal_pointer (&owned));
}

static void
read_subtitles_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  const Preparing *self = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GBytes) bytes = xu_media_file_read_finish (XU_MEDIA_FILE (source), result, &error);
  const char *mime;

  if (bytes == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  gsize length;
  const char *text = g_bytes_get_data (bytes, &length);

  if (!xu_subtitles_validate (text, length, &mime, &error))
    {
      xu_preparation_add_finding (self->preparation, XU_MEDIA_RULE_SUBTITLES, self->subtitles, 0,
                                  g_strdup (xu_error_get_reason (error)));
      g_error_free (error);
    }
  else if (xu_media_file_get_media_type (XU_MEDIA_FILE (source))->kind != XU_MEDIA_KIND_SUBTITLES)
    {
      xu_preparation_add_finding (
          self->preparation, XU_MEDIA_RULE_SUBTITLES, self->subtitles, 0,
          g_strdup ("the beginning of the file does not look like subtitles"));
    }
  finish (task);
}

XuPreparation *
xu_preparation_open_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, xu_preparation_open_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

XuPreparation *
xu_preparation_check_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, xu_preparation_check_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
