/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define XU_KIB (G_GUINT64_CONSTANT (1024))
#define XU_MIB (G_GUINT64_CONSTANT (1024) * XU_KIB)
#define XU_GIB (G_GUINT64_CONSTANT (1024) * XU_MIB)

/**
 * xu_quantity_parse_size:
 * @text: a size as people write it: "4194304", "4M", "4MiB", "1.5 GB", "64k"
 * @bytes: (out): the size in bytes
 * @error: return location: %XU_ERROR_USAGE
 *
 * One letter and the "iB" form are powers of 1024 ("4M" = "4MiB"); "kB", "MB", "GB" are powers of
 * 1000 (IEC 80000-13). Upper and lower case are the same. Rounded to whole bytes; negative, empty
 * and overflowing sizes are errors.
 *
 * Returns: %FALSE with @error set when @text is not a size
 */
gboolean xu_quantity_parse_size (const char *text, guint64 *bytes, GError **error);

/**
 * xu_quantity_parse_rate:
 * @text: a rate: a size as above, with or without "/s" ("500k", "2MB/s"), or bits: "8mbit",
 * "64kbit/s" (powers of 1000)
 * @bytes_per_second: (out): the rate
 * @error: return location: %XU_ERROR_USAGE
 *
 * Returns: %FALSE with @error set when @text is not a rate, or is zero
 */
gboolean xu_quantity_parse_rate (const char *text, guint64 *bytes_per_second, GError **error);

/**
 * xu_quantity_parse_duration:
 * @text: a duration: "250us", "100ms", "1.5s", "2m", "1h", or a bare number of seconds
 * @us: (out): microseconds
 * @error: return location: %XU_ERROR_USAGE
 *
 * Returns: %FALSE with @error set when @text is not a duration
 */
gboolean xu_quantity_parse_duration (const char *text, gint64 *us, GError **error);

G_END_DECLS
