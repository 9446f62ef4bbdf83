/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "xu-sign-in.h"

G_BEGIN_DECLS

/**
 * XuSignInApp:
 *
 * Before the browser: how to get an app in X's developer console, where none is built in, and whose
 * it is. Its button is the action sign-in.run.
 */
#define XU_TYPE_SIGN_IN_APP (xu_sign_in_app_get_type ())
G_DECLARE_FINAL_TYPE (XuSignInApp, xu_sign_in_app, XU, SIGN_IN_APP, GtkWidget)

/**
 * xu_sign_in_app_prepare:
 * @self: a page
 * @client_id: (nullable): the app that was used last
 * @port: where X sends the browser back to
 */
void xu_sign_in_app_prepare (XuSignInApp *self, const char *client_id, guint port);

/**
 * xu_sign_in_app_fill:
 * @self: a page
 * @config: (inout): gets what was entered; valid until that changes
 */
void xu_sign_in_app_fill (XuSignInApp *self, XuSignInConfig *config);

/* Returns: whether enough was entered */
gboolean xu_sign_in_app_is_filled (XuSignInApp *self);

/* @problem: (nullable): what is wrong with it, a sentence; goes with the next change */
void xu_sign_in_app_show_problem (XuSignInApp *self, const char *problem);

/* Nothing that is secret stays. */
void xu_sign_in_app_clear (XuSignInApp *self);

/* (transfer none): of Enter */
GtkWidget *xu_sign_in_app_get_button (XuSignInApp *self);

G_END_DECLS
