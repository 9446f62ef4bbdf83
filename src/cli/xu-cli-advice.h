/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "xu-job.h"

G_BEGIN_DECLS

/* What to do next, for somebody at a command line. */

/**
 * xu_cli_advice_dup_remedy:
 * @error: why a command or a job ended
 *
 * Returns: (transfer full) (nullable): what to do about it: the shared words know a window, with
 * its buttons, where this knows the environment
 */
char *xu_cli_advice_dup_remedy (const GError *error);

/**
 * xu_cli_advice_dup_resume:
 * @job: a job that can be resumed
 * @api_url: (nullable): the server that the command line named
 *
 * Returns: (transfer full): "Go on with: xuploader-cli resume 1a2b3c4d"
 */
char *xu_cli_advice_dup_resume (XuJob *job, const char *api_url);

/* The same for a job that is ready: "Post it with: xuploader-cli post 1a2b3c4d" */
char *xu_cli_advice_dup_post (XuJob *job, const char *api_url);

/* For a job that another process runs: that it does, and how to pause it */
char *xu_cli_advice_dup_pause (XuJob *job);

/* For a job that was cancelled: that it was, and how to begin it anew */
char *xu_cli_advice_dup_cancelled (XuJob *job, const char *api_url);

/**
 * xu_cli_advice_dup_commands:
 * @job: a job that failed
 * @error: why
 * @api_url: (nullable): the server that the command line named
 *
 * Returns: (transfer full) (array zero-terminated=1): a line for each command that helps, the first
 * to be tried first; empty where none does
 */
char **xu_cli_advice_dup_commands (XuJob *job, const GError *error, const char *api_url);

G_END_DECLS
