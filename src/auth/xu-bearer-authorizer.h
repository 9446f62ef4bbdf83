/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "xu-authorizer.h"

G_BEGIN_DECLS

#define XU_TYPE_BEARER_AUTHORIZER (xu_bearer_authorizer_get_type ())
G_DECLARE_FINAL_TYPE (XuBearerAuthorizer, xu_bearer_authorizer, XU, BEARER_AUTHORIZER, GObject)

/**
 * xu_bearer_authorizer_new:
 * @access_token: an OAuth 2.0 user access token; copied
 * @error: return location: %XU_ERROR_TOKEN_REFUSED when it holds anything that RFC 6750 section 2.1
 * does not allow (a line break would split the header)
 *
 * Returns: (transfer full) (nullable): adds the token to each request
 */
XuAuthorizer *xu_bearer_authorizer_new (const char *access_token, GError **error);

G_END_DECLS
