/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a client asks for at the authorize page, without a server: forms, scopes, requests, by
 * tables. */

#include "config.h"

#include "xu-sandbox-authorize.h"
#include "xu-sandbox-form.h"
#include "xu-sandbox-scopes.h"

/* RFC 7636, appendix B. */
static const char challenge[] = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
static const char redirect_uri[] = "http://127.0.0.1:47824/callback";

static void
test_forms (void)
{
  static const struct
  {
    const char *text;
    gboolean is_form;
    const char *a;
    const char *twice;
  } rows[] = {
    { "", TRUE, NULL, NULL },
    { "a=1", TRUE, "1", NULL },
    { "a=", TRUE, NULL, NULL },
    { "a=x+y%20z%2B", TRUE, "x y z+", NULL },
    { "b=2&a=http://h:1/p", TRUE, "http://h:1/p", NULL },
    { "a=%C3%A4", TRUE, "ä", NULL },
    { "a=1&a=2", TRUE, "1", "a" },
    { "a=1&%61=1", TRUE, "1", "a" },
    { "a=1&b=2&b=&a=3", TRUE, "1", "b" },
    { "a", FALSE, NULL, NULL },
    { "a=1&", FALSE, NULL, NULL },
    { "=1", FALSE, NULL, NULL },
    { "a=b=c", FALSE, NULL, NULL },
    { "a=%", FALSE, NULL, NULL },
    { "a=%4", FALSE, NULL, NULL },
    { "a=%zz", FALSE, NULL, NULL },
    { "a=%00", FALSE, NULL, NULL },
    { "a=%ff", FALSE, NULL, NULL },
    { "a=x y", FALSE, NULL, NULL },
    { "a=\"", FALSE, NULL, NULL },
    { "a=<b>", FALSE, NULL, NULL },
    { "a=\xc3\xa4", FALSE, NULL, NULL },
    { "a=1\r\n", FALSE, NULL, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (XuSandboxForm) form = xu_sandbox_form_parse (rows[i].text, strlen (rows[i].text));

      g_test_message ("%s", rows[i].text);
      g_assert_cmpint (form != NULL, ==, rows[i].is_form);
      if (form == NULL)
        continue;
      g_assert_cmpstr (xu_sandbox_form_get (form, "a"), ==, rows[i].a);
      g_assert_cmpstr (form->twice, ==, rows[i].twice);
    }

  g_assert_null (xu_sandbox_form_parse ("a=1\0b=2", 7));
}

static void
test_scopes (void)
{
  static const struct
  {
    const char *list;
    gboolean is_known;
    const char *most;
    const char *granted;
  } rows[] = {
    { "tweet.read", TRUE, NULL, "tweet.read" },
    { "media.write tweet.read media.write", TRUE, NULL, "media.write tweet.read" },
    { "media.write tweet.read", TRUE, "tweet.read users.read", "tweet.read" },
    { "media.write", TRUE, "tweet.read", "" },
    { "", FALSE, NULL, NULL },
    { " tweet.read", FALSE, NULL, NULL },
    { "tweet.read  users.read", FALSE, NULL, NULL },
    { "TWEET.READ", FALSE, NULL, NULL },
    { "tweet.read,users.read", FALSE, NULL, NULL },
    { "*", FALSE, NULL, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_test_message ("%s", rows[i].list);
      g_assert_cmpint (xu_sandbox_scopes_are_known (rows[i].list), ==, rows[i].is_known);
      if (!rows[i].is_known)
        continue;

      g_autofree char *granted = xu_sandbox_scopes_intersect (rows[i].list, rows[i].most);

      g_assert_cmpstr (granted, ==, rows[i].granted);
    }
}

/* A good query, with one parameter changed: NULL leaves it out. */
static char *
make_query (XuSandboxOauth2 *oauth2, const char *name, const char *value)
{
  const char *const parameters[][2] = {
    { "response_type", "code" },
    { "client_id", xu_sandbox_oauth2_get_client (oauth2, XU_SANDBOX_CLIENT_PUBLIC)->id },
    { "redirect_uri", redirect_uri },
    { "scope", "tweet.read media.write" },
    { "state", "the state" },
    { "code_challenge", challenge },
    { "code_challenge_method", "S256" },
  };
  GString *query = g_string_new ("sandbox_extra=1");

  for (gsize i = 0; i < G_N_ELEMENTS (parameters); i++)
    {
      gboolean is_changed = g_strcmp0 (parameters[i][0], name) == 0;
      const char *text = is_changed ? value : parameters[i][1];

      if (text == NULL)
        continue;
      g_string_append_printf (query, "&%s=", parameters[i][0]);
      g_string_append_uri_escaped (query, text, NULL, FALSE);
    }

  return g_string_free (query, FALSE);
}

static const char *const redirect_uris[]
    = { "http://127.0.0.1:47824/callback", "http://127.0.0.1:47824/other?x=1", NULL };

/* Where the refusal goes: "page", or an error for the client; and whether it gets its state. */
static void
test_authorize (void)
{
  static const struct
  {
    const char *name;
    const char *value;
    const char *error; /* NULL: none */
    gboolean is_page;
    gboolean has_no_state;
  } rows[] = {
    { "none", NULL, NULL },
    { "redirect_uri", "http://127.0.0.1:47824/other?x=1", NULL },
    { "client_id", NULL, "invalid_request", TRUE },
    { "client_id", "", "invalid_request", TRUE },
    { "client_id", "somebody", "invalid_request", TRUE },
    { "redirect_uri", NULL, "invalid_request", TRUE },
    { "redirect_uri", "https://evil.example/", "invalid_request", TRUE },
    { "redirect_uri", "http://127.0.0.1:47824/callback/", "invalid_request", TRUE },
    { "redirect_uri", "http://127.0.0.1:47824/callback?x=1", "invalid_request", TRUE },
    { "redirect_uri", "http://127.0.0.1:47824/callback#x", "invalid_request", TRUE },
    { "redirect_uri", "http://127.0.0.1:47825/callback", "invalid_request", TRUE },
    { "redirect_uri", "http://127.0.0.1/callback", "invalid_request", TRUE },
    { "redirect_uri", "http://localhost:47824/callback", "invalid_request", TRUE },
    { "redirect_uri", "HTTP://127.0.0.1:47824/callback", "invalid_request", TRUE },
    { "redirect_uri", "http://127.0.0.1:47824@evil.example/callback", "invalid_request", TRUE },
    { "redirect_uri", "http://127.0.0.1:47824/callback/../evil", "invalid_request", TRUE },
    { "redirect_uri", "http://127.0.0.1:47824/callback\r\nX: y", "invalid_request", TRUE },
    { "redirect_uri", "javascript:alert(1)", "invalid_request", TRUE },
    { "state", NULL, "invalid_request", FALSE, TRUE },
    { "state", "", "invalid_request", FALSE, TRUE },
    { "response_type", NULL, "invalid_request" },
    { "response_type", "token", "unsupported_response_type" },
    { "response_type", "code token", "unsupported_response_type" },
    { "scope", NULL, "invalid_scope" },
    { "scope", "tweet.read tweet.eat", "invalid_scope" },
    { "scope", "tweet.read  media.write", "invalid_scope" },
    { "scope", "dm.read", "invalid_scope" }, /* more than it may have */
    { "code_challenge", NULL, "invalid_request" },
    { "code_challenge", "short", "invalid_request" },
    { "code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw+cM", "invalid_request" },
    { "code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM=", "invalid_request" },
    { "code_challenge_method", NULL, "invalid_request" },
    { "code_challenge_method", "plain", "invalid_request" },
    { "code_challenge_method", "s256", "invalid_request" },
  };
  g_autoptr (XuSandboxOauth2) oauth2 = xu_sandbox_oauth2_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_auto (XuSandboxNo) no = { 0 };
      g_autofree char *query = make_query (oauth2, rows[i].name, rows[i].value);
      g_autoptr (XuSandboxConsent) consent = xu_sandbox_authorize_read (
          oauth2, query, redirect_uris, "tweet.read media.write users.read", &no);

      g_test_message ("%s=%s", rows[i].name, rows[i].value);
      g_assert_cmpstr (no.error, ==, rows[i].error);
      g_assert_cmpint (consent != NULL, ==, rows[i].error == NULL);
      if (consent != NULL)
        {
          g_assert_cmpstr (consent->scopes, ==, "tweet.read media.write");
          g_assert_cmpstr (consent->state, ==, "the state");
          g_assert_cmpstr (consent->user->username, ==, "sandbox");
          continue;
        }
      g_assert_cmpstr (no.redirect_uri, ==, rows[i].is_page ? NULL : redirect_uri);
      g_assert_cmpstr (no.state, ==, rows[i].is_page || rows[i].has_no_state ? NULL : "the state");
      g_assert_nonnull (no.description);
    }
}

static void
assert_appended (const char *more, const char *error, const char *where)
{
  g_autoptr (XuSandboxOauth2) oauth2 = xu_sandbox_oauth2_new (NULL);
  g_auto (XuSandboxNo) no = { 0 };
  g_autofree char *good = make_query (oauth2, NULL, NULL);
  g_autofree char *query = g_strconcat (good, more, NULL);
  g_autoptr (XuSandboxConsent) consent
      = xu_sandbox_authorize_read (oauth2, query, redirect_uris, NULL, &no);

  g_test_message ("%s", more);
  g_assert_cmpstr (no.error, ==, error);
  g_assert_cmpstr (no.redirect_uri, ==, where);
  g_assert_cmpint (consent != NULL, ==, error == NULL);
}

static void
test_authorize_twice (void)
{
  assert_appended ("&sandbox_user=somebody_else", NULL, redirect_uri);
  assert_appended ("&sandbox_user=nobody", "invalid_request", redirect_uri);
  assert_appended ("&scope=tweet.read", "invalid_request", redirect_uri);
  assert_appended ("&state=other", "invalid_request", redirect_uri);
  assert_appended ("&client_id=other", "invalid_request", NULL);
  assert_appended ("&redirect_uri=https%3A%2F%2Fevil.example", "invalid_request", NULL);
  assert_appended ("&x=%zz", "invalid_request", NULL);
}

/* X takes 500 characters. */
static void
test_long_state (void)
{
  g_autoptr (XuSandboxOauth2) oauth2 = xu_sandbox_oauth2_new (NULL);

  for (gsize length = 500; length <= 501; length++)
    {
      g_auto (XuSandboxNo) no = { 0 };
      g_autofree char *state = g_strnfill (length, 's');
      g_autofree char *query = make_query (oauth2, "state", state);
      g_autoptr (XuSandboxConsent) consent
          = xu_sandbox_authorize_read (oauth2, query, redirect_uris, NULL, &no);

      g_assert_cmpint (consent != NULL, ==, length == 500);
      g_assert_cmpstr (no.state, ==, length == 500 ? state : NULL);
    }
}

static void
test_redirects (void)
{
  static const struct
  {
    const char *redirect_uri;
    const char *state;
    const char *description;
    const char *uri;
  } rows[] = {
    { "http://h/c", "s", NULL, "http://h/c?state=s&code=a%2Bb" },
    { "http://h/c?x=1", "s", NULL, "http://h/c?x=1&state=s&code=a%2Bb" },
    { "http://h/c", NULL, "No way.", "http://h/c?code=a%2Bb&error_description=No%20way." },
    { "http://h/c", "a&code=evil\r\nX: y#", NULL,
      "http://h/c?state=a%26code%3Devil%0D%0AX%3A%20y%23&code=a%2Bb" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *uri = xu_sandbox_authorize_make_uri (rows[i].redirect_uri, rows[i].state,
                                                            "code", "a+b", rows[i].description);

      g_assert_cmpstr (uri, ==, rows[i].uri);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/authorize/forms", test_forms);
  g_test_add_func ("/authorize/scopes", test_scopes);
  g_test_add_func ("/authorize/requests", test_authorize);
  g_test_add_func ("/authorize/twice", test_authorize_twice);
  g_test_add_func ("/authorize/long-state", test_long_state);
  g_test_add_func ("/authorize/redirects", test_redirects);

  return g_test_run ();
}
