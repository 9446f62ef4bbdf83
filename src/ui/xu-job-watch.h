/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "xu-job.h"

G_BEGIN_DECLS

/**
 * XuJobWatch:
 *
 * Tells of each job that comes into a list and leaves it, for those who listen to every job.
 */
typedef struct _XuJobWatch XuJobWatch;

/**
 * XuJobWatchFunc:
 * @job: a job
 * @user_data: as given
 *
 * A job has come, or has left. May not change the list.
 */
typedef void (*XuJobWatchFunc) (XuJob *job, gpointer user_data);

/**
 * xu_job_watch_new:
 * @jobs: (transfer none): a list of #XuJob
 * @added: called for each job that comes, and now for each that is there
 * @removed: called for each that leaves, and for each that is there when the watch ends
 * @user_data: for both
 *
 * A job that moves within the list has left and come again.
 *
 * Returns: (transfer full): a watch
 */
XuJobWatch *xu_job_watch_new (GListModel *jobs,
                              XuJobWatchFunc added,
                              XuJobWatchFunc removed,
                              gpointer user_data);

void xu_job_watch_free (XuJobWatch *watch);

G_END_DECLS
