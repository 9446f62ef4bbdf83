/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The errors that exchanges end with, by a short name. */

#include "config.h"

#include "plan-errors.h"

#include <gio/gio.h>

#include "xu-error.h"
#include "xu-problem.h"

static const struct
{
  const char *name;
  guint status;
  const char *body;
} answers[] = {
  { "type", 400,
    "{\"detail\":\"Requests with bodies must have content-type of "
    "application/json\"}" },
  { "json", 400, "{\"detail\":\"Request body is not valid JSON\"}" },
  { "id", 400, "{\"detail\":\"The media id is not known\"}" },
};

static GError *
new_http (XuExchange exchange, guint status, const char *body, gint64 retry_after_us)
{
  static const XuEndpoint endpoints[] = {
    [XU_EXCHANGE_INITIALIZE] = XU_ENDPOINT_INITIALIZE,
    [XU_EXCHANGE_APPEND] = XU_ENDPOINT_APPEND,
    [XU_EXCHANGE_FINALIZE] = XU_ENDPOINT_FINALIZE,
    [XU_EXCHANGE_STATUS] = XU_ENDPOINT_STATUS,
  };
  g_autoptr (GBytes) bytes = g_bytes_new_static (body, strlen (body));
  const XuHttpResponse response = {
    .status = status,
    .body = bytes,
    .rate_limit = { .retry_after_us = retry_after_us },
  };

  return xu_problem_to_error (endpoints[exchange], &response);
}

static GError *
new_local (const char *name)
{
  if (g_str_equal (name, "cancelled"))
    return g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "cancelled");
  if (g_str_equal (name, "garbage"))
    return xu_error_new (XU_ERROR_BAD_ANSWER, "garbage");
  if (g_str_equal (name, "changed"))
    return xu_error_new (XU_ERROR_FILE_CHANGED, "changed");
  if (g_str_equal (name, "network"))
    return xu_error_new (XU_ERROR_NETWORK, "no answer");

  gboolean is_tls = g_str_equal (name, "tls");
  GError *error = xu_error_new (is_tls ? XU_ERROR_TLS : XU_ERROR_NETWORK, "not sent");

  g_assert_true (is_tls || g_str_equal (name, "unsent"));
  xu_error_set_unsent (error);
  return error;
}

GError *
plan_error_new (XuExchange exchange, const char *name, gint64 retry_after_us)
{
  if (g_ascii_isdigit (name[0]))
    return new_http (exchange, (guint) g_ascii_strtoull (name, NULL, 10), "", retry_after_us);

  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      if (g_str_equal (name, answers[i].name))
        return new_http (exchange, answers[i].status, answers[i].body, retry_after_us);
    }

  return new_local (name);
}
