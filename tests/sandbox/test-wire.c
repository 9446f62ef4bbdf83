/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each fault as a client meets it, over HTTP/1.1, over TLS, and over HTTP/2. */

#include "config.h"

#include <string.h>

#include "client.h"

enum
{
  SEGMENT_BYTES = 300 * 1024
};

typedef struct
{
  const char *name;
  const char *options[3];
  SoupHTTPVersion version;
} Wire;

static const Wire wires[] = {
  { "http1", { NULL }, SOUP_HTTP_1_1 },
  { "tls-http1", { "--tls", "--http1", NULL }, SOUP_HTTP_1_1 },
  { "http2", { "--tls", NULL }, SOUP_HTTP_2_0 },
};

/* A sandbox with up to two more arguments. */
static Client *
start (const Wire *wire, const char *option, const char *value)
{
  const char *arguments[10] = { "--processing", "0" };
  guint n = 2;

  for (guint i = 0; wire->options[i] != NULL; i++)
    arguments[n++] = wire->options[i];
  if (option != NULL)
    arguments[n++] = option;
  if (value != NULL)
    arguments[n++] = value;

  return client_new (xu_test_sandbox_startv (arguments));
}

static char *
make_segment (void)
{
  char *bytes = g_malloc (SEGMENT_BYTES);

  for (gsize i = 0; i < SEGMENT_BYTES; i++)
    bytes[i] = (char) (i * 7 + i / 251);

  return bytes;
}

static gint64
count_media_bytes (Client *client)
{
  return xu_test_sandbox_get_int (client->sandbox, "/sandbox/media", "$.media[0].bytes");
}

/* A body that is larger than any window and any buffer of a protocol, and its hash. */
static void
test_upload (gconstpointer data)
{
  const Wire *wire = data;
  g_autoptr (Client) client = start (wire, NULL, NULL);
  g_autofree char *bytes = make_segment ();
  g_autofree char *id = client_initialize (client, "video/mp4", "tweet_video", 5 * SEGMENT_BYTES);
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);

  for (int i = 0; i < 5; i++)
    {
      bytes[0] = (char) i;
      g_checksum_update (checksum, (const guchar *) bytes, SEGMENT_BYTES);

      g_autoptr (Reply) reply = client_append (client, id, i, bytes, SEGMENT_BYTES);

      g_assert_cmpuint (reply->status, ==, 200);
      g_assert_cmpint (reply->version, ==, wire->version);
    }

  g_autoptr (Reply) finalized = client_finalize (client, id);
  g_autofree char *hash
      = xu_test_sandbox_get_string (client->sandbox, "/sandbox/media", "$.media[0].sha256");

  g_assert_cmpuint (finalized->status, ==, 200);
  g_assert_cmpstr (hash, ==, g_checksum_get_string (checksum));
}

/* Appends once under a rule, then again without it. */
static void
check_append (const Wire *wire, const char *rule, guint status, gint64 bytes_kept)
{
  g_autoptr (Client) client = start (wire, "--fault", rule);
  g_autofree char *bytes = make_segment ();
  g_autofree char *id = client_initialize (client, "video/mp4", "tweet_video", SEGMENT_BYTES);
  g_autoptr (Reply) struck = client_append (client, id, 0, bytes, SEGMENT_BYTES);

  g_assert_cmpuint (struck->status, ==, status);
  g_assert_cmpint (count_media_bytes (client), ==, bytes_kept);

  g_autoptr (Reply) again = client_append (client, id, 0, bytes, SEGMENT_BYTES);
  g_autoptr (Reply) finalized = client_finalize (client, id);

  g_assert_cmpuint (again->status, ==, 200);
  g_assert_cmpuint (finalized->status, ==, 200);
}

static void
test_statuses (gconstpointer data)
{
  check_append (data, "append@1 status=413", 413, 0);
  check_append (data, "append@1 status=503 retry-after=1", 503, 0);
  check_append (data, "append@1 status=429 reset=2", 429, 0);
  check_append (data, "append/0@1 status=500 body=oops", 500, 0);
  check_append (data, "append@1 status=204 acted", 204, SEGMENT_BYTES);
}

static void
test_closes (gconstpointer data)
{
  check_append (data, "append@1 close=before", 0, 0);
  check_append (data, "append@1 close=mid bytes=100k", 0, 0);
  check_append (data, "append@1 close=mid bytes=1G", 0, 0);
  check_append (data, "append/0@1 close=mid bytes=10k", 0, 0);
  check_append (data, "append@1 close=after", 0, SEGMENT_BYTES);
}

static void
test_streams (gconstpointer data)
{
  check_append (data, "append@1 rst-stream", 0, 0);
  check_append (data, "append@1 rst-stream bytes=100k", 0, 0);
  check_append (data, "append@1 rst-stream bytes=1G", 0, 0);
  check_append (data, "append@1 goaway bytes=100k", 0, 0);
  check_append (data, "append@1 goaway bytes=1G", 0, 0);
}

/* The report comes over a connection of its own. */
static void
test_keep_alive (gconstpointer data)
{
  g_autoptr (Client) client = start (data, NULL, NULL);

  for (guint i = 0; i < 5; i++)
    {
      g_autoptr (Reply) reply = client_get (client, "/2/users/me");

      g_assert_cmpuint (reply->status, ==, 200);
    }
  g_assert_cmpint (xu_test_sandbox_get_int (client->sandbox, "/sandbox/requests", "$.connections"),
                   ==, 2);
}

static void
test_garbage (gconstpointer data)
{
  static const struct
  {
    const char *rule;
    gsize least_bytes;
  } rows[] = {
    { "me garbage=nonsense", 10 },   { "me garbage=truncated", 10 }, { "me garbage=types", 10 },
    { "me garbage=huge", 64 << 20 }, { "me garbage=empty", 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (Client) client = start (data, "--fault", rows[i].rule);
      g_autoptr (Reply) reply = client_get (client, "/2/users/me");

      g_assert_cmpuint (reply->status, ==, 200);
      g_assert_cmpuint (reply->length, >=, rows[i].least_bytes);
    }
}

static void
test_headers (gconstpointer data)
{
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  g_autoptr (Client) client
      = start (data, "--fault", "me@1 status=429 reset=1000 retry-after=7 body='{\"a\":1}'");
  g_autoptr (Reply) reply = client_get (client, "/2/users/me");
  g_autoptr (Reply) honest = client_get (client, "/2/users/me");

  g_assert_cmpuint (reply->status, ==, 429);
  g_assert_cmpstr (reply->body, ==, "{\"a\":1}");
  g_assert_cmpstr (reply->retry_after, ==, "7");
  g_assert_cmpstr (reply->remaining, ==, "0");
  g_assert_cmpint (reply->reset, >=, now + 1000);
  g_assert_cmpint (reply->reset, <=, now + 1100);
  g_assert_cmpuint (honest->status, ==, 200);
}

/* The post exists although its answer is lost. */
static void
test_lost_post (gconstpointer data)
{
  g_autoptr (Client) client = start (data, "--fault", "post@1 close=after");
  g_autoptr (Reply) lost = client_post_json (client, "/2/tweets", "{\"text\":\"once\"}");
  g_autofree char *text
      = xu_test_sandbox_get_string (client->sandbox, "/sandbox/posts", "$.posts[0].text");
  g_autoptr (Reply) again = client_post_json (client, "/2/tweets", "{\"text\":\"once\"}");

  g_assert_cmpuint (lost->status, ==, 0);
  g_assert_cmpstr (text, ==, "once");
  g_assert_cmpuint (again->status, ==, 403);
}

/* It never answers; the others are served meanwhile, and it ends well with the request open. */
static void
test_hang (gconstpointer data)
{
  g_autoptr (Client) client = start (data, "--fault", "me@1 hang");

  soup_session_set_timeout (client->session, 1);

  g_autoptr (Reply) hung = client_get (client, "/2/users/me");

  soup_session_set_timeout (client->session, 60);

  g_autoptr (Reply) second = client_get (client, "/2/users/me");

  g_assert_cmpuint (hung->status, ==, 0);
  g_assert_cmpuint (second->status, ==, 200);
}

/* Slow in every way, and yet complete. How slow is a lower bound only: a machine may be slower. */
static void
test_slowness (gconstpointer data)
{
  static const struct
  {
    const char *option;
    const char *value;
    gint64 least_ms;
  } rows[] = {
    { "--latency", "150ms", 150 },
    { "--bandwidth", "600k", 300 },
    { "--fault", "append@1 trickle=600k", 300 },
    { "--fault", "append@1 drip=100", 100 },
  };
  g_autofree char *bytes = make_segment ();

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (Client) client = start (data, rows[i].option, rows[i].value);
      g_autofree char *id = client_initialize (client, "video/mp4", "tweet_video", SEGMENT_BYTES);
      gint64 begin_us = g_get_monotonic_time ();
      g_autoptr (Reply) reply = client_append (client, id, 0, bytes, SEGMENT_BYTES);

      g_assert_cmpuint (reply->status, ==, 200);
      g_assert_cmpint (g_get_monotonic_time () - begin_us, >=, rows[i].least_ms * 1000);
    }
}

static void
test_expire (gconstpointer data)
{
  g_autoptr (Client) client = start (data, "--fault", "append@2 expire");
  g_autofree char *id = client_initialize (client, "video/mp4", "tweet_video", 2);
  g_autoptr (Reply) first = client_append (client, id, 0, "a", 1);
  g_autoptr (Reply) second = client_append (client, id, 1, "b", 1);
  g_autoptr (Reply) finalized = client_finalize (client, id);

  g_assert_cmpuint (first->status, ==, 200);
  g_assert_cmpuint (second->status, ==, 404);
  g_assert_cmpuint (finalized->status, ==, 404);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *name;
    GTestDataFunc function;
    gboolean is_http2;
  } tests[] = {
    { "upload", test_upload },     { "keep-alive", test_keep_alive }, { "statuses", test_statuses },
    { "closes", test_closes },     { "streams", test_streams, TRUE }, { "garbage", test_garbage },
    { "headers", test_headers },   { "lost-post", test_lost_post },   { "hang", test_hang },
    { "slowness", test_slowness }, { "expire", test_expire },
  };

  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (wires); i++)
    {
      for (gsize k = 0; k < G_N_ELEMENTS (tests); k++)
        {
          g_autofree char *path = g_strdup_printf ("/wire/%s/%s", wires[i].name, tests[k].name);

          if (!tests[k].is_http2 || wires[i].version == SOUP_HTTP_2_0)
            g_test_add_data_func (path, &wires[i], tests[k].function);
        }
    }

  return g_test_run ();
}
