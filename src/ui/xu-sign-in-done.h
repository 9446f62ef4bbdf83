/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "xu-engine.h"

G_BEGIN_DECLS

/**
 * XuSignInDone:
 *
 * Whose account it is, and what is to be known about it. One of its buttons is the action
 * sign-in.again, another closes the window.
 */
#define XU_TYPE_SIGN_IN_DONE (xu_sign_in_done_get_type ())
G_DECLARE_FINAL_TYPE (XuSignInDone, xu_sign_in_done, XU, SIGN_IN_DONE, GtkWidget)

/**
 * xu_sign_in_done_set_account:
 * @self: a page
 * @engine: (transfer none): has the account
 * @account: (transfer none): whose it is
 * @wanted: (nullable) (transfer none): whose it was to be
 */
void xu_sign_in_done_set_account (XuSignInDone *self,
                                  XuEngine *engine,
                                  XuAccount *account,
                                  XuAccount *wanted);

/* (transfer none): of Enter */
GtkWidget *xu_sign_in_done_get_button (XuSignInDone *self);

G_END_DECLS
