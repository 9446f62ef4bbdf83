/* SPDX-License-Identifier: GPL-3.0-or-later */
/* HTTP/1.1 servers that fail, byte by byte, and what the client makes of them. */

#include "config.h"

#include <string.h>

#include "exchange-fixture.h"
#include "xu-error.h"

enum
{
  STALL_S = 2, /* seconds: longer than a thread of the peer waits for the processor */
};

static const char ok_answer[] = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

/* What a server does with the nth request over a connection, from 0. */
typedef enum
{
  ANSWER,
  CLOSE_BEFORE_ANSWER,
  CLOSE_IN_ANSWER,
  GARBAGE,
  SILENCE,
  TRICKLE,
  WAIT_AND_ANSWER
} Deed;

typedef struct
{
  Deed deeds[3][4]; /* by connection, the third for all that follow, and request */
  int n_requests;   /* (atomic) */
  int may_answer;   /* (atomic) */
  int is_answered;  /* (atomic) */
} Script;

static void
trickle (GIOStream *connection, GCancellable *cancellable)
{
  for (const char *c = ok_answer; *c != '\0'; c++)
    {
      const char text[] = { *c, '\0' };

      g_usleep (60000);
      if (!http_peer_write (connection, text, cancellable))
        return;
    }
}

static void
wait_for_end (GIOStream *connection, GCancellable *cancellable)
{
  char byte;

  while (
      g_input_stream_read (g_io_stream_get_input_stream (connection), &byte, 1, cancellable, NULL)
      > 0)
    ;
}

static void
wait_until_wanted (Script *script, GCancellable *cancellable)
{
  while (!g_atomic_int_get (&script->may_answer) && !g_cancellable_is_cancelled (cancellable))
    g_usleep (1000);
}

static gboolean
do_deed (Deed deed, Script *script, GIOStream *connection, GCancellable *cancellable)
{
  switch (deed)
    {
    case ANSWER:
      return http_peer_write (connection, ok_answer, cancellable);
    case CLOSE_IN_ANSWER:
      http_peer_write (connection, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nbegin",
                       cancellable);
      return FALSE;
    case GARBAGE:
      http_peer_write (connection, "\x01\x02 no HTTP at all\r\n\r\n\r\n", cancellable);
      return FALSE;
    case SILENCE:
      wait_for_end (connection, cancellable);
      return FALSE;
    case TRICKLE:
      trickle (connection, cancellable);
      return TRUE;
    case WAIT_AND_ANSWER:
      wait_until_wanted (script, cancellable);
      return http_peer_write (connection, ok_answer, cancellable);
    case CLOSE_BEFORE_ANSWER:
    default:
      return FALSE;
    }
}

static void
serve (GIOStream *connection, guint index, GCancellable *cancellable, gpointer user_data)
{
  Script *script = user_data;
  const Deed *deeds = script->deeds[MIN (index, 2)];

  for (guint i = 0; i < 4; i++)
    {
      if (http_peer_read_request (connection, cancellable) < 0)
        return;
      g_atomic_int_inc (&script->n_requests);
      if (!do_deed (deeds[i], script, connection, cancellable))
        return;
    }
}

static void
assert_ok (const Exchange *exchange)
{
  g_assert_no_error (exchange->error);
  g_assert_cmpuint (exchange->response->status, ==, 200);
  g_assert_cmpmem (g_bytes_get_data (exchange->response->body, NULL),
                   g_bytes_get_size (exchange->response->body), "ok", 2);
}

/* Sends count requests, all but the last of which must succeed. */
static void
run (Script *script, const char *flags, guint count, Exchange *last, guint n_connections)
{
  g_autoptr (HttpPeer) peer = http_peer_new_raw (HTTP_PEER_PLAIN, 0, serve, script);
  XuHttpClient *client = exchange_new_client (peer);

  xu_http_client_set_stall_timeout (client, STALL_S);
  for (guint i = 1; i < count; i++)
    {
      g_auto (Exchange) exchange = { NULL };

      exchange_start (&exchange, client, "POST", "/append", 100000, flags, NULL);
      exchange_wait (&exchange);
      assert_ok (&exchange);
    }

  exchange_start (last, client, "POST", "/append?x=secret", 100000, flags, NULL);
  exchange_wait (last);
  if (last->error != NULL)
    {
      g_assert_nonnull (strstr (last->error->message, "POST http://127.0.0.1:"));
      g_assert_null (strstr (last->error->message, "secret"));
    }
  g_assert_cmpuint (http_peer_get_n_connections (peer), ==, n_connections);
  exchange_finish_client (client);
}

static void
test_sent_again_once (void)
{
  Script script = { .deeds = { { ANSWER, CLOSE_BEFORE_ANSWER }, { ANSWER } } };
  g_auto (Exchange) last = { NULL };

  run (&script, "rb", 2, &last, 2);
  assert_ok (&last);
  g_assert_cmpint (g_atomic_int_get (&script.n_requests), ==, 3);
  g_assert_cmpuint (last.n_restarts, ==, 1);
  g_assert_cmpuint (last.sent, ==, 100000);
}

static void
test_not_sent_thrice (void)
{
  Script script = { .deeds = { { ANSWER, CLOSE_BEFORE_ANSWER }, { CLOSE_BEFORE_ANSWER } } };
  g_auto (Exchange) last = { NULL };

  run (&script, "rb", 2, &last, 2);
  g_assert_error (last.error, XU_ERROR, XU_ERROR_NETWORK);
  g_assert_false (xu_error_is_unsent (last.error));
  g_assert_cmpint (g_atomic_int_get (&script.n_requests), ==, 3);
}

/* The post: a new connection each, and never a second time. */
static void
test_not_repeatable (void)
{
  Script script = { .deeds = { { ANSWER }, { CLOSE_BEFORE_ANSWER }, { ANSWER } } };
  g_auto (Exchange) last = { NULL };

  run (&script, "", 2, &last, 2);
  g_assert_error (last.error, XU_ERROR, XU_ERROR_NETWORK);
  g_assert_false (xu_error_is_unsent (last.error));
  g_assert_cmpint (g_atomic_int_get (&script.n_requests), ==, 2);
}

static void
test_first_connection_is_not_sent_again (void)
{
  Script script = { .deeds = { { CLOSE_BEFORE_ANSWER }, { ANSWER } } };
  g_auto (Exchange) last = { NULL };

  run (&script, "rb", 1, &last, 1);
  g_assert_error (last.error, XU_ERROR, XU_ERROR_NETWORK);
}

/* The server has a part perhaps, and the caller is to know. */
static void
test_silence_is_not_sent_again (void)
{
  Script script = { .deeds = { { ANSWER, SILENCE }, { ANSWER } } };
  g_auto (Exchange) last = { NULL };

  run (&script, "rb", 2, &last, 1);
  g_assert_error (last.error, XU_ERROR, XU_ERROR_NETWORK);
  g_assert_cmpint (g_atomic_int_get (&script.n_requests), ==, 2);
}

static void
test_answers (void)
{
  static const struct
  {
    Deed deed;
    int code;
  } rows[] = {
    { CLOSE_IN_ANSWER, XU_ERROR_NETWORK },
    { GARBAGE, XU_ERROR_BAD_ANSWER },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      Script script = { .deeds = { { ANSWER, rows[i].deed } } };
      g_auto (Exchange) last = { NULL };

      run (&script, "rb", 2, &last, 1);
      g_assert_error (last.error, XU_ERROR, rows[i].code);
    }
}

static void
test_silence (void)
{
  Script script = { .deeds = { { SILENCE }, { SILENCE }, { SILENCE } } };
  g_auto (Exchange) last = { NULL };

  run (&script, "r", 1, &last, 1);
  g_assert_error (last.error, XU_ERROR, XU_ERROR_NETWORK);
  g_assert_nonnull (strstr (last.error->message, "nothing moves"));
  g_assert_false (xu_error_is_unsent (last.error));
}

/* 40 bytes, one each 60 ms: longer than the stall time-out, and yet never still. */
static void
test_trickle (void)
{
  Script script = { .deeds = { { TRICKLE } } };
  g_auto (Exchange) last = { NULL };

  run (&script, "r", 1, &last, 1);
  assert_ok (&last);
}

static gboolean
end_cb (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
  return G_SOURCE_REMOVE;
}

/* The answer comes in time, but the loop is held up, and has not read it when the time-out is over.
 * Before, the stall watch has seen that all is sent. */
static void
test_held_up (void)
{
  Script script = { .deeds = { { WAIT_AND_ANSWER } } };
  g_autoptr (HttpPeer) peer = http_peer_new_raw (HTTP_PEER_PLAIN, 0, serve, &script);
  XuHttpClient *client = exchange_new_client (peer);
  g_auto (Exchange) exchange = { NULL };
  gboolean is_seen = FALSE;

  xu_http_client_set_stall_timeout (client, STALL_S);
  exchange_start (&exchange, client, "POST", "/append", 1000, "", NULL);
  while (g_atomic_int_get (&script.n_requests) == 0)
    g_main_context_iteration (NULL, FALSE);
  g_timeout_add (STALL_S * 300, end_cb, &is_seen);
  while (!is_seen)
    g_main_context_iteration (NULL, TRUE);

  g_atomic_int_set (&script.may_answer, TRUE);
  g_usleep ((STALL_S + 1) * G_USEC_PER_SEC);
  exchange_wait (&exchange);
  assert_ok (&exchange);
  exchange_finish_client (client);
}

static void
serve_close_in_body (GIOStream *connection,
                     guint index,
                     GCancellable *cancellable,
                     gpointer user_data)
{
  char bytes[1000];

  g_input_stream_read_all (g_io_stream_get_input_stream (connection), bytes, sizeof bytes, NULL,
                           cancellable, NULL);
}

static void
test_close_in_body (void)
{
  g_autoptr (HttpPeer) peer = http_peer_new_raw (HTTP_PEER_PLAIN, 0, serve_close_in_body, NULL);
  XuHttpClient *client = exchange_new_client (peer);
  g_auto (Exchange) exchange = { NULL };

  exchange_start (&exchange, client, "POST", "/append", 20000000, "rb", NULL);
  exchange_wait (&exchange);
  g_assert_error (exchange.error, XU_ERROR, XU_ERROR_NETWORK);
  g_assert_false (xu_error_is_unsent (exchange.error));
  exchange_finish_client (client);
}

/* Takes the body out of a small buffer, 32 KiB each 100 ms: after the client's kernel has all of
 * it, nothing is written and nothing is answered for longer than the stall time-out. */
static void
serve_slowly (GIOStream *connection, guint index, GCancellable *cancellable, gpointer user_data)
{
  GInputStream *stream = g_io_stream_get_input_stream (connection);
  g_autofree char *bytes = g_malloc (32 * 1024);
  gsize left = 1000000;

  while (left > 0)
    {
      gsize n;

      g_usleep (100000);
      if (!g_input_stream_read_all (stream, bytes, MIN (left, 32 * 1024), &n, cancellable, NULL)
          || n == 0)
        return;
      left -= n;
    }
  http_peer_write (connection, ok_answer, cancellable);
  wait_for_end (connection, cancellable);
}

static void
test_slow_uplink (void)
{
  g_autoptr (HttpPeer) peer = http_peer_new_raw (HTTP_PEER_PLAIN, 8192, serve_slowly, NULL);
  XuHttpClient *client = exchange_new_client (peer);
  g_auto (Exchange) exchange = { NULL };

  xu_http_client_set_stall_timeout (client, STALL_S);
  exchange_start (&exchange, client, "POST", "/append", 1000000, "r", NULL);
  exchange_wait (&exchange);
  assert_ok (&exchange);
  exchange_finish_client (client);
}

static void
serve_before_asked (GIOStream *connection,
                    guint index,
                    GCancellable *cancellable,
                    gpointer user_data)
{
  Script *script = user_data;

  http_peer_write (connection, ok_answer, cancellable);
  g_atomic_int_set (&script->is_answered, TRUE);
  wait_for_end (connection, cancellable);
}

/* An emission hook. */
static gboolean
wrote_headers_cb (GSignalInvocationHint *hint,
                  guint n_values,
                  const GValue *values,
                  gpointer user_data)
{
  Script *script = user_data;

  for (guint i = 0; i < 120 * 1000 && !g_atomic_int_get (&script->is_answered); i++)
    g_usleep (1000);

  return TRUE;
}

/* Likewise. */
static gboolean
got_headers_cb (GSignalInvocationHint *hint,
                guint n_values,
                const GValue *values,
                gpointer user_data)
{
  g_cancellable_cancel (user_data);
  return TRUE;
}

/* Likewise. */
static gboolean
finished_cb (GSignalInvocationHint *hint, guint n_values, const GValue *values, gpointer user_data)
{
  guint *n_ends = user_data;

  (*n_ends)++;
  return TRUE;
}

static gulong
add_hook (const char *signal_name, GSignalEmissionHook hook, gpointer user_data)
{
  return g_signal_add_emission_hook (g_signal_lookup (signal_name, SOUP_TYPE_MESSAGE), 0, hook,
                                     user_data, NULL);
}

static void
remove_hook (const char *signal_name, gulong id)
{
  g_signal_remove_emission_hook (g_signal_lookup (signal_name, SOUP_TYPE_MESSAGE), id);
}

/* libsoup reads the answer in the same iteration of the loop in which it has written the request,
 * and therefore tells of it in the next one. There, the cancellation comes before it: libsoup 3.6
 * would end the message twice, and let go of it once too often. */
static void
test_cancelled_as_answered (void)
{
  Script script = { .is_answered = FALSE };
  g_autoptr (HttpPeer) peer = http_peer_new_raw (HTTP_PEER_PLAIN, 0, serve_before_asked, &script);
  XuHttpClient *client = exchange_new_client (peer);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_auto (Exchange) exchange = { NULL };
  GTypeClass *klass = g_type_class_ref (SOUP_TYPE_MESSAGE); /* Has the signals. */
  gulong wrote_id = add_hook ("wrote-headers", wrote_headers_cb, &script);
  gulong got_id = add_hook ("got-headers", got_headers_cb, cancellable);
  guint n_ends = 0;
  gulong end_id = add_hook ("finished", finished_cb, &n_ends);

  exchange_start (&exchange, client, "GET", "/", 0, "r", cancellable);
  exchange_wait (&exchange);
  g_assert_cmpuint (n_ends, <=, 1);
  remove_hook ("wrote-headers", wrote_id);
  remove_hook ("got-headers", got_id);
  remove_hook ("finished", end_id);
  g_type_class_unref (klass);
  g_assert_true (g_atomic_int_get (&script.is_answered));
  g_assert_error (exchange.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  exchange_finish_client (client);
}

static void
test_refused (void)
{
  g_autoptr (HttpPeer) peer = http_peer_new_raw (HTTP_PEER_PLAIN, 0, serve, NULL);
  XuHttpClient *client = exchange_new_client (peer);
  g_auto (Exchange) exchange = { NULL };

  g_clear_pointer (&peer, http_peer_free);
  exchange_start (&exchange, client, "POST", "/append", 10, "", NULL);
  exchange_wait (&exchange);
  g_assert_error (exchange.error, XU_ERROR, XU_ERROR_NETWORK);
  g_assert_true (xu_error_is_unsent (exchange.error));
  exchange_finish_client (client);
}

static void
test_addresses (void)
{
  static const struct
  {
    const char *address;
    const char *base; /* NULL: refused */
  } rows[] = {
    { "https://api.x.com", "https://api.x.com" },
    { "https://api.x.com/", "https://api.x.com" },
    { "https://example.com:8443/x/", "https://example.com:8443/x" },
    { "http://localhost:80", "http://localhost:80" },
    { "http://LOCALHOST", "http://LOCALHOST" },
    { "http://127.0.0.1:1", "http://127.0.0.1:1" },
    { "http://127.200.0.1", "http://127.200.0.1" },
    { "http://[::1]:8080", "http://[::1]:8080" },
    { "http://api.x.com", NULL },
    { "http://128.0.0.1", NULL },
    { "http://127.0.0.1.example.com", NULL },
    { "http://localhost.example.com", NULL },
    { "http://[::2]", NULL },
    { "ftp://localhost", NULL },
    { "file:///etc/passwd", NULL },
    { "https://", NULL },
    { "https://user@api.x.com", NULL },
    { "https://user:word@api.x.com", NULL },
    { "https://api.x.com?a", NULL },
    { "https://api.x.com#a", NULL },
    { "api.x.com", NULL },
    { "", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (XuHttpClient) client = xu_http_client_new (rows[i].address, NULL, &error);

      g_test_message ("%s", rows[i].address);
      if (rows[i].base != NULL)
        {
          g_assert_no_error (error);
          g_assert_cmpstr (xu_http_client_get_base_url (client), ==, rows[i].base);
        }
      else
        {
          g_assert_error (error, XU_ERROR, XU_ERROR_USAGE);
          g_assert_null (strstr (error->message, "word"));
        }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/http-faults/sent-again-once", test_sent_again_once);
  g_test_add_func ("/http-faults/not-sent-thrice", test_not_sent_thrice);
  g_test_add_func ("/http-faults/not-repeatable", test_not_repeatable);
  g_test_add_func ("/http-faults/first-connection-is-not-sent-again",
                   test_first_connection_is_not_sent_again);
  g_test_add_func ("/http-faults/silence-is-not-sent-again", test_silence_is_not_sent_again);
  g_test_add_func ("/http-faults/answers", test_answers);
  g_test_add_func ("/http-faults/silence", test_silence);
  g_test_add_func ("/http-faults/trickle", test_trickle);
  g_test_add_func ("/http-faults/held-up", test_held_up);
  g_test_add_func ("/http-faults/close-in-body", test_close_in_body);
  g_test_add_func ("/http-faults/slow-uplink", test_slow_uplink);
  g_test_add_func ("/http-faults/cancelled-as-answered", test_cancelled_as_answered);
  g_test_add_func ("/http-faults/refused", test_refused);
  g_test_add_func ("/http-faults/addresses", test_addresses);

  return exchange_run_tests ();
}
