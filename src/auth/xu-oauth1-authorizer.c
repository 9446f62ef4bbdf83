/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Signs each request with the four keys of X's developer console (RFC 5849). */

#define G_LOG_DOMAIN "xu-auth"

#include "config.h"

#include "xu-oauth1-authorizer.h"

#include "xu-fingerprint.h"
#include "xu-secret.h"

struct _XuOauth1Authorizer
{
  GObject parent_instance;

  char *consumer_key;    /* (owned) */
  char *consumer_secret; /* (owned): a secret */
  char *token;           /* (owned) */
  char *token_secret;    /* (owned): a secret */
};

static void xu_oauth1_authorizer_authorizer_init (XuAuthorizerInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (XuOauth1Authorizer,
                               xu_oauth1_authorizer,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (XU_TYPE_AUTHORIZER,
                                                      xu_oauth1_authorizer_authorizer_init))

static gboolean
is_default_port (const char *scheme, int port)
{
  return (g_str_equal (scheme, "https") && port == 443)
         || (g_str_equal (scheme, "http") && port == 80);
}

/* RFC 5849 section 3.4.1.2: scheme and host in lower case, no default port, no query. */
static char *
make_base_uri (GUri *uri)
{
  g_autofree char *scheme = g_ascii_strdown (g_uri_get_scheme (uri), -1);
  g_autofree char *host = g_ascii_strdown (g_uri_get_host (uri), -1);
  int port = is_default_port (scheme, g_uri_get_port (uri)) ? -1 : g_uri_get_port (uri);
  const char *path = *g_uri_get_path (uri) != '\0' ? g_uri_get_path (uri) : "/";
  g_autoptr (GUri) base
      = g_uri_build (G_URI_FLAGS_ENCODED, scheme, NULL, host, port, path, NULL, NULL);

  return g_uri_to_string (base);
}

/* Section 3.4.1.3.1: decoded as application/x-www-form-urlencoded. What cannot be decoded stays as
 * it is. */
static char *
decode (const char *text)
{
  g_autofree char *spaced = g_strdelimit (g_strdup (text), "+", ' ');
  char *decoded = g_uri_unescape_string (spaced, NULL);

  return decoded != NULL ? decoded : g_steal_pointer (&spaced);
}

/* Names and values in turn; a name without "=" has an empty value. */
static GPtrArray *
parse_query (const char *query)
{
  GPtrArray *params = g_ptr_array_new_with_free_func (g_free);
  g_auto (GStrv) fields = g_strsplit (query != NULL ? query : "", "&", -1);

  for (guint i = 0; fields[i] != NULL; i++)
    {
      if (*fields[i] == '\0')
        continue;

      g_auto (GStrv) halves = g_strsplit (fields[i], "=", 2);

      g_ptr_array_add (params, decode (halves[0]));
      g_ptr_array_add (params, decode (halves[1] != NULL ? halves[1] : ""));
    }

  return params;
}

static char *
xu_oauth1_authorizer_dup_header (XuAuthorizer *authorizer, const char *method, GUri *uri)
{
  XuOauth1Authorizer *self = XU_OAUTH1_AUTHORIZER (authorizer);
  XuOauth1Keys keys = {
    .consumer_key = self->consumer_key,
    .consumer_secret = self->consumer_secret,
    .token = self->token,
    .token_secret = self->token_secret,
  };
  /* Whatever flags the address was parsed with: what is signed is what goes over the wire. */
  g_autofree char *text = g_uri_to_string (uri);
  g_autoptr (GUri) encoded
      = g_uri_parse (text, G_URI_FLAGS_ENCODED | G_URI_FLAGS_PARSE_RELAXED, NULL);

  g_return_val_if_fail (encoded != NULL && g_uri_get_host (encoded) != NULL, NULL);

  g_autofree char *base_uri = make_base_uri (encoded);
  g_autoptr (GPtrArray) params = parse_query (g_uri_get_query (encoded));
  g_autofree char *nonce = g_strdelimit (g_uuid_string_random (), "-", '0');

  return xu_oauth1_sign (&keys, method, base_uri, (const char *const *) params->pdata, params->len,
                         nonce, g_get_real_time () / G_USEC_PER_SEC);
}

static char *
xu_oauth1_authorizer_dup_fingerprint (XuAuthorizer *authorizer)
{
  const XuOauth1Authorizer *self = XU_OAUTH1_AUTHORIZER (authorizer);
  const char *const parts[]
      = { self->consumer_key, self->consumer_secret, self->token, self->token_secret, NULL };

  return xu_fingerprint_of (parts);
}

static void
xu_oauth1_authorizer_finalize (GObject *object)
{
  XuOauth1Authorizer *self = XU_OAUTH1_AUTHORIZER (object);

  g_clear_pointer (&self->consumer_key, g_free);
  g_clear_pointer (&self->consumer_secret, xu_secret_free);
  g_clear_pointer (&self->token, g_free);
  g_clear_pointer (&self->token_secret, xu_secret_free);

  G_OBJECT_CLASS (xu_oauth1_authorizer_parent_class)->finalize (object);
}

static void
xu_oauth1_authorizer_class_init (XuOauth1AuthorizerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = xu_oauth1_authorizer_finalize;
}

static void
xu_oauth1_authorizer_authorizer_init (XuAuthorizerInterface *iface)
{
  iface->dup_header = xu_oauth1_authorizer_dup_header;
  iface->dup_fingerprint = xu_oauth1_authorizer_dup_fingerprint;
}

static void
xu_oauth1_authorizer_init (XuOauth1Authorizer *self)
{
}

XuAuthorizer *
xu_oauth1_authorizer_new (const XuOauth1Keys *keys)
{
  g_return_val_if_fail (keys != NULL, NULL);
  g_return_val_if_fail (keys->consumer_key != NULL && keys->consumer_secret != NULL, NULL);
  g_return_val_if_fail (keys->token != NULL && keys->token_secret != NULL, NULL);

  XuOauth1Authorizer *self = g_object_new (XU_TYPE_OAUTH1_AUTHORIZER, NULL);

  self->consumer_key = g_strdup (keys->consumer_key);
  self->consumer_secret = g_strdup (keys->consumer_secret);
  self->token = g_strdup (keys->token);
  self->token_secret = g_strdup (keys->token_secret);

  return XU_AUTHORIZER (self);
}
