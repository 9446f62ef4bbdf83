/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * xu_socket_get_silence:
 * @socket: (nullable): of a TCP connection
 *
 * Returns: microseconds since the peer's kernel sent or acknowledged anything (tcp(7), TCP_INFO);
 * -1: not known
 */
gint64 xu_socket_get_silence (GSocket *socket);

/**
 * xu_socket_set_probed:
 * @socket: (nullable): of a TCP connection
 * @is_probed: whether the kernel asks the peer's each second for a sign of life while nothing else
 *   goes either way (SO_KEEPALIVE, socket(7))
 */
void xu_socket_set_probed (GSocket *socket, gboolean is_probed);

G_END_DECLS
