/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "xu-cli-session.h"

G_BEGIN_DECLS

/**
 * xu_cli_end_tell:
 * @session: a session
 * @options: how to report
 * @job: a job
 *
 * Says how a job that this process has followed ended, or that it is paused, or that it was left to
 * another process: the result on standard output, everything else on standard error. The events
 * `ready` and `posted` are not among it: they are told when they happen.
 *
 * Returns: the exit code that says so
 */
XuCliExit xu_cli_end_tell (XuCliSession *session, const XuCliOptions *options, XuJob *job);

/**
 * xu_cli_end_tell_again:
 *
 * The same about a job that had ended before this command: with all events that say so.
 */
XuCliExit xu_cli_end_tell_again (XuCliSession *session, const XuCliOptions *options, XuJob *job);

/**
 * xu_cli_end_tell_stopped:
 *
 * Says of a job that was paused or cancelled that it is, as its command wanted.
 */
void xu_cli_end_tell_stopped (XuCliSession *session, const XuCliOptions *options, XuJob *job);

/**
 * xu_cli_end_tell_sign_in:
 * @job: a job that waits until somebody signs in, which nobody can do in this process
 *
 * Tells that it stays as it is, and what to do.
 *
 * Returns: the exit code
 */
XuCliExit xu_cli_end_tell_sign_in (XuCliSession *session, XuJob *job);

G_END_DECLS
