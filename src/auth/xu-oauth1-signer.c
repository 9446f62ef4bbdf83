/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The signature of OAuth 1.0a (RFC 5849 section 3.4), as a pure function. */

#define G_LOG_DOMAIN "xu-auth"

#include "config.h"

#include "xu-oauth1-signer.h"

typedef struct
{
  char *name;  /* (owned): percent-encoded */
  char *value; /* (owned): percent-encoded */
} Pair;

/* RFC 5849 section 3.6: all but the unreserved characters of RFC 3986, in upper case. */
static char *
encode (const char *text)
{
  return g_uri_escape_string (text, NULL, FALSE);
}

static Pair *
pair_new (const char *name, const char *value)
{
  Pair *pair = g_new (Pair, 1);

  *pair = (Pair){ .name = encode (name), .value = encode (value) };
  return pair;
}

static void
pair_free (Pair *pair)
{
  g_free (pair->name);
  g_free (pair->value);
  g_free (pair);
}

/* Section 3.4.1.3.2: by encoded name, then by encoded value, as bytes. */
static int
pair_compare (gconstpointer a, gconstpointer b)
{
  const Pair *one = *(const Pair *const *) a;
  const Pair *other = *(const Pair *const *) b;
  int order = strcmp (one->name, other->name);

  return order != 0 ? order : strcmp (one->value, other->value);
}

/* "name=value" of each pair, joined. */
static char *
join_pairs (const GPtrArray *pairs, const char *separator, const char *quote)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < pairs->len; i++)
    {
      const Pair *pair = g_ptr_array_index (pairs, i);

      g_string_append_printf (text, "%s%s=%s%s%s", i > 0 ? separator : "", pair->name, quote,
                              pair->value, quote);
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* Section 3.4.1.1. */
static char *
make_base_string (const char *method, const char *base_uri, GPtrArray *pairs)
{
  g_ptr_array_sort (pairs, pair_compare);

  g_autofree char *normalized = join_pairs (pairs, "&", "");
  g_autofree char *encoded_uri = encode (base_uri);
  g_autofree char *encoded_params = encode (normalized);

  return g_strconcat (method, "&", encoded_uri, "&", encoded_params, NULL);
}

/* Section 3.4.2: the base64 form of the HMAC-SHA1. */
static char *
make_signature (const XuOauth1Keys *keys, const char *base_string)
{
  g_autofree char *consumer_secret = encode (keys->consumer_secret);
  g_autofree char *token_secret = encode (keys->token_secret);
  g_autofree char *key = g_strconcat (consumer_secret, "&", token_secret, NULL);
  g_autoptr (GHmac) hmac = g_hmac_new (G_CHECKSUM_SHA1, (const guchar *) key, strlen (key));
  guint8 digest[20];
  gsize size = sizeof digest;

  g_hmac_update (hmac, (const guchar *) base_string, -1);
  g_hmac_get_digest (hmac, digest, &size);

  return g_base64_encode (digest, size);
}

static GPtrArray *
make_protocol_pairs (const XuOauth1Keys *keys, const char *nonce, gint64 timestamp)
{
  GPtrArray *pairs = g_ptr_array_new_with_free_func ((GDestroyNotify) pair_free);
  g_autofree char *seconds = g_strdup_printf ("%" G_GINT64_FORMAT, timestamp);

  g_ptr_array_add (pairs, pair_new ("oauth_consumer_key", keys->consumer_key));
  g_ptr_array_add (pairs, pair_new ("oauth_nonce", nonce));
  g_ptr_array_add (pairs, pair_new ("oauth_signature_method", "HMAC-SHA1"));
  g_ptr_array_add (pairs, pair_new ("oauth_timestamp", seconds));
  g_ptr_array_add (pairs, pair_new ("oauth_token", keys->token));
  g_ptr_array_add (pairs, pair_new ("oauth_version", "1.0"));

  return pairs;
}

char *
xu_oauth1_sign (const XuOauth1Keys *keys,
                const char *method,
                const char *base_uri,
                const char *const *params,
                gsize n_params,
                const char *nonce,
                gint64 timestamp)
{
  g_return_val_if_fail (keys != NULL && method != NULL && base_uri != NULL, NULL);
  g_return_val_if_fail (params != NULL || n_params == 0, NULL);
  g_return_val_if_fail (n_params % 2 == 0 && nonce != NULL, NULL);

  g_autoptr (GPtrArray) header_pairs = make_protocol_pairs (keys, nonce, timestamp);
  g_autoptr (GPtrArray) all_pairs = make_protocol_pairs (keys, nonce, timestamp);

  for (gsize i = 0; i < n_params; i += 2)
    g_ptr_array_add (all_pairs, pair_new (params[i], params[i + 1]));

  g_autofree char *base_string = make_base_string (method, base_uri, all_pairs);
  g_autofree char *signature = make_signature (keys, base_string);

  g_ptr_array_add (header_pairs, pair_new ("oauth_signature", signature));

  g_autofree char *fields = join_pairs (header_pairs, ", ", "\"");

  return g_strconcat ("OAuth ", fields, NULL);
}
