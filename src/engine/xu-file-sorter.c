/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Makes posts of files that came together. */

#define G_LOG_DOMAIN "xu-engine"

#include "config.h"

#include "xu-file-sorter.h"

#include "xu-check.h"
#include "xu-preparation.h"

enum
{
  IMAGES_MAX = 4, /* of a post */
  BATCH_MAX = 32, /* files that are open at once */
};

typedef struct
{
  char **paths;           /* (owned) */
  gsize first;            /* of the files that are looked at now */
  GArray *files;          /* (owned) (element-type XuSortable): those that X takes, in order */
  XuFileSorting *sorting; /* (owned) */
} Sorting;

static void look_at_next (GTask *task);

void
xu_file_sorting_free (XuFileSorting *sorting)
{
  g_return_if_fail (sorting != NULL);

  g_ptr_array_unref (sorting->groups);
  g_ptr_array_unref (sorting->refusals);
  g_free (sorting);
}

static void
sorting_free (gpointer data)
{
  Sorting *self = data;

  g_strfreev (self->paths);
  g_array_unref (self->files);
  g_clear_pointer (&self->sorting, xu_file_sorting_free);
  g_free (self);
}

static char **
new_group (GPtrArray *groups)
{
  char **group = g_new0 (char *, IMAGES_MAX + 1);

  g_ptr_array_add (groups, group);
  return group;
}

GPtrArray *
xu_file_sorter_group (const XuSortable *files, gsize n_files)
{
  GPtrArray *groups = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  char **images = NULL; /* (unowned): the group that has room for another one */
  guint n_images = 0;

  g_return_val_if_fail (files != NULL || n_files == 0, groups);

  for (gsize i = 0; i < n_files; i++)
    {
      if (files[i].kind != XU_MEDIA_KIND_IMAGE)
        {
          new_group (groups)[0] = g_strdup (files[i].path);
          continue;
        }

      if (n_images % IMAGES_MAX == 0)
        images = new_group (groups);
      images[n_images % IMAGES_MAX] = g_strdup (files[i].path);
      n_images++;
    }

  return groups;
}

void
xu_file_sorter_sort_async (const char *const *paths,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_return_if_fail (paths != NULL);

  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Sorting *self = g_new0 (Sorting, 1);

  g_task_set_source_tag (task, xu_file_sorter_sort_async);
  g_task_set_name (task, "xu_file_sorter_sort_async");
  g_task_set_task_data (task, self, sorting_free);

  self->paths = g_strdupv ((char **) paths);
  self->files = g_array_new (FALSE, FALSE, sizeof (XuSortable));
  self->sorting = g_new0 (XuFileSorting, 1);
  self->sorting->refusals = g_ptr_array_new_with_free_func ((GDestroyNotify) xu_check_finding_free);
  self->sorting->groups = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);

  look_at_next (g_steal_pointer (&task));
}

/* What is wrong with all of them together is what we are here for. Returns: (nullable): why X does
 * not take the file */
static const XuFinding *
find_refusal (const XuPreparation *preparation, gssize file)
{
  for (guint i = 0; i < preparation->findings->len; i++)
    {
      const XuFinding *finding = g_ptr_array_index (preparation->findings, i);

      if (finding->file == file && finding->severity == XU_SEVERITY_BLOCKS)
        return finding;
    }

  return NULL;
}

static void
take_batch (Sorting *self, const XuPreparation *preparation)
{
  for (guint i = 0; i < preparation->n_media; i++)
    {
      const XuFinding *refusal = find_refusal (preparation, i);
      const XuSortable file
          = { .path = self->paths[self->first + i], .kind = preparation->facts[i].type->kind };

      if (refusal != NULL)
        g_ptr_array_add (self->sorting->refusals, xu_check_finding_new (preparation, refusal));
      else
        g_array_append_val (self->files, file);
    }
  self->first += preparation->n_media;
}

static void
looked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  GError *error = NULL;
  g_autoptr (XuPreparation) preparation = xu_preparation_check_finish (result, &error);

  if (preparation == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  take_batch (g_task_get_task_data (task), preparation);
  look_at_next (g_steal_pointer (&task));
}

static void
finish (GTask *task)
{
  Sorting *self = g_task_get_task_data (task);

  g_ptr_array_unref (self->sorting->groups);
  self->sorting->groups
      = xu_file_sorter_group ((const XuSortable *) self->files->data, self->files->len);
  g_task_return_pointer (task, g_steal_pointer (&self->sorting),
                         (GDestroyNotify) xu_file_sorting_free);
  g_object_unref (task);
}

/* Takes @task. */
static void
look_at_next (GTask *task)
{
  const Sorting *self = g_task_get_task_data (task);
  const char *batch[BATCH_MAX + 1] = { NULL };

  for (gsize i = 0; i < BATCH_MAX && self->paths[self->first + i] != NULL; i++)
    batch[i] = self->paths[self->first + i];

  if (batch[0] == NULL)
    {
      finish (task);
      return;
    }

  g_autoptr (XuJobSpec) spec = xu_job_spec_new (batch, NULL);

  xu_preparation_check_async (spec, g_task_get_cancellable (task), looked_cb, task);
}

XuFileSorting *
xu_file_sorter_sort_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, xu_file_sorter_sort_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
