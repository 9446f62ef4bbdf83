/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "xu-post-api.h"

G_BEGIN_DECLS

/**
 * xu_post_decoder_created:
 * @body: the 2xx answer to a new post
 * @error: return location: %XU_ERROR_BAD_ANSWER with the path of the wrong field, never with text
 *
 * Returns: (transfer full) (nullable): the new post's id
 */
char *xu_post_decoder_created (GBytes *body, GError **error);

/**
 * xu_post_decoder_deleted:
 * @body: the 2xx answer to a deletion
 * @error: return location: %XU_ERROR_BAD_ANSWER with the path of the wrong field, or
 *   %XU_ERROR_REJECTED when X says that the post was not deleted
 *
 * Returns: %TRUE when the post is gone
 */
gboolean xu_post_decoder_deleted (GBytes *body, GError **error);

/**
 * xu_post_decoder_own_posts:
 * @body: the 2xx answer with the user's posts; X leaves `data` out when there are none
 * @error: return location: %XU_ERROR_BAD_ANSWER with the path of the wrong field
 *
 * Returns: (transfer full) (nullable) (element-type XuOwnPost): the posts, in X's order
 */
GPtrArray *xu_post_decoder_own_posts (GBytes *body, GError **error);

G_END_DECLS
