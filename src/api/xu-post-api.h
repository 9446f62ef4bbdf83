/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "xu-api.h"

G_BEGIN_DECLS

/**
 * XuPostContent:
 *
 * What a new post holds. All strings are owned by the caller for the time of the call.
 */
typedef struct
{
  const char *text;             /* may be empty, never NULL */
  const char *const *media_ids; /* (array zero-terminated=1): 0 to 4 */
  const char *preview_media_id; /* (nullable): an uploaded image as the video's cover */
  const char *reply_settings; /* (nullable): following, mentionedUsers, subscribers, verified; NULL:
                                 everyone */
  gboolean made_with_ai;
  gboolean paid_partnership;
} XuPostContent;

/**
 * XuOwnPost:
 *
 * One of the user's own recent posts.
 */
typedef struct
{
  char *post_id;     /* (owned) */
  gint64 created_at; /* Unix seconds, -1: not said */
  char **media_keys; /* (owned) (array zero-terminated=1): "7_1234"; the digits behind the
                        underscore are the media id */
} XuOwnPost;

void xu_own_post_free (XuOwnPost *post);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (XuOwnPost, xu_own_post_free)

/**
 * xu_post_api_create_async:
 * @api: the API
 * @content: the post; read before this returns
 *
 * POST /2/tweets, https://docs.x.com/x-api/posts/create-post. Not repeatable: X has no idempotency
 * key. An error without an answer (%XU_ERROR_NETWORK not xu_error_is_unsent(), %XU_ERROR_SERVER,
 * %XU_ERROR_BAD_ANSWER) leaves open whether the post exists.
 */
void xu_post_api_create_async (XuApi *api,
                               const XuPostContent *content,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);

/**
 * xu_post_api_create_finish:
 *
 * Returns: (transfer full) (nullable): the new post's id
 */
char *xu_post_api_create_finish (XuApi *api, GAsyncResult *result, GError **error);

/**
 * xu_post_api_delete_async:
 * @api: the API
 * @post_id: 1 to 19 digits
 *
 * DELETE /2/tweets/{id}, https://docs.x.com/x-api/posts/delete-post. A post that X says it does not
 * have (404 in X's own words, not any page) counts as deleted: the request is repeatable, and its
 * first copy may have done it.
 */
void xu_post_api_delete_async (XuApi *api,
                               const char *post_id,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
gboolean xu_post_api_delete_finish (XuApi *api, GAsyncResult *result, GError **error);

/**
 * xu_post_api_list_own_async:
 * @api: the API
 * @user_id: the user's own id
 * @max_results: 5 to 100
 *
 * GET /2/users/{id}/tweets with attachments,
 * https://docs.x.com/x-api/posts/user-posts-timeline-by-user-id
 */
void xu_post_api_list_own_async (XuApi *api,
                                 const char *user_id,
                                 guint max_results,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);

/**
 * xu_post_api_list_own_finish:
 *
 * Returns: (transfer full) (nullable) (element-type XuOwnPost): newest first; the list may lag
 * behind the posts
 */
GPtrArray *xu_post_api_list_own_finish (XuApi *api, GAsyncResult *result, GError **error);

G_END_DECLS
