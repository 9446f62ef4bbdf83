/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The keyring: a real one, on a bus and in a home of its own, and all that can be instead of one.
 * The argument says what there is: a process has only one keyring in its life, so each has its own.
 * The user's keyring is never touched. Ends with 77 where there is no gnome-keyring, which is a
 * failure where CI is "true". */

#include "config.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

#include "xu-keyring-store.h"
#include "xu-secret.h"

static const char service[] = "org.freedesktop.secrets";
static const char service_path[] = "/org/freedesktop/secrets";
static const char password[] = "a password";

static char *home;           /* (owned) */
static char *bus_address;    /* (owned) */
static GSubprocess *bus;     /* (owned) */
static GSubprocess *keyring; /* (owned) (nullable) */

/* ---- Steps of the store, each run to its end ---- */

typedef struct
{
  char *secret;
  gboolean is_done;
  gboolean is_over;
  GError *error;
} Step;

static void
step_clear (Step *step)
{
  xu_secret_free (step->secret);
  g_clear_error (&step->error);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Step, step_clear)

static void
looked_up_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Step *step = user_data;

  step->is_over = TRUE;
  step->secret = xu_secret_store_lookup_finish (XU_SECRET_STORE (object), result, &step->error);
}

static void
saved_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Step *step = user_data;

  step->is_over = TRUE;
  step->is_done = xu_secret_store_save_finish (XU_SECRET_STORE (object), result, &step->error);
}

static void
removed_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Step *step = user_data;

  step->is_over = TRUE;
  step->is_done = xu_secret_store_remove_finish (XU_SECRET_STORE (object), result, &step->error);
}

static gboolean
too_long_cb (gpointer user_data)
{
  g_error ("The keyring did not answer, and the store waited");
  return G_SOURCE_REMOVE;
}

static void
step_wait (Step *step)
{
  GMainContext *context = g_main_context_get_thread_default ();
  g_autoptr (GSource) guard = g_timeout_source_new_seconds (30);

  g_source_set_callback (guard, too_long_cb, NULL, NULL);
  g_source_attach (guard, context);
  while (!step->is_over)
    g_main_context_iteration (context, TRUE);
  g_source_destroy (guard);
}

static void
assert_lookup (XuSecretStore *store, const char *server, const char *user_id, const char *secret)
{
  g_auto (Step) step = { NULL };

  xu_secret_store_lookup_async (store, server, user_id, NULL, looked_up_cb, &step);
  step_wait (&step);
  g_assert_no_error (step.error);
  g_assert_cmpstr (step.secret, ==, secret);
}

static void
assert_save (XuSecretStore *store, const char *server, const char *user_id, const char *secret)
{
  g_auto (Step) step = { NULL };

  xu_secret_store_save_async (store, server, user_id, "X Uploader: @test", secret, NULL, saved_cb,
                              &step);
  step_wait (&step);
  g_assert_no_error (step.error);
  g_assert_true (step.is_done);
}

static void
assert_remove (XuSecretStore *store, const char *server, const char *user_id)
{
  g_auto (Step) step = { NULL };

  xu_secret_store_remove_async (store, server, user_id, NULL, removed_cb, &step);
  step_wait (&step);
  g_assert_no_error (step.error);
  g_assert_true (step.is_done);
}

/* Everything fails so. */
static void
assert_all_fail (XuSecretStore *store, int code)
{
  g_auto (Step) lookup = { NULL };
  g_auto (Step) save = { NULL };
  g_auto (Step) removal = { NULL };

  xu_secret_store_lookup_async (store, "s", "1", NULL, looked_up_cb, &lookup);
  step_wait (&lookup);
  g_test_message ("lookup: %s", lookup.error != NULL ? lookup.error->message : "no error");
  g_assert_error (lookup.error, XU_SECRET_STORE_ERROR, code);
  g_assert_null (lookup.secret);

  xu_secret_store_save_async (store, "s", "1", "label", "PRIVATE", NULL, saved_cb, &save);
  step_wait (&save);
  g_test_message ("save: %s", save.error != NULL ? save.error->message : "no error");
  g_assert_error (save.error, XU_SECRET_STORE_ERROR, code);
  g_assert_null (strstr (save.error->message, "PRIVATE"));

  xu_secret_store_remove_async (store, "s", "1", NULL, removed_cb, &removal);
  step_wait (&removal);
  g_test_message ("remove: %s", removal.error != NULL ? removal.error->message : "no error");
  g_assert_error (removal.error, XU_SECRET_STORE_ERROR, code);
}

/* As in the application: in a thread with a context of its own, while nobody serves the default
 * one. */
static void
run_in_thread (GThreadFunc steps)
{
  g_thread_join (g_thread_new ("engine", steps, NULL));
}

/* ---- A keyring ---- */

static void
start_daemon (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDBusConnection) connection = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);
  g_autoptr (GSubprocessLauncher) launcher
      = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_SILENCE
                                   | G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  gint64 give_up_at = g_get_monotonic_time () + 30 * G_USEC_PER_SEC;
  gboolean is_there = FALSE;

  g_assert_no_error (error);
  /* It must not be as strict with itself as we are with us. */
  g_subprocess_launcher_unsetenv (launcher, "G_DEBUG");
  keyring = g_subprocess_launcher_spawn (launcher, &error, "gnome-keyring-daemon", "--foreground",
                                         "--unlock", "--components=secrets", NULL);
  g_assert_no_error (error);

  GOutputStream *in = g_subprocess_get_stdin_pipe (keyring);

  g_output_stream_write_all (in, password, strlen (password), NULL, NULL, &error);
  g_assert_no_error (error);
  g_output_stream_close (in, NULL, NULL);

  while (!is_there)
    {
      g_autoptr (GVariant) answer = g_dbus_connection_call_sync (
          connection, "org.freedesktop.DBus", "/", "org.freedesktop.DBus", "NameHasOwner",
          g_variant_new ("(s)", service), G_VARIANT_TYPE ("(b)"), 0, -1, NULL, &error);

      g_assert_no_error (error);
      g_variant_get (answer, "(b)", &is_there);
      g_assert_cmpint (g_get_monotonic_time (), <, give_up_at);
      g_usleep (20 * 1000);
    }
}

static void
stop_daemon (void)
{
  if (keyring == NULL)
    return;

  g_subprocess_force_exit (keyring);
  g_subprocess_wait (keyring, NULL, NULL);
  g_clear_object (&keyring);
}

static void
lock_keyring (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDBusConnection) connection = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);
  g_autoptr (GVariant) answer = g_dbus_connection_call_sync (
      connection, service, service_path, "org.freedesktop.Secret.Service", "Lock",
      g_variant_new_parsed ("([%o],)", "/org/freedesktop/secrets/collection/login"), NULL, 0, -1,
      NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (answer);
}

static gpointer
unlocked_steps (gpointer data)
{
  g_autoptr (GMainContext) context = g_main_context_new ();

  g_main_context_push_thread_default (context);

  XuSecretStore *store = xu_keyring_store_new ();

  assert_lookup (store, "https://api.x.com", "1", NULL);
  assert_save (store, "https://api.x.com", "1", "one");
  assert_save (store, "https://api.x.com", "2", "two, with ä and \"\\");
  assert_save (store, "sandbox:", "1", "three");
  assert_lookup (store, "https://api.x.com", "1", "one");
  assert_lookup (store, "https://api.x.com", "2", "two, with ä and \"\\");
  assert_lookup (store, "sandbox:", "1", "three");
  assert_lookup (store, "sandbox:", "2", NULL);

  assert_save (store, "https://api.x.com", "1", "one again");
  assert_lookup (store, "https://api.x.com", "1", "one again");

  assert_remove (store, "https://api.x.com", "1");
  assert_remove (store, "https://api.x.com", "1");
  assert_lookup (store, "https://api.x.com", "1", NULL);
  assert_lookup (store, "https://api.x.com", "2", "two, with ä and \"\\");

  g_assert_finalize_object (store);
  g_main_context_pop_thread_default (context);
  return NULL;
}

static void
test_unlocked (void)
{
  start_daemon ();
  run_in_thread (unlocked_steps);
}

static void
test_cancelled (void)
{
  g_autoptr (XuSecretStore) store = xu_keyring_store_new ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_auto (Step) step = { NULL };

  xu_secret_store_lookup_async (store, "s", "1", cancellable, looked_up_cb, &step);
  g_cancellable_cancel (cancellable);
  step_wait (&step);
  g_assert_error (step.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* Nobody can be asked here: there is no display. */
static void
test_locked (void)
{
  g_autoptr (XuSecretStore) store = xu_keyring_store_new ();

  start_daemon ();
  assert_save (store, "s", "1", "one");
  lock_keyring ();
  assert_all_fail (store, XU_SECRET_STORE_ERROR_LOCKED);
}

/* The daemon ends, and comes again with what it had kept. */
static void
test_restarted (void)
{
  g_autoptr (XuSecretStore) store = xu_keyring_store_new ();

  start_daemon ();
  assert_save (store, "s", "1", "one");
  stop_daemon ();
  assert_all_fail (store, XU_SECRET_STORE_ERROR_ABSENT);
  start_daemon ();
  assert_lookup (store, "s", "1", "one");
  assert_save (store, "s", "1", "two");
  assert_lookup (store, "s", "1", "two");
}

/* ---- No keyring ---- */

static void
test_absent (void)
{
  g_autoptr (XuSecretStore) store = xu_keyring_store_new ();

  assert_all_fail (store, XU_SECRET_STORE_ERROR_ABSENT);
}

/* Takes every call and answers none. */
static GDBusMessage *
swallow_cb (GDBusConnection *connection,
            GDBusMessage *message,
            gboolean is_incoming,
            gpointer user_data)
{
  if (is_incoming && g_dbus_message_get_message_type (message) == G_DBUS_MESSAGE_TYPE_METHOD_CALL)
    g_clear_object (&message);

  return message;
}

static void
test_slow (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (XuSecretStore) store = xu_keyring_store_new ();
  g_autoptr (GDBusConnection) connection = g_dbus_connection_new_for_address_sync (
      bus_address,
      G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT
          | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
      NULL, NULL, &error);
  g_autoptr (GVariant) answer = NULL;

  g_assert_no_error (error);
  g_dbus_connection_add_filter (connection, swallow_cb, NULL, NULL);
  answer = g_dbus_connection_call_sync (
      connection, "org.freedesktop.DBus", "/", "org.freedesktop.DBus", "RequestName",
      g_variant_new ("(su)", service, 0), NULL, 0, -1, NULL, &error);
  g_assert_no_error (error);

  xu_keyring_store_set_limit (XU_KEYRING_STORE (store), 300);
  assert_all_fail (store, XU_SECRET_STORE_ERROR_SLOW);
  g_dbus_connection_close_sync (connection, NULL, NULL);
}

/* ---- A world of its own ---- */

static void
set_folder (const char *variable, const char *name)
{
  g_autofree char *path = g_build_filename (home, name, NULL);

  g_assert_cmpint (g_mkdir (path, 0700), ==, 0);
  g_setenv (variable, path, TRUE);
}

static void
make_world (void)
{
  home = g_dir_make_tmp ("xu-keyring-XXXXXX", NULL);
  g_assert_nonnull (home);
  g_setenv ("HOME", home, TRUE);
  set_folder ("XDG_DATA_HOME", "data");
  set_folder ("XDG_CONFIG_HOME", "config");
  set_folder ("XDG_CACHE_HOME", "cache");
  set_folder ("XDG_RUNTIME_DIR", "run");
  g_unsetenv ("DISPLAY");
  g_unsetenv ("WAYLAND_DISPLAY");
  g_unsetenv ("GNOME_KEYRING_CONTROL");
  g_unsetenv ("SECRET_BACKEND");
}

/* Without any folder of services: what is not there cannot be started, neither the user's keyring.
 */
static void
start_bus (void)
{
  static const char config[]
      = "<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen>"
        "<policy context=\"default\"><allow send_destination=\"*\" eavesdrop=\"true\"/>"
        "<allow eavesdrop=\"true\"/><allow own=\"*\"/></policy></busconfig>";
  g_autofree char *file = g_build_filename (home, "bus.conf", NULL);
  g_autofree char *option = g_strconcat ("--config-file=", file, NULL);
  g_autoptr (GDataInputStream) lines = NULL;
  g_autoptr (GError) error = NULL;

  g_file_set_contents (file, config, -1, &error);
  g_assert_no_error (error);
  bus = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE,
                          &error, "dbus-daemon", option, "--nofork", "--print-address", NULL);
  g_assert_no_error (error);
  lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (bus));
  bus_address = g_data_input_stream_read_line (lines, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (bus_address);
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", bus_address, TRUE);
}

static void
stop_bus (void)
{
  g_subprocess_force_exit (bus);
  g_subprocess_wait (bus, NULL, NULL);
  g_clear_object (&bus);
  g_clear_pointer (&bus_address, g_free);
}

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_tree (child);
    }
  g_remove (path);
}

static gboolean
has_programs (gboolean needs_keyring)
{
  g_autofree char *dbus_daemon = g_find_program_in_path ("dbus-daemon");
  g_autofree char *keyring_daemon = g_find_program_in_path ("gnome-keyring-daemon");

  return dbus_daemon != NULL && (keyring_daemon != NULL || !needs_keyring);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *name;
    GTestFunc func;
    gboolean needs_keyring;
  } table[] = {
    { "unlocked", test_unlocked, TRUE },   { "locked", test_locked, TRUE },
    { "restarted", test_restarted, TRUE }, { "absent", test_absent, FALSE },
    { "slow", test_slow, FALSE },          { "cancelled", test_cancelled, FALSE },
  };
  gsize chosen = 0;

  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, ==, 2);
  while (chosen < G_N_ELEMENTS (table) && !g_str_equal (table[chosen].name, argv[1]))
    chosen++;
  g_assert_cmpuint (chosen, <, G_N_ELEMENTS (table));

  if (!has_programs (table[chosen].needs_keyring))
    {
      g_printerr ("There is no dbus-daemon, or no gnome-keyring-daemon\n");
      return g_strcmp0 (g_getenv ("CI"), "true") == 0 ? 1 : 77;
    }

  make_world ();
  start_bus ();
  g_autofree char *path = g_strconcat ("/", table[chosen].name, NULL);

  g_test_add_func (path, table[chosen].func);

  int result = g_test_run ();

  stop_daemon ();
  stop_bus ();
  remove_tree (home);
  g_free (home);

  return result;
}
