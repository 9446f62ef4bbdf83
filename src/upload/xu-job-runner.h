/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "xu-api.h"
#include "xu-job-event.h"
#include "xu-journal.h"
#include "xu-slots.h"
#include "xu-upload-plan.h"

G_BEGIN_DECLS

#define XU_TYPE_JOB_RUNNER (xu_job_runner_get_type ())
G_DECLARE_FINAL_TYPE (XuJobRunner, xu_job_runner, XU, JOB_RUNNER, GObject)

/**
 * xu_job_runner_new:
 * @api: X, as the user whose post it will be
 * @journal: where the job is kept; outlives the runner
 * @record: (inout): the job, in the journal and taken; outlives the runner
 * @slots: the limit over all uploads
 * @options: how to upload; what is learnt about the server is written back; must outlive the runner
 * @func: told of everything that happens, in order
 * @user_data: for @func
 *
 * Does what an XuJobPlan says: opens the files, uploads them (XuUploader), describes them, posts.
 * What must not be lost is on disk before the exchange that it announces; when it cannot be
 * written, the job fails with %XU_ERROR_STORAGE.
 *
 * Returns: (transfer full): a runner for one job
 */
XuJobRunner *xu_job_runner_new (XuApi *api,
                                XuJournal *journal,
                                XuJobRecord *record,
                                XuSlots *slots,
                                XuUploadOptions *options,
                                XuJobEventFunc func,
                                gpointer user_data);

/**
 * xu_job_runner_set_subscription_needed:
 * @self: a runner
 * @is_needed: whether the text is one for subscribers: then nobody else goes on with it
 */
void xu_job_runner_set_subscription_needed (XuJobRunner *self, gboolean is_needed);

/**
 * xu_job_runner_run_async:
 * @self: a runner that was not used yet
 * @cancellable: (nullable): the user does not want the job any more; while the post is under way
 * that comes too late
 */
void xu_job_runner_run_async (XuJobRunner *self,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);

/**
 * xu_job_runner_run_finish:
 * @error: return location: of %XU_ERROR, or %G_IO_ERROR_CANCELLED when it was cancelled or stopped
 *
 * Returns: %TRUE when everything that was wanted is there
 */
gboolean xu_job_runner_run_finish (XuJobRunner *self, GAsyncResult *result, GError **error);

/**
 * xu_job_runner_set_paused:
 * @self: a runner
 * @paused: %TRUE takes segments under way back and begins nothing new; told as an event, for a post
 * on its way once it has ended
 */
void xu_job_runner_set_paused (XuJobRunner *self, gboolean paused);

/**
 * xu_job_runner_stop:
 * @self: a runner
 *
 * Ends here and now; the job stays as it is in the journal, to be taken up again. A post under way
 * is waited for.
 */
void xu_job_runner_stop (XuJobRunner *self);

/**
 * xu_job_runner_spec_changed:
 * @self: a runner whose record has another spec now, of the same files
 *
 * Nothing of a post that is on its way may be changed.
 */
void xu_job_runner_spec_changed (XuJobRunner *self);

/**
 * xu_job_runner_network_changed:
 * @self: a runner
 * @is_offline: whether the network is known to be away
 *
 * What waits for the network tries again at once.
 */
void xu_job_runner_network_changed (XuJobRunner *self, gboolean is_offline);

G_END_DECLS
