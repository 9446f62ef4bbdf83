/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * XuOauth1Keys:
 *
 * The four keys of X's developer console. Secrets: never logged, never on disk outside the secret
 * store.
 */
typedef struct
{
  const char *consumer_key;
  const char *consumer_secret;
  const char *token;
  const char *token_secret;
} XuOauth1Keys;

/**
 * xu_oauth1_sign:
 * @keys: the keys
 * @method: HTTP method in capitals
 * @base_uri: the address without its query, normalised as RFC 5849 section 3.4.1.2 asks
 * @params: (element-type utf8 utf8): decoded parameters in pairs: name, value, name, value …; those
 * of the query and, where the body is application/x-www-form-urlencoded, of the body
 * @n_params: number of strings in @params, even
 * @nonce: a value never used before with @timestamp
 * @timestamp: Unix seconds
 *
 * HMAC-SHA1 of RFC 5849 section 3.4.2. Pure.
 *
 * Returns: (transfer full): the value of the Authorization header
 */
char *xu_oauth1_sign (const XuOauth1Keys *keys,
                      const char *method,
                      const char *base_uri,
                      const char *const *params,
                      gsize n_params,
                      const char *nonce,
                      gint64 timestamp);

G_END_DECLS
