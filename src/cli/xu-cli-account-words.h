/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "xu-account.h"

G_BEGIN_DECLS

/* An account in a few words, plain enough for a terminal. */

/* Transfer full: "@name"; where X has not said it, the user's id; else a few words. */
char *xu_cli_account_words_dup_name (XuAccount *account);

/* Transfer none: whether it can be used. */
const char *xu_cli_account_words_get_state (XuAccount *account);

/* Transfer none: how somebody signed in to it. */
const char *xu_cli_account_words_get_method (XuAccount *account);

/* Transfer none: why the keyring has nothing for us. */
const char *xu_cli_account_words_get_keyring (XuAccountKeyring keyring);

/**
 * xu_cli_account_words_get_trouble:
 *
 * Returns: (transfer none) (nullable): that of the keyring, where an account cannot be used because
 * of it
 */
const char *xu_cli_account_words_get_trouble (XuAccount *account);

/**
 * xu_cli_account_words_get_permission:
 *
 * Returns: (transfer none) (nullable): that uploads were not allowed, and what to do
 */
const char *xu_cli_account_words_get_permission (XuAccount *account);

/**
 * xu_cli_account_words_dup_names:
 * @accounts: (element-type XuAccount): some accounts
 *
 * Returns: (transfer full): their names, in a row
 */
char *xu_cli_account_words_dup_names (GPtrArray *accounts);

G_END_DECLS
