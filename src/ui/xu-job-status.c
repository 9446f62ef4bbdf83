/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a job does, and what can be done about it. */

#define G_LOG_DOMAIN "xu-ui"

#include "config.h"

#include "xu-job-status.h"

#include "xu-failure-words.h"
#include "xu-wrap-layout.h"

struct _XuJobStatus
{
  GtkWidget parent_instance;

  GtkLabel *phase;
  GtkWidget *bars;
  GtkProgressBar *sent_bar; /* below the other: what was sent, be it acknowledged or not */
  GtkProgressBar *bar;
  GtkLabel *details;
  GtkLabel *remedy;

  XuJobItem *item; /* (owned) (nullable) */
  guint pulse_id;  /* source: while something lasts that cannot be measured */
};

enum
{
  PULSE_MS = 120,
};

typedef enum
{
  PROP_ITEM = 1,
} XuJobStatusProperty;

static GParamSpec *properties[PROP_ITEM + 1];

G_DEFINE_FINAL_TYPE (XuJobStatus, xu_job_status, GTK_TYPE_WIDGET)

static void
set_label (GtkLabel *label, const char *text)
{
  gtk_label_set_label (label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL && *text != '\0');
}

static gboolean
pulse_cb (gpointer user_data)
{
  const XuJobStatus *self = user_data;

  gtk_progress_bar_pulse (self->bar);
  return G_SOURCE_CONTINUE;
}

/* What moves without a measure; where people want no motion, the words alone say so. */
static gboolean
is_to_pulse (XuJobStatus *self)
{
  gboolean may_animate;

  switch (xu_job_get_state (xu_job_item_get_job (self->item)))
    {
    case XU_JOB_CHECKING:
    case XU_JOB_PROCESSING:
    case XU_JOB_FINISHING:
    case XU_JOB_POSTING:
      g_object_get (gtk_widget_get_settings (GTK_WIDGET (self)), "gtk-enable-animations",
                    &may_animate, NULL);
      return may_animate;
    case XU_JOB_QUEUED:
    case XU_JOB_UPLOADING:
    case XU_JOB_PAUSED:
    case XU_JOB_READY:
    case XU_JOB_POSTED:
    case XU_JOB_FAILED:
    case XU_JOB_CANCELLED:
    default:
      return FALSE;
    }
}

static void
update_bar (XuJobStatus *self)
{
  double fraction = self->item != NULL ? xu_job_item_get_fraction (self->item) : -1;
  gboolean is_pulsing = self->item != NULL && fraction < 0 && is_to_pulse (self);

  if (!is_pulsing)
    g_clear_handle_id (&self->pulse_id, g_source_remove);
  else if (self->pulse_id == 0)
    self->pulse_id = g_timeout_add (PULSE_MS, pulse_cb, self);

  gtk_widget_set_visible (self->bars, fraction >= 0 || is_pulsing);
  gtk_progress_bar_set_fraction (self->sent_bar,
                                 fraction >= 0 ? xu_job_item_get_sent_fraction (self->item) : 0);
  if (fraction >= 0)
    gtk_progress_bar_set_fraction (self->bar, fraction);
}

static void
update_details (XuJobStatus *self)
{
  g_autofree char *details = self->item != NULL ? xu_job_item_dup_details (self->item) : NULL;

  set_label (self->details, details);
}

static void
update_remedy (XuJobStatus *self)
{
  XuJob *job = self->item != NULL ? xu_job_item_get_job (self->item) : NULL;
  const GError *error
      = job != NULL && xu_job_get_state (job) == XU_JOB_FAILED ? xu_job_get_error (job) : NULL;
  g_autofree char *remedy = error != NULL ? xu_failure_words_dup_remedy (error) : NULL;

  set_label (self->remedy, remedy);
  if (error != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self->phase), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->phase), "error");
}

static void
update (XuJobStatus *self)
{
  g_autofree char *phase = self->item != NULL ? xu_job_item_dup_phase (self->item) : NULL;

  set_label (self->phase, phase);
  update_details (self);
  update_remedy (self);
  update_bar (self);
}

/* How a change is told to who does not look: GTK 4.8 only has a role for it, of which newer ones
 * take the name. */
#if GTK_CHECK_VERSION(4, 14, 0)
static void
prepare_to_tell (GtkLabel *label)
{
}

static void
tell (GtkLabel *label)
{
  G_GNUC_BEGIN_IGNORE_DEPRECATIONS /* It is newer than what else is used. */
      gtk_accessible_announce (GTK_ACCESSIBLE (label), gtk_label_get_label (label),
                               GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
  G_GNUC_END_IGNORE_DEPRECATIONS
}
#else
static void
prepare_to_tell (GtkLabel *label)
{
  g_object_set (label, "accessible-role", GTK_ACCESSIBLE_ROLE_STATUS, NULL);
}

static void
tell (GtkLabel *label)
{
}
#endif

static void
phase_cb (XuJobStatus *self)
{
  update (self);
  tell (self->phase);
}

void
xu_job_status_set_item (XuJobStatus *self, XuJobItem *item)
{
  g_return_if_fail (XU_IS_JOB_STATUS (self) && (item == NULL || XU_IS_JOB_ITEM (item)));

  if (self->item == item)
    return;

  if (self->item != NULL)
    g_signal_handlers_disconnect_by_data (self->item, self);
  g_set_object (&self->item, item);
  if (item != NULL)
    {
      g_signal_connect_object (item, "notify::phase", G_CALLBACK (phase_cb), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (item, "notify::fraction", G_CALLBACK (update_bar), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (item, "notify::details", G_CALLBACK (update_details), self,
                               G_CONNECT_SWAPPED);
    }
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ITEM]);
}

static void
xu_job_status_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  XuJobStatus *self = XU_JOB_STATUS (object);

  switch ((XuJobStatusProperty) property_id)
    {
    case PROP_ITEM:
      g_value_set_object (value, self->item);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
xu_job_status_set_property (GObject *object,
                            guint property_id,
                            const GValue *value,
                            GParamSpec *pspec)
{
  XuJobStatus *self = XU_JOB_STATUS (object);

  switch ((XuJobStatusProperty) property_id)
    {
    case PROP_ITEM:
      xu_job_status_set_item (self, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
xu_job_status_dispose (GObject *object)
{
  XuJobStatus *self = XU_JOB_STATUS (object);

  g_clear_handle_id (&self->pulse_id, g_source_remove);
  if (self->item != NULL)
    g_signal_handlers_disconnect_by_data (self->item, self);
  g_clear_object (&self->item);
  gtk_widget_dispose_template (GTK_WIDGET (self), XU_TYPE_JOB_STATUS);

  G_OBJECT_CLASS (xu_job_status_parent_class)->dispose (object);
}

static void
xu_job_status_class_init (XuJobStatusClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = xu_job_status_dispose;
  object_class->get_property = xu_job_status_get_property;
  object_class->set_property = xu_job_status_set_property;

  properties[PROP_ITEM]
      = g_param_spec_object ("item", NULL, NULL, XU_TYPE_JOB_ITEM,
                             G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  g_type_ensure (XU_TYPE_WRAP_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/example/XUploader/xu-job-status.ui");
  gtk_widget_class_bind_template_child (widget_class, XuJobStatus, phase);
  gtk_widget_class_bind_template_child (widget_class, XuJobStatus, bars);
  gtk_widget_class_bind_template_child (widget_class, XuJobStatus, sent_bar);
  gtk_widget_class_bind_template_child (widget_class, XuJobStatus, bar);
  gtk_widget_class_bind_template_child (widget_class, XuJobStatus, details);
  gtk_widget_class_bind_template_child (widget_class, XuJobStatus, remedy);
}

static void
xu_job_status_init (XuJobStatus *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  prepare_to_tell (self->phase);
  update (self);
}
