/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One segment on its way to disk: written in blocks, zeros left as holes. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _XuSandboxSegmentFile XuSandboxSegmentFile;

/**
 * xu_sandbox_segment_file_new:
 * @path: (nullable): where to; %NULL only counts
 * @error: return location: %XU_ERROR_STORAGE
 *
 * Returns: (transfer full) (nullable): a new, empty file
 */
XuSandboxSegmentFile *xu_sandbox_segment_file_new (const char *path, GError **error);

/**
 * xu_sandbox_segment_file_write:
 * @self: a file
 * @bytes: what to add
 * @length: how much
 *
 * A failure is kept and reported by xu_sandbox_segment_file_close().
 */
void xu_sandbox_segment_file_write (XuSandboxSegmentFile *self, const guint8 *bytes, gsize length);

/**
 * xu_sandbox_segment_file_get_length:
 * @self: a file
 *
 * Returns: bytes so far
 */
guint64 xu_sandbox_segment_file_get_length (XuSandboxSegmentFile *self);

/**
 * xu_sandbox_segment_file_commit:
 * @self: a file
 * @path: (nullable): its final name; replaces what was there. %NULL when it only counted
 * @error: return location: %XU_ERROR_STORAGE
 *
 * Returns: %FALSE with @error set when a byte could not be written
 */
gboolean
xu_sandbox_segment_file_commit (XuSandboxSegmentFile *self, const char *path, GError **error);

/**
 * xu_sandbox_segment_file_free:
 * @self: (nullable): a file
 *
 * Removes it unless it was committed.
 */
void xu_sandbox_segment_file_free (XuSandboxSegmentFile *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (XuSandboxSegmentFile, xu_sandbox_segment_file_free)

G_END_DECLS
