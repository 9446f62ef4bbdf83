/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "xu-job-item.h"

G_BEGIN_DECLS

/**
 * XuSidebar:
 *
 * All jobs in a list: those that need somebody or something first, then the history; both newest
 * first. With a search.
 *
 * Properties: "selected" (XuJobItem, nullable), "search-mode" (boolean), "has-jobs" (boolean: there
 * is one at all).
 *
 * Signal "opened" (void): the user wants to see the selected one, where it is not beside the list.
 */
#define XU_TYPE_SIDEBAR (xu_sidebar_get_type ())
G_DECLARE_FINAL_TYPE (XuSidebar, xu_sidebar, XU, SIDEBAR, GtkWidget)

/**
 * xu_sidebar_set_engine:
 * @self: a sidebar without an engine
 * @engine: whose jobs it shows
 */
void xu_sidebar_set_engine (XuSidebar *self, XuEngine *engine);

/* Returns: (transfer none) (nullable): the item that is selected */
XuJobItem *xu_sidebar_get_selected (XuSidebar *self);

/**
 * xu_sidebar_select:
 * @self: a sidebar
 * @job: (nullable): what to select; the search is left where it hides it
 */
void xu_sidebar_select (XuSidebar *self, XuJob *job);

gboolean xu_sidebar_has_jobs (XuSidebar *self);

G_END_DECLS
