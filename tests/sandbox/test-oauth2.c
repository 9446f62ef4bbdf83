/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Signing in, without a server: forms, scopes, the authorize request, codes and tokens, by tables.
 */

#include "config.h"

#include "xu-sandbox-oauth2.h"

/* RFC 7636, appendix B. */
static const char verifier[] = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
static const char challenge[] = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
static const char redirect_uri[] = "http://127.0.0.1:47824/callback";

enum
{
  SECOND = G_USEC_PER_SEC,
  NOW = 1000
};

/* A code for the public client. */
static char *
make_code (XuSandboxOauth2 *oauth2, const char *scopes)
{
  g_autoptr (XuSandboxConsent) consent = xu_sandbox_consent_new ();

  consent->client = xu_sandbox_oauth2_get_client (oauth2, XU_SANDBOX_CLIENT_PUBLIC);
  consent->user = xu_sandbox_user_get (0);
  consent->scopes = g_strdup (scopes);
  consent->redirect_uri = g_strdup (redirect_uri);
  consent->state = g_strdup ("s");
  consent->challenge = g_strdup (challenge);

  return g_strdup (xu_sandbox_oauth2_allow (oauth2, consent, 30 * SECOND, NOW));
}

/* What is wrong with an exchange after so many microseconds; NULL: nothing. */
static const char *
exchange (XuSandboxOauth2 *oauth2,
          XuSandboxClientKind kind,
          const char *code,
          const char *uri,
          const char *secret,
          gint64 after_us,
          XuSandboxPair *pair)
{
  const char *flaw = NULL;

  g_assert_cmpint (xu_sandbox_oauth2_exchange (oauth2, xu_sandbox_oauth2_get_client (oauth2, kind),
                                               code, uri, secret, 2 * SECOND, NOW + after_us, pair,
                                               &flaw),
                   ==, flaw == NULL);
  return flaw;
}

static void
test_codes (void)
{
  static const char other_uri[] = "http://127.0.0.1:47824/other?x=1";
  static const char other_verifier[] = "eBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
  static const struct
  {
    XuSandboxClientKind kind;
    const char *uri;
    const char *secret;
    gint64 after_us;
    const char *words; /* NULL: it works */
    gboolean is_lost;  /* it works no more */
  } rows[] = {
    { XU_SANDBOX_CLIENT_PUBLIC, redirect_uri, verifier, 0, NULL, TRUE },
    { XU_SANDBOX_CLIENT_PUBLIC, redirect_uri, verifier, 30 * SECOND - 1, NULL, TRUE },
    { XU_SANDBOX_CLIENT_PUBLIC, redirect_uri, verifier, 30 * SECOND, "code was invalid", TRUE },
    { XU_SANDBOX_CLIENT_PUBLIC, other_uri, verifier, 0, "redirect uri did not match", TRUE },
    { XU_SANDBOX_CLIENT_PUBLIC, redirect_uri, other_verifier, 0, "verifier did not match", TRUE },
    { XU_SANDBOX_CLIENT_PUBLIC, redirect_uri, challenge, 0, "verifier did not match", TRUE },
    { XU_SANDBOX_CLIENT_CONFIDENTIAL, redirect_uri, verifier, 0, "code was invalid", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (XuSandboxOauth2) oauth2 = xu_sandbox_oauth2_new (NULL);
      g_autofree char *code = make_code (oauth2, "tweet.read");
      XuSandboxPair pair;
      const char *flaw = exchange (oauth2, rows[i].kind, code, rows[i].uri, rows[i].secret,
                                   rows[i].after_us, &pair);

      g_test_message ("row %zu", i);
      if (rows[i].words == NULL)
        {
          g_assert_cmpstr (flaw, ==, NULL);
          g_assert_cmpint (pair.access->expires_us, ==, NOW + rows[i].after_us + 2 * SECOND);
          g_assert_null (pair.refresh);
        }
      else
        g_assert_true (flaw != NULL && strstr (flaw, rows[i].words) != NULL);

      flaw = exchange (oauth2, XU_SANDBOX_CLIENT_PUBLIC, code, redirect_uri, verifier, 0, &pair);
      g_assert_cmpint (flaw != NULL, ==, rows[i].is_lost);
    }
}

/* All that came of a code goes with its second use, what was refreshed meanwhile too. */
static void
test_replay (void)
{
  g_autoptr (XuSandboxOauth2) oauth2 = xu_sandbox_oauth2_new (NULL);
  const XuSandboxClient *client = xu_sandbox_oauth2_get_client (oauth2, XU_SANDBOX_CLIENT_PUBLIC);
  g_autofree char *code = make_code (oauth2, "tweet.read offline.access");
  g_autofree char *other_code = make_code (oauth2, "tweet.read offline.access");
  g_autofree char *access = NULL;
  g_autofree char *refreshed = NULL;
  g_autofree char *other = NULL;
  XuSandboxPair pair;

  g_assert_null (
      exchange (oauth2, XU_SANDBOX_CLIENT_PUBLIC, other_code, redirect_uri, verifier, 0, &pair));
  other = g_strdup (pair.access->secret);
  g_assert_null (
      exchange (oauth2, XU_SANDBOX_CLIENT_PUBLIC, code, redirect_uri, verifier, 0, &pair));
  access = g_strdup (pair.access->secret);
  {
    g_autofree char *refresh = g_strdup (pair.refresh);

    g_assert_true (
        xu_sandbox_oauth2_refresh (oauth2, client, refresh, 2 * SECOND, NOW + SECOND, &pair));
    refreshed = g_strdup (pair.access->secret);
  }
  g_assert_nonnull (xu_sandbox_oauth2_find_token (oauth2, access));
  g_assert_nonnull (xu_sandbox_oauth2_find_token (oauth2, refreshed));

  g_assert_nonnull (
      exchange (oauth2, XU_SANDBOX_CLIENT_PUBLIC, code, redirect_uri, verifier, 0, &pair));
  g_assert_null (xu_sandbox_oauth2_find_token (oauth2, access));
  g_assert_null (xu_sandbox_oauth2_find_token (oauth2, refreshed));
  g_assert_nonnull (xu_sandbox_oauth2_find_token (oauth2, other));
}

static void
test_rotation (void)
{
  g_autoptr (XuSandboxOauth2) oauth2 = xu_sandbox_oauth2_new (NULL);
  const XuSandboxClient *client = xu_sandbox_oauth2_get_client (oauth2, XU_SANDBOX_CLIENT_PUBLIC);
  const XuSandboxClient *stranger
      = xu_sandbox_oauth2_get_client (oauth2, XU_SANDBOX_CLIENT_CONFIDENTIAL);
  g_autofree char *code = make_code (oauth2, "tweet.read offline.access");
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  XuSandboxPair pair;

  g_assert_null (
      exchange (oauth2, XU_SANDBOX_CLIENT_PUBLIC, code, redirect_uri, verifier, 0, &pair));
  first = g_strdup (pair.refresh);
  g_assert_false (xu_sandbox_oauth2_refresh (oauth2, stranger, first, SECOND, NOW, &pair));
  g_assert_true (xu_sandbox_oauth2_refresh (oauth2, client, first, SECOND, NOW, &pair));
  second = g_strdup (pair.refresh);
  g_assert_cmpstr (first, !=, second);

  /* A used one works no more, and takes nothing along. */
  g_assert_false (xu_sandbox_oauth2_refresh (oauth2, client, first, SECOND, NOW, &pair));
  g_assert_true (xu_sandbox_oauth2_refresh (oauth2, client, second, SECOND, NOW, &pair));
  g_assert_cmpstr (pair.access->scopes, ==, "tweet.read offline.access");
}

static void
test_revocation (void)
{
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (XuSandboxOauth2) oauth2 = xu_sandbox_oauth2_new (NULL);
      const XuSandboxClient *client
          = xu_sandbox_oauth2_get_client (oauth2, XU_SANDBOX_CLIENT_PUBLIC);
      const XuSandboxClient *stranger
          = xu_sandbox_oauth2_get_client (oauth2, XU_SANDBOX_CLIENT_CONFIDENTIAL);
      g_autofree char *code = make_code (oauth2, "tweet.read offline.access");
      g_autofree char *access = NULL;
      g_autofree char *refresh = NULL;
      XuSandboxPair pair;

      g_assert_null (
          exchange (oauth2, XU_SANDBOX_CLIENT_PUBLIC, code, redirect_uri, verifier, 0, &pair));
      access = g_strdup (pair.access->secret);
      refresh = g_strdup (pair.refresh);

      g_assert_true (xu_sandbox_oauth2_revoke (oauth2, client, "unknown"));
      g_assert_false (xu_sandbox_oauth2_revoke (oauth2, stranger, i == 0 ? access : refresh));
      g_assert_nonnull (xu_sandbox_oauth2_find_token (oauth2, access));
      g_assert_true (xu_sandbox_oauth2_revoke (oauth2, client, i == 0 ? access : refresh));
      g_assert_null (xu_sandbox_oauth2_find_token (oauth2, access));
      g_assert_false (xu_sandbox_oauth2_refresh (oauth2, client, refresh, SECOND, NOW, &pair));
      g_assert_true (xu_sandbox_oauth2_revoke (oauth2, client, refresh));
    }
}

static void
test_consents (void)
{
  g_autoptr (XuSandboxOauth2) oauth2 = xu_sandbox_oauth2_new (NULL);
  g_autofree char *first = NULL;

  for (guint i = 0; i < 1000; i++)
    {
      XuSandboxConsent *consent = xu_sandbox_consent_new ();

      if (i == 0)
        first = g_strdup (consent->id);
      xu_sandbox_oauth2_add_consent (oauth2, consent, NOW);
    }
  g_assert_nonnull (xu_sandbox_oauth2_find_consent (oauth2, first, NOW));
  g_assert_null (xu_sandbox_oauth2_find_consent (oauth2, first, NOW + (gint64) 600 * SECOND));

  /* No flood of pages fills the memory. */
  xu_sandbox_oauth2_add_consent (oauth2, xu_sandbox_consent_new (), NOW);
  g_assert_null (xu_sandbox_oauth2_find_consent (oauth2, first, NOW));
}

static JsonNode *
save (XuSandboxOauth2 *oauth2)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  xu_sandbox_oauth2_save (oauth2, builder);
  json_builder_end_object (builder);

  return json_builder_get_root (builder);
}

static void
test_saved (void)
{
  g_autoptr (XuSandboxOauth2) oauth2 = xu_sandbox_oauth2_new (NULL);
  g_autofree char *used = make_code (oauth2, "tweet.read offline.access");
  g_autofree char *unused = make_code (oauth2, "tweet.read offline.access");
  XuSandboxPair pair;

  g_assert_null (
      exchange (oauth2, XU_SANDBOX_CLIENT_PUBLIC, used, redirect_uri, verifier, 0, &pair));

  g_autoptr (JsonNode) root = save (oauth2);
  g_autoptr (XuSandboxOauth2) restored = xu_sandbox_oauth2_new (json_node_get_object (root));
  g_autoptr (JsonNode) again = save (restored);
  const XuSandboxToken *token = xu_sandbox_oauth2_find_token (restored, pair.access->secret);

  g_assert_true (json_node_equal (root, again));
  g_assert_nonnull (token);
  g_assert_cmpint (token->expires_us, ==, pair.access->expires_us);
  g_assert_null (
      exchange (restored, XU_SANDBOX_CLIENT_PUBLIC, unused, redirect_uri, verifier, 0, &pair));
  g_assert_nonnull (
      exchange (restored, XU_SANDBOX_CLIENT_PUBLIC, used, redirect_uri, verifier, 0, &pair));
}

/* Whatever lies in the file. */
static void
test_damaged (void)
{
  static const char *const texts[] = {
    "{}",
    "{\"client_id\":7,\"grants\":{}}",
    "{\"client_id\":\"c\",\"grants\":[1,null,[],{}]}",
    "{\"client_id\":\"c\",\"grants\":[{\"client\":\"c\",\"user\":\"1\",\"scopes\":\"\",\"code\":"
    "\"a\","
    "\"redirect_uri\":\"r\",\"challenge\":\"x\",\"tokens\":[]}]}",
    "{\"client_id\":\"c\",\"grants\":[{\"client\":\"c\",\"user\":\"783214\",\"scopes\":\"\","
    "\"code\":\"a\",\"redirect_uri\":\"r\",\"challenge\":\"x\",\"tokens\":[{}]}]}",
    "{\"client_id\":\"c\",\"grants\":[{\"client\":\"c\",\"user\":\"783214\",\"code\":\"a\","
    "\"redirect_uri\":\"r\",\"challenge\":\"x\",\"tokens\":[]}]}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (JsonNode) root = json_from_string (texts[i], NULL);
      g_autoptr (XuSandboxOauth2) oauth2 = xu_sandbox_oauth2_new (json_node_get_object (root));
      g_autoptr (JsonNode) saved = save (oauth2);

      g_test_message ("%s", texts[i]);
      g_assert_cmpuint (json_array_get_length (
                            json_object_get_array_member (json_node_get_object (saved), "grants")),
                        ==, 0);
      g_assert_nonnull (xu_sandbox_oauth2_get_client (oauth2, XU_SANDBOX_CLIENT_PUBLIC)->id);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/oauth2/codes", test_codes);
  g_test_add_func ("/oauth2/replay", test_replay);
  g_test_add_func ("/oauth2/rotation", test_rotation);
  g_test_add_func ("/oauth2/revocation", test_revocation);
  g_test_add_func ("/oauth2/consents", test_consents);
  g_test_add_func ("/oauth2/saved", test_saved);
  g_test_add_func ("/oauth2/damaged", test_damaged);

  return g_test_run ();
}
