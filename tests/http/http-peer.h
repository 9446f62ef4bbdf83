/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/**
 * HttpPeerScript:
 * @connection: accepted, after the handshake where there is one
 * @index: how many connections came before this one
 * @cancellable: cancelled when the peer is stopped: every read and write takes it
 * @user_data: as given
 *
 * What a raw server does with one connection, in a thread of its own. The connection is closed when
 * it returns.
 */
typedef void (*HttpPeerScript) (GIOStream *connection,
                                guint index,
                                GCancellable *cancellable,
                                gpointer user_data);

typedef enum
{
  HTTP_PEER_PLAIN,
  HTTP_PEER_TLS,    /* HTTP/1.1 */
  HTTP_PEER_HTTP2,  /* TLS, offering h2 alone */
  HTTP_PEER_EXPIRED /* TLS with a certificate that has expired */
} HttpPeerKind;

/**
 * HttpPeer:
 *
 * A server on 127.0.0.1 in threads of its own, with the certificate of tests/data/tls.
 */
typedef struct _HttpPeer HttpPeer;

/**
 * http_peer_new_server:
 * @kind: how it speaks; %HTTP_PEER_HTTP2 needs SOUP_SERVER_HTTP2=1 in the environment, the others
 * its absence
 * @handler: answers each request, in the peer's thread
 * @user_data: for @handler
 *
 * Returns: (transfer full): a SoupServer that listens
 */
HttpPeer *http_peer_new_server (HttpPeerKind kind, SoupServerCallback handler, gpointer user_data);

/**
 * http_peer_new_raw:
 * @kind: how it speaks
 * @receive_buffer: of its sockets, bytes; 0: the system's
 * @script: serves each connection
 * @user_data: for @script
 *
 * Returns: (transfer full): a server of bytes that listens
 */
HttpPeer *http_peer_new_raw (HttpPeerKind kind,
                             int receive_buffer,
                             HttpPeerScript script,
                             gpointer user_data);

/**
 * http_peer_get_url:
 * @peer: a peer
 *
 * Returns: (transfer none): "http://127.0.0.1:PORT" or "https://localhost:PORT"
 */
const char *http_peer_get_url (HttpPeer *peer);

guint16 http_peer_get_port (HttpPeer *peer);

/**
 * http_peer_get_n_connections:
 * @peer: a raw peer
 *
 * Returns: how many connections came so far
 */
guint http_peer_get_n_connections (HttpPeer *peer);

void http_peer_free (HttpPeer *peer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HttpPeer, http_peer_free)

/**
 * http_peer_dup_ca_file:
 *
 * Returns: (transfer full): the anchor of the peers' certificate
 */
char *http_peer_dup_ca_file (void);

/**
 * http_peer_read_request:
 * @connection: of HTTP/1.1
 * @cancellable: as given to the script
 *
 * Returns: bytes of the body that was read with the head, -1 when the connection ended before
 */
gssize http_peer_read_request (GIOStream *connection, GCancellable *cancellable);

/**
 * http_peer_write:
 * @connection: a connection
 * @text: what to write
 * @cancellable: as given to the script
 *
 * Returns: %FALSE when the other side is gone
 */
gboolean http_peer_write (GIOStream *connection, const char *text, GCancellable *cancellable);

G_END_DECLS
