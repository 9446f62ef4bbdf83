/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Quantities as people read them, in their language. All (transfer full). */

/* "42.1 MB" */
char *xu_quantity_words_dup_size (guint64 bytes);

/* "42.1 MB of 100.0 MB" */
char *xu_quantity_words_dup_progress (guint64 bytes, guint64 total);

/* "3.2 MB/s" */
char *xu_quantity_words_dup_rate (guint64 bytes_per_second);

/* "42%", never more than what is there: 99.9 is still 99 */
char *xu_quantity_words_dup_percent (double percent);

/**
 * xu_quantity_words_dup_time_left:
 * @seconds: how long it takes, 0 or more
 *
 * Returns: (transfer full): "5 seconds left", "1 minute left", rounded as people would
 */
char *xu_quantity_words_dup_time_left (gint64 seconds);

/* The same where there is no room for words: "1:05", "2:00:00" */
char *xu_quantity_words_dup_clock (gint64 seconds);

/**
 * xu_quantity_words_dup_age:
 * @seconds: how long ago something was, 0 or more
 *
 * Returns: (transfer full): the same in a narrow column: "now", "5 min", "3 h", "12 d", rounded
 * down
 */
char *xu_quantity_words_dup_age (gint64 seconds);

/**
 * xu_quantity_words_dup_time_of_day:
 * @unix_seconds: a moment
 * @now_unix_seconds: the present
 *
 * Returns: (transfer full): "14:32", with its date when that is another day, in the local time zone
 */
char *xu_quantity_words_dup_time_of_day (gint64 unix_seconds, gint64 now_unix_seconds);

/* "US$0.015" */
char *xu_quantity_words_dup_price (guint micro_usd);

G_END_DECLS
