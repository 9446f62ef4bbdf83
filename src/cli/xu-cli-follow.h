/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "xu-cli-session.h"

G_BEGIN_DECLS

/**
 * XuCliFollow:
 *
 * Reports on jobs that run until each has ended or is paused, and says how. When the user wants to
 * end, they are paused; those of other processes are only left alone.
 */
typedef struct _XuCliFollow XuCliFollow;

/**
 * xu_cli_follow_new:
 * @session: a session that has started
 * @options: how to report
 * @jobs: (array length=n_jobs): at least one
 *
 * From here on everything that happens to @jobs is reported: then set them going.
 */
XuCliFollow *xu_cli_follow_new (XuCliSession *session,
                                const XuCliOptions *options,
                                XuJob *const *jobs,
                                gsize n_jobs);

/**
 * xu_cli_follow_run:
 * @self: a follow
 *
 * Returns: the exit code that says how the jobs ended: of all when they ended alike, else
 * %XU_CLI_EXIT_FAILED
 */
XuCliExit xu_cli_follow_run (XuCliFollow *self);

void xu_cli_follow_free (XuCliFollow *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (XuCliFollow, xu_cli_follow_free)

G_END_DECLS
