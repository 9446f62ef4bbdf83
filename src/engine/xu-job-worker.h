/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "xu-api.h"
#include "xu-job-link.h"
#include "xu-job-spec.h"
#include "xu-slots.h"
#include "xu-upload-plan.h"

G_BEGIN_DECLS

/**
 * XuJobWorker:
 *
 * The engine's half of a job, in the engine's thread: holds the text against the limit, runs the
 * job, and sends its events to the front, progress at most ten times a second.
 */
typedef struct _XuJobWorker XuJobWorker;

/**
 * XuJobWorkerFunc:
 * @worker: it paused, went on, or ended
 * @user_data: as given
 */
typedef void (*XuJobWorkerFunc) (XuJobWorker *worker, gpointer user_data);

/**
 * xu_job_worker_new:
 * @spec: what is wanted
 * @link: to the front's half
 * @func: told when xu_job_worker_is_busy() or _is_over() may have changed; may free the worker when
 * it is over
 * @user_data: for @func
 *
 * Returns: (transfer full): a worker that waits for its turn
 */
XuJobWorker *
xu_job_worker_new (XuJobSpec *spec, XuJobLink *link, XuJobWorkerFunc func, gpointer user_data);

/* Only before it was started, or when it is over. */
void xu_job_worker_free (XuJobWorker *worker);

/**
 * xu_job_worker_start:
 * @worker: a worker that waits for its turn
 * @api: X, as the user whose post it will be
 * @slots: the limit over all uploads
 * @options: how to upload; shared by all jobs, outlives the worker
 */
void
xu_job_worker_start (XuJobWorker *worker, XuApi *api, XuSlots *slots, XuUploadOptions *options);

/* Ends a worker before its start: @error says why. */
void xu_job_worker_refuse (XuJobWorker *worker, const GError *error);

void xu_job_worker_cancel (XuJobWorker *worker);

/* Waits for its turn and wants it. */
gboolean xu_job_worker_is_ready (const XuJobWorker *worker);

/* Was started, is not over, and is not paused: takes one of the places for jobs that run at once.
 */
gboolean xu_job_worker_is_busy (const XuJobWorker *worker);

gboolean xu_job_worker_is_over (const XuJobWorker *worker);

G_END_DECLS
