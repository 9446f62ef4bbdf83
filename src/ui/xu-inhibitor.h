/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * XuInhibitor:
 *
 * Keeps the computer awake, and the session from ending without a question, while this application
 * works on jobs: checking, uploading, until X has processed the files, and until the post exists.
 * X's processing is part of it: the post that the user has asked for is only made when this process
 * hears that X is done.
 *
 * Not for jobs that are paused or in a queue, that another process runs (a stopped one would keep
 * the computer awake for ever), or that have been without a connection for two minutes: those wait
 * without end, and lose nothing by a suspend. A job that ends is followed by ten seconds of grace:
 * a computer that nobody has used for long would go to sleep between two jobs.
 */
#define XU_TYPE_INHIBITOR (xu_inhibitor_get_type ())
G_DECLARE_FINAL_TYPE (XuInhibitor, xu_inhibitor, XU, INHIBITOR, GObject)

/**
 * xu_inhibitor_new:
 * @application: (transfer none): whose session it is
 * @jobs: (transfer none): a list of #XuJob, followed from now on
 *
 * Returns: (transfer full): an inhibitor; it lets go when it is disposed of
 */
XuInhibitor *xu_inhibitor_new (GtkApplication *application, GListModel *jobs);

/**
 * xu_inhibitor_set_patience:
 * @self: an inhibitor
 * @offline_us: how long a job may be without a connection, microseconds
 * @grace_us: how long to go on after the last job has ended, microseconds
 *
 * Changes what the next job is granted. For tests, which cannot wait for two minutes.
 */
void xu_inhibitor_set_patience (XuInhibitor *self, gint64 offline_us, gint64 grace_us);

G_END_DECLS
