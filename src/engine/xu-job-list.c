/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All jobs of an engine, as a list model. */

#define G_LOG_DOMAIN "xu-engine"

#include "config.h"

#include "xu-job-list-private.h"

struct _XuJobList
{
  GObject parent_instance;

  GPtrArray *jobs; /* (owned) (element-type XuJob) */
};

static void list_model_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (XuJobList,
                               xu_job_list,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

static GType
get_item_type (GListModel *model)
{
  return XU_TYPE_JOB;
}

static guint
get_n_items (GListModel *model)
{
  return XU_JOB_LIST (model)->jobs->len;
}

static gpointer
get_item (GListModel *model, guint position)
{
  const XuJobList *self = XU_JOB_LIST (model);

  return position < self->jobs->len ? g_object_ref (g_ptr_array_index (self->jobs, position))
                                    : NULL;
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static void
xu_job_list_finalize (GObject *object)
{
  XuJobList *self = XU_JOB_LIST (object);

  g_ptr_array_unref (self->jobs);

  G_OBJECT_CLASS (xu_job_list_parent_class)->finalize (object);
}

static void
xu_job_list_class_init (XuJobListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = xu_job_list_finalize;
}

static void
xu_job_list_init (XuJobList *self)
{
  self->jobs = g_ptr_array_new_with_free_func (g_object_unref);
}

XuJobList *
xu_job_list_new (void)
{
  return g_object_new (XU_TYPE_JOB_LIST, NULL);
}

void
xu_job_list_append (XuJobList *self, XuJob *job)
{
  g_return_if_fail (XU_IS_JOB_LIST (self) && XU_IS_JOB (job));

  g_ptr_array_add (self->jobs, g_object_ref (job));
  g_list_model_items_changed (G_LIST_MODEL (self), self->jobs->len - 1, 0, 1);
}

void
xu_job_list_append_all (XuJobList *self, const GPtrArray *jobs)
{
  g_return_if_fail (XU_IS_JOB_LIST (self) && jobs != NULL);

  guint position = self->jobs->len;

  for (guint i = 0; i < jobs->len; i++)
    g_ptr_array_add (self->jobs, g_object_ref (g_ptr_array_index (jobs, i)));
  if (jobs->len > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), position, 0, jobs->len);
}

void
xu_job_list_remove (XuJobList *self, XuJob *job)
{
  guint position;

  g_return_if_fail (XU_IS_JOB_LIST (self) && XU_IS_JOB (job));
  if (!g_ptr_array_find (self->jobs, job, &position))
    return;

  g_ptr_array_remove_index (self->jobs, position);
  g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 0);
}

XuJob *
xu_job_list_find (XuJobList *self, const char *id)
{
  g_return_val_if_fail (XU_IS_JOB_LIST (self) && id != NULL, NULL);

  for (guint i = 0; i < self->jobs->len; i++)
    {
      XuJob *job = g_ptr_array_index (self->jobs, i);

      if (g_str_equal (xu_job_get_id (job), id))
        return job;
    }

  return NULL;
}
