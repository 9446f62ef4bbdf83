/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The secrets of a login: from standard input or the environment, never from arguments. */

#define G_LOG_DOMAIN "xu-cli"

#include "config.h"

#include "xu-cli-login-input.h"

#include <string.h>

#include <glib/gi18n.h>

#include "xu-error.h"

typedef struct
{
  XuCliSession *session;
  char *line; /* (owned) (nullable) */
} Question;

static void
answered_cb (const char *line, gpointer user_data)
{
  Question *question = user_data;

  question->line = g_strdup (line);
  xu_cli_session_quit (question->session);
}

/* Returns: (transfer full) (nullable): a line that is not empty */
static char *
ask (XuCliSession *session, XuCliInput *input, const char *prompt, GError **error)
{
  Question question = { .session = session };
  XuCliOutput *err = xu_cli_session_get_err (session);
  GCancellable *cancellable = xu_cli_session_get_cancellable (session);
  gboolean is_terminal = xu_cli_input_is_terminal (input);

  gulong cancelled_id = g_signal_connect_swapped (cancellable, "cancelled",
                                                  G_CALLBACK (xu_cli_session_quit), session);

  xu_cli_input_read (input, TRUE, answered_cb, &question);
  if (is_terminal)
    xu_cli_output_print (err, prompt);
  if (!g_cancellable_is_cancelled (cancellable))
    xu_cli_session_run (session);
  xu_cli_input_stop (input);
  g_signal_handler_disconnect (cancellable, cancelled_id);
  if (is_terminal)
    xu_cli_output_print_line (err, "");

  if (question.line != NULL && *question.line != '\0')
    return question.line;

  g_free (question.line);
  if (!g_cancellable_set_error_if_cancelled (cancellable, error))
    {
      GError *refusal = xu_error_new (XU_ERROR_USAGE, "standard input ends, or has an empty line");

      xu_error_set_reason (refusal, _ ("What is needed to sign in is not in standard input."));
      g_propagate_error (error, refusal);
    }
  return NULL;
}

static gboolean
read_keys (XuCliLoginInput *self, XuCliSession *session, XuCliInput *input, GError **error)
{
  static const char *const names[] = {
    "XUPLOADER_OAUTH1_CONSUMER_KEY",
    "XUPLOADER_OAUTH1_CONSUMER_SECRET",
    "XUPLOADER_OAUTH1_TOKEN",
    "XUPLOADER_OAUTH1_TOKEN_SECRET",
  };
  const char *const prompts[] = { _ ("Consumer key: "), _ ("Consumer secret: "),
                                  _ ("Access token: "), _ ("Access token secret: ") };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const char *value = g_getenv (names[i]);

      self->keys[i] = value != NULL && *value != '\0' ? g_strdup (value)
                                                      : ask (session, input, prompts[i], error);
      if (self->keys[i] == NULL)
        return FALSE;
    }

  return TRUE;
}

gboolean
xu_cli_login_input_read (XuCliLoginInput *self,
                         XuCliSession *session,
                         const XuCliOptions *options,
                         XuCliInput *input,
                         GError **error)
{
  g_return_val_if_fail (self != NULL && session != NULL && options != NULL && input != NULL, FALSE);

  if (options->login == XU_CLI_LOGIN_KEYS)
    return read_keys (self, session, input, error);

  if (options->login == XU_CLI_LOGIN_TOKEN)
    {
      self->access_token = ask (session, input, _ ("Access token: "), error);
      return self->access_token != NULL;
    }

  if (!options->has_client_secret)
    return TRUE;

  self->client_secret = ask (session, input, _ ("Client secret: "), error);
  return self->client_secret != NULL;
}

void
xu_cli_login_input_apply (const XuCliLoginInput *self, XuSignInConfig *config)
{
  g_return_if_fail (self != NULL && config != NULL);

  config->client_secret = self->client_secret;
  config->consumer_key = self->keys[0];
  config->consumer_secret = self->keys[1];
  config->token = self->keys[2];
  config->token_secret = self->keys[3];
  config->access_token = self->access_token;
}

static void
wipe (char *secret)
{
  if (secret != NULL)
    explicit_bzero (secret, strlen (secret));
  g_free (secret);
}

void
xu_cli_login_input_clear (XuCliLoginInput *self)
{
  wipe (self->client_secret);
  wipe (self->access_token);
  for (gsize i = 0; i < G_N_ELEMENTS (self->keys); i++)
    wipe (self->keys[i]);
}
