/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The token endpoints of the sandbox, with each rule broken once. */

#include "config.h"

#include <string.h>

#include "sign-in.h"

static char *
make_basic (const char *id, const char *secret)
{
  g_autofree char *pair = g_strconcat (id, ":", secret, NULL);
  g_autofree char *base64 = g_base64_encode ((const guchar *) pair, strlen (pair));

  return g_strconcat ("Basic ", base64, NULL);
}

static char *
make_good_basic (Client *client)
{
  return make_basic (client->sandbox->confidential_client_id,
                     client->sandbox->confidential_client_secret);
}

static Client *
start (const char *option, const char *value)
{
  return client_new (xu_test_sandbox_start (option, value, NULL));
}

/* Each wrong exchange, and the client that it comes from. "%s" stands for a new code. */
static void
test_wrong_exchanges (void)
{
  g_autoptr (Client) client = start (NULL, NULL);
  g_autofree char *redirect_uri = g_uri_escape_string (client->sandbox->redirect_uri, NULL, FALSE);
  g_autofree char *tail
      = g_strconcat ("&redirect_uri=", redirect_uri, "&code_verifier=", sign_in_verifier, NULL);
  g_autofree char *id = g_strconcat ("&client_id=", client->sandbox->client_id, NULL);
  g_autofree char *long_verifier = g_strnfill (129, 'v');
  const struct
  {
    const char *parts[5];
    const char *error;
    const char *words;
  } rows[] = {
    { { id }, "invalid_request", "grant_type" },
    { { "grant_type=password", id }, "unsupported_grant_type", "grant type" },
    { { "grant_type=client_credentials", id }, "unsupported_grant_type", "grant type" },
    { { "grant_type=authorization_code", id, tail }, "invalid_request", "[code]" },
    { { "grant_type=authorization_code&code=", id, tail }, "invalid_request", "[code]" },
    { { "grant_type=authorization_code&code=x", id, tail }, "invalid_request", "code was invalid" },
    { { "grant_type=authorization_code&code=%s", id, "&redirect_uri=", redirect_uri },
      "invalid_request",
      "[code_verifier]" },
    { { "grant_type=authorization_code&code=%s", id, "&code_verifier=", sign_in_verifier },
      "invalid_request",
      "[redirect_uri]" },
    { { "grant_type=authorization_code&code=%s", id, tail, "&state=s" },
      "invalid_request",
      "unknown" },
    { { "grant_type=authorization_code&code=%s", id, tail, "&client_secret=s" },
      "invalid_request",
      "unknown" },
    { { "grant_type=authorization_code&code=%s", id, tail, "&code=x" },
      "invalid_request",
      "twice" },
    { { "grant_type=authorization_code&code=%s", id, tail, "x" },
      "invalid_request",
      "verifier did not match" },
    { { "grant_type=authorization_code&code=%s", id,
        "&code_verifier=short&redirect_uri=", redirect_uri },
      "invalid_request",
      "code verifier was invalid" },
    { { "grant_type=authorization_code&code=%s&code_verifier=", long_verifier, id,
        "&redirect_uri=", redirect_uri },
      "invalid_request",
      "code verifier was invalid" },
    { { "grant_type=authorization_code&code=%s&code_verifier=", sign_in_verifier, id,
        "&redirect_uri=", "http%3A%2F%2F127.0.0.1%3A47824%2Fother" },
      "invalid_request",
      "redirect uri did not match" },
    { { "grant_type=refresh_token", id }, "invalid_request", "[refresh_token]" },
    { { "grant_type=refresh_token&refresh_token=x", id }, "invalid_request", "token was invalid" },
    { { "grant_type=refresh_token&refresh_token=%s", id }, "invalid_request", "token was invalid" },
    { { "grant_type=refresh_token&refresh_token=x&scope=tweet.read", id },
      "invalid_request",
      "unknown" },
    { { "grant_type=refresh_token&refresh_token", id }, "invalid_request", "must be a form" },
    { { "{\"grant_type\":\"refresh_token\"}" }, "invalid_request", "must be a form" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *code = sign_in_allow (client, FALSE, sign_in_scopes);
      g_autofree char *encoded = g_uri_escape_string (code, NULL, FALSE);
      g_autoptr (GString) form = g_string_new (NULL);

      for (gsize k = 0; k < G_N_ELEMENTS (rows[i].parts) && rows[i].parts[k] != NULL; k++)
        g_string_append (form, k == 0 && rows[i].parts[0][0] == '&' ? rows[i].parts[0] + 1
                                                                    : rows[i].parts[k]);
      g_string_replace (form, "%s", encoded, 0);

      g_autoptr (Reply) reply = sign_in_send_form (client, "/2/oauth2/token", NULL, form->str);

      g_test_message ("%s", form->str);
      sign_in_assert_refused (reply, 400, rows[i].error, rows[i].words);
    }

  /* A secret has no place in an address, and a form has one type. */
  g_autoptr (Reply) queried
      = sign_in_send_form (client, "/2/oauth2/token?client_id=x", NULL, "grant_type=refresh_token");
  g_autoptr (Reply) typed
      = client_send (client, "POST", "/2/oauth2/token", NULL, "application/json", "{}", -1);
  g_autoptr (Reply) untyped = client_send (client, "POST", "/2/oauth2/token", NULL, NULL, NULL, 0);
  g_autoptr (Reply) got = sign_in_open (client, "/2/oauth2/token");

  sign_in_assert_refused (queried, 400, "invalid_request", "into the body");
  sign_in_assert_refused (typed, 400, "invalid_request", "must be a form");
  sign_in_assert_refused (untyped, 400, "invalid_request", "must be a form");
  g_assert_cmpuint (got->status, ==, 405);
}

static void
test_clients (void)
{
  g_autoptr (Client) client = start (NULL, NULL);
  XuTestSandbox *sandbox = client->sandbox;
  g_autofree char *good = make_good_basic (client);
  g_autofree char *wrong = make_basic (sandbox->confidential_client_id, "wrong");
  g_autofree char *empty = make_basic (sandbox->confidential_client_id, "");
  g_autofree char *open = make_basic (sandbox->client_id, "");
  g_autofree char *unknown = make_basic ("unknown", sandbox->confidential_client_secret);
  g_autofree char *public_id = g_strconcat ("&client_id=", sandbox->client_id, NULL);
  g_autofree char *confidential_id
      = g_strconcat ("&client_id=", sandbox->confidential_client_id, NULL);
  const struct
  {
    const char *authorization;
    const char *id;
    guint status;
    const char *error;
  } rows[] = {
    { NULL, public_id, 400, "invalid_request" }, /* it is known, only the token is not */
    { good, "", 400, "invalid_request" },
    { NULL, "", 401, "unauthorized_client" },
    { NULL, "&client_id=", 401, "unauthorized_client" },
    { NULL, confidential_id, 401, "unauthorized_client" },
    { NULL, "&client_id=unknown", 401, "invalid_client" },
    { wrong, "", 401, "invalid_client" },
    { empty, "", 401, "invalid_client" },
    { open, "", 401, "invalid_client" },
    { unknown, "", 401, "invalid_client" },
    { "Basic ", "", 401, "invalid_client" },
    { "Basic !", "", 401, "invalid_client" },
    { "Basic bm9jb2xvbg==", "", 401, "invalid_client" },
    { sandbox->access_token, "", 401, "invalid_client" },
    { good, confidential_id, 400, "invalid_request" },
    { good, public_id, 400, "invalid_request" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *form
          = g_strconcat ("grant_type=refresh_token&refresh_token=x", rows[i].id, NULL);
      g_autofree char *revoking = g_strconcat ("token=x", rows[i].id, NULL);
      g_autoptr (Reply) reply
          = sign_in_send_form (client, "/2/oauth2/token", rows[i].authorization, form);
      g_autoptr (Reply) revoked
          = sign_in_send_form (client, "/2/oauth2/revoke", rows[i].authorization, revoking);

      g_test_message ("row %zu", i);
      sign_in_assert_refused (reply, rows[i].status, rows[i].error, "");
      /* Where the client is right, a token that nobody knows is no error (RFC 7009, 2.2). */
      if (i < 2)
        g_assert_cmpuint (revoked->status, ==, 200);
      else
        sign_in_assert_refused (revoked, rows[i].status, rows[i].error, "");
    }
}

static void
test_confidential_client (void)
{
  g_autoptr (Client) client = start (NULL, NULL);
  g_autofree char *basic = make_good_basic (client);
  g_autofree char *code = sign_in_allow (client, TRUE, sign_in_scopes);
  g_autofree char *form
      = soup_form_encode ("grant_type", "authorization_code", "code", code, "redirect_uri",
                          client->sandbox->redirect_uri, "code_verifier", sign_in_verifier, NULL);
  g_autoptr (Reply) stranger = sign_in_exchange (client, code);
  g_autoptr (Reply) tokens = sign_in_send_form (client, "/2/oauth2/token", basic, form);
  g_autofree char *access = reply_get_string (tokens, "$.access_token");
  g_autofree char *secret = reply_get_string (tokens, "$.refresh_token");
  g_autofree char *refreshing
      = soup_form_encode ("grant_type", "refresh_token", "refresh_token", secret, NULL);
  g_autofree char *revoking
      = soup_form_encode ("token", secret, "token_type_hint", "refresh_token", NULL);
  g_autofree char *mistyped = soup_form_encode ("token", secret, "token_type_hint", "cookie", NULL);
  g_autoptr (Reply) foreign = sign_in_refresh (client, secret);
  g_autoptr (Reply) foreign_revoked = sign_in_revoke (client, secret);
  g_autoptr (Reply) wrong_hint = sign_in_send_form (client, "/2/oauth2/revoke", basic, mistyped);

  g_assert_cmpuint (stranger->status, ==, 400);
  g_assert_cmpuint (foreign->status, ==, 400);
  g_assert_cmpuint (foreign_revoked->status, ==, 400);
  sign_in_assert_refused (wrong_hint, 400, "unsupported_token_type", "");
  sign_in_assert_works (client, access, 200);

  g_autoptr (Reply) revoked = sign_in_send_form (client, "/2/oauth2/revoke", basic, revoking);
  g_autoptr (Reply) late = sign_in_send_form (client, "/2/oauth2/token", basic, refreshing);

  g_assert_cmpuint (revoked->status, ==, 200);
  g_assert_cmpuint (late->status, ==, 400);
  sign_in_assert_works (client, access, 401);
}

/* Somebody else has the code too: nothing that came of it is worth anything then. */
static void
test_replay (void)
{
  g_autoptr (Client) client = start (NULL, NULL);
  g_autofree char *code = sign_in_allow (client, FALSE, sign_in_scopes);
  g_autoptr (Reply) tokens = sign_in_exchange (client, code);
  g_autofree char *access = reply_get_string (tokens, "$.access_token");
  g_autofree char *secret = reply_get_string (tokens, "$.refresh_token");

  sign_in_assert_works (client, access, 200);

  g_autoptr (Reply) again = sign_in_exchange (client, code);
  g_autoptr (Reply) refreshed = sign_in_refresh (client, secret);

  sign_in_assert_refused (again, 400, "invalid_request", "authorization code was invalid");
  sign_in_assert_refused (refreshed, 400, "invalid_request", "token was invalid");
  sign_in_assert_works (client, access, 401);
}

static void
test_scopes (void)
{
  g_autoptr (Client) client = start ("--grant-scopes", "tweet.read users.read");
  g_autofree char *code = sign_in_allow (client, FALSE, sign_in_scopes);
  g_autoptr (Reply) tokens = sign_in_exchange (client, code);
  g_autofree char *access = reply_get_string (tokens, "$.access_token");
  g_autofree char *scope = reply_get_string (tokens, "$.scope");
  g_autoptr (Reply) upload
      = client_send (client, "POST", "/2/media/upload/initialize", access, "application/json",
                     "{\"media_type\":\"video/mp4\",\"total_bytes\":1}", -1);

  g_assert_cmpstr (scope, ==, "tweet.read users.read");
  g_assert_null (strstr (tokens->body, "refresh_token"));
  g_assert_cmpuint (upload->status, ==, 403);
  sign_in_assert_works (client, access, 200);
}

static void
test_lives (void)
{
  g_autoptr (Client) hasty = start ("--code-life", "1us");
  g_autofree char *code = sign_in_allow (hasty, FALSE, sign_in_scopes);
  g_autoptr (Reply) late = sign_in_exchange (hasty, code);
  g_autoptr (Client) client = start ("--access-token-life", "1us");
  g_autofree char *good_code = sign_in_allow (client, FALSE, sign_in_scopes);
  g_autoptr (Reply) tokens = sign_in_exchange (client, good_code);
  g_autofree char *access = reply_get_string (tokens, "$.access_token");
  g_autofree char *secret = reply_get_string (tokens, "$.refresh_token");

  sign_in_assert_refused (late, 400, "invalid_request", "authorization code was invalid");
  g_assert_cmpint (reply_get_int (tokens, "$.expires_in"), ==, 0);
  sign_in_assert_works (client, access, 401);

  /* The refresh token outlives it. */
  g_autoptr (Reply) refreshed = sign_in_refresh (client, secret);

  g_assert_cmpuint (refreshed->status, ==, 200);
}

/* The tokens were made, and nobody got them: the old refresh token is dead all the same. */
static void
test_lost_refresh (gconstpointer data)
{
  const char *option = data;
  g_autoptr (Client) client
      = client_new (xu_test_sandbox_start ("--fault", "token@2 close=after", option, NULL));
  g_autofree char *code = sign_in_allow (client, FALSE, sign_in_scopes);
  g_autoptr (Reply) tokens = sign_in_exchange (client, code);
  g_autofree char *secret = reply_get_string (tokens, "$.refresh_token");
  g_autoptr (Reply) lost = sign_in_refresh (client, secret);
  g_autoptr (Reply) again = sign_in_refresh (client, secret);

  g_assert_cmpuint (lost->status, ==, 0);
  sign_in_assert_refused (again, 400, "invalid_request", "token was invalid");
}

static void
test_faults (gconstpointer data)
{
  const char *option = data;
  static const struct
  {
    const char *rule;
    guint status;
    gboolean is_acted;
  } rows[] = {
    { "token@1 status=503 retry-after=1", 503, FALSE },
    { "token@1 status=200 acted body=nonsense", 200, TRUE },
    { "token@1 garbage=types", 200, FALSE },
    { "token@1 garbage=empty acted", 200, TRUE },
    { "token@1 close=before", 0, FALSE },
    { "token@1 close=mid bytes=10", 0, FALSE },
    { "*@1 close=after", 0, TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (Client) client
          = client_new (xu_test_sandbox_start ("--fault", rows[i].rule, option, NULL));
      g_autofree char *code = sign_in_allow (client, FALSE, sign_in_scopes);
      g_autoptr (Reply) struck = sign_in_exchange (client, code);
      g_autoptr (Reply) again = sign_in_exchange (client, code);

      g_test_message ("%s", rows[i].rule);
      g_assert_cmpuint (struck->status, ==, rows[i].status);
      g_assert_cmpuint (again->status, ==, rows[i].is_acted ? 400 : 200);
    }
}

/* Limits are a user's: a new token does not bring a new window. */
static void
test_limits (void)
{
  g_autoptr (Client) client = client_new (
      xu_test_sandbox_start ("--rate-limit", "me=1/1h", "--rate-limit", "token=2/1h", NULL));
  g_autofree char *code = sign_in_allow (client, FALSE, sign_in_scopes);
  g_autoptr (Reply) tokens = sign_in_exchange (client, code);
  g_autofree char *access = reply_get_string (tokens, "$.access_token");
  g_autofree char *secret = reply_get_string (tokens, "$.refresh_token");
  g_autoptr (Reply) unlimited = sign_in_revoke (client, "unknown");

  g_assert_cmpstr (tokens->remaining, ==, "1");
  g_assert_cmpstr (unlimited->remaining, ==, NULL);
  sign_in_assert_works (client, access, 200);
  sign_in_assert_works (client, access, 429);

  g_autoptr (Reply) refreshed = sign_in_refresh (client, secret);
  g_autofree char *other = reply_get_string (refreshed, "$.access_token");
  g_autofree char *other_secret = reply_get_string (refreshed, "$.refresh_token");
  g_autoptr (Reply) over = sign_in_refresh (client, other_secret);

  sign_in_assert_works (client, other, 429);
  g_assert_cmpuint (over->status, ==, 429);
  g_assert_cmpint (over->reset, >, g_get_real_time () / G_USEC_PER_SEC);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/tokens/wrong-exchanges", test_wrong_exchanges);
  g_test_add_func ("/tokens/clients", test_clients);
  g_test_add_func ("/tokens/confidential-client", test_confidential_client);
  g_test_add_func ("/tokens/replay", test_replay);
  g_test_add_func ("/tokens/scopes", test_scopes);
  g_test_add_func ("/tokens/lives", test_lives);
  g_test_add_data_func ("/tokens/http1/lost-refresh", NULL, test_lost_refresh);
  g_test_add_data_func ("/tokens/http2/lost-refresh", "--tls", test_lost_refresh);
  g_test_add_data_func ("/tokens/http1/faults", NULL, test_faults);
  g_test_add_data_func ("/tokens/http2/faults", "--tls", test_faults);
  g_test_add_func ("/tokens/limits", test_limits);

  return g_test_run ();
}
