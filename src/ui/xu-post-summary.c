/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A post that cannot be changed any more. */

#define G_LOG_DOMAIN "xu-ui"

#include "config.h"

#include "xu-post-summary.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "xu-cover-words.h"
#include "xu-file-words.h"
#include "xu-language-list.h"
#include "xu-post-options.h"

struct _XuPostSummary
{
  GtkWidget parent_instance;

  GtkWidget *text_card;
  GtkLabel *text;
  AdwPreferencesGroup *facts;

  GPtrArray *rows; /* (owned) (element-type GtkWidget): those of the group */
  XuJobSpec *spec; /* (owned) (nullable): what is shown */
};

G_DEFINE_FINAL_TYPE (XuPostSummary, xu_post_summary, GTK_TYPE_WIDGET)

/* @value is anybody's words, and may be long. */
static void
add_fact (XuPostSummary *self, const char *title, const char *value)
{
  GtkWidget *row = g_object_new (ADW_TYPE_ACTION_ROW, "use-markup", FALSE, NULL);

  /* Not as properties above: there they would be shown before the row knows that it is no markup.
   */
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), value);
  g_ptr_array_add (self->rows, row);
  adw_preferences_group_add (self->facts, row);
}

static void
add_descriptions (XuPostSummary *self, const XuJobSpec *spec, XuPostKind kind)
{
  for (gsize i = 0; spec->alt_texts != NULL && spec->alt_texts[i] != NULL; i++)
    {
      if (*spec->alt_texts[i] == '\0' || spec->paths[i] == NULL)
        continue;

      g_autofree char *name = xu_file_words_dup_name (spec->paths[i]);
      g_autofree char *title = kind == XU_POST_KIND_IMAGES
                                   /* Translators: %s is a file name */
                                   ? g_strdup_printf (_ ("Description of %s"), name)
                                   : g_strdup (_ ("Description"));

      add_fact (self, title, spec->alt_texts[i]);
    }
}

static void
add_subtitles (XuPostSummary *self, const XuJobSpec *spec)
{
  g_autoptr (XuLanguageList) languages = xu_language_list_new ();
  const char *code = spec->subtitles_language != NULL ? spec->subtitles_language : "EN";
  guint position = xu_language_list_find (languages, code);
  g_autoptr (GtkStringObject) language = g_list_model_get_item (G_LIST_MODEL (languages), position);
  g_autofree char *name = xu_file_words_dup_name (spec->subtitles_path);
  g_autofree char *value
      = g_strdup_printf ("%s · %s", name, gtk_string_object_get_string (language));

  add_fact (self, _ ("Subtitles"), value);
}

static void
add_companions (XuPostSummary *self, const XuJobSpec *spec)
{
  if (spec->subtitles_path != NULL)
    add_subtitles (self, spec);

  if (spec->cover_path != NULL)
    {
      g_autofree char *name = xu_cover_words_dup_name (spec->cover_path);

      add_fact (self, _ ("Cover picture"), name);
    }
}

static void
add_labels (XuPostSummary *self, const XuJobSpec *spec)
{
  if (spec->reply_settings != NULL)
    add_fact (self, _ ("Who can reply"), xu_post_options_get_reply_words (spec->reply_settings));
  if (spec->made_with_ai)
    add_fact (self, _ ("Made with AI"), _ ("Yes"));
  if (spec->paid_partnership)
    add_fact (self, _ ("Paid partnership"), _ ("Yes"));
}

/* GTK selects all of a label that the keyboard comes to, which looks like an alarm. */
static void
text_focus_cb (GtkLabel *label)
{
  if (gtk_widget_has_focus (GTK_WIDGET (label)))
    gtk_label_select_region (label, 0, 0);
}

static void
xu_post_summary_dispose (GObject *object)
{
  XuPostSummary *self = XU_POST_SUMMARY (object);

  g_ptr_array_set_size (self->rows, 0);
  gtk_widget_dispose_template (GTK_WIDGET (object), XU_TYPE_POST_SUMMARY);

  G_OBJECT_CLASS (xu_post_summary_parent_class)->dispose (object);
}

static void
xu_post_summary_finalize (GObject *object)
{
  XuPostSummary *self = XU_POST_SUMMARY (object);

  g_ptr_array_unref (self->rows);
  g_clear_pointer (&self->spec, xu_job_spec_unref);

  G_OBJECT_CLASS (xu_post_summary_parent_class)->finalize (object);
}

static void
xu_post_summary_class_init (XuPostSummaryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = xu_post_summary_dispose;
  object_class->finalize = xu_post_summary_finalize;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/example/XUploader/xu-post-summary.ui");
  gtk_widget_class_bind_template_child (widget_class, XuPostSummary, text_card);
  gtk_widget_class_bind_template_child (widget_class, XuPostSummary, text);
  gtk_widget_class_bind_template_child (widget_class, XuPostSummary, facts);
  gtk_widget_class_bind_template_callback (widget_class, text_focus_cb);
}

static void
xu_post_summary_init (XuPostSummary *self)
{
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
xu_post_summary_load (XuPostSummary *self, XuJobSpec *spec, XuPostKind kind)
{
  g_return_if_fail (XU_IS_POST_SUMMARY (self));
  g_return_if_fail (spec != NULL);

  if (spec == self->spec)
    return;

  g_autofree char *text = g_utf8_make_valid (spec->text, -1);

  g_clear_pointer (&self->spec, xu_job_spec_unref);
  self->spec = xu_job_spec_ref (spec);

  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->facts, g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);

  gtk_label_set_label (self->text, text);
  gtk_widget_set_visible (self->text_card, *text != '\0');

  add_descriptions (self, spec, kind);
  add_companions (self, spec);
  add_labels (self, spec);
  gtk_widget_set_visible (GTK_WIDGET (self->facts), self->rows->len > 0);
}
