/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The client over HTTP/2: bodies, limits, faults at each moment, with and without a rate limit. */

#include "config.h"

#include <string.h>

#include "exchange-fixture.h"
#include "http2-peer.h"
#include "xu-error.h"
#include "xu-quantity.h"
#include "xu-test-warnings.h"

static char *
digest_of (gsize size)
{
  g_autofree guint8 *data = g_malloc (size + 1);

  for (gsize i = 0; i < size; i++)
    data[i] = (guint8) (i * 7 + i / 251);

  return g_compute_checksum_for_data (G_CHECKSUM_SHA256, data, size);
}

static void
assert_digest (const Exchange *exchange, gsize size)
{
  g_autofree char *digest = digest_of (size);

  g_assert_no_error (exchange->error);
  g_assert_cmpuint (exchange->response->status, ==, 200);
  g_assert_cmpmem (g_bytes_get_data (exchange->response->body, NULL),
                   g_bytes_get_size (exchange->response->body), digest, strlen (digest));
  g_assert_cmpuint (exchange->sent, ==, size);
}

static void
test_bodies (void)
{
  static const gsize sizes[] = { 0, 1, 16383, 16384, 16385, 65536, 1000003, 4 * 1024 * 1024 };
  static const guint64 rates[] = { 0, 100 * 1024 * 1024 };
  Http2Plan plan = { HTTP2_NO_FAULT };
  g_autoptr (HttpPeer) peer = http_peer_new_raw (HTTP_PEER_HTTP2, 0, http2_peer_script, &plan);
  XuHttpClient *client = exchange_new_client (peer);

  for (gsize i = 0; i < G_N_ELEMENTS (sizes) * G_N_ELEMENTS (rates); i++)
    {
      g_auto (Exchange) exchange = { NULL };

      xu_http_client_set_rate (client, rates[i % 2]);
      exchange_start (&exchange, client, "POST", "/append", sizes[i / 2], "rb", NULL);
      exchange_wait (&exchange);
      assert_digest (&exchange, sizes[i / 2]);
      g_assert_cmpuint (exchange.n_restarts, ==, 0);
    }

  g_assert_cmpuint (http_peer_get_n_connections (peer), ==, 1);
  exchange_finish_client (client);
}

/* Each exchange under way has a connection of its own. */
static void
test_parallel (void)
{
  Http2Plan plan = { HTTP2_NO_FAULT };
  g_autoptr (HttpPeer) peer = http_peer_new_raw (HTTP_PEER_HTTP2, 0, http2_peer_script, &plan);
  XuHttpClient *client = exchange_new_client (peer);

  for (guint round = 0; round < 3; round++)
    {
      Exchange many[4] = { { NULL } };

      for (guint i = 0; i < G_N_ELEMENTS (many); i++)
        exchange_start (&many[i], client, "POST", "/append", 700000, "rb", NULL);
      for (guint i = 0; i < G_N_ELEMENTS (many); i++)
        {
          exchange_wait (&many[i]);
          assert_digest (&many[i], 700000);
          exchange_clear (&many[i]);
        }
    }

  g_assert_cmpuint (http_peer_get_n_connections (peer), ==, 4);
  exchange_finish_client (client);
}

static gboolean
unlimited_cb (gpointer user_data)
{
  xu_http_client_set_rate (user_data, 0);
  return G_SOURCE_REMOVE;
}

static void
test_rate_changes_in_mid_body (void)
{
  Http2Plan plan = { HTTP2_NO_FAULT };
  g_autoptr (HttpPeer) peer = http_peer_new_raw (HTTP_PEER_HTTP2, 0, http2_peer_script, &plan);
  XuHttpClient *client = exchange_new_client (peer);
  Exchange bulks[4] = { { NULL } };
  g_auto (Exchange) other = { NULL };
  guint64 sent = 0;

  xu_http_client_set_rate (client, 1);
  for (guint i = 0; i < G_N_ELEMENTS (bulks); i++)
    exchange_start (&bulks[i], client, "POST", "/append", 500000, "rb", NULL);
  exchange_start (&other, client, "POST", "/other", 500000, "r", NULL);
  exchange_wait (&other);
  assert_digest (&other, 500000);

  for (guint i = 0; i < G_N_ELEMENTS (bulks); i++)
    {
      g_assert_false (bulks[i].is_over);
      sent += bulks[i].sent;
    }
  g_assert_cmpuint (sent, <=, 64 * XU_KIB + 100);

  g_timeout_add (50, unlimited_cb, client);
  for (guint i = 0; i < G_N_ELEMENTS (bulks); i++)
    {
      exchange_wait (&bulks[i]);
      assert_digest (&bulks[i], 500000);
      exchange_clear (&bulks[i]);
    }
  exchange_finish_client (client);
}

typedef struct
{
  XuHttpClient *client;
  gboolean is_released;
  Exchange exchange;
} LimitedLater;

static void
limit_cb (guint64 sent, gpointer user_data)
{
  LimitedLater *self = user_data;

  self->exchange.sent = sent;
  if (!self->is_released)
    xu_http_client_set_rate (self->client, 1);
}

static void
limited_sent_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  LimitedLater *self = user_data;

  self->exchange.response
      = xu_http_client_send_finish (self->client, result, &self->exchange.error);
  self->exchange.is_over = TRUE;
}

/* A body that began without a limit, polled, meets one in its middle, and loses it again. */
static void
test_rate_sets_in_mid_body (void)
{
  const gsize size = 1000000;
  Http2Plan plan = { HTTP2_NO_FAULT };
  g_autoptr (HttpPeer) peer = http_peer_new_raw (HTTP_PEER_HTTP2, 0, http2_peer_script, &plan);
  LimitedLater self = { .client = exchange_new_client (peer) };
  XuHttpRequest *request = xu_http_request_new ("POST", "/append");
  g_autofree guint8 *data = g_malloc (size);

  for (gsize i = 0; i < size; i++)
    data[i] = (guint8) (i * 7 + i / 251);

  g_autoptr (GBytes) bytes = g_bytes_new (data, size);

  request->is_bulk = TRUE;
  request->progress = limit_cb;
  request->progress_data = &self;
  xu_http_request_add_body (request, bytes);
  xu_http_client_send_async (self.client, NULL, request, NULL, limited_sent_cb, &self);
  for (guint i = 0; i < 10; i++)
    {
      g_usleep (10000);
      while (g_main_context_iteration (NULL, FALSE))
        ;
      g_assert_false (self.exchange.is_over);
    }

  self.is_released = TRUE;
  xu_http_client_set_rate (self.client, 0);
  exchange_wait (&self.exchange);
  assert_digest (&self.exchange, size);
  exchange_clear (&self.exchange);
  exchange_finish_client (self.client);
}

/* At the headers, in mid-body; the body polled, waiting for its turn, and with a turn every
 * millisecond. */
static void
test_faults (void)
{
  static const struct
  {
    Http2Fault fault;
    int code; /* -1: the answer comes */
    guint status;
  } faults[] = {
    { HTTP2_RESET, XU_ERROR_NETWORK, 0 }, { HTTP2_GO_AWAY, XU_ERROR_NETWORK, 0 },
    { HTTP2_CLOSE, XU_ERROR_NETWORK, 0 }, { HTTP2_REFUSE, -1, 200 },
    { HTTP2_ANSWER_EARLY, -1, 413 },
  };
  static const gsize moments[] = { 0, 1, 60000 };
  static const guint64 rates[] = { 0, 1, 4 * 1024 * 1024 };

  xu_test_accept_libsoup_warnings ();

  for (gsize i = 0; i < G_N_ELEMENTS (faults) * G_N_ELEMENTS (moments) * G_N_ELEMENTS (rates) * 2;
       i++)
    {
      gsize fault = i / 2 % G_N_ELEMENTS (faults);
      gsize moment = i / 2 / G_N_ELEMENTS (faults) % G_N_ELEMENTS (moments);
      gsize rate = i / 2 / G_N_ELEMENTS (faults) / G_N_ELEMENTS (moments);
      Http2Plan plan
          = { .fault = faults[fault].fault, .fault_after = moments[moment], .n_faults = 1 };
      g_autoptr (HttpPeer) peer = http_peer_new_raw (HTTP_PEER_HTTP2, 0, http2_peer_script, &plan);
      XuHttpClient *client = exchange_new_client (peer);
      g_auto (Exchange) exchange = { NULL };
      g_auto (Exchange) after = { NULL };

      if (faults[fault].fault == HTTP2_REFUSE && rates[rate] == 1)
        rate = 0; /* It is sent again as a whole, at one byte a second. */
      g_test_message ("fault %d after %" G_GSIZE_FORMAT " bytes at rate %" G_GUINT64_FORMAT,
                      (int) faults[fault].fault, moments[moment], rates[rate]);
      xu_http_client_set_rate (client, rates[rate]);
      exchange_start (&exchange, client, "POST", "/append", 300000, i % 2 == 0 ? "rb" : "b", NULL);
      exchange_wait (&exchange);
      g_assert_cmpint (g_atomic_int_get (&plan.n_faulty), ==, 1);
      if (faults[fault].code >= 0)
        {
          g_assert_error (exchange.error, XU_ERROR, faults[fault].code);
          g_assert_false (xu_error_is_unsent (exchange.error));
        }
      else
        {
          g_assert_no_error (exchange.error);
          g_assert_cmpuint (exchange.response->status, ==, faults[fault].status);
        }

      xu_http_client_set_rate (client, 0);
      exchange_start (&after, client, "POST", "/append", 1000, "rb", NULL);
      exchange_wait (&after);
      assert_digest (&after, 1000);
      exchange_finish_client (client);
    }
}

/* On a reused connection: sent again once, on another. */
static void
test_sent_again (void)
{
  static const Http2Fault faults[] = { HTTP2_CLOSE, HTTP2_GO_AWAY, HTTP2_RESET };

  for (gsize i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      Http2Plan plan = { HTTP2_NO_FAULT };
      g_autoptr (HttpPeer) peer = http_peer_new_raw (HTTP_PEER_HTTP2, 0, http2_peer_script, &plan);
      XuHttpClient *client = exchange_new_client (peer);
      g_auto (Exchange) first = { NULL };
      g_auto (Exchange) second = { NULL };

      exchange_start (&first, client, "POST", "/append", 1000, "rb", NULL);
      exchange_wait (&first);
      assert_digest (&first, 1000);

      plan.n_faults = 2; /* The first stream was served: only the second meets the fault. */
      plan.fault_after = 50000;
      plan.fault = faults[i];
      exchange_start (&second, client, "POST", "/append", 300000, "rb", NULL);
      exchange_wait (&second);
      assert_digest (&second, 300000);
      g_assert_cmpint (g_atomic_int_get (&plan.n_faulty), ==, 1);
      g_assert_cmpuint (http_peer_get_n_connections (peer), ==, 2);
      exchange_finish_client (client);
    }
}

/* The window is used up and nothing is said: libsoup alone would wait for ever, also when
 * cancelled. */
static void
test_mute (void)
{
  Http2Plan plan = { .fault = HTTP2_MUTE, .n_faults = G_MAXUINT, .fault_after = 1 };
  g_autoptr (HttpPeer) peer = http_peer_new_raw (HTTP_PEER_HTTP2, 0, http2_peer_script, &plan);
  XuHttpClient *client = exchange_new_client (peer);
  g_auto (Exchange) stalled = { NULL };

  for (guint steps = 0; steps < 60; steps++)
    {
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_auto (Exchange) exchange = { NULL };

      xu_http_client_set_rate (client, steps % 3 == 0 ? 1 : 0);
      exchange_start (&exchange, client, "POST", "/append", 200000, steps % 2 == 0 ? "rb" : "b",
                      cancellable);
      for (guint i = 0; i < steps; i++)
        {
          g_usleep (i % 5 == 0 ? 1000 : 0);
          g_main_context_iteration (NULL, FALSE);
        }
      g_cancellable_cancel (cancellable);
      exchange_wait (&exchange);
      g_assert_error (exchange.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    }

  xu_http_client_set_rate (client, 0);
  xu_http_client_set_stall_timeout (client, 1);
  exchange_start (&stalled, client, "POST", "/append", 200000, "rb", NULL);
  exchange_wait (&stalled);
  g_assert_error (stalled.error, XU_ERROR, XU_ERROR_NETWORK);
  g_assert_nonnull (strstr (stalled.error->message, "nothing moves"));
  exchange_finish_client (client);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/http2/bodies", test_bodies);
  g_test_add_func ("/http2/parallel", test_parallel);
  g_test_add_func ("/http2/rate-changes-in-mid-body", test_rate_changes_in_mid_body);
  g_test_add_func ("/http2/rate-sets-in-mid-body", test_rate_sets_in_mid_body);
  g_test_add_func ("/http2/faults", test_faults);
  g_test_add_func ("/http2/sent-again", test_sent_again);
  g_test_add_func ("/http2/mute", test_mute);

  return exchange_run_tests ();
}
