/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "xu-engine.h"

G_BEGIN_DECLS

/**
 * xu_accounts_is_sandbox:
 * @server: what a job or an account belongs to
 *
 * Returns: whether that is the application's own sandbox
 */
gboolean xu_accounts_is_sandbox (const char *server);

/**
 * xu_accounts_dup_name:
 * @server: what a job or an account belongs to
 *
 * Returns: (transfer full): what people call it, safe to show: “X”, “Sandbox”, or the name of
 * another server; no markup
 */
char *xu_accounts_dup_name (const char *server);

/**
 * xu_accounts_dup_account_name:
 * @account: an account
 *
 * Returns: (transfer full): “@name” where somebody signed in to it, else what its server is called;
 * safe to show, no markup
 */
char *xu_accounts_dup_account_name (XuAccount *account);

/**
 * xu_accounts_dup_name_of_job:
 * @engine: (nullable): knows the accounts
 * @job: a job
 *
 * Returns: (transfer full): whose post it is or will be, as of xu_accounts_dup_account_name(); that
 * of its server where the account is not there
 */
char *xu_accounts_dup_name_of_job (XuEngine *engine, XuJob *job);

/**
 * xu_accounts_find_default:
 * @accounts: a list of #XuAccount
 * @settings: those of the application
 *
 * Returns: (transfer full) (nullable): the account that new posts belong to: the one that the user
 * has chosen, or where nobody has chosen the first; %NULL when that is not there
 */
XuAccount *xu_accounts_find_default (GListModel *accounts, GSettings *settings);

/**
 * xu_accounts_adopt:
 * @accounts: a list of #XuAccount
 * @settings: those of the application
 * @account: one that somebody has just signed in to
 *
 * New posts belong to it from now on, unless they belong to another one already that somebody
 * signed in to.
 */
void xu_accounts_adopt (GListModel *accounts, GSettings *settings, XuAccount *account);

/* It is not there any more: where it was chosen for new posts, nothing is. */
void xu_accounts_disown (GSettings *settings, const char *id);

G_END_DECLS
