/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * xu_socket_get_queued:
 * @socket: (nullable): of a TCP connection
 *
 * Returns: bytes handed to the kernel that were not sent or not acknowledged (tcp(7), SIOCOUTQ);
 * -1: not known
 */
int xu_socket_get_queued (GSocket *socket);

/**
 * xu_socket_sever:
 * @socket: of a connection that somebody else reads and writes
 *
 * Drops the connection at once, with what the kernel has queued for it where that is much, and puts
 * one in its place that takes some bytes and reads as ended: its owner learns of the end by
 * reading, never by a failed write. libsoup 3.2 forgets an HTTP/2 message whose connection fails on
 * a write, and sees a cancelled one only when there is something to read.
 *
 * Returns: (transfer full) (nullable): the other end of what is there now, to be kept as long as
 * @socket is in use
 */
GSocket *xu_socket_sever (GSocket *socket);

/**
 * xu_socket_set_corked:
 * @socket: (nullable): of a TCP connection
 * @is_corked: whether what is written may wait until it fills packets, or 200 ms (TCP_CORK, tcp(7))
 *
 * libsoup writes a body in pieces of 8 KiB, each a packet of its own where the path takes larger
 * ones: corked, fewer and fuller ones cost both ends less. Uncork it as soon as the body is
 * written.
 *
 * Only where the path is short (less than 10 ms there and back), so that the CPU is the limit. A
 * long fat one gains nothing and loses time: 128 MiB over HTTP/1.1, 500 Mbit/s and 200 ms took 9.5
 * to 12.3 s corked, and mostly 8.1 s as it is.
 */
void xu_socket_set_corked (GSocket *socket, gboolean is_corked);

G_END_DECLS
