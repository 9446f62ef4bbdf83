/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "xu-api.h"
#include "xu-job-event.h"
#include "xu-job-spec.h"
#include "xu-slots.h"
#include "xu-upload-plan.h"

G_BEGIN_DECLS

#define XU_TYPE_JOB_RUNNER (xu_job_runner_get_type ())
G_DECLARE_FINAL_TYPE (XuJobRunner, xu_job_runner, XU, JOB_RUNNER, GObject)

/**
 * xu_job_runner_new:
 * @api: X, as the user whose post it will be
 * @spec: what is wanted
 * @slots: the limit over all uploads
 * @options: how to upload; what is learnt about the server is written back; must outlive the runner
 * @func: told of everything that happens, in order
 * @user_data: for @func
 *
 * Does what an XuJobPlan says: opens the files, uploads them (XuUploader), describes them, posts.
 *
 * Returns: (transfer full): a runner for one job
 */
XuJobRunner *xu_job_runner_new (XuApi *api,
                                XuJobSpec *spec,
                                XuSlots *slots,
                                XuUploadOptions *options,
                                XuJobEventFunc func,
                                gpointer user_data);

/**
 * xu_job_runner_run_async:
 * @self: a runner that was not used yet
 * @cancellable: (nullable): ends the job; while the post is under way it comes too late
 */
void xu_job_runner_run_async (XuJobRunner *self,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);

/**
 * xu_job_runner_run_finish:
 * @error: return location: of %XU_ERROR, or %G_IO_ERROR_CANCELLED
 *
 * Returns: %TRUE when everything that was wanted is there
 */
gboolean xu_job_runner_run_finish (XuJobRunner *self, GAsyncResult *result, GError **error);

/**
 * xu_job_runner_set_paused:
 * @self: a runner
 * @paused: %TRUE takes segments under way back and begins nothing new
 */
void xu_job_runner_set_paused (XuJobRunner *self, gboolean paused);

G_END_DECLS
