/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Answers of the token endpoint: the first two bytes are the status, the rest is the body. What is
 * taken of it is kept, and read again. */

#include "config.h"

#include "fuzz-target.h"

#include <gio/gio.h>
#include <string.h>

#include "xu-error.h"
#include "xu-oauth2-answer.h"
#include "xu-stored-credentials.h"

static void
check_kept (const XuOauth2Tokens *tokens)
{
  g_autoptr (XuOauth2App) app = xu_oauth2_app_new ("id", NULL, NULL);
  g_autoptr (XuStoredCredentials) credentials = xu_stored_credentials_new_oauth2 (app, tokens);
  g_autofree char *secret = xu_stored_credentials_to_secret (credentials);
  g_autoptr (XuStoredCredentials) back = xu_stored_credentials_from_secret (secret, NULL);

  g_assert (back != NULL);
  g_assert (g_str_equal (back->tokens->access_token, tokens->access_token));
  g_assert (g_strcmp0 (back->tokens->refresh_token, tokens->refresh_token) == 0);
  g_assert (g_strcmp0 (back->tokens->scope, tokens->scope) == 0);
  g_assert (back->tokens->expires_at == tokens->expires_at);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  if (size < 2)
    return 0;

  g_autoptr (GBytes) body = g_bytes_new (data + 2, size - 2);
  const XuHttpResponse response = { .status = (guint) (data[0] << 8 | data[1]) % 1000,
                                    .body = body,
                                    .rate_limit = { -1, -1, -1, -1 } };
  g_autoptr (GError) error = NULL;
  g_autoptr (XuOauth2Tokens) tokens = xu_oauth2_answer_to_tokens (&response, 1000, &error);
  const char *reason = xu_error_get_reason (error);
  g_autofree char *text = g_strndup ((const char *) data + 2, size - 2);
  XuStoredCredentials *stored = xu_stored_credentials_from_secret (text, NULL);

  g_clear_pointer (&stored, xu_stored_credentials_free);
  g_assert ((tokens != NULL) == (error == NULL));
  if (tokens != NULL)
    {
      g_assert (response.status == 200);
      g_assert (strpbrk (tokens->access_token, "\r\n ") == NULL);
      check_kept (tokens);
    }
  else
    {
      g_assert (error->domain == XU_ERROR);
      g_assert (g_utf8_validate (error->message, -1, NULL));
      g_assert (reason == NULL || g_utf8_validate (reason, -1, NULL));
    }

  return 0;
}
