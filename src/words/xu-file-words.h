/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * xu_file_words_dup_name:
 * @path: (type filename): a file
 *
 * Returns: (transfer full): its name without its folders, safe to show
 */
char *xu_file_words_dup_name (const char *path);

/**
 * xu_file_words_dup_names:
 * @paths: (array zero-terminated=1) (element-type filename): the files of a post
 *
 * Returns: (transfer full): “holiday.mp4”, “a.jpg and 3 more”
 */
char *xu_file_words_dup_names (const char *const *paths);

G_END_DECLS
