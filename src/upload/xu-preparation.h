/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "xu-job-record.h"
#include "xu-job-spec.h"
#include "xu-media-file.h"
#include "xu-media-rules.h"

G_BEGIN_DECLS

/**
 * XuPreparation:
 *
 * The files of a job, opened and looked at, before anything is sent. They are numbered as by
 * xu_job_spec_dup_item_paths().
 */
typedef struct
{
  char **paths;            /* (owned) (array zero-terminated=1) (element-type filename) */
  guint n_media;           /* how many of them are the post's */
  GPtrArray *files;        /* (owned) (element-type XuMediaFile): as many; NULL: not opened */
  GPtrArray *fingerprints; /* (owned) (element-type utf8): as many; NULL: not taken */
  XuMediaFacts *facts;     /* (owned) (array): as many; of one that X has all of: as recorded */
  GPtrArray *findings;     /* (owned) (element-type XuFinding): blocking ones first */
} XuPreparation;

void xu_preparation_free (XuPreparation *preparation);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (XuPreparation, xu_preparation_free)

/**
 * xu_preparation_open_async:
 * @spec: what is wanted
 * @record: (nullable): what is known of the job, with an item for each file of @spec
 *
 * Opens the files of a job, one after another.
 *
 * One that was never opened is held against the rules, and its fingerprint is taken. One that was
 * opened before (its item has a fingerprint) must be the same: size, time of change, fingerprint
 * and type; the rules have let it through already. One that X has all of (it is processed, or
 * ready) is left alone: it may be gone.
 *
 * "Choose the file again": one that was moved or copied, or whose time alone has changed, is the
 * same when size and fingerprint are. Then xu_job_record_move_file() has left a `modified_us` of 0
 * in its item, which is not compared; when this succeeds the new time is to be recorded.
 */
void xu_preparation_open_async (XuJobSpec *spec,
                                const XuJobRecord *record,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);

/**
 * xu_preparation_open_finish:
 * @error: return location: %XU_ERROR_FILE_UNREADABLE with the system's words as its reason;
 *   %XU_ERROR_FILE_CHANGED when a file is not the one that was opened before, or is written to at
 *   this moment; what the rules refuse is no error but a finding
 *
 * Returns: (transfer full): the files and what was found
 */
XuPreparation *xu_preparation_open_finish (GAsyncResult *result, GError **error);

/**
 * xu_preparation_check_async:
 * @spec: what would be wanted
 *
 * Opens all files and holds them against the rules, for people to see; takes no fingerprints. One
 * that cannot be opened is a finding.
 */
void xu_preparation_check_async (XuJobSpec *spec,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);

/**
 * xu_preparation_check_finish:
 * @error: return location: only when reading failed after a file was open
 *
 * Returns: (transfer full): the files and what was found
 */
XuPreparation *xu_preparation_check_finish (GAsyncResult *result, GError **error);

/**
 * xu_preparation_dup_error:
 * @preparation: a preparation
 *
 * Returns: (transfer full) (nullable): the first blocking finding as an error of %XU_ERROR, %NULL
 * when the job may begin
 */
GError *xu_preparation_dup_error (const XuPreparation *preparation);

G_END_DECLS
