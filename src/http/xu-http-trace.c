/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One line of JSON for each exchange. */

#define G_LOG_DOMAIN "xu-http"

#include "config.h"

#include "xu-http-trace.h"

#include <json-glib/json-glib.h>

#include "xu-error.h"

static void
add_number (JsonBuilder *builder, const char *name, gint64 value)
{
  json_builder_set_member_name (builder, name);
  if (value >= 0)
    json_builder_add_int_value (builder, value);
  else
    json_builder_add_null_value (builder);
}

static void
add_string (JsonBuilder *builder, const char *name, const char *value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, value); /* NULL becomes null. */
}

static void
add_boolean (JsonBuilder *builder, const char *name, gboolean value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_boolean_value (builder, value);
}

/* Whole milliseconds between two moments, null where one of them never came. */
static void
add_span (JsonBuilder *builder, const char *name, gint64 from_us, gint64 to_us)
{
  add_number (builder, name, from_us > 0 && to_us >= from_us ? (to_us - from_us) / 1000 : -1);
}

/* Values of a query may be anything; its names are ours. */
static char *
dup_path (GUri *uri)
{
  const char *query = g_uri_get_query (uri);
  g_autoptr (GString) path = g_string_new (g_uri_get_path (uri));

  if (query == NULL)
    return g_string_free (g_steal_pointer (&path), FALSE);

  g_auto (GStrv) pairs = g_strsplit (query, "&", -1);

  for (guint i = 0; pairs[i] != NULL; i++)
    {
      g_string_append_c (path, i == 0 ? '?' : '&');
      g_string_append_len (path, pairs[i], (gssize) strcspn (pairs[i], "="));
    }

  return g_string_free (g_steal_pointer (&path), FALSE);
}

static const char *
get_error_name (const GError *error)
{
  if (error == NULL)
    return NULL;

  return error->domain == XU_ERROR ? xu_error_code_to_string ((XuErrorCode) error->code)
                                   : "cancelled";
}

static const char *
get_version_name (SoupHTTPVersion version)
{
  switch (version)
    {
    case SOUP_HTTP_1_0:
      return "1.0";
    case SOUP_HTTP_2_0:
      return "2";
    case SOUP_HTTP_1_1:
    default:
      return "1.1";
    }
}

static void
add_rate_limit (JsonBuilder *builder, const XuRateLimit *limit)
{
  json_builder_set_member_name (builder, "rate_limit");
  json_builder_begin_object (builder);
  add_number (builder, "limit", limit->limit);
  add_number (builder, "remaining", limit->remaining);
  add_number (builder, "reset", limit->reset);
  add_number (builder, "retry_after_ms",
              limit->retry_after_us >= 0 ? limit->retry_after_us / 1000 : -1);
  json_builder_end_object (builder);
}

char *
xu_http_trace_make_line (const char *method,
                         GUri *uri,
                         const XuHttpFacts *facts,
                         const GError *error,
                         gboolean is_second,
                         gint64 now_us)
{
  g_return_val_if_fail (method != NULL && uri != NULL && facts != NULL, NULL);

  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (GDateTime) seconds = g_date_time_new_from_unix_utc (now_us / G_USEC_PER_SEC);
  g_autoptr (GDateTime) now = g_date_time_add (seconds, now_us % G_USEC_PER_SEC);
  g_autofree char *time = g_date_time_format (now, "%Y-%m-%dT%H:%M:%S.%fZ");
  g_autofree char *path = dup_path (uri);
  gboolean has_started = facts->started_us > 0;

  json_builder_begin_object (builder);
  add_string (builder, "time", time);
  add_string (builder, "method", method);
  add_string (builder, "path", path);
  add_number (builder, "status", facts->status > 0 ? (gint64) facts->status : -1);
  add_string (builder, "error", get_error_name (error));
  add_span (builder, "connect_ms", facts->begun_us, facts->started_us);
  add_span (builder, "send_ms", facts->started_us, facts->sent_us);
  add_span (builder, "wait_ms", facts->sent_us, facts->answered_us);
  add_span (builder, "total_ms", facts->begun_us, facts->ended_us);
  add_number (builder, "bytes_sent", (gint64) facts->sent);
  add_number (builder, "bytes_received", (gint64) facts->received);
  add_string (builder, "protocol", has_started ? get_version_name (facts->version) : NULL);
  add_boolean (builder, "reused", has_started && facts->n_events == 0);
  add_boolean (builder, "again", is_second);
  if (facts->status > 0 && error == NULL)
    add_rate_limit (builder, &facts->rate_limit);
  json_builder_end_object (builder);

  g_autoptr (JsonNode) root = json_builder_get_root (builder);
  g_autofree char *json = json_to_string (root, FALSE);

  return g_strconcat (json, "\n", NULL);
}
