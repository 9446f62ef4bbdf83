/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "xu-sign-in.h"

G_BEGIN_DECLS

/**
 * XuSignInEntries:
 *
 * Signing in without a browser: four keys, or an access token. Its button is the action
 * sign-in.run.
 */
#define XU_TYPE_SIGN_IN_ENTRIES (xu_sign_in_entries_get_type ())
G_DECLARE_FINAL_TYPE (XuSignInEntries, xu_sign_in_entries, XU, SIGN_IN_ENTRIES, GtkWidget)

/* @method: %XU_SIGN_IN_KEYS or %XU_SIGN_IN_TOKEN */
void xu_sign_in_entries_set_method (XuSignInEntries *self, XuSignInMethod method);

/**
 * xu_sign_in_entries_fill:
 * @self: a page
 * @config: (inout): gets what was entered; valid until that changes
 */
void xu_sign_in_entries_fill (XuSignInEntries *self, XuSignInConfig *config);

/* Returns: whether enough was entered */
gboolean xu_sign_in_entries_is_filled (XuSignInEntries *self);

/* @problem: (nullable): what is wrong with it, a sentence; goes with the next change */
void xu_sign_in_entries_show_problem (XuSignInEntries *self, const char *problem);

/* Nothing stays. */
void xu_sign_in_entries_clear (XuSignInEntries *self);

/* (transfer none): of Enter */
GtkWidget *xu_sign_in_entries_get_button (XuSignInEntries *self);

G_END_DECLS
