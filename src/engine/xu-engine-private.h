/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "xu-engine-core.h"

G_BEGIN_DECLS

typedef void (*XuEngineCoreFunc) (XuEngineCore *core, GTask *task);

/**
 * xu_engine_cross:
 * @self: an engine that is not stopping
 * @task: of the front
 * @func: called in the engine's thread; takes a reference to @task, returns it when done, and sends
 * it home
 */
void xu_engine_cross (XuEngine *self, GTask *task, XuEngineCoreFunc func);

G_END_DECLS
