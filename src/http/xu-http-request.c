/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One request before it is sent: plain data. */

#define G_LOG_DOMAIN "xu-http"

#include "config.h"

#include "xu-http-request.h"

XuHttpRequest *
xu_http_request_new (const char *method, const char *path)
{
  g_return_val_if_fail (method != NULL && path != NULL, NULL);
  g_return_val_if_fail (path[0] == '/', NULL); /* Anything else could change the host. */

  XuHttpRequest *request = g_new0 (XuHttpRequest, 1);

  request->method = g_strdup (method);
  request->path = g_strdup (path);
  request->body = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);

  return request;
}

void
xu_http_request_add_body (XuHttpRequest *request, GBytes *bytes)
{
  g_return_if_fail (request != NULL && bytes != NULL);

  g_ptr_array_add (request->body, g_bytes_ref (bytes));
}

guint64
xu_http_request_get_body_size (const XuHttpRequest *request)
{
  g_return_val_if_fail (request != NULL, 0);

  guint64 size = 0;

  for (guint i = 0; i < request->body->len; i++)
    size += g_bytes_get_size (g_ptr_array_index (request->body, i));

  return size;
}

void
xu_http_request_free (XuHttpRequest *request)
{
  if (request == NULL)
    return;

  g_free (request->method);
  g_free (request->path);
  g_free (request->content_type);
  g_ptr_array_unref (request->body);
  g_free (request);
}
