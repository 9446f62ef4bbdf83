/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "xu-authorizer.h"
#include "xu-http-client.h"
#include "xu-secret-store.h"
#include "xu-stored-credentials.h"

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

/**
 * xu_credentials_new_authorizer:
 * @credentials: of whatever kind; copied
 * @client: of the server
 * @server: the server's name, as in the store
 * @user_id: of the account there
 * @label: of the account in the store
 * @store: where the credentials are kept
 * @lock_path: (nullable) (type filename): as xu_oauth2_authorizer_new()
 * @error: return location: %XU_ERROR_TOKEN_REFUSED as xu_bearer_authorizer_new()
 *
 * Returns: (transfer full) (nullable): an #XuOauth2Authorizer for credentials that can be
 * refreshed, else one that only signs
 */
XuAuthorizer *xu_credentials_new_authorizer (const XuStoredCredentials *credentials,
                                             XuHttpClient *client,
                                             const char *server,
                                             const char *user_id,
                                             const char *label,
                                             XuSecretStore *store,
                                             const char *lock_path,
                                             GError **error);

G_END_DECLS
