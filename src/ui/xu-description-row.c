/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A row in which one medium is described for people who cannot see it. */

#define G_LOG_DOMAIN "xu-ui"

#include "config.h"

#include "xu-description-row.h"

#include "xu-foreign-words.h"
#include "xu-text-counter.h"
#include "xu-text-lines.h"

enum
{
  MIN_LINES = 3,
  MAX_LINES = 8,
};

struct _XuDescriptionRow
{
  AdwExpanderRow parent_instance;

  GtkWidget *text_row;
  GtkScrolledWindow *scroller;
  GtkTextView *view;
  GtkTextBuffer *buffer;
  XuTextCounter *counter;

  char *invitation;      /* (owned) */
  gboolean is_loading;   /* the text comes from elsewhere, not from the user */
  gboolean is_composing; /* an input method has text that is not entered yet */
};

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (XuDescriptionRow, xu_description_row, ADW_TYPE_EXPANDER_ROW)

static void
update (XuDescriptionRow *self)
{
  g_autofree char *text = xu_description_row_dup_text (self);
  g_autofree char *plain = xu_foreign_words_dup_plain (text);

  xu_text_counter_set_used (self->counter, (guint) g_utf8_strlen (text, -1));
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (self), *text != '\0' ? plain : self->invitation);
}

static void
buffer_changed_cb (XuDescriptionRow *self)
{
  if (self->is_loading)
    return;

  update (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
preedit_changed_cb (XuDescriptionRow *self, const char *preedit)
{
  self->is_composing = *preedit != '\0';
}

static void
expanded_cb (XuDescriptionRow *self)
{
  if (adw_expander_row_get_expanded (ADW_EXPANDER_ROW (self)))
    gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

static void
xu_description_row_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), XU_TYPE_DESCRIPTION_ROW);

  G_OBJECT_CLASS (xu_description_row_parent_class)->dispose (object);
}

static void
xu_description_row_finalize (GObject *object)
{
  g_free (XU_DESCRIPTION_ROW (object)->invitation);

  G_OBJECT_CLASS (xu_description_row_parent_class)->finalize (object);
}

static void
xu_description_row_class_init (XuDescriptionRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = xu_description_row_dispose;
  object_class->finalize = xu_description_row_finalize;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", XU_TYPE_DESCRIPTION_ROW, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (XU_TYPE_TEXT_COUNTER);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/example/XUploader/xu-description-row.ui");
  gtk_widget_class_bind_template_child (widget_class, XuDescriptionRow, text_row);
  gtk_widget_class_bind_template_child (widget_class, XuDescriptionRow, scroller);
  gtk_widget_class_bind_template_child (widget_class, XuDescriptionRow, view);
  gtk_widget_class_bind_template_child (widget_class, XuDescriptionRow, buffer);
  gtk_widget_class_bind_template_child (widget_class, XuDescriptionRow, counter);
  gtk_widget_class_bind_template_callback (widget_class, buffer_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, preedit_changed_cb);
}

static void
xu_description_row_init (XuDescriptionRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  xu_text_lines_limit (self->scroller, self->view, MIN_LINES, MAX_LINES);
  g_signal_connect (self, "notify::expanded", G_CALLBACK (expanded_cb), NULL);
}

GtkWidget *
xu_description_row_new (const char *title, const char *field, const char *invitation)
{
  g_return_val_if_fail (title != NULL && field != NULL && invitation != NULL, NULL);

  XuDescriptionRow *self = g_object_new (XU_TYPE_DESCRIPTION_ROW, NULL);

  /* Not as a property above: there it would be shown before the row knows that it is no markup. */
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), title);
  self->invitation = g_strdup (invitation);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->text_row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  field, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL, field,
                                  -1);
  update (self);

  return GTK_WIDGET (self);
}

void
xu_description_row_set_text (XuDescriptionRow *self, const char *text)
{
  g_return_if_fail (XU_IS_DESCRIPTION_ROW (self));
  g_return_if_fail (text != NULL);

  g_autofree char *valid = g_utf8_make_valid (text, -1);

  self->is_loading = TRUE;
  gtk_text_buffer_begin_irreversible_action (self->buffer);
  gtk_text_buffer_set_text (self->buffer, valid, -1);
  gtk_text_buffer_end_irreversible_action (self->buffer);
  self->is_loading = FALSE;
  update (self);
}

char *
xu_description_row_dup_text (XuDescriptionRow *self)
{
  g_return_val_if_fail (XU_IS_DESCRIPTION_ROW (self), NULL);

  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  return g_strstrip (gtk_text_buffer_get_text (self->buffer, &start, &end, FALSE));
}

gboolean
xu_description_row_is_too_long (XuDescriptionRow *self)
{
  g_return_val_if_fail (XU_IS_DESCRIPTION_ROW (self), FALSE);

  return xu_text_counter_get_used (self->counter) > xu_text_counter_get_limit (self->counter);
}

gboolean
xu_description_row_is_composing (XuDescriptionRow *self)
{
  g_return_val_if_fail (XU_IS_DESCRIPTION_ROW (self), FALSE);

  return self->is_composing;
}
