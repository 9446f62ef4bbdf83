/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "xu-media-type.h"

G_BEGIN_DECLS

#define XU_TYPE_MEDIA_FILE (xu_media_file_get_type ())
G_DECLARE_FINAL_TYPE (XuMediaFile, xu_media_file, XU, MEDIA_FILE, GObject)

/**
 * xu_media_file_open_async:
 * @path: (type filename): the file
 * @cancellable: (nullable): ends the waiting at once, even for a network file system that hangs
 *
 * Opens a file that must stay the same until it is uploaded: a regular one (never a FIFO, device or
 * directory, and never blocking on one), read-only, close-on-exec. Its size, time of change, device
 * and inode are kept, its first bytes read. All file work is done in threads: no call of this type
 * blocks.
 */
void xu_media_file_open_async (const char *path,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);

/**
 * xu_media_file_open_finish:
 * @error: return location: %XU_ERROR_FILE_UNREADABLE with the system's words as its reason,
 *   %XU_ERROR_FILE_CHANGED when somebody writes to it at this moment
 *
 * Returns: (transfer full): the open file; an empty one too
 */
XuMediaFile *xu_media_file_open_finish (GAsyncResult *result, GError **error);

/**
 * xu_media_file_get_path:
 * @self: a file
 *
 * Returns: (transfer none) (type filename): the path it was opened by; bytes, not always UTF-8
 */
const char *xu_media_file_get_path (XuMediaFile *self);

/**
 * xu_media_file_get_size:
 * @self: a file
 *
 * Returns: its size at opening, bytes
 */
guint64 xu_media_file_get_size (XuMediaFile *self);

/**
 * xu_media_file_get_modified_us:
 * @self: a file
 *
 * Returns: when it was written to last, as it was at opening, Unix microseconds
 */
gint64 xu_media_file_get_modified_us (XuMediaFile *self);

/**
 * xu_media_file_get_media_type:
 * @self: a file
 *
 * Returns: (transfer none): its type, which outlives it
 */
const XuMediaType *xu_media_file_get_media_type (XuMediaFile *self);

/**
 * xu_media_file_read_async:
 * @self: a file
 * @offset: where to begin, bytes
 * @length: how many bytes, at least 1, all within the size at opening
 *
 * Several reads may be under way at once.
 */
void xu_media_file_read_async (XuMediaFile *self,
                               guint64 offset,
                               gsize length,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);

/**
 * xu_media_file_read_finish:
 * @error: return location: %XU_ERROR_FILE_CHANGED when the file ended early or is not the same any
 *   more, %XU_ERROR_FILE_UNREADABLE when reading failed
 *
 * Returns: (transfer full): exactly the bytes asked for
 */
GBytes *xu_media_file_read_finish (XuMediaFile *self, GAsyncResult *result, GError **error);

/**
 * xu_media_file_verify_async:
 * @self: a file
 *
 * Looks whether the open file is still as it was at opening (size and time of change), and whether
 * its path still leads to it (device and inode).
 */
void xu_media_file_verify_async (XuMediaFile *self,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);

/**
 * xu_media_file_verify_finish:
 * @error: return location: %XU_ERROR_FILE_CHANGED, with the system's words as its reason when the
 *   path leads nowhere
 *
 * Returns: %FALSE with @error set when it is not the same file any more
 */
gboolean xu_media_file_verify_finish (XuMediaFile *self, GAsyncResult *result, GError **error);

/**
 * xu_media_file_dup_display_name:
 * @path: (type filename): any path
 *
 * For details, which stand in logs.
 *
 * Returns: (transfer full): the base name only, valid UTF-8 on one line
 */
char *xu_media_file_dup_display_name (const char *path);

G_END_DECLS
