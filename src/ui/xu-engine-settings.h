/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "xu-engine.h"

G_BEGIN_DECLS

/**
 * xu_engine_settings_new_engine:
 * @settings: of org.example.XUploader
 * @error: return location: as of xu_engine_new()
 *
 * Starts an engine with what the user has set, and what the environment says (XUPLOADER_API_URL,
 * XUPLOADER_CA_FILE, and so on); it follows the settings as long as it lives.
 *
 * Returns: (transfer full) (nullable): the engine
 */
XuEngine *xu_engine_settings_new_engine (GSettings *settings, GError **error);

G_END_DECLS
