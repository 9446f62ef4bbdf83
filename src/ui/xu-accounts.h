/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "xu-account.h"

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
 * xu_accounts_find_default:
 * @accounts: a list of #XuAccount
 * @settings: those of the application
 *
 * Returns: (transfer full) (nullable): the account that new posts belong to: the one that the user
 * has chosen, or where nobody has chosen the first; %NULL when that is not there
 */
XuAccount *xu_accounts_find_default (GListModel *accounts, GSettings *settings);

G_END_DECLS
