/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a front asks of an engine and is answered: tasks that cross into its thread. */

#define G_LOG_DOMAIN "xu-engine"

#include "config.h"

#include "xu-engine-self.h"

#include "xu-source.h"

/* A task on its way into the engine's thread. */
typedef struct
{
  XuEngineCore *core; /* (unowned): lives as long as the thread */
  GTask *task;        /* (owned) (nullable): until it was handed over */
  XuEngineCoreFunc func;
} Crossing;

static void
crossing_free (gpointer data)
{
  Crossing *crossing = data;

  g_clear_object (&crossing->task);
  g_free (crossing);
}

static gboolean
cross_cb (gpointer user_data)
{
  Crossing *crossing = user_data;

  crossing->func (crossing->core, g_steal_pointer (&crossing->task));

  return G_SOURCE_REMOVE;
}

void
xu_engine_cross (XuEngine *self, GTask *task, XuEngineCoreFunc func)
{
  g_return_if_fail (XU_IS_ENGINE (self) && G_IS_TASK (task) && func != NULL);

  /* A window may still look at files while the engine ends below it. */
  if (self->thread == NULL || self->stop_task != NULL)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "the engine stops");
      return;
    }

  Crossing *crossing = g_new0 (Crossing, 1);

  *crossing = (Crossing){ .core = self->core, .task = g_object_ref (task), .func = func };
  xu_source_invoke (self->context, cross_cb, crossing, crossing_free);
}

void
xu_engine_load_accounts_async (XuEngine *self,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_return_if_fail (XU_IS_ENGINE (self));

  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, xu_engine_load_accounts_async);
  g_task_set_name (task, "xu_engine_load_accounts_async");
  xu_engine_cross (self, task, xu_engine_core_load_accounts);
}

gboolean
xu_engine_load_accounts_finish (XuEngine *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (XU_IS_ENGINE (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, xu_engine_load_accounts_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

void
xu_engine_sign_out_async (XuEngine *self,
                          XuAccount *account,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_return_if_fail (XU_IS_ENGINE (self) && XU_IS_ACCOUNT (account));
  g_return_if_fail (xu_account_get_kind (account) == XU_ACCOUNT_SIGNED_IN);

  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, xu_engine_sign_out_async);
  g_task_set_name (task, "xu_engine_sign_out_async");
  g_task_set_task_data (task, g_strdup (xu_account_get_id (account)), g_free);
  xu_engine_cross (self, task, xu_engine_core_sign_out);
}

gboolean
xu_engine_sign_out_finish (XuEngine *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (XU_IS_ENGINE (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, xu_engine_sign_out_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

void
xu_engine_load_async (XuEngine *self,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  g_return_if_fail (XU_IS_ENGINE (self));

  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, xu_engine_load_async);
  g_task_set_name (task, "xu_engine_load_async");
  xu_engine_cross (self, task, xu_engine_core_load);
}

gboolean
xu_engine_load_finish (XuEngine *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (XU_IS_ENGINE (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, xu_engine_load_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

void
xu_engine_check_async (XuEngine *self,
                       XuJobSpec *spec,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  g_return_if_fail (XU_IS_ENGINE (self) && spec != NULL);

  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, xu_engine_check_async);
  g_task_set_name (task, "xu_engine_check_async");
  g_task_set_task_data (task, xu_job_spec_ref (spec), (GDestroyNotify) xu_job_spec_unref);
  xu_engine_cross (self, task, xu_engine_core_check);
}

XuCheckReport *
xu_engine_check_finish (XuEngine *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (XU_IS_ENGINE (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, xu_engine_check_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
xu_engine_sort_files_async (XuEngine *self,
                            const char *const *paths,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_return_if_fail (XU_IS_ENGINE (self) && paths != NULL);

  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, xu_engine_sort_files_async);
  g_task_set_name (task, "xu_engine_sort_files_async");
  g_task_set_task_data (task, g_strdupv ((char **) paths), (GDestroyNotify) g_strfreev);
  xu_engine_cross (self, task, xu_engine_core_sort_files);
}

XuFileSorting *
xu_engine_sort_files_finish (XuEngine *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (XU_IS_ENGINE (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, xu_engine_sort_files_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
xu_engine_delete_post_async (XuEngine *self,
                             XuAccount *account,
                             const char *post_id,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_return_if_fail (XU_IS_ENGINE (self) && post_id != NULL);
  g_return_if_fail (account == NULL || XU_IS_ACCOUNT (account));

  XuAccount *owner = account != NULL ? account : self->own;
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, xu_engine_delete_post_async);
  g_task_set_name (task, "xu_engine_delete_post_async");
  g_task_set_check_cancellable (task, FALSE); /* A post that is gone is gone. */
  g_task_set_task_data (
      task,
      xu_deletion_new (xu_account_get_server (owner), xu_account_get_user_id (owner), post_id),
      xu_deletion_free);
  xu_engine_cross (self, task, xu_engine_core_delete_post);
}

gboolean
xu_engine_delete_post_finish (XuEngine *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (XU_IS_ENGINE (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, xu_engine_delete_post_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
