/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "xu-oauth1-signer.h"
#include "xu-oauth2-app.h"
#include "xu-oauth2-tokens.h"

G_BEGIN_DECLS

/**
 * XuCredentialsKind:
 *
 * How somebody signed in.
 */
typedef enum
{
  XU_CREDENTIALS_OAUTH2, /* in the browser: app and tokens, which are refreshed */
  XU_CREDENTIALS_OAUTH1, /* four keys, which do not expire */
  XU_CREDENTIALS_BEARER, /* an access token that nothing refreshes */
} XuCredentialsKind;

/**
 * XuStoredCredentials:
 * @app: (owned) (nullable): of OAuth 2.0
 * @tokens: (owned) (nullable): of OAuth 2.0
 * @keys: of OAuth 1.0a; its strings belong to this struct
 * @bearer: (owned) (nullable): the access token alone
 *
 * What the secret store keeps of an account. Plain data; what is of another kind is %NULL.
 */
typedef struct
{
  XuCredentialsKind kind;
  XuOauth2App *app;
  XuOauth2Tokens *tokens;
  XuOauth1Keys keys;
  char *bearer;
} XuStoredCredentials;

/**
 * xu_stored_credentials_new_oauth2:
 * @app: copied
 * @tokens: copied
 *
 * Returns: (transfer full): the credentials
 */
XuStoredCredentials *xu_stored_credentials_new_oauth2 (const XuOauth2App *app,
                                                       const XuOauth2Tokens *tokens);

/**
 * xu_stored_credentials_new_oauth1:
 * @keys: as typed or pasted: white space around them is dropped
 * @error: return location: %XU_ERROR_USAGE when one is empty, has characters that none has, or is
 * longer than 512; its detail names which, and does not repeat it
 *
 * Returns: (transfer full) (nullable): the credentials
 */
XuStoredCredentials *xu_stored_credentials_new_oauth1 (const XuOauth1Keys *keys, GError **error);

/**
 * xu_stored_credentials_new_bearer:
 * @access_token: as typed or pasted
 * @error: return location: %XU_ERROR_USAGE as above
 *
 * Returns: (transfer full) (nullable): the credentials
 */
XuStoredCredentials *xu_stored_credentials_new_bearer (const char *access_token, GError **error);

/**
 * xu_stored_credentials_to_secret:
 * @self: credentials
 *
 * Returns: (transfer full): one line of JSON with a format number; free with xu_secret_free()
 */
char *xu_stored_credentials_to_secret (const XuStoredCredentials *self);

/**
 * xu_stored_credentials_from_secret:
 * @secret: what the store had: believed in nothing
 * @error: return location: %XU_ERROR_STORAGE when it is damaged, or of a format that a newer
 * version made; the detail says which, and repeats nothing of it. It stays in the store.
 *
 * Returns: (transfer full) (nullable): the credentials
 */
XuStoredCredentials *xu_stored_credentials_from_secret (const char *secret, GError **error);

XuStoredCredentials *xu_stored_credentials_copy (const XuStoredCredentials *self);
void xu_stored_credentials_free (XuStoredCredentials *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (XuStoredCredentials, xu_stored_credentials_free)

G_END_DECLS
