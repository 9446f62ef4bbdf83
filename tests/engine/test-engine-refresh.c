/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Access tokens that expire while jobs run, and refreshes that go wrong. */

#include "config.h"

#include "sign-in-fixture.h"

enum
{
  N_SEGMENTS = 30,
  SEGMENT = 65536,
};

static gint64
count (SignInFixture *fixture, const char *endpoint)
{
  return engine_count_requests (&fixture->fixture, endpoint);
}

/* No segment is lost, and none is sent for nothing. */
static void
test_many_refreshes (void)
{
  SignInFixture fixture;

  sign_in_begin (&fixture, "--access-token-life=2s", NULL);
  sign_in_start_engine (&fixture, 4 * SEGMENT);

  XuJob *job = sign_in_add_job (&fixture, sign_in_by_browser (&fixture), N_SEGMENTS, "Long");

  engine_wait_until_over (job, 60);
  engine_assert_posted (job);
  g_assert_cmpint (count (&fixture, "initialize"), ==, 1);
  g_assert_cmpint (count (&fixture, "finalize"), ==, 1);
  g_assert_cmpint (count (&fixture, "post"), ==, 1);
  g_assert_cmpint (count (&fixture, "token"), >=, 4); /* one for the code */

  g_autofree char *hash
      = xu_test_sandbox_get_string (fixture.fixture.sandbox, "/sandbox/media", "$.media[0].sha256");
  g_autofree char *own_hash = engine_hash_file (xu_job_get_spec (job)->paths[0]);

  g_assert_cmpstr (hash, ==, own_hash);
  sign_in_end (&fixture);
}

/* One refresh serves all who need it at the same moment. */
static void
test_two_jobs (void)
{
  SignInFixture fixture;

  sign_in_begin (&fixture, "--access-token-life=90s", NULL);
  sign_in_start_engine (&fixture, 8 * SEGMENT);

  XuAccount *account = sign_in_by_browser (&fixture);
  XuJob *first = sign_in_add_job (&fixture, account, 6, "First");
  XuJob *second = sign_in_add_job (&fixture, account, 6, "Second");

  engine_wait_until_over (first, 60);
  engine_wait_until_over (second, 60);
  engine_assert_posted (first);
  engine_assert_posted (second);
  g_assert_cmpint (count (&fixture, "token"), ==, 1);
  sign_in_end (&fixture);

  /* One is refused. (Were both to be, the first could be it twice: then its user must sign in.) */
  sign_in_begin (&fixture, "--access-token-life=90s", "--fault=initialize@1 status=401");
  account = sign_in_by_browser (&fixture);
  first = sign_in_add_job (&fixture, account, 6, "First");
  second = sign_in_add_job (&fixture, account, 6, "Second");
  engine_wait_until_over (first, 60);
  engine_wait_until_over (second, 60);
  engine_assert_posted (first);
  engine_assert_posted (second);
  g_assert_cmpint (count (&fixture, "token"), ==, 2);
  g_assert_cmpint (count (&fixture, "post"), ==, 2);
  sign_in_end (&fixture);
}

/* X gave a new pair, and nobody got it: its user must sign in, and nothing is lost or doubled. */
static void
test_answer_lost (void)
{
  SignInFixture fixture;

  sign_in_begin (&fixture, "--access-token-life=3s", "--fault=token@2 close=after");
  sign_in_start_engine (&fixture, 4 * SEGMENT);

  XuAccount *account = sign_in_by_browser (&fixture);
  XuJob *job = sign_in_add_job (&fixture, account, N_SEGMENTS, "Waits");

  sign_in_wait_until_waiting (job);
  sign_in_wait_for_state (account, XU_ACCOUNT_SIGN_IN_AGAIN);

  /* The next one waits at once. */
  XuJob *second = sign_in_add_job (&fixture, account, 2, "Second");

  sign_in_wait_until_waiting (second);
  g_assert_true (sign_in_by_browser (&fixture) == account);
  g_assert_cmpint (xu_account_get_state (account), ==, XU_ACCOUNT_READY);
  engine_wait_until_over (job, 60);
  engine_wait_until_over (second, 60);
  engine_assert_posted (job);
  engine_assert_posted (second);
  g_assert_cmpint (count (&fixture, "initialize"), ==, 2);
  g_assert_cmpint (count (&fixture, "post"), ==, 2);
  sign_in_end (&fixture);
}

/* X does not take the app any more: nothing fails, its user signs in with another one. */
static void
test_app_refused (void)
{
  SignInFixture fixture;

  sign_in_begin (&fixture, "--access-token-life=3s",
                 "--fault=token@2 status=401 body='{\"error\":\"invalid_client\"}'");
  sign_in_start_engine (&fixture, 4 * SEGMENT);

  XuAccount *account = sign_in_by_browser (&fixture);
  XuJob *job = sign_in_add_job (&fixture, account, N_SEGMENTS, "Waits");

  sign_in_wait_until_waiting (job);
  sign_in_wait_for_state (account, XU_ACCOUNT_SIGN_IN_AGAIN);
  g_assert_true (sign_in_by_browser (&fixture) == account);
  engine_wait_until_over (job, 60);
  engine_assert_posted (job);
  g_assert_cmpint (count (&fixture, "initialize"), ==, 1);
  g_assert_cmpint (count (&fixture, "post"), ==, 1);
  sign_in_end (&fixture);
}

/* What is refused with credentials that are new is refused for good. */
static void
test_refused_twice (void)
{
  SignInFixture fixture;

  sign_in_begin (&fixture, "--fault=initialize@1-2 status=401", NULL);

  XuAccount *account = sign_in_by_browser (&fixture);
  XuJob *job = sign_in_add_job (&fixture, account, 2, "Waits");

  sign_in_wait_until_waiting (job);
  g_assert_cmpint (xu_account_get_state (account), ==, XU_ACCOUNT_SIGN_IN_AGAIN);
  sign_in_by_browser (&fixture);
  engine_wait_until_over (job, 30);
  engine_assert_posted (job);
  g_assert_cmpint (count (&fixture, "initialize"), ==, 3);
  g_assert_cmpint (count (&fixture, "post"), ==, 1);
  sign_in_end (&fixture);
}

/* A job that waits can be cancelled and paused, and is still there after a restart. */
static void
test_waiting_job (void)
{
  SignInFixture fixture;

  sign_in_begin (&fixture, NULL, NULL);

  g_autofree char *account_id = g_strdup (xu_account_get_id (sign_in_by_browser (&fixture)));

  shared_store_set_error (fixture.store, XU_SECRET_STORE_ERROR_LOCKED);
  sign_in_start_engine (&fixture, 0);

  XuAccount *account = xu_engine_find_account (fixture.fixture.engine, account_id);
  XuJob *cancelled = sign_in_add_job (&fixture, account, 2, "Cancelled");
  XuJob *paused = sign_in_add_job (&fixture, account, 2, "Paused");
  g_autofree char *id = g_strdup (xu_job_get_id (paused));

  sign_in_wait_until_waiting (cancelled);
  xu_job_cancel (cancelled);
  engine_wait_for_state (cancelled, XU_JOB_CANCELLED, 30);
  xu_job_pause (paused);
  engine_wait_for_state (paused, XU_JOB_PAUSED, 30);
  xu_job_resume (paused);
  sign_in_wait_until_waiting (paused);

  sign_in_start_engine (&fixture, 0);
  account = xu_engine_find_account (fixture.fixture.engine, account_id);
  paused = xu_engine_find_job (fixture.fixture.engine, id);
  xu_job_resume (paused);
  sign_in_wait_until_waiting (paused);
  shared_store_set_error (fixture.store, -1);
  xu_engine_open_account (fixture.fixture.engine, account);
  engine_wait_until_over (paused, 30);
  engine_assert_posted (paused);
  g_assert_cmpint (count (&fixture, "post"), ==, 1);
  sign_in_end (&fixture);
}

/* The keyring does not take the new pair: it is used all the same, and said not to be kept. */
static void
test_not_kept (void)
{
  SignInFixture fixture;

  sign_in_begin (&fixture, "--access-token-life=2s", NULL);
  sign_in_start_engine (&fixture, 8 * SEGMENT);

  XuAccount *account = sign_in_by_browser (&fixture);
  XuJob *job = sign_in_add_job (&fixture, account, N_SEGMENTS, "Goes on");

  g_assert_cmpint (xu_account_get_keyring (account), ==, XU_ACCOUNT_KEYRING_KEPT);
  shared_store_set_error (fixture.store, XU_SECRET_STORE_ERROR_SLOW);
  engine_wait_until_over (job, 60);
  engine_assert_posted (job);
  g_assert_cmpint (xu_account_get_keyring (account), ==, XU_ACCOUNT_KEYRING_FAILED);
  g_assert_cmpint (xu_account_get_state (account), ==, XU_ACCOUNT_READY);
  sign_in_end (&fixture);
}

/* Signing out while a refresh is under way: its tokens are not left behind, here or at X. */
static void
test_signed_out_meanwhile (void)
{
  SignInFixture fixture;

  sign_in_begin (&fixture, "--access-token-life=3s", "--fault=token@2 drip=100");
  sign_in_start_engine (&fixture, 4 * SEGMENT);

  XuAccount *account = sign_in_by_browser (&fixture);

  sign_in_add_job (&fixture, account, N_SEGMENTS, "Pauses");
  while (count (&fixture, "token") < 2)
    g_main_context_iteration (NULL, FALSE);

  g_autoptr (GError) error = sign_in_sign_out (&fixture, account);

  g_assert_no_error (error);
  g_assert_cmpuint (shared_store_get_n_saves (fixture.store), ==, 2);
  g_assert_cmpuint (shared_store_count (fixture.store), ==, 0);
  sign_in_end (&fixture);
}

/* What another process has refreshed is what X must take back. */
static void
test_signed_out_with_newer (void)
{
  SignInFixture fixture;

  sign_in_begin (&fixture, "--access-token-life=2s", NULL);

  XuEngine *first = fixture.fixture.engine;
  g_autofree char *id = g_strdup (xu_account_get_id (sign_in_by_browser (&fixture)));
  g_autofree char *server = g_strdup (xu_engine_get_server (first));

  fixture.fixture.engine = NULL;
  sign_in_start_engine (&fixture, 4 * SEGMENT);

  XuEngine *second = fixture.fixture.engine;
  XuJob *job = sign_in_add_job (&fixture, xu_engine_find_account (second, id), N_SEGMENTS, "Long");

  engine_wait_until_over (job, 60);
  engine_assert_posted (job);
  g_assert_cmpint (count (&fixture, "token"), >=, 4);

  g_autofree char *newer = shared_store_dup (fixture.store, server, "2244994945");

  fixture.fixture.engine = first;

  g_autoptr (GError) error = sign_in_sign_out (&fixture, xu_engine_find_account (first, id));

  g_assert_no_error (error);
  g_assert_cmpuint (shared_store_count (fixture.store), ==, 0);
  g_assert_false (sign_in_may_refresh (&fixture, newer));
  engine_stop (second);
  sign_in_end (&fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/engine-refresh/many-refreshes", test_many_refreshes);
  g_test_add_func ("/engine-refresh/two-jobs", test_two_jobs);
  g_test_add_func ("/engine-refresh/answer-lost", test_answer_lost);
  g_test_add_func ("/engine-refresh/app-refused", test_app_refused);
  g_test_add_func ("/engine-refresh/refused-twice", test_refused_twice);
  g_test_add_func ("/engine-refresh/waiting-job", test_waiting_job);
  g_test_add_func ("/engine-refresh/not-kept", test_not_kept);
  g_test_add_func ("/engine-refresh/signed-out-meanwhile", test_signed_out_meanwhile);
  g_test_add_func ("/engine-refresh/signed-out-with-newer", test_signed_out_with_newer);

  return g_test_run ();
}
