/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a command line means about accounts. */

#define G_LOG_DOMAIN "xu-cli"

#include "config.h"

#include <gio/gio.h>
#include <glib/gi18n.h>

#include "xu-cli-options-private.h"
#include "xu-error.h"

gboolean
xu_cli_options_refuse (GError **error, char *sentence)
{
  g_autofree char *owned = sentence;
  GError *refusal = xu_error_new (XU_ERROR_USAGE, "%s", owned);

  xu_error_set_reason (refusal, owned);
  g_propagate_error (error, refusal);
  return FALSE;
}

gboolean
xu_cli_options_refuse_rest (const char *argument, GError **error)
{
  g_autofree char *plain = g_utf8_make_valid (argument, -1);

  /* Translators: %s is what the user wrote */
  return xu_cli_options_refuse (error, g_strdup_printf (_ ("“%s” does not belong here."), plain));
}

gboolean
xu_cli_options_take_account (XuCliOptions *self, const XuCliEntries *entries, GError **error)
{
  if (entries->account == NULL)
    return TRUE;
  if (*entries->account == '\0')
    return xu_cli_options_refuse (error, g_strdup (_ ("The option --account needs a name.")));
  if (entries->is_sandbox)
    return xu_cli_options_refuse (error,
                                  g_strdup (_ ("--sandbox and --account exclude each other.")));

  self->account = g_utf8_make_valid (entries->account, -1);
  return TRUE;
}

gboolean
xu_cli_options_take_login (XuCliOptions *self, const XuCliEntries *entries, GError **error)
{
  gboolean is_browser = !entries->is_oauth1 && !entries->is_token_stdin;
  gboolean has_app = entries->client_id != NULL || entries->redirect_port != NULL
                     || entries->is_client_secret_stdin;
  guint64 port = 0;

  if (entries->is_oauth1 + entries->is_token_stdin + entries->is_paste > 1)
    return xu_cli_options_refuse (
        error, g_strdup (_ ("--paste, --oauth1 and --token-stdin exclude each other.")));
  if (!is_browser && has_app)
    return xu_cli_options_refuse (error, g_strdup (_ ("--client-id, --client-secret-stdin and "
                                                      "--redirect-port are for the browser.")));
  if (entries->redirect_port != NULL
      && !g_ascii_string_to_unsigned (entries->redirect_port, 10, 1, G_MAXUINT16, &port, NULL))
    /* Translators: %s is what the user wrote */
    return xu_cli_options_refuse (
        error, g_strdup_printf (_ ("“%s” is no port from 1 to 65535."), entries->redirect_port));

  if (entries->is_oauth1)
    self->login = XU_CLI_LOGIN_KEYS;
  else if (entries->is_token_stdin)
    self->login = XU_CLI_LOGIN_TOKEN;
  else
    self->login = entries->is_paste ? XU_CLI_LOGIN_PASTE : XU_CLI_LOGIN_BROWSER;

  self->client_id = g_strdup (entries->client_id);
  self->has_client_secret = entries->is_client_secret_stdin;
  self->redirect_port = (guint) port;
  return TRUE;
}

gboolean
xu_cli_options_take_logout (XuCliOptions *self, const XuCliEntries *entries, GError **error)
{
  if (entries->rest == NULL)
    return TRUE;
  if (entries->rest[1] != NULL)
    return xu_cli_options_refuse_rest (entries->rest[1], error);

  self->account = g_utf8_make_valid (entries->rest[0], -1);
  return TRUE;
}
