/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What comes to the redirect address: once as the head of a request, and once as an address that
 * was pasted. */

#include "config.h"

#include "fuzz-target.h"

#include <gio/gio.h>
#include <string.h>

#include "xu-error.h"
#include "xu-redirect-answer.h"
#include "xu-redirect-request.h"

static void
check_target (const char *target)
{
  g_autofree char *value = NULL;
  XuRedirectKind kind = xu_redirect_answer_parse (target, "/callback", "st", &value);

  g_assert ((value != NULL) == (kind == XU_REDIRECT_CODE || kind == XU_REDIRECT_REFUSED));
  if (value == NULL)
    return;

  g_assert (g_str_has_prefix (target, "/callback?"));
  g_assert (*value != '\0' && strpbrk (value, "\r\n ") == NULL);
  if (kind == XU_REDIRECT_REFUSED)
    g_assert (strspn (value, G_CSET_a_2_z "_") == strlen (value));
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (XuRedirectRequest) request = xu_redirect_request_parse ((const char *) data, size);
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autoptr (GError) error = NULL;
  g_autofree char *code
      = xu_redirect_answer_read_pasted (text, "http://127.0.0.1:47824/callback", "st", &error);

  g_assert ((code != NULL) == (error == NULL));
  g_assert (error == NULL || g_utf8_validate (error->message, -1, NULL));
  check_target (text);
  if (request != NULL)
    {
      g_assert (*request->target != '\0' && strpbrk (request->target, "\r\n ") == NULL);
      check_target (request->target);
    }

  return 0;
}
