/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Signing in: which page is shown when, and what is said. */

#include "config.h"

#include <gio/gio.h>

#include "xu-error.h"
#include "xu-sign-in-plan.h"
#include "xu-sign-out.h"

static const struct
{
  const char *name;
  XuSignInFacts facts;
  XuSignInPlan plan;
} plans[] = {
  { "at the beginning", { 0 }, { "choice", .may_cancel = TRUE } },
  { "browser",
    { .has_chosen = TRUE, .method = XU_SIGN_IN_BROWSER },
    { "app", .may_go_back = TRUE, .may_cancel = TRUE } },
  { "keys",
    { .has_chosen = TRUE, .method = XU_SIGN_IN_KEYS },
    { "entries", .may_go_back = TRUE, .may_cancel = TRUE } },
  { "token",
    { .has_chosen = TRUE, .method = XU_SIGN_IN_TOKEN },
    { "entries", .may_go_back = TRUE, .may_cancel = TRUE } },
  { "preparing",
    { .has_chosen = TRUE, .is_running = TRUE, .step = XU_SIGN_IN_PREPARING },
    { "work", .may_cancel = TRUE } },
  { "waiting for the browser",
    { .has_chosen = TRUE, .is_running = TRUE, .step = XU_SIGN_IN_WAITING },
    { "wait", .may_go_back = TRUE, .may_cancel = TRUE } },
  { "keeping",
    { .has_chosen = TRUE, .is_running = TRUE, .step = XU_SIGN_IN_KEEPING },
    { "work", .may_cancel = TRUE } },
  { "denied",
    { .has_chosen = TRUE, .has_failed = TRUE, .outcome = XU_SIGN_IN_DENIED },
    { "failed", .may_go_back = TRUE, .may_cancel = TRUE } },
  { "app refused",
    { .has_chosen = TRUE, .has_failed = TRUE, .outcome = XU_SIGN_IN_APP_REFUSED },
    { "failed", .may_go_back = TRUE, .may_cancel = TRUE, .may_open_console = TRUE,
      .is_to_enter = TRUE } },
  { "keys refused",
    { .has_chosen = TRUE, .has_failed = TRUE, .outcome = XU_SIGN_IN_CREDENTIALS_REFUSED },
    { "failed", .may_go_back = TRUE, .may_cancel = TRUE, .is_to_enter = TRUE } },
  { "port taken",
    { .has_chosen = TRUE, .has_failed = TRUE, .outcome = XU_SIGN_IN_PORT_TAKEN },
    { "failed", .may_go_back = TRUE, .may_cancel = TRUE, .may_paste = TRUE } },
  { "not enrolled",
    { .has_chosen = TRUE, .has_failed = TRUE, .outcome = XU_SIGN_IN_NOT_ENROLLED },
    { "failed", .may_go_back = TRUE, .may_cancel = TRUE, .may_open_console = TRUE } },
  { "done", { .has_chosen = TRUE, .is_done = TRUE }, { "done" } },
};

static void
test_plans (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (plans); i++)
    {
      XuSignInPlan plan = xu_sign_in_plan_make (&plans[i].facts);
      const XuSignInPlan *wanted = &plans[i].plan;

      g_test_message ("%s", plans[i].name);
      g_assert_cmpstr (plan.page, ==, wanted->page);
      g_assert_cmpint (plan.may_go_back, ==, wanted->may_go_back);
      g_assert_cmpint (plan.may_cancel, ==, wanted->may_cancel);
      g_assert_cmpint (plan.may_paste, ==, wanted->may_paste);
      g_assert_cmpint (plan.may_open_console, ==, wanted->may_open_console);
      g_assert_cmpint (plan.is_to_enter, ==, wanted->is_to_enter);
    }
}

static const struct
{
  XuErrorCode code;
  const char *reason;
  XuSignInOutcome outcome;
} outcomes[] = {
  { XU_ERROR_NOT_SIGNED_IN, "access_denied", XU_SIGN_IN_DENIED },
  { XU_ERROR_NOT_SIGNED_IN, "unauthorized_client", XU_SIGN_IN_APP_REFUSED },
  { XU_ERROR_NOT_SIGNED_IN, NULL, XU_SIGN_IN_APP_REFUSED },
  { XU_ERROR_TOKEN_REFUSED, NULL, XU_SIGN_IN_CREDENTIALS_REFUSED },
  { XU_ERROR_USAGE, NULL, XU_SIGN_IN_PORT_TAKEN },
  { XU_ERROR_APP_NOT_ENROLLED, NULL, XU_SIGN_IN_NOT_ENROLLED },
  { XU_ERROR_NETWORK, NULL, XU_SIGN_IN_FAILED },
  { XU_ERROR_TLS, NULL, XU_SIGN_IN_FAILED },
};

/* Each has something to say, and none of it is the technical detail. */
static void
test_outcomes (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (outcomes); i++)
    {
      g_autoptr (GError) error = xu_error_new (outcomes[i].code, "for experts");
      g_autofree char *text = NULL;

      xu_error_set_reason (error, outcomes[i].reason);
      text = xu_sign_in_text_dup_text (error, XU_SIGN_IN_BROWSER);
      g_assert_cmpint (xu_sign_in_text_find_outcome (error), ==, outcomes[i].outcome);
      g_assert_cmpstr (text, !=, "");
      g_assert_null (strstr (text, "for experts"));
    }
}

static void
test_foreign_error (void)
{
  g_autoptr (GError) error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, "for experts");

  g_assert_cmpint (xu_sign_in_text_find_outcome (error), ==, XU_SIGN_IN_FAILED);
}

static void
test_titles (void)
{
  g_autoptr (GHashTable) titles = g_hash_table_new (g_str_hash, g_str_equal);

  for (XuSignInOutcome outcome = XU_SIGN_IN_DENIED; outcome <= XU_SIGN_IN_FAILED; outcome++)
    g_assert_true (g_hash_table_add (titles, (gpointer) xu_sign_in_text_get_title (outcome)));
}

/* What may be wrong with them is something else each time. */
static void
test_refused (void)
{
  g_autoptr (GError) error = xu_error_new (XU_ERROR_TOKEN_REFUSED, "401");
  g_autofree char *keys = xu_sign_in_text_dup_text (error, XU_SIGN_IN_KEYS);
  g_autofree char *token = xu_sign_in_text_dup_text (error, XU_SIGN_IN_TOKEN);

  g_assert_nonnull (strstr (keys, "four keys"));
  g_assert_nonnull (strstr (token, "expire"));
}

static void
test_pages (void)
{
  XuSignInConfig config = { 0 };
  const XuSignInPage *const pages[]
      = { &config.done, &config.denied, &config.wrong, &config.repeated };

  xu_sign_in_text_set_pages (&config);
  for (gsize i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      g_assert_cmpstr (pages[i]->title, !=, NULL);
      g_assert_cmpstr (pages[i]->text, !=, NULL);
    }
}

static void
test_redirect_uri (void)
{
  g_autofree char *usual = xu_sign_in_text_dup_redirect_uri (XU_SIGN_IN_REDIRECT_PORT);
  g_autofree char *other = xu_sign_in_text_dup_redirect_uri (50000);

  g_assert_cmpstr (usual, ==, XU_SIGN_IN_REDIRECT_URI);
  g_assert_cmpstr (other, ==, "http://127.0.0.1:50000/callback");
}

static void
test_sign_out (void)
{
  g_autofree char *told = xu_sign_out_dup_words (XU_SIGN_IN_BROWSER, 0);
  g_autofree char *forgotten = xu_sign_out_dup_words (XU_SIGN_IN_KEYS, 1);
  g_autofree char *many = xu_sign_out_dup_words (XU_SIGN_IN_TOKEN, 3);

  g_assert_nonnull (strstr (told, "X is told"));
  g_assert_null (strstr (told, "not finished"));
  g_assert_nonnull (strstr (forgotten, "forgotten on this computer"));
  g_assert_nonnull (strstr (forgotten, "1 post of this account is not finished"));
  g_assert_nonnull (strstr (many, "3 posts of this account are not finished"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/sign-in-plan/plans", test_plans);
  g_test_add_func ("/sign-in-text/outcomes", test_outcomes);
  g_test_add_func ("/sign-in-text/foreign-error", test_foreign_error);
  g_test_add_func ("/sign-in-text/titles", test_titles);
  g_test_add_func ("/sign-in-text/refused", test_refused);
  g_test_add_func ("/sign-in-text/pages", test_pages);
  g_test_add_func ("/sign-in-text/redirect-uri", test_redirect_uri);
  g_test_add_func ("/sign-out/words", test_sign_out);

  return g_test_run ();
}
