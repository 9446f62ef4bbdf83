/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "xu-sandbox-access.h"

G_BEGIN_DECLS

/**
 * XuPreferencesWindow:
 *
 * The preferences: general, accounts, network. What is changed counts at once, there is nothing to
 * confirm.
 */
#define XU_TYPE_PREFERENCES_WINDOW (xu_preferences_window_get_type ())
G_DECLARE_FINAL_TYPE (XuPreferencesWindow,
                      xu_preferences_window,
                      XU,
                      PREFERENCES_WINDOW,
                      AdwPreferencesWindow)

/**
 * xu_preferences_window_new:
 * @parent: (nullable): the application's window
 * @settings: (transfer none): those of the application
 * @sandbox: (transfer none): the sandbox, and the accounts
 *
 * Returns: (transfer none): a window, to be presented; it destroys itself when it is closed
 */
XuPreferencesWindow *
xu_preferences_window_new (GtkWindow *parent, GSettings *settings, XuSandboxAccess *sandbox);

/* Turns to the page of accounts. */
void xu_preferences_window_show_accounts (XuPreferencesWindow *self);

G_END_DECLS
