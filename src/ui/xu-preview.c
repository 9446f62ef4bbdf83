/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A small picture with round corners, or an icon in its place. */

#define G_LOG_DOMAIN "xu-ui"

#include "config.h"

#include "xu-preview.h"

#include "xu-media-probe.h"

/* Of the place of a picture that is not there yet, as most videos have it. */
static const double empty_ratio = 16.0 / 9.0;
static const int empty_height = XU_MEDIA_PROBE_THUMBNAIL_SIZE * 9 / 16;

static const float corner_radius = 9;
static const float corner_radius_small = 5;

enum
{
  MIN_SIZE = 24,
  SMALL_HEIGHT = 64,
};

struct _XuPreview
{
  GtkWidget parent_instance;

  GdkPaintable *paintable; /* (owned) (nullable) */
  GtkWidget *icon;         /* in its place */
  int max_height;
};

typedef enum
{
  PROP_PAINTABLE = 1,
  PROP_ICON_NAME,
  PROP_MAX_HEIGHT,
} XuPreviewProperty;

static GParamSpec *properties[PROP_MAX_HEIGHT + 1];

G_DEFINE_FINAL_TYPE (XuPreview, xu_preview, GTK_TYPE_WIDGET)

static double
get_ratio (XuPreview *self)
{
  double ratio
      = self->paintable != NULL ? gdk_paintable_get_intrinsic_aspect_ratio (self->paintable) : 0;

  return ratio > 0 ? ratio : empty_ratio;
}

static int
get_natural_height (XuPreview *self)
{
  int height = self->paintable != NULL ? gdk_paintable_get_intrinsic_height (self->paintable) : 0;

  return MIN (height > 0 ? height : empty_height, self->max_height);
}

static GtkSizeRequestMode
xu_preview_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
xu_preview_measure (GtkWidget *widget,
                    GtkOrientation orientation,
                    int for_size,
                    int *minimum,
                    int *natural,
                    int *minimum_baseline,
                    int *natural_baseline)
{
  XuPreview *self = XU_PREVIEW (widget);
  double ratio = get_ratio (self);
  int height = get_natural_height (self);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *natural = MAX (MIN_SIZE, (int) (height * ratio + 0.5));
      *minimum = MIN (MIN_SIZE, *natural);
      return;
    }

  if (for_size > 0)
    height = MIN (height, (int) (for_size / ratio + 0.5));
  *minimum = *natural = MAX (height, MIN_SIZE);
}

static void
xu_preview_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  XuPreview *self = XU_PREVIEW (widget);

  gtk_widget_allocate (self->icon, width, height, baseline, NULL);
}

static void
xu_preview_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  XuPreview *self = XU_PREVIEW (widget);
  float width = (float) gtk_widget_get_width (widget);
  float height = (float) gtk_widget_get_height (widget);
  float radius = self->max_height <= SMALL_HEIGHT ? corner_radius_small : corner_radius;
  GskRoundedRect clip;

  if (self->paintable == NULL)
    {
      gtk_widget_snapshot_child (widget, self->icon, snapshot);
      return;
    }

  double ratio = get_ratio (self);
  float fitting_width = MIN (width, (float) (height * ratio));
  float fitting_height = MIN (height, (float) (width / ratio));
  graphene_rect_t rect = GRAPHENE_RECT_INIT (
      (width - fitting_width) / 2, (height - fitting_height) / 2, fitting_width, fitting_height);

  gsk_rounded_rect_init_from_rect (&clip, &rect, radius);
  gtk_snapshot_push_rounded_clip (snapshot, &clip);
  gtk_snapshot_translate (snapshot, &rect.origin);
  gdk_paintable_snapshot (self->paintable, GDK_SNAPSHOT (snapshot), (double) fitting_width,
                          (double) fitting_height);
  gtk_snapshot_pop (snapshot);
}

static void
xu_preview_dispose (GObject *object)
{
  XuPreview *self = XU_PREVIEW (object);

  xu_preview_set_paintable (self, NULL);
  g_clear_pointer (&self->icon, gtk_widget_unparent);

  G_OBJECT_CLASS (xu_preview_parent_class)->dispose (object);
}

static void
xu_preview_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  XuPreview *self = XU_PREVIEW (object);

  switch ((XuPreviewProperty) property_id)
    {
    case PROP_PAINTABLE:
      g_value_set_object (value, self->paintable);
      break;
    case PROP_ICON_NAME:
      g_value_set_string (value, gtk_image_get_icon_name (GTK_IMAGE (self->icon)));
      break;
    case PROP_MAX_HEIGHT:
      g_value_set_int (value, self->max_height);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
xu_preview_set_property (GObject *object, guint property_id, const GValue *value, GParamSpec *pspec)
{
  XuPreview *self = XU_PREVIEW (object);

  switch ((XuPreviewProperty) property_id)
    {
    case PROP_PAINTABLE:
      xu_preview_set_paintable (self, g_value_get_object (value));
      break;
    case PROP_ICON_NAME:
      gtk_image_set_from_icon_name (GTK_IMAGE (self->icon), g_value_get_string (value));
      break;
    case PROP_MAX_HEIGHT:
      self->max_height = g_value_get_int (value);
      gtk_image_set_pixel_size (GTK_IMAGE (self->icon), self->max_height <= SMALL_HEIGHT ? 16 : 48);
      gtk_widget_queue_resize (GTK_WIDGET (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
xu_preview_class_init (XuPreviewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->dispose = xu_preview_dispose;
  object_class->get_property = xu_preview_get_property;
  object_class->set_property = xu_preview_set_property;
  widget_class->get_request_mode = xu_preview_get_request_mode;
  widget_class->measure = xu_preview_measure;
  widget_class->size_allocate = xu_preview_size_allocate;
  widget_class->snapshot = xu_preview_snapshot;

  properties[PROP_PAINTABLE] = g_param_spec_object ("paintable", NULL, NULL, GDK_TYPE_PAINTABLE,
                                                    flags | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_ICON_NAME] = g_param_spec_string ("icon-name", NULL, NULL, NULL, flags);
  properties[PROP_MAX_HEIGHT]
      = g_param_spec_int ("max-height", NULL, NULL, MIN_SIZE, G_MAXINT, SMALL_HEIGHT, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  gtk_widget_class_set_css_name (widget_class, "xupreview");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
xu_preview_init (XuPreview *self)
{
  self->max_height = SMALL_HEIGHT;
  self->icon
      = g_object_new (GTK_TYPE_IMAGE, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  gtk_widget_set_parent (self->icon, GTK_WIDGET (self));
  gtk_widget_add_css_class (GTK_WIDGET (self), "empty");
}

void
xu_preview_set_paintable (XuPreview *self, GdkPaintable *paintable)
{
  g_return_if_fail (XU_IS_PREVIEW (self));
  g_return_if_fail (paintable == NULL || GDK_IS_PAINTABLE (paintable));

  if (paintable == self->paintable)
    return;

  if (self->paintable != NULL)
    g_signal_handlers_disconnect_by_data (self->paintable, self);
  g_set_object (&self->paintable, paintable);

  if (paintable != NULL)
    {
      g_signal_connect_swapped (paintable, "invalidate-contents",
                                G_CALLBACK (gtk_widget_queue_draw), self);
      g_signal_connect_swapped (paintable, "invalidate-size", G_CALLBACK (gtk_widget_queue_resize),
                                self);
      gtk_widget_remove_css_class (GTK_WIDGET (self), "empty");
    }
  else
    {
      gtk_widget_add_css_class (GTK_WIDGET (self), "empty");
    }

  gtk_widget_queue_resize (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PAINTABLE]);
}
