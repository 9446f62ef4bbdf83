/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the user has set, for the engine. */

#define G_LOG_DOMAIN "xu-ui"

#include "config.h"

#include "xu-engine-settings.h"

#include "xu-engine-environment.h"

static const char *const signals[] = {
  "changed::segment-size",
  "changed::parallel",
  "changed::limit-rate",
  "changed::encoding",
};

static void
apply (GSettings *settings, const char *key, XuEngine *engine)
{
  XuEngineTuning tuning = {
    .segment_size = g_settings_get_uint64 (settings, "segment-size"),
    .parallel = g_settings_get_uint (settings, "parallel"),
    .limit_rate = g_settings_get_uint64 (settings, "limit-rate"),
    .encoding = (XuEngineEncoding) g_settings_get_enum (settings, "encoding"),
  };

  xu_engine_set_tuning (engine, &tuning);
}

XuEngine *
xu_engine_settings_new_engine (GSettings *settings, GError **error)
{
  g_return_val_if_fail (G_IS_SETTINGS (settings), NULL);

  g_auto (XuEngineEnvironment) environment = { 0 };
  XuEngineConfig config = { 0 };

  if (xu_engine_environment_read (&environment, error) != NULL)
    return NULL;

  xu_engine_environment_apply (&environment, &config);

  XuEngine *engine = xu_engine_new (&config, error);

  if (engine == NULL)
    return NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (signals); i++)
    g_signal_connect_object (settings, signals[i], G_CALLBACK (apply), engine, 0);
  apply (settings, NULL, engine);

  return engine;
}
