/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Answers of the token endpoint: good, refusing, hostile. */

#include "config.h"

#include <string.h>

#include "xu-error.h"
#include "xu-oauth2-answer.h"

static const gint64 now_s = 1000;

static XuOauth2Tokens *
decode (guint status, const char *body, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (body, strlen (body));
  const XuHttpResponse response
      = { .status = status, .body = bytes, .rate_limit = { -1, -1, -1, 7 * G_USEC_PER_SEC } };

  return xu_oauth2_answer_to_tokens (&response, now_s, error);
}

static void
test_tokens (void)
{
  static const struct
  {
    const char *body;
    const char *access_token;
    const char *refresh_token;
    const char *scope;
    gint64 expires_at;
  } rows[] = {
    { "{\"token_type\":\"bearer\",\"expires_in\":7200,\"access_token\":\"aZ09-._~+/==\","
      "\"scope\":\"tweet.read media.write\",\"refresh_token\":\"r:1\"}",
      "aZ09-._~+/==", "r:1", "tweet.read media.write", 8200 },
    { "{\"access_token\":\"a\"}", "a", NULL, NULL, 0 },
    { "{\"access_token\":\"a\",\"refresh_token\":null,\"expires_in\":null,\"x\":[1]}", "a", NULL,
      NULL, 0 },
    { "{\"access_token\":\"a\",\"token_type\":\"Bearer\",\"expires_in\":0}", "a", NULL, NULL, 0 },
    { "{\"access_token\":\"a\",\"expires_in\":-5}", "a", NULL, NULL, 0 },
    { "{\"access_token\":\"a\",\"expires_in\":9223372036854775807}", "a", NULL, NULL, 0 },
    { "{\"access_token\":\"a\",\"expires_in\":\"7200\"}", "a", NULL, NULL, 0 },
    { "{\"access_token\":\"a\",\"scope\":\"\"}", "a", NULL, "", 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (XuOauth2Tokens) tokens = decode (200, rows[i].body, &error);

      g_assert_no_error (error);
      g_assert_cmpstr (tokens->access_token, ==, rows[i].access_token);
      g_assert_cmpstr (tokens->refresh_token, ==, rows[i].refresh_token);
      g_assert_cmpstr (tokens->scope, ==, rows[i].scope);
      g_assert_cmpint (tokens->expires_at, ==, rows[i].expires_at);
    }
}

static void
test_scope (void)
{
  static const struct
  {
    const char *scope;
    gboolean has;
  } rows[] = {
    { NULL, TRUE },
    { "", FALSE },
    { "tweet.read media.write", TRUE },
    { "media.write", TRUE },
    { "media.writer tweet.read", FALSE },
    { "tweet.write", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (XuOauth2Tokens) tokens = xu_oauth2_tokens_new ("a", NULL, rows[i].scope, 0, NULL);

      g_assert_cmpint (xu_oauth2_tokens_has_scope (tokens->scope, "media.write"), ==, rows[i].has);
    }
}

static void
test_fresh (void)
{
  static const struct
  {
    gint64 expires_at;
    gboolean is_fresh;
  } rows[] = { { 0, TRUE }, { 999, FALSE }, { 1060, FALSE }, { 1061, TRUE } };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (XuOauth2Tokens) tokens
          = xu_oauth2_tokens_new ("a", NULL, NULL, rows[i].expires_at, NULL);

      g_assert_cmpint (xu_oauth2_tokens_is_fresh (tokens, 60, now_s), ==, rows[i].is_fresh);
    }
}

static void
test_refusals (void)
{
  static const char secret_word[] = "PRIVATEprivatePRIVATEprivate0123456789";
  static const struct
  {
    guint status;
    const char *body;
    int code;
    const char *reason;
  } rows[] = {
    /* What is no token may not be used, whatever the status says. */
    { 200, "", XU_ERROR_BAD_ANSWER, NULL },
    { 200, "<html>", XU_ERROR_BAD_ANSWER, NULL },
    { 200, "[]", XU_ERROR_BAD_ANSWER, NULL },
    { 200, "{}", XU_ERROR_BAD_ANSWER, NULL },
    { 200, "{\"access_token\":7}", XU_ERROR_BAD_ANSWER, NULL },
    { 200, "{\"access_token\":\"\"}", XU_ERROR_BAD_ANSWER, NULL },
    { 200, "{\"access_token\":\"PRIVATE\\r\\nX: y\"}", XU_ERROR_BAD_ANSWER, NULL },
    { 200, "{\"access_token\":\"PRIVATE\",\"token_type\":\"mac\"}", XU_ERROR_BAD_ANSWER, NULL },
    { 200, "{\"access_token\":\"PRIVATE\",\"refresh_token\":\"a b\"}", XU_ERROR_BAD_ANSWER, NULL },
    { 200, "{\"access_token\":\"PRIVATE\",\"scope\":\"a\\nb\"}", XU_ERROR_BAD_ANSWER, NULL },
    { 204, "", XU_ERROR_BAD_ANSWER, NULL },
    { 302, "", XU_ERROR_BAD_ANSWER, NULL },
    /* The refresh token, or the code. */
    { 400, "{\"error\":\"invalid_grant\"}", XU_ERROR_TOKEN_REFUSED, NULL },
    { 400,
      "{\"error\":\"invalid_request\",\"error_description\":\"Value passed for the token was "
      "invalid.\"}",
      XU_ERROR_TOKEN_REFUSED, "Value passed for the token was invalid." },
    { 400,
      "{\"error\":\"invalid_request\",\"error_description\":\"Value passed for the authorization "
      "code was invalid.\"}",
      XU_ERROR_TOKEN_REFUSED, "Value passed for the authorization code was invalid." },
    /* The app. */
    { 400,
      "{\"error\":\"invalid_request\",\"error_description\":\"Value passed for the redirect uri "
      "did not match the uri of the authorization code.\"}",
      XU_ERROR_NOT_SIGNED_IN,
      "Value passed for the redirect uri did not match the uri of the authorization code." },
    { 400, "{\"error\":\"invalid_request\"}", XU_ERROR_NOT_SIGNED_IN, NULL },
    { 401, "{\"error\":\"invalid_client\"}", XU_ERROR_NOT_SIGNED_IN, NULL },
    { 401,
      "{\"error\":\"unauthorized_client\",\"error_description\":\"Missing valid authorization "
      "header\"}",
      XU_ERROR_NOT_SIGNED_IN, "Missing valid authorization header" },
    { 401, "{\"detail\":\"Unauthorized\"}", XU_ERROR_NOT_SIGNED_IN, "Unauthorized" },
    { 403,
      "{\"title\":\"Client Forbidden\",\"reason\":\"client-not-enrolled\",\"detail\":\"Move it.\"}",
      XU_ERROR_APP_NOT_ENROLLED, "Move it." },
    { 403, "{\"type\":\"https://api.twitter.com/2/problems/client-forbidden\"}",
      XU_ERROR_APP_NOT_ENROLLED, NULL },
    /* The server, or what stands before it. */
    { 400, "{\"error\":\"temporarily_unavailable\"}", XU_ERROR_SERVER, NULL },
    { 400, "", XU_ERROR_SERVER, NULL },
    { 403, "<html>Just a moment</html>", XU_ERROR_SERVER, NULL },
    { 408, "{}", XU_ERROR_SERVER, NULL },
    { 500, "{\"error\":\"invalid_grant\"}", XU_ERROR_SERVER, NULL },
    { 503, "over capacity", XU_ERROR_SERVER, NULL },
    { 429, "", XU_ERROR_RATE_LIMITED, NULL },
    { 429, "{\"error\":\"invalid_grant\"}", XU_ERROR_RATE_LIMITED, NULL },
    /* Nothing known. */
    { 400, "{\"error\":\"slow_down\"}", XU_ERROR_REJECTED, NULL },
    { 400, "{}", XU_ERROR_REJECTED, NULL },
    { 404, "{\"error\":7}", XU_ERROR_REJECTED, NULL },
    /* A server that repeats what it was sent. */
    { 400,
      "{\"error\":\"PRIVATE\",\"error_description\":\"no such token\\n "
      "PRIVATEprivatePRIVATEprivate0123456789 here\"}",
      XU_ERROR_REJECTED, "no such token … here" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%u %s", rows[i].status, rows[i].body);
      g_assert_null (decode (rows[i].status, rows[i].body, &error));
      g_assert_error (error, XU_ERROR, rows[i].code);
      g_assert_cmpstr (xu_error_get_reason (error), ==, rows[i].reason);
      g_assert_cmpuint (xu_error_get_http_status (error), ==, rows[i].status);
      g_assert_null (strstr (error->message, "PRIVATE"));
      g_assert_null (strstr (error->message, secret_word));
      if (rows[i].code == XU_ERROR_RATE_LIMITED)
        g_assert_cmpint (xu_error_get_retry_after (error), ==, 7 * G_USEC_PER_SEC);
    }
}

static void
test_large (void)
{
  g_autofree char *letters = g_strnfill (4097, 'a');
  g_autofree char *body = g_strdup_printf ("{\"access_token\":\"%s\"}", letters);
  g_autofree char *good = g_strdup_printf ("{\"access_token\":\"%s\"}", letters + 1);
  g_autofree char *blank = g_strnfill (64 * 1024, ' ');
  g_autofree char *huge = g_strconcat (good, blank, NULL);
  g_autofree char *deep = g_strnfill (64 * 1024, '[');
  g_autoptr (XuOauth2Tokens) tokens = decode (200, good, NULL);

  g_assert_nonnull (tokens);
  g_assert_null (decode (200, body, NULL));
  g_assert_null (decode (200, huge, NULL));
  g_assert_null (decode (200, deep, NULL));
}

static void
test_revoked (void)
{
  static const struct
  {
    guint status;
    const char *body;
    int code; /* -1: revoked */
  } rows[] = {
    { 200, "{\"revoked\":true}", -1 },
    { 200, "", -1 },
    { 400, "{\"error\":\"invalid_client\"}", XU_ERROR_NOT_SIGNED_IN },
    { 503, "", XU_ERROR_SERVER },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new (rows[i].body, strlen (rows[i].body));
      const XuHttpResponse response
          = { .status = rows[i].status, .body = bytes, .rate_limit = { -1, -1, -1, -1 } };
      g_autoptr (GError) error = NULL;

      g_assert_cmpint (xu_oauth2_answer_check_revoked (&response, &error), ==, rows[i].code == -1);
      if (rows[i].code != -1)
        g_assert_error (error, XU_ERROR, rows[i].code);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/tokens", test_tokens);
  g_test_add_func ("/scope", test_scope);
  g_test_add_func ("/fresh", test_fresh);
  g_test_add_func ("/refusals", test_refusals);
  g_test_add_func ("/large", test_large);
  g_test_add_func ("/revoked", test_revoked);

  return g_test_run ();
}
