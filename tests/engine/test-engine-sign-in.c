/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Signing in and out, by every way, and what the keyring has to do with it. */

#include "config.h"

#include "sign-in-fixture.h"

#include <string.h>

static void
assert_is_sandbox_user (SignInFixture *fixture, XuAccount *account)
{
  g_autofree char *id
      = g_strconcat (xu_engine_get_server (fixture->fixture.engine), "#2244994945", NULL);

  g_assert_cmpstr (xu_account_get_id (account), ==, id);
  g_assert_cmpstr (xu_account_get_user_id (account), ==, "2244994945");
  g_assert_cmpstr (xu_account_get_username (account), ==, "sandbox");
  g_assert_cmpint (xu_account_get_kind (account), ==, XU_ACCOUNT_SIGNED_IN);
  g_assert_cmpint (xu_account_get_state (account), ==, XU_ACCOUNT_READY);
}

static guint
count_accounts (SignInFixture *fixture)
{
  return g_list_model_get_n_items (xu_engine_get_accounts (fixture->fixture.engine));
}

static void
assert_posts (SignInFixture *fixture, XuAccount *account, const char *text)
{
  XuJob *job = sign_in_add_job (fixture, account, 2, text);

  engine_wait_until_over (job, 30);
  engine_assert_posted (job);
  g_assert_cmpstr (xu_job_get_user_id (job), ==, xu_account_get_user_id (account));
}

static void
test_browser (void)
{
  SignInFixture fixture;

  sign_in_begin (&fixture, NULL, NULL);

  XuAccount *account = sign_in_by_browser (&fixture);

  assert_is_sandbox_user (&fixture, account);
  g_assert_cmpint (xu_account_get_method (account), ==, XU_SIGN_IN_BROWSER);
  g_assert_cmpint (xu_account_get_keyring (account), ==, XU_ACCOUNT_KEYRING_KEPT);
  g_assert_cmpstr (xu_account_get_client_id (account), ==, fixture.fixture.sandbox->client_id);
  g_assert_nonnull (strstr (xu_account_get_scope (account), "media.write"));
  g_assert_true (xu_account_may_upload (account));
  g_assert_cmpuint (shared_store_count (fixture.store), ==, 1);
  assert_posts (&fixture, account, "By the browser");

  /* Who has signed in needs not be asked for. */
  g_assert_cmpint (engine_count_requests (&fixture.fixture, "me"), ==, 1);
  sign_in_end (&fixture);
}

static void
test_denied (void)
{
  SignInFixture fixture;
  g_auto (SignInTry) try = { 0 };

  sign_in_begin (&fixture, NULL, NULL);
  sign_in_try_browser (&fixture, &try, FALSE);

  g_autofree char *page = sign_in_decide (&fixture, &try, FALSE);

  g_assert_nonnull (strstr (page, "You said no."));
  sign_in_try_wait (&try);
  g_assert_error (try.error, XU_ERROR, XU_ERROR_NOT_SIGNED_IN);
  g_assert_cmpstr (xu_error_get_reason (try.error), ==, "access_denied");
  g_assert_cmpuint (count_accounts (&fixture), ==, 0);
  g_assert_cmpuint (shared_store_count (fixture.store), ==, 0);
  sign_in_try_clear (&try);
  sign_in_end (&fixture);
}

/* No port is taken, and the address is pasted; what is none changes nothing. */
static void
test_pasted (void)
{
  SignInFixture fixture;
  g_auto (SignInTry) try = { 0 };
  g_autoptr (GError) error = NULL;

  sign_in_begin (&fixture, NULL, NULL);
  sign_in_try_browser (&fixture, &try, TRUE);

  g_autofree char *location = xu_test_sandbox_decide (fixture.fixture.sandbox,
                                                      xu_sign_in_get_address (try.sign_in), TRUE);
  g_autofree char *pasted = g_strconcat ("  ", location, "\n", NULL);

  g_assert_false (xu_sign_in_paste (try.sign_in, "https://x.com/home", &error));
  g_assert_error (error, XU_ERROR, XU_ERROR_USAGE);
  g_clear_error (&error);
  g_assert_true (xu_sign_in_paste (try.sign_in, pasted, &error));
  g_assert_no_error (error);
  sign_in_try_wait (&try);
  g_assert_no_error (try.error);
  assert_is_sandbox_user (&fixture, try.account);
  sign_in_try_clear (&try);
  sign_in_end (&fixture);
}

/* Pasted though there is a listener: the first to come is used. */
static void
test_pasted_beside_listener (void)
{
  SignInFixture fixture;
  g_auto (SignInTry) try = { 0 };
  g_autoptr (GError) error = NULL;

  sign_in_begin (&fixture, NULL, NULL);
  sign_in_try_browser (&fixture, &try, FALSE);

  g_autofree char *location = xu_test_sandbox_decide (fixture.fixture.sandbox,
                                                      xu_sign_in_get_address (try.sign_in), TRUE);

  g_assert_true (xu_sign_in_paste (try.sign_in, location, &error));
  sign_in_try_wait (&try);
  g_assert_no_error (try.error);
  assert_is_sandbox_user (&fixture, try.account);
  sign_in_try_clear (&try);
  sign_in_end (&fixture);
}

/* The second finds the port taken, and does not disturb the first. */
static void
test_port_taken (void)
{
  SignInFixture fixture;
  g_auto (SignInTry) first = { 0 };
  g_auto (SignInTry) second = { 0 };

  sign_in_begin (&fixture, NULL, NULL);
  sign_in_try_browser (&fixture, &first, FALSE);
  sign_in_try_browser (&fixture, &second, FALSE);
  sign_in_try_wait (&second);
  g_assert_error (second.error, XU_ERROR, XU_ERROR_USAGE);

  g_autofree char *page = sign_in_decide (&fixture, &first, TRUE);

  g_assert_nonnull (strstr (page, "Signed in"));
  sign_in_try_wait (&first);
  g_assert_no_error (first.error);
  sign_in_try_clear (&first);
  sign_in_try_clear (&second);
  sign_in_end (&fixture);
}

/* The port is free again at once. */
static void
test_cancelled (void)
{
  SignInFixture fixture;
  const gboolean remote[] = { FALSE, TRUE };

  sign_in_begin (&fixture, NULL, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (remote); i++)
    {
      g_auto (SignInTry) try = { 0 };

      sign_in_try_browser (&fixture, &try, remote[i]);
      g_assert_false (try.is_over);
      g_cancellable_cancel (try.cancellable);
      sign_in_try_wait (&try);
      g_assert_error (try.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    }
  assert_is_sandbox_user (&fixture, sign_in_by_browser (&fixture));
  sign_in_end (&fixture);
}

static void
stopped_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  gboolean *is_stopped = user_data;

  xu_engine_stop_finish (XU_ENGINE (source), result);
  *is_stopped = TRUE;
}

/* An engine that ends gives up whoever waits for a browser. */
static void
test_stopped (void)
{
  SignInFixture fixture;
  gboolean is_stopped = FALSE;
  g_auto (SignInTry) try = { 0 };

  sign_in_begin (&fixture, NULL, NULL);
  sign_in_try_browser (&fixture, &try, FALSE);

  xu_engine_stop_async (fixture.fixture.engine, stopped_cb, &is_stopped);
  sign_in_try_wait (&try);
  while (!is_stopped)
    g_main_context_iteration (NULL, TRUE);
  g_assert_error (try.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  sign_in_try_clear (&try);
  g_clear_object (&fixture.fixture.engine);
  sign_in_end (&fixture);
}

static void
test_keys_and_token (void)
{
  SignInFixture fixture;

  sign_in_begin (&fixture, NULL, NULL);

  const XuTestSandbox *sandbox = fixture.fixture.sandbox;
  g_auto (SignInTry) wrong_keys = { 0 };
  g_auto (SignInTry) keys = { 0 };
  g_auto (SignInTry) wrong_token = { 0 };

  sign_in_try_keys (&fixture, &wrong_keys, "wrong");
  sign_in_try_wait (&wrong_keys);
  g_assert_error (wrong_keys.error, XU_ERROR, XU_ERROR_TOKEN_REFUSED);
  sign_in_try_token (&fixture, &wrong_token, "wrong");
  sign_in_try_wait (&wrong_token);
  g_assert_error (wrong_token.error, XU_ERROR, XU_ERROR_TOKEN_REFUSED);
  g_assert_cmpuint (count_accounts (&fixture), ==, 0);

  sign_in_try_keys (&fixture, &keys, sandbox->token_secret);
  sign_in_try_wait (&keys);
  g_assert_no_error (keys.error);
  assert_is_sandbox_user (&fixture, keys.account);
  g_assert_cmpint (xu_account_get_method (keys.account), ==, XU_SIGN_IN_KEYS);
  assert_posts (&fixture, keys.account, "With keys");

  /* The same user by another way is the same account. */
  g_assert_true (sign_in_by_token (&fixture, sandbox->access_token) == keys.account);
  g_assert_cmpint (xu_account_get_method (keys.account), ==, XU_SIGN_IN_TOKEN);
  g_assert_cmpuint (count_accounts (&fixture), ==, 1);
  assert_posts (&fixture, keys.account, "With a token");
  sign_in_try_clear (&wrong_keys);
  sign_in_try_clear (&keys);
  sign_in_try_clear (&wrong_token);
  sign_in_end (&fixture);
}

/* What is empty or has a line break within is told before anything is sent. */
static void
test_nonsense (void)
{
  static const XuSignInConfig configs[] = {
    { .method = XU_SIGN_IN_BROWSER, .client_id = " " },
    { .method = XU_SIGN_IN_BROWSER, .client_id = "a b" },
    { .method = XU_SIGN_IN_BROWSER, .client_id = "a", .redirect_port = 70000 },
    { .method = XU_SIGN_IN_TOKEN, .access_token = "" },
    { .method = XU_SIGN_IN_TOKEN, .access_token = "v3ry\nTelling" },
    { .method = XU_SIGN_IN_KEYS,
      .consumer_key = "a",
      .consumer_secret = "b",
      .token = "c",
      .token_secret = "" },
  };
  SignInFixture fixture;

  sign_in_begin (&fixture, NULL, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (configs); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (xu_sign_in_new (fixture.fixture.engine, &configs[i], &error));
      g_assert_error (error, XU_ERROR, XU_ERROR_USAGE);
      g_assert_null (strstr (error->message, "Telling"));
    }
  sign_in_end (&fixture);
}

/* Each post is made by the user that it was written for. */
static void
test_two_users (void)
{
  SignInFixture fixture;

  sign_in_begin (&fixture, NULL, NULL);

  XuAccount *ours = sign_in_by_browser (&fixture);
  XuAccount *theirs = sign_in_by_token (&fixture, fixture.fixture.sandbox->other_token);

  g_assert_cmpstr (xu_account_get_username (theirs), ==, "somebody_else");
  g_assert_cmpuint (count_accounts (&fixture), ==, 2);
  assert_posts (&fixture, theirs, "Theirs");
  assert_posts (&fixture, ours, "Ours");

  g_autofree char *first
      = xu_test_sandbox_get_string (fixture.fixture.sandbox, "/sandbox/posts", "$.posts[0].owner");
  g_autofree char *second
      = xu_test_sandbox_get_string (fixture.fixture.sandbox, "/sandbox/posts", "$.posts[1].owner");

  g_assert_cmpstr (first, ==, "783214");
  g_assert_cmpstr (second, ==, "2244994945");
  sign_in_end (&fixture);
}

/* The next process finds account, credentials and an interrupted job. */
static void
test_restart (void)
{
  SignInFixture fixture;

  sign_in_begin (&fixture, NULL, NULL);

  XuAccount *account = sign_in_by_browser (&fixture);
  g_autofree char *account_id = g_strdup (xu_account_get_id (account));

  sign_in_start_engine (&fixture, 65536);
  account = xu_engine_find_account (fixture.fixture.engine, account_id);
  g_assert_nonnull (account);

  /* It was not looked up yet: the job waits, and goes on by itself. */
  XuJob *job = sign_in_add_job (&fixture, account, 8, "Interrupted");
  g_autofree char *id = g_strdup (xu_job_get_id (job));

  engine_wait_for_state (job, XU_JOB_UPLOADING, 30);
  assert_is_sandbox_user (&fixture, account);
  sign_in_start_engine (&fixture, 0);
  job = xu_engine_find_job (fixture.fixture.engine, id);
  g_assert_cmpstr (xu_job_get_user_id (job), ==, "2244994945");
  g_assert_true (xu_engine_find_account_of_job (fixture.fixture.engine, job)
                 == xu_engine_find_account (fixture.fixture.engine, account_id));
  xu_job_resume (job);
  engine_wait_until_over_again (job, 30);
  engine_assert_posted (job);
  g_assert_cmpint (engine_count_requests (&fixture.fixture, "me"), ==, 1);
  sign_in_end (&fixture);
}

static void
test_without_keyring (void)
{
  SignInFixture fixture;

  sign_in_begin (&fixture, NULL, NULL);
  shared_store_set_error (fixture.store, XU_SECRET_STORE_ERROR_ABSENT);

  XuAccount *account = sign_in_by_browser (&fixture);
  g_autofree char *id = g_strdup (xu_account_get_id (account));

  g_assert_cmpint (xu_account_get_keyring (account), ==, XU_ACCOUNT_KEYRING_ABSENT);
  assert_is_sandbox_user (&fixture, account);
  assert_posts (&fixture, account, "For this session");

  /* The next process knows who it was, and nothing more. */
  sign_in_start_engine (&fixture, 0);
  account = xu_engine_find_account (fixture.fixture.engine, id);
  sign_in_wait_for_state (account, XU_ACCOUNT_SIGN_IN_AGAIN);
  g_assert_cmpstr (xu_account_get_username (account), ==, "sandbox");
  g_assert_cmpint (xu_account_get_keyring (account), ==, XU_ACCOUNT_KEYRING_ABSENT);

  XuJob *job = sign_in_add_job (&fixture, account, 2, "Waits");

  sign_in_wait_until_waiting (job);
  g_assert_true (sign_in_by_browser (&fixture) == account);
  engine_wait_until_over (job, 30);
  engine_assert_posted (job);

  /* Now there is one. */
  shared_store_set_error (fixture.store, -1);
  xu_engine_open_account (fixture.fixture.engine, account);
  while (xu_account_get_keyring (account) != XU_ACCOUNT_KEYRING_KEPT)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (shared_store_count (fixture.store), ==, 1);
  assert_posts (&fixture, account, "For good");
  sign_in_end (&fixture);
}

static void
test_locked_keyring (void)
{
  SignInFixture fixture;

  sign_in_begin (&fixture, NULL, NULL);

  g_autofree char *id = g_strdup (xu_account_get_id (sign_in_by_browser (&fixture)));

  shared_store_set_error (fixture.store, XU_SECRET_STORE_ERROR_LOCKED);
  sign_in_start_engine (&fixture, 0);

  XuAccount *account = xu_engine_find_account (fixture.fixture.engine, id);
  XuJob *job = sign_in_add_job (&fixture, account, 2, "Waits");

  sign_in_wait_for_state (account, XU_ACCOUNT_LOCKED);
  g_assert_cmpint (xu_account_get_keyring (account), ==, XU_ACCOUNT_KEYRING_LOCKED);
  sign_in_wait_until_waiting (job);
  shared_store_set_error (fixture.store, -1);
  xu_engine_open_account (fixture.fixture.engine, account);
  sign_in_wait_for_state (account, XU_ACCOUNT_READY);
  engine_wait_until_over (job, 30);
  engine_assert_posted (job);
  sign_in_end (&fixture);
}

/* X took the credentials, but does not say whose they are until later. */
static void
test_unidentified (void)
{
  SignInFixture fixture;

  sign_in_begin (&fixture, "--fault=me@1-2 status=503", NULL);

  XuAccount *stand_in = g_object_ref (sign_in_by_browser (&fixture));

  g_assert_cmpint (xu_account_get_state (stand_in), ==, XU_ACCOUNT_UNIDENTIFIED);
  g_assert_null (xu_account_get_user_id (stand_in));
  g_assert_cmpuint (shared_store_count (fixture.store), ==, 1);

  g_autofree char *id
      = g_strconcat (xu_engine_get_server (fixture.fixture.engine), "#2244994945", NULL);
  XuAccount *account;

  while ((account = xu_engine_find_account (fixture.fixture.engine, id)) == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (count_accounts (&fixture), ==, 1);
  assert_is_sandbox_user (&fixture, account);
  g_assert_cmpuint (shared_store_count (fixture.store), ==, 1);
  assert_posts (&fixture, account, "Somebody after all");
  g_object_unref (stand_in);

  sign_in_end (&fixture);
}

/* Keys say whose they are, if not what they are called, and are good for posts at once. */
static void
test_unnamed (void)
{
  SignInFixture fixture;
  g_auto (SignInTry) keys = { 0 };

  sign_in_begin (&fixture, "--fault=me@1-2 status=503", NULL);
  sign_in_try_keys (&fixture, &keys, fixture.fixture.sandbox->token_secret);
  sign_in_try_wait (&keys);
  g_assert_no_error (keys.error);
  g_assert_cmpint (xu_account_get_state (keys.account), ==, XU_ACCOUNT_READY);
  g_assert_cmpstr (xu_account_get_user_id (keys.account), ==, "2244994945");
  g_assert_null (xu_account_get_username (keys.account));
  assert_posts (&fixture, keys.account, "Nameless");
  while (xu_account_get_username (keys.account) == NULL)
    g_main_context_iteration (NULL, TRUE);
  assert_is_sandbox_user (&fixture, keys.account);
  g_assert_cmpuint (count_accounts (&fixture), ==, 1);
  sign_in_try_clear (&keys);

  /* The name was kept. */
  sign_in_start_engine (&fixture, 0);
  g_assert_cmpint (engine_count_requests (&fixture.fixture, "me"), ==, 3);
  g_assert_cmpuint (count_accounts (&fixture), ==, 1);
  sign_in_end (&fixture);
}

static gboolean
is_any_named (SignInFixture *fixture)
{
  GListModel *accounts = xu_engine_get_accounts (fixture->fixture.engine);

  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr (XuAccount) account = g_list_model_get_item (accounts, i);

      if (xu_account_get_username (account) != NULL)
        return TRUE;
    }

  return FALSE;
}

/* Who is refused is not asked for its name any more. */
static void
test_unnamed_and_refused (void)
{
  SignInFixture fixture;
  g_auto (SignInTry) keys = { 0 };

  sign_in_begin (&fixture, "--fault=me@1-4 status=503", "--fault=initialize@1 status=401");
  sign_in_try_keys (&fixture, &keys, fixture.fixture.sandbox->token_secret);
  sign_in_try_wait (&keys);
  g_assert_no_error (keys.error);
  sign_in_wait_until_waiting (sign_in_add_job (&fixture, keys.account, 2, "Refused"));
  sign_in_wait_for_state (keys.account, XU_ACCOUNT_SIGN_IN_AGAIN);

  /* Its turn to be asked again comes after that of the first. */
  sign_in_by_token (&fixture, fixture.fixture.sandbox->other_token);
  while (!is_any_named (&fixture))
    g_main_context_iteration (NULL, TRUE);
  g_assert_null (xu_account_get_username (keys.account));
  g_assert_cmpint (xu_account_get_state (keys.account), ==, XU_ACCOUNT_SIGN_IN_AGAIN);
  sign_in_try_clear (&keys);
  sign_in_end (&fixture);
}

static void
test_scopes (void)
{
  SignInFixture fixture;

  sign_in_begin (&fixture, "--grant-scopes=tweet.read tweet.write users.read", NULL);

  XuAccount *account = sign_in_by_browser (&fixture);

  g_assert_false (xu_account_may_upload (account));
  g_assert_cmpstr (xu_account_get_scope (account), ==, "tweet.read tweet.write users.read");
  g_assert_cmpint (xu_account_get_expires_at (account), >, g_get_real_time () / G_USEC_PER_SEC);
  sign_in_end (&fixture);
}

/* X is told, and nothing is left. */
static void
test_sign_out (void)
{
  SignInFixture fixture;

  sign_in_begin (&fixture, NULL, NULL);
  sign_in_start_engine (&fixture, 65536);

  XuAccount *account = sign_in_by_browser (&fixture);
  g_autofree char *secret = shared_store_dup (
      fixture.store, xu_engine_get_server (fixture.fixture.engine), "2244994945");
  XuJob *job = sign_in_add_job (&fixture, account, 8, "Unfinished");

  g_assert_nonnull (secret);
  engine_wait_for_state (job, XU_JOB_UPLOADING, 30);

  g_autoptr (GError) error = sign_in_sign_out (&fixture, account);

  g_assert_no_error (error);
  g_assert_cmpuint (count_accounts (&fixture), ==, 0);
  g_assert_cmpuint (shared_store_count (fixture.store), ==, 0);
  g_assert_cmpint (engine_count_requests (&fixture.fixture, "revoke"), ==, 2);
  engine_wait_for_state (job, XU_JOB_PAUSED, 30);
  sign_in_start_engine (&fixture, 0);
  g_assert_cmpuint (count_accounts (&fixture), ==, 0);

  /* Whoever signs in again goes on with it. */
  job = engine_get_job (fixture.fixture.engine, 0);
  sign_in_by_browser (&fixture);
  xu_job_resume (job);
  engine_wait_until_over_again (job, 30);
  engine_assert_posted (job);
  sign_in_end (&fixture);
}

/* Nothing is left here even when X cannot be told. */
static void
test_sign_out_without_answer (void)
{
  SignInFixture fixture;

  sign_in_begin (&fixture, "--fault=revoke status=503", NULL);

  g_autoptr (GError) error = sign_in_sign_out (&fixture, sign_in_by_browser (&fixture));

  g_assert_error (error, XU_ERROR, XU_ERROR_SERVER);
  g_assert_cmpuint (count_accounts (&fixture), ==, 0);
  g_assert_cmpuint (shared_store_count (fixture.store), ==, 0);
  sign_in_end (&fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/engine-sign-in/browser", test_browser);
  g_test_add_func ("/engine-sign-in/denied", test_denied);
  g_test_add_func ("/engine-sign-in/pasted", test_pasted);
  g_test_add_func ("/engine-sign-in/pasted-beside-listener", test_pasted_beside_listener);
  g_test_add_func ("/engine-sign-in/port-taken", test_port_taken);
  g_test_add_func ("/engine-sign-in/cancelled", test_cancelled);
  g_test_add_func ("/engine-sign-in/stopped", test_stopped);
  g_test_add_func ("/engine-sign-in/keys-and-token", test_keys_and_token);
  g_test_add_func ("/engine-sign-in/nonsense", test_nonsense);
  g_test_add_func ("/engine-sign-in/two-users", test_two_users);
  g_test_add_func ("/engine-sign-in/restart", test_restart);
  g_test_add_func ("/engine-sign-in/without-keyring", test_without_keyring);
  g_test_add_func ("/engine-sign-in/locked-keyring", test_locked_keyring);
  g_test_add_func ("/engine-sign-in/unidentified", test_unidentified);
  g_test_add_func ("/engine-sign-in/unnamed", test_unnamed);
  g_test_add_func ("/engine-sign-in/unnamed-and-refused", test_unnamed_and_refused);
  g_test_add_func ("/engine-sign-in/scopes", test_scopes);
  g_test_add_func ("/engine-sign-in/sign-out", test_sign_out);
  g_test_add_func ("/engine-sign-in/sign-out-without-answer", test_sign_out_without_answer);

  return g_test_run ();
}
