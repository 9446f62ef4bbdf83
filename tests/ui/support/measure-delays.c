/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * measure-delays NAME PATH: how long does the main loop of an application let a caller wait?
 *
 * Every few milliseconds, until stdin ends, the object at PATH of the application NAME is asked to
 * describe its actions, which GDBus answers in the main loop: a call takes as long as that does
 * something else. The bus itself is asked as often, and tells how long this machine lets anybody
 * wait. Prints two lines, "application" and "bus", with the microseconds of each call.
 */

#include <gio/gio.h>
#include <glib-unix.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum
{
  INTERVAL_MS = 4,
  CALL_TIMEOUT_MS = 60000,
};

typedef struct
{
  GMainLoop *loop;        /* (owned) */
  GDBusConnection *bus;   /* (owned) */
  const char *name;       /* of the application on the bus */
  const char *path;       /* of its object */
  GArray *of_application; /* (owned) (element-type gint64): microseconds */
  GArray *of_bus;         /* (owned) (element-type gint64): microseconds */
  guint n_pending;
  gboolean is_over;
} Measure;

typedef struct
{
  Measure *measure;
  GArray *times; /* where this call's time goes */
  gint64 begun_us;
} Call;

static void
quit_when_idle (Measure *measure)
{
  if (measure->is_over && measure->n_pending == 0)
    g_main_loop_quit (measure->loop);
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Call *call = user_data;
  g_autoptr (GError) error = NULL;
  gint64 taken_us = g_get_monotonic_time () - call->begun_us;
  g_autoptr (GVariant) answer
      = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);

  if (answer != NULL)
    g_array_append_val (call->times, taken_us);
  else
    g_printerr ("%s\n", error->message);

  call->measure->n_pending--;
  quit_when_idle (call->measure);
}

static void
ask (Measure *measure,
     GArray *times,
     const char *name,
     const char *path,
     const char *interface,
     const char *method)
{
  Call *call = g_new (Call, 1);

  *call = (Call){ measure, times, g_get_monotonic_time () };
  measure->n_pending++;
  g_dbus_connection_call (measure->bus, name, path, interface, method, NULL, NULL,
                          G_DBUS_CALL_FLAGS_NO_AUTO_START, CALL_TIMEOUT_MS, NULL, answered_cb,
                          call);
}

static gboolean
tick_cb (gpointer user_data)
{
  Measure *measure = user_data;

  if (measure->is_over)
    return G_SOURCE_REMOVE;

  ask (measure, measure->of_application, measure->name, measure->path, "org.gtk.Actions",
       "DescribeAll");
  ask (measure, measure->of_bus, "org.freedesktop.DBus", "/org/freedesktop/DBus",
       "org.freedesktop.DBus", "GetId");

  return G_SOURCE_CONTINUE;
}

static gboolean
stdin_cb (int fd, GIOCondition condition, gpointer user_data)
{
  Measure *measure = user_data;

  measure->is_over = TRUE;
  quit_when_idle (measure);

  return G_SOURCE_REMOVE;
}

static void
print_times (const char *name, GArray *times)
{
  printf ("%s", name);
  for (guint i = 0; i < times->len; i++)
    printf (" %" G_GINT64_FORMAT, g_array_index (times, gint64, i));
  printf ("\n");
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);
  g_autoptr (GArray) of_application = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GArray) of_bus = g_array_new (FALSE, FALSE, sizeof (gint64));

  if (bus == NULL || argc != 3)
    {
      g_printerr ("%s\n", error != NULL ? error->message : "measure-delays NAME PATH");
      return EXIT_FAILURE;
    }

  Measure measure = { loop, bus, argv[1], argv[2], of_application, of_bus, 0, FALSE };

  g_unix_fd_add (STDIN_FILENO, G_IO_IN | G_IO_HUP | G_IO_ERR, stdin_cb, &measure);
  g_timeout_add_full (G_PRIORITY_HIGH, INTERVAL_MS, tick_cb, &measure, NULL);
  g_main_loop_run (loop);

  print_times ("application", of_application);
  print_times ("bus", of_bus);

  return EXIT_SUCCESS;
}
