/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * XuOauth2Tokens:
 * @access_token: (owned): a secret
 * @refresh_token: (owned) (nullable): a secret, good for one refresh; %NULL where offline.access
 * was not granted
 * @scope: (owned) (nullable): what was granted, separated by spaces; %NULL: not said, so what was
 * asked for (RFC 6749 section 5.1)
 * @expires_at: Unix seconds, 0: unknown
 */
typedef struct
{
  char *access_token;
  char *refresh_token;
  char *scope;
  gint64 expires_at;
} XuOauth2Tokens;

/**
 * xu_oauth2_tokens_new:
 * @access_token: as RFC 6750 has it, at most 4096 characters
 * @refresh_token: (nullable): printable, at most 4096 characters
 * @scope: (nullable): at most 1024 characters of RFC 6749 appendix A.4
 * @expires_at: Unix seconds, 0: unknown
 * @error: return location: %XU_ERROR_BAD_ANSWER, naming the part that is not so without repeating
 * it
 *
 * Returns: (transfer full) (nullable): the tokens
 */
XuOauth2Tokens *xu_oauth2_tokens_new (const char *access_token,
                                      const char *refresh_token,
                                      const char *scope,
                                      gint64 expires_at,
                                      GError **error);

/**
 * xu_oauth2_tokens_is_b64token:
 * @text: what may be an access token
 *
 * RFC 6750 section 2.1: b64token = 1*( ALPHA / DIGIT / "-" / "." / "_" / "~" / "+" / "/" ) *"="
 *
 * Returns: whether it may stand in a header
 */
gboolean xu_oauth2_tokens_is_b64token (const char *text);

/**
 * xu_oauth2_tokens_has_scope:
 * @scope: (nullable): as of XuOauth2Tokens
 * @name: a scope, "media.write"
 *
 * Returns: whether it was granted; %TRUE as well where the server did not say what was
 */
gboolean xu_oauth2_tokens_has_scope (const char *scope, const char *name);

/**
 * xu_oauth2_tokens_is_fresh:
 * @self: tokens
 * @early_s: seconds
 * @now_s: Unix seconds
 *
 * Returns: whether the access token is good for more than @early_s, as far as anybody knows
 */
gboolean xu_oauth2_tokens_is_fresh (const XuOauth2Tokens *self, gint64 early_s, gint64 now_s);

XuOauth2Tokens *xu_oauth2_tokens_copy (const XuOauth2Tokens *self);
void xu_oauth2_tokens_free (XuOauth2Tokens *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (XuOauth2Tokens, xu_oauth2_tokens_free)

G_END_DECLS
