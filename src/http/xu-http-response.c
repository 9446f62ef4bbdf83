/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One whole answer: plain data. */

#define G_LOG_DOMAIN "xu-http"

#include "config.h"

#include "xu-http-response.h"

void
xu_http_response_free (XuHttpResponse *response)
{
  if (response == NULL)
    return;

  g_free (response->content_type);
  g_clear_pointer (&response->body, g_bytes_unref);
  g_free (response);
}
