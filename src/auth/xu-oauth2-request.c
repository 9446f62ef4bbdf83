/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is asked of X's authorize page and token endpoint: pure. */

#define G_LOG_DOMAIN "xu-auth"

#include "config.h"

#include "xu-oauth2-request.h"

#include "xu-basic-authorizer.h"
#include "xu-secret.h"

enum
{
  FORM_SIZE = 32 * 1024, /* of the longest form, so that its buffer never moves and leaves a copy */
};

const char *
xu_oauth2_request_get_scopes (void)
{
  return "tweet.read tweet.write users.read media.write offline.access";
}

/* All but RFC 3986's unreserved characters: good in a query and in a form. */
static void
add_field (GString *form, const char *name, const char *value)
{
  char *escaped = g_uri_escape_string (value, NULL, FALSE);

  if (form->len > 0)
    g_string_append_c (form, '&');
  g_string_append (form, name);
  g_string_append_c (form, '=');
  g_string_append (form, escaped);
  xu_secret_free (escaped);
}

char *
xu_oauth2_request_make_authorize_uri (const char *base_url,
                                      const XuOauth2App *app,
                                      const char *redirect_uri,
                                      const char *state,
                                      const char *challenge)
{
  g_return_val_if_fail (base_url != NULL && app != NULL, NULL);
  g_return_val_if_fail (redirect_uri != NULL && state != NULL && challenge != NULL, NULL);

  g_autoptr (GString) query = g_string_new (NULL);
  const char *site = g_str_equal (base_url, "https://api.x.com") ? "https://x.com" : base_url;

  add_field (query, "response_type", "code");
  add_field (query, "client_id", app->client_id);
  add_field (query, "redirect_uri", redirect_uri);
  add_field (query, "scope", xu_oauth2_request_get_scopes ());
  add_field (query, "state", state);
  add_field (query, "code_challenge", challenge);
  add_field (query, "code_challenge_method", "S256");

  return g_strconcat (site, "/i/oauth2/authorize?", query->str, NULL);
}

/* Takes the form. */
static XuHttpRequest *
new_form_request (const XuOauth2App *app, const char *path, GString *form)
{
  XuHttpRequest *request = xu_http_request_new ("POST", path);

  if (app->client_secret == NULL)
    add_field (form, "client_id", app->client_id);

  g_autoptr (GBytes) body = xu_secret_to_bytes (g_string_free (form, FALSE));

  request->content_type = g_strdup ("application/x-www-form-urlencoded");
  xu_http_request_add_body (request, body);

  return request;
}

XuHttpRequest *
xu_oauth2_request_new_code (const XuOauth2App *app,
                            const char *code,
                            const char *redirect_uri,
                            const char *verifier)
{
  g_return_val_if_fail (app != NULL && code != NULL, NULL);
  g_return_val_if_fail (redirect_uri != NULL && verifier != NULL, NULL);

  GString *form = g_string_sized_new (FORM_SIZE);

  add_field (form, "grant_type", "authorization_code");
  add_field (form, "code", code);
  add_field (form, "redirect_uri", redirect_uri);
  add_field (form, "code_verifier", verifier);

  return new_form_request (app, "/2/oauth2/token", form);
}

XuHttpRequest *
xu_oauth2_request_new_refresh (const XuOauth2App *app, const char *refresh_token)
{
  g_return_val_if_fail (app != NULL && refresh_token != NULL, NULL);

  GString *form = g_string_sized_new (FORM_SIZE);

  add_field (form, "grant_type", "refresh_token");
  add_field (form, "refresh_token", refresh_token);

  return new_form_request (app, "/2/oauth2/token", form);
}

XuHttpRequest *
xu_oauth2_request_new_revoke (const XuOauth2App *app, const char *token, const char *hint)
{
  g_return_val_if_fail (app != NULL && token != NULL && hint != NULL, NULL);

  GString *form = g_string_sized_new (FORM_SIZE);

  add_field (form, "token", token);
  add_field (form, "token_type_hint", hint);

  return new_form_request (app, "/2/oauth2/revoke", form);
}

XuAuthorizer *
xu_oauth2_request_new_authorizer (const XuOauth2App *app)
{
  g_return_val_if_fail (app != NULL, NULL);

  return app->client_secret != NULL ? xu_basic_authorizer_new (app) : NULL;
}
