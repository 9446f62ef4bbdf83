/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "xu-cli-session.h"
#include "xu-sign-in.h"

G_BEGIN_DECLS

/* How a login ended. */

/**
 * xu_cli_login_end_explain:
 * @sign_in: what has failed
 * @has_waited: whether it came to wait for the browser
 * @error: (inout): why; gets a sentence where it has none that people understand
 *
 * Tells what the error's own sentence does not say.
 */
void xu_cli_login_end_explain (XuCliSession *session,
                               const XuCliOptions *options,
                               XuSignIn *sign_in,
                               gboolean has_waited,
                               GError *error);

/**
 * xu_cli_login_end_take_back:
 * @account: one that the keyring did not take
 * @was_known: whether it was signed in before: then the keyring may have older credentials of it,
 * which stay
 *
 * Signs out again: with this process the credentials would be gone, and good for nothing but harm.
 *
 * Returns: the exit code
 */
XuCliExit
xu_cli_login_end_take_back (XuCliSession *session, XuAccount *account, gboolean was_known);

/* Tells who is signed in. Returns: the exit code */
XuCliExit
xu_cli_login_end_tell (XuCliSession *session, const XuCliOptions *options, XuAccount *account);

G_END_DECLS
