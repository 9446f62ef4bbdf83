/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * XuErrorCode:
 *
 * What went wrong, one code for each thing that a caller can do about it. One domain serves every
 * room, because an error crosses all of them unchanged: its code is the command line's
 * `failed.code`, its #GError.message is the technical detail (English, for experts and logs, never
 * a secret), and the sentence for people comes from the code, in the fronts, where it can be
 * translated. Being cancelled is no failure: that stays %G_IO_ERROR_CANCELLED.
 */
typedef enum
{
  XU_ERROR_INTERNAL,
  XU_ERROR_STORAGE,
  XU_ERROR_USAGE,
  XU_ERROR_NOT_SIGNED_IN,
  XU_ERROR_TOKEN_REFUSED,
  XU_ERROR_SCOPE_MISSING,
  XU_ERROR_OTHER_ACCOUNT,
  XU_ERROR_FILE_UNREADABLE,
  XU_ERROR_FILE_CHANGED,
  XU_ERROR_FILE_UNSUPPORTED,
  XU_ERROR_FILE_TOO_LARGE_FOR_SEGMENTS,
  XU_ERROR_TEXT_TOO_LONG,
  XU_ERROR_REJECTED,
  XU_ERROR_MEDIA_REFUSED,
  XU_ERROR_MEDIA_EXPIRED,
  XU_ERROR_DUPLICATE_CONTENT,
  XU_ERROR_NO_CREDIT,
  XU_ERROR_APP_NOT_ENROLLED,
  XU_ERROR_TOO_LONG_FOR_ACCOUNT,
  XU_ERROR_RATE_LIMITED,
  XU_ERROR_NETWORK,
  XU_ERROR_TLS,
  XU_ERROR_SERVER,
  XU_ERROR_BAD_ANSWER,
  XU_ERROR_PROCESSING_TIMEOUT,
  XU_ERROR_POST_UNKNOWN,
} XuErrorCode;

#define XU_ERROR (xu_error_quark ())
GQuark xu_error_quark (void);

/**
 * xu_error_new:
 * @code: what the caller can act on
 * @detail_format: printf() format of the technical detail; never a token, a secret or a post's text
 *
 * Returns: (transfer full): a #GError of the domain %XU_ERROR
 */
GError *xu_error_new (XuErrorCode code, const char *detail_format, ...) G_GNUC_PRINTF (2, 3);

/**
 * xu_error_set:
 * @error: (out) (optional): where to put it, as with g_set_error()
 * @code: what the caller can act on
 * @detail_format: printf() format of the technical detail
 *
 * As xu_error_new(), for functions that report through a `GError **`.
 */
void xu_error_set (GError **error, XuErrorCode code, const char *detail_format, ...)
    G_GNUC_PRINTF (3, 4);

/**
 * xu_error_set_reason:
 * @error: an error of %XU_ERROR
 * @reason: (nullable): somebody's own words for people: X's ("Unsupported video format") or the
 * system's
 *   ("Permission denied"). Untrusted: never markup.
 */
void xu_error_set_reason (GError *error, const char *reason);

/**
 * xu_error_get_reason:
 * @error: any error
 *
 * Returns: (nullable): the foreign reason, or %NULL when there is none or @error is of another
 * domain
 */
const char *xu_error_get_reason (const GError *error);

/**
 * xu_error_set_http:
 * @error: an error of %XU_ERROR
 * @status: HTTP status, 0 when no answer came
 * @retry_after_us: microseconds from now until the server wants to be asked again, -1 when it did
 * not say
 */
void xu_error_set_http (GError *error, guint status, gint64 retry_after_us);

/**
 * xu_error_get_http_status:
 * @error: any error
 *
 * Returns: the HTTP status of the answer behind @error, 0 when there was no answer
 */
guint xu_error_get_http_status (const GError *error);

/**
 * xu_error_get_retry_after:
 * @error: any error
 *
 * Returns: microseconds until the server wants to be asked again (counted from when the error was
 * made), or -1
 */
gint64 xu_error_get_retry_after (const GError *error);

/**
 * xu_error_set_unsent:
 * @error: an error of %XU_ERROR
 *
 * Says that no byte of the request left this machine: the server cannot have acted upon it. Only
 * then may a request that must happen at most once be sent again.
 */
void xu_error_set_unsent (GError *error);

/**
 * xu_error_is_unsent:
 * @error: any error
 *
 * Returns: %TRUE when the request certainly never reached the server
 */
gboolean xu_error_is_unsent (const GError *error);

/**
 * XuErrorPart:
 * @XU_ERROR_PART_NONE: the job itself
 * @XU_ERROR_PART_ALT_TEXT: the description of a file
 * @XU_ERROR_PART_SUBTITLES: the subtitles of a video
 * @XU_ERROR_PART_COVER: its cover picture
 *
 * A part of a post that it could do without.
 */
typedef enum
{
  XU_ERROR_PART_NONE,
  XU_ERROR_PART_ALT_TEXT,
  XU_ERROR_PART_SUBTITLES,
  XU_ERROR_PART_COVER,
} XuErrorPart;

/**
 * xu_error_set_part:
 * @error: an error of %XU_ERROR
 * @part: what alone failed: the rest of the post is not lost
 */
void xu_error_set_part (GError *error, XuErrorPart part);

/**
 * xu_error_get_part:
 * @error: any error
 *
 * Returns: the part that failed, %XU_ERROR_PART_NONE where it was none alone
 */
XuErrorPart xu_error_get_part (const GError *error);

/**
 * xu_error_code_to_string:
 * @code: a code
 *
 * Returns: (transfer none): its stable name, such as "file-changed": `failed.code` of the JSON
 * Lines
 */
const char *xu_error_code_to_string (XuErrorCode code);

/**
 * xu_error_code_from_string:
 * @name: a stable name
 * @code: (out): the code
 *
 * Returns: %FALSE when no code has that name; @code is not set then
 */
gboolean xu_error_code_from_string (const char *name, XuErrorCode *code);

/**
 * xu_error_is_retryable:
 * @error: any error
 *
 * Returns: %TRUE when the same thing, tried later without changing anything, may succeed
 */
gboolean xu_error_is_retryable (const GError *error);

G_END_DECLS
