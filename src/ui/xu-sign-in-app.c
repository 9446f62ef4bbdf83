/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whose app it is that asks for a sign-in. */

#define G_LOG_DOMAIN "xu-ui"

#include "config.h"

#include "xu-sign-in-app.h"

#include <adwaita.h>

#include "xu-copy-row.h"
#include "xu-names.h"
#include "xu-sign-in-text.h"

struct _XuSignInApp
{
  GtkWidget parent_instance;

  GtkWidget *scroller;
  GtkWidget *console_group;
  GtkWidget *console_row;
  GtkWidget *client_group;
  AdwActionRow *redirect_row;
  AdwActionRow *scopes_row;
  GtkEditable *client_id_row;
  GtkEditable *client_secret_row;
  GtkLabel *problem_label;
  GtkWidget *button;
};

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (XuSignInApp, xu_sign_in_app, GTK_TYPE_WIDGET)

/* What was typed or pasted, for as long as it stays in its entry. */
static const char *
get_text (GtkEditable *editable)
{
  const char *text = gtk_editable_get_text (editable);

  return *text != '\0' ? text : NULL;
}

static void
changed_cb (XuSignInApp *self)
{
  xu_sign_in_app_show_problem (self, NULL);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
open_console_cb (XuSignInApp *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "sign-in.open-console", NULL);
}

void
xu_sign_in_app_prepare (XuSignInApp *self, const char *client_id, guint port)
{
  g_return_if_fail (XU_IS_SIGN_IN_APP (self));

  g_autofree char *redirect_uri = xu_sign_in_text_dup_redirect_uri (port);
  gboolean is_built_in = xu_sign_in_get_built_in_client_id () != NULL;

  adw_action_row_set_subtitle (self->redirect_row, redirect_uri);
  adw_action_row_set_subtitle (self->scopes_row, xu_sign_in_get_scopes ());
  gtk_widget_set_visible (self->console_group, !is_built_in);
  gtk_widget_set_visible (self->client_group, !is_built_in);
  if (client_id != NULL && !is_built_in)
    gtk_editable_set_text (self->client_id_row, client_id);
}

void
xu_sign_in_app_fill (XuSignInApp *self, XuSignInConfig *config)
{
  g_return_if_fail (XU_IS_SIGN_IN_APP (self) && config != NULL);

  config->client_id = get_text (self->client_id_row);
  config->client_secret = get_text (self->client_secret_row);
}

gboolean
xu_sign_in_app_is_filled (XuSignInApp *self)
{
  g_return_val_if_fail (XU_IS_SIGN_IN_APP (self), FALSE);

  return xu_sign_in_get_built_in_client_id () != NULL || get_text (self->client_id_row) != NULL;
}

void
xu_sign_in_app_show_problem (XuSignInApp *self, const char *problem)
{
  g_return_if_fail (XU_IS_SIGN_IN_APP (self));

  gtk_label_set_label (self->problem_label, problem != NULL ? problem : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem_label), problem != NULL);
}

void
xu_sign_in_app_clear (XuSignInApp *self)
{
  g_return_if_fail (XU_IS_SIGN_IN_APP (self));

  gtk_editable_set_text (self->client_secret_row, "");
}

GtkWidget *
xu_sign_in_app_get_button (XuSignInApp *self)
{
  g_return_val_if_fail (XU_IS_SIGN_IN_APP (self), NULL);

  return self->button;
}

static gboolean
xu_sign_in_app_grab_focus (GtkWidget *widget)
{
  XuSignInApp *self = XU_SIGN_IN_APP (widget);

  /* Who has no app yet begins at the top. */
  return gtk_widget_grab_focus (xu_sign_in_app_is_filled (self) ? self->button : self->console_row);
}

static void
xu_sign_in_app_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), XU_TYPE_SIGN_IN_APP);

  G_OBJECT_CLASS (xu_sign_in_app_parent_class)->dispose (object);
}

static void
xu_sign_in_app_class_init (XuSignInAppClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = xu_sign_in_app_dispose;
  widget_class->grab_focus = xu_sign_in_app_grab_focus;

  /**
   * XuSignInApp::changed:
   *
   * Something was entered.
   */
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", XU_TYPE_SIGN_IN_APP, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (XU_TYPE_COPY_ROW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/example/XUploader/xu-sign-in-app.ui");
  gtk_widget_class_bind_template_child (widget_class, XuSignInApp, scroller);
  gtk_widget_class_bind_template_child (widget_class, XuSignInApp, console_group);
  gtk_widget_class_bind_template_child (widget_class, XuSignInApp, console_row);
  gtk_widget_class_bind_template_child (widget_class, XuSignInApp, client_group);
  gtk_widget_class_bind_template_child (widget_class, XuSignInApp, redirect_row);
  gtk_widget_class_bind_template_child (widget_class, XuSignInApp, scopes_row);
  gtk_widget_class_bind_template_child (widget_class, XuSignInApp, client_id_row);
  gtk_widget_class_bind_template_child (widget_class, XuSignInApp, client_secret_row);
  gtk_widget_class_bind_template_child (widget_class, XuSignInApp, problem_label);
  gtk_widget_class_bind_template_child (widget_class, XuSignInApp, button);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, open_console_cb);
}

static void
xu_sign_in_app_init (XuSignInApp *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  xu_names_say_once (GTK_WIDGET (self));
}
