/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The front's half of looking into files. */

#define G_LOG_DOMAIN "xu-engine"

#include "config.h"

#include "xu-engine-private.h"

#include "xu-probe-desk.h"

/* Takes the task. */
static void
send (XuEngine *self, GTask *task, const char *path, XuMediaWishKind kind, gint64 at_us)
{
  g_task_set_task_data (task, xu_probe_order_new (path, kind, at_us),
                        (GDestroyNotify) xu_probe_order_free);
  xu_engine_cross (self, task, xu_engine_core_probe);
  g_object_unref (task);
}

void
xu_engine_probe_async (XuEngine *self,
                       const char *path,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  g_return_if_fail (XU_IS_ENGINE (self) && path != NULL);

  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, xu_engine_probe_async);
  g_task_set_name (task, "xu_engine_probe_async");
  send (self, task, path, XU_MEDIA_WISH_THUMBNAIL, -1);
}

XuMediaProbe *
xu_engine_probe_finish (XuEngine *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (XU_IS_ENGINE (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, xu_engine_probe_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
xu_engine_preview_frame_async (XuEngine *self,
                               const char *path,
                               gint64 time_us,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_return_if_fail (XU_IS_ENGINE (self) && path != NULL && time_us >= 0);

  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, xu_engine_preview_frame_async);
  g_task_set_name (task, "xu_engine_preview_frame_async");
  send (self, task, path, XU_MEDIA_WISH_THUMBNAIL, time_us);
}

XuMediaProbe *
xu_engine_preview_frame_finish (XuEngine *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (XU_IS_ENGINE (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, xu_engine_preview_frame_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
xu_engine_grab_frame_async (XuEngine *self,
                            const char *path,
                            gint64 time_us,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_return_if_fail (XU_IS_ENGINE (self) && path != NULL && time_us >= 0);

  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, xu_engine_grab_frame_async);
  g_task_set_name (task, "xu_engine_grab_frame_async");
  send (self, task, path, XU_MEDIA_WISH_FRAME, time_us);
}

char *
xu_engine_grab_frame_finish (XuEngine *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (XU_IS_ENGINE (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, xu_engine_grab_frame_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
