/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "xu-file-sorting.h"
#include "xu-media-type.h"

G_BEGIN_DECLS

/**
 * XuSortable:
 *
 * A file that X takes.
 */
typedef struct
{
  const char *path; /* (type filename) */
  XuMediaKind kind; /* a video, a GIF or an image */
} XuSortable;

/**
 * xu_file_sorter_group:
 * @files: (array length=n_files): files in the order in which they came
 * @n_files: how many
 *
 * Each video and each GIF is a post of its own; images go together, up to four. Pure.
 *
 * Returns: (transfer full) (element-type GStrv): as of XuFileSorting
 */
GPtrArray *xu_file_sorter_group (const XuSortable *files, gsize n_files);

/**
 * xu_file_sorter_sort_async:
 * @paths: (array zero-terminated=1) (element-type filename): files in the order in which they came
 *
 * Opens the files, a few at once, and looks what they are.
 */
void xu_file_sorter_sort_async (const char *const *paths,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);

/**
 * xu_file_sorter_sort_finish:
 * @error: return location: %XU_ERROR_FILE_UNREADABLE, only when reading failed after a file was
 * open
 *
 * Returns: (transfer full): the posts
 */
XuFileSorting *xu_file_sorter_sort_finish (GAsyncResult *result, GError **error);

G_END_DECLS
