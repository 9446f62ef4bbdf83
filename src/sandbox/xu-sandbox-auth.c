/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who may do what: users, their tokens, and whether a request holds one. */

#define G_LOG_DOMAIN "xu-sandbox"

#include "config.h"

#include "xu-sandbox-auth.h"

struct _XuSandboxAuth
{
  GHashTable *tokens;                         /* (owned): secret -> XuSandboxToken */
  char *samples[XU_SANDBOX_SAMPLE_OTHER + 1]; /* (owned) */
  XuSandboxKeys keys;                         /* (owned) */
  XuSandboxToken oauth1_token;                /* what the four keys stand for */
  GHashTable *nonces;                         /* (owned): of OAuth 1.0a */
};

static const XuSandboxUser users[] = {
  { "2244994945", "Sandbox", "sandbox" },
  { "783214", "Somebody Else", "somebody_else" },
};

static const struct
{
  const char *name;
  const char *scopes;
  const XuSandboxUser *user;
  gint64 expires_us; /* 0: never; 1: long ago */
} samples[] = {
  [XU_SANDBOX_SAMPLE_FULL]
  = { "access_token", "tweet.read tweet.write users.read media.write offline.access", &users[0],
      0 },
  [XU_SANDBOX_SAMPLE_LIMITED]
  = { "limited_token", "tweet.read tweet.write users.read", &users[0], 0 },
  [XU_SANDBOX_SAMPLE_EXPIRED]
  = { "expired_token", "tweet.read tweet.write users.read media.write", &users[0], 1 },
  [XU_SANDBOX_SAMPLE_OTHER]
  = { "other_token", "tweet.read tweet.write users.read media.write", &users[1], 0 },
};

static const struct
{
  const char *name;
  gsize offset;
} key_fields[] = {
  { "consumer_key", G_STRUCT_OFFSET (XuSandboxKeys, consumer_key) },
  { "consumer_secret", G_STRUCT_OFFSET (XuSandboxKeys, consumer_secret) },
  { "token", G_STRUCT_OFFSET (XuSandboxKeys, token) },
  { "token_secret", G_STRUCT_OFFSET (XuSandboxKeys, token_secret) },
};

static void
token_free (XuSandboxToken *token)
{
  g_free (token->secret);
  g_free (token->scopes);
  g_free (token);
}

static char *
restore_or_make (JsonObject *saved, const char *name)
{
  const char *old
      = saved != NULL ? json_object_get_string_member_with_default (saved, name, NULL) : NULL;
  g_autofree char *uuid = g_uuid_string_random ();

  return old != NULL ? g_strdup (old) : g_strconcat ("sandbox-", uuid, NULL);
}

XuSandboxAuth *
xu_sandbox_auth_new (JsonObject *saved)
{
  XuSandboxAuth *self = g_new0 (XuSandboxAuth, 1);

  self->tokens = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) token_free);
  self->nonces = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (samples); i++)
    {
      XuSandboxToken *token = g_new0 (XuSandboxToken, 1);

      token->secret = restore_or_make (saved, samples[i].name);
      token->scopes = g_strdup (samples[i].scopes);
      token->user = samples[i].user;
      token->expires_us = samples[i].expires_us;
      self->samples[i] = g_strdup (token->secret);
      g_hash_table_replace (self->tokens, token->secret, token);
    }

  for (gsize i = 0; i < G_N_ELEMENTS (key_fields); i++)
    G_STRUCT_MEMBER (char *, &self->keys, key_fields[i].offset)
        = restore_or_make (saved, key_fields[i].name);
  self->oauth1_token = (XuSandboxToken){ .secret = g_strdup (self->keys.token),
                                         .scopes = g_strdup ("*"),
                                         .user = &users[0] };

  return self;
}

void
xu_sandbox_auth_save (XuSandboxAuth *self, JsonBuilder *builder)
{
  g_return_if_fail (self != NULL && JSON_IS_BUILDER (builder));

  for (gsize i = 0; i < G_N_ELEMENTS (samples); i++)
    {
      json_builder_set_member_name (builder, samples[i].name);
      json_builder_add_string_value (builder, self->samples[i]);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (key_fields); i++)
    {
      json_builder_set_member_name (builder, key_fields[i].name);
      json_builder_add_string_value (builder,
                                     G_STRUCT_MEMBER (char *, &self->keys, key_fields[i].offset));
    }
}

const char *
xu_sandbox_auth_get_sample (XuSandboxAuth *self, XuSandboxSample sample)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail ((gsize) sample < G_N_ELEMENTS (self->samples), NULL);

  return self->samples[sample];
}

const XuSandboxKeys *
xu_sandbox_auth_get_keys (XuSandboxAuth *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return &self->keys;
}

static gboolean
has_scopes (const XuSandboxToken *token, const char *wanted)
{
  g_auto (GStrv) held = g_strsplit (token->scopes, " ", -1);
  g_auto (GStrv) needed = g_strsplit (wanted, " ", -1);

  if (g_str_equal (token->scopes, "*"))
    return TRUE;

  for (guint i = 0; needed[i] != NULL; i++)
    {
      if (!g_strv_contains ((const char *const *) held, needed[i]))
        return FALSE;
    }

  return TRUE;
}

static const XuSandboxToken *
find_bearer (XuSandboxAuth *self, const char *authorization, gint64 now_us)
{
  const XuSandboxToken *token = NULL;

  if (g_ascii_strncasecmp (authorization, "Bearer ", strlen ("Bearer ")) == 0)
    token = g_hash_table_lookup (self->tokens, authorization + strlen ("Bearer "));
  if (token != NULL && token->expires_us != 0 && token->expires_us <= now_us)
    token = NULL;

  return token;
}

const XuSandboxToken *
xu_sandbox_auth_check (XuSandboxAuth *self,
                       XuSandboxEndpoint endpoint,
                       const char *authorization,
                       const char *method,
                       const char *url,
                       const char *query,
                       gint64 now_us,
                       XuSandboxAnswer **refusal)
{
  g_autofree char *message = NULL;
  const XuSandboxToken *token = NULL;

  g_return_val_if_fail (self != NULL && refusal != NULL, NULL);

  if (authorization == NULL)
    message = g_strdup ("no credentials");
  else if (!g_str_has_prefix (authorization, "OAuth "))
    token = find_bearer (self, authorization, now_us);
  else if (xu_sandbox_oauth1_verify (&self->keys, authorization, method, url, query,
                                     now_us / G_USEC_PER_SEC, self->nonces, &message))
    token = &self->oauth1_token;

  if (token == NULL)
    {
      g_debug ("Refused credentials: %s", message != NULL ? message : "unknown or expired token");
      *refusal = xu_sandbox_answer_new_problem (401, "Unauthorized", NULL, "Unauthorized");
      return NULL;
    }
  if (!has_scopes (token, xu_sandbox_endpoint_get_scopes (endpoint)))
    {
      *refusal = xu_sandbox_answer_new_problem (403, "Forbidden", NULL, "Forbidden");
      return NULL;
    }

  return token;
}

const XuSandboxUser *
xu_sandbox_auth_find_user (const char *id)
{
  g_return_val_if_fail (id != NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (users); i++)
    {
      if (g_str_equal (users[i].id, id))
        return &users[i];
    }

  return NULL;
}

void
xu_sandbox_auth_free (XuSandboxAuth *self)
{
  if (self == NULL)
    return;

  g_hash_table_unref (self->tokens);
  g_hash_table_unref (self->nonces);
  for (gsize i = 0; i < G_N_ELEMENTS (self->samples); i++)
    g_free (self->samples[i]);
  for (gsize i = 0; i < G_N_ELEMENTS (key_fields); i++)
    g_free (G_STRUCT_MEMBER (char *, &self->keys, key_fields[i].offset));
  g_free (self->oauth1_token.secret);
  g_free (self->oauth1_token.scopes);
  g_free (self);
}
