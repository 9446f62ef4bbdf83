/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "xu-sign-in.h"

G_BEGIN_DECLS

/* What is said while somebody signs in. Pure but for the translations. */

/**
 * XuSignInOutcome:
 * @XU_SIGN_IN_DENIED: its user said no in the browser
 * @XU_SIGN_IN_APP_REFUSED: X does not take the app
 * @XU_SIGN_IN_CREDENTIALS_REFUSED: X does not take the keys or the token
 * @XU_SIGN_IN_PORT_TAKEN: the browser cannot reach us: its address has to be pasted
 * @XU_SIGN_IN_NOT_ENROLLED: the app is in no package of X's API
 * @XU_SIGN_IN_FAILED: anything else
 *
 * Why nobody is signed in now: one for each thing that can be done about it.
 */
typedef enum
{
  XU_SIGN_IN_DENIED,
  XU_SIGN_IN_APP_REFUSED,
  XU_SIGN_IN_CREDENTIALS_REFUSED,
  XU_SIGN_IN_PORT_TAKEN,
  XU_SIGN_IN_NOT_ENROLLED,
  XU_SIGN_IN_FAILED,
} XuSignInOutcome;

/**
 * xu_sign_in_text_find_outcome:
 * @error: as of xu_sign_in_run_finish(), but not cancelled
 *
 * Returns: what it means
 */
XuSignInOutcome xu_sign_in_text_find_outcome (const GError *error);

/* Returns: (transfer none): a heading */
const char *xu_sign_in_text_get_title (XuSignInOutcome outcome);

/**
 * xu_sign_in_text_dup_text:
 * @error: as of xu_sign_in_run_finish(), but not cancelled
 * @method: how somebody wanted to sign in
 *
 * Returns: (transfer full): what has happened, and what can be done, in sentences; no markup
 */
char *xu_sign_in_text_dup_text (const GError *error, XuSignInMethod method);

/* Returns: (transfer none): what is done now: “Asking X whose account it is…” */
const char *xu_sign_in_text_get_step (XuSignInStep step);

/**
 * xu_sign_in_text_set_pages:
 * @config: (inout): gets what the browser shows in the end
 */
void xu_sign_in_text_set_pages (XuSignInConfig *config);

/**
 * xu_sign_in_text_dup_redirect_uri:
 * @port: where we listen
 *
 * Returns: (transfer full): where X sends the browser back to, as it is written in X's developer
 * console
 */
char *xu_sign_in_text_dup_redirect_uri (guint port);

G_END_DECLS
