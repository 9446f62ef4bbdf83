/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a user allowed a client once, and all that was made of it. Reads no clock. */

#define G_LOG_DOMAIN "xu-sandbox"

#include "config.h"

#include "xu-sandbox-grant.h"

#include "xu-sandbox-scopes.h"

/* Codes and refresh tokens have a "+": who does not escape it in a form sends something else. */
static const char code_prefix[] = "sandbox+code-";
static const char refresh_prefix[] = "sandbox+refresh-";
static const char access_prefix[] = "sandbox-access-";

static XuSandboxGrant *
grant_new (const XuSandboxClient *client, const XuSandboxUser *user)
{
  XuSandboxGrant *self = g_new0 (XuSandboxGrant, 1);

  self->client = client;
  self->user = user;
  self->tokens = g_ptr_array_new_with_free_func ((GDestroyNotify) xu_sandbox_token_unref);

  return self;
}

XuSandboxGrant *
xu_sandbox_grant_new (const XuSandboxClient *client, const XuSandboxUser *user, const char *scopes)
{
  XuSandboxGrant *self;

  g_return_val_if_fail (client != NULL && user != NULL && scopes != NULL, NULL);

  self = grant_new (client, user);
  self->scopes = g_strdup (scopes);
  self->code = xu_sandbox_token_make_secret (code_prefix);

  return self;
}

static const char *
get_text (JsonObject *object, const char *name)
{
  return json_object_get_string_member_with_default (object, name, NULL);
}

static gboolean
load_tokens (XuSandboxGrant *self, JsonObject *saved)
{
  JsonNode *node = json_object_get_member (saved, "tokens");
  JsonArray *array
      = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *element = json_array_get_element (array, i);
      JsonObject *object = JSON_NODE_HOLDS_OBJECT (element) ? json_node_get_object (element) : NULL;
      const char *secret = object != NULL ? get_text (object, "secret") : NULL;

      if (secret == NULL)
        return FALSE;
      /* Without a time it has expired. */
      g_ptr_array_add (self->tokens, xu_sandbox_token_new (secret, self->user, self->scopes,
                                                           json_object_get_int_member_with_default (
                                                               object, "expires_us", 1)));
    }

  return array != NULL;
}

XuSandboxGrant *
xu_sandbox_grant_new_from_json (JsonObject *saved, const XuSandboxClient *clients)
{
  g_autoptr (XuSandboxGrant) self = NULL;
  const XuSandboxClient *client = NULL;
  const char *id, *client_id;

  g_return_val_if_fail (saved != NULL && clients != NULL, NULL);

  id = get_text (saved, "user");
  client_id = get_text (saved, "client");
  for (guint i = 0; i < XU_SANDBOX_N_CLIENTS; i++)
    {
      if (g_strcmp0 (client_id, clients[i].id) == 0)
        client = &clients[i];
    }
  if (client == NULL || id == NULL || xu_sandbox_user_find (id) == NULL)
    return NULL;

  self = grant_new (client, xu_sandbox_user_find (id));
  self->scopes = g_strdup (get_text (saved, "scopes"));
  self->code = g_strdup (get_text (saved, "code"));
  self->redirect_uri = g_strdup (get_text (saved, "redirect_uri"));
  self->challenge = g_strdup (get_text (saved, "challenge"));
  self->code_expires_us = json_object_get_int_member_with_default (saved, "code_expires_us", 0);
  self->is_code_used = json_object_get_boolean_member_with_default (saved, "is_code_used", TRUE);
  self->refresh = g_strdup (get_text (saved, "refresh"));

  if (self->scopes == NULL || self->code == NULL || self->redirect_uri == NULL
      || self->challenge == NULL || !load_tokens (self, saved))
    return NULL;

  return g_steal_pointer (&self);
}

static void
add_text (JsonBuilder *builder, const char *name, const char *text)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, text);
}

static void
add_int (JsonBuilder *builder, const char *name, gint64 number)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, number);
}

void
xu_sandbox_grant_save (const XuSandboxGrant *self, JsonBuilder *builder)
{
  g_return_if_fail (self != NULL && JSON_IS_BUILDER (builder));

  json_builder_begin_object (builder);
  add_text (builder, "client", self->client->id);
  add_text (builder, "user", self->user->id);
  add_text (builder, "scopes", self->scopes);
  add_text (builder, "code", self->code);
  add_text (builder, "redirect_uri", self->redirect_uri);
  add_text (builder, "challenge", self->challenge);
  add_int (builder, "code_expires_us", self->code_expires_us);
  json_builder_set_member_name (builder, "is_code_used");
  json_builder_add_boolean_value (builder, self->is_code_used);
  if (self->refresh != NULL)
    add_text (builder, "refresh", self->refresh);
  json_builder_set_member_name (builder, "tokens");
  json_builder_begin_array (builder);
  for (guint i = 0; i < self->tokens->len; i++)
    {
      const XuSandboxToken *token = g_ptr_array_index (self->tokens, i);

      json_builder_begin_object (builder);
      add_text (builder, "secret", token->secret);
      add_int (builder, "expires_us", token->expires_us);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

static void
drop_expired (XuSandboxGrant *self, gint64 now_us)
{
  for (guint i = self->tokens->len; i > 0; i--)
    {
      const XuSandboxToken *token = g_ptr_array_index (self->tokens, i - 1);

      if (token->expires_us <= now_us)
        g_ptr_array_remove_index (self->tokens, i - 1);
    }
}

void
xu_sandbox_grant_issue (XuSandboxGrant *self, gint64 life_us, gint64 now_us, XuSandboxPair *pair)
{
  g_autofree char *secret = xu_sandbox_token_make_secret (access_prefix);

  g_return_if_fail (self != NULL && life_us > 0 && pair != NULL);

  drop_expired (self, now_us);
  g_ptr_array_add (self->tokens,
                   xu_sandbox_token_new (secret, self->user, self->scopes, now_us + life_us));

  g_clear_pointer (&self->refresh, g_free);
  if (xu_sandbox_scopes_contain (self->scopes, "offline.access"))
    self->refresh = xu_sandbox_token_make_secret (refresh_prefix);

  pair->access = g_ptr_array_index (self->tokens, self->tokens->len - 1);
  pair->refresh = self->refresh;
}

XuSandboxToken *
xu_sandbox_grant_find_token (const XuSandboxGrant *self, const char *secret)
{
  g_return_val_if_fail (self != NULL && secret != NULL, NULL);

  for (guint i = 0; i < self->tokens->len; i++)
    {
      XuSandboxToken *token = g_ptr_array_index (self->tokens, i);

      if (g_str_equal (token->secret, secret))
        return token;
    }

  return NULL;
}

gboolean
xu_sandbox_grant_is_over (const XuSandboxGrant *self, gint64 now_us)
{
  g_return_val_if_fail (self != NULL, TRUE);

  if (!self->is_code_used)
    return self->code_expires_us <= now_us;
  if (self->refresh != NULL)
    return FALSE;

  for (guint i = 0; i < self->tokens->len; i++)
    {
      const XuSandboxToken *token = g_ptr_array_index (self->tokens, i);

      if (token->expires_us > now_us)
        return FALSE;
    }

  return TRUE;
}

void
xu_sandbox_grant_free (XuSandboxGrant *self)
{
  if (self == NULL)
    return;

  g_free (self->scopes);
  g_free (self->code);
  g_free (self->redirect_uri);
  g_free (self->challenge);
  g_free (self->refresh);
  g_ptr_array_unref (self->tokens);
  g_free (self);
}
