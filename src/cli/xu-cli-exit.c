/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Exit codes for what can go wrong. */

#define G_LOG_DOMAIN "xu-cli"

#include "config.h"

#include "xu-cli-exit.h"

#include <gio/gio.h>

#include "xu-error.h"

XuCliExit
xu_cli_exit_from_error (const GError *error)
{
  g_return_val_if_fail (error != NULL, XU_CLI_EXIT_FAILED);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return XU_CLI_EXIT_CANCELLED;
  if (error->domain != XU_ERROR)
    return XU_CLI_EXIT_FAILED;

  switch ((XuErrorCode) error->code)
    {
    case XU_ERROR_USAGE:
      return XU_CLI_EXIT_USAGE;

    case XU_ERROR_NOT_SIGNED_IN:
    case XU_ERROR_TOKEN_REFUSED:
    case XU_ERROR_SCOPE_MISSING:
    case XU_ERROR_OTHER_ACCOUNT:
      return XU_CLI_EXIT_SIGN_IN;

    case XU_ERROR_FILE_UNREADABLE:
    case XU_ERROR_FILE_CHANGED:
    case XU_ERROR_FILE_UNSUPPORTED:
    case XU_ERROR_FILE_TOO_LARGE_FOR_SEGMENTS:
    case XU_ERROR_TEXT_TOO_LONG:
      return XU_CLI_EXIT_REFUSED_HERE;

    case XU_ERROR_REJECTED:
    case XU_ERROR_MEDIA_REFUSED:
    case XU_ERROR_MEDIA_EXPIRED:
    case XU_ERROR_DUPLICATE_CONTENT:
    case XU_ERROR_NO_CREDIT:
    case XU_ERROR_APP_NOT_ENROLLED:
    case XU_ERROR_TOO_LONG_FOR_ACCOUNT:
    case XU_ERROR_RATE_LIMITED:
      return XU_CLI_EXIT_REFUSED_BY_X;

    case XU_ERROR_NETWORK:
    case XU_ERROR_TLS:
    case XU_ERROR_SERVER:
    case XU_ERROR_BAD_ANSWER:
    case XU_ERROR_PROCESSING_TIMEOUT:
      return XU_CLI_EXIT_NETWORK;

    case XU_ERROR_POST_UNKNOWN:
      return XU_CLI_EXIT_POST_UNKNOWN;

    case XU_ERROR_INTERNAL:
    case XU_ERROR_STORAGE:
    default:
      return XU_CLI_EXIT_FAILED;
    }
}
