/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Strings that must not stay in memory, and bytes that nobody can guess. */

#define G_LOG_DOMAIN "xu-auth"

#include "config.h"

#include "xu-secret.h"

#include <errno.h>
#include <string.h>
#include <sys/random.h>

void
xu_secret_free (char *secret)
{
  if (secret == NULL)
    return;

  explicit_bzero (secret, strlen (secret)); /* memset() before a free() may be left out. */
  g_free (secret);
}

GBytes *
xu_secret_to_bytes (char *secret)
{
  g_return_val_if_fail (secret != NULL, NULL);

  return g_bytes_new_with_free_func (secret, strlen (secret), (GDestroyNotify) xu_secret_free,
                                     secret);
}

gboolean
xu_secret_is_plain (const char *text, gsize max_length)
{
  if (text == NULL || *text == '\0')
    return FALSE;

  for (gsize i = 0; text[i] != '\0'; i++)
    {
      if (i == max_length || !g_ascii_isgraph (text[i]))
        return FALSE;
    }

  return TRUE;
}

void
xu_secret_fill_random (guint8 *bytes, gsize n)
{
  g_return_if_fail (bytes != NULL);
  g_return_if_fail (n <= 256); /* So many come at once, or none do. */

  gssize got;

  do
    got = getrandom (bytes, n, 0);
  while (got == -1 && errno == EINTR);

  if (got != (gssize) n)
    g_error ("The kernel has no random bytes: %s", g_strerror (errno));
}
