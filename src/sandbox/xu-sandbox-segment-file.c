/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One segment on its way to disk: written in blocks, zeros left as holes. */

#define G_LOG_DOMAIN "xu-sandbox"

#include "config.h"

#include "xu-sandbox-segment-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "xu-error.h"

enum
{
  BLOCK_BYTES = 64 * 1024
};

struct _XuSandboxSegmentFile
{
  char *path; /* (owned) (nullable): NULL when it only counts, or once committed */
  int fd;     /* -1: none */
  guint64 length;
  int failure; /* errno of the first write that failed */
  gsize n_buffered;
  guint8 buffer[BLOCK_BYTES];
};

XuSandboxSegmentFile *
xu_sandbox_segment_file_new (const char *path, GError **error)
{
  int fd = -1;

  if (path != NULL)
    {
      fd = g_open (path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
      if (fd < 0)
        {
          xu_error_set (error, XU_ERROR_STORAGE, "%s: %s", path, g_strerror (errno));
          return NULL;
        }
    }

  XuSandboxSegmentFile *self = g_malloc (sizeof *self);

  self->path = g_strdup (path);
  self->fd = fd;
  self->length = 0;
  self->failure = 0;
  self->n_buffered = 0;

  return self;
}

static gboolean
is_all_zero (const guint8 *bytes, gsize length)
{
  return length > 0 && bytes[0] == 0 && memcmp (bytes, bytes + 1, length - 1) == 0;
}

static void
flush_buffer (XuSandboxSegmentFile *self)
{
  gint64 offset = (gint64) (self->length - self->n_buffered);
  gsize written = 0;

  /* A hole: committing sets the length of the file. */
  if (is_all_zero (self->buffer, self->n_buffered))
    written = self->n_buffered;

  while (written < self->n_buffered && self->failure == 0)
    {
      gssize n = pwrite (self->fd, self->buffer + written, self->n_buffered - written,
                         offset + (gint64) written);

      if (n >= 0)
        written += (gsize) n;
      else if (errno != EINTR)
        self->failure = errno;
    }

  self->n_buffered = 0;
}

void
xu_sandbox_segment_file_write (XuSandboxSegmentFile *self, const guint8 *bytes, gsize length)
{
  g_return_if_fail (self != NULL);

  if (self->fd < 0)
    {
      self->length += length;
      return;
    }

  for (gsize used = 0; used < length;)
    {
      gsize n = MIN (length - used, BLOCK_BYTES - self->n_buffered);

      memcpy (self->buffer + self->n_buffered, bytes + used, n);
      self->n_buffered += n;
      self->length += n;
      used += n;
      if (self->n_buffered == BLOCK_BYTES)
        flush_buffer (self);
    }
}

guint64
xu_sandbox_segment_file_get_length (XuSandboxSegmentFile *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->length;
}

gboolean
xu_sandbox_segment_file_commit (XuSandboxSegmentFile *self, const char *path, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (self->fd < 0)
    return TRUE;

  flush_buffer (self);
  if (self->failure == 0 && ftruncate (self->fd, (off_t) self->length) < 0)
    self->failure = errno;
  if (self->failure == 0 && g_rename (self->path, path) < 0)
    self->failure = errno;
  if (self->failure != 0)
    {
      xu_error_set (error, XU_ERROR_STORAGE, "%s: %s", path, g_strerror (self->failure));
      return FALSE;
    }

  g_clear_pointer (&self->path, g_free);
  return TRUE;
}

void
xu_sandbox_segment_file_free (XuSandboxSegmentFile *self)
{
  if (self == NULL)
    return;

  if (self->fd >= 0)
    close (self->fd);
  if (self->path != NULL)
    g_unlink (self->path);
  g_free (self->path);
  g_free (self);
}
