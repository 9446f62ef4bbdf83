/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Going on without a window, as a portal of our own answers it. */

#include "config.h"

#include <gio/gio.h>

#include "xu-background.h"

static const char portal_xml[]
    = "<node>"
      "  <interface name='org.freedesktop.portal.Background'>"
      "    <method name='RequestBackground'>"
      "      <arg type='s' direction='in'/><arg type='a{sv}' direction='in'/>"
      "      <arg type='o' direction='out'/>"
      "    </method>"
      "    <method name='SetStatus'><arg type='a{sv}' direction='in'/></method>"
      "  </interface>"
      "  <interface name='org.freedesktop.portal.Request'>"
      "    <method name='Close'/>"
      "    <signal name='Response'><arg type='u'/><arg type='a{sv}'/></signal>"
      "  </interface>"
      "</node>";

/* How the portal answers a request. */
typedef enum
{
  ANSWER_AFTER,           /* as today's do */
  ANSWER_BEFORE,          /* the answer overtakes the reply to the call */
  ANSWER_AT_ANOTHER_PATH, /* as the first ones did */
  ANSWER_NEVER,
  ANSWER_ERROR,
} AnswerKind;

typedef struct
{
  GTestDBus *bus;
  GDBusConnection *connection; /* the portal's */
  GDBusNodeInfo *info;
  guint name_id;

  AnswerKind kind;
  guint32 response;
  gboolean background;

  GVariant *options; /* of the last request */
  char *status;
  gboolean is_closed;

  gboolean is_back; /* what the application got */
  gboolean is_allowed;
  GError *error;
} Fixture;

static void
respond (Fixture *fixture, const char *destination, const char *path)
{
  GVariantBuilder results;
  g_autoptr (GError) error = NULL;

  g_variant_builder_init (&results, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&results, "{sv}", "background",
                         g_variant_new_boolean (fixture->background));
  g_dbus_connection_emit_signal (fixture->connection, destination, path,
                                 "org.freedesktop.portal.Request", "Response",
                                 g_variant_new ("(ua{sv})", fixture->response, &results), &error);
  g_assert_no_error (error);
}

static void
request_call (GDBusConnection *connection,
              const char *sender,
              const char *path,
              const char *interface,
              const char *method,
              GVariant *parameters,
              GDBusMethodInvocation *invocation,
              gpointer user_data)
{
  Fixture *fixture = user_data;

  g_assert_cmpstr (method, ==, "Close");
  fixture->is_closed = TRUE;
  g_dbus_method_invocation_return_value (invocation, NULL);
}

/* Returns: (transfer full): where the request is answered, as the portal's documents say */
static char *
dup_handle (Fixture *fixture, const char *sender)
{
  g_autofree char *escaped = g_strdup (sender + 1);
  const char *token = NULL;

  g_assert_true (g_variant_lookup (fixture->options, "handle_token", "&s", &token));
  g_strdelimit (escaped, ".", '_');

  return g_strdup_printf ("/org/freedesktop/portal/desktop/request/%s/%s", escaped,
                          fixture->kind == ANSWER_AT_ANOTHER_PATH ? "of_my_own" : token);
}

static void
request_background (Fixture *fixture,
                    const char *sender,
                    GVariant *parameters,
                    GDBusMethodInvocation *invocation)
{
  static const GDBusInterfaceVTable request_vtable = { .method_call = request_call };
  const char *parent = NULL;
  g_autofree char *handle = NULL;
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&fixture->options, g_variant_unref);
  g_variant_get (parameters, "(&s@a{sv})", &parent, &fixture->options);
  g_assert_cmpstr (parent, ==, "");

  if (fixture->kind == ANSWER_ERROR)
    {
      g_dbus_method_invocation_return_dbus_error (
          invocation, "org.freedesktop.portal.Error.NotAllowed", "not you");
      return;
    }

  handle = dup_handle (fixture, sender);
  g_assert_true (g_variant_is_object_path (handle));
  g_dbus_connection_register_object (fixture->connection, handle, fixture->info->interfaces[1],
                                     &request_vtable, fixture, NULL, &error);
  g_assert_no_error (error);

  if (fixture->kind == ANSWER_BEFORE)
    respond (fixture, sender, handle);
  g_dbus_method_invocation_return_value (invocation, g_variant_new ("(o)", handle));
  if (fixture->kind == ANSWER_AFTER)
    respond (fixture, sender, handle);
}

static void
portal_call (GDBusConnection *connection,
             const char *sender,
             const char *path,
             const char *interface,
             const char *method,
             GVariant *parameters,
             GDBusMethodInvocation *invocation,
             gpointer user_data)
{
  Fixture *fixture = user_data;
  g_autoptr (GVariant) options = NULL;

  if (g_str_equal (method, "RequestBackground"))
    {
      request_background (fixture, sender, parameters, invocation);
      return;
    }

  options = g_variant_get_child_value (parameters, 0);
  g_assert_true (g_variant_lookup (options, "message", "s", &fixture->status));
  g_dbus_method_invocation_return_value (invocation, NULL);
}

static void
wait_for (const gboolean *flag)
{
  gint64 deadline = g_get_monotonic_time () + 20 * G_TIME_SPAN_SECOND;

  while (!*flag)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, deadline);
      g_usleep (1000);
      g_main_context_iteration (NULL, FALSE);
    }
}

static void
name_owned_cb (GDBusConnection *connection, const char *name, gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
}

static void
start_portal (Fixture *fixture)
{
  static const GDBusInterfaceVTable portal_vtable = { .method_call = portal_call };
  gboolean is_owned = FALSE;
  g_autoptr (GError) error = NULL;

  fixture->connection = g_dbus_connection_new_for_address_sync (
      g_test_dbus_get_bus_address (fixture->bus),
      G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT
          | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
      NULL, NULL, &error);
  g_assert_no_error (error);
  fixture->info = g_dbus_node_info_new_for_xml (portal_xml, &error);
  g_assert_no_error (error);
  g_dbus_connection_register_object (fixture->connection, "/org/freedesktop/portal/desktop",
                                     fixture->info->interfaces[0], &portal_vtable, fixture, NULL,
                                     &error);
  g_assert_no_error (error);

  fixture->name_id = g_bus_own_name_on_connection (
      fixture->connection, "org.freedesktop.portal.Desktop", G_BUS_NAME_OWNER_FLAGS_NONE,
      name_owned_cb, NULL, &is_owned, NULL);
  wait_for (&is_owned);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  fixture->background = TRUE;
  g_test_dbus_up (fixture->bus);
  g_setenv ("GTK_USE_PORTAL", "1", TRUE);
  xu_background_set_patience (20 * G_TIME_SPAN_SECOND);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  if (fixture->name_id != 0)
    g_bus_unown_name (fixture->name_id);
  g_clear_object (&fixture->connection);
  g_clear_pointer (&fixture->info, g_dbus_node_info_unref);
  g_clear_pointer (&fixture->options, g_variant_unref);
  g_free (fixture->status);
  g_clear_error (&fixture->error);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_test_dbus_down (fixture->bus);
  g_object_unref (fixture->bus);
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Fixture *fixture = user_data;

  g_assert_false (fixture->is_back);
  fixture->is_back = TRUE;
  fixture->is_allowed = xu_background_request_finish (result, &fixture->error);
}

static void
ask (Fixture *fixture)
{
  xu_background_request_async ("To finish what you began", NULL, answered_cb, fixture);
  wait_for (&fixture->is_back);
}

static void
test_allowed (Fixture *fixture, gconstpointer data)
{
  const char *reason = NULL;

  start_portal (fixture);
  fixture->kind = (AnswerKind) GPOINTER_TO_INT (data);
  ask (fixture);

  g_assert_no_error (fixture->error);
  g_assert_true (fixture->is_allowed);
  g_assert_true (g_variant_lookup (fixture->options, "reason", "&s", &reason));
  g_assert_cmpstr (reason, ==, "To finish what you began");
  g_assert_false (fixture->is_closed);
}

/* As the first portals did, which nobody could listen to before they had told their path. */
static void
test_another_path (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GDBusConnection) connection = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  g_autofree char *handle = NULL;

  start_portal (fixture);
  fixture->kind = ANSWER_AT_ANOTHER_PATH;
  xu_background_request_async ("Why not", NULL, answered_cb, fixture);
  while (fixture->options == NULL)
    g_main_context_iteration (NULL, TRUE);

  /* Nobody sees from here when the path has become known. */
  handle = dup_handle (fixture, g_dbus_connection_get_unique_name (connection));
  while (!fixture->is_back)
    {
      respond (fixture, g_dbus_connection_get_unique_name (connection), handle);
      g_usleep (1000);
      g_main_context_iteration (NULL, FALSE);
    }
  g_assert_no_error (fixture->error);
  g_assert_true (fixture->is_allowed);
}

static void
test_denied (Fixture *fixture, gconstpointer data)
{
  start_portal (fixture);
  fixture->background = FALSE;
  ask (fixture);

  g_assert_no_error (fixture->error);
  g_assert_false (fixture->is_allowed);
}

/* The user has closed the portal's question: whatever the results say. */
static void
test_dismissed (Fixture *fixture, gconstpointer data)
{
  start_portal (fixture);
  fixture->response = 1;
  ask (fixture);

  g_assert_no_error (fixture->error);
  g_assert_false (fixture->is_allowed);
}

static void
test_no_answer (Fixture *fixture, gconstpointer data)
{
  start_portal (fixture);
  fixture->kind = ANSWER_NEVER;
  xu_background_set_patience (200 * G_TIME_SPAN_MILLISECOND);
  ask (fixture);

  g_assert_error (fixture->error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT);
  g_assert_false (fixture->is_allowed);
  wait_for (&fixture->is_closed);
}

static void
test_cancelled (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  start_portal (fixture);
  fixture->kind = ANSWER_NEVER;
  xu_background_request_async ("Why not", cancellable, answered_cb, fixture);
  while (fixture->options == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_cancellable_cancel (cancellable);
  wait_for (&fixture->is_back);

  g_assert_error (fixture->error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  wait_for (&fixture->is_closed);
}

static void
test_error (Fixture *fixture, gconstpointer data)
{
  start_portal (fixture);
  fixture->kind = ANSWER_ERROR;
  ask (fixture);

  g_assert_nonnull (fixture->error);
  g_assert_false (fixture->is_allowed);
}

static void
test_no_portal (Fixture *fixture, gconstpointer data)
{
  ask (fixture);

  g_assert_no_error (fixture->error);
  g_assert_true (fixture->is_allowed);
}

/* Nobody is asked: nobody would end us. */
static void
test_unconfined (Fixture *fixture, gconstpointer data)
{
  g_unsetenv ("GTK_USE_PORTAL");
  start_portal (fixture);
  fixture->background = FALSE;
  ask (fixture);

  g_assert_no_error (fixture->error);
  g_assert_true (fixture->is_allowed);
  g_assert_null (fixture->options);
}

static void
test_status (Fixture *fixture, gconstpointer data)
{
  g_autofree char *long_status = g_strnfill (200, 'x');

  start_portal (fixture);
  xu_background_set_status ("Uploading 2 files");
  while (fixture->status == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (fixture->status, ==, "Uploading 2 files");

  g_clear_pointer (&fixture->status, g_free);
  xu_background_set_status (long_status);
  while (fixture->status == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (strlen (fixture->status), ==, 96);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_unsetenv ("SNAP");

  g_test_add ("/background/allowed", Fixture, GINT_TO_POINTER (ANSWER_AFTER), set_up, test_allowed,
              tear_down);
  g_test_add ("/background/allowed-early", Fixture, GINT_TO_POINTER (ANSWER_BEFORE), set_up,
              test_allowed, tear_down);
  g_test_add ("/background/another-path", Fixture, NULL, set_up, test_another_path, tear_down);
  g_test_add ("/background/denied", Fixture, NULL, set_up, test_denied, tear_down);
  g_test_add ("/background/dismissed", Fixture, NULL, set_up, test_dismissed, tear_down);
  g_test_add ("/background/no-answer", Fixture, NULL, set_up, test_no_answer, tear_down);
  g_test_add ("/background/cancelled", Fixture, NULL, set_up, test_cancelled, tear_down);
  g_test_add ("/background/error", Fixture, NULL, set_up, test_error, tear_down);
  g_test_add ("/background/no-portal", Fixture, NULL, set_up, test_no_portal, tear_down);
  g_test_add ("/background/unconfined", Fixture, NULL, set_up, test_unconfined, tear_down);
  g_test_add ("/background/status", Fixture, NULL, set_up, test_status, tear_down);

  return g_test_run ();
}
