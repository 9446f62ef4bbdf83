/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asks for one file. */

#define G_LOG_DOMAIN "xu-ui"

#include "config.h"

#include "xu-file-choice.h"

#include <glib/gi18n.h>

typedef struct
{
  XuFileChoiceFunc func;
  gpointer user_data;
} Choice;

static void
response_cb (GtkNativeDialog *dialog, int response, const Choice *choice)
{
  /* The answer may let go of the dialog, and with it of the choice. */
  Choice answer = *choice;

  if (response != GTK_RESPONSE_ACCEPT)
    return;

  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

  answer.func (answer.user_data, path);
}

static void
free_choice (gpointer data, GClosure *closure)
{
  g_free (data);
}

GtkNativeDialog *
xu_file_choice_ask (GtkWidget *parent,
                    const char *title,
                    const char *kinds,
                    const char *const *suffixes,
                    XuFileChoiceFunc func,
                    gpointer user_data)
{
  g_return_val_if_fail (GTK_IS_WIDGET (parent), NULL);
  g_return_val_if_fail (suffixes != NULL && func != NULL, NULL);

  GtkRoot *root = gtk_widget_get_root (parent);
  GtkFileChooserNative *dialog
      = gtk_file_chooser_native_new (title, GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL,
                                     GTK_FILE_CHOOSER_ACTION_OPEN, _ ("_Choose"), NULL);
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();
  Choice *choice = g_new0 (Choice, 1);

  gtk_file_filter_set_name (filter, kinds);
  for (gsize i = 0; suffixes[i] != NULL; i++)
    gtk_file_filter_add_suffix (filter, suffixes[i]);
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (dialog), filter);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);

  *choice = (Choice){ func, user_data };
  g_signal_connect_data (dialog, "response", G_CALLBACK (response_cb), choice, free_choice, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));

  return GTK_NATIVE_DIALOG (dialog);
}
