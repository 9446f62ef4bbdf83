/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The first thing that one sees. */

#define G_LOG_DOMAIN "xu-ui"

#include "config.h"

#include "xu-empty-page.h"

struct _XuEmptyPage
{
  GtkWidget parent_instance;

  GtkWidget *choose_button;
  GtkWidget *sandbox_button;
};

G_DEFINE_FINAL_TYPE (XuEmptyPage, xu_empty_page, GTK_TYPE_WIDGET)

void
xu_empty_page_set_has_account (XuEmptyPage *self, gboolean has_account)
{
  g_return_if_fail (XU_IS_EMPTY_PAGE (self));

  gtk_widget_set_visible (self->sandbox_button, !has_account);
  if (has_account) /* What one does next. */
    gtk_widget_add_css_class (self->choose_button, "suggested-action");
  else
    gtk_widget_remove_css_class (self->choose_button, "suggested-action");
}

static void
xu_empty_page_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), XU_TYPE_EMPTY_PAGE);

  G_OBJECT_CLASS (xu_empty_page_parent_class)->dispose (object);
}

static void
xu_empty_page_class_init (XuEmptyPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = xu_empty_page_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/example/XUploader/xu-empty-page.ui");
  gtk_widget_class_bind_template_child (widget_class, XuEmptyPage, choose_button);
  gtk_widget_class_bind_template_child (widget_class, XuEmptyPage, sandbox_button);
}

static void
xu_empty_page_init (XuEmptyPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
