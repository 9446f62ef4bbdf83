/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SHA-256 of whole media, in a thread. */

#define G_LOG_DOMAIN "xu-sandbox"

#include "config.h"

#include "xu-sandbox-hash.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <gnutls/crypto.h>
#include <unistd.h>

#include "xu-error.h"

enum
{
  READ_BYTES = 256 * 1024,
  DIGEST_BYTES = 32
};

typedef struct
{
  char *id;         /* (owned): media id */
  GPtrArray *paths; /* (owned) (element-type filename): its segments in order */
  char *sha256;     /* (owned) (nullable): the result */
} Work;

static void
work_free (Work *work)
{
  g_free (work->id);
  g_ptr_array_unref (work->paths);
  g_free (work->sha256);
  g_free (work);
}

static Work *
work_new (const XuSandboxMedia *media)
{
  Work *work = g_new0 (Work, 1);
  guint n = xu_sandbox_media_count_segments (media, NULL);

  work->id = g_strdup (media->id);
  work->paths = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < n; i++)
    g_ptr_array_add (work->paths, xu_sandbox_media_get_segment_path (media, i));

  return work;
}

static gboolean
hash_file (gnutls_hash_hd_t hash, const char *path, guint8 *buffer, GError **error)
{
  int fd = g_open (path, O_RDONLY | O_CLOEXEC, 0);
  gssize n;

  if (fd >= 0)
    {
      while ((n = read (fd, buffer, READ_BYTES)) > 0)
        gnutls_hash (hash, buffer, (gsize) n);
      close (fd);
    }
  if (fd < 0 || n < 0)
    {
      xu_error_set (error, XU_ERROR_STORAGE, "%s: %s", path, g_strerror (errno));
      return FALSE;
    }

  return TRUE;
}

static gboolean
do_work (Work *work, guint8 *buffer, GCancellable *cancellable, GError **error)
{
  guint8 digest[DIGEST_BYTES];
  gnutls_hash_hd_t hash;
  gboolean is_good = TRUE;
  GString *text;

  if (gnutls_hash_init (&hash, GNUTLS_DIG_SHA256) < 0)
    {
      xu_error_set (error, XU_ERROR_INTERNAL, "GnuTLS has no SHA-256");
      return FALSE;
    }
  for (guint i = 0; is_good && i < work->paths->len; i++)
    is_good = !g_cancellable_set_error_if_cancelled (cancellable, error)
              && hash_file (hash, g_ptr_array_index (work->paths, i), buffer, error);
  gnutls_hash_deinit (hash, digest);
  if (!is_good)
    return FALSE;

  text = g_string_new (NULL);
  for (guint i = 0; i < DIGEST_BYTES; i++)
    g_string_append_printf (text, "%02x", digest[i]);
  work->sha256 = g_string_free (text, FALSE);
  return TRUE;
}

static void
hash_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  GPtrArray *works = task_data;
  g_autofree guint8 *buffer = g_malloc (READ_BYTES);
  GError *error = NULL;

  for (guint i = 0; i < works->len; i++)
    {
      if (!do_work (g_ptr_array_index (works, i), buffer, cancellable, &error))
        {
          g_task_return_error (task, error);
          return;
        }
    }

  g_task_return_boolean (task, TRUE);
}

void
xu_sandbox_hash_async (XuSandboxState *state,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  GPtrArray *media, *works;

  g_return_if_fail (state != NULL);

  media = xu_sandbox_state_get_media (state);
  works = g_ptr_array_new_with_free_func ((GDestroyNotify) work_free);
  for (guint i = 0; i < media->len; i++)
    {
      const XuSandboxMedia *one = g_ptr_array_index (media, i);

      if (one->finalized_us != 0 && one->sha256 == NULL && one->folder != NULL)
        g_ptr_array_add (works, work_new (one));
    }

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, xu_sandbox_hash_async);
  g_task_set_name (task, "xu-sandbox-hash");
  g_task_set_task_data (task, works, (GDestroyNotify) g_ptr_array_unref);
  g_task_run_in_thread (task, hash_thread);
}

gboolean
xu_sandbox_hash_finish (XuSandboxState *state, GAsyncResult *result, GError **error)
{
  GPtrArray *works;

  g_return_val_if_fail (state != NULL, FALSE);
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;

  works = g_task_get_task_data (G_TASK (result));
  for (guint i = 0; i < works->len; i++)
    {
      Work *work = g_ptr_array_index (works, i);
      XuSandboxMedia *media = xu_sandbox_state_find_media (state, work->id);

      if (media != NULL && media->sha256 == NULL)
        media->sha256 = g_steal_pointer (&work->sha256);
    }

  return TRUE;
}
