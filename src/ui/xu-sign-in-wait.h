/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "xu-sign-in.h"

G_BEGIN_DECLS

/**
 * XuSignInWait:
 *
 * While somebody says yes in the browser; here its address can be pasted. Its buttons are the
 * actions sign-in.open-browser and sign-in.copy-link.
 */
#define XU_TYPE_SIGN_IN_WAIT (xu_sign_in_wait_get_type ())
G_DECLARE_FINAL_TYPE (XuSignInWait, xu_sign_in_wait, XU, SIGN_IN_WAIT, GtkWidget)

/* @sign_in: (nullable): what waits; without one nothing that was pasted stays */
void xu_sign_in_wait_set_sign_in (XuSignInWait *self, XuSignIn *sign_in);

/* @problem: (nullable): a sentence; goes with the next change */
void xu_sign_in_wait_show_problem (XuSignInWait *self, const char *problem);

G_END_DECLS
