/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is asked of the authorize page and the token endpoint, and by whom. */

#include "config.h"

#include <string.h>

#include "xu-error.h"
#include "xu-oauth2-request.h"

static XuOauth2App *
new_app (const char *client_secret)
{
  g_autoptr (GError) error = NULL;
  XuOauth2App *app = xu_oauth2_app_new (" an/id:1\n", client_secret, &error);

  g_assert_no_error (error);
  return app;
}

static void
test_app (void)
{
  static const struct
  {
    const char *client_id;
    const char *client_secret;
    gboolean is_good;
  } rows[] = {
    { "id", NULL, TRUE },      { "id", "", TRUE },          { "id", " \n", TRUE },
    { "\tid \n", "se", TRUE }, { "", NULL, FALSE },         { NULL, NULL, FALSE },
    { "i d", NULL, FALSE },    { "id", "PRIV ATE", FALSE }, { "id\r\nX: PRIVATE", NULL, FALSE },
    { "iä", NULL, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (XuOauth2App) app
          = xu_oauth2_app_new (rows[i].client_id, rows[i].client_secret, &error);

      g_assert_cmpint (app != NULL, ==, rows[i].is_good);
      if (app == NULL)
        {
          g_assert_error (error, XU_ERROR, XU_ERROR_USAGE);
          g_assert_null (strstr (error->message, "PRIV"));
          continue;
        }

      g_autoptr (XuOauth2App) copy = xu_oauth2_app_copy (app);

      g_assert_cmpstr (copy->client_id, ==, "id");
      g_assert_cmpstr (copy->client_secret, ==, i == 3 ? "se" : NULL);
    }
}

static void
test_authorize (void)
{
  static const char query[]
      = "response_type=code&client_id=an%2Fid%3A1&redirect_uri=http%3A%2F%2F127.0.0.1%3A47824"
        "%2Fcallback&scope=tweet.read%20tweet.write%20users.read%20media.write%20offline.access"
        "&state=the-state&code_challenge=the-challenge&code_challenge_method=S256";
  static const struct
  {
    const char *base_url;
    const char *page;
  } rows[] = {
    { "https://api.x.com", "https://x.com/i/oauth2/authorize" },
    { "http://127.0.0.1:8080", "http://127.0.0.1:8080/i/oauth2/authorize" },
    { "https://api.x.com:444", "https://api.x.com:444/i/oauth2/authorize" },
  };
  g_autoptr (XuOauth2App) app = new_app ("a-secret");

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *expected = g_strconcat (rows[i].page, "?", query, NULL);
      g_autofree char *uri = xu_oauth2_request_make_authorize_uri (
          rows[i].base_url, app, "http://127.0.0.1:47824/callback", "the-state", "the-challenge");

      g_assert_cmpstr (uri, ==, expected);
      g_assert_true (g_uri_is_valid (uri, G_URI_FLAGS_NONE, NULL));
    }
}

/* Takes the request. */
static void
assert_form (XuHttpRequest *request, const char *path, const char *form)
{
  g_assert_cmpstr (request->method, ==, "POST");
  g_assert_cmpstr (request->path, ==, path);
  g_assert_cmpstr (request->content_type, ==, "application/x-www-form-urlencoded");
  g_assert_false (request->is_repeatable);
  g_assert_cmpuint (request->body->len, ==, 1);

  GBytes *body = g_ptr_array_index (request->body, 0);

  g_assert_cmpmem (g_bytes_get_data (body, NULL), g_bytes_get_size (body), form, strlen (form));
  xu_http_request_free (request);
}

static void
test_public (void)
{
  g_autoptr (XuOauth2App) app = new_app (NULL);

  assert_form (
      xu_oauth2_request_new_code (app, "a+code", "http://127.0.0.1:1/callback", "the-verifier"),
      "/2/oauth2/token",
      "grant_type=authorization_code&code=a%2Bcode&redirect_uri=http%3A%2F%2F127.0.0.1%3A1"
      "%2Fcallback&code_verifier=the-verifier&client_id=an%2Fid%3A1");
  assert_form (xu_oauth2_request_new_refresh (app, "a&token="), "/2/oauth2/token",
               "grant_type=refresh_token&refresh_token=a%26token%3D&client_id=an%2Fid%3A1");
  assert_form (xu_oauth2_request_new_revoke (app, "token", "refresh_token"), "/2/oauth2/revoke",
               "token=token&token_type_hint=refresh_token&client_id=an%2Fid%3A1");
  g_assert_null (xu_oauth2_request_new_authorizer (app));
}

static void
test_confidential (void)
{
  g_autoptr (XuOauth2App) app = new_app ("a:secret");
  g_autoptr (GUri) uri = g_uri_parse ("https://api.x.com/2/oauth2/token", G_URI_FLAGS_NONE, NULL);
  XuAuthorizer *authorizer = xu_oauth2_request_new_authorizer (app);
  g_autofree char *header = xu_authorizer_dup_header (authorizer, "POST", uri);
  g_autofree char *pair = g_base64_encode ((const guchar *) "an%2Fid%3A1:a%3Asecret", 22);
  g_autofree char *expected = g_strconcat ("Basic ", pair, NULL);

  assert_form (xu_oauth2_request_new_refresh (app, "token"), "/2/oauth2/token",
               "grant_type=refresh_token&refresh_token=token");
  g_assert_cmpstr (header, ==, expected);
  g_assert_false (xu_authorizer_can_renew (authorizer));
  g_assert_finalize_object (authorizer);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/app", test_app);
  g_test_add_func ("/authorize", test_authorize);
  g_test_add_func ("/public", test_public);
  g_test_add_func ("/confidential", test_confidential);

  return g_test_run ();
}
