/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is known of an account, in words. */

#define G_LOG_DOMAIN "xu-ui"

#include "config.h"

#include "xu-account-words.h"

#include <glib/gi18n.h>

#include "xu-foreign-words.h"
#include "xu-quantity-words.h"

char *
xu_account_words_dup_handle (const char *username)
{
  g_return_val_if_fail (username != NULL, NULL);

  g_autofree char *plain = xu_foreign_words_dup_plain (username);

  return g_strconcat ("@", plain, NULL);
}

const char *
xu_account_words_get_state (XuAccountState state, XuAccountKeyring keyring)
{
  switch (state)
    {
    case XU_ACCOUNT_READY:
      return keyring == XU_ACCOUNT_KEYRING_KEPT ? _ ("Signed in")
                                                : _ ("Signed in until X Uploader is closed");
    case XU_ACCOUNT_OPENING:
      return _ ("Waits for the keyring");
    case XU_ACCOUNT_LOCKED:
      return _ ("The keyring is locked");
    case XU_ACCOUNT_UNIDENTIFIED:
      return _ ("X does not say yet whose account it is");
    case XU_ACCOUNT_SIGN_IN_AGAIN:
    default:
      return _ ("Sign in again");
    }
}

const char *
xu_account_words_get_wait (XuAccountState state)
{
  switch (state)
    {
    case XU_ACCOUNT_OPENING:
      return _ ("Waits for the keyring");
    case XU_ACCOUNT_LOCKED:
      return _ ("Waits until the keyring is unlocked");
    case XU_ACCOUNT_UNIDENTIFIED:
      return _ ("Waits until X says whose account it is");
    case XU_ACCOUNT_READY:
    case XU_ACCOUNT_SIGN_IN_AGAIN:
    default:
      return _ ("Waits until you sign in again");
    }
}

static const char *
get_locked (XuAccountKeyring keyring)
{
  switch (keyring)
    {
    case XU_ACCOUNT_KEYRING_ABSENT:
      return _ ("This desktop has no keyring now, and what you signed in with is in one.");
    case XU_ACCOUNT_KEYRING_DENIED:
      return _ ("The keyring does not let X Uploader in.");
    case XU_ACCOUNT_KEYRING_FAILED:
      return _ ("The keyring did not answer.");
    case XU_ACCOUNT_KEYRING_KEPT:
    case XU_ACCOUNT_KEYRING_LOCKED:
    default:
      return _ ("What you signed in with is in the keyring, which is locked.");
    }
}

/* Where it is in memory alone. */
static const char *
get_unkept (XuAccountKeyring keyring)
{
  switch (keyring)
    {
    case XU_ACCOUNT_KEYRING_KEPT:
      return NULL;
    case XU_ACCOUNT_KEYRING_ABSENT:
      return _ ("This desktop has no keyring, so you are signed in for this session only: until X "
                "Uploader is closed.");
    case XU_ACCOUNT_KEYRING_LOCKED:
      return _ ("The keyring was not unlocked, so you are signed in for this session only: until "
                "X Uploader is closed.");
    case XU_ACCOUNT_KEYRING_DENIED:
      return _ ("The keyring does not let X Uploader in, so you are signed in for this session "
                "only: until X Uploader is closed.");
    case XU_ACCOUNT_KEYRING_FAILED:
    default:
      return _ ("The keyring did not answer, so you are signed in for this session only: until X "
                "Uploader is closed.");
    }
}

const char *
xu_account_words_get_problem (XuAccountState state, XuAccountKeyring keyring)
{
  switch (state)
    {
    case XU_ACCOUNT_READY:
      return get_unkept (keyring);
    case XU_ACCOUNT_OPENING:
      return NULL;
    case XU_ACCOUNT_LOCKED:
      return get_locked (keyring);
    case XU_ACCOUNT_UNIDENTIFIED:
      return _ ("X took the sign-in, but did not say whose account it is. It is asked again by "
                "itself; until then nothing can be posted.");
    case XU_ACCOUNT_SIGN_IN_AGAIN:
    default:
      return _ ("X does not take the sign-in any more: it has expired, or was taken back. Uploads "
                "wait until you sign in again.");
    }
}

const char *
xu_account_words_get_method (XuSignInMethod method)
{
  switch (method)
    {
    case XU_SIGN_IN_KEYS:
      return _ ("With keys (OAuth 1.0a)");
    case XU_SIGN_IN_TOKEN:
      return _ ("With an access token");
    case XU_SIGN_IN_BROWSER:
    default:
      return _ ("With your browser (OAuth 2.0)");
    }
}

static char *
dup_one_scope (const char *scope)
{
  static const struct
  {
    const char *scope;
    const char *words;
  } known[] = {
    { "tweet.read", N_ ("read posts") },
    { "tweet.write", N_ ("make and delete posts") },
    { "users.read", N_ ("read your name and picture") },
    { "media.write", N_ ("upload media") },
    { "offline.access", N_ ("stay signed in") },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (known); i++)
    {
      if (g_str_equal (known[i].scope, scope))
        return g_strdup (_ (known[i].words));
    }

  return xu_foreign_words_dup_plain (scope);
}

char *
xu_account_words_dup_scope (const char *scope)
{
  g_return_val_if_fail (scope != NULL, NULL);

  g_auto (GStrv) scopes = g_strsplit (scope, " ", -1);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; scopes[i] != NULL; i++)
    {
      g_autofree char *words = *scopes[i] != '\0' ? dup_one_scope (scopes[i]) : NULL;

      if (words != NULL)
        g_strv_builder_add (builder, words);
    }

  g_auto (GStrv) all = g_strv_builder_end (builder);

  /* Translators: between the items of a list: “read posts, upload media” */
  return all[0] != NULL ? g_strjoinv (_ (", "), all) : g_strdup (_ ("nothing"));
}

char *
xu_account_words_dup_expiry (gint64 expires_at, gint64 now)
{
  if (expires_at <= 0)
    return NULL;
  if (expires_at <= now)
    return g_strdup (_ ("It has expired"));

  return xu_quantity_words_dup_time_of_day (expires_at, now);
}

char *
xu_account_words_dup_subscription (const char *subscription)
{
  g_return_val_if_fail (subscription != NULL, NULL);

  if (g_str_equal (subscription, "None"))
    return g_strdup (_ ("None"));

  /* Names of X's products. */
  return g_str_equal (subscription, "PremiumPlus") ? g_strdup ("Premium+")
                                                   : xu_foreign_words_dup_plain (subscription);
}
