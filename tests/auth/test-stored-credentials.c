/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the secret store keeps: there and back, and what may be found in it. */

#include "config.h"

#include <string.h>

#include "xu-bearer-authorizer.h"
#include "xu-credentials.h"
#include "xu-error.h"
#include "xu-memory-store.h"
#include "xu-oauth1-authorizer.h"
#include "xu-oauth2-authorizer.h"

static XuStoredCredentials *
new_oauth2 (const char *client_secret, const char *refresh_token, const char *scope)
{
  g_autoptr (XuOauth2App) app = xu_oauth2_app_new ("id\"\\1", client_secret, NULL);
  g_autoptr (XuOauth2Tokens) tokens
      = xu_oauth2_tokens_new ("access", refresh_token, scope, 1234567890123, NULL);

  return xu_stored_credentials_new_oauth2 (app, tokens);
}

/* Takes the credentials. */
static void
assert_comes_back (XuStoredCredentials *credentials)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (XuStoredCredentials) copy = xu_stored_credentials_copy (credentials);
  g_autofree char *secret = xu_stored_credentials_to_secret (copy);
  g_autoptr (XuStoredCredentials) back = xu_stored_credentials_from_secret (secret, &error);

  g_assert_no_error (error);
  g_assert_cmpint (back->kind, ==, credentials->kind);
  g_assert_cmpstr (back->keys.consumer_key, ==, credentials->keys.consumer_key);
  g_assert_cmpstr (back->keys.consumer_secret, ==, credentials->keys.consumer_secret);
  g_assert_cmpstr (back->keys.token, ==, credentials->keys.token);
  g_assert_cmpstr (back->keys.token_secret, ==, credentials->keys.token_secret);
  g_assert_cmpstr (back->bearer, ==, credentials->bearer);
  g_assert_cmpint (back->app != NULL, ==, credentials->app != NULL);
  if (credentials->app != NULL)
    {
      g_assert_cmpstr (back->app->client_id, ==, credentials->app->client_id);
      g_assert_cmpstr (back->app->client_secret, ==, credentials->app->client_secret);
      g_assert_cmpstr (back->tokens->access_token, ==, credentials->tokens->access_token);
      g_assert_cmpstr (back->tokens->refresh_token, ==, credentials->tokens->refresh_token);
      g_assert_cmpstr (back->tokens->scope, ==, credentials->tokens->scope);
      g_assert_cmpint (back->tokens->expires_at, ==, credentials->tokens->expires_at);
    }
  xu_stored_credentials_free (credentials);
}

static void
test_there_and_back (void)
{
  const XuOauth1Keys keys = { " ck", "cs\n", "t", "ts" };

  assert_comes_back (new_oauth2 (NULL, NULL, NULL));
  assert_comes_back (new_oauth2 ("secret", "refresh", "tweet.read media.write"));
  assert_comes_back (new_oauth2 (NULL, "refresh", ""));
  assert_comes_back (xu_stored_credentials_new_oauth1 (&keys, NULL));
  assert_comes_back (xu_stored_credentials_new_bearer (" aZ09== ", NULL));
}

/* What was written once must be read for ever. */
static void
test_format_1 (void)
{
  static const char text[]
      = "{\"format\":1,\"kind\":\"oauth2\",\"client_id\":\"id\\\"\\\\1\",\"client_secret\":\"cs\","
        "\"access_token\":\"access\",\"refresh_token\":\"r\",\"scope\":\"s\","
        "\"expires_at\":1234567890123}";
  g_autoptr (XuStoredCredentials) credentials = new_oauth2 ("cs", "r", "s");
  g_autofree char *secret = xu_stored_credentials_to_secret (credentials);

  g_assert_cmpstr (secret, ==, text);
}

static void
test_refused (void)
{
  static const struct
  {
    const char *secret;
    const char *named; /* in the detail */
  } rows[] = {
    { "", "damaged" },
    { "PRIVATE", "damaged" },
    { "[]", "damaged" },
    { "{\"kind\":\"bearer\",\"bearer\":\"PRIVATE\"}", "damaged" },
    { "{\"format\":0,\"kind\":\"bearer\",\"bearer\":\"PRIVATE\"}", "damaged" },
    { "{\"format\":\"1\",\"kind\":\"bearer\",\"bearer\":\"PRIVATE\"}", "damaged" },
    { "{\"format\":2,\"kind\":\"bearer\",\"bearer\":\"PRIVATE\"}", "newer version (format 2)" },
    { "{\"format\":1}", "kind" },
    { "{\"format\":1,\"kind\":\"PRIVATE\"}", "kind" },
    { "{\"format\":1,\"kind\":\"bearer\"}", "access token" },
    { "{\"format\":1,\"kind\":\"bearer\",\"bearer\":\"PRIVATE\\n1\"}", "access token" },
    { "{\"format\":1,\"kind\":\"oauth2\",\"access_token\":\"a\"}", "client id" },
    { "{\"format\":1,\"kind\":\"oauth2\",\"client_id\":\"PRIVATE\"}", "access_token" },
    { "{\"format\":1,\"kind\":\"oauth1\",\"consumer_key\":\"PRIVATE\"}", "consumer secret" },
  };
  g_autofree char *blank = g_strnfill (64 * 1024, ' ');
  g_autofree char *huge
      = g_strconcat ("{\"format\":1,\"kind\":\"bearer\",\"bearer\":\"a\"}", blank, NULL);

  g_assert_null (xu_stored_credentials_from_secret (huge, NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", rows[i].secret);
      g_assert_null (xu_stored_credentials_from_secret (rows[i].secret, &error));
      g_assert_error (error, XU_ERROR, XU_ERROR_STORAGE);
      g_assert_nonnull (strstr (error->message, rows[i].named));
      g_assert_null (strstr (error->message, "PRIVATE"));
    }
}

static void
test_typed_badly (void)
{
  g_autoptr (GError) error = NULL;
  const XuOauth1Keys keys = { "ck", "PRIVATE key", "t", "ts" };

  g_assert_null (xu_stored_credentials_new_oauth1 (&keys, &error));
  g_assert_error (error, XU_ERROR, XU_ERROR_USAGE);
  g_assert_nonnull (strstr (error->message, "consumer secret"));
  g_assert_null (strstr (error->message, "PRIVATE"));
  g_clear_error (&error);

  g_assert_null (xu_stored_credentials_new_bearer ("PRIVATE token", &error));
  g_assert_error (error, XU_ERROR, XU_ERROR_USAGE);
  g_assert_null (strstr (error->message, "PRIVATE"));
}

/* Takes the credentials. */
static XuAuthorizer *
new_authorizer (XuStoredCredentials *credentials)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (XuHttpClient) client = xu_http_client_new ("http://127.0.0.1:1", NULL, &error);
  g_autoptr (XuSecretStore) store = xu_memory_store_new ();
  XuAuthorizer *authorizer = xu_credentials_new_authorizer (
      credentials, client, "https://api.x.com", "7", "label", store, NULL, &error);

  g_assert_no_error (error);
  xu_stored_credentials_free (credentials);
  return authorizer;
}

static void
test_authorizers (void)
{
  const XuOauth1Keys keys = { "ck", "cs", "t", "ts" };
  g_autoptr (XuAuthorizer) oauth1 = new_authorizer (xu_stored_credentials_new_oauth1 (&keys, NULL));
  g_autoptr (XuAuthorizer) bearer = new_authorizer (xu_stored_credentials_new_bearer ("a", NULL));
  g_autoptr (XuAuthorizer) oauth2 = new_authorizer (new_oauth2 (NULL, "refresh", NULL));

  g_assert_true (XU_IS_OAUTH1_AUTHORIZER (oauth1));
  g_assert_true (XU_IS_BEARER_AUTHORIZER (bearer));
  g_assert_true (XU_IS_OAUTH2_AUTHORIZER (oauth2));
  g_assert_false (xu_authorizer_can_renew (oauth1));
  g_assert_false (xu_authorizer_can_renew (bearer));
  g_assert_true (xu_authorizer_can_renew (oauth2));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/there-and-back", test_there_and_back);
  g_test_add_func ("/format-1", test_format_1);
  g_test_add_func ("/refused", test_refused);
  g_test_add_func ("/typed-badly", test_typed_badly);
  g_test_add_func ("/authorizers", test_authorizers);

  return g_test_run ();
}
