/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who runs on a state's folder, and who uses what runs there. */

#define G_LOG_DOMAIN "xu-sandbox"

#include "config.h"

#include "xu-sandbox-claim.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "xu-error.h"

enum
{
  PATIENCE_US = 10 * G_USEC_PER_SEC,
  LOOK_US = 20 * 1000
};

typedef enum
{
  BYTE_OWNER,
  BYTE_READY
} LockByte;

struct _XuSandboxClaim
{
  char *address_path; /* (owned) */
  int lock_fd;
  int users_fd;
};

static gboolean
set_lock (int fd, LockByte byte, short type)
{
  struct flock lock = { .l_type = type, .l_whence = SEEK_SET, .l_start = byte, .l_len = 1 };

  return fcntl (fd, F_OFD_SETLK, &lock) == 0;
}

static gboolean
is_locked (int fd, LockByte byte)
{
  struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = byte, .l_len = 1 };

  return fcntl (fd, F_OFD_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
}

static int
open_lock_file (const char *folder, const char *name, GError **error)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  int fd = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

  if (fd < 0)
    xu_error_set (error, XU_ERROR_STORAGE, "%s: %s", path, g_strerror (errno));
  return fd;
}

static XuSandboxClaim *
open_files (const char *folder, GError **error)
{
  g_autoptr (XuSandboxClaim) self = g_new0 (XuSandboxClaim, 1);

  self->address_path = g_build_filename (folder, "address.json", NULL);
  self->users_fd = -1;
  self->lock_fd = open_lock_file (folder, "lock", error);
  if (self->lock_fd < 0)
    return NULL;
  self->users_fd = open_lock_file (folder, "users", error);
  if (self->users_fd < 0)
    return NULL;

  return g_steal_pointer (&self);
}

/* Not what one left that was killed: its locks went with it. */
static char *
read_address (XuSandboxClaim *self)
{
  char *address = NULL;

  if (is_locked (self->lock_fd, BYTE_READY))
    g_file_get_contents (self->address_path, &address, NULL, NULL);

  return address;
}

XuSandboxClaim *
xu_sandbox_claim_take (const char *folder, char **running, GError **error)
{
  gint64 deadline = g_get_monotonic_time () + PATIENCE_US;
  g_autoptr (XuSandboxClaim) self = NULL;

  g_return_val_if_fail (folder != NULL && running != NULL, NULL);

  *running = NULL;
  if (g_mkdir_with_parents (folder, 0700) < 0)
    {
      xu_error_set (error, XU_ERROR_STORAGE, "%s: %s", folder, g_strerror (errno));
      return NULL;
    }
  self = open_files (folder, error);
  if (self == NULL)
    return NULL;

  while (!set_lock (self->lock_fd, BYTE_OWNER, F_WRLCK))
    {
      int code = errno;

      *running = read_address (self);
      if (*running != NULL)
        return NULL;
      if ((code != EAGAIN && code != EACCES) || g_get_monotonic_time () > deadline)
        {
          xu_error_set (error, XU_ERROR_STORAGE, "%s cannot be locked: %s", folder,
                        g_strerror (code));
          return NULL;
        }
      g_usleep (LOOK_US);
    }

  return g_steal_pointer (&self);
}

gboolean
xu_sandbox_claim_publish (XuSandboxClaim *self, const char *address, GError **error)
{
  g_autoptr (GError) local_error = NULL;

  g_return_val_if_fail (self != NULL && address != NULL, FALSE);

  if (g_file_set_contents_full (self->address_path, address, -1, G_FILE_SET_CONTENTS_CONSISTENT,
                                0600, &local_error)
      && set_lock (self->lock_fd, BYTE_READY, F_WRLCK))
    return TRUE;

  xu_error_set (error, XU_ERROR_STORAGE, "%s: %s", self->address_path,
                local_error != NULL ? local_error->message : g_strerror (errno));
  return FALSE;
}

gboolean
xu_sandbox_claim_is_unused (XuSandboxClaim *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return set_lock (self->users_fd, BYTE_OWNER, F_WRLCK);
}

void
xu_sandbox_claim_withdraw (XuSandboxClaim *self)
{
  g_return_if_fail (self != NULL);

  set_lock (self->lock_fd, BYTE_READY, F_UNLCK);
  g_unlink (self->address_path);
}

void
xu_sandbox_claim_free (XuSandboxClaim *self)
{
  if (self == NULL)
    return;

  if (self->lock_fd >= 0)
    close (self->lock_fd);
  if (self->users_fd >= 0)
    close (self->users_fd);
  g_free (self->address_path);
  g_free (self);
}
