/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is under way beside the jobs, so that nothing ends before it. */

#define G_LOG_DOMAIN "xu-ui"

#include "config.h"

#include "xu-errands.h"

struct _XuErrands
{
  GObject parent_instance;

  guint n_errands;
};

G_DEFINE_FINAL_TYPE (XuErrands, xu_errands, G_TYPE_OBJECT)

static const char key[] = "xu-errands"; /* of the engine, for its own */

typedef enum
{
  PROP_BUSY = 1,
} XuErrandsProperty;

static GParamSpec *properties[PROP_BUSY + 1];

static void
xu_errands_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  switch ((XuErrandsProperty) property_id)
    {
    case PROP_BUSY:
      g_value_set_boolean (value, xu_errands_is_busy (XU_ERRANDS (object)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
xu_errands_class_init (XuErrandsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = xu_errands_get_property;
  properties[PROP_BUSY]
      = g_param_spec_boolean ("busy", NULL, NULL, FALSE,
                              G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
xu_errands_init (XuErrands *self)
{
}

XuErrands *
xu_errands_of (XuEngine *engine)
{
  g_return_val_if_fail (XU_IS_ENGINE (engine), NULL);

  XuErrands *self = g_object_get_data (G_OBJECT (engine), key);

  if (self == NULL)
    {
      self = g_object_new (XU_TYPE_ERRANDS, NULL);
      g_object_set_data_full (G_OBJECT (engine), key, self, g_object_unref);
    }

  return self;
}

void
xu_errands_begin (XuErrands *self)
{
  g_return_if_fail (XU_IS_ERRANDS (self));

  self->n_errands++;
  if (self->n_errands == 1)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
}

void
xu_errands_end (XuErrands *self)
{
  g_return_if_fail (XU_IS_ERRANDS (self) && self->n_errands > 0);

  self->n_errands--;
  if (self->n_errands == 0)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
}

gboolean
xu_errands_is_busy (XuErrands *self)
{
  g_return_val_if_fail (XU_IS_ERRANDS (self), FALSE);

  return self->n_errands > 0;
}
