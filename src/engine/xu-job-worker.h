/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "xu-job-link.h"
#include "xu-job-shop.h"

G_BEGIN_DECLS

/**
 * XuJobWorker:
 *
 * The engine's half of a job, in the engine's thread, for as long as the engine knows the job: at
 * rest, waiting for its turn, or running. It takes the job in the journal while it works on it,
 * does what the user wants of it, and sends its events to the front, progress at most ten times a
 * second. Of a job that another process has taken it tells what the journal says.
 */
typedef struct _XuJobWorker XuJobWorker;

/**
 * XuJobWorkerFunc:
 * @worker: whose turn it may be, or which rests now
 * @user_data: as given
 */
typedef void (*XuJobWorkerFunc) (XuJobWorker *worker, gpointer user_data);

/**
 * xu_job_worker_new:
 * @shop: what it works with; outlives it
 * @id: of the job
 * @link: to the front's half
 * @func: told when xu_job_worker_is_ready() or _is_busy() may have changed
 * @user_data: for @func
 *
 * Returns: (transfer full): a worker at rest
 */
XuJobWorker *xu_job_worker_new (XuJobShop *shop,
                                const char *id,
                                XuJobLink *link,
                                XuJobWorkerFunc func,
                                gpointer user_data);

/* Only at rest. */
void xu_job_worker_free (XuJobWorker *worker);

const char *xu_job_worker_get_id (const XuJobWorker *worker);

/* Puts a new job, which belongs to @server and @user_id (nullable), into the journal; then it waits
 * for its turn. */
void
xu_job_worker_add (XuJobWorker *worker, const char *server, const char *user_id, XuJobSpec *spec);

/**
 * xu_job_worker_find:
 * @worker: a new worker
 * @record: what the journal says of its job, which the front is told of by whoever calls this
 *
 * Returns: whether another process runs it
 */
gboolean xu_job_worker_find (XuJobWorker *worker, const XuJobRecord *record);

/**
 * xu_job_worker_follow:
 * @worker: a worker that has a job
 * @record: what the journal says of its job
 *
 * Tells the front what has changed there, unless the job is ours.
 */
void xu_job_worker_follow (XuJobWorker *worker, const XuJobRecord *record);

/* As above, where the journal has not changed: another process may have let go of the job. */
void xu_job_worker_look (XuJobWorker *worker);

/* Does what another process asks of a job of ours. */
void xu_job_worker_answer_request (XuJobWorker *worker);

/* It is its turn. */
void xu_job_worker_start (XuJobWorker *worker);

/* Ends what it does, for this process ends; the job stays in the journal as it is. */
void xu_job_worker_stop (XuJobWorker *worker);

void xu_job_worker_network_changed (XuJobWorker *worker);

/* @connection leads elsewhere now, or somebody has signed in there: a job of it that runs, or that
 * waited for that, goes on there. */
void xu_job_worker_connection_changed (XuJobWorker *worker, const XuConnection *connection);

/* Nobody will be signed in to @connection any more: a job of it that runs or waits is paused. */
void xu_job_worker_pause_if_of (XuJobWorker *worker, const XuConnection *connection);

/* Waits for its turn, and for nothing else. */
gboolean xu_job_worker_is_ready (const XuJobWorker *worker);

/* Runs and is not paused: takes one of the places for jobs that run at once. */
gboolean xu_job_worker_is_busy (const XuJobWorker *worker);

/* Neither waits nor runs. */
gboolean xu_job_worker_is_at_rest (const XuJobWorker *worker);

/* %FALSE of a job that could not be put there. */
gboolean xu_job_worker_is_in_journal (const XuJobWorker *worker);

/* Another process runs it, as it was told last. */
gboolean xu_job_worker_is_elsewhere (const XuJobWorker *worker);

G_END_DECLS
