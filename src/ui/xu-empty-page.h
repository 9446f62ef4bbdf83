/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * XuEmptyPage:
 *
 * The first thing that one sees: where to drop a video, what X takes of it, and how to try it
 * without an account.
 */
#define XU_TYPE_EMPTY_PAGE (xu_empty_page_get_type ())
G_DECLARE_FINAL_TYPE (XuEmptyPage, xu_empty_page, XU, EMPTY_PAGE, GtkWidget)

void xu_empty_page_set_has_account (XuEmptyPage *self, gboolean has_account);

G_END_DECLS
