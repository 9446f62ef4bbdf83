/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can be done about a failure. */

#define G_LOG_DOMAIN "xu-base"

#include "config.h"

#include "xu-remedy.h"

#include "xu-error.h"

XuRemedy
xu_remedies_for (const GError *error, gboolean has_begun, gboolean is_uploaded)
{
  g_return_val_if_fail (error != NULL, 0);

  if (xu_error_get_part (error) != XU_ERROR_PART_NONE)
    return XU_REMEDY_TRY_AGAIN | XU_REMEDY_LEAVE_OUT;
  if (error->domain != XU_ERROR)
    return 0;

  switch ((XuErrorCode) error->code)
    {
    case XU_ERROR_DUPLICATE_CONTENT:
    case XU_ERROR_TEXT_TOO_LONG:
      return XU_REMEDY_CHANGE_TEXT;

    case XU_ERROR_REJECTED:
      return XU_REMEDY_TRY_AGAIN | (is_uploaded ? XU_REMEDY_CHANGE_TEXT : 0);

    case XU_ERROR_FILE_UNREADABLE:
      return XU_REMEDY_TRY_AGAIN | XU_REMEDY_CHOOSE_AGAIN;

    case XU_ERROR_FILE_CHANGED:
      return XU_REMEDY_CHOOSE_AGAIN | XU_REMEDY_START_AGAIN;

    case XU_ERROR_POST_UNKNOWN:
      return XU_REMEDY_LOOK_AGAIN | XU_REMEDY_CONFIRM;

    case XU_ERROR_RATE_LIMITED:
    case XU_ERROR_PROCESSING_TIMEOUT:
    case XU_ERROR_MEDIA_EXPIRED:
      return XU_REMEDY_RESUME;

    case XU_ERROR_INTERNAL:
    case XU_ERROR_NOT_SIGNED_IN:
    case XU_ERROR_TOKEN_REFUSED:
    case XU_ERROR_SCOPE_MISSING:
    case XU_ERROR_NO_CREDIT:
    case XU_ERROR_APP_NOT_ENROLLED:
    case XU_ERROR_NETWORK:
    case XU_ERROR_TLS:
    case XU_ERROR_SERVER:
    case XU_ERROR_BAD_ANSWER:
      return XU_REMEDY_TRY_AGAIN;

    /* Where nothing has begun, the journal may not even know the job. */
    case XU_ERROR_STORAGE:
      return has_begun ? XU_REMEDY_TRY_AGAIN : 0;

    /* These need another file, or another account. */
    case XU_ERROR_USAGE:
    case XU_ERROR_OTHER_ACCOUNT:
    case XU_ERROR_FILE_UNSUPPORTED:
    case XU_ERROR_FILE_TOO_LARGE_FOR_SEGMENTS:
    case XU_ERROR_MEDIA_REFUSED:
    case XU_ERROR_TOO_LONG_FOR_ACCOUNT:
    default:
      return 0;
    }
}
