/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Subtitles and cover of a video, with a helper that only pretends to decode it. */

#include "config.h"

#include "xu-video-extras.h"

#include <glib/gstdio.h>

#include "xu-file-choice.h"
#include "xu-frame-dialog.h"
#include "xu-preview.h"

#include "display-fixture.h"
#include "engine-fixture.h"

typedef struct
{
  EngineFixture engine;
  XuJobItem *item; /* (owned) */
  XuJobSpec *spec; /* (owned): what was loaded */
  GtkWidget *window;
  GtkWidget *toasts;
  XuVideoExtras *extras;
  guint n_changes;
} Fixture;

/* What was asked last. */
static XuFileChoiceFunc choice_func;
static gpointer choice_user_data;

GtkNativeDialog *__wrap_xu_file_choice_ask (GtkWidget *parent,
                                            const char *title,
                                            const char *kinds,
                                            const char *const *suffixes,
                                            XuFileChoiceFunc func,
                                            gpointer user_data);

/* The test answers instead of a dialog. */
GtkNativeDialog *
__wrap_xu_file_choice_ask (GtkWidget *parent,
                           const char *title,
                           const char *kinds,
                           const char *const *suffixes,
                           XuFileChoiceFunc func,
                           gpointer user_data)
{
  choice_func = func;
  choice_user_data = user_data;

  return GTK_NATIVE_DIALOG (
      gtk_file_chooser_native_new (title, NULL, GTK_FILE_CHOOSER_ACTION_OPEN, NULL, NULL));
}

static const char helper[]
    = "#!/bin/sh\n"
      "case $1 in\n"
      "frame) printf '{\"width\":9,\"height\":9}\\n{\"width\":9,\"height\":9,\"length\":4}\\n"
      "\\377\\330\\377\\340';;\n"
      "*) printf '{\"duration_us\":10000000,\"width\":640,\"height\":480}\\n"
      "{\"width\":2,\"height\":1,\"length\":6}\\nabcdef';;\n"
      "esac\n";

static void
count_cb (guint *n)
{
  (*n)++;
}

static void
pretend (Fixture *fixture)
{
  g_autofree char *path = g_build_filename (fixture->engine.folder, "helper", NULL);

  g_assert_true (g_file_set_contents (path, helper, -1, NULL));
  g_assert_cmpint (g_chmod (path, 0700), ==, 0);
  g_setenv ("XUPLOADER_MEDIA_HELPER", path, TRUE);
}

static void
wait_for_duration (XuJobItem *item)
{
  gboolean is_known = FALSE;

  xu_job_item_show (item);
  for (guint i = 0; i < 200 && !is_known; i++)
    {
      display_fixture_run (50);
      is_known = xu_job_item_get_duration (item) > 0;
    }
  g_assert_cmpint (xu_job_item_get_duration (item), ==, 10 * G_USEC_PER_SEC);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  engine_fixture_set_up (&fixture->engine, NULL, NULL);
  pretend (fixture);

  g_autofree char *path = engine_fixture_make_video (&fixture->engine, "film.mp4", 10000, FALSE);
  const char *paths[] = { path, NULL };
  GtkWidget *extras = g_object_new (XU_TYPE_VIDEO_EXTRAS, NULL);

  fixture->spec = xu_job_spec_new (paths, NULL);
  fixture->spec->intent = XU_POST_INTENT_DRAFT;

  XuJob *job = xu_engine_add_job (fixture->engine.engine, fixture->spec, NULL);

  fixture->item = xu_job_item_new (fixture->engine.engine, job);
  wait_for_duration (fixture->item);

  fixture->extras = g_object_ref (XU_VIDEO_EXTRAS (extras));
  g_signal_connect_swapped (extras, "changed", G_CALLBACK (count_cb), &fixture->n_changes);
  xu_video_extras_set_item (fixture->extras, fixture->item);
  fixture->window = gtk_window_new ();
  fixture->toasts = adw_toast_overlay_new ();
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (fixture->toasts), extras);
  gtk_window_set_child (GTK_WINDOW (fixture->window), fixture->toasts);
  display_fixture_present (fixture->window);
}

static void
remove_all (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_unlink (path);
    }
  g_rmdir (folder);
}

/* An answer of the engine that is on its way holds them until it is here. */
static void
assert_finalize_extras (Fixture *fixture)
{
  gpointer alive = g_steal_pointer (&fixture->extras);

  g_object_add_weak_pointer (alive, &alive);
  g_object_unref (alive);
  for (guint i = 0; i < 200 && alive != NULL; i++)
    display_fixture_run (50);
  g_assert_null (alive);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_autofree char *covers = g_build_filename (fixture->engine.folder, "covers", NULL);

  gtk_window_destroy (GTK_WINDOW (fixture->window));
  assert_finalize_extras (fixture);
  xu_job_item_hide (fixture->item);
  g_assert_finalize_object (fixture->item);
  xu_job_spec_unref (fixture->spec);
  remove_all (covers);
  engine_fixture_tear_down (&fixture->engine);
}

static XuJobSpec *
apply (Fixture *fixture)
{
  XuJobSpec *spec = xu_job_spec_copy (fixture->spec);

  xu_video_extras_apply (fixture->extras, spec);
  return spec;
}

static GtkWidget *
find_language_row (Fixture *fixture)
{
  return display_fixture_find (GTK_WIDGET (fixture->extras), ADW_TYPE_COMBO_ROW);
}

static void
test_nothing (Fixture *fixture, gconstpointer data)
{
  xu_video_extras_load (fixture->extras, fixture->spec);

  g_autoptr (XuJobSpec) spec = apply (fixture);

  g_assert_true (xu_job_spec_equal (spec, fixture->spec));
  g_assert_cmpuint (fixture->n_changes, ==, 0);
  g_assert_false (gtk_widget_get_visible (find_language_row (fixture)));
}

static void
test_subtitles (Fixture *fixture, gconstpointer language)
{
  fixture->spec->subtitles_path = g_strdup ("/films/a & b.srt");
  fixture->spec->subtitles_language = g_strdup (language);
  xu_video_extras_load (fixture->extras, fixture->spec);
  g_assert_cmpuint (fixture->n_changes, ==, 0);
  g_assert_nonnull (display_fixture_find_label (GTK_WIDGET (fixture->extras), "a & b.srt"));

  g_autoptr (XuJobSpec) same = apply (fixture);

  g_assert_true (xu_job_spec_equal (same, fixture->spec));

  GtkWidget *row = find_language_row (fixture);

  g_assert_true (gtk_widget_get_visible (row));
  adw_combo_row_set_selected (ADW_COMBO_ROW (row), 0);
  g_assert_cmpuint (fixture->n_changes, ==, 1);

  g_autoptr (XuJobSpec) other = apply (fixture);

  g_assert_cmpstr (other->subtitles_language, !=, language);

  gtk_widget_activate_action (GTK_WIDGET (fixture->extras), "extras.remove-subtitles", NULL);
  g_assert_cmpuint (fixture->n_changes, ==, 2);
  g_assert_false (gtk_widget_get_visible (row));

  g_autoptr (XuJobSpec) none = apply (fixture);

  g_assert_null (none->subtitles_path);
  g_assert_null (none->subtitles_language);
}

/* A file of a server cannot be had; the one of before stays, and is what is seen. */
static void
test_remote (Fixture *fixture, gconstpointer data)
{
  static const char *const actions[] = { "extras.choose-subtitles", "extras.choose-cover" };

  fixture->spec->subtitles_path = g_strdup ("/films/a.srt");
  fixture->spec->cover_path = g_strdup ("/films/b.jpg");
  xu_video_extras_load (fixture->extras, fixture->spec);
  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      gtk_widget_activate_action (GTK_WIDGET (fixture->extras), actions[i], NULL);
      choice_func (choice_user_data, NULL);
    }

  g_autoptr (XuJobSpec) spec = apply (fixture);

  g_assert_cmpuint (fixture->n_changes, ==, 0);
  g_assert_cmpstr (spec->subtitles_path, ==, "/films/a.srt");
  g_assert_cmpstr (spec->cover_path, ==, "/films/b.jpg");
  g_assert_nonnull (display_fixture_find_label (fixture->window, "a.srt"));
  g_assert_nonnull (display_fixture_find_label (fixture->window, "b.jpg"));
  g_assert_nonnull (display_fixture_find_label (
      fixture->window, "That file is not on this computer. Save it here first."));
}

static GtkWidget *
find_frame_dialog (void)
{
  GListModel *toplevels = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (toplevels, i);

      if (XU_IS_FRAME_DIALOG (window))
        return window;
    }

  return NULL;
}

static GtkWidget *
open_frame_dialog (Fixture *fixture)
{
  GtkWidget *dialog;
  GdkPaintable *frame = NULL;

  gtk_widget_activate_action (GTK_WIDGET (fixture->extras), "extras.choose-frame", NULL);
  dialog = find_frame_dialog ();
  g_assert_nonnull (dialog);

  for (guint i = 0; i < 200 && frame == NULL; i++)
    {
      display_fixture_run (50);
      g_object_get (display_fixture_find (dialog, XU_TYPE_PREVIEW), "paintable", &frame, NULL);
    }
  g_assert_nonnull (frame);
  g_object_unref (frame);

  return dialog;
}

static void
test_frame (Fixture *fixture, gconstpointer data)
{
  GtkWidget *dialog;

  xu_video_extras_load (fixture->extras, fixture->spec);
  dialog = open_frame_dialog (fixture);
  gtk_range_set_value (GTK_RANGE (display_fixture_find (dialog, GTK_TYPE_SCALE)), 5);
  g_assert_nonnull (display_fixture_find_label (dialog, "0:05.0"));

  gtk_widget_activate_action (dialog, "frame.take", NULL);
  for (guint i = 0; i < 200 && fixture->n_changes == 0; i++)
    display_fixture_run (50);
  g_assert_cmpuint (fixture->n_changes, ==, 1);
  g_assert_null (find_frame_dialog ());

  g_autoptr (XuJobSpec) spec = apply (fixture);

  g_assert_nonnull (spec->cover_path);
  g_assert_true (g_file_test (spec->cover_path, G_FILE_TEST_EXISTS));

  gtk_widget_activate_action (GTK_WIDGET (fixture->extras), "extras.remove-cover", NULL);
  g_assert_cmpuint (fixture->n_changes, ==, 2);

  g_autoptr (XuJobSpec) none = apply (fixture);

  g_assert_null (none->cover_path);
}

/* A dialog about a video that is not shown any more would give its frame to another one. */
static void
test_frame_of_another (Fixture *fixture, gconstpointer data)
{
  xu_video_extras_load (fixture->extras, fixture->spec);
  open_frame_dialog (fixture);
  xu_video_extras_set_item (fixture->extras, NULL);
  g_assert_null (find_frame_dialog ());
  g_assert_cmpuint (fixture->n_changes, ==, 0);
}

int
main (int argc, char **argv)
{
  display_fixture_init (&argc, &argv);

  g_test_add ("/video-extras/nothing", Fixture, NULL, set_up, test_nothing, tear_down);
  g_test_add ("/video-extras/subtitles", Fixture, "DE", set_up, test_subtitles, tear_down);
  g_test_add ("/video-extras/subtitles of another language", Fixture, "EO", set_up, test_subtitles,
              tear_down);
  g_test_add ("/video-extras/remote", Fixture, NULL, set_up, test_remote, tear_down);
  g_test_add ("/video-extras/frame", Fixture, NULL, set_up, test_frame, tear_down);
  g_test_add ("/video-extras/frame of another", Fixture, NULL, set_up, test_frame_of_another,
              tear_down);

  return g_test_run ();
}
