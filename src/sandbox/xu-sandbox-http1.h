/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Requests over HTTP/1.1: libsoup's server. */
#pragma once

#include <libsoup/soup.h>

#include "xu-sandbox-request.h"

G_BEGIN_DECLS

/**
 * xu_sandbox_http1_new:
 * @house: what requests share; outlives the server
 *
 * Returns: (transfer full): a server that answers what is given to it by
 * xu_sandbox_http1_accept()
 */
SoupServer *xu_sandbox_http1_new (XuSandboxHouse *house);

/**
 * xu_sandbox_http1_accept:
 * @soup: the server
 * @stream: a connection on which a client speaks HTTP/1.1
 * @connection: the socket's connection below @stream, or @stream itself
 */
void xu_sandbox_http1_accept (SoupServer *soup, GIOStream *stream, GSocketConnection *connection);

G_END_DECLS
