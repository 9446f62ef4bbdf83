/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * XuCliExit:
 *
 * Exit codes, which scripts rely on. xuploader-cli(1) lists them.
 */
typedef enum
{
  XU_CLI_EXIT_DONE = 0,
  XU_CLI_EXIT_FAILED = 1,
  XU_CLI_EXIT_USAGE = 2,
  XU_CLI_EXIT_SIGN_IN = 3,
  XU_CLI_EXIT_REFUSED_HERE = 4,
  XU_CLI_EXIT_REFUSED_BY_X = 5,
  XU_CLI_EXIT_NETWORK = 6,
  XU_CLI_EXIT_CANCELLED = 7,
  XU_CLI_EXIT_POST_UNKNOWN = 8,
  XU_CLI_EXIT_PAUSED = 9,
} XuCliExit;

/**
 * xu_cli_exit_from_error:
 * @error: why a command ended; %G_IO_ERROR_CANCELLED counts as cancelled, foreign errors as failed
 *
 * Returns: the exit code that says so
 */
XuCliExit xu_cli_exit_from_error (const GError *error);

G_END_DECLS
