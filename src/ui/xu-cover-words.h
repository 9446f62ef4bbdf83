/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * xu_cover_words_dup_name:
 * @path: (type filename): the cover picture of a video
 *
 * A frame that the engine has grabbed lies in a file whose name says nothing to anybody.
 *
 * Returns: (transfer full): what to call the picture, safe to show, no markup
 */
char *xu_cover_words_dup_name (const char *path);

G_END_DECLS
