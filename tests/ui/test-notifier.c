/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is told by notifications, as a shell of our own gets it. */

#include "config.h"

#include <gtk/gtk.h>

#include "fake-job.h"
#include "xu-engine.h"
#include "xu-notifier.h"

static const char shell_xml[] = "<node>"
                                "  <interface name='org.gtk.Notifications'>"
                                "    <method name='AddNotification'>"
                                "      <arg type='s' direction='in'/><arg type='s' direction='in'/>"
                                "      <arg type='a{sv}' direction='in'/>"
                                "    </method>"
                                "    <method name='RemoveNotification'>"
                                "      <arg type='s' direction='in'/><arg type='s' direction='in'/>"
                                "    </method>"
                                "  </interface>"
                                "</node>";

typedef struct
{
  GTestDBus *bus;
  GDBusConnection *connection; /* the shell's */
  guint name_id;
  GHashTable *shown; /* id to what it holds, a{sv} */
  guint n_shown;     /* ever */

  GApplication *application;
  GListStore *jobs;
  XuJob *job;
  XuNotifier *notifier;
} Fixture;

/* Whether the user looks: the linker leads there. */
static gboolean is_active;
static gboolean is_mapped = TRUE;

GtkWindow *__wrap_gtk_application_get_active_window (GtkApplication *application);
gboolean __wrap_gtk_window_is_active (GtkWindow *window);
gboolean __wrap_gtk_widget_get_mapped (GtkWidget *widget);

GtkWindow *
__wrap_gtk_application_get_active_window (GtkApplication *application)
{
  return (GtkWindow *) application; /* Only looked at by the next ones. */
}

gboolean
__wrap_gtk_window_is_active (GtkWindow *window)
{
  return is_active;
}

gboolean
__wrap_gtk_widget_get_mapped (GtkWidget *widget)
{
  return is_mapped;
}

static void
shell_call (GDBusConnection *connection,
            const char *sender,
            const char *path,
            const char *interface,
            const char *method,
            GVariant *parameters,
            GDBusMethodInvocation *invocation,
            gpointer user_data)
{
  Fixture *fixture = user_data;
  const char *application_id = NULL;
  const char *id = NULL;

  g_variant_get_child (parameters, 0, "&s", &application_id);
  g_variant_get_child (parameters, 1, "&s", &id);
  g_assert_cmpstr (application_id, ==, "org.example.XUploader.Test");
  if (g_str_equal (method, "AddNotification"))
    {
      g_hash_table_insert (fixture->shown, g_strdup (id),
                           g_variant_get_child_value (parameters, 2));
      fixture->n_shown++;
    }
  else
    g_hash_table_remove (fixture->shown, id);

  g_dbus_method_invocation_return_value (invocation, NULL);
}

static void
name_owned_cb (GDBusConnection *connection, const char *name, gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
}

static void
start_shell (Fixture *fixture)
{
  static const GDBusInterfaceVTable vtable = { .method_call = shell_call };
  g_autoptr (GDBusNodeInfo) info = g_dbus_node_info_new_for_xml (shell_xml, NULL);
  g_autoptr (GError) error = NULL;
  gboolean is_owned = FALSE;

  fixture->shown
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_variant_unref);
  fixture->connection = g_dbus_connection_new_for_address_sync (
      g_test_dbus_get_bus_address (fixture->bus),
      G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT
          | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
      NULL, NULL, &error);
  g_assert_no_error (error);
  g_dbus_connection_register_object (fixture->connection, "/org/gtk/Notifications",
                                     info->interfaces[0], &vtable, fixture, NULL, &error);
  g_assert_no_error (error);
  fixture->name_id = g_bus_own_name_on_connection (fixture->connection, "org.gtk.Notifications",
                                                   G_BUS_NAME_OWNER_FLAGS_NONE, name_owned_cb, NULL,
                                                   &is_owned, NULL);
  while (!is_owned)
    g_main_context_iteration (NULL, TRUE);
}

static void
follow (Fixture *fixture, XuJob *job)
{
  fixture->job = job;
  fixture->jobs = g_list_store_new (XU_TYPE_JOB);
  g_list_store_append (fixture->jobs, job);
  fixture->notifier = xu_notifier_new (fixture->application, NULL, G_LIST_MODEL (fixture->jobs));
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  is_active = FALSE;
  fixture->bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (fixture->bus);
  start_shell (fixture);

  fixture->application
      = g_application_new ("org.example.XUploader.Test", G_APPLICATION_DEFAULT_FLAGS);
  g_application_register (fixture->application, NULL, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->notifier);
  g_clear_object (&fixture->jobs);
  g_assert_finalize_object (fixture->job);
  g_assert_finalize_object (fixture->application);

  g_bus_unown_name (fixture->name_id);
  g_object_unref (fixture->connection);
  g_hash_table_unref (fixture->shown);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_test_dbus_down (fixture->bus);
  g_object_unref (fixture->bus);
}

/* All that was sent before has arrived: the bus keeps the order. */
static void
settle (Fixture *fixture)
{
  g_autoptr (GNotification) last = g_notification_new ("last");

  g_application_send_notification (fixture->application, "last", last);
  while (!g_hash_table_contains (fixture->shown, "last"))
    g_main_context_iteration (NULL, TRUE);
  g_hash_table_remove (fixture->shown, "last");
  fixture->n_shown--;
}

static GVariant *
get_shown (Fixture *fixture, const char *id)
{
  settle (fixture);
  g_assert_cmpuint (g_hash_table_size (fixture->shown), ==, 1);

  return g_hash_table_lookup (fixture->shown, id);
}

static void
assert_string (GVariant *shown, const char *key, const char *wanted)
{
  const char *value = NULL;

  g_assert_true (g_variant_lookup (shown, key, "&s", &value));
  g_assert_cmpstr (value, ==, wanted);
}

static void
assert_target (GVariant *shown, const char *key, const char *wanted)
{
  g_autoptr (GVariant) target = g_variant_lookup_value (shown, key, G_VARIANT_TYPE_STRING);

  g_assert_nonnull (target);
  g_assert_cmpstr (g_variant_get_string (target, NULL), ==, wanted);
}

static void
assert_buttons (GVariant *shown, const char *const *labels, const char *const *actions)
{
  g_autoptr (GVariant) buttons
      = g_variant_lookup_value (shown, "buttons", G_VARIANT_TYPE ("aa{sv}"));
  guint n = g_strv_length ((char **) labels);

  g_assert_nonnull (buttons);
  g_assert_cmpuint (g_variant_n_children (buttons), ==, n);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GVariant) button = g_variant_get_child_value (buttons, i);

      assert_string (button, "label", labels[i]);
      assert_string (button, "action", actions[i]);
      assert_target (button, "target", "a1");
    }
}

static void
test_posted (Fixture *fixture, gconstpointer data)
{
  static const char *const labels[] = { "Open Post", "Show", NULL };
  static const char *const actions[] = { "app.open-post", "app.show-job", NULL };

  follow (fixture, fake_job_new ("a1", "/tmp/holiday.mp4"));
  fake_job_set_phase (fixture->job, XU_JOB_PHASE_UPLOADING);
  fake_job_post (fixture->job, "1");

  GVariant *shown = get_shown (fixture, "job-a1");

  assert_string (shown, "title", "Posted");
  assert_string (shown, "body", "holiday.mp4 is on X now.");
  assert_string (shown, "default-action", "app.open-post");
  assert_target (shown, "default-action-target", "a1");
  assert_buttons (shown, labels, actions);
}

static void
test_posted_in_sandbox (Fixture *fixture, gconstpointer data)
{
  follow (fixture,
          fake_job_new_of ("a1", "/tmp/holiday.mp4", XU_ENGINE_SANDBOX, XU_POST_INTENT_POST));
  fake_job_post (fixture->job, "1");
  assert_string (get_shown (fixture, "job-a1"), "body", "holiday.mp4 is in the sandbox now.");
}

static void
test_failed (Fixture *fixture, gconstpointer data)
{
  static const char *const labels[] = { "Retry", "Show", NULL };
  static const char *const actions[] = { "app.retry-job", "app.show-job", NULL };

  follow (fixture, fake_job_new ("a1", "/tmp/holiday.mp4"));
  fake_job_fail (fixture->job, XU_ERROR_NETWORK);

  GVariant *shown = get_shown (fixture, "job-a1");

  assert_string (shown, "title", "holiday.mp4 was not posted");
  assert_string (shown, "body", "X cannot be reached.");
  assert_string (shown, "default-action", "app.show-job");
  assert_target (shown, "default-action-target", "a1");
  assert_buttons (shown, labels, actions);
}

static void
test_several_files (Fixture *fixture, gconstpointer data)
{
  const char *paths[] = { "/tmp/a.jpg", "/tmp/b.jpg", "/tmp/c.jpg", NULL };
  g_autoptr (XuJobSpec) spec = xu_job_spec_new (paths, "Hello");

  spec->intent = XU_POST_INTENT_POST;
  follow (fixture, fake_job_new ("a1", "/tmp/a.jpg"));
  fake_job_set_spec (fixture->job, spec);
  fake_job_fail (fixture->job, XU_ERROR_NETWORK);
  assert_string (get_shown (fixture, "job-a1"), "title", "a.jpg and 2 more were not posted");

  fake_job_resume (fixture->job);
  fake_job_post (fixture->job, "1");
  assert_string (get_shown (fixture, "job-a1"), "body", "a.jpg and 2 more are on X now.");
}

/* Once for all jobs, until the last of them goes on. */
static void
test_sign_in (Fixture *fixture, gconstpointer data)
{
  static const char *const labels[] = { "Sign In…", NULL };
  static const char *const actions[] = { "app.sign-in-for-job", NULL };
  g_autoptr (XuJob) other = fake_job_new ("b2", "/tmp/other.mp4");

  follow (fixture, fake_job_new ("a1", "/tmp/holiday.mp4"));
  g_list_store_append (fixture->jobs, other);
  fake_job_wait (fixture->job, XU_WAIT_NETWORK);
  settle (fixture);
  g_assert_cmpuint (fixture->n_shown, ==, 0);
  fake_job_wait (fixture->job, XU_WAIT_SIGN_IN);
  fake_job_wait (other, XU_WAIT_SIGN_IN);

  GVariant *shown = get_shown (fixture, "sign-in");

  assert_string (shown, "title", "Sign in again to go on");
  assert_string (shown, "body", "Posts of X wait for it.");
  assert_string (shown, "default-action", "app.show-job");
  assert_target (shown, "default-action-target", "a1");
  assert_buttons (shown, labels, actions);
  g_assert_cmpuint (fixture->n_shown, ==, 1);

  fake_job_pause (fixture->job);
  settle (fixture);
  g_assert_cmpuint (g_hash_table_size (fixture->shown), ==, 1);
  fake_job_pause (other);
  settle (fixture);
  g_assert_cmpuint (g_hash_table_size (fixture->shown), ==, 0);

  fake_job_wait (fixture->job, XU_WAIT_SIGN_IN);
  g_assert_nonnull (get_shown (fixture, "sign-in"));
  xu_notifier_seen (fixture->notifier, fixture->job);
  settle (fixture);
  g_assert_cmpuint (g_hash_table_size (fixture->shown), ==, 0);
}

/* The same again would fail the same. */
static void
test_failed_for_good (Fixture *fixture, gconstpointer data)
{
  static const char *const labels[] = { "Show", NULL };
  static const char *const actions[] = { "app.show-job", NULL };

  follow (fixture, fake_job_new ("a1", "/tmp/holiday.mp4"));
  fake_job_fail (fixture->job, XU_ERROR_TEXT_TOO_LONG);
  assert_buttons (get_shown (fixture, "job-a1"), labels, actions);
}

static void
test_unknown (Fixture *fixture, gconstpointer data)
{
  static const char *const labels[] = { "Show", NULL };
  static const char *const actions[] = { "app.show-job", NULL };

  follow (fixture, fake_job_new ("a1", "/tmp/holiday.mp4"));
  fake_job_fail (fixture->job, XU_ERROR_POST_UNKNOWN);

  GVariant *shown = get_shown (fixture, "job-a1");

  assert_string (shown, "title", "holiday.mp4 may not have been posted");
  assert_string (shown, "default-action", "app.show-job");
  assert_buttons (shown, labels, actions);
}

static void
test_draft (Fixture *fixture, gconstpointer data)
{
  follow (fixture,
          fake_job_new_of ("a1", "/tmp/holiday.mp4", "https://api.x.com", XU_POST_INTENT_DRAFT));
  fake_job_set_phase (fixture->job, XU_JOB_PHASE_UPLOADING);
  fake_job_fail (fixture->job, XU_ERROR_FILE_UNREADABLE);
  assert_string (get_shown (fixture, "job-a1"), "title", "holiday.mp4 was not uploaded");
}

/* What is ready, paused or cancelled is as the user wants it. */
static void
test_silent (Fixture *fixture, gconstpointer data)
{
  follow (fixture, fake_job_new ("a1", "/tmp/holiday.mp4"));
  fake_job_set_phase (fixture->job, XU_JOB_PHASE_UPLOADING);
  fake_job_pause (fixture->job);
  fake_job_set_elsewhere (fixture->job, FALSE, XU_JOB_OUTCOME_READY);
  g_assert_cmpint (xu_job_get_state (fixture->job), ==, XU_JOB_READY);
  fake_job_set_elsewhere (fixture->job, FALSE, XU_JOB_OUTCOME_CANCELLED);
  settle (fixture);
  g_assert_cmpuint (fixture->n_shown, ==, 0);
}

static void
test_markup (Fixture *fixture, gconstpointer data)
{
  follow (fixture, fake_job_new ("a1", "/tmp/<b>A & B<br>.mp4"));
  fake_job_post (fixture->job, "1");
  assert_string (get_shown (fixture, "job-a1"), "body", "‹b›A & B‹br›.mp4 is on X now.");
}

static void
test_over_before (Fixture *fixture, gconstpointer data)
{
  XuJob *job = fake_job_new ("a1", "/tmp/holiday.mp4");

  fake_job_post (job, "1");
  follow (fixture, job);
  settle (fixture);
  g_assert_cmpuint (fixture->n_shown, ==, 0);
}

/* The command line tells its user itself. */
static void
test_elsewhere (Fixture *fixture, gconstpointer data)
{
  follow (fixture, fake_job_new ("a1", "/tmp/holiday.mp4"));
  fake_job_set_elsewhere (fixture->job, TRUE, XU_JOB_OUTCOME_NONE);
  fake_job_set_elsewhere (fixture->job, FALSE, XU_JOB_OUTCOME_POSTED);
  g_assert_cmpint (xu_job_get_state (fixture->job), ==, XU_JOB_POSTED);
  settle (fixture);
  g_assert_cmpuint (fixture->n_shown, ==, 0);
}

static void
test_elsewhere_then_here (Fixture *fixture, gconstpointer data)
{
  follow (fixture, fake_job_new ("a1", "/tmp/holiday.mp4"));
  fake_job_set_elsewhere (fixture->job, TRUE, XU_JOB_OUTCOME_NONE);
  fake_job_queue (fixture->job);
  fake_job_post (fixture->job, "1");
  assert_string (get_shown (fixture, "job-a1"), "title", "Posted");
}

/* Retry, from the notification or the window. */
static void
test_goes_on (Fixture *fixture, gconstpointer data)
{
  follow (fixture, fake_job_new ("a1", "/tmp/holiday.mp4"));
  fake_job_fail (fixture->job, XU_ERROR_NETWORK);
  g_assert_nonnull (get_shown (fixture, "job-a1"));
  fake_job_queue (fixture->job);
  settle (fixture);
  g_assert_cmpuint (g_hash_table_size (fixture->shown), ==, 0);

  fake_job_fail (fixture->job, XU_ERROR_NETWORK);
  g_assert_nonnull (get_shown (fixture, "job-a1"));
  g_assert_cmpuint (fixture->n_shown, ==, 2);
}

static void
test_seen (Fixture *fixture, gconstpointer data)
{
  follow (fixture, fake_job_new ("a1", "/tmp/holiday.mp4"));
  fake_job_post (fixture->job, "1");
  g_assert_nonnull (get_shown (fixture, "job-a1"));
  xu_notifier_seen (fixture->notifier, fixture->job);
  settle (fixture);
  g_assert_cmpuint (g_hash_table_size (fixture->shown), ==, 0);
}

static void
test_removed (Fixture *fixture, gconstpointer data)
{
  follow (fixture, fake_job_new ("a1", "/tmp/holiday.mp4"));
  fake_job_post (fixture->job, "1");
  g_assert_nonnull (get_shown (fixture, "job-a1"));
  g_list_store_remove_all (fixture->jobs);
  settle (fixture);
  g_assert_cmpuint (g_hash_table_size (fixture->shown), ==, 0);
}

/* What was told stays: it is there for who comes back after the process has ended. */
static void
test_ends (Fixture *fixture, gconstpointer data)
{
  follow (fixture, fake_job_new ("a1", "/tmp/holiday.mp4"));
  fake_job_post (fixture->job, "1");
  g_assert_finalize_object (fixture->notifier);
  g_assert_nonnull (get_shown (fixture, "job-a1"));
  fixture->notifier = xu_notifier_new (fixture->application, NULL, G_LIST_MODEL (fixture->jobs));
}

/* An application that is not registered cannot notify: to try it would be a critical. */
static void
test_looking (void)
{
  g_autoptr (GtkApplication) application
      = gtk_application_new ("org.example.XUploader.Test", G_APPLICATION_NON_UNIQUE);
  g_autoptr (GListStore) jobs = g_list_store_new (XU_TYPE_JOB);
  g_autoptr (XuJob) job = fake_job_new ("a1", "/tmp/holiday.mp4");
  XuNotifier *notifier = xu_notifier_new (G_APPLICATION (application), NULL, G_LIST_MODEL (jobs));

  g_list_store_append (jobs, job);
  is_active = TRUE;
  fake_job_post (job, "1");

  is_mapped = FALSE;
  g_test_expect_message ("GLib-GIO", G_LOG_LEVEL_CRITICAL, "*is_registered*");
  fake_job_fail (job, XU_ERROR_NETWORK);
  g_test_assert_expected_messages ();
  is_active = FALSE;
  is_mapped = TRUE;
  g_assert_finalize_object (notifier);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_unsetenv ("GTK_USE_PORTAL");

  g_test_add ("/notifier/posted", Fixture, NULL, set_up, test_posted, tear_down);
  g_test_add ("/notifier/posted-in-sandbox", Fixture, NULL, set_up, test_posted_in_sandbox,
              tear_down);
  g_test_add ("/notifier/failed", Fixture, NULL, set_up, test_failed, tear_down);
  g_test_add ("/notifier/several-files", Fixture, NULL, set_up, test_several_files, tear_down);
  g_test_add ("/notifier/sign-in", Fixture, NULL, set_up, test_sign_in, tear_down);
  g_test_add ("/notifier/failed-for-good", Fixture, NULL, set_up, test_failed_for_good, tear_down);
  g_test_add ("/notifier/unknown", Fixture, NULL, set_up, test_unknown, tear_down);
  g_test_add ("/notifier/draft", Fixture, NULL, set_up, test_draft, tear_down);
  g_test_add ("/notifier/silent", Fixture, NULL, set_up, test_silent, tear_down);
  g_test_add ("/notifier/markup", Fixture, NULL, set_up, test_markup, tear_down);
  g_test_add ("/notifier/over-before", Fixture, NULL, set_up, test_over_before, tear_down);
  g_test_add ("/notifier/elsewhere", Fixture, NULL, set_up, test_elsewhere, tear_down);
  g_test_add ("/notifier/elsewhere-then-here", Fixture, NULL, set_up, test_elsewhere_then_here,
              tear_down);
  g_test_add ("/notifier/goes-on", Fixture, NULL, set_up, test_goes_on, tear_down);
  g_test_add ("/notifier/seen", Fixture, NULL, set_up, test_seen, tear_down);
  g_test_add ("/notifier/removed", Fixture, NULL, set_up, test_removed, tear_down);
  g_test_add ("/notifier/ends", Fixture, NULL, set_up, test_ends, tear_down);
  g_test_add_func ("/notifier/looking", test_looking);

  return g_test_run ();
}
