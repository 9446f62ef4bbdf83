/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A job in one line of the list. */

#define G_LOG_DOMAIN "xu-ui"

#include "config.h"

#include "xu-job-row.h"

#include "xu-thumbnail.h"

struct _XuJobRow
{
  GtkWidget parent_instance;

  GtkLabel *heading;
  GtkWidget *content;
  GtkLabel *phase;
  GtkProgressBar *bar;

  XuJobItem *item; /* (owned) (nullable) */
};

typedef enum
{
  PROP_ITEM = 1,
} XuJobRowProperty;

static GParamSpec *properties[PROP_ITEM + 1];

G_DEFINE_FINAL_TYPE (XuJobRow, xu_job_row, GTK_TYPE_WIDGET)

static void
update_bar (XuJobRow *self)
{
  double fraction = self->item != NULL ? xu_job_item_get_fraction (self->item) : -1;

  gtk_widget_set_visible (GTK_WIDGET (self->bar), fraction >= 0);
  if (fraction >= 0)
    gtk_progress_bar_set_fraction (self->bar, fraction);
}

static void
update_phase (XuJobRow *self)
{
  XuJobState state
      = self->item != NULL ? xu_job_get_state (xu_job_item_get_job (self->item)) : XU_JOB_QUEUED;

  if (state == XU_JOB_FAILED)
    gtk_widget_add_css_class (GTK_WIDGET (self->phase), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->phase), "error");
}

static void
update (XuJobRow *self)
{
  update_bar (self);
  update_phase (self);
}

void
xu_job_row_set_item (XuJobRow *self, XuJobItem *item)
{
  g_return_if_fail (XU_IS_JOB_ROW (self) && (item == NULL || XU_IS_JOB_ITEM (item)));

  if (self->item == item)
    return;

  if (self->item != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->item, self);
      xu_job_item_hide (self->item);
    }
  g_set_object (&self->item, item);
  if (item != NULL)
    {
      g_signal_connect_object (item, "notify::fraction", G_CALLBACK (update_bar), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (item, "notify::phase", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
      xu_job_item_show (item);
    }
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ITEM]);
}

XuJobItem *
xu_job_row_get_item (XuJobRow *self)
{
  g_return_val_if_fail (XU_IS_JOB_ROW (self), NULL);

  return self->item;
}

void
xu_job_row_set_heading (XuJobRow *self, const char *heading)
{
  g_return_if_fail (XU_IS_JOB_ROW (self));

  gtk_label_set_label (self->heading, heading != NULL ? heading : "");
  gtk_widget_set_visible (GTK_WIDGET (self->heading), heading != NULL);
  gtk_widget_set_visible (self->content, heading == NULL);
}

static void
xu_job_row_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  XuJobRow *self = XU_JOB_ROW (object);

  switch ((XuJobRowProperty) property_id)
    {
    case PROP_ITEM:
      g_value_set_object (value, self->item);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
xu_job_row_set_property (GObject *object, guint property_id, const GValue *value, GParamSpec *pspec)
{
  XuJobRow *self = XU_JOB_ROW (object);

  switch ((XuJobRowProperty) property_id)
    {
    case PROP_ITEM:
      xu_job_row_set_item (self, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
xu_job_row_dispose (GObject *object)
{
  XuJobRow *self = XU_JOB_ROW (object);

  if (self->item != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->item, self);
      xu_job_item_hide (self->item);
    }
  g_clear_object (&self->item);
  gtk_widget_dispose_template (GTK_WIDGET (self), XU_TYPE_JOB_ROW);

  G_OBJECT_CLASS (xu_job_row_parent_class)->dispose (object);
}

static void
xu_job_row_class_init (XuJobRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = xu_job_row_dispose;
  object_class->get_property = xu_job_row_get_property;
  object_class->set_property = xu_job_row_set_property;

  properties[PROP_ITEM]
      = g_param_spec_object ("item", NULL, NULL, XU_TYPE_JOB_ITEM,
                             G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  g_type_ensure (XU_TYPE_THUMBNAIL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/example/XUploader/xu-job-row.ui");
  gtk_widget_class_bind_template_child (widget_class, XuJobRow, heading);
  gtk_widget_class_bind_template_child (widget_class, XuJobRow, content);
  gtk_widget_class_bind_template_child (widget_class, XuJobRow, phase);
  gtk_widget_class_bind_template_child (widget_class, XuJobRow, bar);
}

static void
xu_job_row_init (XuJobRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

XuJobRow *
xu_job_row_new (void)
{
  return g_object_new (XU_TYPE_JOB_ROW, NULL);
}
