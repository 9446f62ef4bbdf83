/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "xu-job-record.h"

G_BEGIN_DECLS

/**
 * xu_file_match_async:
 * @record: the job; copied
 * @paths: (array zero-terminated=1) (element-type filename): files that the user chose again
 *
 * Finds out which of the job's files these are, by size and content.
 */
void xu_file_match_async (const XuJobRecord *record,
                          const char *const *paths,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data);

/**
 * xu_file_match_finish:
 * @record: (inout): gets the paths
 * @error: return location: %XU_ERROR_FILE_CHANGED when a file is none of the job's,
 * %XU_ERROR_FILE_UNREADABLE; then @record is as it was
 */
gboolean xu_file_match_finish (GAsyncResult *result, XuJobRecord *record, GError **error);

G_END_DECLS
