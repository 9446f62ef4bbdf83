/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is known of an account, in words. */

#include "config.h"

#include "xu-account-words.h"

static void
test_handle (void)
{
  g_autofree char *plain = xu_account_words_dup_handle ("jane");
  g_autofree char *hostile = xu_account_words_dup_handle ("a\nb\xe2\x80\xae");

  g_assert_cmpstr (plain, ==, "@jane");
  g_assert_cmpstr (hostile, ==, "@a b");
}

static void
test_states (void)
{
  for (XuAccountState state = XU_ACCOUNT_READY; state <= XU_ACCOUNT_UNIDENTIFIED; state++)
    {
      g_assert_cmpstr (xu_account_words_get_state (state, XU_ACCOUNT_KEYRING_KEPT), !=, "");
      g_assert_cmpstr (xu_account_words_get_wait (state), !=, "");
    }

  g_assert_cmpstr (xu_account_words_get_state (XU_ACCOUNT_READY, XU_ACCOUNT_KEYRING_KEPT), ==,
                   "Signed in");
  g_assert_cmpstr (xu_account_words_get_state (XU_ACCOUNT_READY, XU_ACCOUNT_KEYRING_ABSENT), ==,
                   "Signed in until X Uploader is closed");
  g_assert_cmpstr (xu_account_words_get_wait (XU_ACCOUNT_LOCKED), ==,
                   "Waits until the keyring is unlocked");
}

/* Of one that is ready, all but the first; of one that is locked, all of them. */
static void
test_problems (void)
{
  for (XuAccountKeyring keyring = XU_ACCOUNT_KEYRING_KEPT; keyring <= XU_ACCOUNT_KEYRING_FAILED;
       keyring++)
    {
      const char *ready = xu_account_words_get_problem (XU_ACCOUNT_READY, keyring);
      const char *locked = xu_account_words_get_problem (XU_ACCOUNT_LOCKED, keyring);

      g_assert_cmpint (ready == NULL, ==, keyring == XU_ACCOUNT_KEYRING_KEPT);
      g_assert_true (ready == NULL || strstr (ready, "this session only") != NULL);
      g_assert_nonnull (locked);
      g_assert_null (strstr (locked, "this session only"));
    }

  g_assert_null (xu_account_words_get_problem (XU_ACCOUNT_OPENING, XU_ACCOUNT_KEYRING_KEPT));
  g_assert_nonnull (
      xu_account_words_get_problem (XU_ACCOUNT_SIGN_IN_AGAIN, XU_ACCOUNT_KEYRING_KEPT));
  g_assert_nonnull (
      xu_account_words_get_problem (XU_ACCOUNT_UNIDENTIFIED, XU_ACCOUNT_KEYRING_KEPT));
}

static void
test_scopes (void)
{
  static const struct
  {
    const char *scope;
    const char *words;
  } table[] = {
    { "tweet.read media.write", "read posts, upload media" },
    { "  offline.access  ", "stay signed in" },
    { "something.new", "something.new" },
    { "a\tb", "a b" },
    { "", "nothing" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autofree char *words = xu_account_words_dup_scope (table[i].scope);

      g_assert_cmpstr (words, ==, table[i].words);
    }
}

static void
test_expiry (void)
{
  g_autofree char *never = xu_account_words_dup_expiry (0, 1000);
  g_autofree char *over = xu_account_words_dup_expiry (999, 1000);
  g_autofree char *later = xu_account_words_dup_expiry (4600, 1000);

  g_assert_null (never);
  g_assert_cmpstr (over, ==, "It has expired");
  g_assert_cmpstr (later, !=, "");
}

static void
test_subscriptions (void)
{
  g_autofree char *none = xu_account_words_dup_subscription ("None");
  g_autofree char *plus = xu_account_words_dup_subscription ("PremiumPlus");
  g_autofree char *unknown = xu_account_words_dup_subscription ("Gold\n");

  g_assert_cmpstr (none, ==, "None");
  g_assert_cmpstr (plus, ==, "Premium+");
  g_assert_null (strchr (unknown, '\n'));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/account-words/handle", test_handle);
  g_test_add_func ("/account-words/states", test_states);
  g_test_add_func ("/account-words/problems", test_problems);
  g_test_add_func ("/account-words/scopes", test_scopes);
  g_test_add_func ("/account-words/expiry", test_expiry);
  g_test_add_func ("/account-words/subscriptions", test_subscriptions);

  return g_test_run ();
}
