/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An open file that is read in threads and must not change meanwhile. */

#define G_LOG_DOMAIN "xu-media"

#include "config.h"

#include "xu-media-file-private.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "xu-buffer-pool.h"
#include "xu-error.h"

/* Everything is settled before the object is seen by its owner, and only read afterwards: the
 * threads need no lock. */
struct _XuMediaFile
{
  GObject parent_instance;

  char *path;              /* (owned): the file system's bytes */
  int fd;                  /* (owned): -1 until open */
  struct stat opened;      /* as it was at opening */
  const XuMediaType *type; /* by its first bytes */
  XuBufferPool *buffers;   /* (owned): for what is read */
};

G_DEFINE_FINAL_TYPE (XuMediaFile, xu_media_file, G_TYPE_OBJECT)

/* What one read wants. */
typedef struct
{
  guint64 offset;
  gsize length;
} Range;

char *
xu_media_file_dup_display_name (const char *path)
{
  g_return_val_if_fail (path != NULL, NULL);

  char *name = g_filename_display_basename (path);

  for (char *at = name; *at != '\0'; at++)
    if (g_ascii_iscntrl (*at))
      *at = '?';

  return name;
}

static GError *
new_error (XuErrorCode code, const char *path, const char *what, const char *reason)
{
  g_autofree char *name = xu_media_file_dup_display_name (path);
  GError *error = xu_error_new (code, "%s: %s", name, what);

  xu_error_set_reason (error, reason);
  return error;
}

static GError *
new_system_error (XuErrorCode code, const char *path, const char *call, int errsv)
{
  const char *symbol = strerrorname_np (errsv);
  g_autofree char *what
      = g_strdup_printf ("%s: %s", call, symbol != NULL ? symbol : "unknown errno");

  return new_error (code, path, what, g_strerror (errsv));
}

static GError *
new_not_regular_error (const char *path, mode_t mode)
{
  if (S_ISDIR (mode))
    return new_system_error (XU_ERROR_FILE_UNREADABLE, path, "open", EISDIR);

  const char *what = S_ISFIFO (mode)   ? "a FIFO"
                     : S_ISSOCK (mode) ? "a socket"
                     : S_ISBLK (mode)  ? "a block device"
                                       : "a character device";

  return new_error (XU_ERROR_FILE_UNREADABLE, path, what, "Not a regular file");
}

static gboolean
is_same_state (const struct stat *a, const struct stat *b)
{
  return a->st_size == b->st_size && a->st_mtim.tv_sec == b->st_mtim.tv_sec
         && a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

/* Looks at the path first: opening a device may do things, and opening a FIFO wakes its writer. */
static gboolean
open_regular (XuMediaFile *self, GError **error)
{
  if (stat (self->path, &self->opened) != 0)
    {
      g_propagate_error (error,
                         new_system_error (XU_ERROR_FILE_UNREADABLE, self->path, "stat", errno));
      return FALSE;
    }

  if (S_ISREG (self->opened.st_mode))
    {
      do
        self->fd = open (self->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
      while (self->fd < 0 && errno == EINTR);

      if (self->fd < 0 || fstat (self->fd, &self->opened) != 0)
        {
          g_propagate_error (
              error, new_system_error (XU_ERROR_FILE_UNREADABLE, self->path, "open", errno));
          return FALSE;
        }
    }

  /* Asked again of what is open now: the path may have led elsewhere in between. */
  if (!S_ISREG (self->opened.st_mode))
    {
      g_propagate_error (error, new_not_regular_error (self->path, self->opened.st_mode));
      return FALSE;
    }

  posix_fadvise (self->fd, 0, 0, POSIX_FADV_SEQUENTIAL); /* Only advice: it may fail. */
  return TRUE;
}

static gboolean
check_unchanged (XuMediaFile *self, GError **error)
{
  struct stat now;

  if (fstat (self->fd, &now) != 0)
    {
      g_propagate_error (error,
                         new_system_error (XU_ERROR_FILE_CHANGED, self->path, "fstat", errno));
      return FALSE;
    }

  if (!is_same_state (&self->opened, &now))
    {
      const char *what = now.st_size != self->opened.st_size
                             ? "its size changed since it was opened"
                             : "written to since it was opened";

      g_propagate_error (error, new_error (XU_ERROR_FILE_CHANGED, self->path, what, NULL));
      return FALSE;
    }

  return TRUE;
}

/* The file is looked at after the bytes are read, so that those of another version are never handed
 * out. */
gboolean
xu_media_file_read_fully (XuMediaFile *self,
                          guint8 *buffer,
                          guint64 offset,
                          gsize length,
                          GError **error)
{
  gsize done = 0;

  while (done < length)
    {
      ssize_t n = pread (self->fd, buffer + done, length - done, (off_t) (offset + done));

      if (n > 0)
        done += (gsize) n;
      else if (n == 0)
        {
          g_propagate_error (error, new_error (XU_ERROR_FILE_CHANGED, self->path,
                                               "it ended before its size at opening", NULL));
          return FALSE;
        }
      else if (errno != EINTR)
        {
          g_propagate_error (
              error, new_system_error (XU_ERROR_FILE_UNREADABLE, self->path, "pread", errno));
          return FALSE;
        }
    }

  return check_unchanged (self, error);
}

static gboolean
sniff (XuMediaFile *self, GError **error)
{
  guint8 head[XU_MEDIA_TYPE_HEAD];
  gsize length = (gsize) MIN (self->opened.st_size, XU_MEDIA_TYPE_HEAD);

  if (!xu_media_file_read_fully (self, head, 0, length, error))
    return FALSE;

  self->type = xu_media_type_guess (head, length);
  return TRUE;
}

gint64
xu_media_file_modified_us (const struct stat *status)
{
  /* Unsigned: some file systems keep any number of seconds that somebody made up. */
  guint64 us = (guint64) status->st_mtim.tv_sec * G_USEC_PER_SEC;

  return (gint64) (us + (guint64) status->st_mtim.tv_nsec / 1000);
}

int
xu_media_file_dup_fd (XuMediaFile *self)
{
  return fcntl (self->fd, F_DUPFD_CLOEXEC, 0);
}

gboolean
xu_media_file_claim_task (GTask *task)
{
  return g_task_set_return_on_cancel (task, FALSE);
}

static void
open_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  g_autoptr (XuMediaFile) self = g_object_new (XU_TYPE_MEDIA_FILE, NULL);
  g_autoptr (GError) error = NULL;

  self->path = g_strdup (task_data);

  gboolean is_open = open_regular (self, &error) && sniff (self, &error);

  if (!xu_media_file_claim_task (task))
    return;

  if (!is_open)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  g_debug ("Opened a %s of %" G_GOFFSET_FORMAT " bytes", self->type->mime,
           (goffset) self->opened.st_size);
  g_task_return_pointer (task, g_steal_pointer (&self), g_object_unref);
}

static GBytes *
read_range (XuMediaFile *self, const Range *range, GError **error)
{
  g_autoptr (XuBuffer) buffer = xu_buffer_pool_take (self->buffers, range->length);

  if (buffer == NULL)
    {
      g_propagate_error (error,
                         new_system_error (XU_ERROR_FILE_UNREADABLE, self->path, "mmap", ENOMEM));
      return NULL;
    }

  if (!xu_media_file_read_fully (self, buffer->memory, range->offset, range->length, error))
    return NULL;

  return xu_buffer_free_to_bytes (g_steal_pointer (&buffer), range->length);
}

static void
read_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  g_autoptr (GError) error = NULL;

  if (g_cancellable_is_cancelled (cancellable)) /* A read that nobody waits for takes no memory. */
    return;

  g_autoptr (GBytes) bytes = read_range (XU_MEDIA_FILE (source), task_data, &error);

  if (!xu_media_file_claim_task (task))
    return;

  if (bytes == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, g_steal_pointer (&bytes), (GDestroyNotify) g_bytes_unref);
}

static gboolean
check_path (XuMediaFile *self, GError **error)
{
  struct stat now;

  if (!check_unchanged (self, error))
    return FALSE;

  if (stat (self->path, &now) != 0)
    g_propagate_error (
        error, new_system_error (XU_ERROR_FILE_CHANGED, self->path, "stat of its path", errno));
  else if (now.st_dev != self->opened.st_dev || now.st_ino != self->opened.st_ino)
    g_propagate_error (error, new_error (XU_ERROR_FILE_CHANGED, self->path,
                                         "its path leads to another file now", NULL));
  else
    return TRUE;

  return FALSE;
}

static void
verify_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  g_autoptr (GError) error = NULL;
  gboolean is_same = check_path (XU_MEDIA_FILE (source), &error);

  if (!xu_media_file_claim_task (task))
    return;

  if (is_same)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
xu_media_file_finalize (GObject *object)
{
  XuMediaFile *self = XU_MEDIA_FILE (object);

  if (self->fd >= 0)
    close (self->fd);
  g_free (self->path);
  xu_buffer_pool_unref (self->buffers);

  G_OBJECT_CLASS (xu_media_file_parent_class)->finalize (object);
}

static void
xu_media_file_class_init (XuMediaFileClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = xu_media_file_finalize;
}

static void
xu_media_file_init (XuMediaFile *self)
{
  self->fd = -1;
  self->buffers = xu_buffer_pool_new ();
}

void
xu_media_file_open_async (const char *path,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_return_if_fail (path != NULL);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, xu_media_file_open_async);
  g_task_set_name (task, "xu_media_file_open_async");
  g_task_set_return_on_cancel (task, TRUE);
  g_task_set_task_data (task, g_strdup (path), g_free);
  g_task_run_in_thread (task, open_in_thread);
}

XuMediaFile *
xu_media_file_open_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, xu_media_file_open_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

const char *
xu_media_file_get_path (XuMediaFile *self)
{
  g_return_val_if_fail (XU_IS_MEDIA_FILE (self), NULL);

  return self->path;
}

guint64
xu_media_file_get_size (XuMediaFile *self)
{
  g_return_val_if_fail (XU_IS_MEDIA_FILE (self), 0);

  return (guint64) self->opened.st_size;
}

gint64
xu_media_file_get_modified_us (XuMediaFile *self)
{
  g_return_val_if_fail (XU_IS_MEDIA_FILE (self), 0);

  return xu_media_file_modified_us (&self->opened);
}

const XuMediaType *
xu_media_file_get_media_type (XuMediaFile *self)
{
  g_return_val_if_fail (XU_IS_MEDIA_FILE (self), NULL);

  return self->type;
}

void
xu_media_file_read_async (XuMediaFile *self,
                          guint64 offset,
                          gsize length,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_return_if_fail (XU_IS_MEDIA_FILE (self));
  g_return_if_fail (length >= 1);
  g_return_if_fail (offset <= xu_media_file_get_size (self));
  g_return_if_fail (length <= xu_media_file_get_size (self) - offset);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  Range range = { .offset = offset, .length = length };

  g_task_set_source_tag (task, xu_media_file_read_async);
  g_task_set_name (task, "xu_media_file_read_async");
  g_task_set_return_on_cancel (task, TRUE);
  g_task_set_task_data (task, g_memdup2 (&range, sizeof range), g_free);
  g_task_run_in_thread (task, read_in_thread);
}

GBytes *
xu_media_file_read_finish (XuMediaFile *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (XU_IS_MEDIA_FILE (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, xu_media_file_read_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
xu_media_file_verify_async (XuMediaFile *self,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_return_if_fail (XU_IS_MEDIA_FILE (self));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, xu_media_file_verify_async);
  g_task_set_name (task, "xu_media_file_verify_async");
  g_task_set_return_on_cancel (task, TRUE);
  g_task_run_in_thread (task, verify_in_thread);
}

gboolean
xu_media_file_verify_finish (XuMediaFile *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (XU_IS_MEDIA_FILE (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, xu_media_file_verify_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
