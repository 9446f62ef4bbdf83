/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What GSocket does not say of a connection, and the one way to end it under libsoup. */

#define G_LOG_DOMAIN "xu-http"

#include "config.h"

#include "xu-socket.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/sockios.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

enum
{
  WORTH_DROPPING = 64 * 1024, /* bytes: what is less may leave in peace, without a reset */
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

void
xu_socket_pace (GSocket *socket)
{
  g_return_if_fail (G_IS_SOCKET (socket));

  /* Any limit turns pacing on; this one, in bytes per second, is out of reach. */
  const guint32 rate = G_MAXINT32;

  setsockopt (g_socket_get_fd (socket), SOL_SOCKET, SO_MAX_PACING_RATE, &rate, sizeof rate);
}

void
xu_socket_set_corked (GSocket *socket, gboolean is_corked)
{
  if (socket == NULL || g_socket_is_closed (socket))
    return;

  /* Only advice: a connection that was severed is no TCP one any more. */
  setsockopt (g_socket_get_fd (socket), IPPROTO_TCP, TCP_CORK, &is_corked, sizeof is_corked);
}
