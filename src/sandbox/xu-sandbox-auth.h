/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who may do what: tokens, keys, and whether a request holds one. */
#pragma once

#include <glib.h>
#include <json-glib/json-glib.h>

#include "xu-sandbox-answer.h"
#include "xu-sandbox-endpoint.h"
#include "xu-sandbox-oauth1.h"
#include "xu-sandbox-oauth2.h"
#include "xu-sandbox-token.h"

G_BEGIN_DECLS

typedef struct _XuSandboxAuth XuSandboxAuth;

/**
 * XuSandboxSample:
 *
 * The tokens that every sandbox has, for clients and tests that do not sign in.
 */
typedef enum
{
  XU_SANDBOX_SAMPLE_FULL,    /* all scopes */
  XU_SANDBOX_SAMPLE_LIMITED, /* without media.write */
  XU_SANDBOX_SAMPLE_EXPIRED,
  XU_SANDBOX_SAMPLE_OTHER, /* all scopes, another user */
} XuSandboxSample;

/**
 * xu_sandbox_auth_new:
 * @saved: (nullable): what xu_sandbox_auth_save() wrote
 *
 * Returns: (transfer full): the sample tokens and keys, new ones where @saved has none
 */
XuSandboxAuth *xu_sandbox_auth_new (JsonObject *saved);

/**
 * xu_sandbox_auth_save:
 * @self: the tokens
 * @builder: inside an object
 */
void xu_sandbox_auth_save (XuSandboxAuth *self, JsonBuilder *builder);

/**
 * xu_sandbox_auth_get_sample:
 * @self: the tokens
 * @sample: which one
 *
 * Returns: (transfer none): the bearer token
 */
const char *xu_sandbox_auth_get_sample (XuSandboxAuth *self, XuSandboxSample sample);

/**
 * xu_sandbox_auth_get_keys:
 * @self: the tokens
 *
 * Returns: (transfer none): the keys of OAuth 1.0a user context
 */
const XuSandboxKeys *xu_sandbox_auth_get_keys (XuSandboxAuth *self);

/**
 * xu_sandbox_auth_get_oauth2:
 * @self: the tokens
 *
 * Returns: (transfer none): what users granted to clients
 */
XuSandboxOauth2 *xu_sandbox_auth_get_oauth2 (XuSandboxAuth *self);

/**
 * xu_sandbox_auth_check:
 * @self: the tokens
 * @endpoint: where the client wants to
 * @authorization: (nullable): value of the Authorization header
 * @method: HTTP method
 * @url: scheme, authority and path as the client wrote them
 * @query: (nullable): the query, still encoded
 * @now_us: the time
 * @refusal: (out) (transfer full): 401 or 403
 *
 * Returns: (transfer full) (nullable): the token, or %NULL with @refusal set
 */
XuSandboxToken *xu_sandbox_auth_check (XuSandboxAuth *self,
                                       XuSandboxEndpoint endpoint,
                                       const char *authorization,
                                       const char *method,
                                       const char *url,
                                       const char *query,
                                       gint64 now_us,
                                       XuSandboxAnswer **refusal);

void xu_sandbox_auth_free (XuSandboxAuth *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (XuSandboxAuth, xu_sandbox_auth_free)

G_END_DECLS
