/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One at a time, whichever process it is in. */

#define G_LOG_DOMAIN "xu-auth"

#include "config.h"

#include "xu-file-lock.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>

#include "xu-error.h"

enum
{
  POLL_MS = 50
};

typedef struct
{
  int fd; /* -1: handed over */
  gint64 give_up_at_us;
} Waiting;

static void
waiting_free (Waiting *self)
{
  xu_file_lock_release (&self->fd);
  g_free (self);
}

/* TRUE: returned. */
static gboolean
try_lock (GTask *task)
{
  Waiting *waiting = g_task_get_task_data (task);
  struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
  int result;

  do
    result = fcntl (waiting->fd, F_OFD_SETLK, &lock);
  while (result == -1 && errno == EINTR);

  if (result == 0)
    {
      g_task_return_int (task, waiting->fd);
      waiting->fd = -1;
      return TRUE;
    }
  if (errno != EAGAIN && errno != EACCES)
    {
      g_task_return_error (task, xu_error_new (XU_ERROR_STORAGE, "lock: %s", g_strerror (errno)));
      return TRUE;
    }
  if (g_get_monotonic_time () >= waiting->give_up_at_us)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_TIMED_OUT, "lock: others keep it");
      return TRUE;
    }

  return g_task_return_error_if_cancelled (task);
}

static gboolean
look_again_cb (gpointer user_data)
{
  return try_lock (user_data) ? G_SOURCE_REMOVE : G_SOURCE_CONTINUE;
}

void
xu_file_lock_async (const char *path,
                    guint limit_ms,
                    GCancellable *cancellable,
                    GAsyncReadyCallback callback,
                    gpointer user_data)
{
  g_return_if_fail (path != NULL);

  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Waiting *waiting = g_new0 (Waiting, 1);

  g_task_set_source_tag (task, xu_file_lock_async);
  g_task_set_name (task, "[xu] file lock");
  g_task_set_check_cancellable (task, FALSE); /* The descriptor must not be lost. */
  g_task_set_task_data (task, waiting, (GDestroyNotify) waiting_free);

  waiting->give_up_at_us = g_get_monotonic_time () + limit_ms * G_TIME_SPAN_MILLISECOND;
  waiting->fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0600);
  if (waiting->fd == -1)
    {
      g_task_return_error (task,
                           xu_error_new (XU_ERROR_STORAGE, "lock file: %s", g_strerror (errno)));
      return;
    }

  if (try_lock (task))
    return;

  g_autoptr (GSource) source = g_timeout_source_new (POLL_MS);

  g_task_attach_source (task, source, look_again_cb);
}

int
xu_file_lock_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), -1);
  g_return_val_if_fail (g_async_result_is_tagged (result, xu_file_lock_async), -1);

  return (int) g_task_propagate_int (G_TASK (result), error);
}

void
xu_file_lock_release (int *lock)
{
  g_return_if_fail (lock != NULL);

  if (*lock != -1)
    close (*lock);
  *lock = -1;
}
