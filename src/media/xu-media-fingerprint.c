/* SPDX-License-Identifier: GPL-3.0-or-later */
/* By what a file is known again: its size, its two ends and samples between them. */

#define G_LOG_DOMAIN "xu-media"

#include "config.h"

#include "xu-media-fingerprint.h"

#include "xu-media-file-private.h"

/* All of this is version 1. */
#define END_SIZE       XU_MEDIA_FINGERPRINT_BLOCK_MAX
#define SAMPLE_SIZE    (16 * 1024)
#define N_SAMPLES      (XU_MEDIA_FINGERPRINT_BLOCKS - 2)
#define EVERYTHING_MAX (2 * END_SIZE + N_SAMPLES * SAMPLE_SIZE)

static guint
cut_everything (guint64 size, XuMediaBlock *blocks)
{
  guint n = 0;

  for (guint64 offset = 0; offset < size; offset += XU_MEDIA_FINGERPRINT_BLOCK_MAX)
    blocks[n++] = (XuMediaBlock){ .offset = offset,
                                  .length = MIN (size - offset, XU_MEDIA_FINGERPRINT_BLOCK_MAX) };

  return n;
}

guint
xu_media_fingerprint_cut (guint64 size, XuMediaBlock *blocks)
{
  g_return_val_if_fail (blocks != NULL, 0);

  if (size <= EVERYTHING_MAX)
    return cut_everything (size, blocks);

  guint64 gap = (size - EVERYTHING_MAX) / (N_SAMPLES + 1);
  guint64 offset = END_SIZE + gap;
  guint n = 0;

  blocks[n++] = (XuMediaBlock){ .offset = 0, .length = END_SIZE };
  for (; n <= N_SAMPLES; n++, offset += SAMPLE_SIZE + gap)
    blocks[n] = (XuMediaBlock){ .offset = offset, .length = SAMPLE_SIZE };
  blocks[n++] = (XuMediaBlock){ .offset = size - END_SIZE, .length = END_SIZE };

  return n;
}

static void
update_with_size (GChecksum *checksum, guint64 size)
{
  guint64 bytes = GUINT64_TO_BE (size);

  g_checksum_update (checksum, (const guchar *) &bytes, sizeof bytes);
}

static char *
take_fingerprint (XuMediaFile *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree guint8 *buffer = g_malloc (XU_MEDIA_FINGERPRINT_BLOCK_MAX);
  XuMediaBlock blocks[XU_MEDIA_FINGERPRINT_BLOCKS];
  guint n_blocks = xu_media_fingerprint_cut (xu_media_file_get_size (self), blocks);

  update_with_size (checksum, xu_media_file_get_size (self));

  for (guint i = 0; i < n_blocks; i++)
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error)) /* Leave the disk alone. */
        return NULL;

      if (!xu_media_file_read_fully (self, buffer, blocks[i].offset, blocks[i].length, error))
        return NULL;

      g_checksum_update (checksum, buffer, (gssize) blocks[i].length);
    }

  return g_strconcat ("1:", g_checksum_get_string (checksum), NULL);
}

static void
fingerprint_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *fingerprint = take_fingerprint (XU_MEDIA_FILE (source), cancellable, &error);

  if (!xu_media_file_claim_task (task))
    return;

  if (fingerprint == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, g_steal_pointer (&fingerprint), g_free);
}

void
xu_media_file_fingerprint_async (XuMediaFile *self,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_return_if_fail (XU_IS_MEDIA_FILE (self));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, xu_media_file_fingerprint_async);
  g_task_set_name (task, "xu_media_file_fingerprint_async");
  g_task_set_return_on_cancel (task, TRUE);
  g_task_run_in_thread (task, fingerprint_in_thread);
}

char *
xu_media_file_fingerprint_finish (XuMediaFile *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (XU_IS_MEDIA_FILE (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, xu_media_file_fingerprint_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
