/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * XU_PKCE_RANDOM_BYTES:
 *
 * How many random bytes each of these takes: xu_secret_fill_random().
 */
enum
{
  XU_PKCE_RANDOM_BYTES = 32
};

/**
 * xu_pkce_make_verifier:
 * @random: (array fixed-size=32): random bytes, for this alone
 *
 * RFC 7636 section 4.1. Pure.
 *
 * Returns: (transfer full): 43 characters of base64url, a secret; free with xu_secret_free()
 */
char *xu_pkce_make_verifier (const guint8 *random);

/**
 * xu_pkce_make_challenge:
 * @verifier: a verifier
 *
 * RFC 7636 section 4.2, method S256. Pure.
 *
 * Returns: (transfer full): what the authorize page may see
 */
char *xu_pkce_make_challenge (const char *verifier);

/**
 * xu_pkce_make_state:
 * @random: (array fixed-size=32): random bytes, for this alone
 *
 * Returns: (transfer full): the state of one sign-in (RFC 6749 section 10.12), 43 characters of
 * base64url
 */
char *xu_pkce_make_state (const guint8 *random);

G_END_DECLS
