/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asks the Background portal. */

#define G_LOG_DOMAIN "xu-ui"

#include "config.h"

#include "xu-background.h"

#include "xu-source.h"

static const char portal_name[] = "org.freedesktop.portal.Desktop";
static const char portal_path[] = "/org/freedesktop/portal/desktop";
static const char portal_interface[] = "org.freedesktop.portal.Background";
static const char request_interface[] = "org.freedesktop.portal.Request";

enum
{
  LONGEST_STATUS = 96, /* characters, as the portal takes them */
};

/* The portal may ask the user. */
static gint64 patience_us = 120 * G_TIME_SPAN_SECOND;

/* A request under way. */
typedef struct
{
  char *reason;                /* (owned) */
  GDBusConnection *connection; /* (owned) (nullable): until there is one */
  char *handle;                /* (owned) (nullable): path of the portal's object for it */
  guint response_id;           /* subscription to its answer; 0: none */
  GSource *timeout;            /* (owned) (nullable) */
  GSource *cancel;             /* (owned) (nullable) */
} Request;

/* In the order of time. */
static void got_bus_cb (GObject *source, GAsyncResult *result, gpointer user_data);
static void called_cb (GObject *source, GAsyncResult *result, gpointer user_data);
static void response_cb (GDBusConnection *connection,
                         const char *sender,
                         const char *path,
                         const char *interface,
                         const char *signal,
                         GVariant *parameters,
                         gpointer user_data);

static void
request_free (gpointer data)
{
  Request *request = data;

  g_assert (request->response_id == 0 && request->timeout == NULL && request->cancel == NULL);

  g_clear_object (&request->connection);
  g_free (request->handle);
  g_free (request->reason);
  g_free (request);
}

/* As GLib and GTK decide it, which have no function for it in 4.8. */
static gboolean
is_confined (void)
{
  return g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS) || g_getenv ("SNAP") != NULL
         || g_strcmp0 (g_getenv ("GTK_USE_PORTAL"), "1") == 0;
}

/* The sources and the subscription hold the task: it ends when they all are gone. */
static void
stop_listening (GTask *task)
{
  Request *request = g_task_get_task_data (task);

  xu_source_clear (&request->timeout);
  xu_source_clear (&request->cancel);
  if (request->response_id != 0)
    g_dbus_connection_signal_unsubscribe (request->connection, request->response_id);
  request->response_id = 0;
}

static void
give_up (GTask *task, GError *error)
{
  Request *request = g_task_get_task_data (task);

  if (request->handle != NULL)
    g_dbus_connection_call (request->connection, portal_name, request->handle, request_interface,
                            "Close", NULL, NULL, G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, NULL, NULL,
                            NULL);
  stop_listening (task);
  g_task_return_error (task, error);
}

static gboolean
timeout_cb (gpointer user_data)
{
  give_up (user_data, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_TIMED_OUT,
                                           "the background portal does not answer"));

  return G_SOURCE_REMOVE;
}

static gboolean
cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  give_up (user_data, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "cancelled"));

  return G_SOURCE_REMOVE;
}

static void
listen_for_answer (GTask *task, const char *handle)
{
  Request *request = g_task_get_task_data (task);

  if (request->response_id != 0)
    g_dbus_connection_signal_unsubscribe (request->connection, request->response_id);
  g_free (request->handle);
  request->handle = g_strdup (handle);
  request->response_id = g_dbus_connection_signal_subscribe (
      request->connection, portal_name, request_interface, "Response", handle, NULL,
      G_DBUS_SIGNAL_FLAGS_NONE, response_cb, g_object_ref (task), g_object_unref);
}

void
xu_background_request_async (const char *reason,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_return_if_fail (reason != NULL);

  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Request *request = g_new0 (Request, 1);

  g_task_set_source_tag (task, xu_background_request_async);
  g_task_set_name (task, "xu_background_request_async");
  g_task_set_task_data (task, request, request_free);
  request->reason = g_strdup (reason);

  if (is_confined ())
    g_bus_get (G_BUS_TYPE_SESSION, cancellable, got_bus_cb, g_object_ref (task));
  else
    g_task_return_boolean (task, TRUE);
}

/* Returns: (transfer full): where the portal answers a request of that name; known before it is
 * asked, so that no answer is missed */
static char *
dup_handle (GDBusConnection *connection, const char *token)
{
  g_autofree char *sender = g_strdup (g_dbus_connection_get_unique_name (connection) + 1);

  g_strdelimit (sender, ".", '_');
  return g_strdup_printf ("%s/request/%s/%s", portal_path, sender, token);
}

static void
call (GTask *task)
{
  Request *request = g_task_get_task_data (task);
  g_autofree char *token = g_strdup_printf ("xuploader%u", g_random_int ());
  g_autofree char *handle = dup_handle (request->connection, token);
  GVariantBuilder options;

  listen_for_answer (task, handle);
  xu_source_set_timer (&request->timeout, g_task_get_context (task), patience_us, timeout_cb, task);
  xu_source_watch_cancellable (&request->cancel, g_task_get_context (task),
                               g_task_get_cancellable (task), cancelled_cb, task);

  g_variant_builder_init (&options, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&options, "{sv}", "handle_token", g_variant_new_string (token));
  g_variant_builder_add (&options, "{sv}", "reason", g_variant_new_string (request->reason));
  g_dbus_connection_call (request->connection, portal_name, portal_path, portal_interface,
                          "RequestBackground", g_variant_new ("(sa{sv})", "", &options),
                          G_VARIANT_TYPE ("(o)"), G_DBUS_CALL_FLAGS_NONE, -1, NULL, called_cb,
                          g_object_ref (task));
}

static void
got_bus_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Request *request = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  request->connection = g_bus_get_finish (result, &error);
  if (g_task_return_error_if_cancelled (task))
    return;

  if (request->connection != NULL)
    call (task);
  else
    g_task_return_boolean (task, TRUE); /* No bus, no portal. */
}

static gboolean
is_nobody_there (const GError *error)
{
  static const GDBusError codes[]
      = { G_DBUS_ERROR_SERVICE_UNKNOWN,   G_DBUS_ERROR_NAME_HAS_NO_OWNER,
          G_DBUS_ERROR_UNKNOWN_METHOD,    G_DBUS_ERROR_UNKNOWN_OBJECT,
          G_DBUS_ERROR_UNKNOWN_INTERFACE, G_DBUS_ERROR_SPAWN_SERVICE_NOT_FOUND };

  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      if (g_error_matches (error, G_DBUS_ERROR, (int) codes[i]))
        return TRUE;
    }

  return FALSE;
}

static void
called_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Request *request = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply
      = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);
  const char *handle = NULL;

  if (request->response_id == 0)
    return; /* Answered, or given up, before the call came back. */

  if (reply == NULL)
    {
      stop_listening (task);
      if (is_nobody_there (error))
        g_task_return_boolean (task, TRUE);
      else
        g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  g_variant_get (reply, "(&o)", &handle);
  if (!g_str_equal (handle, request->handle))
    listen_for_answer (task, handle); /* Portals before 0.9 choose the name themselves. */
}

static void
response_cb (GDBusConnection *connection,
             const char *sender,
             const char *path,
             const char *interface,
             const char *signal,
             GVariant *parameters,
             gpointer user_data)
{
  GTask *task = user_data;
  guint32 response = 0;
  gboolean is_allowed = FALSE;
  g_autoptr (GVariant) results = NULL;

  if (!g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(ua{sv})")))
    return;

  g_variant_get (parameters, "(u@a{sv})", &response, &results);
  g_variant_lookup (results, "background", "b", &is_allowed);
  g_debug ("the background portal answers %u, %s", response, is_allowed ? "allowed" : "denied");

  stop_listening (task);
  g_task_return_boolean (task, response == 0 && is_allowed);
}

gboolean
xu_background_request_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, xu_background_request_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

void
xu_background_set_patience (gint64 wanted_us)
{
  patience_us = wanted_us;
}

/* It is worth no more than that: a portal of version 1 does not know the method. */
static void
status_told_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply
      = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);

  if (reply == NULL)
    g_debug ("the background portal takes no status: %s", error->message);
}

static void
status_got_bus_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree char *status = user_data;
  g_autoptr (GDBusConnection) connection = g_bus_get_finish (result, NULL);
  GVariantBuilder options;

  if (connection == NULL)
    return;

  g_variant_builder_init (&options, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&options, "{sv}", "message", g_variant_new_string (status));
  g_dbus_connection_call (connection, portal_name, portal_path, portal_interface, "SetStatus",
                          g_variant_new ("(a{sv})", &options), NULL, G_DBUS_CALL_FLAGS_NONE, -1,
                          NULL, status_told_cb, NULL);
}

void
xu_background_set_status (const char *status)
{
  g_return_if_fail (status != NULL);

  if (is_confined ())
    g_bus_get (G_BUS_TYPE_SESSION, NULL, status_got_bus_cb,
               g_utf8_substring (status, 0, MIN (g_utf8_strlen (status, -1), LONGEST_STATUS)));
}
