/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What tests of widgets need. */

#include "config.h"

#include "display-fixture.h"

#include <adwaita.h>
#include <stdlib.h>

enum
{
  SKIPPED = 77,
  WAIT_LIMIT_MS = 10000,
};

void
display_fixture_init (int *argc, char ***argv)
{
  g_test_init (argc, argv, NULL);

  g_setenv ("GTK_A11Y", "test", TRUE);
  g_setenv ("GTK_IM_MODULE", "gtk-im-context-simple", TRUE);
  g_setenv ("ADW_DISABLE_PORTAL", "1", TRUE);

  if (!gtk_init_check ())
    {
      g_print ("1..0 # SKIP no display\n");
      exit (SKIPPED);
    }
  adw_init ();
}

static gboolean
flag_cb (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;

  return G_SOURCE_REMOVE;
}

void
display_fixture_present (GtkWidget *window)
{
  gtk_window_present (GTK_WINDOW (window));
  display_fixture_wait_for_frame (window);

  for (guint i = 0; i < WAIT_LIMIT_MS / 100 && !gtk_window_is_active (GTK_WINDOW (window)); i++)
    {
      gtk_window_present (GTK_WINDOW (window));
      display_fixture_run (100);
    }
  g_assert_true (gtk_window_is_active (GTK_WINDOW (window)));
}

static void
painted_cb (GdkFrameClock *clock, gboolean *is_painted)
{
  *is_painted = TRUE;
}

void
display_fixture_wait_for_frame (GtkWidget *widget)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (widget);
  gboolean is_painted = FALSE;

  g_assert_nonnull (clock);
  g_signal_connect (clock, "after-paint", G_CALLBACK (painted_cb), &is_painted);
  gtk_widget_queue_draw (widget);
  display_fixture_wait (&is_painted);
  g_signal_handlers_disconnect_by_data (clock, &is_painted);
}

void
display_fixture_wait (const gboolean *is_done)
{
  gboolean is_late = FALSE;
  guint timer = g_timeout_add (WAIT_LIMIT_MS, flag_cb, &is_late);

  while (!*is_done && !is_late)
    g_main_context_iteration (NULL, TRUE);

  g_assert_false (is_late);
  g_source_remove (timer);
}

void
display_fixture_run (guint milliseconds)
{
  gboolean is_over = FALSE;

  g_timeout_add (milliseconds, flag_cb, &is_over);
  while (!is_over)
    g_main_context_iteration (NULL, TRUE);
}

static void
count_cb (guint *n_activations)
{
  (*n_activations)++;
}

void
display_fixture_add_action (GtkWidget *widget,
                            const char *group,
                            const char *name,
                            guint *n_activations)
{
  g_autoptr (GSimpleActionGroup) actions = g_simple_action_group_new ();
  g_autoptr (GSimpleAction) action = g_simple_action_new (name, NULL);

  g_signal_connect_swapped (action, "activate", G_CALLBACK (count_cb), n_activations);
  g_action_map_add_action (G_ACTION_MAP (actions), G_ACTION (action));
  gtk_widget_insert_action_group (widget, group, G_ACTION_GROUP (actions));
}

GtkWidget *
display_fixture_find (GtkWidget *parent, GType type)
{
  for (GtkWidget *child = gtk_widget_get_first_child (parent); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      if (G_TYPE_CHECK_INSTANCE_TYPE (child, type))
        return child;

      GtkWidget *found = display_fixture_find (child, type);

      if (found != NULL)
        return found;
    }

  return NULL;
}

GtkWidget *
display_fixture_find_label (GtkWidget *parent, const char *text)
{
  for (GtkWidget *child = gtk_widget_get_first_child (parent); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      if (!gtk_widget_get_visible (child))
        continue;
      if (GTK_IS_LABEL (child) && g_str_equal (gtk_label_get_text (GTK_LABEL (child)), text))
        return child;

      GtkWidget *found = display_fixture_find_label (child, text);

      if (found != NULL)
        return found;
    }

  return NULL;
}
