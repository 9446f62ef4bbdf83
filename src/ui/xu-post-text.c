/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The card in which the text of a post is written. */

#define G_LOG_DOMAIN "xu-ui"

#include "config.h"

#include "xu-post-text.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "xu-post-notes.h"
#include "xu-text-counter.h"
#include "xu-text-lines.h"
#include "xu-weighted-text.h"

enum
{
  MIN_LINES = 3,
  MAX_LINES = 10,
};

/* How strongly the part behind the limit is tinted with the colour of warnings. */
static const float excess_alpha = 0.25F;

struct _XuPostText
{
  GtkWidget parent_instance;

  GtkWidget *card;
  GtkScrolledWindow *scroller;
  GtkTextView *view;
  GtkTextBuffer *buffer;
  GtkWidget *placeholder;
  GtkLabel *problem_label;
  GtkLabel *limit_label;
  GtkLabel *link_label;
  GtkLabel *cost;
  XuTextCounter *counter;

  GtkTextTag *excess; /* (unowned): in the buffer's table */
  guint n_descriptions;
  gboolean is_free;
  gboolean is_loading;   /* the text comes from elsewhere, not from the user */
  gboolean is_composing; /* an input method has text that is not entered yet */
  char *problem;         /* (owned) (nullable) */
};

typedef enum
{
  PROP_PROBLEM = 1,
} XuPostTextProperty;

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static GParamSpec *properties[PROP_PROBLEM + 1];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (XuPostText, xu_post_text, GTK_TYPE_WIDGET)

static void
show_note (GtkLabel *label, const char *note)
{
  gtk_label_set_label (label, note != NULL ? note : "");
  gtk_widget_set_visible (GTK_WIDGET (label), note != NULL);
}

static void
mark_excess (XuPostText *self, const char *text, gsize valid_end)
{
  GtkTextIter begin, end;

  gtk_text_buffer_get_bounds (self->buffer, &begin, &end);
  gtk_text_buffer_remove_tag (self->buffer, self->excess, &begin, &end);

  gtk_text_buffer_get_iter_at_offset (self->buffer, &begin,
                                      (int) g_utf8_pointer_to_offset (text, text + valid_end));
  gtk_text_buffer_apply_tag (self->buffer, self->excess, &begin, &end);
}

static void
set_problem (XuPostText *self, const char *problem)
{
  if (g_strcmp0 (problem, self->problem) == 0)
    return;

  g_free (self->problem);
  self->problem = g_strdup (problem);
  gtk_accessible_update_state (
      GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_STATE_INVALID,
      problem != NULL ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROBLEM]);
}

/* The description of what has the focus is read out when it changes. */
static void
tell_remaining (XuPostText *self, const XuPostNotes *notes)
{
  g_autofree char *remaining = xu_post_notes_dup_remaining (notes->used, XU_TEXT_LIMIT_STANDARD);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  notes->problem != NULL ? notes->problem : remaining, -1);
}

static void
update (XuPostText *self)
{
  g_auto (XuPostNotes) notes = { 0 };
  g_autofree char *text = xu_post_text_dup_text (self);

  xu_post_notes_init (&notes, text, self->n_descriptions, self->is_free);

  gtk_widget_set_visible (self->placeholder, *text == '\0' && !self->is_composing);
  show_note (self->problem_label, notes.problem);
  show_note (self->limit_label, notes.limit);
  show_note (self->link_label, notes.link);
  show_note (self->cost, notes.cost);
  xu_text_counter_set_used (self->counter, notes.used);
  mark_excess (self, text, notes.valid_end);
  tell_remaining (self, &notes);
  set_problem (self, notes.problem);
}

static void
buffer_changed_cb (XuPostText *self)
{
  if (self->is_loading)
    return;

  update (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
preedit_changed_cb (XuPostText *self, const char *preedit)
{
  gboolean is_composing = *preedit != '\0';

  if (is_composing == self->is_composing)
    return;

  self->is_composing = is_composing;
  gtk_widget_set_visible (self->placeholder,
                          !is_composing && gtk_text_buffer_get_char_count (self->buffer) == 0);
}

/* File managers offer files as text too, which would paste their paths. */
static void
paste_clipboard_cb (XuPostText *self)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (self));

  if (!gdk_content_formats_contain_gtype (gdk_clipboard_get_formats (clipboard),
                                          GDK_TYPE_FILE_LIST))
    return;

  g_signal_stop_emission_by_name (self->view, "paste-clipboard");
  gtk_widget_activate_action (GTK_WIDGET (self), "win.paste-files", NULL);
}

static void
update_colors (XuPostText *self)
{
  GtkStyleContext *style = gtk_widget_get_style_context (GTK_WIDGET (self->view));
  GdkRGBA color;

  if (!gtk_style_context_lookup_color (style, "warning_bg_color", &color))
    return;

  color.alpha = excess_alpha;
  g_object_set (self->excess, "background-rgba", &color, NULL);
}

static gboolean
xu_post_text_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (XU_POST_TEXT (widget)->view));
}

static void
xu_post_text_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), XU_TYPE_POST_TEXT);

  G_OBJECT_CLASS (xu_post_text_parent_class)->dispose (object);
}

static void
xu_post_text_finalize (GObject *object)
{
  g_free (XU_POST_TEXT (object)->problem);

  G_OBJECT_CLASS (xu_post_text_parent_class)->finalize (object);
}

static void
xu_post_text_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  switch ((XuPostTextProperty) property_id)
    {
    case PROP_PROBLEM:
      g_value_set_string (value, XU_POST_TEXT (object)->problem);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/example/XUploader/xu-post-text.ui");
  gtk_widget_class_bind_template_child (widget_class, XuPostText, card);
  gtk_widget_class_bind_template_child (widget_class, XuPostText, scroller);
  gtk_widget_class_bind_template_child (widget_class, XuPostText, view);
  gtk_widget_class_bind_template_child (widget_class, XuPostText, buffer);
  gtk_widget_class_bind_template_child (widget_class, XuPostText, placeholder);
  gtk_widget_class_bind_template_child (widget_class, XuPostText, problem_label);
  gtk_widget_class_bind_template_child (widget_class, XuPostText, limit_label);
  gtk_widget_class_bind_template_child (widget_class, XuPostText, link_label);
  gtk_widget_class_bind_template_child (widget_class, XuPostText, cost);
  gtk_widget_class_bind_template_child (widget_class, XuPostText, counter);
  gtk_widget_class_bind_template_callback (widget_class, buffer_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, preedit_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, paste_clipboard_cb);
}

static void
xu_post_text_class_init (XuPostTextClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = xu_post_text_dispose;
  object_class->finalize = xu_post_text_finalize;
  object_class->get_property = xu_post_text_get_property;
  widget_class->grab_focus = xu_post_text_grab_focus;

  properties[PROP_PROBLEM]
      = g_param_spec_string ("problem", NULL, NULL, NULL,
                             G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", XU_TYPE_POST_TEXT, G_SIGNAL_RUN_LAST, 0, NULL,
                                          NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (XU_TYPE_TEXT_COUNTER);
  bind_template (widget_class);
}

static void
xu_post_text_init (XuPostText *self)
{
  AdwStyleManager *style = adw_style_manager_get_default ();

  gtk_widget_init_template (GTK_WIDGET (self));
  self->excess = gtk_text_buffer_create_tag (self->buffer, NULL, NULL);
  xu_text_lines_limit (self->scroller, self->view, MIN_LINES, MAX_LINES);
  gtk_widget_set_tooltip_text (
      GTK_WIDGET (self->cost),
      _ ("An estimate by the price list of X; other plans have other prices."));

  g_signal_connect_object (style, "notify::dark", G_CALLBACK (update_colors), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (style, "notify::high-contrast", G_CALLBACK (update_colors), self,
                           G_CONNECT_SWAPPED);
  update_colors (self);
  update (self);
}

void
xu_post_text_set_text (XuPostText *self, const char *text)
{
  g_return_if_fail (XU_IS_POST_TEXT (self));
  g_return_if_fail (text != NULL);

  g_autofree char *valid = g_utf8_make_valid (text, -1);

  self->is_loading = TRUE;
  gtk_text_buffer_begin_irreversible_action (self->buffer);
  gtk_text_buffer_set_text (self->buffer, valid, -1);
  gtk_text_buffer_end_irreversible_action (self->buffer);
  self->is_loading = FALSE;
  update (self);
}

void
xu_post_text_replace_text (XuPostText *self, const char *text)
{
  g_return_if_fail (XU_IS_POST_TEXT (self));
  g_return_if_fail (text != NULL);

  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autofree char *shown = xu_post_text_dup_text (self);
  GtkTextIter start, end;

  if (g_str_equal (valid, shown))
    return;

  self->is_loading = TRUE;
  gtk_text_buffer_begin_user_action (self->buffer);
  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  gtk_text_buffer_delete (self->buffer, &start, &end);
  gtk_text_buffer_insert (self->buffer, &start, valid, -1);
  gtk_text_buffer_end_user_action (self->buffer);
  self->is_loading = FALSE;
  update (self);
}

char *
xu_post_text_dup_text (XuPostText *self)
{
  g_return_val_if_fail (XU_IS_POST_TEXT (self), NULL);

  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  return gtk_text_buffer_get_text (self->buffer, &start, &end, FALSE);
}

void
xu_post_text_set_terms (XuPostText *self, guint n_descriptions, gboolean is_free)
{
  g_return_if_fail (XU_IS_POST_TEXT (self));

  if (n_descriptions == self->n_descriptions && is_free == self->is_free)
    return;

  self->n_descriptions = n_descriptions;
  self->is_free = is_free;
  update (self);
}

const char *
xu_post_text_get_problem (XuPostText *self)
{
  g_return_val_if_fail (XU_IS_POST_TEXT (self), NULL);

  return self->problem;
}

gboolean
xu_post_text_is_composing (XuPostText *self)
{
  g_return_val_if_fail (XU_IS_POST_TEXT (self), FALSE);

  return self->is_composing;
}
