/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "http-peer.h"
#include "xu-stored-credentials.h"

G_BEGIN_DECLS

typedef enum
{
  TOKEN_PEER_WORKS,
  TOKEN_PEER_IS_DOWN,      /* 503 */
  TOKEN_PEER_KNOWS_NO_APP, /* its user has made the client secret anew */
  TOKEN_PEER_LOSES_ANSWER  /* the refresh token is used up, and nobody hears of it */
} TokenPeerManner;

/**
 * TokenPeer:
 *
 * A server with a token endpoint and something to see for who has the newest token. Its tokens are
 * "access-N" and "refresh-N", of which N is the newest alone good, as with X.
 */
typedef struct _TokenPeer TokenPeer;

TokenPeer *token_peer_new (void);
void token_peer_free (TokenPeer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TokenPeer, token_peer_free)

HttpPeer *token_peer_get_peer (TokenPeer *self);
void token_peer_set_manner (TokenPeer *self, TokenPeerManner manner);

/* How often the token endpoint was asked, and how often somebody was let in. */
guint token_peer_get_n_asked (TokenPeer *self);
guint token_peer_get_n_served (TokenPeer *self);

/* The form and the Authorization of the last refresh; "" where there was none. */
char *token_peer_dup_form (TokenPeer *self);
char *token_peer_dup_authorization (TokenPeer *self);

/* Credentials with access-N and refresh-N, good for @lifetime_s more. */
XuStoredCredentials *
token_peer_new_credentials (guint n, gint64 lifetime_s, const char *client_secret);

G_END_DECLS
