/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Refusals: the first byte chooses the endpoint, the next two the status, the rest is the body. */

#include "config.h"

#include "fuzz-target.h"

#include <gio/gio.h>
#include <string.h>

#include "xu-error.h"
#include "xu-problem.h"

static gboolean
is_clean (const char *text)
{
  if (!g_utf8_validate (text, -1, NULL))
    return FALSE;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      if (g_unichar_iscntrl (g_utf8_get_char (p)))
        return FALSE;
    }

  return TRUE;
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  if (size < 3)
    return 0;

  g_autoptr (GBytes) body = g_bytes_new (data + 3, size - 3);
  XuHttpResponse response = { .status = (guint) (data[1] << 8 | data[2]) % 1000,
                              .body = body,
                              .rate_limit = { -1, -1, -1, -1 } };
  XuEndpoint endpoint = (XuEndpoint) (data[0] % (XU_ENDPOINT_ME + 1));
  g_autoptr (GError) error = xu_problem_to_error (endpoint, &response);
  const char *reason = xu_error_get_reason (error);

  g_assert (error->domain == XU_ERROR);
  g_assert (is_clean (error->message));
  g_assert (reason == NULL || (is_clean (reason) && g_utf8_strlen (reason, -1) <= 300));
  g_assert (xu_error_get_http_status (error) == response.status);
  xu_problem_is_about_encoding (error);

  return 0;
}
