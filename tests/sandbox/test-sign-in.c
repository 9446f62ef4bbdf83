/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Signing in to the sandbox as a person with a browser does it, and as an attacker does. */

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "sign-in.h"

static Client *
start (const char *option, const char *value)
{
  return client_new (xu_test_sandbox_start (option, value, NULL));
}

/* From the page to the revocation, over each protocol. */
static void
test_flow (gconstpointer data)
{
  const char *option = data;
  g_autoptr (Client) client = start (option, NULL);
  g_autofree char *code = sign_in_allow (client, FALSE, sign_in_scopes);
  g_autoptr (Reply) tokens = sign_in_exchange (client, code);
  g_autofree char *type = reply_get_string (tokens, "$.token_type");
  g_autofree char *scope = reply_get_string (tokens, "$.scope");
  g_autofree char *first_access = reply_get_string (tokens, "$.access_token");
  g_autofree char *first_refresh = reply_get_string (tokens, "$.refresh_token");

  g_assert_cmpuint (tokens->status, ==, 200);
  g_assert_cmpint (tokens->version, ==, option != NULL ? SOUP_HTTP_2_0 : SOUP_HTTP_1_1);
  g_assert_cmpstr (tokens->cache_control, ==, "no-store");
  g_assert_cmpstr (type, ==, "bearer");
  g_assert_cmpstr (scope, ==, sign_in_scopes);
  g_assert_cmpint (reply_get_int (tokens, "$.expires_in"), ==, 7200);
  sign_in_assert_works (client, first_access, 200);
  sign_in_assert_works (client, first_refresh, 401);

  g_autoptr (Reply) refreshed = sign_in_refresh (client, first_refresh);
  g_autofree char *access = reply_get_string (refreshed, "$.access_token");
  g_autofree char *second_refresh = reply_get_string (refreshed, "$.refresh_token");
  g_autoptr (Reply) used = sign_in_refresh (client, first_refresh);

  sign_in_assert_refused (used, 400, "invalid_request", "Value passed for the token was invalid");
  sign_in_assert_works (client, first_access, 200);
  sign_in_assert_works (client, access, 200);

  g_autoptr (Reply) revoked = sign_in_revoke (client, access);
  g_autoptr (Reply) again = sign_in_revoke (client, access);
  g_autoptr (Reply) late = sign_in_refresh (client, second_refresh);

  g_assert_cmpuint (revoked->status, ==, 200);
  g_assert_cmpstr (revoked->body, ==, "{\"revoked\":true}");
  g_assert_cmpuint (again->status, ==, 200);
  g_assert_cmpuint (late->status, ==, 400);
  sign_in_assert_works (client, access, 401);
  sign_in_assert_works (client, first_access, 401);
  g_assert_cmpint (xu_test_sandbox_get_int (client->sandbox, "/sandbox/requests",
                                            "$.endpoints.token.statuses.200"),
                   ==, 2);
  g_assert_cmpint (
      xu_test_sandbox_get_int (client->sandbox, "/sandbox/requests", "$.endpoints.revoke.count"),
      ==, 2);
  g_assert_cmpint (
      xu_test_sandbox_get_int (client->sandbox, "/sandbox/requests", "$.endpoints.authorize.count"),
      ==, 1);
  g_assert_cmpint (
      xu_test_sandbox_get_int (client->sandbox, "/sandbox/requests", "$.endpoints.consent.count"),
      ==, 1);
}

static void
test_page (void)
{
  g_autoptr (Client) client = start (NULL, NULL);
  g_autofree char *path = sign_in_make_path (client, FALSE, "tweet.read offline.access");
  g_autofree char *other_path = g_strconcat (path, "&sandbox_user=somebody_else", NULL);
  g_autofree char *hostile_path = g_strconcat (path, "&x='%22%3E%3Cscript%3E&y=('z')", NULL);
  g_autoptr (Reply) page = sign_in_open (client, path);
  g_autoptr (Reply) other = sign_in_open (client, other_path);
  g_autoptr (Reply) hostile = sign_in_open (client, hostile_path);

  g_assert_cmpstr (page->content_type, ==, "text/html; charset=utf-8");
  g_assert_cmpstr (page->cache_control, ==, "no-store");
  g_assert_nonnull (strstr (page->policy, "default-src 'none'"));
  g_assert_nonnull (strstr (page->policy, "frame-ancestors 'none'"));
  /* Chromium would stop the redirect that Allow leads to. */
  g_assert_nonnull (strstr (page->policy, "form-action 'self' http://127.0.0.1:47824"));
  g_assert_nonnull (strstr (page->body, "Signed in as <b>@sandbox</b>"));
  g_assert_nonnull (strstr (page->body, "sandbox_user=somebody_else\""));
  g_assert_nonnull (strstr (page->body, "tweet.read<"));
  g_assert_null (strstr (page->body, "media.write"));
  g_assert_nonnull (strstr (other->body, "Signed in as <b>@somebody_else</b>"));
  g_assert_nonnull (strstr (other->body, "sandbox_user=sandbox\""));
  g_assert_cmpuint (hostile->status, ==, 200);
  g_assert_null (strstr (hostile->body, "<script"));
  g_assert_null (strstr (hostile->body, "'z'"));
}

/* Whose account it is, decides the page; the token is that user's. */
static void
test_other_user (void)
{
  g_autoptr (Client) client = start (NULL, NULL);
  g_autofree char *path = sign_in_make_path (client, FALSE, sign_in_scopes);
  g_autofree char *other_path = g_strconcat (path, "&sandbox_user=somebody_else", NULL);
  g_autoptr (Reply) page = sign_in_open (client, other_path);
  g_autofree char *consent = sign_in_find_consent (page);
  g_autoptr (Reply) redirect = sign_in_decide (client, consent, "allow");
  g_autofree char *code = sign_in_get_parameter (client, redirect, "code");
  g_autoptr (Reply) tokens = sign_in_exchange (client, code);
  g_autofree char *access = reply_get_string (tokens, "$.access_token");
  g_autoptr (Reply) me = client_send (client, "GET", "/2/users/me?user.fields=profile_image_url",
                                      access, NULL, NULL, 0);
  g_autofree char *username = reply_get_string (me, "$.data.username");
  g_autofree char *picture = reply_get_string (me, "$.data.profile_image_url");
  g_autofree char *wanted
      = g_strconcat (client->sandbox->url, "/sandbox/avatar/somebody_else.png", NULL);

  g_assert_cmpstr (username, ==, "somebody_else");
  g_assert_cmpstr (picture, ==, wanted);
}

static void
test_pictures (void)
{
  g_autoptr (Client) client = start (NULL, NULL);
  g_autoptr (Reply) plain = client_get (client, "/2/users/me");
  g_autoptr (Reply) one = sign_in_open (client, "/sandbox/avatar/sandbox.png");
  g_autoptr (Reply) other = sign_in_open (client, "/sandbox/avatar/somebody_else.png");
  g_autoptr (Reply) nobody = sign_in_open (client, "/sandbox/avatar/nobody.png");
  g_autoptr (Reply) other_type = sign_in_open (client, "/sandbox/avatar/sandbox.jpg");

  g_assert_null (strstr (plain->body, "profile_image_url"));
  g_assert_cmpuint (one->status, ==, 200);
  g_assert_cmpstr (one->content_type, ==, "image/png");
  g_assert_cmpuint (one->length, >, 100);
  g_assert_cmpmem (one->body, 8, "\x89PNG\r\n\x1a\n", 8);
  /* The last chunk, with the checksum that every decoder wants. */
  g_assert_cmpmem (one->body + one->length - 12, 12, "\0\0\0\0IEND\xae\x42\x60\x82", 12);
  g_assert_cmpuint (other->status, ==, 200);
  g_assert_false (one->length == other->length
                  && memcmp (one->body, other->body, one->length) == 0);
  g_assert_cmpuint (nobody->status, ==, 404);
  g_assert_cmpuint (other_type->status, ==, 404);
}

/* Nobody is sent to an address that is not known to be the app's; errors go to one that is. */
static void
test_wrong_requests (void)
{
  static const struct
  {
    const char *part; /* of the good request */
    const char *instead;
    const char *error; /* NULL: a page tells the user */
  } rows[] = {
    { "client_id=", "client_id=x", NULL },
    { "callback", "callback2", NULL },
    { "%2Fcallback", "%40evil.example%2Fcallback", NULL },
    { "redirect_uri=", "redirect_uri=https%3A%2F%2Fevil.example&redirect_uri=", NULL },
    { "tweet.read", "tweet.eat", "invalid_scope" },
    { "response_type=code", "response_type=token", "unsupported_response_type" },
    { "=S256", "=plain", "invalid_request" },
    { "code_challenge=", "unknown=", "invalid_request" },
  };
  g_autoptr (Client) client = start (NULL, NULL);
  g_autofree char *good = sign_in_make_path (client, FALSE, sign_in_scopes);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_auto (GStrv) sides = g_strsplit (good, rows[i].part, 2);
      g_autofree char *path = g_strjoinv (rows[i].instead, sides);
      g_autoptr (Reply) reply = sign_in_open (client, path);

      g_test_message ("%s", path);
      if (rows[i].error == NULL)
        {
          g_assert_cmpuint (reply->status, ==, 400);
          g_assert_cmpstr (reply->content_type, ==, "text/html; charset=utf-8");
          g_assert_cmpstr (reply->location, ==, NULL);
          continue;
        }

      g_autofree char *error = sign_in_get_parameter (client, reply, "error");
      g_autofree char *state = sign_in_get_parameter (client, reply, "state");

      g_assert_cmpstr (error, ==, rows[i].error);
      g_assert_cmpstr (state, ==, "a state&more");
    }

  g_autoptr (Reply) nothing = sign_in_open (client, "/i/oauth2/authorize");

  g_assert_cmpuint (nothing->status, ==, 400);
}

static void
test_deny (void)
{
  g_autoptr (Client) client = start (NULL, NULL);
  g_autofree char *path = sign_in_make_path (client, FALSE, sign_in_scopes);
  g_autoptr (Reply) page = sign_in_open (client, path);
  g_autofree char *consent = sign_in_find_consent (page);
  g_autoptr (Reply) redirect = sign_in_decide (client, consent, "deny");
  g_autofree char *error = sign_in_get_parameter (client, redirect, "error");
  g_autofree char *state = sign_in_get_parameter (client, redirect, "state");
  g_autofree char *code = sign_in_get_parameter (client, redirect, "code");
  g_autoptr (Reply) changed_mind = sign_in_decide (client, consent, "allow");

  g_assert_cmpstr (error, ==, "access_denied");
  g_assert_cmpstr (state, ==, "a state&more");
  g_assert_cmpstr (code, ==, NULL);
  g_assert_cmpuint (changed_mind->status, ==, 400);
}

/* A double click, or a page that the user went back to. A second tab is a page of its own. */
static void
test_second_submit (void)
{
  g_autoptr (Client) client = start (NULL, NULL);
  g_autofree char *path = sign_in_make_path (client, FALSE, sign_in_scopes);
  g_autoptr (Reply) tab = sign_in_open (client, path);
  g_autoptr (Reply) other_tab = sign_in_open (client, path);
  g_autofree char *consent = sign_in_find_consent (tab);
  g_autofree char *other_consent = sign_in_find_consent (other_tab);
  g_autoptr (Reply) first = sign_in_decide (client, consent, "allow");
  g_autoptr (Reply) second = sign_in_decide (client, consent, "allow");
  g_autoptr (Reply) third = sign_in_decide (client, other_consent, "allow");
  g_autofree char *code = sign_in_get_parameter (client, first, "code");
  g_autofree char *other_code = sign_in_get_parameter (client, third, "code");
  g_autoptr (Reply) tokens = sign_in_exchange (client, code);

  g_assert_cmpuint (second->status, ==, 400);
  g_assert_nonnull (strstr (second->body, "used already"));
  g_assert_cmpstr (code, !=, other_code);
  g_assert_cmpuint (tokens->status, ==, 200);
}

/* Only the page itself can press its buttons. */
static void
test_foreign_forms (void)
{
  g_autoptr (Client) client = start (NULL, NULL);
  g_autofree char *path = sign_in_make_path (client, FALSE, sign_in_scopes);
  g_autoptr (Reply) page = sign_in_open (client, path);
  g_autofree char *consent = sign_in_find_consent (page);
  g_autofree char *form = soup_form_encode ("consent", consent, "decision", "allow", NULL);
  g_autofree char *more = g_strconcat (form, "&x=1", NULL);
  g_autofree char *twice = g_strconcat (form, "&decision=deny", NULL);
  g_autofree char *with_slash = g_strconcat (client->sandbox->url, "/", NULL);
  const char *url = client->sandbox->url;
  const struct
  {
    const char *origin;
    const char *host;
    const char *form;
    guint status;
  } rows[] = {
    { NULL, NULL, form, 403 },
    { "null", NULL, form, 403 },
    { "https://evil.example", NULL, form, 403 },
    { "http://127.0.0.1:1", NULL, form, 403 },
    { with_slash, NULL, form, 403 },
    { "http://evil.example", "evil.example", form, 403 }, /* its name leads here */
    { "http://evil.example:80", "evil.example:80", form, 403 },
    { "http://localhost.evil.example", "localhost.evil.example", form, 403 },
    { url, NULL, "", 400 },
    { url, NULL, "consent=guess&decision=allow", 400 },
    { url, NULL, "consent=%zz&decision=allow", 400 },
    { url, NULL, "decision=allow", 400 },
    { url, NULL, more, 400 },
    { url, NULL, twice, 400 },
    { "http://localhost:7", "localhost:7", form, 302 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (Reply) reply = client_submit (client, "/i/oauth2/authorize", rows[i].origin,
                                               rows[i].host, rows[i].form);

      g_test_message ("%s %s %s", rows[i].origin, rows[i].host, rows[i].form);
      g_assert_cmpuint (reply->status, ==, rows[i].status);
    }

  g_autoptr (Reply) typed
      = client_send (client, "POST", "/i/oauth2/authorize", NULL, "text/plain", form, -1);

  g_assert_cmpuint (typed->status, ==, 403);
}

/* What is told to a client is on disk already. */
static gboolean
is_saved (const char *folder, const char *secret)
{
  g_autofree char *path = g_build_filename (folder, "state.json", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);

  return strstr (text, secret) != NULL;
}

/* Clients, codes and tokens are there again; what was used or revoked is not. */
static void
test_state (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("xu-test-sign-in-XXXXXX", &error);
  g_autofree char *client_id = NULL;
  g_autofree char *secret = NULL;
  g_autofree char *code = NULL;
  g_autofree char *access = NULL;
  g_autofree char *used = NULL;
  g_autofree char *unused = NULL;
  g_autofree char *revoked = NULL;
  g_autofree char *consent = NULL;

  g_assert_no_error (error);
  {
    g_autoptr (Client) client = start ("--state", folder);
    g_autofree char *first = sign_in_allow (client, FALSE, sign_in_scopes);
    g_autofree char *second = sign_in_allow (client, FALSE, sign_in_scopes);
    g_autofree char *path = sign_in_make_path (client, FALSE, sign_in_scopes);
    g_autoptr (Reply) page = sign_in_open (client, path);
    g_autoptr (Reply) tokens = sign_in_exchange (client, first);
    g_autoptr (Reply) other_tokens = sign_in_exchange (client, second);

    used = reply_get_string (tokens, "$.refresh_token");
    revoked = reply_get_string (other_tokens, "$.access_token");
    g_assert_true (is_saved (folder, used));
    g_assert_true (is_saved (folder, revoked));

    g_autoptr (Reply) refreshed = sign_in_refresh (client, used);

    access = reply_get_string (refreshed, "$.access_token");
    unused = reply_get_string (refreshed, "$.refresh_token");
    g_assert_true (is_saved (folder, unused));
    g_assert_false (is_saved (folder, used));

    g_autoptr (Reply) gone = sign_in_revoke (client, revoked);

    g_assert_cmpuint (gone->status, ==, 200);
    g_assert_false (is_saved (folder, revoked));
    consent = sign_in_find_consent (page);
    code = sign_in_allow (client, FALSE, sign_in_scopes);
    client_id = g_strdup (client->sandbox->client_id);
    secret = g_strdup (client->sandbox->confidential_client_secret);
  }
  {
    g_autoptr (Client) client = start ("--state", folder);
    g_autoptr (Reply) late = sign_in_refresh (client, used);
    g_autoptr (Reply) refreshed = sign_in_refresh (client, unused);
    g_autoptr (Reply) tokens = sign_in_exchange (client, code);
    g_autoptr (Reply) old_page = sign_in_decide (client, consent, "allow");

    g_assert_cmpstr (client->sandbox->client_id, ==, client_id);
    g_assert_cmpstr (client->sandbox->confidential_client_secret, ==, secret);
    sign_in_assert_works (client, access, 200);
    sign_in_assert_works (client, revoked, 401);
    g_assert_cmpuint (late->status, ==, 400);
    g_assert_cmpuint (refreshed->status, ==, 200);
    g_assert_cmpuint (tokens->status, ==, 200);
    g_assert_cmpuint (old_page->status, ==, 400);
    g_assert_nonnull (strstr (old_page->body, "too old"));
  }

  for (guint i = 0; i < 3; i++)
    {
      static const char *const names[] = { "state.json", "lock", "users" };
      g_autofree char *path = g_build_filename (folder, names[i], NULL);

      g_assert_cmpint (g_unlink (path), ==, 0);
    }
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

static void
test_page_faults (void)
{
  g_autoptr (Client) client = client_new (xu_test_sandbox_start (
      "--fault", "authorize@2 status=500", "--fault", "consent@1 status=503", NULL));
  g_autofree char *path = sign_in_make_path (client, FALSE, sign_in_scopes);
  g_autoptr (Reply) page = sign_in_open (client, path);
  g_autoptr (Reply) broken = sign_in_open (client, path);
  g_autofree char *consent = sign_in_find_consent (page);
  g_autoptr (Reply) struck = sign_in_decide (client, consent, "allow");
  g_autoptr (Reply) again = sign_in_decide (client, consent, "allow");

  g_assert_cmpuint (broken->status, ==, 500);
  g_assert_cmpuint (struck->status, ==, 503);
  g_assert_cmpuint (again->status, ==, 302);
}

/* What other tests use. */
static void
test_helper (gconstpointer data)
{
  const char *option = data;
  g_autoptr (Client) client = start (option, NULL);
  g_autofree char *path = sign_in_make_path (client, FALSE, sign_in_scopes);
  g_autofree char *url = g_strconcat (client->sandbox->url, path, NULL);
  g_autofree char *wrong_url = g_strconcat (url, "&scope=twice", NULL);
  g_autofree char *evil_url = g_strconcat (url, "&redirect_uri=http%3A%2F%2Fevil.example", NULL);
  g_autofree char *allowed = xu_test_sandbox_decide (client->sandbox, url, TRUE);
  g_autofree char *denied = xu_test_sandbox_decide (client->sandbox, url, FALSE);
  g_autofree char *wrong = xu_test_sandbox_decide (client->sandbox, wrong_url, TRUE);
  g_autofree char *evil = xu_test_sandbox_decide (client->sandbox, evil_url, TRUE);

  g_assert_true (g_str_has_prefix (allowed, client->sandbox->redirect_uri));
  g_assert_nonnull (strstr (allowed, "&code=sandbox%2B"));
  g_assert_nonnull (strstr (denied, "&error=access_denied"));
  g_assert_nonnull (strstr (wrong, "&error=invalid_request"));
  g_assert_null (evil);
}

/* A redirect URI of each kind, and where the policy of the page lets its form lead. */
static void
test_redirect_uris (void)
{
  static const struct
  {
    const char *uri;
    const char *policy;
  } rows[] = {
    { "http://127.0.0.1:1234/a?b=c", "form-action 'self' http://127.0.0.1:1234" },
    { "https://app.example/back", "form-action 'self' https://app.example" },
    { "http://[::1]:47824/callback", "form-action 'self' http:" },
    { "org.example.app:/back", "form-action 'self' org.example.app:" },
  };
  g_autoptr (Client) client = client_new (
      xu_test_sandbox_start ("--redirect-uri", rows[0].uri, "--redirect-uri", rows[1].uri,
                             "--redirect-uri", rows[2].uri, "--redirect-uri", rows[3].uri, NULL));

  g_assert_cmpstr (client->sandbox->redirect_uri, ==, rows[0].uri);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = NULL;

      g_free (client->sandbox->redirect_uri);
      client->sandbox->redirect_uri = g_strdup (rows[i].uri);
      path = sign_in_make_path (client, FALSE, sign_in_scopes);

      g_autoptr (Reply) page = sign_in_open (client, path);
      g_autofree char *consent = sign_in_find_consent (page);
      g_autoptr (Reply) redirect = sign_in_decide (client, consent, "deny");

      g_assert_true (g_str_has_suffix (page->policy, rows[i].policy));
      g_assert_cmpuint (redirect->status, ==, 302);
      g_assert_true (g_str_has_prefix (redirect->location, rows[i].uri));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_data_func ("/sign-in/http1/flow", NULL, test_flow);
  g_test_add_data_func ("/sign-in/http2/flow", "--tls", test_flow);
  g_test_add_func ("/sign-in/page", test_page);
  g_test_add_func ("/sign-in/other-user", test_other_user);
  g_test_add_func ("/sign-in/pictures", test_pictures);
  g_test_add_func ("/sign-in/wrong-requests", test_wrong_requests);
  g_test_add_func ("/sign-in/deny", test_deny);
  g_test_add_func ("/sign-in/second-submit", test_second_submit);
  g_test_add_func ("/sign-in/foreign-forms", test_foreign_forms);
  g_test_add_func ("/sign-in/state", test_state);
  g_test_add_func ("/sign-in/page-faults", test_page_faults);
  g_test_add_data_func ("/sign-in/http1/helper", NULL, test_helper);
  g_test_add_data_func ("/sign-in/http2/helper", "--tls", test_helper);
  g_test_add_func ("/sign-in/redirect-uris", test_redirect_uris);

  return g_test_run ();
}
