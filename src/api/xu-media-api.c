/* SPDX-License-Identifier: GPL-3.0-or-later */
/* X's media endpoints: one exchange each. */

#define G_LOG_DOMAIN "xu-api"

#include "config.h"

#include "xu-media-api.h"

#include "xu-api-private.h"
#include "xu-request-builder.h"

static const guint max_segment_index = 999;

/* What the caller is told of a body that is larger than its segment. */
typedef struct
{
  XuHttpProgressFunc progress;
  gpointer progress_data;
  guint64 preamble; /* bytes before the segment */
  guint64 payload;  /* bytes of the segment as it travels: as many, or base64 */
  guint64 segment;  /* bytes of the segment */
} AppendProgress;

void
xu_media_api_initialize_async (XuApi *api,
                               const char *media_type,
                               const char *media_category,
                               guint64 total_bytes,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  GError *error = NULL;

  g_return_if_fail (XU_IS_API (api));
  g_return_if_fail (media_type != NULL && media_category != NULL);

  GTask *task = xu_api_new_task (api, cancellable, callback, user_data,
                                 xu_media_api_initialize_async, "initialize");
  XuHttpRequest *request
      = xu_request_builder_initialize (media_type, media_category, total_bytes, &error);

  xu_api_exchange (api, XU_ENDPOINT_INITIALIZE, request, error, task);
}

XuMediaUpload *
xu_media_api_initialize_finish (XuApi *api, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, api), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, xu_media_api_initialize_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
append_progress_cb (guint64 sent, gpointer user_data)
{
  const AppendProgress *self = user_data;
  guint64 payload_sent = sent > self->preamble ? MIN (sent - self->preamble, self->payload) : 0;

  /* Whole groups of four characters stand for three bytes; padding can make them one or two. */
  if (self->payload != self->segment)
    payload_sent = MIN (payload_sent / 4 * 3, self->segment);

  self->progress (payload_sent, self->progress_data);
}

/* The task keeps the figures alive for as long as the request may report. */
static void
watch_progress (XuHttpRequest *request,
                GBytes *segment,
                XuHttpProgressFunc progress,
                gpointer progress_data,
                GTask *task)
{
  AppendProgress *self = g_new0 (AppendProgress, 1);

  g_assert (request->body->len == 3);

  self->progress = progress;
  self->progress_data = progress_data;
  self->preamble = g_bytes_get_size (g_ptr_array_index (request->body, 0));
  self->payload = g_bytes_get_size (g_ptr_array_index (request->body, 1));
  self->segment = g_bytes_get_size (segment);

  request->progress = append_progress_cb;
  request->progress_data = self;
  g_task_set_task_data (task, self, g_free);
}

void
xu_media_api_append_async (XuApi *api,
                           const char *media_id,
                           guint segment_index,
                           GBytes *segment,
                           XuAppendEncoding encoding,
                           XuHttpProgressFunc progress,
                           gpointer progress_data,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  GError *error = NULL;

  g_return_if_fail (XU_IS_API (api));
  g_return_if_fail (media_id != NULL);
  g_return_if_fail (segment_index <= max_segment_index);
  g_return_if_fail (segment != NULL && g_bytes_get_size (segment) > 0);

  GTask *task = xu_api_new_task (api, cancellable, callback, user_data, xu_media_api_append_async,
                                 "append");
  XuHttpRequest *request
      = xu_request_builder_append (media_id, segment_index, segment, encoding, &error);

  if (request != NULL && progress != NULL)
    watch_progress (request, segment, progress, progress_data, task);
  xu_api_exchange (api, XU_ENDPOINT_APPEND, request, error, task);
}

gboolean
xu_media_api_append_finish (XuApi *api, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, api), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, xu_media_api_append_async), FALSE);

  return g_task_propagate_pointer (G_TASK (result), error) != NULL;
}

void
xu_media_api_finalize_async (XuApi *api,
                             const char *media_id,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  GError *error = NULL;

  g_return_if_fail (XU_IS_API (api));
  g_return_if_fail (media_id != NULL);

  GTask *task = xu_api_new_task (api, cancellable, callback, user_data, xu_media_api_finalize_async,
                                 "finalize");
  XuHttpRequest *request = xu_request_builder_finalize (media_id, &error);

  xu_api_exchange (api, XU_ENDPOINT_FINALIZE, request, error, task);
}

XuMediaStatus *
xu_media_api_finalize_finish (XuApi *api, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, api), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, xu_media_api_finalize_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
xu_media_api_status_async (XuApi *api,
                           const char *media_id,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  GError *error = NULL;

  g_return_if_fail (XU_IS_API (api));
  g_return_if_fail (media_id != NULL);

  GTask *task = xu_api_new_task (api, cancellable, callback, user_data, xu_media_api_status_async,
                                 "status");
  XuHttpRequest *request = xu_request_builder_status (media_id, &error);

  xu_api_exchange (api, XU_ENDPOINT_STATUS, request, error, task);
}

XuMediaStatus *
xu_media_api_status_finish (XuApi *api, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, api), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, xu_media_api_status_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
xu_media_api_set_alt_text_async (XuApi *api,
                                 const char *media_id,
                                 const char *alt_text,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  GError *error = NULL;

  g_return_if_fail (XU_IS_API (api));
  g_return_if_fail (media_id != NULL && alt_text != NULL);

  GTask *task = xu_api_new_task (api, cancellable, callback, user_data,
                                 xu_media_api_set_alt_text_async, "set alt text");
  XuHttpRequest *request = xu_request_builder_metadata (media_id, alt_text, &error);

  xu_api_exchange (api, XU_ENDPOINT_METADATA, request, error, task);
}

gboolean
xu_media_api_set_alt_text_finish (XuApi *api, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, api), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, xu_media_api_set_alt_text_async), FALSE);

  return g_task_propagate_pointer (G_TASK (result), error) != NULL;
}

void
xu_media_api_set_subtitles_async (XuApi *api,
                                  const char *video_id,
                                  const char *subtitles_id,
                                  const char *language_code,
                                  const char *display_name,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  GError *error = NULL;

  g_return_if_fail (XU_IS_API (api));
  g_return_if_fail (video_id != NULL && subtitles_id != NULL);
  g_return_if_fail (language_code != NULL && display_name != NULL);

  GTask *task = xu_api_new_task (api, cancellable, callback, user_data,
                                 xu_media_api_set_subtitles_async, "set subtitles");
  XuHttpRequest *request
      = xu_request_builder_subtitles (video_id, subtitles_id, language_code, display_name, &error);

  xu_api_exchange (api, XU_ENDPOINT_SUBTITLES, request, error, task);
}

gboolean
xu_media_api_set_subtitles_finish (XuApi *api, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, api), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, xu_media_api_set_subtitles_async), FALSE);

  return g_task_propagate_pointer (G_TASK (result), error) != NULL;
}
