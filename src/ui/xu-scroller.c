/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What scrolls only where it has too little room. */

#define G_LOG_DOMAIN "xu-ui"

#include "config.h"

#include "xu-scroller.h"

struct _XuScroller
{
  GtkWidget parent_instance;

  GtkScrolledWindow *window;
};

typedef enum
{
  PROP_CHILD = 1,
} XuScrollerProperty;

static GParamSpec *properties[PROP_CHILD + 1];

G_DEFINE_FINAL_TYPE (XuScroller, xu_scroller, GTK_TYPE_WIDGET)

/* The viewport around the child. */
static GtkWidget *
get_content (XuScroller *self)
{
  return gtk_scrolled_window_get_child (self->window);
}

static int
get_content_height (XuScroller *self, int width)
{
  int natural;

  gtk_widget_measure (get_content (self), GTK_ORIENTATION_VERTICAL, width, NULL, &natural, NULL,
                      NULL);

  return natural;
}

static GtkSizeRequestMode
xu_scroller_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
xu_scroller_measure (GtkWidget *widget,
                     GtkOrientation orientation,
                     int for_size,
                     int *minimum,
                     int *natural,
                     int *minimum_baseline,
                     int *natural_baseline)
{
  XuScroller *self = XU_SCROLLER (widget);

  gtk_widget_measure (GTK_WIDGET (self->window), orientation, -1, minimum, natural, NULL, NULL);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    return;

  *natural = get_content_height (self, for_size);
  *minimum = MIN (*minimum, *natural);
}

static void
xu_scroller_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  gtk_widget_allocate (GTK_WIDGET (XU_SCROLLER (widget)->window), width, height, baseline, NULL);
}

/* Past the scrolled window, which would take the focus itself where nothing in it can, unless it is
 * there for scrolling by keys. */
static gboolean
xu_scroller_focus (GtkWidget *widget, GtkDirectionType direction)
{
  XuScroller *self = XU_SCROLLER (widget);
  gboolean is_scrolling
      = gtk_widget_get_height (widget) < get_content_height (self, gtk_widget_get_width (widget));

  return gtk_widget_child_focus (is_scrolling ? GTK_WIDGET (self->window) : get_content (self),
                                 direction);
}

static void
xu_scroller_dispose (GObject *object)
{
  XuScroller *self = XU_SCROLLER (object);
  GtkWidget *window = GTK_WIDGET (g_steal_pointer (&self->window));

  if (window != NULL)
    gtk_widget_unparent (window);

  G_OBJECT_CLASS (xu_scroller_parent_class)->dispose (object);
}

static void
xu_scroller_set_property (GObject *object,
                          guint property_id,
                          const GValue *value,
                          GParamSpec *pspec)
{
  switch ((XuScrollerProperty) property_id)
    {
    case PROP_CHILD:
      gtk_scrolled_window_set_child (XU_SCROLLER (object)->window, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
xu_scroller_class_init (XuScrollerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = xu_scroller_dispose;
  object_class->set_property = xu_scroller_set_property;
  widget_class->get_request_mode = xu_scroller_get_request_mode;
  widget_class->measure = xu_scroller_measure;
  widget_class->size_allocate = xu_scroller_size_allocate;
  widget_class->focus = xu_scroller_focus;

  properties[PROP_CHILD] = g_param_spec_object ("child", NULL, NULL, GTK_TYPE_WIDGET,
                                                G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
xu_scroller_init (XuScroller *self)
{
  self->window = GTK_SCROLLED_WINDOW (gtk_scrolled_window_new ());
  gtk_scrolled_window_set_policy (self->window, GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_widget_set_parent (GTK_WIDGET (self->window), GTK_WIDGET (self));
}
