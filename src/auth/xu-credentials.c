/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Authorizers from credentials: those of scripts, from the environment and never from the command
 * line, and those of signed-in accounts. */

#define G_LOG_DOMAIN "xu-auth"

#include "config.h"

#include "xu-credentials.h"

#include "xu-bearer-authorizer.h"
#include "xu-error.h"
#include "xu-oauth1-authorizer.h"
#include "xu-oauth2-authorizer.h"

/* Set to nothing is as good as not set. */
static const char *
get_variable (char **environment, const char *name)
{
  const char *value = g_environ_getenv (environment, name);

  return value != NULL && *value != '\0' ? value : NULL;
}

XuAuthorizer *
xu_credentials_from_environment (char **environment, GError **error)
{
  const char *access_token = get_variable (environment, "XUPLOADER_ACCESS_TOKEN");
  XuOauth1Keys keys = { NULL };
  const struct
  {
    const char *name;
    const char **value;
  } variables[] = {
    { "XUPLOADER_OAUTH1_CONSUMER_KEY", &keys.consumer_key },
    { "XUPLOADER_OAUTH1_CONSUMER_SECRET", &keys.consumer_secret },
    { "XUPLOADER_OAUTH1_TOKEN", &keys.token },
    { "XUPLOADER_OAUTH1_TOKEN_SECRET", &keys.token_secret },
  };
  const char *missing = NULL;
  guint n_set = 0;

  if (access_token != NULL)
    return xu_bearer_authorizer_new (access_token, error);

  for (guint i = 0; i < G_N_ELEMENTS (variables); i++)
    {
      *variables[i].value = get_variable (environment, variables[i].name);
      if (*variables[i].value != NULL)
        n_set++;
      else if (missing == NULL)
        missing = variables[i].name;
    }

  if (n_set == G_N_ELEMENTS (variables))
    return xu_oauth1_authorizer_new (&keys);

  if (n_set == 0)
    xu_error_set (error, XU_ERROR_NOT_SIGNED_IN, "no credentials in the environment");
  else
    xu_error_set (error, XU_ERROR_NOT_SIGNED_IN, "%s is not set, but other OAuth 1.0a keys are",
                  missing);

  return NULL;
}

XuAuthorizer *
xu_credentials_new_authorizer (const XuStoredCredentials *credentials,
                               XuHttpClient *client,
                               const char *server,
                               const char *user_id,
                               const char *label,
                               XuSecretStore *store,
                               const char *lock_path,
                               GError **error)
{
  g_return_val_if_fail (credentials != NULL, NULL);

  switch (credentials->kind)
    {
    case XU_CREDENTIALS_OAUTH1:
      return xu_oauth1_authorizer_new (&credentials->keys);

    case XU_CREDENTIALS_BEARER:
      return xu_bearer_authorizer_new (credentials->bearer, error);

    case XU_CREDENTIALS_OAUTH2:
    default:
      return XU_AUTHORIZER (
          xu_oauth2_authorizer_new (client, server, user_id, label, credentials, store, lock_path));
    }
}
