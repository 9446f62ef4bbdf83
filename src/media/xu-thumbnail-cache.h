/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "xu-media-file.h"

G_BEGIN_DECLS

/**
 * xu_thumbnail_cache_find_async:
 * @folder: (type filename): of the cache; need not be there
 * @path: (type filename): a file
 * @cancellable: (nullable): ends the waiting at once, even for a network file system that hangs
 *
 * Looks for what the media helper answered about this file, as it is now: its path, its size and
 * its time of change. It is not opened.
 */
void xu_thumbnail_cache_find_async (const char *folder,
                                    const char *path,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);

/**
 * xu_thumbnail_cache_find_finish:
 * @error: return location: %G_IO_ERROR_NOT_FOUND, whatever the reason
 *
 * Returns: (transfer full): the answer, byte for byte
 */
GBytes *xu_thumbnail_cache_find_finish (GAsyncResult *result, GError **error);

/**
 * xu_thumbnail_cache_store_async:
 * @folder: (type filename): of the cache; made where missing, for the user alone
 * @file: the file that was asked about, as it was at opening
 * @answer: what the media helper answered
 *
 * Keeps an answer, and the newest 200 in all.
 */
void xu_thumbnail_cache_store_async (const char *folder,
                                     XuMediaFile *file,
                                     GBytes *answer,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);

/**
 * xu_thumbnail_cache_store_finish:
 * @error: return location: %XU_ERROR_STORAGE; the cache is as good as it was then
 */
gboolean xu_thumbnail_cache_store_finish (GAsyncResult *result, GError **error);

G_END_DECLS
