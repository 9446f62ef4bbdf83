/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <sys/stat.h>

#include "xu-media-file.h"

G_BEGIN_DECLS

/* Fills @buffer, or fails as xu_media_file_read_finish() does. It blocks: for threads only. */
gboolean xu_media_file_read_fully (XuMediaFile *self,
                                   guint8 *buffer,
                                   guint64 offset,
                                   gsize length,
                                   GError **error);

/* A task that was cancelled has returned at once, without waiting for the disk, and is of another
 * thread since. Whoever works for it in a thread claims it before anything is returned, and where
 * that fails, drops what there is. */
gboolean xu_media_file_claim_task (GTask *task);

/* Returns: Unix microseconds. */
gint64 xu_media_file_modified_us (const struct stat *status);

/* Returns: another descriptor of the open file, close-on-exec; -1 with errno set. */
int xu_media_file_dup_fd (XuMediaFile *self);

G_END_DECLS
