/* SPDX-License-Identifier: GPL-3.0-or-later */
/* OAuth 2.0 as X does it: clients, consents, codes, tokens that rotate (RFC 6749, 7636, 7009).
 * Reads no clock. */

#define G_LOG_DOMAIN "xu-sandbox"

#include "config.h"

#include "xu-sandbox-oauth2.h"

enum
{
  MOST_CONSENTS = 1000
};

/* A page may stay open for a while before somebody decides. */
static const gint64 consent_life_us = (gint64) 10 * 60 * G_USEC_PER_SEC;

struct _XuSandboxOauth2
{
  XuSandboxClient clients[XU_SANDBOX_N_CLIENTS];
  GPtrArray *consents; /* (owned) (element-type XuSandboxConsent): oldest first */
  GPtrArray *grants;   /* (owned) (element-type XuSandboxGrant): oldest first */
};

static const char *const client_names[XU_SANDBOX_N_CLIENTS] = {
  [XU_SANDBOX_CLIENT_PUBLIC] = "X Uploader",
  [XU_SANDBOX_CLIENT_CONFIDENTIAL] = "X Uploader with a secret",
};

static const char wrong_code[] = "Value passed for the authorization code was invalid.";
static const char wrong_redirect_uri[]
    = "Value passed for the redirect uri did not match the uri of the authorization code.";
static const char wrong_verifier[]
    = "Value passed for the code verifier did not match the code challenge.";

static char *
restore_or_make (JsonObject *saved, const char *name, const char *prefix)
{
  const char *old
      = saved != NULL ? json_object_get_string_member_with_default (saved, name, NULL) : NULL;

  return old != NULL ? g_strdup (old) : xu_sandbox_token_make_secret (prefix);
}

static void
load_grants (XuSandboxOauth2 *self, JsonObject *saved)
{
  JsonNode *node = json_object_get_member (saved, "grants");
  JsonArray *array
      = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *element = json_array_get_element (array, i);
      XuSandboxGrant *grant
          = JSON_NODE_HOLDS_OBJECT (element)
                ? xu_sandbox_grant_new_from_json (json_node_get_object (element), self->clients)
                : NULL;

      if (grant != NULL)
        g_ptr_array_add (self->grants, grant);
    }
}

XuSandboxOauth2 *
xu_sandbox_oauth2_new (JsonObject *saved)
{
  XuSandboxOauth2 *self = g_new0 (XuSandboxOauth2, 1);
  XuSandboxClient *confidential = &self->clients[XU_SANDBOX_CLIENT_CONFIDENTIAL];

  self->consents = g_ptr_array_new_with_free_func ((GDestroyNotify) xu_sandbox_consent_free);
  self->grants = g_ptr_array_new_with_free_func ((GDestroyNotify) xu_sandbox_grant_free);
  for (guint i = 0; i < XU_SANDBOX_N_CLIENTS; i++)
    self->clients[i].name = client_names[i];

  self->clients[XU_SANDBOX_CLIENT_PUBLIC].id
      = restore_or_make (saved, "client_id", "sandbox-client-");
  confidential->id = restore_or_make (saved, "confidential_client_id", "sandbox-client-");
  confidential->secret = restore_or_make (saved, "confidential_client_secret", "sandbox-secret-");
  if (saved != NULL)
    load_grants (self, saved);

  return self;
}

static void
add_text (JsonBuilder *builder, const char *name, const char *text)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, text);
}

void
xu_sandbox_oauth2_save (XuSandboxOauth2 *self, JsonBuilder *builder)
{
  const XuSandboxClient *confidential;

  g_return_if_fail (self != NULL && JSON_IS_BUILDER (builder));

  confidential = &self->clients[XU_SANDBOX_CLIENT_CONFIDENTIAL];
  add_text (builder, "client_id", self->clients[XU_SANDBOX_CLIENT_PUBLIC].id);
  add_text (builder, "confidential_client_id", confidential->id);
  add_text (builder, "confidential_client_secret", confidential->secret);
  json_builder_set_member_name (builder, "grants");
  json_builder_begin_array (builder);
  for (guint i = 0; i < self->grants->len; i++)
    xu_sandbox_grant_save (g_ptr_array_index (self->grants, i), builder);
  json_builder_end_array (builder);
}

const XuSandboxClient *
xu_sandbox_oauth2_get_client (XuSandboxOauth2 *self, XuSandboxClientKind kind)
{
  g_return_val_if_fail (self != NULL && (guint) kind < XU_SANDBOX_N_CLIENTS, NULL);

  return &self->clients[kind];
}

const XuSandboxClient *
xu_sandbox_oauth2_find_client (XuSandboxOauth2 *self, const char *id)
{
  g_return_val_if_fail (self != NULL && id != NULL, NULL);

  for (guint i = 0; i < XU_SANDBOX_N_CLIENTS; i++)
    {
      if (g_str_equal (self->clients[i].id, id))
        return &self->clients[i];
    }

  return NULL;
}

void
xu_sandbox_oauth2_add_consent (XuSandboxOauth2 *self, XuSandboxConsent *consent, gint64 now_us)
{
  g_return_if_fail (self != NULL && consent != NULL);

  if (self->consents->len >= MOST_CONSENTS)
    g_ptr_array_remove_index (self->consents, 0);
  consent->expires_us = now_us + consent_life_us;
  g_ptr_array_add (self->consents, consent);
}

XuSandboxConsent *
xu_sandbox_oauth2_find_consent (XuSandboxOauth2 *self, const char *id, gint64 now_us)
{
  g_return_val_if_fail (self != NULL && id != NULL, NULL);

  for (guint i = 0; i < self->consents->len; i++)
    {
      XuSandboxConsent *consent = g_ptr_array_index (self->consents, i);

      if (g_str_equal (consent->id, id))
        return consent->expires_us > now_us ? consent : NULL;
    }

  return NULL;
}

static void
sweep (XuSandboxOauth2 *self, gint64 now_us)
{
  for (guint i = self->grants->len; i > 0; i--)
    {
      if (xu_sandbox_grant_is_over (g_ptr_array_index (self->grants, i - 1), now_us))
        g_ptr_array_remove_index (self->grants, i - 1);
    }
}

const char *
xu_sandbox_oauth2_allow (XuSandboxOauth2 *self,
                         const XuSandboxConsent *consent,
                         gint64 life_us,
                         gint64 now_us)
{
  XuSandboxGrant *grant;

  g_return_val_if_fail (self != NULL && consent != NULL, NULL);

  sweep (self, now_us);
  grant = xu_sandbox_grant_new (consent->client, consent->user, consent->scopes);
  grant->redirect_uri = g_strdup (consent->redirect_uri);
  grant->challenge = g_strdup (consent->challenge);
  grant->code_expires_us = now_us + life_us;
  g_ptr_array_add (self->grants, grant);

  return grant->code;
}

static XuSandboxGrant *
find_code (XuSandboxOauth2 *self, const XuSandboxClient *client, const char *code)
{
  for (guint i = 0; i < self->grants->len; i++)
    {
      XuSandboxGrant *grant = g_ptr_array_index (self->grants, i);

      if (g_str_equal (grant->code, code) && grant->client == client)
        return grant;
    }

  return NULL;
}

/* RFC 7636, 4.6. */
static gboolean
fits_challenge (const char *verifier, const char *challenge)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree char *text = NULL;
  guint8 digest[32];
  gsize length = sizeof digest;

  g_checksum_update (checksum, (const guchar *) verifier, (gssize) strlen (verifier));
  g_checksum_get_digest (checksum, digest, &length);
  text = xu_sandbox_token_encode (digest, length);

  return g_str_equal (text, challenge);
}

static const char *
find_flaw (const XuSandboxGrant *grant,
           const char *redirect_uri,
           const char *verifier,
           gint64 now_us)
{
  if (grant->is_code_used || grant->code_expires_us <= now_us)
    return wrong_code;
  if (!g_str_equal (grant->redirect_uri, redirect_uri))
    return wrong_redirect_uri;
  return fits_challenge (verifier, grant->challenge) ? NULL : wrong_verifier;
}

gboolean
xu_sandbox_oauth2_exchange (XuSandboxOauth2 *self,
                            const XuSandboxClient *client,
                            const char *code,
                            const char *redirect_uri,
                            const char *verifier,
                            gint64 life_us,
                            gint64 now_us,
                            XuSandboxPair *pair,
                            const char **flaw)
{
  XuSandboxGrant *grant;

  g_return_val_if_fail (self != NULL && client != NULL && code != NULL, FALSE);
  g_return_val_if_fail (redirect_uri != NULL && verifier != NULL, FALSE);
  g_return_val_if_fail (pair != NULL && flaw != NULL, FALSE);

  grant = find_code (self, client, code);
  *flaw = grant != NULL ? find_flaw (grant, redirect_uri, verifier, now_us) : wrong_code;
  if (*flaw == NULL)
    {
      grant->is_code_used = TRUE;
      xu_sandbox_grant_issue (grant, life_us, now_us, pair);
      return TRUE;
    }

  if (grant != NULL)
    g_ptr_array_remove (self->grants, grant);
  return FALSE;
}

gboolean
xu_sandbox_oauth2_refresh (XuSandboxOauth2 *self,
                           const XuSandboxClient *client,
                           const char *refresh,
                           gint64 life_us,
                           gint64 now_us,
                           XuSandboxPair *pair)
{
  g_return_val_if_fail (self != NULL && client != NULL, FALSE);
  g_return_val_if_fail (refresh != NULL && pair != NULL, FALSE);

  for (guint i = 0; i < self->grants->len; i++)
    {
      XuSandboxGrant *grant = g_ptr_array_index (self->grants, i);

      if (grant->client == client && g_strcmp0 (grant->refresh, refresh) == 0)
        {
          xu_sandbox_grant_issue (grant, life_us, now_us, pair);
          return TRUE;
        }
    }

  return FALSE;
}

gboolean
xu_sandbox_oauth2_revoke (XuSandboxOauth2 *self, const XuSandboxClient *client, const char *secret)
{
  g_return_val_if_fail (self != NULL && client != NULL && secret != NULL, FALSE);

  for (guint i = 0; i < self->grants->len; i++)
    {
      XuSandboxGrant *grant = g_ptr_array_index (self->grants, i);

      if (g_strcmp0 (grant->refresh, secret) != 0
          && xu_sandbox_grant_find_token (grant, secret) == NULL)
        continue;
      if (grant->client != client)
        return FALSE;

      g_ptr_array_remove_index (self->grants, i);
      return TRUE;
    }

  return TRUE;
}

XuSandboxToken *
xu_sandbox_oauth2_find_token (XuSandboxOauth2 *self, const char *secret)
{
  g_return_val_if_fail (self != NULL && secret != NULL, NULL);

  for (guint i = 0; i < self->grants->len; i++)
    {
      XuSandboxToken *token
          = xu_sandbox_grant_find_token (g_ptr_array_index (self->grants, i), secret);

      if (token != NULL)
        return token;
    }

  return NULL;
}

void
xu_sandbox_oauth2_free (XuSandboxOauth2 *self)
{
  if (self == NULL)
    return;

  /* Both point to clients. */
  g_ptr_array_unref (self->consents);
  g_ptr_array_unref (self->grants);
  for (guint i = 0; i < XU_SANDBOX_N_CLIENTS; i++)
    {
      g_free (self->clients[i].id);
      g_free (self->clients[i].secret);
    }
  g_free (self);
}
