/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a client asks for at the authorize page (RFC 6749, 4.1.1; RFC 7636, 4.3), strictly. Pure. */
#pragma once

#include <glib.h>

#include "xu-sandbox-consent.h"
#include "xu-sandbox-oauth2.h"

G_BEGIN_DECLS

/**
 * XuSandboxNo:
 * @redirect_uri: (owned) (nullable): where the client is told; %NULL: only the user is, because the
 * address is not known to be the client's (RFC 6749, 4.1.2.1)
 * @state: (owned) (nullable): what the client gets back
 * @error: static: error code for the client
 * @description: (owned): what is wrong
 *
 * Why a user is not even asked.
 */
typedef struct
{
  char *redirect_uri;
  char *state;
  const char *error;
  char *description;
} XuSandboxNo;

/**
 * xu_sandbox_authorize_read:
 * @oauth2: the clients
 * @query: (nullable): the query, still encoded
 * @redirect_uris: (array zero-terminated=1): what is registered
 * @most_scopes: (nullable): what a client gets at most; %NULL: all that it asks for
 * @no: (out caller-allocates): what is wrong, to be cleared
 *
 * Returns: (transfer full) (nullable): what the user is to be asked, or %NULL with @no set
 */
XuSandboxConsent *xu_sandbox_authorize_read (XuSandboxOauth2 *oauth2,
                                             const char *query,
                                             const char *const *redirect_uris,
                                             const char *most_scopes,
                                             XuSandboxNo *no);

/**
 * xu_sandbox_authorize_make_uri:
 * @redirect_uri: a redirect URI
 * @state: (nullable): what the client gets back
 * @name: name of a parameter
 * @value: its value
 * @description: (nullable): of an error
 *
 * Returns: (transfer full): where the browser goes (RFC 6749, 4.1.2)
 */
char *xu_sandbox_authorize_make_uri (const char *redirect_uri,
                                     const char *state,
                                     const char *name,
                                     const char *value,
                                     const char *description);

void xu_sandbox_no_clear (XuSandboxNo *no);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (XuSandboxNo, xu_sandbox_no_clear)

G_END_DECLS
