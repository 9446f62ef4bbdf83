/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "xu-authorizer.h"

G_BEGIN_DECLS

/**
 * xu_credentials_from_environment:
 * @environment: (array zero-terminated=1) (element-type filename): as of g_get_environ()
 * @error: return location: %XU_ERROR_NOT_SIGNED_IN when nothing is set, or only some of the four
 * keys of OAuth 1.0a
 *
 * The first choice of scripts: `XUPLOADER_ACCESS_TOKEN`, or the four
 * `XUPLOADER_OAUTH1_CONSUMER_KEY`,
 * `_CONSUMER_SECRET`, `_TOKEN` and `_TOKEN_SECRET`. Where both are there the access token wins.
 *
 * Returns: (transfer full) (nullable): an authorizer, or %NULL with @error set
 */
XuAuthorizer *xu_credentials_from_environment (char **environment, GError **error);

G_END_DECLS
