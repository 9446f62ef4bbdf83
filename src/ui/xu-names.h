/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * xu_names_give:
 * @root: (nullable): a window that GTK or libadwaita has made
 *
 * Names what a screen reader would find there without a name: GTK 4.8 takes a tooltip for a
 * description, and its entries and texts have no name of their own.
 */
void xu_names_give (GtkWidget *root);

/**
 * xu_names_say_once:
 * @root: a widget; what is inside is looked at, too
 *
 * Lets buttons with a mnemonic be called by their label alone. GTK 4.8 gives them their text with
 * its underscore as a name, and the label as another: “_Post Post”. To be called again after a
 * button got another label.
 */
void xu_names_say_once (GtkWidget *root);

G_END_DECLS
