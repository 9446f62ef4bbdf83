/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * XuRateLimit:
 *
 * What the headers of one answer say about limits. Numbers of a hostile or broken server are
 * clamped, never trusted.
 */
typedef struct
{
  gint64 limit;          /* x-rate-limit-limit, -1: not said */
  gint64 remaining;      /* x-rate-limit-remaining, -1: not said */
  gint64 reset;          /* x-rate-limit-reset, Unix seconds, -1: not said */
  gint64 retry_after_us; /* until the server wants to be asked again, from now; -1: not said; at
                            most 24 h */
} XuRateLimit;

/**
 * XuHeaderFunc:
 * @name: name of a header, lower case
 * @user_data: as given
 *
 * Returns: (nullable): the header's value
 */
typedef const char *(*XuHeaderFunc) (const char *name, gpointer user_data);

/**
 * xu_rate_limit_parse:
 * @status: the answer's status: only 429 and 503 make the client wait, the others only inform
 * @header: looks a header up
 * @user_data: for @header
 * @now: Unix seconds by the local clock
 * @limit: (out caller-allocates): what was found
 *
 * Reads Retry-After (seconds or an HTTP date, RFC 9110 section 10.2.3), x-rate-limit-* and, where
 * their remaining is 0, x-user-limit-24hour-* and x-app-limit-24hour-*: of several the latest time
 * wins on 429. Times of the server are compared with its own Date header when there is one;
 * otherwise with the local clock, and believed where they are within the next 24 hours, or have
 * just gone by: so a wrong clock does no harm.
 */
void xu_rate_limit_parse (guint status,
                          XuHeaderFunc header,
                          gpointer user_data,
                          gint64 now,
                          XuRateLimit *limit);

G_END_DECLS
