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
 * Uploads one file: does what an XuUploadPlan says, saves it, and reports it. Killed at any moment,
 * it sends at most the segments again that were under way.
 *
 * Signals, in the context that made the uploader:
 *
 *   initialized (media_id: string)
 *   restarted ()   X does not know the media id any more, or does not like its segments: all is
 *                  sent again, under a new one
 *   chunk-progress (acknowledged: uint64, in_flight: uint64, total: uint64)   bytes
 *   segment-uploaded (media_id: string, index: uint, offset: uint64, length: uint64)
 *   finalized (media_id: string)
 *   status (media_id: string, state: string, percent: double or -1, check_after: int64 or -1)
 *   waiting (reason: uint XuWaitReason, wake_at: int64)
 *
 * Progress counts bytes, check_after seconds, wake_at microseconds of g_get_monotonic_time().
 */

/**
 * XuUploadSaveFunc:
 * @record: what must outlive the process; the caller's
 * @is_lasting: on disk for good when this returns; else it need not outlive a power cut
 * @user_data: as given
 * @error: return location: %XU_ERROR_STORAGE
 *
 * Called before each exchange and after each answer, where anything has changed. It must not call
 * the uploader.
 *
 * Returns: %FALSE when it could not be saved: before an exchange this ends the upload
 */
typedef gboolean (*XuUploadSaveFunc) (const XuUploadRecord *record,
                                      gboolean is_lasting,
                                      gpointer user_data,
                                      GError **error);

/**
 * xu_uploader_new:
 * @api: X, as the user whose post it will be
 * @file: (nullable): what to upload; its type must be one that X takes. %NULL: X has all of it, and
 * processes it; then %XU_ERROR_MEDIA_EXPIRED when X has forgotten it
 * @total_bytes: size of the file
 * @slots: the limit over all uploads
 * @record: (nullable): what is on disk of the upload of this very file: it is resumed
 * @options: how
 * @save: (nullable): puts on disk what changes
 * @save_data: for @save; must live until the upload has ended
 * @error: return location: %XU_ERROR_FILE_TOO_LARGE_FOR_SEGMENTS
 *
 * Returns: (transfer full) (nullable): an uploader for one upload
 */
XuUploader *xu_uploader_new (XuApi *api,
                             XuMediaFile *file,
                             guint64 total_bytes,
                             XuSlots *slots,
                             const XuUploadRecord *record,
                             const XuUploadOptions *options,
                             XuUploadSaveFunc save,
                             gpointer save_data,
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
 * xu_uploader_set_offline:
 * @self: an uploader
 * @is_offline: %TRUE while the network is said to be away: failures are waited out without end
 */
void xu_uploader_set_offline (XuUploader *self, gboolean is_offline);

/**
 * xu_uploader_set_acquainted:
 * @self: an uploader
 *
 * X has answered before, to another step of the job: where it cannot be reached now, the network is
 * away, and not its address wrong.
 */
void xu_uploader_set_acquainted (XuUploader *self);

/**
 * xu_uploader_network_changed:
 * @self: an uploader
 *
 * There may be a network again, or another one: what waits for it is tried at once.
 */
void xu_uploader_network_changed (XuUploader *self);

/**
 * xu_uploader_get_options:
 * @self: an uploader
 *
 * Returns: (transfer none): its options, with what was learnt about the server
 */
const XuUploadOptions *xu_uploader_get_options (XuUploader *self);

G_END_DECLS
