/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * display_fixture_init:
 * @argc: (inout): of main()
 * @argv: (inout): of main()
 *
 * Instead of g_test_init() and adw_init(), for tests of widgets: gives them a display of their own,
 * with nothing of the user's desktop. Where there is none to be had, the test is skipped (77), or
 * fails where CI is "true".
 */
void display_fixture_init (int *argc, char ***argv);

/* Shows the window and gives it the keyboard, which no window manager does here. */
void display_fixture_present (GtkWidget *window);

/* Runs the main loop until @widget was drawn, or for 10 s. */
void display_fixture_wait_for_frame (GtkWidget *widget);

/* Runs the main loop until *@is_done, or for 10 s; fails then. */
void display_fixture_wait (const gboolean *is_done);

/* Runs the main loop for so long, to see that something does not happen, or does in time. */
void display_fixture_run (guint milliseconds);

/* An action of that name for all that is in @widget, which counts in *@n_activations. */
void display_fixture_add_action (GtkWidget *widget,
                                 const char *group,
                                 const char *name,
                                 guint *n_activations);

/* Returns: (transfer none) (nullable): the first child of @parent, at any depth, of @type */
GtkWidget *display_fixture_find (GtkWidget *parent, GType type);

/* Returns: (transfer none) (nullable): the visible child of @parent, at any depth, whose label is
 * @text */
GtkWidget *display_fixture_find_label (GtkWidget *parent, const char *text);

G_END_DECLS
