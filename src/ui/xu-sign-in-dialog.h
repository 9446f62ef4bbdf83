/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "xu-engine.h"

G_BEGIN_DECLS

/**
 * XuSignInDialog:
 *
 * Signs somebody in: in the browser, with keys, or with a token. What it has to show is decided in
 * xu-sign-in-plan.h.
 */
#define XU_TYPE_SIGN_IN_DIALOG (xu_sign_in_dialog_get_type ())
G_DECLARE_FINAL_TYPE (XuSignInDialog, xu_sign_in_dialog, XU, SIGN_IN_DIALOG, AdwWindow)

/**
 * xu_sign_in_dialog_new:
 * @parent: (nullable): the window that it is for
 * @engine: (transfer none): gets the account
 * @settings: (transfer none): those of the application; new posts belong to the account from then
 * on, where nobody signed in to the one that they belong to
 * @wanted: (nullable) (transfer none): the account to sign in to again
 *
 * Returns: (transfer none): a window, to be presented; it destroys itself when it is closed, and
 * what was not finished by then has not happened
 */
GtkWindow *
xu_sign_in_dialog_new (GtkWindow *parent, XuEngine *engine, GSettings *settings, XuAccount *wanted);

G_END_DECLS
