/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Verifies OAuth 1.0a signatures (RFC 5849, HMAC-SHA1). Pure: no clock. */

#define G_LOG_DOMAIN "xu-sandbox"

#include "config.h"

#include "xu-sandbox-oauth1.h"

static const gint64 most_skew_s = 5 * 60;

static const char *const known_parameters[] = {
  "oauth_consumer_key", "oauth_nonce", "oauth_signature", "oauth_signature_method",
  "oauth_timestamp",    "oauth_token", "oauth_version",   NULL,
};

/* RFC 5849, 3.6: only the unreserved characters stay as they are. */
static char *
encode (const char *text)
{
  return g_uri_escape_string (text, NULL, FALSE);
}

/* Parameters of the header: name="value", both percent-encoded. */
static GHashTable *
parse_header (const char *authorization)
{
  g_autoptr (GHashTable) parameters
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_auto (GStrv) items = g_strsplit (authorization + strlen ("OAuth "), ",", -1);

  for (guint i = 0; items[i] != NULL; i++)
    {
      char *item = g_strstrip (items[i]);
      char *equals = strchr (item, '=');

      if (equals == NULL || equals[1] != '"' || !g_str_has_suffix (equals + 2, "\""))
        return NULL;

      g_autofree char *quoted = g_strndup (equals + 2, strlen (equals + 2) - 1);
      g_autofree char *name = g_uri_unescape_segment (item, equals, NULL);
      g_autofree char *value = g_uri_unescape_string (quoted, NULL);

      if (name == NULL || value == NULL || g_hash_table_contains (parameters, name))
        return NULL;
      if (!g_str_equal (name, "realm") && !g_strv_contains (known_parameters, name))
        return NULL;
      g_hash_table_insert (parameters, g_steal_pointer (&name), g_steal_pointer (&value));
    }

  return g_steal_pointer (&parameters);
}

static void
add_pair (GPtrArray *pairs, const char *name, const char *value)
{
  g_autofree char *encoded_name = encode (name);
  g_autofree char *encoded_value = encode (value);

  g_ptr_array_add (pairs, g_strdup_printf ("%s=%s", encoded_name, encoded_value));
}

static void
add_query (GPtrArray *pairs, const char *query)
{
  g_auto (GStrv) items = g_strsplit (query, "&", -1);

  for (guint i = 0; items[i] != NULL; i++)
    {
      g_auto (GStrv) sides = g_strsplit (g_strdelimit (items[i], "+", ' '), "=", 2);

      if (items[i][0] == '\0')
        continue;

      g_autofree char *name = g_uri_unescape_string (sides[0], NULL);
      g_autofree char *value = g_uri_unescape_string (sides[1] != NULL ? sides[1] : "", NULL);

      if (name != NULL && value != NULL)
        add_pair (pairs, name, value);
    }
}

/* Sorting encoded "name=value" strings as a whole would misplace names that are prefixes of others:
 * '=' sorts behind '-' and the digits. */
static int
compare_pairs (gconstpointer a, gconstpointer b)
{
  const char *left = *(const char *const *) a;
  const char *right = *(const char *const *) b;
  g_auto (GStrv) left_sides = g_strsplit (left, "=", 2);
  g_auto (GStrv) right_sides = g_strsplit (right, "=", 2);
  int order = strcmp (left_sides[0], right_sides[0]);

  return order != 0 ? order : strcmp (left_sides[1], right_sides[1]);
}

/* RFC 5849, 3.4.1. */
static char *
make_base_string (const char *method, const char *url, const char *query, GHashTable *parameters)
{
  g_autoptr (GPtrArray) pairs = g_ptr_array_new_with_free_func (g_free);
  GHashTableIter iter;
  gpointer name, value;

  g_hash_table_iter_init (&iter, parameters);
  while (g_hash_table_iter_next (&iter, &name, &value))
    {
      if (!g_str_equal (name, "realm") && !g_str_equal (name, "oauth_signature"))
        add_pair (pairs, name, value);
    }
  if (query != NULL)
    add_query (pairs, query);

  g_ptr_array_sort (pairs, compare_pairs);
  g_ptr_array_add (pairs, NULL);

  g_autofree char *joined = g_strjoinv ("&", (char **) pairs->pdata);
  g_autofree char *encoded_url = encode (url);
  g_autofree char *encoded_pairs = encode (joined);

  return g_strdup_printf ("%s&%s&%s", method, encoded_url, encoded_pairs);
}

static char *
sign (const XuSandboxKeys *keys, const char *base_string)
{
  g_autofree char *consumer_secret = encode (keys->consumer_secret);
  g_autofree char *token_secret = encode (keys->token_secret);
  g_autofree char *key = g_strdup_printf ("%s&%s", consumer_secret, token_secret);
  g_autoptr (GHmac) hmac = g_hmac_new (G_CHECKSUM_SHA1, (const guchar *) key, strlen (key));
  guint8 digest[20];
  gsize length = sizeof digest;

  g_hmac_update (hmac, (const guchar *) base_string, (gssize) strlen (base_string));
  g_hmac_get_digest (hmac, digest, &length);

  return g_base64_encode (digest, length);
}

static const char *
get (GHashTable *parameters, const char *name)
{
  const char *value = g_hash_table_lookup (parameters, name);

  return value != NULL ? value : "";
}

static const char *
find_flaw (const XuSandboxKeys *keys, GHashTable *parameters, gint64 now, GHashTable *nonces)
{
  const char *nonce = get (parameters, "oauth_nonce");
  const char *version = g_hash_table_lookup (parameters, "oauth_version");
  gint64 timestamp = g_ascii_strtoll (get (parameters, "oauth_timestamp"), NULL, 10);

  if (!g_str_equal (get (parameters, "oauth_consumer_key"), keys->consumer_key))
    return "unknown consumer key";
  if (!g_str_equal (get (parameters, "oauth_token"), keys->token))
    return "unknown token";
  if (!g_str_equal (get (parameters, "oauth_signature_method"), "HMAC-SHA1"))
    return "signature method is not HMAC-SHA1";
  if (version != NULL && !g_str_equal (version, "1.0"))
    return "version is not 1.0";
  if (timestamp < now - most_skew_s || timestamp > now + most_skew_s)
    return "timestamp out of bounds";
  if (nonce[0] == '\0' || g_hash_table_contains (nonces, nonce))
    return "nonce missing or used";

  return NULL;
}

gboolean
xu_sandbox_oauth1_verify (const XuSandboxKeys *keys,
                          const char *authorization,
                          const char *method,
                          const char *url,
                          const char *query,
                          gint64 now,
                          GHashTable *nonces,
                          char **message)
{
  g_autoptr (GHashTable) parameters = NULL;
  const char *flaw;

  g_return_val_if_fail (keys != NULL && nonces != NULL && message != NULL, FALSE);
  g_return_val_if_fail (authorization != NULL && method != NULL && url != NULL, FALSE);
  g_return_val_if_fail (g_str_has_prefix (authorization, "OAuth "), FALSE);

  parameters = parse_header (authorization);
  flaw = parameters != NULL ? find_flaw (keys, parameters, now, nonces) : "malformed header";
  if (flaw == NULL)
    {
      g_autofree char *base_string = make_base_string (method, url, query, parameters);
      g_autofree char *signature = sign (keys, base_string);

      if (!g_str_equal (signature, get (parameters, "oauth_signature")))
        flaw = "signature does not match";
    }
  if (flaw != NULL)
    {
      *message = g_strdup (flaw);
      return FALSE;
    }

  g_hash_table_add (nonces, g_strdup (get (parameters, "oauth_nonce")));
  return TRUE;
}
