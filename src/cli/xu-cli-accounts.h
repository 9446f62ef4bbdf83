/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "xu-cli-session.h"

G_BEGIN_DECLS

/* The accounts that somebody signed in to, for the commands that need one. */

/**
 * xu_cli_accounts_load:
 * @session: a session that has started
 * @error: return location: %XU_ERROR_STORAGE, %G_IO_ERROR_CANCELLED
 *
 * Waits until the engine has listed them; the keyring is asked meanwhile.
 */
gboolean xu_cli_accounts_load (XuCliSession *session, GError **error);

/**
 * xu_cli_accounts_load_wanted:
 * @session: a session that has started
 * @error: return location
 *
 * As xu_cli_accounts_load(), but for a session whose credentials come from the environment or from
 * the sandbox and which was not told an account: that needs neither them nor the keyring.
 */
gboolean xu_cli_accounts_load_wanted (XuCliSession *session, GError **error);

/* Returns: whether the session's credentials come from the environment or from the sandbox */
gboolean xu_cli_accounts_has_own (XuCliSession *session);

/**
 * xu_cli_accounts_list:
 * @server: (nullable): those of this one alone
 *
 * Returns: (transfer full) (element-type XuAccount): in the order of their adding
 */
GPtrArray *xu_cli_accounts_list (XuCliSession *session, const char *server);

/**
 * xu_cli_accounts_find:
 * @session: a session whose accounts were loaded
 * @name: (nullable): what the user calls it: "@name", "name", the user's id or the account's;
 * %NULL: the only one of the session's server
 * @error: return location: %XU_ERROR_USAGE, its reason a sentence with the names that there are;
 * %XU_ERROR_NOT_SIGNED_IN where there are none
 *
 * Returns: (transfer none) (nullable): an account
 */
XuAccount *xu_cli_accounts_find (XuCliSession *session, const char *name, GError **error);

/**
 * xu_cli_accounts_choose:
 * @session: a session that has started
 * @name: (nullable): what the user calls it
 * @account: (out) (transfer none) (nullable): the account; %NULL: what the session's credentials
 * come from, where somebody is signed in
 * @error: return location: as with xu_cli_accounts_find(), and %XU_ERROR_NOT_SIGNED_IN (the keyring
 * does not give its credentials), %XU_ERROR_TOKEN_REFUSED (they are good for nothing any more),
 * %XU_ERROR_SERVER (X does not say whose they are), %G_IO_ERROR_CANCELLED
 *
 * Finds the account to post with, and waits until it can be used.
 */
gboolean xu_cli_accounts_choose (XuCliSession *session,
                                 const char *name,
                                 XuAccount **account,
                                 GError **error);

/**
 * xu_cli_accounts_wait:
 * @jobs: (nullable) (element-type XuJob): whose accounts to wait for; %NULL: all accounts
 * @error: return location: %G_IO_ERROR_CANCELLED
 *
 * Waits until the keyring has answered, whatever it did.
 */
gboolean xu_cli_accounts_wait (XuCliSession *session, GPtrArray *jobs, GError **error);

G_END_DECLS
