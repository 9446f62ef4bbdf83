/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "xu-media-answer.h"
#include "xu-media-file.h"

G_BEGIN_DECLS

/* GStreamer looks at all its plugins when it runs for the first time; after that, it is a matter of
 * half a second. */
#define XU_MEDIA_HELPER_TIME_LIMIT_US (30 * G_USEC_PER_SEC)

/**
 * xu_media_helper_ask_async:
 * @file: an open file
 * @wish: what is wanted of it
 * @time_limit_us: when the helper is killed
 * @cancellable: (nullable): kills it at once
 *
 * Has a file looked at by xuploader-media-helper (or the program XUPLOADER_MEDIA_HELPER), in a
 * process of its own: a hostile or damaged file can hang or crash nothing else. It gets the open
 * file and nothing that is secret. Nothing waits for a process that was killed.
 */
void xu_media_helper_ask_async (XuMediaFile *file,
                                const XuMediaWish *wish,
                                gint64 time_limit_us,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);

/**
 * xu_media_helper_ask_finish:
 * @error: return location: %XU_ERROR_INTERNAL when the helper cannot be started or says more than
 * an answer can have
 *
 * Returns: (transfer full): what it said, whole or as far as it came: for xu_media_answer_parse()
 */
GBytes *xu_media_helper_ask_finish (GAsyncResult *result, GError **error);

G_END_DECLS
