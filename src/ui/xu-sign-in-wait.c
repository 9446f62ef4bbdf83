/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Waits for the browser. */

#define G_LOG_DOMAIN "xu-ui"

#include "config.h"

#include "xu-sign-in-wait.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "xu-names.h"
#include "xu-wrap-layout.h"

struct _XuSignInWait
{
  GtkWidget parent_instance;

  GtkWidget *scroller;
  GtkWidget *open_button;
  GtkEditable *address_row;
  GtkLabel *problem_label;
  GtkWidget *use_button;

  XuSignIn *sign_in; /* (owned) (nullable): what waits */
};

G_DEFINE_FINAL_TYPE (XuSignInWait, xu_sign_in_wait, GTK_TYPE_WIDGET)

static void
changed_cb (XuSignInWait *self)
{
  xu_sign_in_wait_show_problem (self, NULL);
  gtk_widget_set_sensitive (self->use_button, *gtk_editable_get_text (self->address_row) != '\0');
}

static void
apply_cb (XuSignInWait *self)
{
  g_autoptr (GError) error = NULL;

  if (self->sign_in == NULL
      || xu_sign_in_paste (self->sign_in, gtk_editable_get_text (self->address_row), &error))
    return;

  g_debug ("not what the browser came to: %s", error->message);
  xu_sign_in_wait_show_problem (
      self, _ ("This is not the address. It begins with the callback address and is the last one "
               "that the browser came to, after your yes."));
}

void
xu_sign_in_wait_set_sign_in (XuSignInWait *self, XuSignIn *sign_in)
{
  g_return_if_fail (XU_IS_SIGN_IN_WAIT (self));
  g_return_if_fail (sign_in == NULL || XU_IS_SIGN_IN (sign_in));

  if (g_set_object (&self->sign_in, sign_in))
    gtk_editable_set_text (self->address_row, "");
}

void
xu_sign_in_wait_show_problem (XuSignInWait *self, const char *problem)
{
  g_return_if_fail (XU_IS_SIGN_IN_WAIT (self));

  gtk_label_set_label (self->problem_label, problem != NULL ? problem : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem_label), problem != NULL);
}

static gboolean
xu_sign_in_wait_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (XU_SIGN_IN_WAIT (widget)->open_button);
}

static void
xu_sign_in_wait_dispose (GObject *object)
{
  XuSignInWait *self = XU_SIGN_IN_WAIT (object);

  g_clear_object (&self->sign_in);
  gtk_widget_dispose_template (GTK_WIDGET (object), XU_TYPE_SIGN_IN_WAIT);

  G_OBJECT_CLASS (xu_sign_in_wait_parent_class)->dispose (object);
}

static void
xu_sign_in_wait_class_init (XuSignInWaitClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = xu_sign_in_wait_dispose;
  widget_class->grab_focus = xu_sign_in_wait_grab_focus;

  g_type_ensure (XU_TYPE_WRAP_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/example/XUploader/xu-sign-in-wait.ui");
  gtk_widget_class_bind_template_child (widget_class, XuSignInWait, scroller);
  gtk_widget_class_bind_template_child (widget_class, XuSignInWait, open_button);
  gtk_widget_class_bind_template_child (widget_class, XuSignInWait, address_row);
  gtk_widget_class_bind_template_child (widget_class, XuSignInWait, problem_label);
  gtk_widget_class_bind_template_child (widget_class, XuSignInWait, use_button);
  gtk_widget_class_bind_template_callback (widget_class, apply_cb);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
}

static void
xu_sign_in_wait_init (XuSignInWait *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  xu_names_say_once (GTK_WIDGET (self));
}
