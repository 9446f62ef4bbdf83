/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who comes into a list of jobs, and who leaves it. */

#define G_LOG_DOMAIN "xu-ui"

#include "config.h"

#include "xu-job-watch.h"

struct _XuJobWatch
{
  GListModel *model; /* (owned) */
  gulong changed_id;
  GPtrArray *jobs; /* (owned) (element-type XuJob): as the list is, to know who has left */
  XuJobWatchFunc added;
  XuJobWatchFunc removed;
  gpointer user_data; /* (unowned) */
};

static void
changed_cb (GListModel *model, guint position, guint n_removed, guint n_added, XuJobWatch *self)
{
  for (guint i = 0; i < n_removed; i++)
    self->removed (g_ptr_array_index (self->jobs, position + i), self->user_data);
  if (n_removed > 0)
    g_ptr_array_remove_range (self->jobs, position, n_removed);

  for (guint i = position; i < position + n_added; i++)
    {
      XuJob *job = g_list_model_get_item (model, i);

      g_ptr_array_insert (self->jobs, (int) i, job);
      self->added (job, self->user_data);
    }
}

XuJobWatch *
xu_job_watch_new (GListModel *jobs,
                  XuJobWatchFunc added,
                  XuJobWatchFunc removed,
                  gpointer user_data)
{
  g_return_val_if_fail (G_IS_LIST_MODEL (jobs), NULL);
  g_return_val_if_fail (g_type_is_a (g_list_model_get_item_type (jobs), XU_TYPE_JOB), NULL);
  g_return_val_if_fail (added != NULL && removed != NULL, NULL);

  XuJobWatch *self = g_new0 (XuJobWatch, 1);

  self->model = g_object_ref (jobs);
  self->jobs = g_ptr_array_new_with_free_func (g_object_unref);
  self->added = added;
  self->removed = removed;
  self->user_data = user_data;
  self->changed_id = g_signal_connect (self->model, "items-changed", G_CALLBACK (changed_cb), self);
  changed_cb (jobs, 0, 0, g_list_model_get_n_items (jobs), self);

  return self;
}

void
xu_job_watch_free (XuJobWatch *self)
{
  g_return_if_fail (self != NULL);

  g_clear_signal_handler (&self->changed_id, self->model);
  for (guint i = 0; i < self->jobs->len; i++)
    self->removed (g_ptr_array_index (self->jobs, i), self->user_data);
  g_ptr_array_unref (self->jobs);
  g_object_unref (self->model);
  g_free (self);
}
