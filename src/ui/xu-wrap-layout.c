/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Children beside each other, in as many lines as they need. */

#define G_LOG_DOMAIN "xu-ui"

#include "config.h"

#include "xu-wrap-layout.h"

struct _XuWrapLayout
{
  GtkLayoutManager parent_instance;

  int spacing;
};

typedef enum
{
  PROP_SPACING = 1,
} XuWrapLayoutProperty;

static GParamSpec *properties[PROP_SPACING + 1];

G_DEFINE_FINAL_TYPE (XuWrapLayout, xu_wrap_layout, GTK_TYPE_LAYOUT_MANAGER)

/* Some children beside each other. */
typedef struct
{
  GtkWidget *first;
  GtkWidget *end; /* (nullable): the first of the next line */
  int spare;      /* width that nobody has asked for */
  int height;
} Line;

static GtkWidget *
skip_hidden (GtkWidget *child)
{
  while (child != NULL && !gtk_widget_should_layout (child))
    child = gtk_widget_get_next_sibling (child);

  return child;
}

static GtkWidget *
get_next (GtkWidget *child)
{
  return skip_hidden (gtk_widget_get_next_sibling (child));
}

static gboolean
may_expand (GtkWidget *child)
{
  return gtk_widget_compute_expand (child, GTK_ORIENTATION_HORIZONTAL);
}

/* Returns: how wide a child has to be in a line of @width */
static int
get_least_width (GtkWidget *child, int width)
{
  int minimum, natural;

  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &natural, NULL, NULL);

  return may_expand (child) ? minimum : MAX (minimum, MIN (natural, width));
}

/* Returns: how wide a child is; who takes the spare width of the line, leaves none */
static int
get_width (GtkWidget *child, int width, int *spare)
{
  int child_width = get_least_width (child, width);

  if (may_expand (child) && *spare > 0)
    {
      child_width += *spare;
      *spare = 0;
    }

  return child_width;
}

static void
find_height (Line *line, int width)
{
  int spare = line->spare;

  for (GtkWidget *child = line->first; child != line->end; child = get_next (child))
    {
      int natural;

      gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, get_width (child, width, &spare), NULL,
                          &natural, NULL, NULL);
      line->height = MAX (line->height, natural);
    }
}

/* The line that begins with @first. */
static Line
find_line (const XuWrapLayout *self, GtkWidget *first, int width)
{
  Line line = { .first = first };
  int used = 0;

  for (line.end = first; line.end != NULL; line.end = get_next (line.end))
    {
      int more = get_least_width (line.end, width) + (line.end != first ? self->spacing : 0);

      if (line.end != first && used + more > width)
        break;
      used += more;
    }
  line.spare = MAX (0, width - used);
  find_height (&line, width);

  return line;
}

static int
measure_height (const XuWrapLayout *self, GtkWidget *widget, int width)
{
  int height = 0;

  for (GtkWidget *child = skip_hidden (gtk_widget_get_first_child (widget)); child != NULL;)
    {
      Line line = find_line (self, child, width);

      height += line.height + (height > 0 ? self->spacing : 0);
      child = line.end;
    }

  return height;
}

static void
measure_width (const XuWrapLayout *self, GtkWidget *widget, int *minimum, int *natural)
{
  *minimum = *natural = 0;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      int child_minimum, child_natural;

      if (!gtk_widget_should_layout (child))
        continue;

      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &child_minimum, &child_natural,
                          NULL, NULL);
      *minimum = MAX (*minimum, child_minimum);
      *natural += child_natural + (*natural > 0 ? self->spacing : 0);
    }
}

static GtkSizeRequestMode
xu_wrap_layout_get_request_mode (GtkLayoutManager *manager, GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
xu_wrap_layout_measure (GtkLayoutManager *manager,
                        GtkWidget *widget,
                        GtkOrientation orientation,
                        int for_size,
                        int *minimum,
                        int *natural,
                        int *minimum_baseline,
                        int *natural_baseline)
{
  const XuWrapLayout *self = XU_WRAP_LAYOUT (manager);

  if (orientation == GTK_ORIENTATION_HORIZONTAL || for_size < 0)
    measure_width (self, widget, minimum, natural);
  if (orientation == GTK_ORIENTATION_VERTICAL)
    *minimum = *natural = measure_height (self, widget, for_size < 0 ? *natural : for_size);
}

static void
allocate_line (const XuWrapLayout *self, GtkWidget *widget, const Line *line, int width, int y)
{
  gboolean is_rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int spare = line->spare;
  int x = 0;

  for (GtkWidget *child = line->first; child != line->end; child = get_next (child))
    {
      int child_width = get_width (child, width, &spare);

      gtk_widget_size_allocate (
          child,
          &(GtkAllocation){ is_rtl ? width - x - child_width : x, y, child_width, line->height },
          -1);
      x += child_width + self->spacing;
    }
}

static void
xu_wrap_layout_allocate (GtkLayoutManager *manager,
                         GtkWidget *widget,
                         int width,
                         int height,
                         int baseline)
{
  const XuWrapLayout *self = XU_WRAP_LAYOUT (manager);
  int y = 0;

  for (GtkWidget *child = skip_hidden (gtk_widget_get_first_child (widget)); child != NULL;)
    {
      Line line = find_line (self, child, width);

      allocate_line (self, widget, &line, width, y);
      y += line.height + self->spacing;
      child = line.end;
    }
}

static void
xu_wrap_layout_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  switch ((XuWrapLayoutProperty) property_id)
    {
    case PROP_SPACING:
      g_value_set_int (value, XU_WRAP_LAYOUT (object)->spacing);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
xu_wrap_layout_set_property (GObject *object,
                             guint property_id,
                             const GValue *value,
                             GParamSpec *pspec)
{
  XuWrapLayout *self = XU_WRAP_LAYOUT (object);

  switch ((XuWrapLayoutProperty) property_id)
    {
    case PROP_SPACING:
      if (self->spacing != g_value_get_int (value))
        {
          self->spacing = g_value_get_int (value);
          gtk_layout_manager_layout_changed (GTK_LAYOUT_MANAGER (self));
          g_object_notify_by_pspec (object, pspec);
        }
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
xu_wrap_layout_class_init (XuWrapLayoutClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkLayoutManagerClass *layout_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  object_class->get_property = xu_wrap_layout_get_property;
  object_class->set_property = xu_wrap_layout_set_property;
  layout_class->get_request_mode = xu_wrap_layout_get_request_mode;
  layout_class->measure = xu_wrap_layout_measure;
  layout_class->allocate = xu_wrap_layout_allocate;

  properties[PROP_SPACING]
      = g_param_spec_int ("spacing", NULL, NULL, 0, G_MAXINT, 0,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
xu_wrap_layout_init (XuWrapLayout *self)
{
}
