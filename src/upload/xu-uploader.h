/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "xu-api.h"
#include "xu-media-file.h"
#include "xu-slots.h"
#include "xu-upload-plan.h"

G_BEGIN_DECLS

#define XU_TYPE_UPLOADER (xu_uploader_get_type ())
G_DECLARE_FINAL_TYPE (XuUploader, xu_uploader, XU, UPLOADER, GObject)

/*
 * Uploads one file: does what an XuUploadPlan says, and reports it.
 *
 * Signals, in the context that made the uploader:
 *
 *   initialized (media_id: string)
 *   chunk-progress (acknowledged: uint64, in_flight: uint64, total: uint64)   bytes
 *   segment-uploaded (media_id: string, index: uint, offset: uint64, length: uint64)
 *   finalized (media_id: string)
 *   status (media_id: string, state: string, percent: double or -1, check_after: int64 or -1)
 *   waiting (reason: uint XuWaitReason, wake_at: int64)
 *
 * Progress counts bytes, check_after seconds, wake_at microseconds of g_get_monotonic_time().
 */

/**
 * xu_uploader_new:
 * @api: X, as the user whose post it will be
 * @file: what to upload; its type must be one that X takes
 * @slots: the limit over all uploads
 * @options: how
 * @error: return location: %XU_ERROR_FILE_TOO_LARGE_FOR_SEGMENTS
 *
 * Returns: (transfer full) (nullable): an uploader for one upload
 */
XuUploader *xu_uploader_new (XuApi *api,
                             XuMediaFile *file,
                             XuSlots *slots,
                             const XuUploadOptions *options,
                             GError **error);

/**
 * xu_uploader_upload_async:
 * @self: an uploader that was not used yet
 * @cancellable: (nullable): ends the upload; may be cancelled from any thread
 *
 * Uploads the file and waits until X has processed it.
 */
void xu_uploader_upload_async (XuUploader *self,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);

/**
 * xu_uploader_upload_finish:
 * @error: return location: of %XU_ERROR, or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): the media id, ready to be posted
 */
char *xu_uploader_upload_finish (XuUploader *self, GAsyncResult *result, GError **error);

/**
 * xu_uploader_set_paused:
 * @self: an uploader
 * @paused: %TRUE takes segments under way back and begins nothing new
 */
void xu_uploader_set_paused (XuUploader *self, gboolean paused);

/**
 * xu_uploader_get_options:
 * @self: an uploader
 *
 * Returns: (transfer none): its options, with what was learnt about the server
 */
const XuUploadOptions *xu_uploader_get_options (XuUploader *self);

G_END_DECLS
