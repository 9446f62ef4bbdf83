/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tells credentials apart without keeping them. */

#define G_LOG_DOMAIN "xu-auth"

#include "config.h"

#include "xu-fingerprint.h"

static const gsize fingerprint_length = 32;

char *
xu_fingerprint_of (const char *const *secrets)
{
  g_return_val_if_fail (secrets != NULL, NULL);

  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);

  /* With the byte that ends each: "ab", "c" are not "a", "bc". */
  for (gsize i = 0; secrets[i] != NULL; i++)
    g_checksum_update (checksum, (const guchar *) secrets[i], (gssize) strlen (secrets[i]) + 1);

  return g_strndup (g_checksum_get_string (checksum), fingerprint_length);
}
