/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Accessible names that GTK does not give, or gives twice. */

#define G_LOG_DOMAIN "xu-ui"

#include "config.h"

#include "xu-names.h"

#include <glib/gi18n.h>

/* Returns: (nullable): for a button that shows nothing but a picture */
static const char *
find_name_of_button (GtkWidget *button)
{
  const char *tooltip = gtk_widget_get_tooltip_text (button);
  const char *icon_name
      = GTK_IS_BUTTON (button) ? gtk_button_get_icon_name (GTK_BUTTON (button)) : NULL;

  if (tooltip != NULL)
    return tooltip;
  if (g_strcmp0 (icon_name, "edit-find-symbolic") == 0)
    return _ ("Search");

  return g_strcmp0 (icon_name, "window-close-symbolic") == 0 ? _ ("Close") : NULL;
}

/* Returns: (nullable): what it is to be called; NULL: as it is called already, if at all */
static const char *
find_name (GtkWidget *widget)
{
  if (GTK_IS_MENU_BUTTON (widget))
    return _ ("Menu");
  if (GTK_IS_BUTTON (widget) && gtk_button_get_label (GTK_BUTTON (widget)) == NULL
      && !GTK_IS_MENU_BUTTON (gtk_widget_get_parent (widget))) /* That one lends it its name. */
    return find_name_of_button (widget);
  if (gtk_widget_get_ancestor (widget, GTK_TYPE_SEARCH_ENTRY) != NULL)
    return _ ("Search");
  if (GTK_IS_TEXT_VIEW (widget))
    /* Translators: the name of a text in a window, for those who hear it */
    return _ ("Text");

  return NULL;
}

void
xu_names_give (GtkWidget *root)
{
  if (root == NULL)
    return;

  g_return_if_fail (GTK_IS_WIDGET (root));

  const char *name = find_name (root);

  if (name != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (root), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    xu_names_give (child);
}

void
xu_names_say_once (GtkWidget *root)
{
  g_return_if_fail (GTK_IS_WIDGET (root));

  if (GTK_IS_BUTTON (root) && gtk_button_get_use_underline (GTK_BUTTON (root)))
    gtk_accessible_reset_property (GTK_ACCESSIBLE (root), GTK_ACCESSIBLE_PROPERTY_LABEL);

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    xu_names_say_once (child);
}
