/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "xu-sandbox-access.h"

G_BEGIN_DECLS

/**
 * XuAccountsPage:
 *
 * The accounts of the preferences: which one new posts belong to, and the sandbox.
 */
#define XU_TYPE_ACCOUNTS_PAGE (xu_accounts_page_get_type ())
G_DECLARE_FINAL_TYPE (XuAccountsPage, xu_accounts_page, XU, ACCOUNTS_PAGE, AdwPreferencesPage)

/**
 * xu_accounts_page_bind:
 * @self: a page that was not bound yet
 * @settings: (transfer none): those of the application
 * @sandbox: (transfer none): has the accounts too
 *
 * Fills the page.
 */
void xu_accounts_page_bind (XuAccountsPage *self, GSettings *settings, XuSandboxAccess *sandbox);

G_END_DECLS
