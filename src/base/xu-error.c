/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The application's error domain: codes to act on, and what an HTTP answer adds to them. */

#define G_LOG_DOMAIN "xu-base"

#include "config.h"

#include "xu-error.h"

#include <gio/gio.h>

typedef struct
{
  char *reason;          /* (owned) (nullable): the foreign words for people */
  guint http_status;     /* 0: no answer */
  gint64 retry_after_us; /* -1: not said */
  gboolean is_unsent;
  XuErrorPart part;
} XuErrorPrivate;

static void
xu_error_private_init (XuErrorPrivate *priv)
{
  g_assert (priv != NULL);

  priv->retry_after_us = -1;
}

static void
xu_error_private_copy (const XuErrorPrivate *src, XuErrorPrivate *dest)
{
  g_assert (src != NULL && dest != NULL);

  *dest = *src;
  dest->reason = g_strdup (src->reason);
}

static void
xu_error_private_clear (XuErrorPrivate *priv)
{
  g_assert (priv != NULL);

  g_clear_pointer (&priv->reason, g_free);
}

G_DEFINE_EXTENDED_ERROR (XuError, xu_error)

/* The generated accessor is strict; ours may be asked about any error. */
static XuErrorPrivate *
get_private (const GError *error)
{
  return error != NULL && error->domain == XU_ERROR ? xu_error_get_private (error) : NULL;
}

static const char *const code_names[] = {
  [XU_ERROR_INTERNAL] = "internal",
  [XU_ERROR_STORAGE] = "storage",
  [XU_ERROR_USAGE] = "usage",
  [XU_ERROR_NOT_SIGNED_IN] = "not-signed-in",
  [XU_ERROR_TOKEN_REFUSED] = "token-refused",
  [XU_ERROR_SCOPE_MISSING] = "scope-missing",
  [XU_ERROR_OTHER_ACCOUNT] = "other-account",
  [XU_ERROR_FILE_UNREADABLE] = "file-unreadable",
  [XU_ERROR_FILE_CHANGED] = "file-changed",
  [XU_ERROR_FILE_UNSUPPORTED] = "file-unsupported",
  [XU_ERROR_FILE_TOO_LARGE_FOR_SEGMENTS] = "file-too-large-for-segments",
  [XU_ERROR_TEXT_TOO_LONG] = "text-too-long",
  [XU_ERROR_REJECTED] = "rejected",
  [XU_ERROR_MEDIA_REFUSED] = "media-refused",
  [XU_ERROR_MEDIA_EXPIRED] = "media-expired",
  [XU_ERROR_DUPLICATE_CONTENT] = "duplicate-content",
  [XU_ERROR_NO_CREDIT] = "no-credit",
  [XU_ERROR_APP_NOT_ENROLLED] = "app-not-enrolled",
  [XU_ERROR_TOO_LONG_FOR_ACCOUNT] = "too-long-for-account",
  [XU_ERROR_RATE_LIMITED] = "rate-limited",
  [XU_ERROR_NETWORK] = "network",
  [XU_ERROR_TLS] = "tls",
  [XU_ERROR_SERVER] = "server",
  [XU_ERROR_BAD_ANSWER] = "bad-answer",
  [XU_ERROR_PROCESSING_TIMEOUT] = "processing-timeout",
  [XU_ERROR_POST_UNKNOWN] = "post-unknown",
};

GError *
xu_error_new (XuErrorCode code, const char *detail_format, ...)
{
  va_list args;

  va_start (args, detail_format);
  GError *error = g_error_new_valist (XU_ERROR, (int) code, detail_format, args);
  va_end (args);

  return error;
}

void
xu_error_set (GError **error, XuErrorCode code, const char *detail_format, ...)
{
  va_list args;

  if (error == NULL)
    return;

  va_start (args, detail_format);
  g_propagate_error (error, g_error_new_valist (XU_ERROR, (int) code, detail_format, args));
  va_end (args);
}

void
xu_error_set_reason (GError *error, const char *reason)
{
  XuErrorPrivate *priv = get_private (error);

  g_return_if_fail (priv != NULL);

  g_free (priv->reason);
  priv->reason = g_strdup (reason);
}

const char *
xu_error_get_reason (const GError *error)
{
  const XuErrorPrivate *priv = get_private (error);

  return priv != NULL ? priv->reason : NULL;
}

void
xu_error_set_http (GError *error, guint status, gint64 retry_after_us)
{
  XuErrorPrivate *priv = get_private (error);

  g_return_if_fail (priv != NULL);

  priv->http_status = status;
  priv->retry_after_us = retry_after_us;
}

guint
xu_error_get_http_status (const GError *error)
{
  const XuErrorPrivate *priv = get_private (error);

  return priv != NULL ? priv->http_status : 0;
}

gint64
xu_error_get_retry_after (const GError *error)
{
  const XuErrorPrivate *priv = get_private (error);

  return priv != NULL ? priv->retry_after_us : -1;
}

void
xu_error_set_unsent (GError *error)
{
  XuErrorPrivate *priv = get_private (error);

  g_return_if_fail (priv != NULL);

  priv->is_unsent = TRUE;
}

gboolean
xu_error_is_unsent (const GError *error)
{
  const XuErrorPrivate *priv = get_private (error);

  return priv != NULL && priv->is_unsent;
}

void
xu_error_set_part (GError *error, XuErrorPart part)
{
  XuErrorPrivate *priv = get_private (error);

  g_return_if_fail (priv != NULL);

  priv->part = part;
}

XuErrorPart
xu_error_get_part (const GError *error)
{
  const XuErrorPrivate *priv = get_private (error);

  return priv != NULL ? priv->part : XU_ERROR_PART_NONE;
}

const char *
xu_error_code_to_string (XuErrorCode code)
{
  g_return_val_if_fail ((gsize) code < G_N_ELEMENTS (code_names), "internal");

  return code_names[code];
}

gboolean
xu_error_code_from_string (const char *name, XuErrorCode *code)
{
  g_return_val_if_fail (name != NULL && code != NULL, FALSE);

  for (gsize i = 0; i < G_N_ELEMENTS (code_names); i++)
    if (g_str_equal (code_names[i], name))
      {
        *code = (XuErrorCode) i;
        return TRUE;
      }

  return FALSE;
}

gboolean
xu_error_is_retryable (const GError *error)
{
  g_return_val_if_fail (error != NULL, FALSE);

  if (error->domain != XU_ERROR)
    return FALSE;

  switch ((XuErrorCode) error->code)
    {
    case XU_ERROR_STORAGE:
    case XU_ERROR_MEDIA_EXPIRED:
    case XU_ERROR_RATE_LIMITED:
    case XU_ERROR_NETWORK:
    case XU_ERROR_SERVER:
    case XU_ERROR_BAD_ANSWER:
    case XU_ERROR_PROCESSING_TIMEOUT:
      return TRUE;

    case XU_ERROR_INTERNAL:
    case XU_ERROR_USAGE:
    case XU_ERROR_NOT_SIGNED_IN:
    case XU_ERROR_TOKEN_REFUSED:
    case XU_ERROR_SCOPE_MISSING:
    case XU_ERROR_OTHER_ACCOUNT:
    case XU_ERROR_FILE_UNREADABLE:
    case XU_ERROR_FILE_CHANGED:
    case XU_ERROR_FILE_UNSUPPORTED:
    case XU_ERROR_FILE_TOO_LARGE_FOR_SEGMENTS:
    case XU_ERROR_TEXT_TOO_LONG:
    case XU_ERROR_REJECTED:
    case XU_ERROR_MEDIA_REFUSED:
    case XU_ERROR_DUPLICATE_CONTENT:
    case XU_ERROR_NO_CREDIT:
    case XU_ERROR_APP_NOT_ENROLLED:
    case XU_ERROR_TOO_LONG_FOR_ACCOUNT:
    case XU_ERROR_TLS:
    case XU_ERROR_POST_UNKNOWN:
    default:
      return FALSE;
    }
}
