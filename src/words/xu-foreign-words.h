/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * xu_foreign_words_dup_plain:
 * @text: somebody else's words, any bytes up to a NUL: a server's reason, a file's name
 *
 * Makes one line of them that is safe to show: UTF-8, spaces for line ends and tabs, no other
 * control character, nothing that turns the direction of writing around, at most 300 characters.
 * Still no markup: escape it where markup is understood.
 *
 * Returns: (transfer full): the plain words
 */
char *xu_foreign_words_dup_plain (const char *text);

G_END_DECLS
