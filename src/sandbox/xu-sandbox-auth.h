/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who may do what: users, their tokens, and whether a request holds one. */
#pragma once

#include <glib.h>
#include <json-glib/json-glib.h>

#include "xu-sandbox-answer.h"
#include "xu-sandbox-endpoint.h"
#include "xu-sandbox-oauth1.h"

G_BEGIN_DECLS

typedef struct
{
  const char *id;
  const char *name;
  const char *username;
} XuSandboxUser;

typedef struct
{
  char *secret;              /* (owned): what the client sends */
  const XuSandboxUser *user; /* (unowned): static */
  char *scopes;              /* (owned): separated by spaces; "*": all (OAuth 1.0a) */
  gint64 expires_us;         /* 0: never */
} XuSandboxToken;

typedef struct _XuSandboxAuth XuSandboxAuth;

/**
 * XuSandboxSample:
 *
 * The tokens that every sandbox has, for clients and tests to use.
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
 * Returns: (transfer none) (nullable): the token, or %NULL with @refusal set
 */
const XuSandboxToken *xu_sandbox_auth_check (XuSandboxAuth *self,
                                             XuSandboxEndpoint endpoint,
                                             const char *authorization,
                                             const char *method,
                                             const char *url,
                                             const char *query,
                                             gint64 now_us,
                                             XuSandboxAnswer **refusal);

/**
 * xu_sandbox_auth_find_user:
 * @id: user id
 *
 * Returns: (transfer none) (nullable): the user
 */
const XuSandboxUser *xu_sandbox_auth_find_user (const char *id);

void xu_sandbox_auth_free (XuSandboxAuth *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (XuSandboxAuth, xu_sandbox_auth_free)

G_END_DECLS
