/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "xu-engine.h"

G_BEGIN_DECLS

/**
 * xu_sign_out_dup_words:
 * @method: how somebody signed in
 * @n_jobs: how many posts of the account are unfinished
 *
 * Pure but for the translations.
 *
 * Returns: (transfer full): what comes of signing out, in sentences
 */
char *xu_sign_out_dup_words (XuSignInMethod method, guint n_jobs);

/**
 * xu_sign_out_ask:
 * @parent: the window that it is for
 * @engine: (transfer none): has the account
 * @settings: (transfer none): those of the application
 * @account: (transfer none): one that somebody signed in to
 *
 * Asks, and signs out, and says what did not go well.
 */
void xu_sign_out_ask (GtkWindow *parent, XuEngine *engine, GSettings *settings, XuAccount *account);

G_END_DECLS
