/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A text to be copied. */

#define G_LOG_DOMAIN "xu-ui"

#include "config.h"

#include "xu-copy-row.h"

#include <glib/gi18n.h>

#include "xu-names.h"

enum
{
  DONE_MS = 2000, /* so long the button says that it has */
};

struct _XuCopyRow
{
  AdwActionRow parent_instance;

  GtkButton *button;

  guint done_id; /* source: until the button looks as before */
};

G_DEFINE_FINAL_TYPE (XuCopyRow, xu_copy_row, ADW_TYPE_ACTION_ROW)

static void
show_button (XuCopyRow *self, gboolean is_done)
{
  gtk_button_set_icon_name (self->button, is_done ? "emblem-ok-symbolic" : "edit-copy-symbolic");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->button), is_done ? _ ("Copied") : _ ("Copy"));
  xu_names_give (GTK_WIDGET (self->button));
}

static gboolean
done_cb (gpointer user_data)
{
  XuCopyRow *self = user_data;

  self->done_id = 0;
  show_button (self, FALSE);

  return G_SOURCE_REMOVE;
}

static void
clicked_cb (XuCopyRow *self)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)),
                          adw_action_row_get_subtitle (ADW_ACTION_ROW (self)));
  show_button (self, TRUE);
  g_clear_handle_id (&self->done_id, g_source_remove);
  self->done_id = g_timeout_add (DONE_MS, done_cb, self);
  g_source_set_name_by_id (self->done_id, "[xu-ui] copied");
}

static void
xu_copy_row_dispose (GObject *object)
{
  g_clear_handle_id (&XU_COPY_ROW (object)->done_id, g_source_remove);

  G_OBJECT_CLASS (xu_copy_row_parent_class)->dispose (object);
}

static void
xu_copy_row_class_init (XuCopyRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = xu_copy_row_dispose;
}

static void
xu_copy_row_init (XuCopyRow *self)
{
  GtkWidget *button = gtk_button_new ();

  self->button = GTK_BUTTON (button);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  g_signal_connect_object (button, "clicked", G_CALLBACK (clicked_cb), self, G_CONNECT_SWAPPED);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), button);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (self), button);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
  show_button (self, FALSE);
}
