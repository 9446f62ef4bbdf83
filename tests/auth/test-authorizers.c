/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Authorizers, and where their credentials come from. */

#include "config.h"

#include "xu-bearer-authorizer.h"
#include "xu-credentials.h"
#include "xu-error.h"
#include "xu-oauth1-authorizer.h"

static const XuOauth1Keys keys = { "ck", "cs", "t", "ts" };

static GUri *
parse (const char *text, GUriFlags flags)
{
  GUri *uri = g_uri_parse (text, flags, NULL);

  g_assert_nonnull (uri);
  return uri;
}

static void
test_bearer (void)
{
  g_autoptr (GError) error = NULL;
  XuAuthorizer *authorizer = xu_bearer_authorizer_new ("aZ09-._~+/==", &error);
  g_autoptr (GUri) uri = parse ("https://api.x.com/2/tweets", G_URI_FLAGS_NONE);

  g_assert_no_error (error);

  g_autofree char *header = xu_authorizer_dup_header (authorizer, "POST", uri);

  g_assert_cmpstr (header, ==, "Bearer aZ09-._~+/==");
  g_assert_finalize_object (authorizer);
}

static void
test_bearer_refuses (void)
{
  static const char *const tokens[] = { "", "=", "a b", "a\r\nX: y", "a=b", "ä", "\"a\"" };

  for (gsize i = 0; i < G_N_ELEMENTS (tokens); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (xu_bearer_authorizer_new (tokens[i], &error));
      g_assert_error (error, XU_ERROR, XU_ERROR_TOKEN_REFUSED);
      if (*tokens[i] != '\0' && *tokens[i] != '=')
        g_assert_null (strstr (error->message, tokens[i]));
    }
}

static char *
dup_bearer_fingerprint (const char *token)
{
  g_autoptr (XuAuthorizer) authorizer = xu_bearer_authorizer_new (token, NULL);

  return xu_authorizer_dup_fingerprint (authorizer);
}

static char *
dup_oauth1_fingerprint (const XuOauth1Keys *oauth1_keys)
{
  g_autoptr (XuAuthorizer) authorizer = xu_oauth1_authorizer_new (oauth1_keys);

  return xu_authorizer_dup_fingerprint (authorizer);
}

static void
test_fingerprint (void)
{
  static const XuOauth1Keys shifted = { "ck", "cs", "tt", "s" };
  g_autofree char *one = dup_bearer_fingerprint ("dG9rZW4");
  g_autofree char *same = dup_bearer_fingerprint ("dG9rZW4");
  g_autofree char *other = dup_bearer_fingerprint ("dG9rZW5");
  g_autofree char *oauth1 = dup_oauth1_fingerprint (&keys);
  g_autofree char *oauth1_shifted = dup_oauth1_fingerprint (&shifted);

  g_assert_cmpstr (one, ==, same);
  g_assert_cmpstr (one, !=, other);
  g_assert_cmpstr (oauth1, !=, oauth1_shifted);
  g_assert_cmpuint (strlen (one), ==, 32);
  g_assert_null (strstr (one, "dG9rZW4"));
}

/* The value of one field of the header. */
static char *
dup_field (const char *header, const char *name)
{
  g_autofree char *start = g_strdup_printf ("%s=\"", name);
  const char *value = strstr (header, start);

  g_assert_nonnull (value);
  value += strlen (start);
  return g_strndup (value, strcspn (value, "\""));
}

/* Signs again, with the nonce and the time of the header, what the address should have come to. */
static void
test_oauth1_normalises (void)
{
  static const struct
  {
    const char *address;
    GUriFlags flags;
    const char *base_uri;
    const char *params[7];
  } table[] = {
    { "https://api.x.com/2/users/me", G_URI_FLAGS_NONE, "https://api.x.com/2/users/me", { NULL } },
    { "HTTPS://API.X.com:443/a", G_URI_FLAGS_NONE, "https://api.x.com/a", { NULL } },
    { "http://localhost:80", G_URI_FLAGS_ENCODED, "http://localhost/", { NULL } },
    { "http://127.0.0.1:8080/A%20b?",
      G_URI_FLAGS_ENCODED,
      "http://127.0.0.1:8080/A%20b",
      { NULL } },
    { "http://[::1]:443/a", G_URI_FLAGS_ENCODED, "http://[::1]:443/a", { NULL } },
    { "https://x.com/a?b=1&b=%C3%A4+c&d",
      G_URI_FLAGS_ENCODED,
      "https://x.com/a",
      { "b", "1", "b", "ä c", "d", "" } },
    { "https://x.com/a?b=1%262&c=%3D%25",
      G_URI_FLAGS_ENCODED_QUERY,
      "https://x.com/a",
      { "b", "1&2", "c", "=%" } },
    { "https://x.com/a?&b=x=y&", G_URI_FLAGS_NONE, "https://x.com/a", { "b", "x=y" } },
    { "https://x.com/a?b=%zz", G_URI_FLAGS_ENCODED, "https://x.com/a", { "b", "%zz" } },
  };
  XuAuthorizer *authorizer = xu_oauth1_authorizer_new (&keys);

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (GUri) uri = parse (table[i].address, table[i].flags | G_URI_FLAGS_PARSE_RELAXED);
      g_autofree char *header = xu_authorizer_dup_header (authorizer, "GET", uri);
      g_autofree char *nonce = dup_field (header, "oauth_nonce");
      g_autofree char *timestamp = dup_field (header, "oauth_timestamp");
      gsize n_params = 0;

      while (table[i].params[n_params] != NULL)
        n_params++;

      g_autofree char *expected
          = xu_oauth1_sign (&keys, "GET", table[i].base_uri, table[i].params, n_params, nonce,
                            g_ascii_strtoll (timestamp, NULL, 10));

      g_test_message ("%s", table[i].address);
      g_assert_cmpstr (header, ==, expected);
    }

  g_assert_finalize_object (authorizer);
}

static void
test_oauth1_nonce_is_new (void)
{
  XuAuthorizer *authorizer = xu_oauth1_authorizer_new (&keys);
  g_autoptr (GUri) uri = parse ("https://api.x.com/2/tweets", G_URI_FLAGS_NONE);
  g_autofree char *one = xu_authorizer_dup_header (authorizer, "POST", uri);
  g_autofree char *other = xu_authorizer_dup_header (authorizer, "POST", uri);
  g_autofree char *one_nonce = dup_field (one, "oauth_nonce");
  g_autofree char *other_nonce = dup_field (other, "oauth_nonce");

  g_assert_cmpstr (one_nonce, !=, other_nonce);
  g_assert_finalize_object (authorizer);
}

static void
test_credentials (void)
{
  enum
  {
    NONE,
    BEARER,
    OAUTH1
  };
  static const struct
  {
    const char *environment[7];
    int kind;
    int code;
    const char *named; /* must be in the detail */
  } table[] = {
    { { NULL }, NONE, XU_ERROR_NOT_SIGNED_IN, "" },
    { { "XUPLOADER_ACCESS_TOKEN=" }, NONE, XU_ERROR_NOT_SIGNED_IN, "" },
    { { "XUPLOADER_ACCESS_TOKEN=abc" }, BEARER, 0, NULL },
    { { "XUPLOADER_ACCESS_TOKEN=a c" }, NONE, XU_ERROR_TOKEN_REFUSED, "" },
    { { "XUPLOADER_OAUTH1_CONSUMER_KEY=a", "XUPLOADER_OAUTH1_CONSUMER_SECRET=b",
        "XUPLOADER_OAUTH1_TOKEN=c", "XUPLOADER_OAUTH1_TOKEN_SECRET=d" },
      OAUTH1,
      0,
      NULL },
    { { "XUPLOADER_ACCESS_TOKEN=abc", "XUPLOADER_OAUTH1_CONSUMER_KEY=a" }, BEARER, 0, NULL },
    { { "XUPLOADER_ACCESS_TOKEN=abc", "XUPLOADER_OAUTH1_CONSUMER_KEY=a",
        "XUPLOADER_OAUTH1_CONSUMER_SECRET=b", "XUPLOADER_OAUTH1_TOKEN=c",
        "XUPLOADER_OAUTH1_TOKEN_SECRET=d" },
      BEARER,
      0,
      NULL },
    { { "XUPLOADER_OAUTH1_CONSUMER_KEY=a" },
      NONE,
      XU_ERROR_NOT_SIGNED_IN,
      "XUPLOADER_OAUTH1_CONSUMER_SECRET" },
    { { "XUPLOADER_OAUTH1_CONSUMER_KEY=a", "XUPLOADER_OAUTH1_CONSUMER_SECRET=b",
        "XUPLOADER_OAUTH1_TOKEN=c", "XUPLOADER_OAUTH1_TOKEN_SECRET=" },
      NONE,
      XU_ERROR_NOT_SIGNED_IN,
      "XUPLOADER_OAUTH1_TOKEN_SECRET" },
    { { "XUPLOADER_OAUTH1_TOKEN_SECRET=d" },
      NONE,
      XU_ERROR_NOT_SIGNED_IN,
      "XUPLOADER_OAUTH1_CONSUMER_KEY" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (XuAuthorizer) authorizer
          = xu_credentials_from_environment ((char **) table[i].environment, &error);

      g_assert_cmpint (XU_IS_BEARER_AUTHORIZER (authorizer), ==, table[i].kind == BEARER);
      g_assert_cmpint (XU_IS_OAUTH1_AUTHORIZER (authorizer), ==, table[i].kind == OAUTH1);
      if (table[i].kind != NONE)
        {
          g_assert_no_error (error);
          continue;
        }

      g_assert_error (error, XU_ERROR, table[i].code);
      g_assert_nonnull (strstr (error->message, table[i].named));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/fingerprint", test_fingerprint);
  g_test_add_func ("/bearer/header", test_bearer);
  g_test_add_func ("/bearer/refuses", test_bearer_refuses);
  g_test_add_func ("/oauth1/normalises", test_oauth1_normalises);
  g_test_add_func ("/oauth1/nonce-is-new", test_oauth1_nonce_is_new);
  g_test_add_func ("/credentials/environment", test_credentials);

  return g_test_run ();
}
