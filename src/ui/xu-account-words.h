/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "xu-account.h"

G_BEGIN_DECLS

/* What is known of an account, in words. Pure but for the translations. */

/**
 * xu_account_words_dup_handle:
 * @username: as of xu_account_get_username()
 *
 * Returns: (transfer full): “@name”, safe to show; no markup
 */
char *xu_account_words_dup_handle (const char *username);

/**
 * xu_account_words_get_state:
 * @state: whether an account can be used
 * @keyring: where its credentials are
 *
 * Returns: (transfer none): a line: “Signed in”, “Sign in again”
 */
const char *xu_account_words_get_state (XuAccountState state, XuAccountKeyring keyring);

/**
 * xu_account_words_get_wait:
 * @state: that of the account of a job that waits for it
 *
 * Returns: (transfer none): what the job waits for: “Waits until you sign in again”
 */
const char *xu_account_words_get_wait (XuAccountState state);

/**
 * xu_account_words_get_problem:
 * @state: whether an account can be used
 * @keyring: where its credentials are
 *
 * Returns: (transfer none) (nullable): what is to be known about it, in a sentence or two; %NULL
 * when all is well
 */
const char *xu_account_words_get_problem (XuAccountState state, XuAccountKeyring keyring);

/* Returns: (transfer none): how somebody signed in: “With your browser (OAuth 2.0)” */
const char *xu_account_words_get_method (XuSignInMethod method);

/**
 * xu_account_words_dup_scope:
 * @scope: what was granted, separated by spaces
 *
 * Returns: (transfer full): the same in words: “Read posts, upload media”; scopes that nobody here
 * knows as they are, safe to show; no markup
 */
char *xu_account_words_dup_scope (const char *scope);

/**
 * xu_account_words_dup_expiry:
 * @expires_at: as of xu_account_get_expires_at()
 * @now: Unix seconds
 *
 * Returns: (transfer full) (nullable): until when the sign-in is good; %NULL where nothing is to be
 * said
 */
char *xu_account_words_dup_expiry (gint64 expires_at, gint64 now);

/**
 * xu_account_words_dup_subscription:
 * @subscription: as of xu_account_get_subscription()
 *
 * Returns: (transfer full): what it is called, safe to show; no markup
 */
char *xu_account_words_dup_subscription (const char *subscription);

G_END_DECLS
