/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The subtitles and the cover picture of a video. */

#define G_LOG_DOMAIN "xu-ui"

#include "config.h"

#include "xu-video-extras.h"

#include <glib/gi18n.h>

#include "xu-cover-words.h"
#include "xu-file-choice.h"
#include "xu-file-words.h"
#include "xu-frame-dialog.h"
#include "xu-language-list.h"
#include "xu-media-texture.h"
#include "xu-subtitle-language.h"
#include "xu-thumbnail.h"

struct _XuVideoExtras
{
  AdwPreferencesGroup parent_instance;

  AdwActionRow *subtitles_row;
  GtkWidget *remove_subtitles;
  AdwComboRow *language_row;
  AdwActionRow *cover_row;
  GtkWidget *cover_thumbnail;
  GtkWidget *remove_cover;

  XuJobItem *item;           /* (owned) (nullable) */
  XuLanguageList *languages; /* (owned) */
  char *subtitles;           /* (owned) (nullable) (type filename) */
  char *cover;               /* (owned) (nullable) (type filename) */
  GCancellable *probing;     /* (owned) (nullable): while the cover's picture is made */
  GtkNativeDialog *chooser;  /* (owned) (nullable): the last file dialog */
  GtkWindow *frame_dialog;   /* (nullable): weak */
  gboolean is_loading;       /* what changes comes from elsewhere, not from the user */
};

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static const char *const subtitle_suffixes[] = { "srt", "vtt", NULL };
static const char *const picture_suffixes[] = { "jpg", "jpeg", "png", "webp", NULL };

G_DEFINE_FINAL_TYPE (XuVideoExtras, xu_video_extras, ADW_TYPE_PREFERENCES_GROUP)

static void
emit_changed (XuVideoExtras *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* What was there before stays, and the rows go on saying so. */
static void
refuse_remote (XuVideoExtras *self)
{
  GtkWidget *toasts = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_TOAST_OVERLAY);

  if (toasts != NULL)
    adw_toast_overlay_add_toast (
        ADW_TOAST_OVERLAY (toasts),
        adw_toast_new (_ ("That file is not on this computer. Save it here first.")));
}

/* The subtitles. */

static void
set_subtitles (XuVideoExtras *self, const char *path, const char *language)
{
  g_autofree char *owned = g_strdup (path);
  g_autofree char *name = path != NULL ? xu_file_words_dup_name (path) : NULL;
  gboolean has_subtitles = path != NULL;

  g_free (self->subtitles);
  self->subtitles = g_steal_pointer (&owned);

  adw_action_row_set_subtitle (self->subtitles_row, name != NULL ? name : C_ ("subtitles", "None"));
  gtk_widget_set_visible (self->remove_subtitles, has_subtitles);
  gtk_widget_set_visible (GTK_WIDGET (self->language_row), has_subtitles);

  if (language != NULL)
    {
      gboolean was_loading = self->is_loading;

      self->is_loading = TRUE;
      adw_combo_row_set_selected (self->language_row,
                                  xu_language_list_find (self->languages, language));
      self->is_loading = was_loading;
    }
}

static void
language_cb (XuVideoExtras *self)
{
  if (!self->is_loading)
    emit_changed (self);
}

static void
subtitles_chosen_cb (gpointer user_data, const char *path)
{
  XuVideoExtras *self = user_data;

  if (path == NULL)
    {
      refuse_remote (self);
      return;
    }

  set_subtitles (self, path, xu_subtitle_language_guess (path, g_get_language_names ()));
  emit_changed (self);
}

static void
forget_chooser (XuVideoExtras *self)
{
  if (self->chooser != NULL)
    gtk_native_dialog_destroy (self->chooser);
  g_clear_object (&self->chooser);
}

static void
choose_subtitles (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  XuVideoExtras *self = XU_VIDEO_EXTRAS (widget);

  forget_chooser (self);
  self->chooser
      = xu_file_choice_ask (widget, _ ("Choose Subtitles"), _ ("Subtitles (SubRip, WebVTT)"),
                            subtitle_suffixes, subtitles_chosen_cb, self);
}

static void
remove_subtitles (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  XuVideoExtras *self = XU_VIDEO_EXTRAS (widget);

  set_subtitles (self, NULL, NULL);
  gtk_widget_child_focus (GTK_WIDGET (self->subtitles_row), GTK_DIR_TAB_FORWARD);
  emit_changed (self);
}

/* The cover picture. */

static void
cover_probed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (XuVideoExtras) self = XU_VIDEO_EXTRAS (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (XuMediaProbe) probe = xu_engine_probe_finish (XU_ENGINE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_clear_object (&self->probing);
  if (probe == NULL)
    {
      g_debug ("there is no picture of the cover: %s", error->message);
      return;
    }

  g_autoptr (GdkTexture) texture = xu_media_texture_new (probe);

  g_object_set (self->cover_thumbnail, "paintable", texture, NULL);
}

static void
show_cover (XuVideoExtras *self)
{
  if (self->probing != NULL)
    g_cancellable_cancel (self->probing);
  g_clear_object (&self->probing);

  g_object_set (self->cover_thumbnail, "paintable", NULL, NULL);
  if (self->cover == NULL || self->item == NULL)
    return;

  self->probing = g_cancellable_new ();
  xu_engine_probe_async (xu_job_item_get_engine (self->item), self->cover, self->probing,
                         cover_probed_cb, g_object_ref (self));
}

static void
set_cover (XuVideoExtras *self, const char *path)
{
  if (g_strcmp0 (path, self->cover) == 0)
    return;

  g_autofree char *name = path != NULL ? xu_cover_words_dup_name (path) : NULL;

  /* Without a child, the place of the picture would still be there. */
  if (self->cover == NULL)
    adw_action_row_add_prefix (self->cover_row, self->cover_thumbnail);
  else if (path == NULL)
    adw_action_row_remove (self->cover_row, self->cover_thumbnail);

  g_free (self->cover);
  self->cover = g_strdup (path);

  adw_action_row_set_subtitle (self->cover_row, name != NULL ? name : _ ("Chosen by X"));
  gtk_widget_set_visible (self->remove_cover, path != NULL);
  show_cover (self);
}

static void
cover_chosen_cb (gpointer user_data, const char *path)
{
  XuVideoExtras *self = user_data;

  if (path == NULL)
    {
      refuse_remote (self);
      return;
    }

  set_cover (self, path);
  emit_changed (self);
}

static void
choose_cover (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  XuVideoExtras *self = XU_VIDEO_EXTRAS (widget);

  forget_chooser (self);
  self->chooser = xu_file_choice_ask (widget, _ ("Choose a Cover Picture"), _ ("Pictures"),
                                      picture_suffixes, cover_chosen_cb, self);
}

static void
frame_taken_cb (XuVideoExtras *self, const char *path)
{
  set_cover (self, path);
  emit_changed (self);
}

static void
choose_frame (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  XuVideoExtras *self = XU_VIDEO_EXTRAS (widget);
  GtkRoot *root = gtk_widget_get_root (widget);

  if (self->item == NULL || self->frame_dialog != NULL)
    return;

  GtkWindow *dialog = xu_frame_dialog_new (self->item);

  g_set_weak_pointer (&self->frame_dialog, dialog);
  gtk_window_set_transient_for (dialog, GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL);
  g_signal_connect_object (dialog, "taken", G_CALLBACK (frame_taken_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (dialog);
}

static void
remove_cover (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  XuVideoExtras *self = XU_VIDEO_EXTRAS (widget);

  set_cover (self, NULL);
  gtk_widget_child_focus (GTK_WIDGET (self->cover_row), GTK_DIR_TAB_FORWARD);
  emit_changed (self);
}

static void
close_dialogs (XuVideoExtras *self)
{
  GtkWindow *dialog = self->frame_dialog;

  forget_chooser (self);
  g_clear_weak_pointer (&self->frame_dialog);
  if (dialog != NULL)
    gtk_window_destroy (dialog);
}

static void
xu_video_extras_dispose (GObject *object)
{
  XuVideoExtras *self = XU_VIDEO_EXTRAS (object);

  close_dialogs (self);
  if (self->probing != NULL)
    g_cancellable_cancel (self->probing);
  g_clear_object (&self->probing);
  g_clear_object (&self->item);
  gtk_widget_dispose_template (GTK_WIDGET (object), XU_TYPE_VIDEO_EXTRAS);
  g_clear_object (&self->languages);

  G_OBJECT_CLASS (xu_video_extras_parent_class)->dispose (object);
}

static void
xu_video_extras_finalize (GObject *object)
{
  XuVideoExtras *self = XU_VIDEO_EXTRAS (object);

  g_free (self->subtitles);
  g_free (self->cover);

  G_OBJECT_CLASS (xu_video_extras_parent_class)->finalize (object);
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "extras.choose-subtitles", NULL, choose_subtitles);
  gtk_widget_class_install_action (widget_class, "extras.remove-subtitles", NULL, remove_subtitles);
  gtk_widget_class_install_action (widget_class, "extras.choose-cover", NULL, choose_cover);
  gtk_widget_class_install_action (widget_class, "extras.choose-frame", NULL, choose_frame);
  gtk_widget_class_install_action (widget_class, "extras.remove-cover", NULL, remove_cover);
}

static void
xu_video_extras_class_init (XuVideoExtrasClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = xu_video_extras_dispose;
  object_class->finalize = xu_video_extras_finalize;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", XU_TYPE_VIDEO_EXTRAS, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (XU_TYPE_THUMBNAIL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/example/XUploader/xu-video-extras.ui");
  gtk_widget_class_bind_template_child (widget_class, XuVideoExtras, subtitles_row);
  gtk_widget_class_bind_template_child (widget_class, XuVideoExtras, remove_subtitles);
  gtk_widget_class_bind_template_child (widget_class, XuVideoExtras, language_row);
  gtk_widget_class_bind_template_child (widget_class, XuVideoExtras, cover_row);
  gtk_widget_class_bind_template_child (widget_class, XuVideoExtras, cover_thumbnail);
  gtk_widget_class_bind_template_child (widget_class, XuVideoExtras, remove_cover);
  gtk_widget_class_bind_template_callback (widget_class, language_cb);
  install_actions (widget_class);
}

static void
xu_video_extras_init (XuVideoExtras *self)
{
  self->languages = xu_language_list_new ();
  self->is_loading = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  adw_combo_row_set_model (self->language_row, G_LIST_MODEL (self->languages));
  adw_action_row_set_subtitle (self->cover_row, _ ("Chosen by X"));
  gtk_widget_set_visible (self->remove_cover, FALSE);
  set_subtitles (self, NULL, NULL);
  self->is_loading = FALSE;
}

void
xu_video_extras_set_item (XuVideoExtras *self, XuJobItem *item)
{
  g_return_if_fail (XU_IS_VIDEO_EXTRAS (self));
  g_return_if_fail (item == NULL || XU_IS_JOB_ITEM (item));

  if (g_set_object (&self->item, item))
    close_dialogs (self);
}

void
xu_video_extras_load (XuVideoExtras *self, const XuJobSpec *spec)
{
  g_return_if_fail (XU_IS_VIDEO_EXTRAS (self));
  g_return_if_fail (spec != NULL);

  const char *language = spec->subtitles_language != NULL ? spec->subtitles_language : "EN";

  set_subtitles (self, spec->subtitles_path, language);
  set_cover (self, spec->cover_path);
}

void
xu_video_extras_apply (XuVideoExtras *self, XuJobSpec *spec)
{
  g_return_if_fail (XU_IS_VIDEO_EXTRAS (self));
  g_return_if_fail (spec != NULL);

  guint selected = adw_combo_row_get_selected (self->language_row);

  g_free (spec->subtitles_path);
  g_free (spec->subtitles_language);
  g_free (spec->cover_path);
  spec->subtitles_path = g_strdup (self->subtitles);
  spec->subtitles_language = self->subtitles != NULL && selected != GTK_INVALID_LIST_POSITION
                                 ? g_strdup (xu_language_list_get_code (self->languages, selected))
                                 : NULL;
  spec->cover_path = g_strdup (self->cover);
}
