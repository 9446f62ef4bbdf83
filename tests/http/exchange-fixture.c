/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Starts exchanges and waits for them. */

#include "config.h"

#include "exchange-fixture.h"

#include <string.h>

static gboolean
too_long_cb (gpointer user_data)
{
  g_error ("The exchange did not end");
  return G_SOURCE_REMOVE;
}

XuHttpClient *
exchange_new_client (HttpPeer *peer)
{
  const char *url = http_peer_get_url (peer);
  g_autofree char *ca_file = g_str_has_prefix (url, "https") ? http_peer_dup_ca_file () : NULL;
  g_autoptr (GError) error = NULL;
  XuHttpClient *client = xu_http_client_new (url, ca_file, &error);

  g_assert_no_error (error);
  return client;
}

static void
progress_cb (guint64 sent, gpointer user_data)
{
  Exchange *exchange = user_data;

  g_assert_false (exchange->is_over);
  if (sent < exchange->sent)
    exchange->n_restarts++;
  exchange->sent = sent;
  if (exchange->cancel_at_progress != NULL && sent > 0)
    g_cancellable_cancel (exchange->cancel_at_progress);
}

static void
sent_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Exchange *exchange = user_data;

  exchange->is_over = TRUE;
  exchange->response
      = xu_http_client_send_finish (XU_HTTP_CLIENT (object), result, &exchange->error);
  g_assert_true ((exchange->response == NULL) == (exchange->error != NULL));
}

void
exchange_start (Exchange *exchange,
                XuHttpClient *client,
                const char *method,
                const char *path,
                gsize size,
                const char *flags,
                GCancellable *cancellable)
{
  XuHttpRequest *request = xu_http_request_new (method, path);

  exchange->client = client;
  request->is_repeatable = strchr (flags, 'r') != NULL;
  request->is_bulk = strchr (flags, 'b') != NULL;
  request->progress = progress_cb;
  request->progress_data = exchange;
  if (size > 0)
    {
      guint8 *data = g_malloc (size);

      for (gsize i = 0; i < size; i++)
        data[i] = (guint8) (i * 7 + i / 251);

      g_autoptr (GBytes) whole = g_bytes_new_take (data, size);
      g_autoptr (GBytes) first = g_bytes_new_from_bytes (whole, 0, size / 3);
      g_autoptr (GBytes) rest = g_bytes_new_from_bytes (whole, size / 3, size - size / 3);

      request->content_type = g_strdup ("application/octet-stream");
      xu_http_request_add_body (request, first);
      xu_http_request_add_body (request, rest);
    }

  xu_http_client_send_async (client, exchange->authorizer, request, cancellable, sent_cb, exchange);
  g_assert_false (exchange->is_over);
}

void
exchange_wait (Exchange *exchange)
{
  g_autoptr (GSource) guard = g_timeout_source_new_seconds (120);

  g_source_set_callback (guard, too_long_cb, NULL, NULL);
  g_source_attach (guard, g_main_context_get_thread_default ());
  while (!exchange->is_over)
    g_main_context_iteration (g_main_context_get_thread_default (), TRUE);
  g_source_destroy (guard);
}

void
exchange_clear (Exchange *exchange)
{
  g_clear_pointer (&exchange->response, xu_http_response_free);
  g_clear_error (&exchange->error);
}

/* GIO's threads are named so. The kernel knows of each until its very end. */
static gboolean
has_pool_thread (void)
{
  g_autoptr (GDir) folder = g_dir_open ("/proc/self/task", 0, NULL);
  const char *id;

  while (folder != NULL && (id = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *path = g_build_filename ("/proc/self/task", id, "comm", NULL);
      g_autofree char *name = NULL;

      if (g_file_get_contents (path, &name, NULL, NULL) && g_str_has_prefix (name, "pool-")
          && !g_str_has_prefix (name, "pool-spawner"))
        return TRUE;
    }

  return FALSE;
}

int
exchange_run_tests (void)
{
  int result = g_test_run ();

  g_thread_pool_set_max_unused_threads (0);
  for (guint i = 0; i < 300 && has_pool_thread (); i++)
    g_usleep (10000);

  return result;
}

void
exchange_finish_client (XuHttpClient *client)
{
  g_assert_finalize_object (client);
  while (g_main_context_iteration (g_main_context_get_thread_default (), FALSE))
    ;
}
