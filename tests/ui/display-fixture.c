/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A display for tests of widgets. */

#include "config.h"

#include "display-fixture.h"

#include <adwaita.h>
#include <gio/gio.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <unistd.h>

enum
{
  SKIPPED = 77,
  START_LIMIT_MS = 10000,
  WAIT_LIMIT_MS = 10000,
  DISPLAY_FD = 3,
};

static GSubprocess *server;

static void
give_up (const char *reason)
{
  if (g_strcmp0 (g_getenv ("CI"), "true") == 0)
    g_error ("no display: %s", reason);

  g_print ("1..0 # SKIP %s\n", reason);
  exit (SKIPPED);
}

static void
stop_server (void)
{
  if (server != NULL)
    g_subprocess_force_exit (server);
  g_clear_object (&server);
}

/* It must not outlive a test that was aborted. */
static void
die_with_parent (gpointer data)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
}

static char *
read_display (int fd)
{
  struct pollfd readable = { .fd = fd, .events = POLLIN };
  char number[16] = "";
  gsize length = 0;

  while (length < sizeof (number) - 1 && poll (&readable, 1, START_LIMIT_MS) == 1)
    {
      gssize n = read (fd, number + length, sizeof (number) - 1 - length);

      if (n <= 0)
        return NULL;
      length += (gsize) n;
      if (number[length - 1] == '\n')
        return g_strdup_printf (":%s", g_strchomp (number));
    }

  return NULL;
}

static void
start_server (void)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (
      G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_autoptr (GError) error = NULL;
  int fds[2];

  if (pipe (fds) != 0)
    give_up ("no pipe");

  g_subprocess_launcher_set_child_setup (launcher, die_with_parent, NULL, NULL);
  g_subprocess_launcher_take_fd (launcher, fds[1], DISPLAY_FD);
  server = g_subprocess_launcher_spawn (launcher, &error, "Xvfb", "-displayfd", "3", "-screen", "0",
                                        "1024x768x24", "-nolisten", "tcp", NULL);
  g_clear_object (&launcher); /* Closes our end of the pipe's other side. */
  if (server == NULL)
    give_up (error->message);
  atexit (stop_server);

  g_autofree char *display = read_display (fds[0]);

  close (fds[0]);
  if (display == NULL)
    give_up ("Xvfb does not start");
  g_setenv ("DISPLAY", display, TRUE);
}

void
display_fixture_init (int *argc, char ***argv)
{
  g_test_init (argc, argv, NULL);

  g_setenv ("GDK_BACKEND", "x11", TRUE);
  g_setenv ("GSK_RENDERER", "cairo", TRUE);
  g_setenv ("GTK_A11Y", "test", TRUE);
  g_setenv ("GTK_IM_MODULE", "gtk-im-context-simple", TRUE);
  g_setenv ("ADW_DISABLE_PORTAL", "1", TRUE);
  g_unsetenv ("GTK_THEME");
  g_unsetenv ("WAYLAND_DISPLAY");
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "disabled:", TRUE);
  g_unsetenv ("XAUTHORITY");
  start_server ();

  if (!gtk_init_check ())
    give_up ("GTK does not take the display");
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
