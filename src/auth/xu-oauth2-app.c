/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The app of X's developer console that signs somebody in. */

#define G_LOG_DOMAIN "xu-auth"

#include "config.h"

#include "xu-oauth2-app.h"

#include "xu-error.h"
#include "xu-secret.h"

static const gsize max_length = 512; /* X's have 34 and 50. */

static char *
dup_stripped (const char *text)
{
  return g_strstrip (g_strdup (text != NULL ? text : ""));
}

XuOauth2App *
xu_oauth2_app_new (const char *client_id, const char *client_secret, GError **error)
{
  g_autoptr (XuOauth2App) self = g_new0 (XuOauth2App, 1);

  self->client_id = dup_stripped (client_id);
  self->client_secret = dup_stripped (client_secret);
  if (*self->client_secret == '\0')
    g_clear_pointer (&self->client_secret, xu_secret_free);

  if (!xu_secret_is_plain (self->client_id, max_length))
    {
      xu_error_set (error, XU_ERROR_USAGE, "that is no client id");
      return NULL;
    }
  if (self->client_secret != NULL && !xu_secret_is_plain (self->client_secret, max_length))
    {
      xu_error_set (error, XU_ERROR_USAGE, "that is no client secret");
      return NULL;
    }

  return g_steal_pointer (&self);
}

XuOauth2App *
xu_oauth2_app_copy (const XuOauth2App *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  XuOauth2App *copy = g_new0 (XuOauth2App, 1);

  copy->client_id = g_strdup (self->client_id);
  copy->client_secret = g_strdup (self->client_secret);

  return copy;
}

void
xu_oauth2_app_free (XuOauth2App *self)
{
  if (self == NULL)
    return;

  g_free (self->client_id);
  xu_secret_free (self->client_secret);
  g_free (self);
}
