/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A small picture that fills its place. */

#define G_LOG_DOMAIN "xu-ui"

#include "config.h"

#include "xu-thumbnail.h"

struct _XuThumbnail
{
  GtkWidget parent_instance;

  GtkWidget *icon;         /* (unowned): a child; seen while there is no picture */
  GdkPaintable *paintable; /* (owned) (nullable) */
  int width, height;
};

typedef enum
{
  PROP_PAINTABLE = 1,
  PROP_WIDTH,
  PROP_HEIGHT,
  PROP_ICON_NAME,
} XuThumbnailProperty;

static GParamSpec *properties[PROP_ICON_NAME + 1];

static const float corner_radius = 6;

G_DEFINE_FINAL_TYPE (XuThumbnail, xu_thumbnail, GTK_TYPE_WIDGET)

/* GtkPicture of 4.8 has no content-fit: cover, so the picture is scaled here. */
static void
snapshot_cover (GtkSnapshot *snapshot, GdkPaintable *paintable, float width, float height)
{
  double aspect = gdk_paintable_get_intrinsic_aspect_ratio (paintable);
  float shown_width = width;
  float shown_height = height;

  if (aspect > 0 && aspect > width / height)
    shown_width = (float) (height * aspect);
  else if (aspect > 0)
    shown_height = (float) (width / aspect);

  gtk_snapshot_translate (
      snapshot, &GRAPHENE_POINT_INIT ((width - shown_width) / 2, (height - shown_height) / 2));
  gdk_paintable_snapshot (paintable, GDK_SNAPSHOT (snapshot), shown_width, shown_height);
}

static void
xu_thumbnail_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  XuThumbnail *self = XU_THUMBNAIL (widget);
  float width = (float) gtk_widget_get_width (widget);
  float height = (float) gtk_widget_get_height (widget);
  GskRoundedRect place;

  GTK_WIDGET_CLASS (xu_thumbnail_parent_class)->snapshot (widget, snapshot);
  if (self->paintable == NULL || width <= 0 || height <= 0)
    return;

  gsk_rounded_rect_init_from_rect (&place, &GRAPHENE_RECT_INIT (0, 0, width, height),
                                   corner_radius);
  gtk_snapshot_push_rounded_clip (snapshot, &place);
  snapshot_cover (snapshot, self->paintable, width, height);
  gtk_snapshot_pop (snapshot);
}

static void
xu_thumbnail_measure (GtkWidget *widget,
                      GtkOrientation orientation,
                      int for_size,
                      int *minimum,
                      int *natural,
                      int *minimum_baseline,
                      int *natural_baseline)
{
  const XuThumbnail *self = XU_THUMBNAIL (widget);

  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? self->width : self->height;
  *minimum_baseline = *natural_baseline = -1;
}

static void
xu_thumbnail_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  const XuThumbnail *self = XU_THUMBNAIL (widget);

  gtk_widget_size_allocate (self->icon, &(GtkAllocation){ 0, 0, width, height }, -1);
}

static void
xu_thumbnail_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  const XuThumbnail *self = XU_THUMBNAIL (object);

  switch ((XuThumbnailProperty) property_id)
    {
    case PROP_PAINTABLE:
      g_value_set_object (value, self->paintable);
      break;
    case PROP_WIDTH:
      g_value_set_int (value, self->width);
      break;
    case PROP_HEIGHT:
      g_value_set_int (value, self->height);
      break;
    case PROP_ICON_NAME:
      g_value_set_string (value, gtk_image_get_icon_name (GTK_IMAGE (self->icon)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
set_paintable (XuThumbnail *self, GdkPaintable *paintable)
{
  if (!g_set_object (&self->paintable, paintable))
    return;

  gtk_widget_set_child_visible (self->icon, paintable == NULL);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PAINTABLE]);
}

static void
set_length (XuThumbnail *self, int *length, int value, XuThumbnailProperty property)
{
  if (*length == value)
    return;

  *length = value;
  gtk_widget_queue_resize (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static void
set_icon_name (XuThumbnail *self, const char *icon_name)
{
  if (g_strcmp0 (gtk_image_get_icon_name (GTK_IMAGE (self->icon)), icon_name) == 0)
    return;

  gtk_image_set_from_icon_name (GTK_IMAGE (self->icon), icon_name);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ICON_NAME]);
}

static void
xu_thumbnail_set_property (GObject *object,
                           guint property_id,
                           const GValue *value,
                           GParamSpec *pspec)
{
  XuThumbnail *self = XU_THUMBNAIL (object);

  switch ((XuThumbnailProperty) property_id)
    {
    case PROP_PAINTABLE:
      set_paintable (self, g_value_get_object (value));
      break;
    case PROP_WIDTH:
      set_length (self, &self->width, g_value_get_int (value), PROP_WIDTH);
      break;
    case PROP_HEIGHT:
      set_length (self, &self->height, g_value_get_int (value), PROP_HEIGHT);
      break;
    case PROP_ICON_NAME:
      set_icon_name (self, g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
xu_thumbnail_dispose (GObject *object)
{
  XuThumbnail *self = XU_THUMBNAIL (object);

  g_clear_object (&self->paintable);
  g_clear_pointer (&self->icon, gtk_widget_unparent);

  G_OBJECT_CLASS (xu_thumbnail_parent_class)->dispose (object);
}

static void
xu_thumbnail_class_init (XuThumbnailClass *klass)
{
  static const GParamFlags flags
      = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = xu_thumbnail_dispose;
  object_class->get_property = xu_thumbnail_get_property;
  object_class->set_property = xu_thumbnail_set_property;
  widget_class->measure = xu_thumbnail_measure;
  widget_class->size_allocate = xu_thumbnail_size_allocate;
  widget_class->snapshot = xu_thumbnail_snapshot;

  properties[PROP_PAINTABLE]
      = g_param_spec_object ("paintable", NULL, NULL, GDK_TYPE_PAINTABLE, flags);
  properties[PROP_WIDTH] = g_param_spec_int ("width", NULL, NULL, 0, G_MAXINT, 0, flags);
  properties[PROP_HEIGHT] = g_param_spec_int ("height", NULL, NULL, 0, G_MAXINT, 0, flags);
  properties[PROP_ICON_NAME] = g_param_spec_string ("icon-name", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  gtk_widget_class_set_css_name (widget_class, "xuthumbnail");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
xu_thumbnail_init (XuThumbnail *self)
{
  self->icon = gtk_image_new ();
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->icon), GTK_ACCESSIBLE_PROPERTY_LABEL, "",
                                  -1);
  gtk_widget_set_parent (self->icon, GTK_WIDGET (self));
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}
