/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The accounts of the journal. */

#include "config.h"

#include "journal-fixture.h"

#include "xu-journal-private.h"

static XuSignInRecord
make_full (void)
{
  return (XuSignInRecord){
    .server = (char *) "https://api.x.com",
    .user_id = (char *) "2244994945",
    .username = (char *) "somebody",
    .name = (char *) "Some “body” 👩‍🚀'); DROP TABLE sign_ins; --",
    .avatar_url = (char *) "https://pbs.twimg.com/profile_images/1/a.png",
    .method = (char *) "oauth2",
    .client_id = (char *) "QTFB",
    .scope = (char *) "tweet.read media.write",
    .subscription_type = (char *) "Premium",
    .signed_in_at = 1796000000,
  };
}

static XuSignInRecord
make_bare (const char *server, const char *user_id, gint64 signed_in_at)
{
  return (XuSignInRecord){ .server = (char *) server,
                           .user_id = (char *) user_id,
                           .method = (char *) "bearer",
                           .signed_in_at = signed_in_at };
}

static void
assert_same (const XuSignInRecord *got, const XuSignInRecord *expected)
{
  g_assert_cmpstr (got->server, ==, expected->server);
  g_assert_cmpstr (got->user_id, ==, expected->user_id);
  g_assert_cmpstr (got->username, ==, expected->username);
  g_assert_cmpstr (got->name, ==, expected->name);
  g_assert_cmpstr (got->avatar_url, ==, expected->avatar_url);
  g_assert_cmpstr (got->method, ==, expected->method);
  g_assert_cmpstr (got->client_id, ==, expected->client_id);
  g_assert_cmpstr (got->scope, ==, expected->scope);
  g_assert_cmpstr (got->subscription_type, ==, expected->subscription_type);
  g_assert_cmpint (got->signed_in_at, ==, expected->signed_in_at);
}

static void
save (XuJournal *journal, const XuSignInRecord *record)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (xu_journal_save_sign_in (journal, record, &error));
  g_assert_no_error (error);
}

static GPtrArray *
list (XuJournal *journal)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *records = xu_journal_list_sign_ins (journal, &error);

  g_assert_no_error (error);
  return records;
}

/* The same user id on another server is somebody else. */
static void
test_keeps (void)
{
  Fixture fixture;

  fixture_init (&fixture);

  g_autoptr (XuJournal) journal = fixture_open (&fixture);
  XuSignInRecord full = make_full ();
  const XuSignInRecord other = make_bare ("http://127.0.0.1:1", full.user_id, 1795000000);
  g_autoptr (GPtrArray) none = list (journal);

  g_assert_cmpuint (none->len, ==, 0);
  save (journal, &full);
  save (journal, &other);
  full.username = (char *) "renamed";
  save (journal, &full);
  g_clear_pointer (&journal, xu_journal_free);

  journal = fixture_open (&fixture);

  g_autoptr (GPtrArray) both = list (journal);

  g_assert_cmpuint (both->len, ==, 2);
  assert_same (g_ptr_array_index (both, 0), &other);
  assert_same (g_ptr_array_index (both, 1), &full);

  g_autoptr (XuSignInRecord) copy = xu_sign_in_record_copy (g_ptr_array_index (both, 1));

  assert_same (copy, &full);
  g_clear_pointer (&journal, xu_journal_free);
  fixture_clear (&fixture);
}

static void
test_removes (void)
{
  Fixture fixture;

  fixture_init (&fixture);

  g_autoptr (XuJournal) journal = fixture_open (&fixture);
  g_autoptr (GError) error = NULL;
  const XuSignInRecord full = make_full ();
  const XuSignInRecord other = make_bare ("http://127.0.0.1:1", full.user_id, 0);

  save (journal, &full);
  save (journal, &other);
  g_assert_true (xu_journal_remove_sign_in (journal, full.server, full.user_id, &error));
  g_assert_true (xu_journal_remove_sign_in (journal, full.server, "nobody", &error));
  g_assert_no_error (error);

  g_autoptr (GPtrArray) left = list (journal);

  g_assert_cmpuint (left->len, ==, 1);
  assert_same (g_ptr_array_index (left, 0), &other);
  g_clear_pointer (&journal, xu_journal_free);
  fixture_clear (&fixture);
}

/* A disk that changed a digit must not make a post somebody else's. */
static void
test_damaged (void)
{
  static const char *const changes[] = {
    "UPDATE sign_ins SET user_id = '2244994946' WHERE user_id = '2244994945'",
    "UPDATE sign_ins SET method = 'oauth1' WHERE user_id = '2244994945'",
    "UPDATE sign_ins SET checksum = '' WHERE user_id = '2244994945'",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      Fixture fixture;
      const XuSignInRecord full = make_full ();
      const XuSignInRecord other = make_bare (full.server, "1", 0);

      fixture_init (&fixture);

      g_autoptr (XuJournal) journal = fixture_open (&fixture);

      save (journal, &full);
      save (journal, &other);
      g_clear_pointer (&journal, xu_journal_free);
      fixture_execute (&fixture, changes[i]);
      journal = fixture_open (&fixture);
      g_test_expect_message ("xu-journal", G_LOG_LEVEL_MESSAGE, "*makes no sense*");

      g_autoptr (GPtrArray) left = list (journal);

      g_test_assert_expected_messages ();
      g_assert_cmpuint (left->len, ==, 1);
      assert_same (g_ptr_array_index (left, 0), &other);
      g_clear_pointer (&journal, xu_journal_free);
      fixture_clear (&fixture);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/journal-sign-ins/keeps", test_keeps);
  g_test_add_func ("/journal-sign-ins/removes", test_removes);
  g_test_add_func ("/journal-sign-ins/damaged", test_damaged);

  return g_test_run ();
}
