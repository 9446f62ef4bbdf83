/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * XuLanguageList:
 *
 * A GListModel of GtkStringObject: the languages of subtitles by their own names, in the order of
 * the user's locale, and any other that a job already has.
 */
#define XU_TYPE_LANGUAGE_LIST (xu_language_list_get_type ())
G_DECLARE_FINAL_TYPE (XuLanguageList, xu_language_list, XU, LANGUAGE_LIST, GObject)

XuLanguageList *xu_language_list_new (void);

/**
 * xu_language_list_find:
 * @self: a list
 * @code: two letters, in any case
 *
 * Returns: the position of the language, which is added where the list did not have it
 */
guint xu_language_list_find (XuLanguageList *self, const char *code);

/* (transfer none): the code at a position, in capitals */
const char *xu_language_list_get_code (XuLanguageList *self, guint position);

G_END_DECLS
