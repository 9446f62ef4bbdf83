/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Requests over HTTP/2 (RFC 9113): a connection of our own, by nghttp2. */
#pragma once

#include <gio/gio.h>

#include "xu-sandbox-request.h"

G_BEGIN_DECLS

typedef struct _XuSandboxHttp2 XuSandboxHttp2;

/**
 * XuSandboxHttp2Closed:
 * @self: a connection that has ended; it is freed after the call
 * @user_data: as given to xu_sandbox_http2_new()
 */
typedef void (*XuSandboxHttp2Closed) (XuSandboxHttp2 *self, gpointer user_data);

/**
 * xu_sandbox_http2_new:
 * @house: what requests share; outlives the connection
 * @stream: a connection on which a client speaks HTTP/2
 * @connection: the socket's connection below @stream
 * @closed: called once, when the connection has ended
 * @user_data: for @closed
 *
 * libsoup's own server of HTTP/2 cannot be the peer: up to 3.2.3 it sends no WINDOW_UPDATE while a
 * body arrives, so every body of more than 64 KiB hangs; and it has no way to send GOAWAY or
 * RST_STREAM.
 *
 * Returns: (transfer none): a connection that lives until @closed
 */
XuSandboxHttp2 *xu_sandbox_http2_new (XuSandboxHouse *house,
                                      GIOStream *stream,
                                      GSocketConnection *connection,
                                      XuSandboxHttp2Closed closed,
                                      gpointer user_data);

/**
 * xu_sandbox_http2_close:
 * @self: a connection
 *
 * Ends it without a word. @closed is called later.
 */
void xu_sandbox_http2_close (XuSandboxHttp2 *self);

G_END_DECLS
