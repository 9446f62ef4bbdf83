/* SPDX-License-Identifier: GPL-3.0-or-later */
/* OAuth 1.0a: published vectors, and others computed independently with Python's hmac and urllib.
 */

#include "config.h"

#include "xu-oauth1-signer.h"

typedef struct
{
  const char *name;
  const char *method;
  const char *base_uri;
  const char *params[13];
  XuOauth1Keys keys;
  const char *nonce;
  gint64 timestamp;
  const char *signature; /* percent-encoded, as in the header */
} Vector;

static const XuOauth1Keys x_keys = {
  "xvz1evFS4wEEPTGEFPHBog",
  "kAcSOqF21Fu85e7zjz7ZN2U4ZRhfV3WpwPAoE3Z7kBw",
  "370773112-GmHxMAgYyLbNEtIKZeRNFsMKPR9EyMZeS9weJAEb",
  "LswwdoUaIvS8ltyTt5jkRh4J50vUPVVHtR2YPi5kE",
};
static const XuOauth1Keys photo_keys = {
  "dpf43f3p2l4k3l03",
  "kd94hf93k423kf44",
  "nnch734d00sl2jdk",
  "pfkkdhi9sl3r4s00",
};
static const XuOauth1Keys rfc_keys = {
  "9djdj82h48djs9d2",
  "j49sk3j29djd",
  "kkk9d7dh3k39sjv7",
  "dh893hdasih9",
};

static void
test_vectors (void)
{
  const Vector vectors[] = {
    /* X's documentation, "Creating a signature", for version 1.1 of its API and, in older editions,
       version 1. */
    { "x-1.1",
      "POST",
      "https://api.twitter.com/1.1/statuses/update.json",
      { "status", "Hello Ladies + Gentlemen, a signed OAuth request!", "include_entities", "true" },
      x_keys,
      "kYjzVBB8Y0ZFabxSWbWovY3uYSQ2pTgmZeNu2VS4cg",
      1318622958,
      "hCtSmYh%2BiHYCEqBWrE7C7hYmtUk%3D" },
    { "x-1",
      "POST",
      "https://api.twitter.com/1/statuses/update.json",
      { "include_entities", "true", "status", "Hello Ladies + Gentlemen, a signed OAuth request!" },
      x_keys,
      "kYjzVBB8Y0ZFabxSWbWovY3uYSQ2pTgmZeNu2VS4cg",
      1318622958,
      "tnnArxj06cWHq44gCs1OSKk%2FjLY%3D" },
    /* OAuth Core 1.0a, appendix A.5. */
    { "core",
      "GET",
      "http://photos.example.net/photos",
      { "file", "vacation.jpg", "size", "original" },
      photo_keys,
      "kllo9940pd9333jh",
      1191242096,
      "tR3%2BTy81lMeYAr%2FFid0kMTYa%2FWM%3D" },
    /* The parameters of RFC 5849 section 3.4.1.3.1, with oauth_version. */
    { "rfc",
      "POST",
      "http://example.com/request",
      { "b5", "=%3D", "a3", "a", "c@", "", "a2", "r b", "c2", "", "a3", "2 q" },
      rfc_keys,
      "7d8f3e4a",
      137131201,
      "OB33pYjWAnf%2BxtOHN4Gmbdil168%3D" },
    /* Not ASCII, reserved characters, a name that sorts between "a" and "a=". */
    { "unicode",
      "GET",
      "https://api.x.com/2/media/upload",
      { "name", "Größe ☃", "a-", "1", "a", "2", "a", "", "a.", "~*!'()" },
      photo_keys,
      "n/+=",
      1,
      "QtqOf8rjc22HlD3W8Do3AlwVAZM%3D" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (vectors); i++)
    {
      const Vector *vector = &vectors[i];
      gsize n_params = 0;

      while (vector->params[n_params] != NULL)
        n_params++;

      g_autofree char *header
          = xu_oauth1_sign (&vector->keys, vector->method, vector->base_uri, vector->params,
                            n_params, vector->nonce, vector->timestamp);
      g_autofree char *expected = g_strdup_printf ("oauth_signature=\"%s\"", vector->signature);

      g_test_message ("%s: %s", vector->name, header);
      g_assert_nonnull (strstr (header, expected));
    }
}

static void
test_header (void)
{
  g_autofree char *header = xu_oauth1_sign (&x_keys, "GET", "https://api.x.com/2/users/me", NULL, 0,
                                            "no\"nce\r\n", 1318622958);

  g_assert_true (g_str_has_prefix (
      header,
      "OAuth oauth_consumer_key=\"xvz1evFS4wEEPTGEFPHBog\", oauth_nonce=\"no%22nce%0D%0A\", "
      "oauth_signature_method=\"HMAC-SHA1\", oauth_timestamp=\"1318622958\", "
      "oauth_token=\"370773112-GmHxMAgYyLbNEtIKZeRNFsMKPR9EyMZeS9weJAEb\", "
      "oauth_version=\"1.0\", oauth_signature=\""));
  g_assert_null (strstr (header, x_keys.consumer_secret));
  g_assert_null (strstr (header, x_keys.token_secret));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/oauth1-signer/vectors", test_vectors);
  g_test_add_func ("/oauth1-signer/header", test_header);

  return g_test_run ();
}
