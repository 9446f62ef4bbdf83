/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who has the journal open, and who runs which job: byte-range locks. */

#define G_LOG_DOMAIN "xu-journal"

#include "config.h"

#include "xu-journal-locks.h"

#include <errno.h>
#include <fcntl.h>

#include "xu-error.h"
#include "xu-journal-aside.h"

static const gint64 presence_byte = 0;
static const gint64 opening_byte = G_MAXINT64 - 1;
static const gulong opening_poll_us = 10 * 1000;

int
xu_journal_locks_open (const char *path, GError **error)
{
  g_assert (path != NULL);

  int fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0600);

  if (fd == -1)
    g_propagate_error (error, xu_journal_new_system_error (errno, "open its lock file"));

  return fd;
}

static gboolean
set_lock (int fd, gint64 byte, short type)
{
  struct flock lock = { .l_type = type, .l_whence = SEEK_SET, .l_start = byte, .l_len = 1 };
  int result;

  do
    result = fcntl (fd, F_OFD_SETLK, &lock);
  while (result == -1 && errno == EINTR);

  return result == 0;
}

gboolean
xu_journal_locks_begin_opening (int fd, gint64 wait_us, GError **error)
{
  g_assert (fd >= 0);

  gint64 give_up_at = g_get_monotonic_time () + wait_us;

  while (!set_lock (fd, opening_byte, F_WRLCK))
    {
      if (errno != EAGAIN && errno != EACCES)
        {
          g_propagate_error (error, xu_journal_new_system_error (errno, "lock"));
          return FALSE;
        }
      if (g_get_monotonic_time () >= give_up_at)
        {
          xu_error_set (error, XU_ERROR_STORAGE, "journal: another process is still opening it");
          return FALSE;
        }
      g_usleep (opening_poll_us);
    }

  return TRUE;
}

void
xu_journal_locks_end_opening (int fd)
{
  g_assert (fd >= 0);

  set_lock (fd, opening_byte, F_UNLCK);
}

gboolean
xu_journal_locks_share (int fd)
{
  g_assert (fd >= 0);

  return set_lock (fd, presence_byte, F_RDLCK);
}

gboolean
xu_journal_locks_own_alone (int fd)
{
  g_assert (fd >= 0);

  return set_lock (fd, presence_byte, F_WRLCK);
}

/* A damaged database may have any number. */
static gboolean
is_of_job (gint64 byte)
{
  return byte > presence_byte && byte < opening_byte;
}

gboolean
xu_journal_locks_take (int fd, gint64 number)
{
  g_assert (fd >= 0);

  return is_of_job (number) && set_lock (fd, number, F_WRLCK);
}

void
xu_journal_locks_release (int fd, gint64 number)
{
  g_assert (fd >= 0);

  if (is_of_job (number))
    set_lock (fd, number, F_UNLCK);
}

gboolean
xu_journal_locks_is_taken_elsewhere (int fd, gint64 number)
{
  g_assert (fd >= 0);

  struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = number, .l_len = 1 };

  return is_of_job (number) && fcntl (fd, F_OFD_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
}
