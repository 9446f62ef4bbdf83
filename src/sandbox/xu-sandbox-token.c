/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a client shows to be let in. */

#define G_LOG_DOMAIN "xu-sandbox"

#include "config.h"

#include "xu-sandbox-token.h"

#include <errno.h>
#include <string.h>
#include <sys/random.h>

enum
{
  SECRET_BYTES = 32
};

XuSandboxToken *
xu_sandbox_token_new (const char *secret,
                      const XuSandboxUser *user,
                      const char *scopes,
                      gint64 expires_us)
{
  XuSandboxToken *self;

  g_return_val_if_fail (secret != NULL && user != NULL && scopes != NULL, NULL);

  self = g_rc_box_new0 (XuSandboxToken);
  self->secret = g_strdup (secret);
  self->user = user;
  self->scopes = g_strdup (scopes);
  self->expires_us = expires_us;

  return self;
}

XuSandboxToken *
xu_sandbox_token_ref (XuSandboxToken *self)
{
  return g_rc_box_acquire (self);
}

static void
token_clear (XuSandboxToken *self)
{
  g_free (self->secret);
  g_free (self->scopes);
}

void
xu_sandbox_token_unref (XuSandboxToken *self)
{
  if (self != NULL)
    g_rc_box_release_full (self, (GDestroyNotify) token_clear);
}

char *
xu_sandbox_token_make_secret (const char *prefix)
{
  guint8 bytes[SECRET_BYTES];
  g_autofree char *text = NULL;

  g_return_val_if_fail (prefix != NULL, NULL);

  /* So few bytes come at once or not at all. */
  if (getrandom (bytes, sizeof bytes, 0) != (ssize_t) sizeof bytes)
    g_error ("No random numbers: %s", g_strerror (errno));

  text = xu_sandbox_token_encode (bytes, sizeof bytes);
  return g_strconcat (prefix, text, NULL);
}

char *
xu_sandbox_token_encode (const guint8 *bytes, gsize length)
{
  char *text = g_base64_encode (bytes, length);

  g_strdelimit (g_strdelimit (text, "+", '-'), "/", '_');
  *strchrnul (text, '=') = '\0';

  return text;
}
