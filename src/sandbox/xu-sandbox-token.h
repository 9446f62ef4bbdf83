/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a client shows to be let in. */
#pragma once

#include <glib.h>

#include "xu-sandbox-user.h"

G_BEGIN_DECLS

/**
 * XuSandboxToken:
 *
 * Counted by references: a token may be revoked while a request that it let in goes on.
 */
typedef struct
{
  char *secret;              /* (owned): what the client sends */
  const XuSandboxUser *user; /* (unowned): static */
  char *scopes;              /* (owned): separated by spaces; "*": all (OAuth 1.0a) */
  gint64 expires_us;         /* 0: never */
} XuSandboxToken;

/**
 * xu_sandbox_token_new:
 * @secret: what the client sends
 * @user: whom it stands for
 * @scopes: what it allows, separated by spaces; "*": all
 * @expires_us: when it ends, microseconds since 1970; 0: never
 *
 * Returns: (transfer full): a token
 */
XuSandboxToken *xu_sandbox_token_new (const char *secret,
                                      const XuSandboxUser *user,
                                      const char *scopes,
                                      gint64 expires_us);

XuSandboxToken *xu_sandbox_token_ref (XuSandboxToken *self);
void xu_sandbox_token_unref (XuSandboxToken *self);

/**
 * xu_sandbox_token_make_secret:
 * @prefix: how it begins
 *
 * Returns: (transfer full): @prefix and 256 random bits in base64url
 */
char *xu_sandbox_token_make_secret (const char *prefix);

/**
 * xu_sandbox_token_encode:
 * @bytes: (array length=length): some bytes
 * @length: how many
 *
 * Returns: (transfer full): base64url without padding (RFC 7636, appendix A)
 */
char *xu_sandbox_token_encode (const guint8 *bytes, gsize length);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (XuSandboxToken, xu_sandbox_token_unref)

G_END_DECLS
