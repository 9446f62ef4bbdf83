/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Credentials that expire: brought up to date before a request, and renewed when they are refused.
 */

#include "config.h"

#include <string.h>

#include "exchange-fixture.h"
#include "xu-error.h"

/* ---- An authorizer that does as it is told ---- */

#define FAKE_TYPE_AUTHORIZER (fake_authorizer_get_type ())
G_DECLARE_FINAL_TYPE (FakeAuthorizer, fake_authorizer, FAKE, AUTHORIZER, GObject)

typedef enum
{
  RENEWS,        /* with what the server takes */
  RENEWS_BADLY,  /* with something else that it refuses */
  HAS_NO_OTHER,  /* there is nothing else */
  FAILS,         /* as a lost network does */
  IS_SIGNED_OUT, /* prepares no more */
  HANGS,         /* until it is let go */
} Manner;

struct _FakeAuthorizer
{
  GObject parent_instance;

  Manner manner;
  const char *token;
  char *refused; /* (owned) (nullable): what renewing was told */
  GTask *hung;   /* (owned) (nullable) */
  guint n_prepared;
  guint n_renewed;
};

static void fake_authorizer_authorizer_init (XuAuthorizerInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (FakeAuthorizer,
                               fake_authorizer,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (XU_TYPE_AUTHORIZER,
                                                      fake_authorizer_authorizer_init))

static char *
fake_authorizer_dup_header (XuAuthorizer *authorizer, const char *method, GUri *uri)
{
  return g_strconcat ("Bearer ", FAKE_AUTHORIZER (authorizer)->token, NULL);
}

static void
hang_cb (GCancellable *cancellable, gpointer user_data)
{
  FakeAuthorizer *self = user_data;
  g_autoptr (GTask) task = g_steal_pointer (&self->hung);

  g_task_return_error_if_cancelled (task);
}

static void
hang (FakeAuthorizer *self, GTask *task)
{
  self->hung = g_object_ref (task);
  g_cancellable_connect (g_task_get_cancellable (task), G_CALLBACK (hang_cb), self, NULL);
}

static void
fake_authorizer_prepare_async (XuAuthorizer *authorizer,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  FakeAuthorizer *self = FAKE_AUTHORIZER (authorizer);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  self->n_prepared++;
  if (self->manner == IS_SIGNED_OUT)
    g_task_return_error (task, xu_error_new (XU_ERROR_TOKEN_REFUSED, "signed out"));
  else if (self->manner == HANGS && self->n_renewed == 0 && g_str_equal (self->token, "none"))
    hang (self, task);
  else
    g_task_return_boolean (task, TRUE);
}

static void
fake_authorizer_renew_async (XuAuthorizer *authorizer,
                             const char *refused_header,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  FakeAuthorizer *self = FAKE_AUTHORIZER (authorizer);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  self->n_renewed++;
  self->refused = g_strdup (refused_header);
  switch (self->manner)
    {
    case RENEWS:
    case RENEWS_BADLY:
      self->token = self->manner == RENEWS ? "good" : "worse";
      g_task_return_boolean (task, TRUE);
      break;

    case HAS_NO_OTHER:
      g_task_return_boolean (task, FALSE);
      break;

    case FAILS:
      g_task_return_error (task, xu_error_new (XU_ERROR_NETWORK, "lost"));
      break;

    case HANGS:
      hang (self, task);
      break;

    case IS_SIGNED_OUT:
    default:
      g_assert_not_reached ();
    }
}

static gboolean
fake_authorizer_finish (XuAuthorizer *authorizer, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
fake_authorizer_finalize (GObject *object)
{
  FakeAuthorizer *self = FAKE_AUTHORIZER (object);

  g_assert_null (self->hung);
  g_free (self->refused);

  G_OBJECT_CLASS (fake_authorizer_parent_class)->finalize (object);
}

static void
fake_authorizer_class_init (FakeAuthorizerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = fake_authorizer_finalize;
}

static void
fake_authorizer_authorizer_init (XuAuthorizerInterface *iface)
{
  iface->dup_header = fake_authorizer_dup_header;
  iface->prepare_async = fake_authorizer_prepare_async;
  iface->prepare_finish = fake_authorizer_finish;
  iface->renew_async = fake_authorizer_renew_async;
  iface->renew_finish = fake_authorizer_finish;
}

static void
fake_authorizer_init (FakeAuthorizer *self)
{
}

static FakeAuthorizer *
fake_authorizer_new (Manner manner, const char *token)
{
  FakeAuthorizer *self = g_object_new (FAKE_TYPE_AUTHORIZER, NULL);

  self->manner = manner;
  self->token = token;

  return self;
}

/* ---- A server that knows one token ---- */

static int n_served;       /* (atomic) */
static gsize body_size;    /* of the last one that was let in */
static guint digest_first; /* of the first body, and of the last one */
static guint digest_last;

static void
serve (SoupServer *server,
       SoupServerMessage *message,
       const char *path,
       GHashTable *query,
       gpointer user_data)
{
  SoupMessageHeaders *in = soup_server_message_get_request_headers (message);
  const char *header = soup_message_headers_get_one (in, "Authorization");
  g_autoptr (GBytes) bytes
      = soup_message_body_flatten (soup_server_message_get_request_body (message));
  gboolean is_good = g_strcmp0 (header, "Bearer good") == 0;

  if (g_atomic_int_add (&n_served, 1) == 0)
    digest_first = g_bytes_hash (bytes);
  digest_last = g_bytes_hash (bytes);
  body_size = g_bytes_get_size (bytes);
  soup_server_message_set_status (message, is_good ? 200 : 401, NULL);
  soup_server_message_set_response (message, "text/plain", SOUP_MEMORY_COPY, is_good ? "in" : "out",
                                    is_good ? 2 : 3);
}

typedef struct
{
  const char *name;
  Manner manner;
  const char *token;
  const char *flags;
  guint status; /* 0: an error */
  int code;
  int n_served;
  guint n_renewed;
} Row;

static const Row rows[] = {
  { "good", RENEWS, "good", "", 200, 0, 1, 0 },
  { "expired", RENEWS, "old", "", 200, 0, 2, 1 },
  { "expired-repeatable", RENEWS, "old", "r", 200, 0, 2, 1 },
  { "expired-bulk", RENEWS, "old", "rb", 200, 0, 2, 1 },
  { "refused-again", RENEWS_BADLY, "old", "", 401, 0, 2, 1 },
  { "no-other", HAS_NO_OTHER, "old", "", 401, 0, 1, 1 },
  { "renewing-fails", FAILS, "old", "", 0, XU_ERROR_NETWORK, 1, 1 },
  { "signed-out", IS_SIGNED_OUT, "old", "", 0, XU_ERROR_TOKEN_REFUSED, 0, 0 },
};

static void
test_row (gconstpointer data)
{
  const Row *row = data;
  const gsize size = 1000003;
  g_autoptr (HttpPeer) peer = http_peer_new_server (HTTP_PEER_PLAIN, serve, NULL);
  XuHttpClient *client = exchange_new_client (peer);
  FakeAuthorizer *authorizer = fake_authorizer_new (row->manner, row->token);
  g_autoptr (GOutputStream) trace = g_memory_output_stream_new_resizable ();
  g_auto (Exchange) exchange = { .authorizer = XU_AUTHORIZER (authorizer) };

  g_atomic_int_set (&n_served, 0);
  xu_http_client_set_trace (client, trace);
  exchange_start (&exchange, client, "POST", "/2/tweets", size, row->flags, NULL);
  exchange_wait (&exchange);

  g_assert_cmpint (g_atomic_int_get (&n_served), ==, row->n_served);
  g_assert_cmpuint (authorizer->n_prepared, ==, 1);
  g_assert_cmpuint (authorizer->n_renewed, ==, row->n_renewed);
  if (row->n_renewed > 0)
    g_assert_cmpstr (authorizer->refused, ==, "Bearer old");

  if (row->status != 0)
    {
      g_assert_no_error (exchange.error);
      g_assert_cmpuint (exchange.response->status, ==, row->status);
      g_assert_cmpuint (exchange.sent, ==, size);
      g_assert_cmpuint (body_size, ==, size);
      g_assert_cmpuint (digest_first, ==, digest_last);
      g_assert_cmpuint (exchange.n_restarts, ==, (guint) row->n_served - 1);
    }
  else
    {
      g_assert_error (exchange.error, XU_ERROR, row->code);
      g_assert_true (xu_error_is_unsent (exchange.error));
    }

  /* A line for each that went out, and no secret. */
  g_autoptr (GString) lines = g_string_new_len (
      g_memory_output_stream_get_data (G_MEMORY_OUTPUT_STREAM (trace)),
      (gssize) g_memory_output_stream_get_data_size (G_MEMORY_OUTPUT_STREAM (trace)));
  g_auto (GStrv) split = g_strsplit (lines->str, "\n", -1);
  guint n_lines = 0;

  while (split[n_lines] != NULL && *split[n_lines] != '\0')
    n_lines++;

  g_assert_cmpuint (n_lines, ==, (guint) row->n_served);
  g_assert_null (strstr (lines->str, "Bearer"));
  if (row->n_served == 2)
    {
      g_assert_nonnull (strstr (split[0], "\"again\":false"));
      g_assert_nonnull (strstr (split[1], "\"again\":true"));
    }

  exchange_finish_client (client);
  g_assert_finalize_object (authorizer);
}

static void
hung_away_cb (gpointer user_data)
{
  g_cancellable_cancel (user_data);
}

/* Cancelled while it is being prepared, and while it is being renewed. */
static void
test_cancel (gconstpointer data)
{
  const char *token = data;
  g_autoptr (HttpPeer) peer = http_peer_new_server (HTTP_PEER_PLAIN, serve, NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  XuHttpClient *client = exchange_new_client (peer);
  FakeAuthorizer *authorizer = fake_authorizer_new (HANGS, token);
  g_auto (Exchange) exchange = { .authorizer = XU_AUTHORIZER (authorizer) };

  g_atomic_int_set (&n_served, 0);
  exchange_start (&exchange, client, "POST", "/2/tweets", 100, "", cancellable);
  while (authorizer->hung == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_idle_add_once (hung_away_cb, cancellable);
  exchange_wait (&exchange);

  g_assert_error (exchange.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (g_atomic_int_get (&n_served), ==, g_str_equal (token, "none") ? 0 : 1);
  exchange_finish_client (client);
  g_assert_finalize_object (authorizer);
}

/* The first connection serves one and dies with the next; the second one refuses; the third serves.
 */
static void
serve_in_turn (GIOStream *connection, guint index, GCancellable *cancellable, gpointer user_data)
{
  static const char yes[] = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
  static const char no[] = "HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n";

  if (http_peer_read_request (connection, cancellable) != -1
      && http_peer_write (connection, index == 1 ? no : yes, cancellable))
    http_peer_read_request (connection, cancellable);
}

/* A connection that had died and a token that had expired: each has its own second chance. */
static void
test_both (void)
{
  g_autoptr (HttpPeer) peer = http_peer_new_raw (HTTP_PEER_PLAIN, 0, serve_in_turn, NULL);
  XuHttpClient *client = exchange_new_client (peer);
  FakeAuthorizer *authorizer = fake_authorizer_new (RENEWS, "old");

  for (guint i = 0; i < 2; i++)
    {
      g_auto (Exchange) exchange = { .authorizer = XU_AUTHORIZER (authorizer) };

      exchange_start (&exchange, client, "POST", "/2/media/upload/1/append", 10, "r", NULL);
      exchange_wait (&exchange);
      g_assert_no_error (exchange.error);
      g_assert_cmpuint (exchange.response->status, ==, 200);
    }

  g_assert_cmpuint (authorizer->n_prepared, ==, 2);
  g_assert_cmpuint (authorizer->n_renewed, ==, 1);
  exchange_finish_client (client);
  g_assert_finalize_object (authorizer);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strconcat ("/renew/", rows[i].name, NULL);

      g_test_add_data_func (path, &rows[i], test_row);
    }
  g_test_add_data_func ("/cancel/preparing", "none", test_cancel);
  g_test_add_data_func ("/cancel/renewing", "old", test_cancel);
  g_test_add_func ("/both", test_both);

  return exchange_run_tests ();
}
