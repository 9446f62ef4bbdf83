/* SPDX-License-Identifier: GPL-3.0-or-later */
/* OAuth 2.0 as X does it: clients, consents, codes, tokens that rotate (RFC 6749, 7636, 7009).
 * Reads no clock. */
#pragma once

#include <glib.h>
#include <json-glib/json-glib.h>

#include "xu-sandbox-client.h"
#include "xu-sandbox-consent.h"
#include "xu-sandbox-grant.h"

G_BEGIN_DECLS

typedef struct _XuSandboxOauth2 XuSandboxOauth2;

/**
 * xu_sandbox_oauth2_new:
 * @saved: (nullable): what xu_sandbox_oauth2_save() wrote
 *
 * Returns: (transfer full): the clients, and the grants that @saved has
 */
XuSandboxOauth2 *xu_sandbox_oauth2_new (JsonObject *saved);

/**
 * xu_sandbox_oauth2_save:
 * @self: clients and grants
 * @builder: inside an object
 *
 * Consents are not kept: who has not decided when the sandbox ends begins anew.
 */
void xu_sandbox_oauth2_save (XuSandboxOauth2 *self, JsonBuilder *builder);

/**
 * xu_sandbox_oauth2_get_client:
 * @self: clients and grants
 * @kind: which one
 *
 * Returns: (transfer none): the client
 */
const XuSandboxClient *xu_sandbox_oauth2_get_client (XuSandboxOauth2 *self,
                                                     XuSandboxClientKind kind);

/**
 * xu_sandbox_oauth2_find_client:
 * @self: clients and grants
 * @id: client id
 *
 * Returns: (transfer none) (nullable): the client
 */
const XuSandboxClient *xu_sandbox_oauth2_find_client (XuSandboxOauth2 *self, const char *id);

/**
 * xu_sandbox_oauth2_add_consent:
 * @self: clients and grants
 * @consent: (transfer full): what a user is asked
 * @now_us: the time
 *
 * Says until when it can be decided about. Of too many the oldest ones are forgotten.
 */
void
xu_sandbox_oauth2_add_consent (XuSandboxOauth2 *self, XuSandboxConsent *consent, gint64 now_us);

/**
 * xu_sandbox_oauth2_find_consent:
 * @self: clients and grants
 * @id: its id
 * @now_us: the time
 *
 * Returns: (transfer none) (nullable): the consent, decided or not, until it expires
 */
XuSandboxConsent *
xu_sandbox_oauth2_find_consent (XuSandboxOauth2 *self, const char *id, gint64 now_us);

/**
 * xu_sandbox_oauth2_allow:
 * @self: clients and grants
 * @consent: what a user allows
 * @life_us: of the code
 * @now_us: the time
 *
 * Returns: (transfer none): the code; valid until @self changes
 */
const char *xu_sandbox_oauth2_allow (XuSandboxOauth2 *self,
                                     const XuSandboxConsent *consent,
                                     gint64 life_us,
                                     gint64 now_us);

/**
 * xu_sandbox_oauth2_exchange:
 * @self: clients and grants
 * @client: who asks
 * @code: a code
 * @redirect_uri: where the code went
 * @verifier: what the challenge was made of (RFC 7636, 4.1)
 * @life_us: of the access token
 * @now_us: the time
 * @pair: (out caller-allocates): the tokens
 * @flaw: (out) (transfer none): what is wrong, in X's words
 *
 * A code works once. Who uses it again revokes what was made of it (RFC 6749, 4.1.2); who has it
 * and errs about its redirect URI or its verifier loses it.
 *
 * Returns: %FALSE with @flaw set
 */
gboolean xu_sandbox_oauth2_exchange (XuSandboxOauth2 *self,
                                     const XuSandboxClient *client,
                                     const char *code,
                                     const char *redirect_uri,
                                     const char *verifier,
                                     gint64 life_us,
                                     gint64 now_us,
                                     XuSandboxPair *pair,
                                     const char **flaw);

/**
 * xu_sandbox_oauth2_refresh:
 * @self: clients and grants
 * @client: who asks
 * @refresh: a refresh token
 * @life_us: of the access token
 * @now_us: the time
 * @pair: (out caller-allocates): the tokens
 *
 * Returns: %FALSE when that token does not work, such as one that was used
 */
gboolean xu_sandbox_oauth2_refresh (XuSandboxOauth2 *self,
                                    const XuSandboxClient *client,
                                    const char *refresh,
                                    gint64 life_us,
                                    gint64 now_us,
                                    XuSandboxPair *pair);

/**
 * xu_sandbox_oauth2_revoke:
 * @self: clients and grants
 * @client: who asks
 * @secret: an access token or a refresh token
 *
 * Ends all that was granted with it. A token that does not work is no error (RFC 7009, 2.2).
 *
 * Returns: %FALSE when it is another client's
 */
gboolean
xu_sandbox_oauth2_revoke (XuSandboxOauth2 *self, const XuSandboxClient *client, const char *secret);

/**
 * xu_sandbox_oauth2_find_token:
 * @self: clients and grants
 * @secret: what a client shows
 *
 * Returns: (transfer none) (nullable): the access token, expired or not
 */
XuSandboxToken *xu_sandbox_oauth2_find_token (XuSandboxOauth2 *self, const char *secret);

void xu_sandbox_oauth2_free (XuSandboxOauth2 *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (XuSandboxOauth2, xu_sandbox_oauth2_free)

G_END_DECLS
