/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "xu-job-spec.h"
#include "xu-media-file.h"
#include "xu-media-rules.h"

G_BEGIN_DECLS

/**
 * XuPreparation:
 *
 * The files of a job, opened and looked at, before anything is sent.
 */
typedef struct
{
  GPtrArray
      *files;    /* (owned) (element-type XuMediaFile): of the post, then subtitles, then cover */
  guint n_media; /* how many of them are the post's */
  GPtrArray *findings; /* (owned) (element-type XuFinding): blocking ones first; its `file` counts
                          as `files` */
} XuPreparation;

void xu_preparation_free (XuPreparation *preparation);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (XuPreparation, xu_preparation_free)

/**
 * xu_preparation_open_async:
 * @spec: what is wanted
 *
 * Opens all files, one after another, and holds them against the rules.
 */
void xu_preparation_open_async (XuJobSpec *spec,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);

/**
 * xu_preparation_open_finish:
 * @error: return location: %XU_ERROR_FILE_UNREADABLE; whatever can be read is no error but a
 * finding
 *
 * Returns: (transfer full): the files and what was found
 */
XuPreparation *xu_preparation_open_finish (GAsyncResult *result, GError **error);

/**
 * xu_preparation_dup_error:
 * @preparation: a preparation
 *
 * Returns: (transfer full) (nullable): the first blocking finding as an error of %XU_ERROR, %NULL
 * when the job may begin
 */
GError *xu_preparation_dup_error (const XuPreparation *preparation);

G_END_DECLS
