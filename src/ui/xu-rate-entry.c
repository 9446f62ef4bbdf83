/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A speed to type in. */

#define G_LOG_DOMAIN "xu-ui"

#include "config.h"

#include "xu-rate-entry.h"

static const guint64 lowest_rate = 10 * 1000;
static const guint64 highest_rate = 1000 * 1000 * 1000;

/* How a unit is shown: in the order of the drop-down. */
typedef struct
{
  guint64 bytes; /* per second */
  double step;
  guint digits;
} Unit;

static const Unit units[] = {
  { 1000, 50, 0 },
  { 1000 * 1000, 0.5, 1 },
};

enum
{
  UNIT_KB,
  UNIT_MB,
};

struct _XuRateEntry
{
  GtkWidget parent_instance;

  GtkSpinButton *number;
  GtkAdjustment *adjustment;
  GtkDropDown *unit;

  guint64 rate;        /* bytes per second */
  gboolean is_showing; /* while what is shown follows the rate, not the other way round */
};

G_DEFINE_FINAL_TYPE (XuRateEntry, xu_rate_entry, GTK_TYPE_WIDGET)

typedef enum
{
  PROP_RATE = 1,
} XuRateEntryProperty;

static GParamSpec *properties[PROP_RATE + 1];

static const Unit *
get_unit (XuRateEntry *self)
{
  guint selected = gtk_drop_down_get_selected (self->unit);

  return &units[selected < G_N_ELEMENTS (units) ? selected : UNIT_MB];
}

static void
show_rate (XuRateEntry *self)
{
  const Unit *unit = get_unit (self);
  double scale = (double) unit->bytes;

  self->is_showing = TRUE;
  gtk_spin_button_set_digits (self->number, unit->digits);
  gtk_adjustment_configure (self->adjustment, (double) self->rate / scale,
                            MAX ((double) lowest_rate / scale, unit->digits > 0 ? 0.1 : 1.0),
                            (double) highest_rate / scale, unit->step, unit->step * 10, 0);
  self->is_showing = FALSE;
}

static void
take_rate (XuRateEntry *self, guint64 rate)
{
  if (self->rate == rate)
    return;

  self->rate = rate;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RATE]);
}

static void
number_changed_cb (XuRateEntry *self)
{
  double number = gtk_spin_button_get_value (self->number);

  /* To what is shown: half a byte more or less is nobody's wish. */
  if (!self->is_showing)
    take_rate (self, (guint64) (number * 10 + 0.5) * get_unit (self)->bytes / 10);
}

/* The number changes with its unit, the speed does not. */
static void
unit_changed_cb (XuRateEntry *self)
{
  if (!self->is_showing)
    show_rate (self);
}

guint64
xu_rate_entry_get_rate (XuRateEntry *self)
{
  g_return_val_if_fail (XU_IS_RATE_ENTRY (self), 0);

  return self->rate;
}

void
xu_rate_entry_set_rate (XuRateEntry *self, guint64 rate)
{
  g_return_if_fail (XU_IS_RATE_ENTRY (self));

  if (self->rate == rate)
    return;

  take_rate (self, CLAMP (rate, lowest_rate, highest_rate));
  self->is_showing = TRUE;
  gtk_drop_down_set_selected (self->unit,
                              self->rate % (units[UNIT_MB].bytes / 10) == 0 ? UNIT_MB : UNIT_KB);
  show_rate (self);
}

static void
xu_rate_entry_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch ((XuRateEntryProperty) id)
    {
    case PROP_RATE:
      g_value_set_uint64 (value, XU_RATE_ENTRY (object)->rate);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
xu_rate_entry_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  switch ((XuRateEntryProperty) id)
    {
    case PROP_RATE:
      xu_rate_entry_set_rate (XU_RATE_ENTRY (object), g_value_get_uint64 (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
xu_rate_entry_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), XU_TYPE_RATE_ENTRY);

  G_OBJECT_CLASS (xu_rate_entry_parent_class)->dispose (object);
}

static void
xu_rate_entry_class_init (XuRateEntryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = xu_rate_entry_get_property;
  object_class->set_property = xu_rate_entry_set_property;
  object_class->dispose = xu_rate_entry_dispose;

  properties[PROP_RATE]
      = g_param_spec_uint64 ("rate", NULL, NULL, 0, G_MAXUINT64, 0,
                             G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/example/XUploader/xu-rate-entry.ui");
  gtk_widget_class_bind_template_child (widget_class, XuRateEntry, number);
  gtk_widget_class_bind_template_child (widget_class, XuRateEntry, adjustment);
  gtk_widget_class_bind_template_child (widget_class, XuRateEntry, unit);
  gtk_widget_class_bind_template_callback (widget_class, number_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, unit_changed_cb);
}

static void
xu_rate_entry_init (XuRateEntry *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  xu_rate_entry_set_rate (self, 1000 * 1000);
}
