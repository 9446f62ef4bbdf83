/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "xu-api.h"
#include "xu-media-status.h"

G_BEGIN_DECLS

/**
 * XuMediaUpload:
 *
 * An upload that X has agreed to.
 */
typedef struct
{
  char *media_id;         /* (owned): 1 to 19 digits */
  char *media_key;        /* (owned) (nullable): "7_" and the same digits */
  gint64 expires_after_s; /* seconds from now, -1: not said */
} XuMediaUpload;

void xu_media_upload_free (XuMediaUpload *upload);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (XuMediaUpload, xu_media_upload_free)

/**
 * XuAppendEncoding:
 * @XU_APPEND_MULTIPART: multipart/form-data with the raw bytes
 * @XU_APPEND_JSON: JSON with the bytes in base64, a third larger
 *
 * How a segment travels. X has refused either of them at times.
 */
typedef enum
{
  XU_APPEND_MULTIPART,
  XU_APPEND_JSON,
} XuAppendEncoding;

/**
 * xu_media_api_initialize_async:
 * @api: the API
 * @media_type: "video/mp4"
 * @media_category: "tweet_video"
 * @total_bytes: size of the whole file
 *
 * POST /2/media/upload/initialize, https://docs.x.com/x-api/media/initialize-media-upload
 */
void xu_media_api_initialize_async (XuApi *api,
                                    const char *media_type,
                                    const char *media_category,
                                    guint64 total_bytes,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
XuMediaUpload *xu_media_api_initialize_finish (XuApi *api, GAsyncResult *result, GError **error);

/**
 * xu_media_api_append_async:
 * @api: the API
 * @media_id: of the upload
 * @segment_index: 0 to 999
 * @segment: its bytes
 * @encoding: how they travel
 * @progress: (nullable): told how many bytes of @segment were handed to the socket (scaled back
 * where base64 swells them)
 * @progress_data: for @progress; must stay valid until the callback
 *
 * POST /2/media/upload/{id}/append, https://docs.x.com/x-api/media/append-media-upload
 * A segment that is sent twice replaces itself, so the request is repeatable.
 */
void xu_media_api_append_async (XuApi *api,
                                const char *media_id,
                                guint segment_index,
                                GBytes *segment,
                                XuAppendEncoding encoding,
                                XuHttpProgressFunc progress,
                                gpointer progress_data,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
gboolean xu_media_api_append_finish (XuApi *api, GAsyncResult *result, GError **error);

/**
 * xu_media_api_finalize_async:
 * @api: the API
 * @media_id: of the upload
 *
 * POST /2/media/upload/{id}/finalize, https://docs.x.com/x-api/media/finalize-media-upload
 * May be called again after an error without an answer, but is never sent twice unnoticed: X might
 * refuse the second one, and the caller must be able to tell why.
 */
void xu_media_api_finalize_async (XuApi *api,
                                  const char *media_id,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
XuMediaStatus *xu_media_api_finalize_finish (XuApi *api, GAsyncResult *result, GError **error);

/**
 * xu_media_api_status_async:
 * @api: the API
 * @media_id: of a finalized upload
 *
 * GET /2/media/upload?command=STATUS, https://docs.x.com/x-api/media/get-media-upload-status
 */
void xu_media_api_status_async (XuApi *api,
                                const char *media_id,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
XuMediaStatus *xu_media_api_status_finish (XuApi *api, GAsyncResult *result, GError **error);

/**
 * xu_media_api_set_alt_text_async:
 * @api: the API
 * @media_id: of a ready medium
 * @alt_text: at most 1000 characters
 *
 * POST /2/media/metadata, https://docs.x.com/x-api/media/create-media-metadata
 */
void xu_media_api_set_alt_text_async (XuApi *api,
                                      const char *media_id,
                                      const char *alt_text,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
gboolean xu_media_api_set_alt_text_finish (XuApi *api, GAsyncResult *result, GError **error);

/**
 * xu_media_api_set_subtitles_async:
 * @api: the API
 * @video_id: media id of the video
 * @subtitles_id: media id of the uploaded subtitles
 * @language_code: two letters, "EN"
 * @display_name: the language's name, "English"
 *
 * POST /2/media/subtitles, https://docs.x.com/x-api/media/create-media-subtitles
 */
void xu_media_api_set_subtitles_async (XuApi *api,
                                       const char *video_id,
                                       const char *subtitles_id,
                                       const char *language_code,
                                       const char *display_name,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
gboolean xu_media_api_set_subtitles_finish (XuApi *api, GAsyncResult *result, GError **error);

G_END_DECLS
