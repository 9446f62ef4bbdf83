/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "xu-authorizer.h"
#include "xu-http-client.h"

G_BEGIN_DECLS

#define XU_TYPE_API (xu_api_get_type ())
G_DECLARE_FINAL_TYPE (XuApi, xu_api, XU, API, GObject)

/**
 * xu_api_new:
 * @client: who speaks HTTP
 * @authorizer: whose requests these are
 *
 * X's API v2 as one user: what all endpoint functions (xu-media-api.h, xu-post-api.h,
 * xu-user-api.h) take first. Each of their `_async` is exactly one exchange; a refusal is an error
 * of %XU_ERROR made by xu-problem.h; answers are decoded strictly, unknown extra fields ignored,
 * wrong ones %XU_ERROR_BAD_ANSWER with the field's path. An id that is not 1 to 19 digits, or a
 * text that is not UTF-8, is %XU_ERROR_USAGE, and nothing is sent. An answer that came counts, even
 * when the call is cancelled at the same moment.
 *
 * Returns: (transfer full): an API
 */
XuApi *xu_api_new (XuHttpClient *client, XuAuthorizer *authorizer);

/* Returns: (transfer full): xu_authorizer_dup_fingerprint() of the authorizer. */
char *xu_api_dup_credentials (XuApi *self);

G_END_DECLS
