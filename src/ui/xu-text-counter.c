/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The ring that shows how much of a text's length is used. */

#define G_LOG_DOMAIN "xu-ui"

#include "config.h"

#include "xu-text-counter.h"

#include <glib/gi18n.h>

#include "xu-post-notes.h"

enum
{
  RING_SIZE = 20,
};

static const double ring_width = 2.5;
static const double track_alpha = 0.2;

struct _XuTextCounter
{
  GtkWidget parent_instance;

  GtkWidget *number; /* what is left; hidden while that is much */
  GtkWidget *ring;
  guint used;
  guint limit;
};

typedef enum
{
  PROP_USED = 1,
  PROP_LIMIT,
} XuTextCounterProperty;

static GParamSpec *properties[PROP_LIMIT + 1];

G_DEFINE_FINAL_TYPE (XuTextCounter, xu_text_counter, GTK_TYPE_WIDGET)

static void
draw_ring_cb (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer user_data)
{
  const XuTextCounter *self = user_data;
  gboolean is_rtl = gtk_widget_get_direction (GTK_WIDGET (area)) == GTK_TEXT_DIR_RTL;
  double radius = (MIN (width, height) - ring_width) / 2;
  double part = MIN (1.0, (double) self->used / self->limit);
  GdkRGBA color;

  gtk_style_context_get_color (gtk_widget_get_style_context (GTK_WIDGET (area)), &color);
  cairo_translate (cr, width / 2.0, height / 2.0);
  if (is_rtl)
    cairo_scale (cr, -1, 1);

  cairo_set_line_width (cr, ring_width);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_arc (cr, 0, 0, radius, 0, 2 * G_PI);
  cairo_set_source_rgba (cr, color.red, color.green, color.blue, color.alpha * track_alpha);
  cairo_stroke (cr);

  if (part > 0)
    {
      cairo_arc (cr, 0, 0, radius, -G_PI_2, -G_PI_2 + part * 2 * G_PI);
      gdk_cairo_set_source_rgba (cr, &color);
      cairo_stroke (cr);
    }
}

static void
set_class (XuTextCounter *self, const char *name, gboolean is_set)
{
  if (is_set)
    gtk_widget_add_css_class (GTK_WIDGET (self), name);
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), name);
}

static void
update_accessible (XuTextCounter *self)
{
  g_autofree char *value
      /* Translators: how long a text is and may be, in characters; %u are numbers */
      = g_strdup_printf (ngettext ("%u of %u character", "%u of %u characters", self->limit),
                         self->used, self->limit);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_VALUE_MIN, 0.0,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_MAX, (double) self->limit,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_NOW, (double) self->used,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, value,
                                  /* GTK 4.8 tells assistive technologies nothing of the value of
                                     widgets that are not its own. */
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, value, -1);
}

static void
update (XuTextCounter *self)
{
  gint64 left = (gint64) self->limit - self->used;
  g_autofree char *text = left < 0 ? g_strdup_printf ("−%" G_GINT64_FORMAT, -left)
                                   : g_strdup_printf ("%" G_GINT64_FORMAT, left);

  gtk_label_set_label (GTK_LABEL (self->number), text);
  gtk_widget_set_visible (self->number, left <= XU_POST_NOTES_NEAR);
  set_class (self, "near", left >= 0 && left <= XU_POST_NOTES_NEAR);
  set_class (self, "over", left < 0);
  update_accessible (self);
  gtk_widget_queue_draw (self->ring);
}

static void
set_limit (XuTextCounter *self, guint limit)
{
  g_return_if_fail (limit > 0);

  if (limit == self->limit)
    return;

  self->limit = limit;
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LIMIT]);
}

static void
xu_text_counter_dispose (GObject *object)
{
  XuTextCounter *self = XU_TEXT_COUNTER (object);

  g_clear_pointer (&self->number, gtk_widget_unparent);
  g_clear_pointer (&self->ring, gtk_widget_unparent);

  G_OBJECT_CLASS (xu_text_counter_parent_class)->dispose (object);
}

static void
xu_text_counter_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  const XuTextCounter *self = XU_TEXT_COUNTER (object);

  switch ((XuTextCounterProperty) property_id)
    {
    case PROP_USED:
      g_value_set_uint (value, self->used);
      break;
    case PROP_LIMIT:
      g_value_set_uint (value, self->limit);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
xu_text_counter_set_property (GObject *object,
                              guint property_id,
                              const GValue *value,
                              GParamSpec *pspec)
{
  XuTextCounter *self = XU_TEXT_COUNTER (object);

  switch ((XuTextCounterProperty) property_id)
    {
    case PROP_USED:
      xu_text_counter_set_used (self, g_value_get_uint (value));
      break;
    case PROP_LIMIT:
      set_limit (self, g_value_get_uint (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
xu_text_counter_class_init (XuTextCounterClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = xu_text_counter_dispose;
  object_class->get_property = xu_text_counter_get_property;
  object_class->set_property = xu_text_counter_set_property;

  properties[PROP_USED] = g_param_spec_uint ("used", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_LIMIT] = g_param_spec_uint ("limit", NULL, NULL, 1, G_MAXUINT, 1, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "xutextcounter");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_METER);
}

static void
xu_text_counter_init (XuTextCounter *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  self->limit = 1;
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 6);

  self->number
      = g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  gtk_widget_add_css_class (self->number, "caption");
  gtk_widget_add_css_class (self->number, "numeric");
  gtk_widget_set_parent (self->number, GTK_WIDGET (self));

  self->ring = g_object_new (GTK_TYPE_DRAWING_AREA, "content-width", RING_SIZE, "content-height",
                             RING_SIZE, "valign", GTK_ALIGN_CENTER, "accessible-role",
                             GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (self->ring), draw_ring_cb, self, NULL);
  gtk_widget_set_parent (self->ring, GTK_WIDGET (self));

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Characters used"), -1);
  update (self);
}

GtkWidget *
xu_text_counter_new (guint limit)
{
  return g_object_new (XU_TYPE_TEXT_COUNTER, "limit", limit, NULL);
}

guint
xu_text_counter_get_used (XuTextCounter *self)
{
  g_return_val_if_fail (XU_IS_TEXT_COUNTER (self), 0);

  return self->used;
}

guint
xu_text_counter_get_limit (XuTextCounter *self)
{
  g_return_val_if_fail (XU_IS_TEXT_COUNTER (self), 1);

  return self->limit;
}

void
xu_text_counter_set_used (XuTextCounter *self, guint used)
{
  g_return_if_fail (XU_IS_TEXT_COUNTER (self));

  if (used == self->used)
    return;

  self->used = used;
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_USED]);
}
