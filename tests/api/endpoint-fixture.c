/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A server with one prepared answer that remembers how it was asked. */

#include "config.h"

#include "endpoint-fixture.h"

#include <libsoup/soup.h>
#include <string.h>

#include "xu-bearer-authorizer.h"

static const guint limit_seconds = 20;

static void
called_cb (SoupServer *server,
           SoupServerMessage *message,
           const char *path,
           GHashTable *query,
           gpointer user_data)
{
  EndpointFixture *fixture = user_data;
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  GUri *uri = soup_server_message_get_uri (message);

  fixture->n_calls++;
  g_free (fixture->request_line);
  g_free (fixture->content_type);
  g_free (fixture->authorization);
  g_clear_pointer (&fixture->body, g_bytes_unref);
  fixture->request_line
      = g_strconcat (soup_server_message_get_method (message), " ", g_uri_get_path (uri),
                     g_uri_get_query (uri) != NULL ? "?" : NULL, g_uri_get_query (uri), NULL);
  fixture->content_type = g_strdup (soup_message_headers_get_one (headers, "Content-Type"));
  fixture->authorization = g_strdup (soup_message_headers_get_one (headers, "Authorization"));
  fixture->body = soup_message_body_flatten (soup_server_message_get_request_body (message));

  if (fixture->on_call != NULL)
    {
      soup_server_message_pause (message);
      g_cancellable_cancel (fixture->on_call);
      return;
    }

  soup_server_message_set_status (message, fixture->status, NULL);
  soup_server_message_set_response (message, fixture->type, SOUP_MEMORY_STATIC, fixture->answer,
                                    strlen (fixture->answer));
}

void
endpoint_fixture_set_up (EndpointFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (XuAuthorizer) authorizer = xu_bearer_authorizer_new ("token", &error);

  g_assert_no_error (error);
  g_assert_true (
      g_main_context_acquire (NULL)); /* The client wants to be called from its context. */
  fixture->server = soup_server_new (NULL, NULL);
  soup_server_add_handler (fixture->server, NULL, called_cb, fixture, NULL);
  soup_server_listen_local (fixture->server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, &error);
  g_assert_no_error (error);

  GSList *uris = soup_server_get_uris (fixture->server);
  g_autofree char *base_url = g_strdup_printf ("http://127.0.0.1:%d", g_uri_get_port (uris->data));

  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  fixture->client = xu_http_client_new (base_url, NULL, &error);
  g_assert_no_error (error);
  fixture->api = xu_api_new (fixture->client, authorizer);
  fixture->type = "application/json";
}

void
endpoint_fixture_tear_down (EndpointFixture *fixture, gconstpointer data)
{
  g_assert_null (fixture->result);
  g_assert_finalize_object (fixture->api);
  g_assert_finalize_object (fixture->client);
  soup_server_disconnect (fixture->server);
  g_object_unref (fixture->server);
  g_free (fixture->request_line);
  g_free (fixture->content_type);
  g_free (fixture->authorization);
  g_clear_pointer (&fixture->body, g_bytes_unref);
  g_main_context_release (NULL);
}

void
endpoint_fixture_prepare (EndpointFixture *fixture, guint status, const char *answer)
{
  fixture->status = status;
  fixture->answer = answer;
}

void
endpoint_fixture_done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  EndpointFixture *fixture = user_data;

  g_assert_null (fixture->result);
  fixture->result = g_object_ref (result);
}

static gboolean
too_late_cb (gpointer user_data)
{
  g_error ("No answer within %u s", limit_seconds);
  return G_SOURCE_REMOVE;
}

GAsyncResult *
endpoint_fixture_wait (EndpointFixture *fixture)
{
  guint guard = g_timeout_add_seconds (limit_seconds, too_late_cb, NULL);

  while (fixture->result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (guard);

  return g_steal_pointer (&fixture->result);
}

void
endpoint_fixture_assert_json (EndpointFixture *fixture, const char *request_line, const char *body)
{
  g_assert_cmpstr (fixture->request_line, ==, request_line);
  g_assert_cmpstr (fixture->content_type, ==, "application/json");
  g_assert_cmpstr (fixture->authorization, ==, "Bearer token");
  g_assert_cmpmem (g_bytes_get_data (fixture->body, NULL), g_bytes_get_size (fixture->body), body,
                   strlen (body));
}

void
endpoint_fixture_assert_empty (EndpointFixture *fixture, const char *request_line)
{
  g_assert_cmpstr (fixture->request_line, ==, request_line);
  g_assert_cmpstr (fixture->content_type, ==, NULL);
  g_assert_cmpstr (fixture->authorization, ==, "Bearer token");
  g_assert_cmpuint (g_bytes_get_size (fixture->body), ==, 0);
}
