/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * xu_language_name:
 * @code: an ISO 639-1 code, two letters in any case
 *
 * Returns: (transfer none): the language's name in English, as X wants it for subtitles'
 * display_name; @code itself when it is not known
 */
const char *xu_language_name (const char *code);

G_END_DECLS
