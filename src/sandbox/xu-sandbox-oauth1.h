/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Verifies OAuth 1.0a signatures (RFC 5849, HMAC-SHA1). Pure: no clock. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * XuSandboxKeys:
 *
 * The four keys of OAuth 1.0a user context.
 */
typedef struct
{
  char *consumer_key;
  char *consumer_secret;
  char *token;
  char *token_secret;
} XuSandboxKeys;

/**
 * xu_sandbox_oauth1_verify:
 * @keys: the only keys that are good
 * @authorization: value of the Authorization header, beginning with "OAuth "
 * @method: HTTP method
 * @url: scheme, authority and path as the client wrote them, without query
 * @query: (nullable): the query, still encoded
 * @now: Unix seconds
 * @nonces: (element-type utf8): nonces seen before; a new one is added
 * @message: (out) (transfer full): what is wrong; never a secret
 *
 * Returns: %FALSE with @message set when the signature does not hold
 */
gboolean xu_sandbox_oauth1_verify (const XuSandboxKeys *keys,
                                   const char *authorization,
                                   const char *method,
                                   const char *url,
                                   const char *query,
                                   gint64 now,
                                   GHashTable *nonces,
                                   char **message);

G_END_DECLS
