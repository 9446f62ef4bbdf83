/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * xu_about_present:
 * @parent: (nullable): the application's window
 *
 * Shows what this application is, who made it, and what a report of a problem should tell of the
 * system; nothing of the user.
 */
void xu_about_present (GtkWindow *parent);

/* Returns: (transfer full): that last part, English, for the readers of reports */
char *xu_about_dup_debug_info (void);

G_END_DECLS
