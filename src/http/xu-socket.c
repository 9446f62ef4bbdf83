/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What GSocket does not say of a connection, and the one way to end it under libsoup. */

#define G_LOG_DOMAIN "xu-http"

#include "config.h"

#include "xu-socket.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/sockios.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

enum
{
  WORTH_DROPPING = 64 * 1024, /* bytes: what is less may leave in peace, without a reset */
  SHORT_PATH = 10 * 1000,     /* microseconds there and back: below, the CPU is the limit */
};

int
xu_socket_get_queued (GSocket *socket)
{
  int queued = 0;

  if (socket == NULL || g_socket_is_closed (socket))
    return -1;

  return ioctl (g_socket_get_fd (socket), SIOCOUTQ, &queued) == 0 ? queued : -1;
}

GSocket *
xu_socket_sever (GSocket *socket)
{
  g_return_val_if_fail (G_IS_SOCKET (socket), NULL);

  const struct linger at_once = { .l_onoff = 1, .l_linger = 0 };
  int pair[2];

  if (g_socket_is_closed (socket)
      || socketpair (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, pair) != 0)
    return NULL;

  int fd = g_socket_get_fd (socket);

  if (xu_socket_get_queued (socket) > WORTH_DROPPING)
    setsockopt (fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  shutdown (pair[1], SHUT_WR);
  if (dup3 (pair[0], fd, O_CLOEXEC) < 0)
    g_warning ("The connection cannot be severed: %s", g_strerror (errno));
  close (pair[0]);

  g_autoptr (GError) error = NULL;
  GSocket *other = g_socket_new_from_fd (pair[1], &error);

  if (other == NULL)
    close (pair[1]);

  return other;
}

/* By the least time that a packet took: queues come and go. */
static gboolean
is_path_short (int fd)
{
  struct tcp_info info = { 0 };
  socklen_t size = sizeof info;

  return getsockopt (fd, IPPROTO_TCP, TCP_INFO, &info, &size) == 0
         && info.tcpi_min_rtt < SHORT_PATH;
}

void
xu_socket_set_corked (GSocket *socket, gboolean is_corked)
{
  if (socket == NULL || g_socket_is_closed (socket))
    return;

  int fd = g_socket_get_fd (socket);
  const int value = is_corked && is_path_short (fd);

  /* Only advice: a connection that was severed is no TCP one any more. */
  setsockopt (fd, IPPROTO_TCP, TCP_CORK, &value, sizeof value);
}
