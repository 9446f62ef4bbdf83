/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "xu-cli-session.h"

G_BEGIN_DECLS

/* Each runs a command to its end, in a session that has started with @options. */

/* Uploads the files, posts them, and prints the address of the post. */
XuCliExit xu_cli_upload_run (XuCliSession *session, const XuCliOptions *options);

/* Prints what X would refuse. */
XuCliExit xu_cli_check_run (XuCliSession *session, const XuCliOptions *options);

/* Lists all jobs. */
XuCliExit xu_cli_list_run (XuCliSession *session, const XuCliOptions *options);

/* Says all about a job, or about those that are unfinished. */
XuCliExit xu_cli_status_run (XuCliSession *session, const XuCliOptions *options);

/* Goes on with a job, or with all that are unfinished. */
XuCliExit xu_cli_resume_run (XuCliSession *session, const XuCliOptions *options);

/* Posts a job that was not posted. */
XuCliExit xu_cli_post_run (XuCliSession *session, const XuCliOptions *options);

/* Pauses a job, whoever runs it. */
XuCliExit xu_cli_pause_run (XuCliSession *session, const XuCliOptions *options);

/* Gives a job up, whoever runs it. */
XuCliExit xu_cli_cancel_run (XuCliSession *session, const XuCliOptions *options);

/* Deletes a post. */
XuCliExit xu_cli_delete_run (XuCliSession *session, const XuCliOptions *options);

/* Signs in to the server, and keeps that in the keyring. */
XuCliExit xu_cli_login_run (XuCliSession *session, const XuCliOptions *options);

/* Lists the accounts that somebody signed in to. */
XuCliExit xu_cli_account_list_run (XuCliSession *session, const XuCliOptions *options);

/* Signs out of an account. */
XuCliExit xu_cli_logout_run (XuCliSession *session, const XuCliOptions *options);

/**
 * xu_cli_run:
 * @arguments: (array zero-terminated=1): the command line, the program's name first
 *
 * Does what the command line says.
 *
 * Returns: the exit code
 */
XuCliExit xu_cli_run (const char *const *arguments);

G_END_DECLS
