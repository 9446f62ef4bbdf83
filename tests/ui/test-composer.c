/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The composer with a real engine: what is written reaches the job, and what the job says is shown.
 */

#include "config.h"

#include "xu-composer.h"

#include <adwaita.h>

#include "xu-post-options.h"
#include "xu-post-text.h"

#include "display-fixture.h"
#include "engine-fixture.h"

enum
{
  JOB_LIMIT_S = 30,
};

typedef struct
{
  EngineFixture engine;
  XuJob *job;      /* (unowned) */
  XuJobItem *item; /* (owned) */
  GtkWidget *window;
  GtkWidget *composer;
  GtkTextBuffer *text;
} Fixture;

static XuJob *
add_draft (Fixture *fixture, const char *const *paths)
{
  g_autoptr (XuJobSpec) spec = xu_job_spec_new (paths, "");

  spec->intent = XU_POST_INTENT_DRAFT;
  return xu_engine_add_job (fixture->engine.engine, spec, NULL);
}

static XuJob *
add_draft_video (Fixture *fixture, const char *name)
{
  g_autofree char *path = engine_fixture_make_video (&fixture->engine, name, 10000, FALSE);
  const char *paths[] = { path, NULL };

  return add_draft (fixture, paths);
}

static void
set_up (Fixture *fixture, gconstpointer argument)
{
  engine_fixture_set_up (&fixture->engine, NULL, argument);
  fixture->job = add_draft_video (fixture, "film.mp4");
  fixture->item = xu_job_item_new (fixture->engine.engine, fixture->job);

  fixture->window = gtk_window_new ();
  fixture->composer = g_object_ref (xu_composer_new ());
  gtk_window_set_child (GTK_WINDOW (fixture->window), fixture->composer);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 360, 600);
  xu_composer_set_item (XU_COMPOSER (fixture->composer), fixture->item);
  display_fixture_present (fixture->window);

  GtkWidget *card = display_fixture_find (fixture->composer, XU_TYPE_POST_TEXT);
  GtkWidget *view = display_fixture_find (card, GTK_TYPE_TEXT_VIEW);

  fixture->text = gtk_text_view_get_buffer (GTK_TEXT_VIEW (view));
}

static void
tear_down (Fixture *fixture, gconstpointer argument)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  g_assert_finalize_object (fixture->composer);
  g_object_unref (fixture->item);
  engine_fixture_tear_down (&fixture->engine);
}

static void
type (Fixture *fixture, const char *text)
{
  gtk_text_buffer_begin_user_action (fixture->text);
  gtk_text_buffer_insert_at_cursor (fixture->text, text, -1);
  gtk_text_buffer_end_user_action (fixture->text);
}

static char *
dup_shown_text (Fixture *fixture)
{
  GtkWidget *card = display_fixture_find (fixture->composer, XU_TYPE_POST_TEXT);

  return xu_post_text_dup_text (XU_POST_TEXT (card));
}

static void
assert_shown (Fixture *fixture, const char *expected)
{
  g_autofree char *text = dup_shown_text (fixture);

  g_assert_cmpstr (text, ==, expected);
}

static void
assert_wanted (XuJob *job, const char *text)
{
  g_assert_cmpstr (xu_job_get_spec (job)->text, ==, text);
}

static void
activate (Fixture *fixture, const char *action)
{
  gtk_widget_activate_action (fixture->composer, action, NULL);
}

static void
wait_until_ready (XuJob *job)
{
  engine_wait_until_over (job, JOB_LIMIT_S);
  g_assert_cmpint (xu_job_get_state (job), ==, XU_JOB_READY);
}

static gboolean
is_sensitive (Fixture *fixture, const char *label)
{
  GtkWidget *found = display_fixture_find_label (fixture->composer, label);

  g_assert_nonnull (found);
  return gtk_widget_is_sensitive (found);
}

/* When the keys have rested, not before. */
static void
test_typing (Fixture *fixture, gconstpointer argument)
{
  type (fixture, "Hel");
  type (fixture, "lo");
  assert_wanted (fixture->job, "");

  display_fixture_run (1000);
  assert_wanted (fixture->job, "Hello");
  g_assert_cmpint (xu_job_get_spec (fixture->job)->intent, ==, XU_POST_INTENT_DRAFT);
}

static void
test_flush (Fixture *fixture, gconstpointer argument)
{
  type (fixture, "Hello");
  xu_composer_flush (XU_COMPOSER (fixture->composer));
  assert_wanted (fixture->job, "Hello");
  wait_until_ready (fixture->job);
  assert_wanted (fixture->job, "Hello");
}

static void
test_another_item (Fixture *fixture, gconstpointer argument)
{
  XuJob *other = add_draft_video (fixture, "other.mp4");
  g_autoptr (XuJobItem) item = xu_job_item_new (fixture->engine.engine, other);

  type (fixture, "first");
  xu_composer_set_item (XU_COMPOSER (fixture->composer), item);
  assert_wanted (fixture->job, "first");
  assert_shown (fixture, "");
  g_assert_false (gtk_text_buffer_get_can_undo (fixture->text));

  type (fixture, "second");
  xu_composer_set_item (XU_COMPOSER (fixture->composer), NULL);
  assert_wanted (other, "second");
  xu_composer_set_item (XU_COMPOSER (fixture->composer), fixture->item);
  assert_shown (fixture, "first");
  assert_wanted (fixture->job, "first");
}

static void
test_choices (Fixture *fixture, gconstpointer argument)
{
  GtkWidget *options = display_fixture_find (fixture->composer, XU_TYPE_POST_OPTIONS);
  GtkWidget *made_with_ai = display_fixture_find (options, GTK_TYPE_SWITCH);
  GtkWidget *reply = display_fixture_find (options, ADW_TYPE_COMBO_ROW);

  type (fixture, "Hello");
  gtk_switch_set_active (GTK_SWITCH (made_with_ai), TRUE);
  g_assert_true (xu_job_get_spec (fixture->job)->made_with_ai);
  assert_wanted (fixture->job, "Hello");

  adw_combo_row_set_selected (ADW_COMBO_ROW (reply), 2);
  g_assert_cmpstr (xu_job_get_spec (fixture->job)->reply_settings, ==, "mentionedUsers");
  adw_combo_row_set_selected (ADW_COMBO_ROW (reply), 0);
  g_assert_null (xu_job_get_spec (fixture->job)->reply_settings);
}

static void
edit_elsewhere (XuJob *job, const char *text)
{
  g_autoptr (XuJobSpec) spec = xu_job_spec_copy (xu_job_get_spec (job));

  g_free (spec->text);
  spec->text = g_strdup (text);
  xu_job_edit (job, spec);
}

/* What is changed elsewhere is shown, unless somebody writes here. */
static void
test_elsewhere (Fixture *fixture, gconstpointer argument)
{
  GtkWidget *options = display_fixture_find (fixture->composer, XU_TYPE_POST_OPTIONS);
  GtkWidget *made_with_ai = display_fixture_find (options, GTK_TYPE_SWITCH);

  gtk_widget_grab_focus (made_with_ai);
  edit_elsewhere (fixture->job, "theirs");
  assert_shown (fixture, "theirs");

  type (fixture, " and mine");
  edit_elsewhere (fixture->job, "theirs again");
  assert_shown (fixture, "theirs and mine");
  xu_composer_flush (XU_COMPOSER (fixture->composer));
  assert_wanted (fixture->job, "theirs and mine");

  gtk_widget_grab_focus (fixture->composer);
  edit_elsewhere (fixture->job, "theirs at last");
  assert_shown (fixture, "theirs and mine");
  gtk_widget_grab_focus (made_with_ai);
  display_fixture_wait_for_frame (fixture->window);
  assert_shown (fixture, "theirs at last");
  gtk_text_buffer_undo (fixture->text);
  assert_shown (fixture, "theirs and mine");
}

static void
test_post (Fixture *fixture, gconstpointer argument)
{
  wait_until_ready (fixture->job);
  g_assert_true (is_sensitive (fixture, "Post"));
  activate (fixture, "composer.withdraw"); /* Makes no sense now. */

  type (fixture, "A film");
  activate (fixture, "composer.post");
  engine_wait_until_over_again (fixture->job, JOB_LIMIT_S);
  engine_assert_posted (fixture->job);

  g_autofree char *text
      = xu_test_sandbox_get_string (fixture->engine.sandbox, "/sandbox/posts", "$.posts[0].text");

  g_assert_cmpstr (text, ==, "A film");

  /* What is posted is only looked at. */
  g_assert_nonnull (display_fixture_find_label (fixture->composer, "A film"));
  g_assert_null (display_fixture_find_label (fixture->composer, "Post"));
}

/* Early, and taken back; but not by the second click of a double one. */
static void
test_post_when_ready (Fixture *fixture, gconstpointer argument)
{
  int double_click_ms;

  g_object_get (gtk_settings_get_default (), "gtk-double-click-time", &double_click_ms, NULL);
  g_assert_true (is_sensitive (fixture, "Post When Ready"));
  type (fixture, "Soon");
  activate (fixture, "composer.post");
  g_assert_cmpint (xu_job_get_spec (fixture->job)->intent, ==, XU_POST_INTENT_POST);
  assert_wanted (fixture->job, "Soon");
  g_assert_true (is_sensitive (fixture, "Don’t Post Yet"));
  g_assert_nonnull (display_fixture_find_label (
      fixture->composer, "It will be posted as soon as X has processed it."));

  activate (fixture, "composer.withdraw");
  g_assert_cmpint (xu_job_get_spec (fixture->job)->intent, ==, XU_POST_INTENT_POST);
  display_fixture_run ((guint) double_click_ms + 50);
  activate (fixture, "composer.withdraw");
  g_assert_cmpint (xu_job_get_spec (fixture->job)->intent, ==, XU_POST_INTENT_DRAFT);
  g_assert_true (is_sensitive (fixture, "Post When Ready"));
}

static GtkShortcut *
find_shortcut (GtkWidget *widget, guint key)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (!GTK_IS_SHORTCUT_CONTROLLER (controller)
          || gtk_event_controller_get_propagation_phase (controller) != GTK_PHASE_CAPTURE)
        continue;

      for (guint n = 0; n < g_list_model_get_n_items (G_LIST_MODEL (controller)); n++)
        {
          g_autoptr (GtkShortcut) shortcut = g_list_model_get_item (G_LIST_MODEL (controller), n);
          GtkShortcutTrigger *trigger = gtk_shortcut_get_trigger (shortcut);

          if (gtk_keyval_trigger_get_keyval (GTK_KEYVAL_TRIGGER (trigger)) == key
              && gtk_keyval_trigger_get_modifiers (GTK_KEYVAL_TRIGGER (trigger))
                     == GDK_CONTROL_MASK)
            return g_steal_pointer (&shortcut);
        }
    }

  return NULL;
}

static gboolean
press_control_enter (Fixture *fixture)
{
  g_autoptr (GtkShortcut) shortcut = find_shortcut (fixture->composer, GDK_KEY_Return);

  g_assert_nonnull (shortcut);
  return gtk_shortcut_action_activate (gtk_shortcut_get_action (shortcut), 0, fixture->composer,
                                       NULL);
}

static void
test_problem (Fixture *fixture, gconstpointer argument)
{
  g_autofree char *too_long = g_strnfill (25001, 'x');

  wait_until_ready (fixture->job);
  type (fixture, too_long);
  g_assert_false (is_sensitive (fixture, "Post"));
  g_assert_true (press_control_enter (fixture));
  g_assert_cmpint (xu_job_get_spec (fixture->job)->intent, ==, XU_POST_INTENT_DRAFT);

  gtk_text_buffer_set_text (fixture->text, "short", -1);
  g_assert_true (is_sensitive (fixture, "Post"));
}

/* It belongs to an input method while that composes. */
static void
test_control_enter (Fixture *fixture, gconstpointer argument)
{
  GtkWidget *card = display_fixture_find (fixture->composer, XU_TYPE_POST_TEXT);
  GtkWidget *view = display_fixture_find (card, GTK_TYPE_TEXT_VIEW);

  wait_until_ready (fixture->job);
  type (fixture, "Hello");
  g_signal_emit_by_name (view, "preedit-changed", "に");
  g_assert_false (press_control_enter (fixture));
  assert_wanted (fixture->job, "");

  g_signal_emit_by_name (view, "preedit-changed", "");
  g_assert_true (press_control_enter (fixture));
  engine_wait_until_over_again (fixture->job, JOB_LIMIT_S);
  engine_assert_posted (fixture->job);
}

static char *
make_image (Fixture *fixture, const char *name)
{
  static const guint8 jpeg[] = { 0xff, 0xd8, 0xff, 0xe0, 0, 16, 'J', 'F', 'I', 'F', 0, 1, 1, 0 };
  char *path = g_build_filename (fixture->engine.folder, name, NULL);

  g_assert_true (g_file_set_contents (path, (const char *) jpeg, sizeof (jpeg), NULL));
  return path;
}

static void
test_images (Fixture *fixture, gconstpointer argument)
{
  g_autofree char *first = make_image (fixture, "one & two.jpg");
  g_autofree char *second = make_image (fixture, "three.jpg");
  const char *paths[] = { first, second, NULL };
  XuJob *job = add_draft (fixture, paths);
  g_autoptr (XuJobItem) item = xu_job_item_new (fixture->engine.engine, job);
  guint n_splits = 0;

  display_fixture_add_action (fixture->window, "job", "split", &n_splits);
  activate (fixture, "composer.split"); /* A video cannot be. */
  g_assert_cmpuint (n_splits, ==, 0);
  xu_composer_set_item (XU_COMPOSER (fixture->composer), item);
  g_assert_nonnull (display_fixture_find_label (fixture->composer, "one & two.jpg"));
  g_assert_null (display_fixture_find_label (fixture->composer, "Subtitles"));

  GtkWidget *row = display_fixture_find (fixture->composer, ADW_TYPE_EXPANDER_ROW);
  GtkWidget *view = display_fixture_find (row, GTK_TYPE_TEXT_VIEW);

  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)), " A hill ", -1);
  activate (fixture, "composer.split");
  g_assert_cmpuint (n_splits, ==, 1);
  g_assert_cmpstr (xu_job_get_spec (job)->alt_texts[0], ==, "A hill");
  g_assert_cmpstr (xu_job_get_spec (job)->alt_texts[1], ==, "");
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    const char *argument; /* for the sandbox */
    void (*func) (Fixture *fixture, gconstpointer argument);
  } tests[] = {
    { "/composer/typing", "--processing=0s", test_typing },
    { "/composer/flush", "--processing=0s", test_flush },
    { "/composer/another item", "--processing=0s", test_another_item },
    { "/composer/choices", "--processing=0s", test_choices },
    { "/composer/changed elsewhere", "--processing=0s", test_elsewhere },
    { "/composer/post", "--processing=0s", test_post },
    { "/composer/post when ready", "--processing=60s", test_post_when_ready },
    { "/composer/problem", "--processing=0s", test_problem },
    { "/composer/control enter", "--processing=0s", test_control_enter },
    { "/composer/images", "--processing=0s", test_images },
  };

  display_fixture_init (&argc, &argv);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, tests[i].argument, set_up, tests[i].func, tear_down);

  return g_test_run ();
}
