/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Larger subtitles are refused unread: ten hours of dense speech are 2 MiB. */
#define XU_SUBTITLES_MAX (8 * 1024 * 1024)

/**
 * xu_subtitles_validate:
 * @bytes: (array length=length): a whole .srt or .vtt file
 * @length: its size
 * @mime: (out) (transfer none): "text/srt" or "text/vtt"
 * @error: return location: %XU_ERROR_FILE_UNSUPPORTED, its reason naming line and fault
 *   ("line 12: …")
 *
 * X takes malformed subtitles and then fails the post with 503, so they are looked at before
 * anything is sent: UTF-8, a WEBVTT header (https://www.w3.org/TR/webvtt1/#syntax) or numbered
 * cues, each with a time line whose end is after its start. Pure, in linear time.
 *
 * Returns: %FALSE with @error set when they are malformed
 */
gboolean xu_subtitles_validate (const char *bytes, gsize length, const char **mime, GError **error);

G_END_DECLS
