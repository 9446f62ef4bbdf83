/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The steps of signing in to a sandbox, as a browser and an app do them. */
#pragma once

#include "client.h"

G_BEGIN_DECLS

extern const char sign_in_verifier[];
extern const char sign_in_scopes[]; /* what the application asks for */

/* Path and query of the authorize page. */
char *sign_in_make_path (Client *client, gboolean is_confidential, const char *scopes);

/* As a browser without cookies. */
Reply *sign_in_open (Client *client, const char *path);

/* What the page's form sends; asserts that the page is there. */
char *sign_in_find_consent (Reply *page);

/* Presses a button: "allow" or "deny". */
Reply *sign_in_decide (Client *client, const char *consent, const char *decision);

/* What a redirect says to the app; asserts that it leads there. */
char *sign_in_get_parameter (Client *client, Reply *redirect, const char *name);

/* A code: opens the page and presses Allow. */
char *sign_in_allow (Client *client, gboolean is_confidential, const char *scopes);

/* authorization NULL: none. */
Reply *
sign_in_send_form (Client *client, const char *path, const char *authorization, const char *form);

/* As the public client. */
Reply *sign_in_exchange (Client *client, const char *code);
Reply *sign_in_refresh (Client *client, const char *token);
Reply *sign_in_revoke (Client *client, const char *token);

/* What /2/users/me says to a token. */
void sign_in_assert_works (Client *client, const char *token, guint status);

/* A refusal of the token endpoints. */
void sign_in_assert_refused (Reply *reply, guint status, const char *error, const char *words);

G_END_DECLS
