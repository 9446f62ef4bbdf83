/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Standard input, line by line. */

#define G_LOG_DOMAIN "xu-cli"

#include "config.h"

#include "xu-cli-input.h"

#include <errno.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include <glib-unix.h>

enum
{
  MOST_BYTES = 16 * 1024, /* of a line: an address, a token or a key are far below */
};

struct _XuCliInput
{
  int fd;
  char bytes[MOST_BYTES + 1]; /* what was read, and not yet taken */
  gsize n_bytes;
  gboolean is_at_end;
  guint source_id;     /* 0: nobody waits */
  XuCliInputFunc func; /* (nullable): who waits */
  gpointer user_data;
  gboolean is_hidden;
  struct termios shown; /* the terminal's mode before, while it is hidden */
};

static void
hide (XuCliInput *self)
{
  if (tcgetattr (self->fd, &self->shown) != 0)
    return;

  struct termios hidden = self->shown;

  hidden.c_lflag &= ~(tcflag_t) ECHO;
  self->is_hidden = tcsetattr (self->fd, TCSADRAIN, &hidden) == 0;
}

void
xu_cli_input_stop (XuCliInput *self)
{
  g_return_if_fail (self != NULL);

  if (self->source_id != 0)
    g_source_remove (self->source_id);
  self->source_id = 0;
  if (self->is_hidden)
    tcsetattr (self->fd, TCSADRAIN, &self->shown);
  self->is_hidden = FALSE;
}

/* @n: bytes to take, with the end of the line */
static void
answer (XuCliInput *self, gsize n)
{
  char *line = g_strndup (self->bytes, n);

  memmove (self->bytes, self->bytes + n, self->n_bytes - n);
  explicit_bzero (self->bytes + self->n_bytes - n, n);
  self->n_bytes -= n;

  xu_cli_input_stop (self);
  self->func (g_strstrip (line), self->user_data);
  explicit_bzero (line, n);
  g_free (line);
}

static void
answer_nothing (XuCliInput *self)
{
  explicit_bzero (self->bytes, sizeof self->bytes);
  self->n_bytes = 0;
  self->is_at_end = TRUE;
  xu_cli_input_stop (self);
  self->func (NULL, self->user_data);
}

/* Returns: whether a line, or the end, was there */
static gboolean
take (XuCliInput *self)
{
  const char *end = memchr (self->bytes, '\n', self->n_bytes);

  if (end != NULL)
    answer (self, (gsize) (end - self->bytes) + 1);
  else if (self->n_bytes == MOST_BYTES || (self->is_at_end && self->n_bytes == 0))
    answer_nothing (self);
  else if (self->is_at_end)
    answer (self, self->n_bytes);
  else
    return FALSE;

  return TRUE;
}

static gboolean
on_input (gint fd, GIOCondition condition, gpointer user_data)
{
  XuCliInput *self = user_data;
  gssize n = read (fd, self->bytes + self->n_bytes, MOST_BYTES - self->n_bytes);

  if (n > 0)
    self->n_bytes += (gsize) n;
  else if (n == 0 || (errno != EAGAIN && errno != EINTR))
    self->is_at_end = TRUE;

  take (self);
  return G_SOURCE_CONTINUE; /* Whoever got a line has removed this, and may wait for the next. */
}

static gboolean
on_idle (gpointer user_data)
{
  XuCliInput *self = user_data;

  self->source_id = 0;
  if (!take (self))
    self->source_id = g_unix_fd_add (self->fd, G_IO_IN | G_IO_HUP | G_IO_ERR, on_input, self);

  return G_SOURCE_REMOVE;
}

XuCliInput *
xu_cli_input_new (int fd)
{
  XuCliInput *self = g_new0 (XuCliInput, 1);

  self->fd = fd;
  return self;
}

gboolean
xu_cli_input_is_terminal (XuCliInput *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return isatty (self->fd);
}

void
xu_cli_input_read (XuCliInput *self, gboolean is_hidden, XuCliInputFunc func, gpointer user_data)
{
  g_return_if_fail (self != NULL && self->source_id == 0 && func != NULL);

  self->func = func;
  self->user_data = user_data;
  if (is_hidden && isatty (self->fd))
    hide (self);

  /* The next line may be here already. */
  self->source_id = g_idle_add (on_idle, self);
}

void
xu_cli_input_free (XuCliInput *self)
{
  g_return_if_fail (self != NULL);

  xu_cli_input_stop (self);
  explicit_bzero (self->bytes, sizeof self->bytes);
  g_free (self);
}
