/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the environment says of an engine. */

#define G_LOG_DOMAIN "xu-engine"

#include "config.h"

#include "xu-engine-environment.h"

#include "xu-error.h"

static const char *
get (const char *name)
{
  const char *value = g_getenv (name);

  return value != NULL && *value != '\0' ? value : NULL;
}

const char *
xu_engine_environment_read (XuEngineEnvironment *environment, GError **error)
{
  g_return_val_if_fail (environment != NULL, NULL);

  guint64 days = 365;
  guint64 backoff_ms = 0;
  guint64 look_ms = 0;
  const struct
  {
    const char *name;
    guint64 *value;
  } numbers[] = {
    { "XUPLOADER_HISTORY_DAYS", &days },
    { "XUPLOADER_TEST_BACKOFF_MS", &backoff_ms },
    { "XUPLOADER_TEST_LOOK_MS", &look_ms },
  };

  *environment = (XuEngineEnvironment){ 0 };
  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      const char *text = get (numbers[i].name);

      if (text != NULL
          && !g_ascii_string_to_unsigned (text, 10, 0, G_MAXUINT32, numbers[i].value, NULL))
        {
          xu_error_set (error, XU_ERROR_USAGE, "%s is no number", numbers[i].name);
          return numbers[i].name;
        }
    }

  const char *ca_file = get ("XUPLOADER_CA_FILE");

  *environment = (XuEngineEnvironment){
    .base_url = get ("XUPLOADER_API_URL"),
    .ca_file = ca_file != NULL ? g_canonicalize_filename (ca_file, NULL) : NULL,
    .history_days = days > 0 ? (guint) days : G_MAXUINT,
    .backoff_base_us = (gint64) backoff_ms * G_TIME_SPAN_MILLISECOND,
    .look_base_us = (gint64) look_ms * G_TIME_SPAN_MILLISECOND,
  };
  return NULL;
}

void
xu_engine_environment_apply (const XuEngineEnvironment *environment, XuEngineConfig *config)
{
  g_return_if_fail (environment != NULL && config != NULL);

  if (config->base_url == NULL)
    config->base_url = environment->base_url;
  if (config->ca_file == NULL)
    config->ca_file = environment->ca_file;
  config->history_days = environment->history_days;
  config->backoff_base_us = environment->backoff_base_us;
  config->look_base_us = environment->look_base_us;
}

const char *const *
xu_engine_environment_get_secrets (void)
{
  static const char *const names[] = {
    "XUPLOADER_ACCESS_TOKEN", "XUPLOADER_OAUTH1_CONSUMER_KEY", "XUPLOADER_OAUTH1_CONSUMER_SECRET",
    "XUPLOADER_OAUTH1_TOKEN", "XUPLOADER_OAUTH1_TOKEN_SECRET", NULL,
  };

  return names;
}

void
xu_engine_environment_clear (XuEngineEnvironment *environment)
{
  g_return_if_fail (environment != NULL);

  g_clear_pointer (&environment->ca_file, g_free);
}
