/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether the peer's kernel is still there. */

#define G_LOG_DOMAIN "xu-http"

#include "config.h"

#include "xu-socket-probe.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

enum
{
  PROBE_INTERVAL_S = 1,
  PROBES_MAX = 127, /* all that tcp(7) allows: who gives up is decided elsewhere */
};

gint64
xu_socket_get_silence (GSocket *socket)
{
  struct tcp_info info = { 0 };
  socklen_t size = sizeof info;

  if (socket == NULL || g_socket_is_closed (socket)
      || getsockopt (g_socket_get_fd (socket), IPPROTO_TCP, TCP_INFO, &info, &size) != 0)
    return -1;

  return (gint64) MIN (info.tcpi_last_ack_recv, info.tcpi_last_data_recv) * 1000;
}

static void
set_option (GSocket *socket, int level, int option, int value)
{
  /* Only advice: a connection that was severed is no TCP one any more. */
  setsockopt (g_socket_get_fd (socket), level, option, &value, sizeof value);
}

void
xu_socket_set_probed (GSocket *socket, gboolean is_probed)
{
  if (socket == NULL || g_socket_is_closed (socket))
    return;

  if (is_probed)
    {
      set_option (socket, IPPROTO_TCP, TCP_KEEPIDLE, PROBE_INTERVAL_S);
      set_option (socket, IPPROTO_TCP, TCP_KEEPINTVL, PROBE_INTERVAL_S);
      set_option (socket, IPPROTO_TCP, TCP_KEEPCNT, PROBES_MAX);
    }
  set_option (socket, SOL_SOCKET, SO_KEEPALIVE, is_probed);
}
