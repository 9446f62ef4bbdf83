/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Has files looked at by the media helper: first the cache, then in turn, then the helper. */

#define G_LOG_DOMAIN "xu-engine"

#include "config.h"

#include "xu-probe-desk.h"

#include "xu-covers.h"
#include "xu-error.h"
#include "xu-media-helper.h"
#include "xu-source.h"
#include "xu-thumbnail-cache.h"

enum
{
  RUNNING_MAX = 2,
  COVER_MAX_BYTES = 5000000 /* X: 5 MB for an image; whichever MB that is */
};

struct _XuProbeDesk
{
  char *cache_folder;  /* (owned) */
  char *covers_folder; /* (owned) */
  GQueue waiting;      /* (element-type GTask) (owned): in their order */
  guint n_running;
  guint n_tasks; /* under way in any way */
};

/* One order under way. */
typedef struct
{
  XuProbeDesk *desk;
  const XuProbeOrder *order;
  XuMediaWish wish;
  GSource *cancel;     /* (owned) (nullable): while it waits for its turn */
  gboolean is_running; /* it counts in n_running */
  XuMediaFile *file;   /* (owned) (nullable): once it is open */
  XuMediaProbe *probe; /* (owned) (nullable): while its thumbnail is stored */
} Errand;

/* In the order of time. */
static void found_cb (GObject *source, GAsyncResult *result, gpointer user_data);
static void wait_for_turn (GTask *task);
static void serve_next (XuProbeDesk *desk);
static void opened_cb (GObject *source, GAsyncResult *result, gpointer user_data);
static void answered_cb (GObject *source, GAsyncResult *result, gpointer user_data);
static void stored_cb (GObject *source, GAsyncResult *result, gpointer user_data);
static void saved_cb (GObject *source, GAsyncResult *result, gpointer user_data);

XuProbeOrder *
xu_probe_order_new (const char *path, XuMediaWishKind kind, gint64 at_us)
{
  g_return_val_if_fail (path != NULL, NULL);

  XuProbeOrder *order = g_new0 (XuProbeOrder, 1);

  *order = (XuProbeOrder){ .path = g_strdup (path), .kind = kind, .at_us = at_us };

  return order;
}

void
xu_probe_order_free (XuProbeOrder *order)
{
  g_return_if_fail (order != NULL);

  g_free (order->path);
  g_free (order);
}

XuProbeDesk *
xu_probe_desk_new (const char *cache_folder, const char *covers_folder)
{
  g_return_val_if_fail (cache_folder != NULL && covers_folder != NULL, NULL);

  XuProbeDesk *desk = g_new0 (XuProbeDesk, 1);

  desk->cache_folder = g_strdup (cache_folder);
  desk->covers_folder = g_strdup (covers_folder);
  g_queue_init (&desk->waiting);

  return desk;
}

void
xu_probe_desk_free (XuProbeDesk *desk)
{
  g_return_if_fail (desk != NULL);
  g_return_if_fail (desk->n_tasks == 0);

  g_free (desk->cache_folder);
  g_free (desk->covers_folder);
  g_free (desk);
}

static void
errand_free (gpointer data)
{
  Errand *errand = data;

  xu_source_clear (&errand->cancel);
  g_clear_object (&errand->file);
  g_clear_pointer (&errand->probe, xu_media_probe_free);
  g_free (errand);
}

/* Before every return of the task, whose callback may be the end of the desk. */
static void
leave (GTask *task)
{
  Errand *errand = g_task_get_task_data (task);
  XuProbeDesk *desk = errand->desk;

  desk->n_tasks--;
  if (errand->is_running)
    {
      errand->is_running = FALSE;
      desk->n_running--;
      serve_next (desk);
    }
}

static void
fail (GTask *task, GError *error)
{
  leave (task);
  g_task_return_error (task, error);
}

/* Takes @probe. */
static void
succeed (GTask *task, XuMediaProbe *probe)
{
  leave (task);
  g_task_return_pointer (task, probe, (GDestroyNotify) xu_media_probe_free);
}

void
xu_probe_desk_serve_async (XuProbeDesk *desk,
                           const XuProbeOrder *order,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_return_if_fail (desk != NULL && order != NULL);

  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Errand *errand = g_new0 (Errand, 1);

  *errand = (Errand){ .desk = desk, .order = order };
  errand->wish
      = (XuMediaWish){ .kind = order->kind, .at_us = order->at_us, .max_bytes = COVER_MAX_BYTES };
  g_task_set_source_tag (task, xu_probe_desk_serve_async);
  g_task_set_name (task, "xu_probe_desk_serve_async");
  g_task_set_task_data (task, errand, errand_free);
  desk->n_tasks++;

  if (order->kind == XU_MEDIA_WISH_THUMBNAIL && order->at_us < 0)
    xu_thumbnail_cache_find_async (desk->cache_folder, order->path, cancellable, found_cb,
                                   g_steal_pointer (&task));
  else
    wait_for_turn (task);
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Errand *errand = g_task_get_task_data (task);
  g_autoptr (GBytes) answer = xu_thumbnail_cache_find_finish (result, NULL);
  XuMediaProbe *probe
      = answer != NULL ? xu_media_answer_parse (answer, &errand->wish, NULL, NULL) : NULL;

  if (probe != NULL)
    succeed (task, probe);
  else
    wait_for_turn (task);
}

static gboolean
cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Errand *errand = g_task_get_task_data (task);

  xu_source_clear (&errand->cancel);
  g_queue_remove (&errand->desk->waiting, task);
  fail (task, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "cancelled in the queue"));

  return G_SOURCE_REMOVE;
}

static void
wait_for_turn (GTask *task)
{
  Errand *errand = g_task_get_task_data (task);

  xu_source_watch_cancellable (&errand->cancel, g_main_context_get_thread_default (),
                               g_task_get_cancellable (task), cancelled_cb, task);
  g_queue_push_tail (&errand->desk->waiting, g_object_ref (task));
  serve_next (errand->desk);
}

static void
serve_next (XuProbeDesk *desk)
{
  while (desk->n_running < RUNNING_MAX && !g_queue_is_empty (&desk->waiting))
    {
      GTask *task = g_queue_pop_head (&desk->waiting);
      Errand *errand = g_task_get_task_data (task);

      xu_source_clear (&errand->cancel);
      errand->is_running = TRUE;
      desk->n_running++;
      xu_media_file_open_async (errand->order->path, g_task_get_cancellable (task), opened_cb,
                                task);
    }
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Errand *errand = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  GError *error = NULL;

  errand->file = xu_media_file_open_finish (result, &error);
  if (errand->file == NULL)
    fail (task, error);
  else
    xu_media_helper_ask_async (errand->file, &errand->wish, XU_MEDIA_HELPER_TIME_LIMIT_US,
                               cancellable, answered_cb, g_steal_pointer (&task));
}

/* Only what has a picture is kept: where a decoder was missing, or too slow, another day may be
 * better. */
static void
handle_thumbnail (GTask *task, GBytes *answer, XuMediaProbe *probe)
{
  Errand *errand = g_task_get_task_data (task);

  if (probe->thumbnail == NULL || errand->order->at_us >= 0)
    {
      succeed (task, probe);
      return;
    }

  errand->probe = probe;
  xu_thumbnail_cache_store_async (errand->desk->cache_folder, errand->file, answer, NULL, stored_cb,
                                  g_object_ref (task));
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Errand *errand = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GBytes) jpeg = NULL;
  g_autoptr (XuMediaProbe) probe = NULL;
  g_autoptr (GBytes) answer = xu_media_helper_ask_finish (result, &error);

  if (answer != NULL)
    probe = xu_media_answer_parse (answer, &errand->wish, &jpeg, &error);

  if (probe == NULL)
    fail (task, error);
  else if (errand->wish.kind == XU_MEDIA_WISH_THUMBNAIL)
    handle_thumbnail (task, answer, g_steal_pointer (&probe));
  else if (jpeg == NULL)
    fail (task, xu_error_new (XU_ERROR_FILE_UNSUPPORTED, "no frame can be decoded there"));
  else
    xu_covers_save_async (errand->desk->covers_folder, jpeg, NULL, saved_cb,
                          g_steal_pointer (&task));
}

static void
stored_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Errand *errand = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  if (!xu_thumbnail_cache_store_finish (result, &error))
    g_debug ("A thumbnail is not kept: %s", error->message);
  succeed (task, g_steal_pointer (&errand->probe));
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  GError *error = NULL;
  char *path = xu_covers_save_finish (result, &error);

  if (path == NULL)
    {
      fail (task, error);
      return;
    }

  leave (task);
  g_task_return_pointer (task, path, g_free);
}

static gpointer
finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, xu_probe_desk_serve_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

XuMediaProbe *
xu_probe_desk_probe_finish (GAsyncResult *result, GError **error)
{
  return finish (result, error);
}

char *
xu_probe_desk_frame_finish (GAsyncResult *result, GError **error)
{
  return finish (result, error);
}
