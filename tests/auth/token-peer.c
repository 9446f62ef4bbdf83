/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A token endpoint whose refresh tokens are good for once. */

#include "config.h"

#include "token-peer.h"

struct _TokenPeer
{
  HttpPeer *peer;
  GMutex lock; /* for all below */
  TokenPeerManner manner;
  guint newest;
  guint n_asked;
  guint n_served;
  char *form;
  char *authorization;
};

static void
answer (SoupServerMessage *message, guint status, const char *text)
{
  soup_server_message_set_status (message, status, NULL);
  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_COPY, text,
                                    strlen (text));
}

static gboolean
is_newest (TokenPeer *self)
{
  g_autoptr (GHashTable) fields = soup_form_decode (self->form);
  g_autofree char *wanted = g_strdup_printf ("refresh-%u", self->newest);

  return g_strcmp0 (g_hash_table_lookup (fields, "grant_type"), "refresh_token") == 0
         && g_strcmp0 (g_hash_table_lookup (fields, "refresh_token"), wanted) == 0;
}

static void
serve_tokens (TokenPeer *self, SoupServerMessage *message)
{
  if (self->manner == TOKEN_PEER_IS_DOWN)
    {
      answer (message, 503, "over capacity");
      return;
    }
  if (self->manner == TOKEN_PEER_KNOWS_NO_APP)
    {
      answer (message, 401,
              "{\"error\":\"invalid_client\",\"error_description\":\"No such app.\"}");
      return;
    }
  if (!is_newest (self))
    {
      answer (message, 400,
              "{\"error\":\"invalid_request\",\"error_description\":\"Value passed for the token "
              "was invalid.\"}");
      return;
    }

  self->newest++;
  if (self->manner == TOKEN_PEER_LOSES_ANSWER)
    {
      g_autoptr (GIOStream) stream = soup_server_message_steal_connection (message);

      g_io_stream_close (stream, NULL, NULL);
      return;
    }

  g_autofree char *text
      = g_strdup_printf ("{\"token_type\":\"bearer\",\"expires_in\":7200,\"access_token\":"
                         "\"access-%u\",\"refresh_token\":\"refresh-%u\",\"scope\":\"scope-%u\"}",
                         self->newest, self->newest, self->newest);

  answer (message, 200, text);
}

static void
serve_others (TokenPeer *self, SoupServerMessage *message, const char *authorization)
{
  g_autofree char *wanted = g_strdup_printf ("Bearer access-%u", self->newest);

  if (g_strcmp0 (authorization, wanted) != 0)
    {
      answer (message, 401, "{\"title\":\"Unauthorized\"}");
      return;
    }

  self->n_served++;
  answer (message, 200, "{}");
}

static void
serve (SoupServer *server,
       SoupServerMessage *message,
       const char *path,
       GHashTable *query,
       gpointer user_data)
{
  TokenPeer *self = user_data;
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  const char *authorization = soup_message_headers_get_one (headers, "Authorization");
  g_autoptr (GBytes) body
      = soup_message_body_flatten (soup_server_message_get_request_body (message));

  g_mutex_lock (&self->lock);
  if (g_str_equal (path, "/2/oauth2/token"))
    {
      self->n_asked++;
      g_free (self->form);
      g_free (self->authorization);
      self->form = g_strndup (g_bytes_get_data (body, NULL), g_bytes_get_size (body));
      self->authorization = g_strdup (authorization != NULL ? authorization : "");
      serve_tokens (self, message);
    }
  else
    {
      serve_others (self, message, authorization);
    }
  g_mutex_unlock (&self->lock);
}

TokenPeer *
token_peer_new (void)
{
  TokenPeer *self = g_new0 (TokenPeer, 1);

  g_mutex_init (&self->lock);
  self->peer = http_peer_new_server (HTTP_PEER_PLAIN, serve, self);

  return self;
}

void
token_peer_free (TokenPeer *self)
{
  http_peer_free (self->peer);
  g_mutex_clear (&self->lock);
  g_free (self->form);
  g_free (self->authorization);
  g_free (self);
}

HttpPeer *
token_peer_get_peer (TokenPeer *self)
{
  return self->peer;
}

void
token_peer_set_manner (TokenPeer *self, TokenPeerManner manner)
{
  g_mutex_lock (&self->lock);
  self->manner = manner;
  g_mutex_unlock (&self->lock);
}

guint
token_peer_get_n_asked (TokenPeer *self)
{
  g_mutex_lock (&self->lock);
  guint n = self->n_asked;
  g_mutex_unlock (&self->lock);

  return n;
}

guint
token_peer_get_n_served (TokenPeer *self)
{
  g_mutex_lock (&self->lock);
  guint n = self->n_served;
  g_mutex_unlock (&self->lock);

  return n;
}

char *
token_peer_dup_form (TokenPeer *self)
{
  g_mutex_lock (&self->lock);
  char *text = g_strdup (self->form);
  g_mutex_unlock (&self->lock);

  return text;
}

char *
token_peer_dup_authorization (TokenPeer *self)
{
  g_mutex_lock (&self->lock);
  char *text = g_strdup (self->authorization);
  g_mutex_unlock (&self->lock);

  return text;
}

XuStoredCredentials *
token_peer_new_credentials (guint n, gint64 lifetime_s, const char *client_secret)
{
  g_autofree char *access_token = g_strdup_printf ("access-%u", n);
  g_autofree char *refresh_token = g_strdup_printf ("refresh-%u", n);
  g_autoptr (XuOauth2App) app = xu_oauth2_app_new ("the-id", client_secret, NULL);
  g_autoptr (XuOauth2Tokens) tokens
      = xu_oauth2_tokens_new (access_token, refresh_token, "scope-0",
                              g_get_real_time () / G_USEC_PER_SEC + lifetime_s, NULL);

  return xu_stored_credentials_new_oauth2 (app, tokens);
}
