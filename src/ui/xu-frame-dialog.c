/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Takes a frame of a video as its cover picture. */

#define G_LOG_DOMAIN "xu-ui"

#include "config.h"

#include "xu-frame-dialog.h"

#include <glib/gi18n.h>

#include "xu-errands.h"
#include "xu-failure-words.h"
#include "xu-media-texture.h"
#include "xu-preview.h"
#include "xu-quantity-words.h"

/* The very end of a video is no frame any more. */
static const gint64 end_margin_us = G_USEC_PER_SEC / 10;

struct _XuFrameDialog
{
  AdwWindow parent_instance;

  XuPreview *preview;
  GtkSpinner *spinner;
  GtkWidget *times; /* all of them; hidden while they are not known */
  GtkWidget *scale;
  GtkAdjustment *time;
  GtkLabel *time_label;
  GtkLabel *duration_label;
  GtkLabel *problem_label;

  XuEngine *engine;          /* (owned) (nullable) */
  char *path;                /* (owned) (nullable) (type filename) */
  GCancellable *cancellable; /* (owned): cancelled when the dialog closes */
  gint64 wanted_us;          /* the frame to show */
  gint64 asked_us;           /* the last one that was asked for; -1: none */
  gboolean is_asking;
  gboolean is_taking;
};

enum
{
  SIGNAL_TAKEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (XuFrameDialog, xu_frame_dialog, ADW_TYPE_WINDOW)

static void pump (XuFrameDialog *self);

static void
show_problem (XuFrameDialog *self, const GError *error)
{
  g_autofree char *sentence = error != NULL ? xu_failure_words_dup_sentence (error) : NULL;

  gtk_label_set_label (self->problem_label, sentence != NULL ? sentence : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem_label), sentence != NULL);
}

static void
update (XuFrameDialog *self)
{
  gtk_spinner_set_spinning (self->spinner,
                            self->is_taking || (self->is_asking && self->asked_us < 0));
  gtk_widget_set_sensitive (self->scale, !self->is_taking);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "frame.take", !self->is_taking);
}

/* Looking at frames: one at a time, and then the one that the slider is at by then. */

static void
previewed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (XuFrameDialog) self = XU_FRAME_DIALOG (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (XuMediaProbe) probe
      = xu_engine_preview_frame_finish (XU_ENGINE (source), result, &error);

  self->is_asking = FALSE;
  if (g_cancellable_is_cancelled (self->cancellable))
    return;

  g_autoptr (GdkTexture) texture = probe != NULL ? xu_media_texture_new (probe) : NULL;

  if (texture != NULL)
    xu_preview_set_paintable (self->preview, GDK_PAINTABLE (texture));
  show_problem (self, error);
  update (self);
  pump (self);
}

static void
pump (XuFrameDialog *self)
{
  if (self->is_asking || self->wanted_us == self->asked_us)
    return;

  self->is_asking = TRUE;
  update (self);
  self->asked_us = self->wanted_us;
  xu_engine_preview_frame_async (self->engine, self->path, self->wanted_us, self->cancellable,
                                 previewed_cb, g_object_ref (self));
}

static void
time_cb (XuFrameDialog *self)
{
  double seconds = gtk_adjustment_get_value (self->time);
  g_autofree char *clock = xu_quantity_words_dup_clock ((gint64) seconds);
  /* Translators: a time in a video with its tenths of a second; %s is “0:05” */
  g_autofree char *words = g_strdup_printf (_ ("%s.%d"), clock, (int) (seconds * 10) % 10);

  self->wanted_us = (gint64) (seconds * G_USEC_PER_SEC);
  gtk_label_set_label (self->time_label, words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->scale), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT,
                                  words, -1);
  if (self->engine != NULL)
    pump (self);
}

/* Taking one. */

static void
show_taken (XuFrameDialog *self, const char *path, const GError *error)
{
  show_problem (self, error);
  update (self);
  if (path == NULL)
    return;

  g_signal_emit (self, signals[SIGNAL_TAKEN], 0, path);
  gtk_window_close (GTK_WINDOW (self));
}

static void
taken_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (XuFrameDialog) self = XU_FRAME_DIALOG (user_data);
  g_autoptr (GError) error = NULL;
  g_autofree char *path = xu_engine_grab_frame_finish (XU_ENGINE (source), result, &error);

  self->is_taking = FALSE;
  if (!g_cancellable_is_cancelled (self->cancellable))
    show_taken (self, path, error);
  xu_errands_end (xu_errands_of (XU_ENGINE (source)));
}

static void
take (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  XuFrameDialog *self = XU_FRAME_DIALOG (widget);

  self->is_taking = TRUE;
  show_problem (self, NULL);
  update (self);
  xu_errands_begin (xu_errands_of (self->engine));
  xu_engine_grab_frame_async (self->engine, self->path, self->wanted_us, self->cancellable,
                              taken_cb, g_object_ref (self));
}

/* It may be found out only while the dialog is open; but then the slider stays where it is. */
static void
duration_cb (XuJobItem *item, GParamSpec *pspec, XuFrameDialog *self)
{
  if (gtk_adjustment_get_upper (self->time) > 0)
    return;

  gint64 duration_us = xu_job_item_get_duration (item);
  gint64 last_us = MAX (0, duration_us - end_margin_us);
  double last = (double) last_us / G_USEC_PER_SEC;
  g_autofree char *words = xu_quantity_words_dup_clock (MAX (0, duration_us) / G_USEC_PER_SEC);

  gtk_adjustment_set_upper (self->time, last);
  gtk_label_set_label (self->duration_label, words);
  gtk_widget_set_visible (self->times, last_us > 0);

  /* Many videos begin with black. */
  gtk_adjustment_set_value (self->time, last / 10);
}

static void
xu_frame_dialog_dispose (GObject *object)
{
  XuFrameDialog *self = XU_FRAME_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (object), XU_TYPE_FRAME_DIALOG);
  g_clear_object (&self->engine);

  G_OBJECT_CLASS (xu_frame_dialog_parent_class)->dispose (object);
}

static void
xu_frame_dialog_finalize (GObject *object)
{
  XuFrameDialog *self = XU_FRAME_DIALOG (object);

  g_object_unref (self->cancellable);
  g_free (self->path);

  G_OBJECT_CLASS (xu_frame_dialog_parent_class)->finalize (object);
}

static void
xu_frame_dialog_class_init (XuFrameDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = xu_frame_dialog_dispose;
  object_class->finalize = xu_frame_dialog_finalize;

  signals[SIGNAL_TAKEN] = g_signal_new ("taken", XU_TYPE_FRAME_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL,
                                        NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  g_type_ensure (XU_TYPE_PREVIEW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/example/XUploader/xu-frame-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, XuFrameDialog, preview);
  gtk_widget_class_bind_template_child (widget_class, XuFrameDialog, spinner);
  gtk_widget_class_bind_template_child (widget_class, XuFrameDialog, times);
  gtk_widget_class_bind_template_child (widget_class, XuFrameDialog, scale);
  gtk_widget_class_bind_template_child (widget_class, XuFrameDialog, time);
  gtk_widget_class_bind_template_child (widget_class, XuFrameDialog, time_label);
  gtk_widget_class_bind_template_child (widget_class, XuFrameDialog, duration_label);
  gtk_widget_class_bind_template_child (widget_class, XuFrameDialog, problem_label);
  gtk_widget_class_bind_template_callback (widget_class, time_cb);

  gtk_widget_class_install_action (widget_class, "frame.take", NULL, take);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
xu_frame_dialog_init (XuFrameDialog *self)
{
  self->cancellable = g_cancellable_new ();
  self->asked_us = -1;
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWindow *
xu_frame_dialog_new (XuJobItem *item)
{
  g_return_val_if_fail (XU_IS_JOB_ITEM (item), NULL);

  XuFrameDialog *self = g_object_new (XU_TYPE_FRAME_DIALOG, NULL);

  self->engine = g_object_ref (xu_job_item_get_engine (item));
  self->path = g_strdup (xu_job_get_spec (xu_job_item_get_job (item))->paths[0]);
  g_signal_connect_object (item, "notify::duration", G_CALLBACK (duration_cb), self, 0);
  duration_cb (item, NULL, self);
  time_cb (self);
  gtk_widget_grab_focus (self->scale);

  return GTK_WINDOW (self);
}
