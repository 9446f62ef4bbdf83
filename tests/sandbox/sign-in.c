/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The steps of signing in to a sandbox, as a browser and an app do them. */

#include "config.h"

#include "sign-in.h"

#include <string.h>

/* RFC 7636, appendix B. */
const char sign_in_verifier[] = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
static const char challenge[] = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

const char sign_in_scopes[] = "tweet.read tweet.write users.read media.write offline.access";

static const char *
get_client_id (Client *client, gboolean is_confidential)
{
  return is_confidential ? client->sandbox->confidential_client_id : client->sandbox->client_id;
}

char *
sign_in_make_path (Client *client, gboolean is_confidential, const char *scopes)
{
  g_autofree char *query = soup_form_encode (
      "response_type", "code", "client_id", get_client_id (client, is_confidential), "redirect_uri",
      client->sandbox->redirect_uri, "scope", scopes, "state", "a state&more", "code_challenge",
      challenge, "code_challenge_method", "S256", NULL);

  return g_strconcat ("/i/oauth2/authorize?", query, NULL);
}

Reply *
sign_in_open (Client *client, const char *path)
{
  return client_send (client, "GET", path, NULL, NULL, NULL, 0);
}

char *
sign_in_find_consent (Reply *page)
{
  static const char mark[] = "name=\"consent\" value=\"";
  const char *begin = strstr (page->body, mark);

  g_assert_cmpuint (page->status, ==, 200);
  g_assert_nonnull (begin);
  begin += strlen (mark);

  return g_strndup (begin, strcspn (begin, "\""));
}

Reply *
sign_in_decide (Client *client, const char *consent, const char *decision)
{
  g_autofree char *form = soup_form_encode ("consent", consent, "decision", decision, NULL);

  return client_submit (client, "/i/oauth2/authorize", client->sandbox->url, NULL, form);
}

char *
sign_in_get_parameter (Client *client, Reply *redirect, const char *name)
{
  g_autoptr (GHashTable) parameters = NULL;
  const char *query;

  g_assert_cmpuint (redirect->status, ==, 302);
  g_assert_true (g_str_has_prefix (redirect->location, client->sandbox->redirect_uri));
  query = redirect->location + strlen (client->sandbox->redirect_uri);
  g_assert_cmpint (query[0], ==, '?');
  parameters = soup_form_decode (query + 1);

  return g_strdup (g_hash_table_lookup (parameters, name));
}

char *
sign_in_allow (Client *client, gboolean is_confidential, const char *scopes)
{
  g_autofree char *path = sign_in_make_path (client, is_confidential, scopes);
  g_autoptr (Reply) page = sign_in_open (client, path);
  g_autofree char *consent = sign_in_find_consent (page);
  g_autoptr (Reply) redirect = sign_in_decide (client, consent, "allow");
  g_autofree char *state = sign_in_get_parameter (client, redirect, "state");
  char *code = sign_in_get_parameter (client, redirect, "code");

  g_assert_cmpstr (state, ==, "a state&more");
  g_assert_cmpstr (redirect->cache_control, ==, "no-store");
  g_assert_nonnull (code);
  return code;
}

Reply *
sign_in_send_form (Client *client, const char *path, const char *authorization, const char *form)
{
  return client_send (client, "POST", path, authorization, "application/x-www-form-urlencoded",
                      form, -1);
}

Reply *
sign_in_exchange (Client *client, const char *code)
{
  g_autofree char *form
      = soup_form_encode ("grant_type", "authorization_code", "code", code, "redirect_uri",
                          client->sandbox->redirect_uri, "code_verifier", sign_in_verifier,
                          "client_id", client->sandbox->client_id, NULL);

  return sign_in_send_form (client, "/2/oauth2/token", NULL, form);
}

Reply *
sign_in_refresh (Client *client, const char *token)
{
  g_autofree char *form = soup_form_encode ("grant_type", "refresh_token", "refresh_token", token,
                                            "client_id", client->sandbox->client_id, NULL);

  return sign_in_send_form (client, "/2/oauth2/token", NULL, form);
}

Reply *
sign_in_revoke (Client *client, const char *token)
{
  g_autofree char *form
      = soup_form_encode ("token", token, "client_id", client->sandbox->client_id, NULL);

  return sign_in_send_form (client, "/2/oauth2/revoke", NULL, form);
}

void
sign_in_assert_works (Client *client, const char *token, guint status)
{
  g_autoptr (Reply) me = client_send (client, "GET", "/2/users/me", token, NULL, NULL, 0);

  g_assert_cmpuint (me->status, ==, status);
}

void
sign_in_assert_refused (Reply *reply, guint status, const char *error, const char *words)
{
  g_autofree char *found = NULL;
  g_autofree char *description = NULL;

  g_assert_cmpuint (reply->status, ==, status);
  g_assert_cmpstr (reply->cache_control, ==, "no-store");
  found = reply_get_string (reply, "$.error");
  description = reply_get_string (reply, "$.error_description");
  g_assert_cmpstr (found, ==, error);
  if (strstr (description, words) == NULL)
    g_error ("“%s” is not in %s", words, description);
}
