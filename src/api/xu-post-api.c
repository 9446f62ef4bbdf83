/* SPDX-License-Identifier: GPL-3.0-or-later */
/* X's endpoints of posts: one exchange each. */

#define G_LOG_DOMAIN "xu-api"

#include "config.h"

#include "xu-post-api.h"

#include "xu-api-private.h"
#include "xu-error.h"
#include "xu-request-builder.h"

void
xu_post_api_create_async (XuApi *api,
                          const XuPostContent *content,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  GError *error = NULL;

  g_return_if_fail (XU_IS_API (api));
  g_return_if_fail (content != NULL && content->text != NULL);

  GTask *task = xu_api_new_task (api, cancellable, callback, user_data, xu_post_api_create_async,
                                 "create post");
  XuHttpRequest *request = xu_request_builder_create_post (content, &error);

  xu_api_exchange (api, XU_ENDPOINT_CREATE_POST, request, error, task);
}

char *
xu_post_api_create_finish (XuApi *api, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, api), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, xu_post_api_create_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
xu_post_api_delete_async (XuApi *api,
                          const char *post_id,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  GError *error = NULL;

  g_return_if_fail (XU_IS_API (api));
  g_return_if_fail (post_id != NULL);

  GTask *task = xu_api_new_task (api, cancellable, callback, user_data, xu_post_api_delete_async,
                                 "delete post");
  XuHttpRequest *request = xu_request_builder_delete_post (post_id, &error);

  xu_api_exchange (api, XU_ENDPOINT_DELETE_POST, request, error, task);
}

gboolean
xu_post_api_delete_finish (XuApi *api, GAsyncResult *result, GError **error)
{
  g_autoptr (GError) failure = NULL;

  g_return_val_if_fail (g_task_is_valid (result, api), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, xu_post_api_delete_async), FALSE);

  if (g_task_propagate_pointer (G_TASK (result), &failure) != NULL)
    return TRUE;

  /* The deletion is repeatable, so its first copy may have done it. But only X's own words count: a
   * page that was not found says nothing about a post. */
  if (xu_error_get_http_status (failure) == 404 && xu_error_get_reason (failure) != NULL)
    {
      g_debug ("Already gone: %s", failure->message);
      return TRUE;
    }

  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

void
xu_post_api_list_own_async (XuApi *api,
                            const char *user_id,
                            guint max_results,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  GError *error = NULL;

  g_return_if_fail (XU_IS_API (api));
  g_return_if_fail (user_id != NULL);
  g_return_if_fail (max_results >= 5 && max_results <= 100);

  GTask *task = xu_api_new_task (api, cancellable, callback, user_data, xu_post_api_list_own_async,
                                 "list own posts");
  XuHttpRequest *request = xu_request_builder_own_posts (user_id, max_results, &error);

  xu_api_exchange (api, XU_ENDPOINT_OWN_POSTS, request, error, task);
}

GPtrArray *
xu_post_api_list_own_finish (XuApi *api, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, api), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, xu_post_api_list_own_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
