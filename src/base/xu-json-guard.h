/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * xu_json_guard_check:
 * @text: an answer, not terminated by NUL
 * @length: its bytes
 *
 * Refuses what json-glib must not see. json-glib 1.6 parses by recursion, so that a megabyte of "["
 * overflows the stack; it reads integers of 20 digits as -1 and leading zeros as octal, makes
 * invalid UTF-8 of lone surrogates, ends a string at an escaped NUL, and takes comments and
 * anything behind the first value. Where tokens may stand is left to json-glib.
 *
 * Returns: (transfer none) (nullable): what is wrong, or %NULL when @text may be parsed
 */
const char *xu_json_guard_check (const char *text, gsize length);

G_END_DECLS
