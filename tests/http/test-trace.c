/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The trace's lines: what they say, and what they must not say. */

#include "config.h"

#include <json-glib/json-glib.h>

#include "xu-error.h"
#include "xu-http-failure.h"
#include "xu-http-trace.h"

static const gint64 noon_us = G_GINT64_CONSTANT (1700000000123456);

static JsonNode *
make_line (const char *address, const XuHttpFacts *facts, const GError *error)
{
  g_autoptr (GError) parse_error = NULL;
  g_autoptr (GUri) uri = g_uri_parse (address, SOUP_HTTP_URI_FLAGS, NULL);
  g_autofree char *line = xu_http_trace_make_line ("POST", uri, facts, error, FALSE, noon_us);

  g_assert_true (g_str_has_suffix (line, "}\n"));
  g_assert_cmpuint (strcspn (line, "\n"), ==, strlen (line) - 1);
  g_assert_null (strstr (line, "secret"));

  JsonNode *node = json_from_string (line, &parse_error);

  g_assert_no_error (parse_error);
  return node;
}

static void
test_answered (void)
{
  const XuHttpFacts facts = {
    .begun_us = 1000000,
    .started_us = 1020000,
    .sent_us = 1500000,
    .answered_us = 1600000,
    .ended_us = 1601000,
    .sent = 4194304,
    .received = 17,
    .status = 429,
    .version = SOUP_HTTP_2_0,
    .rate_limit = { .limit = 1875, .remaining = 0, .reset = 1700000900, .retry_after_us = 2500000 },
  };
  g_autoptr (JsonNode) node = make_line (
      "https://u:secret@api.x.com/2/media/upload?command=secret1&media_id=secret2&x", &facts, NULL);
  JsonObject *line = json_node_get_object (node);
  JsonObject *limit = json_object_get_object_member (line, "rate_limit");

  g_assert_cmpstr (json_object_get_string_member (line, "time"), ==, "2023-11-14T22:13:20.123456Z");
  g_assert_cmpstr (json_object_get_string_member (line, "method"), ==, "POST");
  g_assert_cmpstr (json_object_get_string_member (line, "path"), ==,
                   "/2/media/upload?command&media_id&x");
  g_assert_cmpint (json_object_get_int_member (line, "status"), ==, 429);
  g_assert_true (json_object_get_null_member (line, "error"));
  g_assert_cmpint (json_object_get_int_member (line, "connect_ms"), ==, 20);
  g_assert_cmpint (json_object_get_int_member (line, "send_ms"), ==, 480);
  g_assert_cmpint (json_object_get_int_member (line, "wait_ms"), ==, 100);
  g_assert_cmpint (json_object_get_int_member (line, "total_ms"), ==, 601);
  g_assert_cmpint (json_object_get_int_member (line, "bytes_sent"), ==, 4194304);
  g_assert_cmpint (json_object_get_int_member (line, "bytes_received"), ==, 17);
  g_assert_cmpstr (json_object_get_string_member (line, "protocol"), ==, "2");
  g_assert_true (json_object_get_boolean_member (line, "reused"));
  g_assert_cmpint (json_object_get_int_member (limit, "remaining"), ==, 0);
  g_assert_cmpint (json_object_get_int_member (limit, "retry_after_ms"), ==, 2500);
}

static void
test_failed (void)
{
  const XuHttpFacts facts = { .begun_us = 1000000, .ended_us = 1500000, .n_events = 2 };
  g_autoptr (GError) error = xu_error_new (XU_ERROR_TLS, "secret");
  g_autoptr (JsonNode) node = make_line ("https://api.x.com/2/tweets", &facts, error);
  JsonObject *line = json_node_get_object (node);

  g_assert_true (json_object_get_null_member (line, "status"));
  g_assert_cmpstr (json_object_get_string_member (line, "error"), ==, "tls");
  g_assert_true (json_object_get_null_member (line, "connect_ms"));
  g_assert_true (json_object_get_null_member (line, "protocol"));
  g_assert_false (json_object_get_boolean_member (line, "reused"));
  g_assert_false (json_object_has_member (line, "rate_limit"));
}

static void
test_cancelled (void)
{
  const XuHttpFacts facts = { .begun_us = 1000000, .ended_us = 1500000 };
  g_autoptr (GError) error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "secret");
  g_autoptr (JsonNode) node = make_line ("https://api.x.com/2/tweets", &facts, error);

  g_assert_cmpstr (json_object_get_string_member (json_node_get_object (node), "error"), ==,
                   "cancelled");
}

static void
test_failures (void)
{
  static const struct
  {
    int domain; /* 0: GIO, 1: TLS, 2: soup */
    int code;
    GTlsCertificateFlags flags;
    int expected;
    const char *detail;
    gboolean is_unsent;
  } rows[] = {
    { 0, G_IO_ERROR_CONNECTION_REFUSED, 0, XU_ERROR_NETWORK, "POST x: said" },
    { 0, G_IO_ERROR_PARTIAL_INPUT, 0, XU_ERROR_NETWORK, "POST x: said" },
    { 1, G_TLS_ERROR_BAD_CERTIFICATE, G_TLS_CERTIFICATE_EXPIRED | G_TLS_CERTIFICATE_BAD_IDENTITY,
      XU_ERROR_TLS, "POST x: certificate: wrong host name, expired" },
    { 1, G_TLS_ERROR_BAD_CERTIFICATE, G_TLS_CERTIFICATE_GENERIC_ERROR, XU_ERROR_TLS,
      "POST x: certificate: not acceptable" },
    { 1, G_TLS_ERROR_NOT_TLS, 0, XU_ERROR_TLS, "POST x: said", TRUE },
    { 1, G_TLS_ERROR_MISC, 0, XU_ERROR_TLS, "POST x: said", TRUE },
    { 1, G_TLS_ERROR_EOF, 0, XU_ERROR_NETWORK, "POST x: said", TRUE },
    { 1, G_TLS_ERROR_MISC, 0, XU_ERROR_NETWORK, "POST x: said", FALSE },
    { 2, SOUP_SESSION_ERROR_PARSING, 0, XU_ERROR_BAD_ANSWER, "POST x: said" },
  };
  const GQuark domains[] = { G_IO_ERROR, G_TLS_ERROR, SOUP_SESSION_ERROR };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error
          = g_error_new_literal (domains[rows[i].domain], rows[i].code, "said");
      g_autoptr (GError) failure
          = xu_http_failure_new (error, "POST x", rows[i].flags, rows[i].is_unsent);

      g_assert_error (failure, XU_ERROR, rows[i].expected);
      g_assert_cmpstr (failure->message, ==, rows[i].detail);
      g_assert_cmpint (xu_error_is_unsent (failure), ==, rows[i].is_unsent);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/trace/answered", test_answered);
  g_test_add_func ("/trace/failed", test_failed);
  g_test_add_func ("/trace/cancelled", test_cancelled);
  g_test_add_func ("/failure/table", test_failures);

  return g_test_run ();
}
