/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "xu-engine.h"

G_BEGIN_DECLS

/**
 * XuNotifier:
 *
 * Tells by a notification that a job was posted, or that it failed, to a user who is not looking:
 * while the application has no focused window. Not of jobs that have ended before they were seen,
 * nor of those that another process ran, which tells of them itself. And once for all jobs that
 * somebody has to sign in again, or to unlock the keyring, before they can go on.
 *
 * A notification outlives the process, so it knows nothing but the job's name. It activates these
 * actions of the application, each with that name as its string: `app.open-post`, `app.show-job`,
 * `app.retry-job` and `app.sign-in-for-job`.
 */
#define XU_TYPE_NOTIFIER (xu_notifier_get_type ())
G_DECLARE_FINAL_TYPE (XuNotifier, xu_notifier, XU, NOTIFIER, GObject)

/**
 * xu_notifier_new:
 * @application: (transfer none): a registered application
 * @engine: (transfer none) (nullable): knows the accounts
 * @jobs: (transfer none): a list of #XuJob, followed from now on
 *
 * Returns: (transfer full): a notifier
 */
XuNotifier *xu_notifier_new (GApplication *application, XuEngine *engine, GListModel *jobs);

/**
 * xu_notifier_seen:
 * @self: a notifier
 * @job: a job that the window shows to the user now
 *
 * Withdraws its notification, where there is one, be it of an earlier process.
 */
void xu_notifier_seen (XuNotifier *self, XuJob *job);

G_END_DECLS
