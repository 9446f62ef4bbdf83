/* SPDX-License-Identifier: GPL-3.0-or-later */
/* X's endpoint of the user: one exchange. */

#define G_LOG_DOMAIN "xu-api"

#include "config.h"

#include "xu-user-api.h"

#include "xu-api-private.h"
#include "xu-request-builder.h"

void
xu_user_api_me_async (XuApi *api,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  g_return_if_fail (XU_IS_API (api));

  GTask *task = xu_api_new_task (api, cancellable, callback, user_data, xu_user_api_me_async, "me");

  xu_api_exchange (api, XU_ENDPOINT_ME, xu_request_builder_me (), NULL, task);
}

XuUser *
xu_user_api_me_finish (XuApi *api, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, api), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, xu_user_api_me_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
