/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who may do what: tokens, keys, and whether a request holds one. */

#define G_LOG_DOMAIN "xu-sandbox"

#include "config.h"

#include "xu-sandbox-auth.h"

#include "xu-sandbox-scopes.h"

struct _XuSandboxAuth
{
  GHashTable *tokens;                         /* (owned): secret -> XuSandboxToken */
  char *samples[XU_SANDBOX_SAMPLE_OTHER + 1]; /* (owned) */
  XuSandboxKeys keys;                         /* (owned) */
  XuSandboxToken *oauth1_token;               /* (owned): what the four keys stand for */
  GHashTable *nonces;                         /* (owned): of OAuth 1.0a */
  XuSandboxOauth2 *oauth2;                    /* (owned): what was granted */
};

static const struct
{
  const char *name;
  const char *scopes;
  guint user;
  gint64 expires_us; /* 0: never; 1: long ago */
} samples[] = {
  [XU_SANDBOX_SAMPLE_FULL]
  = { "access_token", "tweet.read tweet.write users.read media.write offline.access", 0, 0 },
  [XU_SANDBOX_SAMPLE_LIMITED] = { "limited_token", "tweet.read tweet.write users.read", 0, 0 },
  [XU_SANDBOX_SAMPLE_EXPIRED]
  = { "expired_token", "tweet.read tweet.write users.read media.write", 0, 1 },
  [XU_SANDBOX_SAMPLE_OTHER]
  = { "other_token", "tweet.read tweet.write users.read media.write", 1, 0 },
};

/* X's token of OAuth 1.0a tells whose it is. */
static const struct
{
  const char *name;
  gsize offset;
  gboolean begins_with_user;
} key_fields[] = {
  { "consumer_key", G_STRUCT_OFFSET (XuSandboxKeys, consumer_key), FALSE },
  { "consumer_secret", G_STRUCT_OFFSET (XuSandboxKeys, consumer_secret), FALSE },
  { "token", G_STRUCT_OFFSET (XuSandboxKeys, token), TRUE },
  { "token_secret", G_STRUCT_OFFSET (XuSandboxKeys, token_secret), FALSE },
};

static char *
restore_or_make (JsonObject *saved, const char *name, const char *prefix)
{
  const char *old
      = saved != NULL ? json_object_get_string_member_with_default (saved, name, NULL) : NULL;

  return old != NULL ? g_strdup (old) : xu_sandbox_token_make_secret (prefix);
}

static JsonObject *
get_object (JsonObject *saved, const char *name)
{
  JsonNode *node = saved != NULL ? json_object_get_member (saved, name) : NULL;

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

XuSandboxAuth *
xu_sandbox_auth_new (JsonObject *saved)
{
  static const char prefix[] = "sandbox-";
  g_autofree char *user_prefix = g_strconcat (xu_sandbox_user_get (0)->id, "-", prefix, NULL);
  XuSandboxAuth *self = g_new0 (XuSandboxAuth, 1);

  self->tokens = g_hash_table_new_full (g_str_hash, g_str_equal, NULL,
                                        (GDestroyNotify) xu_sandbox_token_unref);
  self->nonces = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (samples); i++)
    {
      XuSandboxToken *token;

      self->samples[i] = restore_or_make (saved, samples[i].name, prefix);
      token = xu_sandbox_token_new (self->samples[i], xu_sandbox_user_get (samples[i].user),
                                    samples[i].scopes, samples[i].expires_us);
      g_hash_table_replace (self->tokens, token->secret, token);
    }

  for (gsize i = 0; i < G_N_ELEMENTS (key_fields); i++)
    G_STRUCT_MEMBER (char *, &self->keys, key_fields[i].offset) = restore_or_make (
        saved, key_fields[i].name, key_fields[i].begins_with_user ? user_prefix : prefix);
  self->oauth1_token = xu_sandbox_token_new (self->keys.token, xu_sandbox_user_get (0), "*", 0);
  self->oauth2 = xu_sandbox_oauth2_new (get_object (saved, "oauth2"));

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
  json_builder_set_member_name (builder, "oauth2");
  json_builder_begin_object (builder);
  xu_sandbox_oauth2_save (self->oauth2, builder);
  json_builder_end_object (builder);
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

XuSandboxOauth2 *
xu_sandbox_auth_get_oauth2 (XuSandboxAuth *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->oauth2;
}

static XuSandboxToken *
find_bearer (XuSandboxAuth *self, const char *authorization, gint64 now_us)
{
  const char *secret = authorization + strlen ("Bearer ");
  XuSandboxToken *token;

  if (g_ascii_strncasecmp (authorization, "Bearer ", strlen ("Bearer ")) != 0)
    return NULL;

  token = g_hash_table_lookup (self->tokens, secret);
  if (token == NULL)
    token = xu_sandbox_oauth2_find_token (self->oauth2, secret);
  if (token != NULL && token->expires_us != 0 && token->expires_us <= now_us)
    token = NULL;

  return token;
}

XuSandboxToken *
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
  XuSandboxToken *token = NULL;

  g_return_val_if_fail (self != NULL && refusal != NULL, NULL);

  if (authorization == NULL)
    message = g_strdup ("no credentials");
  else if (!g_str_has_prefix (authorization, "OAuth "))
    token = find_bearer (self, authorization, now_us);
  else if (xu_sandbox_oauth1_verify (&self->keys, authorization, method, url, query,
                                     now_us / G_USEC_PER_SEC, self->nonces, &message))
    token = self->oauth1_token;

  if (token == NULL)
    {
      g_debug ("Refused credentials: %s", message != NULL ? message : "unknown or expired token");
      *refusal = xu_sandbox_answer_new_problem (401, "Unauthorized", NULL, "Unauthorized");
      return NULL;
    }
  if (!xu_sandbox_scopes_contain (token->scopes, xu_sandbox_endpoint_get_scopes (endpoint)))
    {
      *refusal = xu_sandbox_answer_new_problem (403, "Forbidden", NULL, "Forbidden");
      return NULL;
    }

  return xu_sandbox_token_ref (token);
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
  xu_sandbox_token_unref (self->oauth1_token);
  xu_sandbox_oauth2_free (self->oauth2);
  g_free (self);
}
