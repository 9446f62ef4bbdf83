/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the watch makes of what a monitor says. */

#include "config.h"

#include "xu-network-watch.h"

/* ---- A monitor that says what it is told to ---- */

#define FAKE_TYPE_MONITOR (fake_monitor_get_type ())
G_DECLARE_FINAL_TYPE (FakeMonitor, fake_monitor, FAKE, MONITOR, GObject)

struct _FakeMonitor
{
  GObject parent_instance;

  gboolean is_available;
  GNetworkConnectivity connectivity;
};

typedef enum
{
  PROP_AVAILABLE = 1,
  PROP_METERED,
  PROP_CONNECTIVITY,
} FakeMonitorProperty;

static gboolean
fake_monitor_init_finish (GInitable *initable, GCancellable *cancellable, GError **error)
{
  return TRUE;
}

static void
fake_monitor_initable_init (GInitableIface *iface)
{
  iface->init = fake_monitor_init_finish;
}

static void
fake_monitor_monitor_init (GNetworkMonitorInterface *iface)
{
}

G_DEFINE_FINAL_TYPE_WITH_CODE (FakeMonitor,
                               fake_monitor,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_INITABLE, fake_monitor_initable_init)
                                   G_IMPLEMENT_INTERFACE (G_TYPE_NETWORK_MONITOR,
                                                          fake_monitor_monitor_init))

static void
fake_monitor_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  FakeMonitor *self = FAKE_MONITOR (object);

  switch ((FakeMonitorProperty) id)
    {
    case PROP_AVAILABLE:
      g_value_set_boolean (value, self->is_available);
      break;
    case PROP_METERED:
      g_value_set_boolean (value, FALSE);
      break;
    case PROP_CONNECTIVITY:
      g_value_set_enum (value, (int) self->connectivity);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
fake_monitor_class_init (FakeMonitorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = fake_monitor_get_property;
  g_object_class_override_property (object_class, PROP_AVAILABLE, "network-available");
  g_object_class_override_property (object_class, PROP_METERED, "network-metered");
  g_object_class_override_property (object_class, PROP_CONNECTIVITY, "connectivity");
}

static void
fake_monitor_init (FakeMonitor *self)
{
  self->is_available = TRUE;
  self->connectivity = G_NETWORK_CONNECTIVITY_FULL;
}

static void
say (FakeMonitor *monitor, gboolean is_available, GNetworkConnectivity connectivity)
{
  monitor->is_available = is_available;
  monitor->connectivity = connectivity;
  g_signal_emit_by_name (monitor, "network-changed", is_available);
}

/* ---- Whoever listens ---- */

typedef struct
{
  FakeMonitor *monitor;
  XuNetworkWatch *watch;
  guint n_calls;
  gboolean is_offline; /* as said last */
  gboolean must_free;
  GThread *thread;
} Listener;

static void
changed_cb (gboolean is_offline, gpointer user_data)
{
  Listener *listener = user_data;

  listener->n_calls++;
  listener->is_offline = is_offline;
  listener->thread = g_thread_self ();
  if (listener->must_free)
    g_clear_pointer (&listener->watch, xu_network_watch_free);
}

static void
listen_to (Listener *listener, gboolean is_loopback)
{
  *listener = (Listener){ .monitor = g_object_new (FAKE_TYPE_MONITOR, NULL) };
  listener->watch = xu_network_watch_new (G_NETWORK_MONITOR (listener->monitor), is_loopback,
                                          changed_cb, listener);
}

static void
finish (Listener *listener)
{
  g_clear_pointer (&listener->watch, xu_network_watch_free);
  g_assert_finalize_object (listener->monitor);
}

static gboolean
over_cb (gpointer user_data)
{
  gboolean *is_over = user_data;

  *is_over = TRUE;
  return G_SOURCE_REMOVE;
}

/* Runs the context for longer than a burst may last, or until there was a call. */
static void
run (Listener *listener)
{
  g_autoptr (GSource) end = g_timeout_source_new (1000);
  guint n_before = listener->n_calls;
  gboolean is_over = FALSE;

  g_source_set_callback (end, over_cb, &is_over, NULL);
  g_source_attach (end, g_main_context_get_thread_default ());
  while (!is_over && listener->n_calls == n_before)
    g_main_context_iteration (g_main_context_get_thread_default (), TRUE);
  g_source_destroy (end);
}

static void
test_words (void)
{
  static const struct
  {
    gboolean is_available;
    GNetworkConnectivity connectivity;
    gboolean is_offline;
  } rows[] = {
    { FALSE, G_NETWORK_CONNECTIVITY_LOCAL, TRUE }, { FALSE, G_NETWORK_CONNECTIVITY_FULL, TRUE },
    { TRUE, G_NETWORK_CONNECTIVITY_PORTAL, TRUE }, { TRUE, G_NETWORK_CONNECTIVITY_LIMITED, TRUE },
    { TRUE, G_NETWORK_CONNECTIVITY_LOCAL, FALSE }, { TRUE, G_NETWORK_CONNECTIVITY_FULL, FALSE },
  };
  Listener listener;

  listen_to (&listener, FALSE);
  g_assert_false (xu_network_watch_is_offline (listener.watch));
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      say (listener.monitor, rows[i].is_available, rows[i].connectivity);
      g_assert_cmpint (xu_network_watch_is_offline (listener.watch), ==, rows[i].is_offline);
      g_assert_cmpuint (listener.n_calls, ==, i); /* Not in the monitor's signal. */
      run (&listener);
      g_assert_cmpuint (listener.n_calls, ==, i + 1);
      g_assert_cmpint (listener.is_offline, ==, rows[i].is_offline);
    }
  finish (&listener);
}

/* Another address of the same kind is a change, too: connections die of it. */
static void
test_same_again (void)
{
  Listener listener;

  listen_to (&listener, FALSE);
  for (guint i = 1; i <= 2; i++)
    {
      say (listener.monitor, TRUE, G_NETWORK_CONNECTIVITY_FULL);
      run (&listener);
      g_assert_cmpuint (listener.n_calls, ==, i);
      g_assert_false (listener.is_offline);
    }
  finish (&listener);
}

static void
test_offline_from_the_start (void)
{
  Listener listener = { .monitor = g_object_new (FAKE_TYPE_MONITOR, NULL) };

  listener.monitor->is_available = FALSE;
  listener.watch
      = xu_network_watch_new (G_NETWORK_MONITOR (listener.monitor), FALSE, changed_cb, &listener);
  g_assert_cmpuint (listener.n_calls, ==, 0);
  run (&listener);
  g_assert_cmpuint (listener.n_calls, ==, 1);
  g_assert_true (listener.is_offline);
  finish (&listener);
}

static void
test_portal_alone (void)
{
  Listener listener;

  listen_to (&listener, FALSE);
  listener.monitor->connectivity = G_NETWORK_CONNECTIVITY_PORTAL;
  g_object_notify (G_OBJECT (listener.monitor), "connectivity");
  run (&listener);
  g_assert_cmpuint (listener.n_calls, ==, 1);
  g_assert_true (listener.is_offline);
  finish (&listener);
}

static void
test_burst (void)
{
  Listener listener;

  listen_to (&listener, FALSE);
  for (guint i = 0; i < 1000; i++)
    {
      say (listener.monitor, i % 2 == 0, G_NETWORK_CONNECTIVITY_FULL);
      g_object_notify (G_OBJECT (listener.monitor), "connectivity");
    }
  say (listener.monitor, TRUE, G_NETWORK_CONNECTIVITY_PORTAL);
  run (&listener);
  g_assert_cmpuint (listener.n_calls, ==, 1);
  g_assert_true (listener.is_offline); /* What was true at its end. */
  run (&listener);
  g_assert_cmpuint (listener.n_calls, ==, 1);
  finish (&listener);
}

static void
test_freed_while_pending (void)
{
  Listener listener;

  listen_to (&listener, FALSE);
  say (listener.monitor, FALSE, G_NETWORK_CONNECTIVITY_LOCAL);
  g_clear_pointer (&listener.watch, xu_network_watch_free);
  say (listener.monitor, TRUE, G_NETWORK_CONNECTIVITY_FULL);
  run (&listener);
  g_assert_cmpuint (listener.n_calls, ==, 0);
  g_assert_false (g_signal_has_handler_pending (
      listener.monitor, g_signal_lookup ("network-changed", G_TYPE_NETWORK_MONITOR), 0, TRUE));
  finish (&listener);
}

static void
test_freed_in_call (void)
{
  Listener listener;

  listen_to (&listener, FALSE);
  listener.must_free = TRUE;
  say (listener.monitor, FALSE, G_NETWORK_CONNECTIVITY_LOCAL);
  run (&listener);
  g_assert_cmpuint (listener.n_calls, ==, 1);
  g_assert_null (listener.watch);
  finish (&listener);
}

static void
test_loopback (void)
{
  Listener listener;

  listen_to (&listener, TRUE);
  say (listener.monitor, FALSE, G_NETWORK_CONNECTIVITY_LOCAL);
  g_assert_false (xu_network_watch_is_offline (listener.watch));
  run (&listener);
  g_assert_cmpuint (listener.n_calls, ==, 0);
  finish (&listener);
}

static gpointer
listen_in_thread (gpointer user_data)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  Listener *listener = user_data;

  g_main_context_push_thread_default (context);
  listen_to (listener, FALSE);
  say (listener->monitor, FALSE, G_NETWORK_CONNECTIVITY_LOCAL);
  run (listener);
  finish (listener);
  g_main_context_pop_thread_default (context);

  return g_thread_self ();
}

/* Called in the maker's own context, which need not be the process's. */
static void
test_own_context (void)
{
  Listener listener;
  gpointer thread = g_thread_join (g_thread_new ("front", listen_in_thread, &listener));

  g_assert_cmpuint (listener.n_calls, ==, 1);
  g_assert_true (listener.thread == thread);
}

/* Whatever this machine has: it is there, and may be asked and left. */
static void
test_default (void)
{
  Listener listener = { NULL };

  listener.watch = xu_network_watch_new (NULL, FALSE, changed_cb, &listener);

  GNetworkMonitor *monitor = g_network_monitor_get_default ();
  gpointer data = listener.watch;

  g_test_message ("%s: %s", G_OBJECT_TYPE_NAME (monitor),
                  xu_network_watch_is_offline (listener.watch) ? "offline" : "online");
  g_assert_cmpuint (g_signal_handler_find (monitor, G_SIGNAL_MATCH_DATA, 0, 0, NULL, NULL, data),
                    !=, 0);
  xu_network_watch_free (listener.watch);
  g_assert_cmpuint (g_signal_handler_find (monitor, G_SIGNAL_MATCH_DATA, 0, 0, NULL, NULL, data),
                    ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/network-watch/words", test_words);
  g_test_add_func ("/network-watch/same-again", test_same_again);
  g_test_add_func ("/network-watch/offline-from-the-start", test_offline_from_the_start);
  g_test_add_func ("/network-watch/portal-alone", test_portal_alone);
  g_test_add_func ("/network-watch/burst", test_burst);
  g_test_add_func ("/network-watch/freed-while-pending", test_freed_while_pending);
  g_test_add_func ("/network-watch/freed-in-call", test_freed_in_call);
  g_test_add_func ("/network-watch/loopback", test_loopback);
  g_test_add_func ("/network-watch/own-context", test_own_context);
  g_test_add_func ("/network-watch/default", test_default);

  return g_test_run ();
}
