/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the token endpoint gives: checked before anybody keeps or sends it. */

#define G_LOG_DOMAIN "xu-auth"

#include "config.h"

#include "xu-oauth2-tokens.h"

#include <string.h>

#include "xu-error.h"
#include "xu-secret.h"

static const gsize max_token = 4096; /* X's have about 100. */
static const gsize max_scope = 1024;

gboolean
xu_oauth2_tokens_is_b64token (const char *text)
{
  gsize n = 0;

  g_return_val_if_fail (text != NULL, FALSE);

  while (g_ascii_isalnum (text[n]) || (text[n] != '\0' && strchr ("-._~+/", text[n]) != NULL))
    n++;

  return n > 0 && text[n + strspn (text + n, "=")] == '\0';
}

/* RFC 6749 appendix A.4: words of printable ASCII, without quote and backslash. */
static gboolean
is_scope (const char *text)
{
  gsize i = 0;

  for (; text[i] != '\0'; i++)
    {
      if (i == max_scope || !g_ascii_isprint (text[i]) || strchr ("\"\\", text[i]) != NULL)
        return FALSE;
    }

  return TRUE;
}

XuOauth2Tokens *
xu_oauth2_tokens_new (const char *access_token,
                      const char *refresh_token,
                      const char *scope,
                      gint64 expires_at,
                      GError **error)
{
  const char *wrong = NULL;

  if (!xu_secret_is_plain (access_token, max_token) || !xu_oauth2_tokens_is_b64token (access_token))
    wrong = "access_token";
  else if (refresh_token != NULL && !xu_secret_is_plain (refresh_token, max_token))
    wrong = "refresh_token";
  else if (scope != NULL && !is_scope (scope))
    wrong = "scope";
  else if (expires_at < 0)
    wrong = "expires_at";

  if (wrong != NULL)
    {
      xu_error_set (error, XU_ERROR_BAD_ANSWER, "%s: missing, too long, or not printable", wrong);
      return NULL;
    }

  XuOauth2Tokens *self = g_new0 (XuOauth2Tokens, 1);

  self->access_token = g_strdup (access_token);
  self->refresh_token = g_strdup (refresh_token);
  self->scope = g_strdup (scope);
  self->expires_at = expires_at;

  return self;
}

gboolean
xu_oauth2_tokens_has_scope (const char *scope, const char *name)
{
  g_return_val_if_fail (name != NULL, FALSE);

  if (scope == NULL)
    return TRUE;

  g_auto (GStrv) granted = g_strsplit (scope, " ", -1);

  return g_strv_contains ((const char *const *) granted, name);
}

gboolean
xu_oauth2_tokens_is_fresh (const XuOauth2Tokens *self, gint64 early_s, gint64 now_s)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->expires_at == 0 || self->expires_at - early_s > now_s;
}

XuOauth2Tokens *
xu_oauth2_tokens_copy (const XuOauth2Tokens *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  XuOauth2Tokens *copy = g_new0 (XuOauth2Tokens, 1);

  copy->access_token = g_strdup (self->access_token);
  copy->refresh_token = g_strdup (self->refresh_token);
  copy->scope = g_strdup (self->scope);
  copy->expires_at = self->expires_at;

  return copy;
}

void
xu_oauth2_tokens_free (XuOauth2Tokens *self)
{
  if (self == NULL)
    return;

  xu_secret_free (self->access_token);
  xu_secret_free (self->refresh_token);
  g_free (self->scope);
  g_free (self);
}
