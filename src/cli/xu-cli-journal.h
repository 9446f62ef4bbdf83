/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "xu-cli-session.h"

G_BEGIN_DECLS

/* The jobs of the journal, for the commands about them. */

/**
 * xu_cli_journal_load:
 * @session: a session that has started
 * @error: return location: as with xu_engine_load_finish(), or %G_IO_ERROR_CANCELLED
 *
 * Waits until the engine knows the jobs of the journal.
 */
gboolean xu_cli_journal_load (XuCliSession *session, GError **error);

/**
 * xu_cli_journal_find:
 * @session: a session whose journal was loaded
 * @id: what the user calls a job
 * @error: return location: %XU_ERROR_USAGE when there is none
 *
 * Returns: (transfer none) (nullable): the job
 */
XuJob *xu_cli_journal_find (XuCliSession *session, const char *id, GError **error);

/**
 * xu_cli_journal_open:
 * @session: a session that has started
 * @id: what the user calls a job
 * @is_to_run: whether the job will be run: one of the sandbox then needs that
 * @error: return location
 *
 * Loads the journal and finds a job, with an engine that talks to the job's server as far as that
 * is the command's affair: a job of the sandbox names its server by itself.
 *
 * Returns: (transfer none) (nullable): the job
 */
XuJob *
xu_cli_journal_open (XuCliSession *session, const char *id, gboolean is_to_run, GError **error);

/**
 * xu_cli_journal_wait_for_account:
 * @session: a session with the journal loaded
 * @job: a job that is about to be run
 * @error: return location: %XU_ERROR_OTHER_ACCOUNT when it does not belong to the account that
 * the command line names; as with xu_cli_accounts_find(); %G_IO_ERROR_CANCELLED
 *
 * Waits until the keyring has answered about the account of @job.
 */
gboolean xu_cli_journal_wait_for_account (XuCliSession *session, XuJob *job, GError **error);

/**
 * xu_cli_journal_is_unfinished:
 * @job: a job
 *
 * Returns: %TRUE when it can become a post by being resumed: it runs, it was paused or interrupted,
 * it failed for a reason that may go away, or it is not known whether its post exists
 */
gboolean xu_cli_journal_is_unfinished (XuJob *job);

/**
 * xu_cli_journal_list:
 * @session: a session whose journal was loaded
 *
 * Returns: (transfer full) (element-type XuJob): all jobs: those that are unfinished, then the
 * others, each the newest first
 */
GPtrArray *xu_cli_journal_list (XuCliSession *session);

G_END_DECLS
