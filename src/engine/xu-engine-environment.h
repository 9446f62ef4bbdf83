/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "xu-engine.h"

G_BEGIN_DECLS

/**
 * XuEngineEnvironment:
 *
 * What the environment says of an engine, for every front alike.
 */
typedef struct
{
  const char *base_url;   /* (nullable): XUPLOADER_API_URL; valid as long as the environment */
  char *ca_file;          /* (owned) (nullable) (type filename): XUPLOADER_CA_FILE, absolute */
  guint history_days;     /* XUPLOADER_HISTORY_DAYS, as of XuEngineConfig */
  gint64 backoff_base_us; /* what the tests need to be quick: 0: default */
  gint64 look_base_us;    /* as above */
} XuEngineEnvironment;

/**
 * xu_engine_environment_read:
 * @environment: (out): what it says; xu_engine_environment_clear() in any case
 * @error: return location: %XU_ERROR_USAGE
 *
 * Returns: (transfer none) (nullable): the name of the variable that is set to something else than
 * a number; %NULL when all is well
 */
const char *xu_engine_environment_read (XuEngineEnvironment *environment, GError **error);

/**
 * xu_engine_environment_apply:
 * @environment: what the environment says; outlives @config
 * @config: (inout): gets it, where it says nothing of its own
 */
void xu_engine_environment_apply (const XuEngineEnvironment *environment, XuEngineConfig *config);

/* Returns: (array zero-terminated=1): names of the variables that hold secrets: no other program
 * needs them */
const char *const *xu_engine_environment_get_secrets (void);

void xu_engine_environment_clear (XuEngineEnvironment *environment);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (XuEngineEnvironment, xu_engine_environment_clear)

G_END_DECLS
