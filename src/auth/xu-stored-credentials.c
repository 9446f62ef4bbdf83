/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the secret store keeps of an account, as one line of JSON. */

#define G_LOG_DOMAIN "xu-auth"

#include "config.h"

#include "xu-stored-credentials.h"

#include <string.h>

#include "xu-auth-json.h"
#include "xu-error.h"
#include "xu-secret.h"

/* The first one. A change that an older version would misread gets the next number. */
static const gint64 newest_format = 1;
static const gsize max_secret = 64 * 1024;
static const gsize max_key = 512;
static const gsize max_bearer = 4096;

static const char *const kind_names[] = {
  [XU_CREDENTIALS_OAUTH2] = "oauth2",
  [XU_CREDENTIALS_OAUTH1] = "oauth1",
  [XU_CREDENTIALS_BEARER] = "bearer",
};

XuStoredCredentials *
xu_stored_credentials_new_oauth2 (const XuOauth2App *app, const XuOauth2Tokens *tokens)
{
  g_return_val_if_fail (app != NULL && tokens != NULL, NULL);

  XuStoredCredentials *self = g_new0 (XuStoredCredentials, 1);

  self->kind = XU_CREDENTIALS_OAUTH2;
  self->app = xu_oauth2_app_copy (app);
  self->tokens = xu_oauth2_tokens_copy (tokens);

  return self;
}

static char *
dup_key (const char *text, const char *name, GError **error)
{
  char *key = g_strstrip (g_strdup (text != NULL ? text : ""));

  if (xu_secret_is_plain (key, max_key))
    return key;

  xu_secret_free (key);
  xu_error_set (error, XU_ERROR_USAGE, "%s: missing, too long, or not printable", name);
  return NULL;
}

XuStoredCredentials *
xu_stored_credentials_new_oauth1 (const XuOauth1Keys *keys, GError **error)
{
  g_return_val_if_fail (keys != NULL, NULL);

  g_autoptr (XuStoredCredentials) self = g_new0 (XuStoredCredentials, 1);
  XuOauth1Keys *own = &self->keys;

  self->kind = XU_CREDENTIALS_OAUTH1;
  if ((own->consumer_key = dup_key (keys->consumer_key, "consumer key", error)) == NULL
      || (own->consumer_secret = dup_key (keys->consumer_secret, "consumer secret", error)) == NULL
      || (own->token = dup_key (keys->token, "access token", error)) == NULL
      || (own->token_secret = dup_key (keys->token_secret, "access token secret", error)) == NULL)
    return NULL;

  return g_steal_pointer (&self);
}

XuStoredCredentials *
xu_stored_credentials_new_bearer (const char *access_token, GError **error)
{
  g_autoptr (XuStoredCredentials) self = g_new0 (XuStoredCredentials, 1);

  g_return_val_if_fail (access_token != NULL, NULL);

  self->kind = XU_CREDENTIALS_BEARER;
  self->bearer = g_strstrip (g_strdup (access_token));
  if (!xu_oauth2_tokens_is_b64token (self->bearer) || strlen (self->bearer) > max_bearer)
    {
      xu_error_set (error, XU_ERROR_USAGE, "that is no access token");
      return NULL;
    }

  return g_steal_pointer (&self);
}

/* ---- Writing ---- */

static void
add_string (JsonBuilder *builder, const char *name, const char *value)
{
  if (value == NULL)
    return;

  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, value);
}

static void
add_int (JsonBuilder *builder, const char *name, gint64 value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, value);
}

static void
add_oauth2 (JsonBuilder *builder, const XuStoredCredentials *self)
{
  add_string (builder, "client_id", self->app->client_id);
  add_string (builder, "client_secret", self->app->client_secret);
  add_string (builder, "access_token", self->tokens->access_token);
  add_string (builder, "refresh_token", self->tokens->refresh_token);
  add_string (builder, "scope", self->tokens->scope);
  add_int (builder, "expires_at", self->tokens->expires_at);
}

char *
xu_stored_credentials_to_secret (const XuStoredCredentials *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  add_int (builder, "format", newest_format);
  add_string (builder, "kind", kind_names[self->kind]);
  if (self->kind == XU_CREDENTIALS_OAUTH2)
    add_oauth2 (builder, self);
  add_string (builder, "consumer_key", self->keys.consumer_key);
  add_string (builder, "consumer_secret", self->keys.consumer_secret);
  add_string (builder, "token", self->keys.token);
  add_string (builder, "token_secret", self->keys.token_secret);
  add_string (builder, "bearer", self->bearer);
  json_builder_end_object (builder);

  g_autoptr (JsonNode) root = json_builder_get_root (builder);

  return json_to_string (root, FALSE);
}

/* ---- Reading ---- */

static XuStoredCredentials *
read_oauth2 (JsonObject *object, GError **error)
{
  g_autoptr (XuOauth2App) app
      = xu_oauth2_app_new (xu_auth_json_get_string (object, "client_id"),
                           xu_auth_json_get_string (object, "client_secret"), error);
  gint64 expires_at;

  if (app == NULL)
    return NULL;

  xu_auth_json_get_int (object, "expires_at", &expires_at);

  g_autoptr (XuOauth2Tokens) tokens = xu_oauth2_tokens_new (
      xu_auth_json_get_string (object, "access_token"),
      xu_auth_json_get_string (object, "refresh_token"), xu_auth_json_get_string (object, "scope"),
      MAX (expires_at, 0), error);

  return tokens != NULL ? xu_stored_credentials_new_oauth2 (app, tokens) : NULL;
}

static XuStoredCredentials *
read_kind (JsonObject *object, GError **error)
{
  const char *kind = xu_auth_json_get_string (object, "kind");
  const char *bearer = xu_auth_json_get_string (object, "bearer");
  const XuOauth1Keys keys = {
    .consumer_key = xu_auth_json_get_string (object, "consumer_key"),
    .consumer_secret = xu_auth_json_get_string (object, "consumer_secret"),
    .token = xu_auth_json_get_string (object, "token"),
    .token_secret = xu_auth_json_get_string (object, "token_secret"),
  };

  if (g_strcmp0 (kind, kind_names[XU_CREDENTIALS_OAUTH2]) == 0)
    return read_oauth2 (object, error);
  if (g_strcmp0 (kind, kind_names[XU_CREDENTIALS_OAUTH1]) == 0)
    return xu_stored_credentials_new_oauth1 (&keys, error);
  if (g_strcmp0 (kind, kind_names[XU_CREDENTIALS_BEARER]) == 0)
    return xu_stored_credentials_new_bearer (bearer != NULL ? bearer : "", error);

  xu_error_set (error, XU_ERROR_USAGE, "kind: unknown");
  return NULL;
}

XuStoredCredentials *
xu_stored_credentials_from_secret (const char *secret, GError **error)
{
  g_return_val_if_fail (secret != NULL, NULL);

  gsize length = strnlen (secret, max_secret + 1);
  g_autoptr (JsonNode) root = length <= max_secret ? xu_auth_json_parse (secret, length) : NULL;
  g_autoptr (GError) problem = NULL;
  gint64 format;

  if (root == NULL || !xu_auth_json_get_int (json_node_get_object (root), "format", &format)
      || format < 1)
    {
      xu_error_set (error, XU_ERROR_STORAGE, "stored credentials: damaged");
      return NULL;
    }
  if (format > newest_format)
    {
      xu_error_set (error, XU_ERROR_STORAGE,
                    "stored credentials: of a newer version (format %" G_GINT64_FORMAT ")", format);
      return NULL;
    }

  XuStoredCredentials *self = read_kind (json_node_get_object (root), &problem);

  if (self == NULL)
    xu_error_set (error, XU_ERROR_STORAGE, "stored credentials: damaged: %s", problem->message);

  return self;
}

XuStoredCredentials *
xu_stored_credentials_copy (const XuStoredCredentials *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  XuStoredCredentials *copy = g_new0 (XuStoredCredentials, 1);

  copy->kind = self->kind;
  if (self->app != NULL)
    copy->app = xu_oauth2_app_copy (self->app);
  if (self->tokens != NULL)
    copy->tokens = xu_oauth2_tokens_copy (self->tokens);
  copy->keys.consumer_key = g_strdup (self->keys.consumer_key);
  copy->keys.consumer_secret = g_strdup (self->keys.consumer_secret);
  copy->keys.token = g_strdup (self->keys.token);
  copy->keys.token_secret = g_strdup (self->keys.token_secret);
  copy->bearer = g_strdup (self->bearer);

  return copy;
}

void
xu_stored_credentials_free (XuStoredCredentials *self)
{
  if (self == NULL)
    return;

  xu_oauth2_app_free (self->app);
  xu_oauth2_tokens_free (self->tokens);
  /* The struct is of borrowed strings; these are our own. */
  xu_secret_free ((char *) self->keys.consumer_key);
  xu_secret_free ((char *) self->keys.consumer_secret);
  xu_secret_free ((char *) self->keys.token);
  xu_secret_free ((char *) self->keys.token_secret);
  xu_secret_free (self->bearer);
  g_free (self);
}
