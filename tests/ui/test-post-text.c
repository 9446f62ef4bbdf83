/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The card in which the text of a post is written. */

#include "config.h"

#include "xu-post-text.h"

#include <string.h>

#include "xu-text-counter.h"

#include "display-fixture.h"

typedef struct
{
  GtkWidget *window;
  XuPostText *text;
  GtkTextView *view;
  GtkTextBuffer *buffer;
  guint n_changes;
} Fixture;

static void
count_cb (guint *n)
{
  (*n)++;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  GtkWidget *text = g_object_new (XU_TYPE_POST_TEXT, NULL);

  fixture->window = gtk_window_new ();
  fixture->text = g_object_ref (XU_POST_TEXT (text));
  fixture->view = GTK_TEXT_VIEW (display_fixture_find (text, GTK_TYPE_TEXT_VIEW));
  fixture->buffer = gtk_text_view_get_buffer (fixture->view);
  g_signal_connect_swapped (text, "changed", G_CALLBACK (count_cb), &fixture->n_changes);
  gtk_widget_set_valign (text, GTK_ALIGN_START);
  gtk_window_set_child (GTK_WINDOW (fixture->window), text);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 400, 600);
  display_fixture_present (fixture->window);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  g_assert_finalize_object (fixture->text);
}

static void
type (Fixture *fixture, const char *text)
{
  gtk_text_buffer_begin_user_action (fixture->buffer);
  gtk_text_buffer_insert_at_cursor (fixture->buffer, text, -1);
  gtk_text_buffer_end_user_action (fixture->buffer);
}

static void
assert_text (Fixture *fixture, const char *expected)
{
  g_autofree char *text = xu_post_text_dup_text (fixture->text);

  g_assert_cmpstr (text, ==, expected);
}

/* Only what the user does is told, and only that can be undone. */
static void
test_set (Fixture *fixture, gconstpointer data)
{
  xu_post_text_set_text (fixture->text, "from elsewhere");
  g_assert_cmpuint (fixture->n_changes, ==, 0);
  assert_text (fixture, "from elsewhere");
  g_assert_false (gtk_text_buffer_get_can_undo (fixture->buffer));

  type (fixture, " and here");
  g_assert_cmpuint (fixture->n_changes, ==, 1);
  assert_text (fixture, "from elsewhere and here");
  gtk_text_buffer_undo (fixture->buffer);
  assert_text (fixture, "from elsewhere");
  gtk_text_buffer_redo (fixture->buffer);

  xu_post_text_set_text (fixture->text, "another job");
  g_assert_false (gtk_text_buffer_get_can_undo (fixture->buffer));
}

static void
test_replace (Fixture *fixture, gconstpointer data)
{
  xu_post_text_set_text (fixture->text, "");
  type (fixture, "mine");
  xu_post_text_replace_text (fixture->text, "theirs");
  assert_text (fixture, "theirs");
  g_assert_cmpuint (fixture->n_changes, ==, 1);

  gtk_text_buffer_undo (fixture->buffer);
  assert_text (fixture, "mine");
}

static void
test_bytes (Fixture *fixture, gconstpointer data)
{
  xu_post_text_set_text (fixture->text, "a\xff"
                                        "b");
  assert_text (fixture, "a\xef\xbf\xbd"
                        "b");
}

static gboolean
has_excess_at (Fixture *fixture, int offset)
{
  GtkTextIter iter;

  gtk_text_buffer_get_iter_at_offset (fixture->buffer, &iter, offset);
  g_autoptr (GSList) tags = gtk_text_iter_get_tags (&iter);

  return tags != NULL;
}

static void
test_limits (Fixture *fixture, gconstpointer data)
{
  g_autofree char *many = g_strnfill (281, 'x');
  g_autofree char *too_many = g_strnfill (25001, 'x');
  GtkWidget *card = GTK_WIDGET (fixture->text);
  XuTextCounter *counter = XU_TEXT_COUNTER (display_fixture_find (card, XU_TYPE_TEXT_COUNTER));
  guint n_notifies = 0;

  g_signal_connect_swapped (fixture->text, "notify::problem", G_CALLBACK (count_cb), &n_notifies);

  xu_post_text_set_text (fixture->text, many);
  g_assert_null (xu_post_text_get_problem (fixture->text));
  g_assert_cmpuint (xu_text_counter_get_used (counter), ==, 281);
  g_assert_false (has_excess_at (fixture, 279));
  g_assert_true (has_excess_at (fixture, 280));
  g_assert_nonnull (display_fixture_find_label (
      card, "Only subscribers of X may post more than 280 characters."));
  gtk_test_accessible_assert_property (fixture->view, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                       "1 character too many");

  xu_post_text_set_text (fixture->text, too_many);
  g_assert_nonnull (xu_post_text_get_problem (fixture->text));
  g_assert_nonnull (display_fixture_find_label (card, xu_post_text_get_problem (fixture->text)));
  gtk_test_accessible_assert_state (fixture->view, GTK_ACCESSIBLE_STATE_INVALID,
                                    GTK_ACCESSIBLE_INVALID_TRUE);
  g_assert_cmpuint (n_notifies, ==, 1);

  xu_post_text_set_text (fixture->text, "fine");
  g_assert_null (xu_post_text_get_problem (fixture->text));
  g_assert_false (has_excess_at (fixture, 0));
  g_assert_cmpuint (n_notifies, ==, 2);
}

static void
test_cost (Fixture *fixture, gconstpointer data)
{
  GtkWidget *card = GTK_WIDGET (fixture->text);

  g_assert_nonnull (display_fixture_find_label (card, "About US$0.015"));
  xu_post_text_set_terms (fixture->text, 1, FALSE);
  g_assert_nonnull (display_fixture_find_label (card, "About US$0.020"));
  xu_post_text_set_terms (fixture->text, 0, TRUE);
  g_assert_nonnull (display_fixture_find_label (card, "Free in the sandbox; about US$0.015 on X"));
  xu_post_text_set_terms (fixture->text, 0, FALSE);

  xu_post_text_set_text (fixture->text, "see example.com");
  g_assert_null (display_fixture_find_label (card, "About US$0.200"));
  g_assert_nonnull (
      display_fixture_find_label (card, "A link makes this post 13 times dearer (US$0.200)."));
}

static void
test_placeholder (Fixture *fixture, gconstpointer data)
{
  GtkWidget *card = GTK_WIDGET (fixture->text);
  const char *words = "Write something about it…";

  g_assert_nonnull (display_fixture_find_label (card, words));
  g_signal_emit_by_name (fixture->view, "preedit-changed", "に");
  g_assert_null (display_fixture_find_label (card, words));
  g_assert_true (xu_post_text_is_composing (fixture->text));
  g_signal_emit_by_name (fixture->view, "preedit-changed", "");
  g_assert_nonnull (display_fixture_find_label (card, words));
  g_assert_false (xu_post_text_is_composing (fixture->text));

  type (fixture, "x");
  g_assert_null (display_fixture_find_label (card, words));
}

static int
wait_until_higher (GtkWidget *widget, int height)
{
  for (guint i = 0; i < 200 && gtk_widget_get_height (widget) <= height; i++)
    display_fixture_run (20);
  g_assert_cmpint (gtk_widget_get_height (widget), >, height);

  return gtk_widget_get_height (widget);
}

/* Three lines at first, ten at most. */
static void
test_height (Fixture *fixture, gconstpointer data)
{
  GtkWidget *scroller = gtk_widget_get_parent (GTK_WIDGET (fixture->view));
  int empty = gtk_widget_get_height (scroller);

  xu_post_text_set_text (fixture->text, "1\n2\n3\n4\n5\n6");

  int six = wait_until_higher (scroller, empty);

  xu_post_text_set_text (fixture->text, "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n13\n14\n15");

  wait_until_higher (scroller, six);
  display_fixture_run (200);
  g_assert_cmpint (gtk_widget_get_height (scroller), <, 4 * empty);
}

/* File managers offer files as text too. */
static void
test_paste_files (Fixture *fixture, gconstpointer data)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (fixture->view));
  g_autoptr (GFile) file = g_file_new_for_path ("/tmp/film.mp4");
  GSList *files = g_slist_append (NULL, file);
  GdkFileList *list = gdk_file_list_new_from_list (files);
  guint n_pastes = 0;

  g_slist_free (files);
  display_fixture_add_action (fixture->window, "win", "paste-files", &n_pastes);

  gdk_clipboard_set (clipboard, GDK_TYPE_FILE_LIST, list);
  g_boxed_free (GDK_TYPE_FILE_LIST, list);
  g_signal_emit_by_name (fixture->view, "paste-clipboard");
  display_fixture_run (50);
  g_assert_cmpuint (n_pastes, ==, 1);
  assert_text (fixture, "");

  gdk_clipboard_set_text (clipboard, "words");
  g_signal_emit_by_name (fixture->view, "paste-clipboard");
  display_fixture_run (50);
  g_assert_cmpuint (n_pastes, ==, 1);
  assert_text (fixture, "words");
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*func) (Fixture *fixture, gconstpointer data);
  } tests[] = {
    { "/post-text/set", test_set },       { "/post-text/replace", test_replace },
    { "/post-text/bytes", test_bytes },   { "/post-text/limits", test_limits },
    { "/post-text/cost", test_cost },     { "/post-text/placeholder", test_placeholder },
    { "/post-text/height", test_height }, { "/post-text/paste files", test_paste_files },
  };

  display_fixture_init (&argc, &argv);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].func, tear_down);

  return g_test_run ();
}
