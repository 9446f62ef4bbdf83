/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "xu-media-file.h"

G_BEGIN_DECLS

/* No block is larger than this, bytes. */
#define XU_MEDIA_FINGERPRINT_BLOCK_MAX (64 * 1024)

/* No file is cut into more blocks. */
#define XU_MEDIA_FINGERPRINT_BLOCKS 34

/**
 * XuMediaBlock:
 *
 * A part of a file that its fingerprint sees.
 */
typedef struct
{
  guint64 offset; /* bytes */
  gsize length;   /* bytes, 1 to %XU_MEDIA_FINGERPRINT_BLOCK_MAX */
} XuMediaBlock;

/**
 * xu_media_fingerprint_cut:
 * @size: of a file, bytes
 * @blocks: (out caller-allocates) (array fixed-size=34): what is looked at, ascending, none twice
 *
 * All of a file up to 640 KiB; of a larger one its first and last 64 KiB, and 32 blocks of 16 KiB
 * evenly between them. Pure: the rule of version 1, which must stay as it is.
 *
 * Returns: how many blocks; 0 for an empty file
 */
guint xu_media_fingerprint_cut (guint64 size, XuMediaBlock *blocks);

/**
 * xu_media_file_fingerprint_async:
 * @self: a file
 * @cancellable: (nullable): ends the waiting at once
 *
 * A fingerprint says whether a file is still the one that an upload began with, in an instant
 * whatever its size: "1:" (the version of the rule) and the SHA-256, in hexadecimal digits, of the
 * size (8 bytes, the highest first) and the blocks of xu_media_fingerprint_cut(). Name and times
 * are no part of it, so a copy has the same.
 *
 * It cannot see a change that keeps the size and lies between the blocks alone. Encoders and
 * editors write the whole file anew, with other tables at its beginning or end, and that is seen;
 * for the rest there is the time of change, xu_media_file_get_modified_us(). It is no proof against
 * somebody who wants to deceive himself.
 *
 * Who changes the rule gives it another version, and keeps this one for the fingerprints that were
 * recorded.
 */
void xu_media_file_fingerprint_async (XuMediaFile *self,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);

/**
 * xu_media_file_fingerprint_finish:
 * @error: return location: as of xu_media_file_read_finish()
 *
 * Returns: (transfer full): the fingerprint
 */
char *xu_media_file_fingerprint_finish (XuMediaFile *self, GAsyncResult *result, GError **error);

G_END_DECLS
