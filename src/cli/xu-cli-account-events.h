/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "xu-cli-session.h"
#include "xu-sign-in.h"

G_BEGIN_DECLS

/* Accounts as events. */

/* Where the user is to say yes. */
void xu_cli_account_events_write_authorize (XuSignIn *sign_in, XuCliOutput *output);

/* All about an account. */
void xu_cli_account_events_write_account (XuCliSession *session,
                                          XuAccount *account,
                                          XuCliOutput *output);

/* Returns: whether it is taken where the command line names none */
gboolean xu_cli_account_events_is_default (XuCliSession *session, XuAccount *account);

G_END_DECLS
