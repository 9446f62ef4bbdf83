/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The redirect address, visited by browsers and by others. */

#include "config.h"

#include <gio/gio.h>
#include <string.h>

#include "xu-error.h"
#include "xu-redirect-listener.h"
#include "xu-secret.h"

static const char state[] = "the-state";
static const XuRedirectWords words = {
  .language = "en",
  .done = { "Signed in", "Done" },
  .denied = { "Not signed in", "Denied" },
  .wrong = { "Something else", "Wrong" },
  .repeated = { "Signed in before", "Repeated" },
};

/* ---- Those who come: each in a thread of its own, with plain blocking calls ---- */

typedef struct
{
  guint16 port;
  char *text;     /* (owned): what it sends; %HOST% is the right one */
  gsize n_filler; /* bytes that it sends behind it */
  guint pause_ms; /* between two bytes; 0: all at once */
  GThread *thread;
  GString *answer; /* (owned): all that came until the other side closed */
  int is_over;     /* (atomic) */
} Visit;

static gboolean
send_slowly (GOutputStream *stream, const char *text, guint pause_ms)
{
  for (const char *p = text; *p != '\0'; p++)
    {
      if (g_output_stream_write (stream, p, 1, NULL, NULL) != 1)
        return FALSE;
      g_usleep (pause_ms * 1000);
    }

  return TRUE;
}

static gpointer
visit_thread (gpointer data)
{
  Visit *visit = data;
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *filler = g_strnfill (visit->n_filler, 'a');
  char buffer[4096];
  gssize n;

  g_socket_client_set_enable_proxy (client, FALSE);
  g_socket_client_set_timeout (client, 60);
  connection = g_socket_client_connect_to_host (client, "127.0.0.1", visit->port, NULL, &error);
  g_assert_no_error (error);

  GOutputStream *out = g_io_stream_get_output_stream (G_IO_STREAM (connection));
  GInputStream *in = g_io_stream_get_input_stream (G_IO_STREAM (connection));

  if (visit->pause_ms > 0)
    send_slowly (out, visit->text, visit->pause_ms);
  else
    g_output_stream_write_all (out, visit->text, strlen (visit->text), NULL, NULL, NULL);
  g_output_stream_write_all (out, filler, visit->n_filler, NULL, NULL, NULL);

  while ((n = g_input_stream_read (in, buffer, sizeof buffer, NULL, NULL)) > 0)
    g_string_append_len (visit->answer, buffer, n);
  g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);
  g_atomic_int_set (&visit->is_over, 1);

  return NULL;
}

static guint16
get_port (XuRedirectListener *listener)
{
  const char *uri = xu_redirect_listener_get_uri (listener);

  g_assert_true (g_str_has_prefix (uri, "http://127.0.0.1:"));
  g_assert_true (g_str_has_suffix (uri, "/callback"));

  return (guint16) atoi (uri + strlen ("http://127.0.0.1:"));
}

static char *
replace (const char *text, const char *what, const char *by)
{
  g_auto (GStrv) parts = g_strsplit (text, what, -1);

  return g_strjoinv (by, parts);
}

static void
visit_start (Visit *visit, XuRedirectListener *listener, const char *text)
{
  visit->port = get_port (listener);

  g_autofree char *host = g_strdup_printf ("127.0.0.1:%u", visit->port);

  visit->text = replace (text, "%HOST%", host);
  visit->answer = g_string_new (NULL);
  visit->thread = g_thread_new ("visit", visit_thread, visit);
}

static gboolean
wake_cb (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

static void
visit_wait (Visit *visit)
{
  guint id = g_timeout_add (5, wake_cb, NULL);
  gint64 give_up_at = g_get_monotonic_time () + 60 * G_USEC_PER_SEC;

  while (!g_atomic_int_get (&visit->is_over))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, give_up_at);
      g_main_context_iteration (NULL, TRUE);
    }
  g_source_remove (id);
  g_thread_join (g_steal_pointer (&visit->thread));
}

static void
visit_clear (Visit *visit)
{
  g_assert_null (visit->thread);
  g_free (visit->text);
  g_string_free (visit->answer, TRUE);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Visit, visit_clear)

/* Returns what a browser, or somebody else, got for @text. */
static char *
visit (XuRedirectListener *listener, const char *text)
{
  g_auto (Visit) visitor = { 0 };

  visit_start (&visitor, listener, text);
  visit_wait (&visitor);

  return g_strdup (visitor.answer->str);
}

static void
assert_visit (XuRedirectListener *listener, const char *text, guint status, const char *page)
{
  g_autofree char *answer = visit (listener, text);
  g_autofree char *start = g_strdup_printf ("HTTP/1.1 %u ", status);

  g_test_message ("%s", text);
  g_assert_true (g_str_has_prefix (answer, start));
  if (page != NULL)
    g_assert_nonnull (strstr (answer, page));
  else
    g_assert_true (g_str_has_suffix (answer, "\r\n\r\n"));
}

/* ---- Who waits ---- */

typedef struct
{
  char *code;
  GError *error;
  gboolean is_over;
} Wait;

static void
waited_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Wait *wait = user_data;

  wait->is_over = TRUE;
  wait->code
      = xu_redirect_listener_wait_finish (XU_REDIRECT_LISTENER (object), result, &wait->error);
}

static void
wait_clear (Wait *wait)
{
  xu_secret_free (wait->code);
  g_clear_error (&wait->error);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Wait, wait_clear)

static void
wait_over (Wait *wait)
{
  guint id = g_timeout_add (5, wake_cb, NULL);
  gint64 give_up_at = g_get_monotonic_time () + 30 * G_USEC_PER_SEC;

  while (!wait->is_over)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, give_up_at);
      g_main_context_iteration (NULL, TRUE);
    }
  g_source_remove (id);
}

static XuRedirectListener *
new_listener (void)
{
  g_autoptr (GError) error = NULL;
  XuRedirectListener *listener = xu_redirect_listener_new (0, state, &words, &error);

  g_assert_no_error (error);
  return listener;
}

static void
finish_listener (XuRedirectListener *listener)
{
  xu_redirect_listener_close (listener);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (listener);
}

static const char good[] = "GET /callback?state=the-state&code=the-code HTTP/1.1\r\n"
                           "Host: %HOST%\r\nSec-Fetch-Mode: navigate\r\n\r\n";

static void
test_code (void)
{
  XuRedirectListener *listener = new_listener ();
  g_auto (Wait) wait = { NULL };

  xu_redirect_listener_wait_async (listener, NULL, waited_cb, &wait);
  assert_visit (listener, good, 200, "<p>Done</p>");
  wait_over (&wait);
  g_assert_no_error (wait.error);
  g_assert_cmpstr (wait.code, ==, "the-code");

  /* The user goes back, or reloads. */
  assert_visit (listener, good, 200, "<p>Repeated</p>");
  assert_visit (listener,
                "GET /callback?state=the-state&code=other HTTP/1.1\r\nHost: %HOST%\r\n\r\n", 200,
                "<p>Repeated</p>");
  finish_listener (listener);
}

static void
test_before_anybody_waits (void)
{
  XuRedirectListener *listener = new_listener ();
  g_auto (Wait) wait = { NULL };

  assert_visit (listener, good, 200, "<p>Done</p>");
  xu_redirect_listener_wait_async (listener, NULL, waited_cb, &wait);
  wait_over (&wait);
  g_assert_cmpstr (wait.code, ==, "the-code");
  finish_listener (listener);
}

static void
test_denied (void)
{
  XuRedirectListener *listener = new_listener ();
  g_auto (Wait) wait = { NULL };

  xu_redirect_listener_wait_async (listener, NULL, waited_cb, &wait);
  assert_visit (
      listener,
      "GET /callback?state=the-state&error=access_denied HTTP/1.1\r\nHost: %HOST%\r\n\r\n", 200,
      "<p>Denied</p>");
  wait_over (&wait);
  g_assert_error (wait.error, XU_ERROR, XU_ERROR_NOT_SIGNED_IN);
  g_assert_cmpstr (xu_error_get_reason (wait.error), ==, "access_denied");
  finish_listener (listener);
}

/* None of them changes anything: the right answer is still taken. */
static void
test_strangers (void)
{
  static const struct
  {
    const char *text;
    guint status;
    const char *page;
  } rows[] = {
    { "GET /callback?state=other&code=c HTTP/1.1\r\nHost: %HOST%\r\n\r\n", 400, "<p>Wrong</p>" },
    { "GET /callback?code=c HTTP/1.1\r\nHost: %HOST%\r\n\r\n", 400, "<p>Wrong</p>" },
    { "GET /callback?state=the-state&code=c HTTP/1.1\r\nHost: localhost\r\n\r\n", 403, NULL },
    { "GET /callback?state=the-state&code=c HTTP/1.1\r\nHost: evil.example\r\n\r\n", 403, NULL },
    { "GET /callback?state=the-state&code=c HTTP/1.1\r\nHost: %HOST%1\r\n\r\n", 403, NULL },
    { "GET /callback?state=the-state&code=c HTTP/1.1\r\n\r\n", 403, NULL },
    { "GET /callback?state=the-state&code=c HTTP/1.1\r\nHost: %HOST%\r\nHost: %HOST%\r\n\r\n", 400,
      NULL },
    { "GET /callback?state=the-state&code=c HTTP/1.1\r\nHost: %HOST%\r\n"
      "Origin: https://evil.example\r\n\r\n",
      403, NULL },
    { "GET /callback?state=the-state&code=c HTTP/1.1\r\nHost: %HOST%\r\nOrigin: null\r\n\r\n", 403,
      NULL },
    { "POST /callback?state=the-state&code=c HTTP/1.1\r\nHost: %HOST%\r\n\r\n", 405, NULL },
    { "HEAD /callback?state=the-state&code=c HTTP/1.1\r\nHost: %HOST%\r\n\r\n", 405, NULL },
    { "OPTIONS * HTTP/1.1\r\nHost: %HOST%\r\n\r\n", 405, NULL },
    { "GET /favicon.ico HTTP/1.1\r\nHost: %HOST%\r\n\r\n", 404, NULL },
    { "GET / HTTP/1.1\r\nHost: %HOST%\r\n\r\n", 404, NULL },
    { "GET http://%HOST%/callback?state=the-state&code=c HTTP/1.1\r\nHost: %HOST%\r\n\r\n", 404,
      NULL },
    { "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400, NULL },
    { "\x16\x03\x01\r\n\r\n", 400, NULL },
  };
  XuRedirectListener *listener = new_listener ();
  g_auto (Wait) wait = { NULL };

  xu_redirect_listener_wait_async (listener, NULL, waited_cb, &wait);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      assert_visit (listener, rows[i].text, rows[i].status, rows[i].page);
      g_assert_false (wait.is_over);
    }

  assert_visit (listener, good, 200, "<p>Done</p>");
  wait_over (&wait);
  g_assert_cmpstr (wait.code, ==, "the-code");
  finish_listener (listener);
}

/* A page of our own origin may say so; the browser may speak on without being read. */
static void
test_own_origin (void)
{
  XuRedirectListener *listener = new_listener ();
  g_auto (Visit) visitor = { .n_filler = 1024 * 1024 };

  visit_start (&visitor, listener,
               "GET /callback?state=the-state&code=c HTTP/1.1\r\nHost: %HOST%\r\n"
               "Origin: http://%HOST%\r\n\r\n");
  visit_wait (&visitor);
  g_assert_nonnull (strstr (visitor.answer->str, "<p>Done</p></body>\n</html>\n"));
  finish_listener (listener);
}

static void
test_large_head (void)
{
  XuRedirectListener *listener = new_listener ();
  g_auto (Visit) visitor = { .n_filler = 1024 * 1024 };

  visit_start (&visitor, listener, "GET /callback?state=the-state&code=");
  visit_wait (&visitor);
  g_assert_true (g_str_has_prefix (visitor.answer->str, "HTTP/1.1 431 "));
  finish_listener (listener);
}

/* A byte now and then does not keep a connection. */
static void
test_slow (void)
{
  XuRedirectListener *listener = new_listener ();
  g_auto (Visit) visitor = { .pause_ms = 20 };
  gint64 begun_at = g_get_monotonic_time ();

  xu_redirect_listener_set_timeout (listener, 200);
  visit_start (&visitor, listener, good);
  visit_wait (&visitor);
  g_assert_cmpuint (visitor.answer->len, ==, 0);
  /* All of it would have taken longer. */
  g_assert_cmpint (g_get_monotonic_time () - begun_at, >=, 200 * 1000);

  assert_visit (listener, good, 200, "<p>Done</p>");
  finish_listener (listener);
}

/* So many that say nothing: 16 are borne, the others are sent away, and time frees the place. */
static void
test_crowd (void)
{
  enum
  {
    N = 200
  };
  XuRedirectListener *listener = new_listener ();
  g_autoptr (GPtrArray) sockets = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (loopback, get_port (listener));
  guint n_sent_away = 0;

  xu_redirect_listener_set_timeout (listener, 60 * 1000);
  for (guint i = 0; i < N; i++)
    {
      g_autoptr (GError) error = NULL;
      GSocket *socket
          = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL);

      g_ptr_array_add (sockets, socket);
      g_socket_connect (socket, address, NULL, &error);
      g_assert_no_error (error);
      g_socket_set_blocking (socket, FALSE);
      while (g_main_context_iteration (NULL, FALSE))
        ;
    }

  for (guint i = 0; i < N; i++)
    {
      g_autoptr (GError) error = NULL;
      char byte;

      while (g_main_context_iteration (NULL, FALSE))
        ;
      /* Nothing to read yet, or the end of it. */
      if (g_socket_receive (g_ptr_array_index (sockets, i), &byte, 1, NULL, &error) == -1
          && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
        continue;
      n_sent_away++;
    }
  g_assert_cmpuint (n_sent_away, ==, N - 16);

  g_ptr_array_set_size (sockets, 0);
  assert_visit (listener, good, 200, "<p>Done</p>");
  finish_listener (listener);
}

static void
test_port_taken (void)
{
  XuRedirectListener *listener = new_listener ();
  guint16 port = get_port (listener);
  g_autoptr (GError) error = NULL;

  g_assert_null (xu_redirect_listener_new (port, state, &words, &error));
  g_assert_error (error, XU_ERROR, XU_ERROR_USAGE);
  g_assert_nonnull (xu_error_get_reason (error));
  finish_listener (listener);

  /* And it is free again at once. */
  XuRedirectListener *again = xu_redirect_listener_new (port, state, &words, NULL);

  g_assert_nonnull (again);
  g_assert_cmpuint (get_port (again), ==, port);
  finish_listener (again);
}

static void
test_cancelled (void)
{
  XuRedirectListener *listener = new_listener ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_auto (Wait) wait = { NULL };
  g_auto (Wait) second = { NULL };
  g_auto (Wait) third = { NULL };

  xu_redirect_listener_wait_async (listener, cancellable, waited_cb, &wait);
  g_cancellable_cancel (cancellable);
  wait_over (&wait);
  g_assert_error (wait.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  xu_redirect_listener_wait_async (listener, NULL, waited_cb, &second);
  xu_redirect_listener_close (listener);
  wait_over (&second);
  g_assert_error (second.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  xu_redirect_listener_wait_async (listener, NULL, waited_cb, &third);
  wait_over (&third);
  g_assert_error (third.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  finish_listener (listener);
}

/* Closed while somebody is being read. */
static void
test_closed_in_the_middle (void)
{
  XuRedirectListener *listener = new_listener ();
  g_auto (Visit) visitor = { .pause_ms = 10 };

  visit_start (&visitor, listener, good);
  for (guint i = 0; i < 5; i++)
    {
      g_usleep (10 * 1000);
      while (g_main_context_iteration (NULL, FALSE))
        ;
    }
  finish_listener (listener);
  visit_wait (&visitor);
  g_assert_cmpuint (visitor.answer->len, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/code", test_code);
  g_test_add_func ("/before-anybody-waits", test_before_anybody_waits);
  g_test_add_func ("/denied", test_denied);
  g_test_add_func ("/strangers", test_strangers);
  g_test_add_func ("/own-origin", test_own_origin);
  g_test_add_func ("/large-head", test_large_head);
  g_test_add_func ("/slow", test_slow);
  g_test_add_func ("/crowd", test_crowd);
  g_test_add_func ("/port-taken", test_port_taken);
  g_test_add_func ("/cancelled", test_cancelled);
  g_test_add_func ("/closed-in-the-middle", test_closed_in_the_middle);

  return g_test_run ();
}
