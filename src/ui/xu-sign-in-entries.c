/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keys, or a token, that somebody has. */

#define G_LOG_DOMAIN "xu-ui"

#include "config.h"

#include "xu-sign-in-entries.h"

#include <adwaita.h>

#include "xu-names.h"

struct _XuSignInEntries
{
  GtkWidget parent_instance;

  GtkWidget *scroller;
  GtkWidget *keys_group;
  GtkEditable *consumer_key_row;
  GtkEditable *consumer_secret_row;
  GtkEditable *token_row;
  GtkEditable *token_secret_row;
  GtkWidget *token_group;
  GtkEditable *access_token_row;
  GtkLabel *problem_label;
  GtkWidget *button;

  XuSignInMethod method;
};

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (XuSignInEntries, xu_sign_in_entries, GTK_TYPE_WIDGET)

static gboolean
is_empty (GtkEditable *editable)
{
  return *gtk_editable_get_text (editable) == '\0';
}

static void
changed_cb (XuSignInEntries *self)
{
  xu_sign_in_entries_show_problem (self, NULL);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

void
xu_sign_in_entries_set_method (XuSignInEntries *self, XuSignInMethod method)
{
  g_return_if_fail (XU_IS_SIGN_IN_ENTRIES (self) && method != XU_SIGN_IN_BROWSER);

  self->method = method;
  gtk_widget_set_visible (self->keys_group, method == XU_SIGN_IN_KEYS);
  gtk_widget_set_visible (self->token_group, method == XU_SIGN_IN_TOKEN);
}

void
xu_sign_in_entries_fill (XuSignInEntries *self, XuSignInConfig *config)
{
  g_return_if_fail (XU_IS_SIGN_IN_ENTRIES (self) && config != NULL);

  if (self->method == XU_SIGN_IN_TOKEN)
    {
      config->access_token = gtk_editable_get_text (self->access_token_row);
      return;
    }

  config->consumer_key = gtk_editable_get_text (self->consumer_key_row);
  config->consumer_secret = gtk_editable_get_text (self->consumer_secret_row);
  config->token = gtk_editable_get_text (self->token_row);
  config->token_secret = gtk_editable_get_text (self->token_secret_row);
}

gboolean
xu_sign_in_entries_is_filled (XuSignInEntries *self)
{
  g_return_val_if_fail (XU_IS_SIGN_IN_ENTRIES (self), FALSE);

  if (self->method == XU_SIGN_IN_TOKEN)
    return !is_empty (self->access_token_row);

  return !is_empty (self->consumer_key_row) && !is_empty (self->consumer_secret_row)
         && !is_empty (self->token_row) && !is_empty (self->token_secret_row);
}

void
xu_sign_in_entries_show_problem (XuSignInEntries *self, const char *problem)
{
  g_return_if_fail (XU_IS_SIGN_IN_ENTRIES (self));

  gtk_label_set_label (self->problem_label, problem != NULL ? problem : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem_label), problem != NULL);
}

void
xu_sign_in_entries_clear (XuSignInEntries *self)
{
  g_return_if_fail (XU_IS_SIGN_IN_ENTRIES (self));

  gtk_editable_set_text (self->consumer_key_row, "");
  gtk_editable_set_text (self->consumer_secret_row, "");
  gtk_editable_set_text (self->token_row, "");
  gtk_editable_set_text (self->token_secret_row, "");
  gtk_editable_set_text (self->access_token_row, "");
}

GtkWidget *
xu_sign_in_entries_get_button (XuSignInEntries *self)
{
  g_return_val_if_fail (XU_IS_SIGN_IN_ENTRIES (self), NULL);

  return self->button;
}

static gboolean
xu_sign_in_entries_grab_focus (GtkWidget *widget)
{
  XuSignInEntries *self = XU_SIGN_IN_ENTRIES (widget);

  return gtk_widget_grab_focus (GTK_WIDGET (
      self->method == XU_SIGN_IN_TOKEN ? self->access_token_row : self->consumer_key_row));
}

static void
xu_sign_in_entries_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), XU_TYPE_SIGN_IN_ENTRIES);

  G_OBJECT_CLASS (xu_sign_in_entries_parent_class)->dispose (object);
}

static void
xu_sign_in_entries_class_init (XuSignInEntriesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = xu_sign_in_entries_dispose;
  widget_class->grab_focus = xu_sign_in_entries_grab_focus;

  /**
   * XuSignInEntries::changed:
   *
   * Something was entered.
   */
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", XU_TYPE_SIGN_IN_ENTRIES, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/example/XUploader/xu-sign-in-entries.ui");
  gtk_widget_class_bind_template_child (widget_class, XuSignInEntries, scroller);
  gtk_widget_class_bind_template_child (widget_class, XuSignInEntries, keys_group);
  gtk_widget_class_bind_template_child (widget_class, XuSignInEntries, consumer_key_row);
  gtk_widget_class_bind_template_child (widget_class, XuSignInEntries, consumer_secret_row);
  gtk_widget_class_bind_template_child (widget_class, XuSignInEntries, token_row);
  gtk_widget_class_bind_template_child (widget_class, XuSignInEntries, token_secret_row);
  gtk_widget_class_bind_template_child (widget_class, XuSignInEntries, token_group);
  gtk_widget_class_bind_template_child (widget_class, XuSignInEntries, access_token_row);
  gtk_widget_class_bind_template_child (widget_class, XuSignInEntries, problem_label);
  gtk_widget_class_bind_template_child (widget_class, XuSignInEntries, button);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
}

static void
xu_sign_in_entries_init (XuSignInEntries *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  xu_names_say_once (GTK_WIDGET (self));
  xu_sign_in_entries_set_method (self, XU_SIGN_IN_KEYS);
}
