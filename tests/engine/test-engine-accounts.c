/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Several accounts in one engine: each job goes to its own server, and to no other. */

#include "config.h"

#include "engine-edit.h"

/* A second X beside that of the fixture. */
typedef struct
{
  EngineFixture fixture;
  XuTestSandbox *other; /* (owned) */
} Two;

static XuAccountConfig
get_config (const XuTestSandbox *sandbox)
{
  return (XuAccountConfig){ .kind = XU_ACCOUNT_ENVIRONMENT,
                            .base_url = sandbox->url,
                            .access_token = sandbox->access_token };
}

static XuAccount *
add_account (XuEngine *engine, const XuAccountConfig *config)
{
  g_autoptr (GError) error = NULL;
  XuAccount *account = xu_engine_add_account (engine, config, &error);

  g_assert_no_error (error);
  g_assert_nonnull (account);
  return account;
}

static void
begin (Two *two, const XuEngineConfig *config)
{
  *two = (Two){ 0 };
  edit_begin (&two->fixture, "--processing=0", config);
  two->other = xu_test_sandbox_start ("--processing=0", NULL);
}

static void
end (Two *two)
{
  engine_fixture_tear_down (&two->fixture);
  xu_test_sandbox_stop (two->other);
}

static XuJobSpec *
new_spec (Two *two, guint n_segments, const char *text)
{
  XuJobSpec *spec = edit_new_draft (&two->fixture, n_segments, text);

  spec->intent = XU_POST_INTENT_POST;
  return spec;
}

/* There is exactly that post, and it was all that was ever sent there. */
static void
assert_only_post (XuTestSandbox *sandbox, const char *text)
{
  g_autofree char *posted
      = xu_test_sandbox_get_string (sandbox, "/sandbox/posts", "$.posts[0].request.text");
  gint64 n_posts = xu_test_sandbox_get_int (sandbox, "/sandbox/requests", "$.endpoints.post.count");
  gint64 n_uploads
      = xu_test_sandbox_get_int (sandbox, "/sandbox/requests", "$.endpoints.initialize.count");

  g_assert_cmpstr (posted, ==, text);
  g_assert_cmpint (n_posts, ==, 1);
  g_assert_cmpint (n_uploads, ==, 1);
}

typedef struct
{
  gboolean is_over;
  GError *error; /* (owned) (nullable) */
} Deleted;

static void
deleted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Deleted *deleted = user_data;

  xu_engine_delete_post_finish (XU_ENGINE (source), result, &deleted->error);
  deleted->is_over = TRUE;
}

static void
delete_post (XuEngine *engine, XuAccount *account, XuJob *job)
{
  Deleted deleted = { 0 };

  xu_engine_delete_post_async (engine, account, xu_job_get_post_id (job), NULL, deleted_cb,
                               &deleted);
  while (!deleted.is_over)
    g_main_context_iteration (NULL, TRUE);
  g_assert_no_error (deleted.error);
}

static void
test_two_accounts (void)
{
  Two two;

  begin (&two, NULL);

  XuEngine *engine = two.fixture.engine;
  GListModel *accounts = xu_engine_get_accounts (engine);
  const XuAccountConfig config = get_config (two.other);
  XuAccount *other = add_account (engine, &config);
  g_autoptr (XuAccount) first = g_list_model_get_item (accounts, 0);
  g_autoptr (XuJobSpec) ours = new_spec (&two, 4, "Ours");
  g_autoptr (XuJobSpec) theirs = new_spec (&two, 4, "Theirs");

  g_assert_cmpuint (g_list_model_get_n_items (accounts), ==, 2);
  g_assert_cmpstr (xu_account_get_server (first), ==, xu_engine_get_server (engine));
  g_assert_cmpstr (xu_account_get_server (other), ==, two.other->url);
  g_assert_true (xu_engine_find_account (engine, two.other->url) == other);
  g_assert_null (xu_engine_find_account (engine, "https://api.x.com"));

  XuJob *here = xu_engine_add_job (engine, ours, NULL);
  XuJob *there = xu_engine_add_job (engine, theirs, other);

  g_assert_cmpstr (xu_job_get_server (there), ==, two.other->url);
  engine_wait_until_over (here, 30);
  engine_wait_until_over (there, 30);
  engine_assert_posted (here);
  engine_assert_posted (there);
  assert_only_post (two.fixture.sandbox, "Ours");
  assert_only_post (two.other, "Theirs");

  g_autofree char *url = xu_job_dup_post_url (there);

  g_assert_true (g_str_has_prefix (url, two.other->url));

  /* Both servers count their posts alike: it is the account that says which is meant. */
  delete_post (engine, other, there);
  engine_iterate_for (50);
  g_assert_true (xu_job_is_deleted (there));
  g_assert_false (xu_job_is_deleted (here));
  g_assert_cmpuint (engine_count_posts (&two.fixture), ==, 1);

  end (&two);
}

/* A job whose account is not there waits for it. */
static void
test_account_comes_later (void)
{
  Two two;

  begin (&two, NULL);

  const XuAccountConfig config = get_config (two.other);
  XuAccount *other = add_account (two.fixture.engine, &config);
  g_autoptr (XuJobSpec) spec = edit_new_draft (&two.fixture, 2, "Theirs");
  XuJob *job = xu_engine_add_job (two.fixture.engine, spec, other);

  engine_wait_until_over (job, 30);
  g_assert_cmpint (xu_job_get_state (job), ==, XU_JOB_READY);

  edit_restart (&two.fixture, &job);
  xu_job_post (job, NULL, XU_JOB_POST_DEFAULT);
  for (guint i = 0; i < 200 && xu_job_get_state (job) != XU_JOB_FAILED; i++)
    engine_iterate_for (20);
  engine_assert_failed (job, XU_ERROR_OTHER_ACCOUNT);

  /* Its text is edited all the same. */
  edit_change_text (job, "Edited");
  engine_iterate_for (100);
  g_assert_cmpint (
      xu_test_sandbox_get_int (two.fixture.sandbox, "/sandbox/requests", "$.endpoints.post.count"),
      ==, 0);

  add_account (two.fixture.engine, &config);
  xu_job_post (job, NULL, XU_JOB_POST_DEFAULT);
  engine_wait_until_over_again (job, 30);
  engine_assert_posted (job);
  assert_only_post (two.other, "Edited");

  end (&two);
}

/* The application's own sandbox is started anew while a job of it runs, and is elsewhere then. */
static void
test_sandbox_moves (void)
{
  Two two;
  g_autofree char *state = g_dir_make_tmp ("xu-sandbox-XXXXXX", NULL);
  g_autofree char *argument = g_strdup_printf ("--state=%s", state);

  begin (&two, &edit_slow);
  xu_test_sandbox_stop (two.other);
  two.other = xu_test_sandbox_start (argument, "--processing=0", NULL);

  XuAccountConfig config = get_config (two.other);

  config.kind = XU_ACCOUNT_SANDBOX;

  XuAccount *account = add_account (two.fixture.engine, &config);
  g_autoptr (XuJobSpec) spec = new_spec (&two, 8, "Moved");
  XuJob *job = xu_engine_add_job (two.fixture.engine, spec, account);

  g_assert_cmpstr (xu_job_get_server (job), ==, XU_ENGINE_SANDBOX);
  edit_wait_for_segments (job, 3);
  xu_test_sandbox_stop (two.other);
  two.other = xu_test_sandbox_start (argument, "--processing=0", NULL);

  XuAccountConfig moved = get_config (two.other);

  moved.kind = XU_ACCOUNT_SANDBOX;
  g_assert_true (add_account (two.fixture.engine, &moved) == account);
  g_assert_cmpuint (g_list_model_get_n_items (xu_engine_get_accounts (two.fixture.engine)), ==, 2);
  edit_fast (&two.fixture);
  engine_wait_until_over (job, 30);
  engine_assert_posted (job);

  g_autofree char *url = xu_job_dup_post_url (job);

  g_assert_true (g_str_has_prefix (url, two.other->url));
  g_assert_cmpint (
      xu_test_sandbox_get_int (two.other, "/sandbox/requests", "$.endpoints.append.count"), <=,
      8 - 3 + 1);
  g_assert_cmpint (xu_test_sandbox_get_int (two.fixture.sandbox, "/sandbox/requests",
                                            "$.endpoints.initialize.count"),
                   ==, 0);

  /* Once more the same: nothing that runs is disturbed. */
  g_assert_true (add_account (two.fixture.engine, &moved) == account);
  end (&two);

  g_autofree char *command = g_strdup_printf ("rm -r '%s'", state);

  g_assert_true (g_spawn_command_line_sync (command, NULL, NULL, NULL, NULL));
}

static void
count (guint *n)
{
  (*n)++;
}

/* A job of the sandbox is there first: where its post can be seen becomes known later. */
static void
test_sandbox_comes_later (void)
{
  Two two;
  guint n_told = 0;

  begin (&two, NULL);

  XuAccountConfig config = get_config (two.other);

  config.kind = XU_ACCOUNT_SANDBOX;

  XuAccount *account = add_account (two.fixture.engine, &config);
  g_autoptr (XuJobSpec) spec = new_spec (&two, 1, "Early");
  XuJob *job = xu_engine_add_job (two.fixture.engine, spec, account);

  engine_wait_until_over (job, 30);
  engine_assert_posted (job);
  engine_stop (g_steal_pointer (&two.fixture.engine));
  two.fixture.engine = engine_fixture_make_engine (&two.fixture, NULL);
  engine_load (two.fixture.engine);
  job = engine_get_job (two.fixture.engine, 0);
  g_signal_connect_swapped (job, "notify::post-url", G_CALLBACK (count), &n_told);
  g_assert_null (xu_job_dup_post_url (job));

  add_account (two.fixture.engine, &config);
  add_account (two.fixture.engine, &config);

  g_autofree char *url = xu_job_dup_post_url (job);

  g_assert_true (g_str_has_prefix (url, two.other->url));
  g_assert_cmpuint (n_told, ==, 1);

  end (&two);
}

/* Who has no credentials has no account, until there is one. */
static void
test_not_signed_in (void)
{
  EngineFixture fixture = { 0 };
  g_autoptr (GError) error = NULL;

  edit_begin (&fixture, "--processing=0", NULL);
  engine_stop (g_steal_pointer (&fixture.engine));

  g_autofree char *journal_path = g_build_filename (fixture.folder, "journal.db", NULL);
  const XuEngineConfig without = { .base_url = fixture.sandbox->url, .journal_path = journal_path };

  fixture.engine = xu_engine_new (&without, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (xu_engine_get_accounts (fixture.engine)), ==, 0);
  g_assert_null (xu_engine_find_account (fixture.engine, fixture.sandbox->url));

  g_autoptr (XuJobSpec) spec = edit_new_draft (&fixture, 1, "Later");
  XuJob *job = xu_engine_add_job (fixture.engine, spec, NULL);

  engine_wait_until_over (job, 30);
  engine_assert_failed (job, XU_ERROR_NOT_SIGNED_IN);

  const XuAccountConfig config = get_config (fixture.sandbox);
  XuAccount *account = add_account (fixture.engine, &config);
  g_autoptr (XuAccount) first = g_list_model_get_item (xu_engine_get_accounts (fixture.engine), 0);

  g_assert_true (first == account);
  xu_job_resume (job);
  engine_wait_until_over_again (job, 30);
  g_assert_cmpint (xu_job_get_state (job), ==, XU_JOB_READY);

  engine_fixture_tear_down (&fixture);
}

static void
test_wrong_accounts (void)
{
  static const struct
  {
    const char *base_url;
    const char *access_token;
    XuErrorCode code;
  } rows[] = {
    { "ftp://example.org", "token", XU_ERROR_USAGE },
    { "http://example.org", "token", XU_ERROR_USAGE },
    { "http://127.0.0.1:1", "two\nlines", XU_ERROR_TOKEN_REFUSED },
    { "http://127.0.0.1:1", NULL, XU_ERROR_NOT_SIGNED_IN },
  };
  EngineFixture fixture = { 0 };

  edit_begin (&fixture, "--processing=0", NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const XuAccountConfig config
          = { .base_url = rows[i].base_url, .access_token = rows[i].access_token };
      g_autoptr (GError) error = NULL;

      g_assert_null (xu_engine_add_account (fixture.engine, &config, &error));
      g_assert_error (error, XU_ERROR, (int) rows[i].code);
    }
  g_assert_cmpuint (g_list_model_get_n_items (xu_engine_get_accounts (fixture.engine)), ==, 1);

  engine_fixture_tear_down (&fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/engine-accounts/two", test_two_accounts);
  g_test_add_func ("/engine-accounts/comes-later", test_account_comes_later);
  g_test_add_func ("/engine-accounts/sandbox-moves", test_sandbox_moves);
  g_test_add_func ("/engine-accounts/sandbox-comes-later", test_sandbox_comes_later);
  g_test_add_func ("/engine-accounts/not-signed-in", test_not_signed_in);
  g_test_add_func ("/engine-accounts/wrong", test_wrong_accounts);

  return g_test_run ();
}
