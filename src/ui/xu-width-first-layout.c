/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A child whose width does not depend on its height. */

#define G_LOG_DOMAIN "xu-ui"

#include "config.h"

#include "xu-width-first-layout.h"

struct _XuWidthFirstLayout
{
  GtkLayoutManager parent_instance;
};

G_DEFINE_FINAL_TYPE (XuWidthFirstLayout, xu_width_first_layout, GTK_TYPE_LAYOUT_MANAGER)

static GtkSizeRequestMode
xu_width_first_layout_get_request_mode (GtkLayoutManager *manager, GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
xu_width_first_layout_measure (GtkLayoutManager *manager,
                               GtkWidget *widget,
                               GtkOrientation orientation,
                               int for_size,
                               int *minimum,
                               int *natural,
                               int *minimum_baseline,
                               int *natural_baseline)
{
  GtkWidget *child = gtk_widget_get_first_child (widget);

  if (child != NULL && gtk_widget_should_layout (child))
    gtk_widget_measure (child, orientation,
                        orientation == GTK_ORIENTATION_HORIZONTAL ? -1 : for_size, minimum, natural,
                        minimum_baseline, natural_baseline);
}

static void
xu_width_first_layout_allocate (GtkLayoutManager *manager,
                                GtkWidget *widget,
                                int width,
                                int height,
                                int baseline)
{
  GtkWidget *child = gtk_widget_get_first_child (widget);

  if (child != NULL && gtk_widget_should_layout (child))
    gtk_widget_allocate (child, width, height, baseline, NULL);
}

static void
xu_width_first_layout_class_init (XuWidthFirstLayoutClass *klass)
{
  GtkLayoutManagerClass *layout_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  layout_class->get_request_mode = xu_width_first_layout_get_request_mode;
  layout_class->measure = xu_width_first_layout_measure;
  layout_class->allocate = xu_width_first_layout_allocate;
}

static void
xu_width_first_layout_init (XuWidthFirstLayout *self)
{
}
