/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sandbox as an account: started once for all who want it, and kept. */

#include "config.h"

#include "data-folder.h"
#include "xu-accounts.h"
#include "xu-sandbox-access.h"

typedef struct
{
  GSettings *settings;
  XuEngine *engine;
  XuSandboxAccess *access;

  guint n_back;
  XuAccount *account; /* of the last that came back; unowned */
  GError *error;      /* of the last */
} Fixture;

static const GThread *front;

int __real_g_mkdir_with_parents (const char *path, int mode);
int __wrap_g_mkdir_with_parents (const char *path, int mode);

/* Whoever waits for the disk must not do so in the thread of the window. */
int
__wrap_g_mkdir_with_parents (const char *path, int mode)
{
  g_assert_true (g_thread_self () != front);

  return __real_g_mkdir_with_parents (path, mode);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (g_get_user_data_dir (), "journal.db", NULL);
  XuEngineConfig config = { .journal_path = path };
  g_autoptr (GError) error = NULL;

  fixture->settings = g_settings_new ("org.example.XUploader");
  fixture->engine = xu_engine_new (&config, &error);
  g_assert_no_error (error);
  fixture->access = xu_sandbox_access_new (fixture->engine, fixture->settings);
  g_setenv ("XUPLOADER_SANDBOX_PROGRAM", g_getenv ("XU_SANDBOX"), TRUE);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_error (&fixture->error);
  g_assert_finalize_object (fixture->access);
  g_assert_finalize_object (fixture->engine);
  g_settings_reset (fixture->settings, "use-sandbox");
  g_settings_reset (fixture->settings, "default-account");
  g_assert_finalize_object (fixture->settings);
}

static void
started_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Fixture *fixture = user_data;

  fixture->n_back++;
  g_clear_error (&fixture->error);
  fixture->account
      = xu_sandbox_access_start_finish (XU_SANDBOX_ACCESS (source), result, &fixture->error);
}

static void
wait_for (Fixture *fixture, guint n_back)
{
  gint64 deadline = g_get_monotonic_time () + 60 * G_TIME_SPAN_SECOND;

  while (fixture->n_back < n_back)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, deadline);
      g_main_context_iteration (NULL, TRUE);
    }
}

static void
start (Fixture *fixture)
{
  xu_sandbox_access_start_async (fixture->access, TRUE, NULL, started_cb, fixture);
}

static void
assert_state (Fixture *fixture, XuSandboxState state)
{
  g_autofree char *url = xu_sandbox_access_dup_posts_url (fixture->access);
  guint n = g_list_model_get_n_items (xu_sandbox_access_get_accounts (fixture->access));

  g_assert_cmpint (xu_sandbox_access_get_state (fixture->access), ==, state);
  g_assert_cmpuint (n, ==, state == XU_SANDBOX_READY ? 1 : 0);
  g_assert_true (state != XU_SANDBOX_READY || g_str_has_prefix (url, "http://127.0.0.1:"));
  g_assert_true ((xu_sandbox_access_get_error (fixture->access) != NULL)
                 == (state == XU_SANDBOX_FAILED));
}

static void
test_start (Fixture *fixture, gconstpointer data)
{
  assert_state (fixture, XU_SANDBOX_OFF);
  start (fixture);
  assert_state (fixture, XU_SANDBOX_STARTING);
  g_assert_true (g_settings_get_boolean (fixture->settings, "use-sandbox"));

  wait_for (fixture, 1);
  g_assert_no_error (fixture->error);
  assert_state (fixture, XU_SANDBOX_READY);
  g_assert_true (xu_accounts_is_sandbox (xu_account_get_server (fixture->account)));
  g_assert_true (fixture->account == xu_engine_find_account (fixture->engine, XU_ENGINE_SANDBOX));
}

/* To show a post is no decision for the next time, nor against it. */
static void
test_start_for_now (Fixture *fixture, gconstpointer data)
{
  xu_sandbox_access_start_async (fixture->access, FALSE, NULL, started_cb, fixture);
  wait_for (fixture, 1);
  g_assert_no_error (fixture->error);
  assert_state (fixture, XU_SANDBOX_READY);
  g_assert_false (g_settings_get_boolean (fixture->settings, "use-sandbox"));

  start (fixture);
  wait_for (fixture, 2);
  xu_sandbox_access_start_async (fixture->access, FALSE, NULL, started_cb, fixture);
  wait_for (fixture, 3);
  g_assert_true (g_settings_get_boolean (fixture->settings, "use-sandbox"));
}

static void
test_start_together (Fixture *fixture, gconstpointer data)
{
  g_autofree char *url = NULL;
  g_autofree char *later_url = NULL;

  start (fixture);
  start (fixture);
  wait_for (fixture, 2);
  g_assert_no_error (fixture->error);
  url = xu_sandbox_access_dup_posts_url (fixture->access);

  start (fixture);
  wait_for (fixture, 3);
  g_assert_no_error (fixture->error);
  later_url = xu_sandbox_access_dup_posts_url (fixture->access);
  g_assert_cmpstr (later_url, ==, url);
  assert_state (fixture, XU_SANDBOX_READY);
}

/* One who does not want to wait any more does not take it from the others. */
static void
test_cancel (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  xu_sandbox_access_start_async (fixture->access, TRUE, cancellable, started_cb, fixture);
  g_cancellable_cancel (cancellable);
  wait_for (fixture, 1);
  g_assert_error (fixture->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  start (fixture);
  wait_for (fixture, 2);
  g_assert_no_error (fixture->error);
  assert_state (fixture, XU_SANDBOX_READY);
}

static void
test_stop (Fixture *fixture, gconstpointer data)
{
  g_autofree char *default_account = NULL;

  start (fixture);
  wait_for (fixture, 1);
  g_settings_set_string (fixture->settings, "default-account", XU_ENGINE_SANDBOX);

  xu_sandbox_access_stop (fixture->access);
  assert_state (fixture, XU_SANDBOX_OFF);
  g_assert_false (g_settings_get_boolean (fixture->settings, "use-sandbox"));
  default_account = g_settings_get_string (fixture->settings, "default-account");
  g_assert_cmpstr (default_account, ==, "");

  /* What uses it already goes on: the engine has it still. */
  g_assert_nonnull (xu_engine_find_account (fixture->engine, XU_ENGINE_SANDBOX));
  start (fixture);
  assert_state (fixture, XU_SANDBOX_READY);
  wait_for (fixture, 2);
}

static void
test_stop_at_once (Fixture *fixture, gconstpointer data)
{
  start (fixture);
  xu_sandbox_access_stop (fixture->access);
  assert_state (fixture, XU_SANDBOX_OFF);
  wait_for (fixture, 1);
  g_assert_no_error (fixture->error);
  assert_state (fixture, XU_SANDBOX_OFF);
}

static void
test_failure (Fixture *fixture, gconstpointer data)
{
  g_setenv ("XUPLOADER_SANDBOX_PROGRAM", "/bin/false", TRUE);
  start (fixture);
  wait_for (fixture, 1);
  g_assert_nonnull (fixture->error);
  assert_state (fixture, XU_SANDBOX_FAILED);

  g_setenv ("XUPLOADER_SANDBOX_PROGRAM", g_getenv ("XU_SANDBOX"), TRUE);
  start (fixture);
  assert_state (fixture, XU_SANDBOX_STARTING);
  wait_for (fixture, 2);
  g_assert_no_error (fixture->error);
  assert_state (fixture, XU_SANDBOX_READY);
}

static void
test_names (void)
{
  g_autofree char *sandbox = xu_accounts_dup_name (XU_ENGINE_SANDBOX);
  g_autofree char *x = xu_accounts_dup_name ("https://api.x.com");
  g_autofree char *other = xu_accounts_dup_name ("https://api.x.com.example.org:8443");
  g_autofree char *nothing = xu_accounts_dup_name ("not an address");

  g_assert_cmpstr (sandbox, ==, "Sandbox");
  g_assert_cmpstr (x, ==, "X");
  g_assert_cmpstr (other, ==, "api.x.com.example.org");
  g_assert_cmpstr (nothing, ==, "not an address");
}

static void
test_default (Fixture *fixture, gconstpointer data)
{
  GListModel *accounts = xu_engine_get_accounts (fixture->engine);
  XuAccountConfig first
      = { .kind = XU_ACCOUNT_ENVIRONMENT, .base_url = "https://a.example", .access_token = "t" };
  XuAccountConfig second
      = { .kind = XU_ACCOUNT_ENVIRONMENT, .base_url = "https://b.example", .access_token = "t" };
  g_autoptr (XuAccount) none = xu_accounts_find_default (accounts, fixture->settings);
  g_autoptr (XuAccount) unset = NULL;
  g_autoptr (XuAccount) chosen = NULL;
  g_autoptr (XuAccount) unknown = NULL;
  g_autoptr (XuAccount) still_unknown = NULL;
  g_autoptr (XuAccount) again = NULL;

  g_assert_null (none);
  g_assert_nonnull (xu_engine_add_account (fixture->engine, &first, NULL));
  g_assert_nonnull (xu_engine_add_account (fixture->engine, &second, NULL));

  unset = xu_accounts_find_default (accounts, fixture->settings);
  g_assert_cmpstr (xu_account_get_server (unset), ==, "https://a.example");
  g_settings_set_string (fixture->settings, "default-account", "https://b.example");
  chosen = xu_accounts_find_default (accounts, fixture->settings);
  g_assert_cmpstr (xu_account_get_server (chosen), ==, "https://b.example");

  /* One that is not there now is no reason to post as somebody else. */
  g_settings_set_string (fixture->settings, "default-account", "https://gone.example");
  unknown = xu_accounts_find_default (accounts, fixture->settings);
  g_assert_null (unknown);

  /* Only the one that goes is chosen no longer. */
  xu_accounts_disown (fixture->settings, "https://b.example");
  still_unknown = xu_accounts_find_default (accounts, fixture->settings);
  g_assert_null (still_unknown);
  xu_accounts_disown (fixture->settings, "https://gone.example");
  again = xu_accounts_find_default (accounts, fixture->settings);
  g_assert_cmpstr (xu_account_get_server (again), ==, "https://a.example");
}

int
main (int argc, char **argv)
{
  int status = 0;

  data_folder_begin ();
  g_test_init (&argc, &argv, NULL);
  front = g_thread_self ();

  g_test_add ("/sandbox-access/start", Fixture, NULL, set_up, test_start, tear_down);
  g_test_add ("/sandbox-access/start-for-now", Fixture, NULL, set_up, test_start_for_now,
              tear_down);
  g_test_add ("/sandbox-access/start-together", Fixture, NULL, set_up, test_start_together,
              tear_down);
  g_test_add ("/sandbox-access/cancel", Fixture, NULL, set_up, test_cancel, tear_down);
  g_test_add ("/sandbox-access/stop", Fixture, NULL, set_up, test_stop, tear_down);
  g_test_add ("/sandbox-access/stop-at-once", Fixture, NULL, set_up, test_stop_at_once, tear_down);
  g_test_add ("/sandbox-access/failure", Fixture, NULL, set_up, test_failure, tear_down);
  g_test_add_func ("/accounts/names", test_names);
  g_test_add ("/accounts/default", Fixture, NULL, set_up, test_default, tear_down);

  status = g_test_run ();
  data_folder_end ();
  return status;
}
