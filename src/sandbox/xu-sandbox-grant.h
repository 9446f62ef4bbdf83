/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a user allowed a client once, and all that was made of it. Reads no clock. */
#pragma once

#include <glib.h>
#include <json-glib/json-glib.h>

#include "xu-sandbox-client.h"
#include "xu-sandbox-token.h"

G_BEGIN_DECLS

typedef struct
{
  const XuSandboxClient *client; /* (unowned) */
  const XuSandboxUser *user;     /* (unowned): static */
  char *scopes;                  /* (owned) */

  char *code;         /* (owned): known after its use too, so that a second use is noticed */
  char *redirect_uri; /* (owned) */
  char *challenge;    /* (owned): S256 (RFC 7636, 4.2) */
  gint64 code_expires_us;
  gboolean is_code_used;

  char *refresh;     /* (owned) (nullable): the one that works, of offline.access */
  GPtrArray *tokens; /* (owned) (element-type XuSandboxToken): access tokens, newest last */
} XuSandboxGrant;

/**
 * XuSandboxPair:
 *
 * What a client gets. Valid until its grant changes.
 */
typedef struct
{
  const XuSandboxToken *access; /* (unowned) */
  const char *refresh;          /* (unowned) (nullable) */
} XuSandboxPair;

/**
 * xu_sandbox_grant_new:
 * @client: the app; outlives the grant
 * @user: who allowed it
 * @scopes: what was allowed
 *
 * Returns: (transfer full): a grant with a new code; where and for how long that works is for the
 * caller to say
 */
XuSandboxGrant *
xu_sandbox_grant_new (const XuSandboxClient *client, const XuSandboxUser *user, const char *scopes);

/**
 * xu_sandbox_grant_new_from_json:
 * @saved: what xu_sandbox_grant_save() wrote
 * @clients: (array length=XU_SANDBOX_N_CLIENTS): the apps; they outlive the grant
 *
 * Returns: (transfer full) (nullable): the grant, %NULL when @saved is damaged
 */
XuSandboxGrant *xu_sandbox_grant_new_from_json (JsonObject *saved, const XuSandboxClient *clients);

/**
 * xu_sandbox_grant_save:
 * @self: a grant
 * @builder: where an object is added
 */
void xu_sandbox_grant_save (const XuSandboxGrant *self, JsonBuilder *builder);

/**
 * xu_sandbox_grant_issue:
 * @self: a grant
 * @life_us: of the access token
 * @now_us: the time
 * @pair: (out caller-allocates): the new pair
 *
 * The refresh token before it works no more; older access tokens do, until they expire.
 */
void
xu_sandbox_grant_issue (XuSandboxGrant *self, gint64 life_us, gint64 now_us, XuSandboxPair *pair);

/**
 * xu_sandbox_grant_find_token:
 * @self: a grant
 * @secret: what a client shows
 *
 * Returns: (transfer none) (nullable): the access token, expired or not
 */
XuSandboxToken *xu_sandbox_grant_find_token (const XuSandboxGrant *self, const char *secret);

/**
 * xu_sandbox_grant_is_over:
 * @self: a grant
 * @now_us: the time
 *
 * Returns: %TRUE when nothing of it works any more
 */
gboolean xu_sandbox_grant_is_over (const XuSandboxGrant *self, gint64 now_us);

void xu_sandbox_grant_free (XuSandboxGrant *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (XuSandboxGrant, xu_sandbox_grant_free)

G_END_DECLS
