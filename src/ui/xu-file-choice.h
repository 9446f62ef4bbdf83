/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What becomes of a choice: @path (nullable) (type filename): %NULL: it is no file of this machine
 */
typedef void (*XuFileChoiceFunc) (gpointer user_data, const char *path);

/**
 * xu_file_choice_ask:
 * @parent: the widget that asks; its window gets the dialog
 * @title: of the dialog
 * @kinds: what the filter is called
 * @suffixes: (array zero-terminated=1): what may be chosen, without dots: "srt"
 * @func: called with the choice, unless the user takes none
 * @user_data: for @func
 *
 * Asks for a file with the desktop's own dialog.
 *
 * Returns: (transfer full): the dialog; hide it and let go of it when its answer is of no use any
 *   more
 */
GtkNativeDialog *xu_file_choice_ask (GtkWidget *parent,
                                     const char *title,
                                     const char *kinds,
                                     const char *const *suffixes,
                                     XuFileChoiceFunc func,
                                     gpointer user_data);

G_END_DECLS
