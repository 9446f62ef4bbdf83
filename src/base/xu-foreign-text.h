/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * xu_foreign_text_clean:
 * @text: foreign text, valid UTF-8
 * @max_chars: how much of it to keep
 *
 * Returns: (transfer full): @text on one line, without control and invisible format characters
 */
char *xu_foreign_text_clean (const char *text, gsize max_chars);

G_END_DECLS
