/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Proof Key for Code Exchange (RFC 7636), and the state of a sign-in. */

#define G_LOG_DOMAIN "xu-auth"

#include "config.h"

#include "xu-pkce.h"

#include <string.h>

/* RFC 4648 section 5, without the padding. */
static char *
encode_base64url (const guint8 *bytes, gsize n)
{
  char *text = g_base64_encode (bytes, n);

  g_strdelimit (text, "+", '-');
  g_strdelimit (text, "/", '_');
  text[strcspn (text, "=")] = '\0';

  return text;
}

char *
xu_pkce_make_verifier (const guint8 *random)
{
  g_return_val_if_fail (random != NULL, NULL);

  return encode_base64url (random, XU_PKCE_RANDOM_BYTES);
}

char *
xu_pkce_make_challenge (const char *verifier)
{
  g_return_val_if_fail (verifier != NULL, NULL);

  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 digest[32];
  gsize size = sizeof digest;

  g_checksum_update (checksum, (const guchar *) verifier, -1);
  g_checksum_get_digest (checksum, digest, &size);

  return encode_base64url (digest, size);
}

char *
xu_pkce_make_state (const guint8 *random)
{
  g_return_val_if_fail (random != NULL, NULL);

  return encode_base64url (random, XU_PKCE_RANDOM_BYTES);
}
