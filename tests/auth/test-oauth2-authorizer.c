/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The authorizer of a signed-in account, through the client, against a token endpoint. */

#include "config.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>

#include "exchange-fixture.h"
#include "test-store.h"
#include "token-peer.h"
#include "xu-error.h"
#include "xu-oauth2-authorizer.h"

enum
{
  N_AT_ONCE = 8
};

typedef struct
{
  TokenPeer *peer;
  XuHttpClient *client;
  TestStore *store;
  XuOauth2Authorizer *authorizer;
  char *lock_path;
  guint n_changed;
  guint n_not_kept;
  guint n_sign_in_needed;
} Fixture;

static gint64 later_us; /* how far the clock is ahead */

static gint64
get_time (void)
{
  return g_get_real_time () + later_us;
}

static void
changed_cb (XuOauth2Authorizer *authorizer, Fixture *fixture)
{
  fixture->n_changed++;
}

static void
not_kept_cb (XuOauth2Authorizer *authorizer, const GError *error, Fixture *fixture)
{
  g_assert_error (error, XU_SECRET_STORE_ERROR, XU_SECRET_STORE_ERROR_LOCKED);
  fixture->n_not_kept++;
}

static void
sign_in_needed_cb (XuOauth2Authorizer *authorizer, const GError *error, Fixture *fixture)
{
  g_assert_error (error, XU_ERROR, XU_ERROR_TOKEN_REFUSED);
  fixture->n_sign_in_needed++;
}

static XuOauth2Authorizer *
new_authorizer (Fixture *fixture, const XuStoredCredentials *credentials)
{
  XuOauth2Authorizer *authorizer
      = xu_oauth2_authorizer_new (fixture->client, "the-server", "7", "the-label", credentials,
                                  XU_SECRET_STORE (fixture->store), fixture->lock_path);

  xu_oauth2_authorizer_set_clock (authorizer, get_time);
  g_signal_connect (authorizer, "tokens-changed", G_CALLBACK (changed_cb), fixture);
  g_signal_connect (authorizer, "not-kept", G_CALLBACK (not_kept_cb), fixture);
  g_signal_connect (authorizer, "sign-in-needed", G_CALLBACK (sign_in_needed_cb), fixture);

  return authorizer;
}

static void
keep (Fixture *fixture, const XuStoredCredentials *credentials)
{
  g_free (fixture->store->secret);
  fixture->store->secret = xu_stored_credentials_to_secret (credentials);
}

/* Whose access token is good for @lifetime_s more; what it is the server knows best. */
static void
fixture_begin (Fixture *fixture, guint n, gint64 lifetime_s, const char *client_secret)
{
  g_autoptr (XuStoredCredentials) credentials
      = token_peer_new_credentials (n, lifetime_s, client_secret);
  g_autofree char *folder = g_dir_make_tmp ("xu-auth-XXXXXX", NULL);

  later_us = 0;
  fixture->peer = token_peer_new ();
  fixture->client = exchange_new_client (token_peer_get_peer (fixture->peer));
  fixture->store = test_store_new ();
  fixture->lock_path = g_build_filename (folder, "lock", NULL);
  keep (fixture, credentials);
  fixture->authorizer = new_authorizer (fixture, credentials);
}

static void
fixture_end (Fixture *fixture)
{
  g_autofree char *folder = g_path_get_dirname (fixture->lock_path);

  g_assert_finalize_object (fixture->authorizer);
  exchange_finish_client (fixture->client);
  g_assert_finalize_object (fixture->store);
  token_peer_free (fixture->peer);
  g_remove (fixture->lock_path);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
  g_free (fixture->lock_path);
}

static void
start (Fixture *fixture, Exchange *exchange, GCancellable *cancellable)
{
  exchange->authorizer = XU_AUTHORIZER (fixture->authorizer);
  exchange_start (exchange, fixture->client, "POST", "/2/tweets", 100, "", cancellable);
}

static void
assert_one (Fixture *fixture)
{
  g_auto (Exchange) exchange = { 0 };

  start (fixture, &exchange, NULL);
  exchange_wait (&exchange);
  g_assert_no_error (exchange.error);
  g_assert_cmpuint (exchange.response->status, ==, 200);
}

static void
assert_one_fails (Fixture *fixture, int code)
{
  g_auto (Exchange) exchange = { 0 };

  start (fixture, &exchange, NULL);
  exchange_wait (&exchange);
  g_assert_error (exchange.error, XU_ERROR, code);
  g_assert_true (xu_error_is_unsent (exchange.error));
}

static void
assert_many (Fixture *fixture)
{
  Exchange exchanges[N_AT_ONCE] = { 0 };

  for (guint i = 0; i < N_AT_ONCE; i++)
    start (fixture, &exchanges[i], NULL);
  for (guint i = 0; i < N_AT_ONCE; i++)
    {
      exchange_wait (&exchanges[i]);
      g_assert_no_error (exchanges[i].error);
      g_assert_cmpuint (exchanges[i].response->status, ==, 200);
      exchange_clear (&exchanges[i]);
    }
}

static void
assert_kept (Fixture *fixture, const char *access_token, const char *refresh_token)
{
  g_autoptr (XuStoredCredentials) kept
      = xu_stored_credentials_from_secret (fixture->store->secret, NULL);

  g_assert_cmpstr (kept->tokens->access_token, ==, access_token);
  g_assert_cmpstr (kept->tokens->refresh_token, ==, refresh_token);
}

static void
test_fresh (void)
{
  Fixture fixture = { 0 };

  fixture_begin (&fixture, 0, 7200, NULL);
  assert_many (&fixture);
  g_assert_cmpuint (token_peer_get_n_asked (fixture.peer), ==, 0);
  g_assert_cmpuint (fixture.store->n_lookups, ==, 0);
  fixture_end (&fixture);
}

static void
saving_cb (gpointer user_data)
{
  const Fixture *fixture = user_data;

  /* On disk before anybody uses it. */
  g_assert_cmpuint (token_peer_get_n_served (fixture->peer), ==, 0);
}

/* A minute early, once for all, kept before it is used. */
static void
test_early (gconstpointer data)
{
  const char *client_secret = data;
  Fixture fixture = { 0 };
  g_autoptr (GOutputStream) trace = g_memory_output_stream_new_resizable ();

  fixture_begin (&fixture, 0, 7200, client_secret);
  later_us = (7200LL - 59) * G_USEC_PER_SEC;
  fixture.store->saving = saving_cb;
  fixture.store->saving_data = &fixture;
  xu_http_client_set_trace (fixture.client, trace);

  g_autofree char *before = xu_authorizer_dup_fingerprint (XU_AUTHORIZER (fixture.authorizer));

  assert_many (&fixture);
  g_assert_cmpuint (token_peer_get_n_asked (fixture.peer), ==, 1);
  g_assert_cmpuint (token_peer_get_n_served (fixture.peer), ==, N_AT_ONCE);
  g_assert_cmpuint (fixture.store->n_saves, ==, 1);
  g_assert_cmpuint (fixture.n_changed, ==, 1);
  assert_kept (&fixture, "access-1", "refresh-1");
  g_assert_cmpstr (xu_oauth2_authorizer_get_scope (fixture.authorizer), ==, "scope-1");
  g_assert_cmpint (xu_oauth2_authorizer_get_expires_at (fixture.authorizer), >,
                   g_get_real_time () / G_USEC_PER_SEC + 7000);

  g_autofree char *after = xu_authorizer_dup_fingerprint (XU_AUTHORIZER (fixture.authorizer));
  g_autofree char *form = token_peer_dup_form (fixture.peer);
  g_autofree char *authorization = token_peer_dup_authorization (fixture.peer);

  g_assert_cmpstr (before, ==, after);
  g_assert_cmpuint (strlen (before), ==, 32);
  g_assert_cmpint (strstr (form, "client_id=the-id") != NULL, ==, client_secret == NULL);
  g_assert_cmpint (g_str_has_prefix (authorization, "Basic "), ==, client_secret != NULL);

  g_autoptr (GString) lines = g_string_new_len (
      g_memory_output_stream_get_data (G_MEMORY_OUTPUT_STREAM (trace)),
      (gssize) g_memory_output_stream_get_data_size (G_MEMORY_OUTPUT_STREAM (trace)));

  g_assert_nonnull (strstr (lines->str, "/2/oauth2/token"));
  g_assert_null (strstr (lines->str, "access-"));
  g_assert_null (strstr (lines->str, "refresh-"));
  g_assert_null (strstr (lines->str, "the-id"));
  fixture_end (&fixture);
}

/* Tokens that live less than two minutes are not refreshed for each request. */
static void
test_short_life (void)
{
  Fixture fixture = { 0 };

  fixture_begin (&fixture, 0, 20, NULL);
  later_us = 5 * G_USEC_PER_SEC;
  assert_one (&fixture);
  g_assert_cmpuint (token_peer_get_n_asked (fixture.peer), ==, 0);
  later_us = 15 * G_USEC_PER_SEC;
  assert_one (&fixture);
  g_assert_cmpuint (token_peer_get_n_asked (fixture.peer), ==, 1);
  fixture_end (&fixture);
}

/* The clock says that it is good, the server says that it is not. */
static void
test_refused_once (void)
{
  Fixture fixture = { 0 };
  g_autoptr (XuStoredCredentials) revoked = NULL;
  g_autoptr (XuOauth2Tokens) tokens = xu_oauth2_tokens_new ("revoked", "refresh-0", NULL, 0, NULL);

  fixture_begin (&fixture, 0, 7200, NULL);
  revoked = xu_oauth2_authorizer_dup_credentials (fixture.authorizer);
  xu_oauth2_tokens_free (revoked->tokens);
  revoked->tokens = g_steal_pointer (&tokens);
  keep (&fixture, revoked);
  xu_oauth2_authorizer_replace (fixture.authorizer, revoked);

  assert_many (&fixture);
  g_assert_cmpuint (token_peer_get_n_asked (fixture.peer), ==, 1);
  g_assert_cmpuint (token_peer_get_n_served (fixture.peer), ==, N_AT_ONCE);
  g_assert_cmpuint (fixture.n_sign_in_needed, ==, 0);
  fixture_end (&fixture);
}

/* Signed out elsewhere: everybody is told, nobody asks again, and a new sign-in mends it. */
static void
test_sign_in_needed (void)
{
  Fixture fixture = { 0 };
  g_autoptr (XuStoredCredentials) again = token_peer_new_credentials (0, 7200, NULL);

  fixture_begin (&fixture, 9, 0, NULL);
  assert_one_fails (&fixture, XU_ERROR_TOKEN_REFUSED);
  g_assert_cmpuint (fixture.n_sign_in_needed, ==, 1);
  g_assert_true (xu_oauth2_authorizer_needs_sign_in (fixture.authorizer));
  assert_one_fails (&fixture, XU_ERROR_TOKEN_REFUSED);
  g_assert_cmpuint (token_peer_get_n_asked (fixture.peer), ==, 1);
  g_assert_cmpuint (fixture.n_sign_in_needed, ==, 1);
  assert_kept (&fixture, "access-9", "refresh-9");

  xu_oauth2_authorizer_replace (fixture.authorizer, again);
  g_assert_false (xu_oauth2_authorizer_needs_sign_in (fixture.authorizer));
  assert_one (&fixture);
  fixture_end (&fixture);
}

/* The client secret was made anew, or the app is gone: a new sign-in mends that too. */
static void
test_app_refused (void)
{
  Fixture fixture = { 0 };
  g_autoptr (XuStoredCredentials) again = token_peer_new_credentials (0, 7200, NULL);

  fixture_begin (&fixture, 0, 0, "the-old-secret");
  token_peer_set_manner (fixture.peer, TOKEN_PEER_KNOWS_NO_APP);
  assert_one_fails (&fixture, XU_ERROR_TOKEN_REFUSED);
  g_assert_cmpuint (fixture.n_sign_in_needed, ==, 1);
  g_assert_true (xu_oauth2_authorizer_needs_sign_in (fixture.authorizer));
  assert_kept (&fixture, "access-0", "refresh-0");

  token_peer_set_manner (fixture.peer, TOKEN_PEER_WORKS);
  xu_oauth2_authorizer_replace (fixture.authorizer, again);
  assert_one (&fixture);
  fixture_end (&fixture);
}

/* The server has used the refresh token up, and the answer never came. */
static void
test_answer_lost (void)
{
  Fixture fixture = { 0 };

  fixture_begin (&fixture, 0, 0, NULL);
  token_peer_set_manner (fixture.peer, TOKEN_PEER_LOSES_ANSWER);
  assert_one_fails (&fixture, XU_ERROR_NETWORK);
  g_assert_cmpuint (fixture.n_sign_in_needed, ==, 0);
  assert_kept (&fixture, "access-0", "refresh-0");

  token_peer_set_manner (fixture.peer, TOKEN_PEER_WORKS);
  assert_one_fails (&fixture, XU_ERROR_TOKEN_REFUSED);
  g_assert_cmpuint (fixture.n_sign_in_needed, ==, 1);
  g_assert_cmpuint (token_peer_get_n_asked (fixture.peer), ==, 2);
  fixture_end (&fixture);
}

static void
test_server_down (void)
{
  Fixture fixture = { 0 };

  fixture_begin (&fixture, 0, 0, NULL);
  token_peer_set_manner (fixture.peer, TOKEN_PEER_IS_DOWN);
  assert_one_fails (&fixture, XU_ERROR_SERVER);
  assert_one_fails (&fixture, XU_ERROR_SERVER);
  g_assert_cmpuint (token_peer_get_n_asked (fixture.peer), ==, 2);

  token_peer_set_manner (fixture.peer, TOKEN_PEER_WORKS);
  assert_one (&fixture);
  g_assert_cmpuint (fixture.n_sign_in_needed, ==, 0);
  fixture_end (&fixture);
}

/* Another process has refreshed: before we looked, and while we look. */
static void
test_other_process (void)
{
  Fixture fixture = { 0 };
  g_auto (Exchange) ours = { 0 };
  g_auto (Exchange) theirs = { 0 };

  fixture_begin (&fixture, 0, 0, NULL);

  g_autoptr (XuStoredCredentials) stale = xu_oauth2_authorizer_dup_credentials (fixture.authorizer);
  XuOauth2Authorizer *other = new_authorizer (&fixture, stale);

  theirs.authorizer = XU_AUTHORIZER (other);
  start (&fixture, &ours, NULL);
  exchange_start (&theirs, fixture.client, "POST", "/2/tweets", 100, "", NULL);
  exchange_wait (&ours);
  exchange_wait (&theirs);
  g_assert_no_error (ours.error);
  g_assert_no_error (theirs.error);
  g_assert_cmpuint (theirs.response->status, ==, 200);
  g_assert_cmpuint (token_peer_get_n_asked (fixture.peer), ==, 1);
  g_assert_cmpuint (fixture.n_changed, ==, 2);
  g_assert_finalize_object (other);

  other = new_authorizer (&fixture, stale);
  g_set_object (&fixture.authorizer, other);
  g_object_unref (other);
  assert_one (&fixture);
  g_assert_cmpuint (token_peer_get_n_asked (fixture.peer), ==, 1);
  fixture_end (&fixture);
}

/* What the store has is newer, and has expired as well: it is that which is refreshed. */
static void
test_other_process_long_ago (void)
{
  Fixture fixture = { 0 };
  g_autoptr (XuStoredCredentials) newer = token_peer_new_credentials (0, 0, NULL);

  fixture_begin (&fixture, 9, 0, NULL);
  keep (&fixture, newer);
  assert_one (&fixture);
  g_assert_cmpuint (token_peer_get_n_asked (fixture.peer), ==, 1);
  assert_kept (&fixture, "access-1", "refresh-1");
  fixture_end (&fixture);
}

static gboolean
passed_cb (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
  return G_SOURCE_REMOVE;
}

static void
wait_ms (guint milliseconds)
{
  gboolean has_passed = FALSE;

  g_timeout_add (milliseconds, passed_cb, &has_passed);
  while (!has_passed)
    g_main_context_iteration (NULL, TRUE);
}

/* The lock of another process is waited for without holding anything up. */
static void
test_locked (void)
{
  Fixture fixture = { 0 };
  g_auto (Exchange) exchange = { 0 };
  struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET };

  fixture_begin (&fixture, 0, 0, NULL);

  int fd = g_open (fixture.lock_path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

  g_assert_cmpint (fcntl (fd, F_OFD_SETLK, &lock), ==, 0);
  start (&fixture, &exchange, NULL);
  wait_ms (200);
  g_assert_false (exchange.is_over);
  g_assert_cmpuint (token_peer_get_n_asked (fixture.peer), ==, 0);

  g_close (fd, NULL);
  exchange_wait (&exchange);
  g_assert_no_error (exchange.error);

  /* And it was given back. */
  fd = g_open (fixture.lock_path, O_RDWR | O_CLOEXEC, 0600);
  g_assert_cmpint (fcntl (fd, F_OFD_SETLK, &lock), ==, 0);
  g_close (fd, NULL);
  fixture_end (&fixture);
}

/* A process that was stopped keeps it: then nobody refreshes, and it is tried again later. */
static void
test_locked_for_long (void)
{
  Fixture fixture = { 0 };
  struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET };

  fixture_begin (&fixture, 0, 0, NULL);
  xu_oauth2_authorizer_set_lock_limit (fixture.authorizer, 100);

  int fd = g_open (fixture.lock_path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

  g_assert_cmpint (fcntl (fd, F_OFD_SETLK, &lock), ==, 0);
  assert_one_fails (&fixture, XU_ERROR_SERVER);
  g_assert_cmpuint (token_peer_get_n_asked (fixture.peer), ==, 0);
  g_assert_cmpuint (fixture.n_sign_in_needed, ==, 0);

  g_close (fd, NULL);
  assert_one (&fixture);
  fixture_end (&fixture);
}

/* No keyring any more: it goes on in memory, says so, and is not misled by what the store has. */
static void
test_not_kept (gconstpointer data)
{
  Fixture fixture = { 0 };

  fixture_begin (&fixture, 0, 0, NULL);
  fixture.store->fails_save = TRUE;
  fixture.store->fails_lookup = GPOINTER_TO_INT (data);
  assert_many (&fixture);
  g_assert_cmpuint (fixture.n_not_kept, ==, 1);
  g_assert_cmpuint (fixture.n_changed, ==, 1);
  assert_kept (&fixture, "access-0", "refresh-0");

  /* New tokens are good for two hours of the real clock. */
  for (guint i = 0; i < 2; i++)
    {
      later_us += 7200LL * G_USEC_PER_SEC;
      assert_one (&fixture);
    }
  g_assert_cmpuint (token_peer_get_n_asked (fixture.peer), ==, 3);
  g_assert_cmpuint (fixture.n_not_kept, ==, 3);

  fixture.store->fails_save = FALSE;
  assert_one (&fixture);
  assert_kept (&fixture, "access-4", "refresh-4");
  g_assert_cmpuint (fixture.n_sign_in_needed, ==, 0);
  fixture_end (&fixture);
}

/* A lock file that cannot be is no reason not to go on. */
static void
test_no_lock (void)
{
  Fixture fixture = { 0 };

  fixture_begin (&fixture, 0, 0, NULL);
  g_assert_cmpint (g_mkdir (fixture.lock_path, 0700), ==, 0);
  assert_one (&fixture);
  fixture_end (&fixture);
}

/* One of those who wait is cancelled: the others are not. */
static void
test_cancel_one (void)
{
  Fixture fixture = { 0 };
  g_auto (Exchange) one = { 0 };
  g_auto (Exchange) other = { 0 };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  fixture_begin (&fixture, 0, 0, NULL);
  start (&fixture, &one, cancellable);
  start (&fixture, &other, NULL);
  g_cancellable_cancel (cancellable);
  exchange_wait (&one);
  exchange_wait (&other);
  g_assert_error (one.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_no_error (other.error);
  g_assert_cmpuint (token_peer_get_n_asked (fixture.peer), ==, 1);
  fixture_end (&fixture);
}

/* Nobody waits any more, and the new tokens are kept all the same. */
static void
test_cancel_all (void)
{
  Fixture fixture = { 0 };
  g_auto (Exchange) exchange = { 0 };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  gint64 give_up_at = g_get_monotonic_time () + 30 * G_USEC_PER_SEC;

  fixture_begin (&fixture, 0, 0, NULL);
  start (&fixture, &exchange, cancellable);
  g_cancellable_cancel (cancellable);
  exchange_wait (&exchange);
  g_assert_error (exchange.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  while (fixture.n_changed == 0)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, give_up_at);
      wait_ms (5);
    }
  assert_kept (&fixture, "access-1", "refresh-1");
  fixture_end (&fixture);
}

/* offline.access was not granted: the token is used until it is refused. */
static void
test_no_refresh_token (void)
{
  Fixture fixture = { 0 };
  g_autoptr (XuStoredCredentials) short_lived = NULL;

  fixture_begin (&fixture, 0, 7200, NULL);
  short_lived = token_peer_new_credentials (0, 0, NULL);
  g_clear_pointer (&short_lived->tokens->refresh_token, g_free);
  xu_oauth2_authorizer_replace (fixture.authorizer, short_lived);
  assert_one (&fixture);

  g_free (short_lived->tokens->access_token);
  short_lived->tokens->access_token = g_strdup ("old");
  xu_oauth2_authorizer_replace (fixture.authorizer, short_lived);
  assert_one_fails (&fixture, XU_ERROR_TOKEN_REFUSED);
  g_assert_cmpuint (fixture.n_sign_in_needed, ==, 1);
  g_assert_cmpuint (token_peer_get_n_asked (fixture.peer), ==, 0);
  fixture_end (&fixture);
}

/* Signed in anew while the old tokens are being refreshed. */
static void
test_replaced_meanwhile (void)
{
  Fixture fixture = { 0 };
  g_auto (Exchange) exchange = { 0 };
  g_autoptr (XuStoredCredentials) again = token_peer_new_credentials (0, 7200, NULL);
  struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET };

  fixture_begin (&fixture, 9, 0, NULL);

  int fd = g_open (fixture.lock_path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

  g_assert_cmpint (fcntl (fd, F_OFD_SETLK, &lock), ==, 0);
  start (&fixture, &exchange, NULL);
  wait_ms (100);
  keep (&fixture, again);
  xu_oauth2_authorizer_replace (fixture.authorizer, again);
  exchange_wait (&exchange);
  g_assert_no_error (exchange.error);
  g_close (fd, NULL);
  wait_ms (100);
  g_assert_cmpuint (token_peer_get_n_asked (fixture.peer), ==, 0);
  g_assert_cmpuint (fixture.n_sign_in_needed, ==, 0);
  assert_kept (&fixture, "access-0", "refresh-0");
  fixture_end (&fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/fresh", test_fresh);
  g_test_add_data_func ("/early/public", NULL, test_early);
  g_test_add_data_func ("/early/confidential", "the-secret", test_early);
  g_test_add_func ("/early/short-life", test_short_life);
  g_test_add_func ("/refused-once", test_refused_once);
  g_test_add_func ("/sign-in-needed", test_sign_in_needed);
  g_test_add_func ("/app-refused", test_app_refused);
  g_test_add_func ("/answer-lost", test_answer_lost);
  g_test_add_func ("/server-down", test_server_down);
  g_test_add_func ("/other-process", test_other_process);
  g_test_add_func ("/other-process-long-ago", test_other_process_long_ago);
  g_test_add_func ("/locked", test_locked);
  g_test_add_func ("/locked/for-long", test_locked_for_long);
  g_test_add_data_func ("/not-kept/locked", GINT_TO_POINTER (FALSE), test_not_kept);
  g_test_add_data_func ("/not-kept/absent", GINT_TO_POINTER (TRUE), test_not_kept);
  g_test_add_func ("/no-lock", test_no_lock);
  g_test_add_func ("/cancel/one", test_cancel_one);
  g_test_add_func ("/cancel/all", test_cancel_all);
  g_test_add_func ("/no-refresh-token", test_no_refresh_token);
  g_test_add_func ("/replaced-meanwhile", test_replaced_meanwhile);

  return exchange_run_tests ();
}
