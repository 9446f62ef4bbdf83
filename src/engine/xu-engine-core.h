/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "xu-engine.h"
#include "xu-job-link.h"

G_BEGIN_DECLS

/**
 * XuEngineCore:
 *
 * All that lives in the engine's thread. Made with the engine's context as the thread-default one;
 * from then on every function is to be called in the engine's thread alone.
 */
typedef struct _XuEngineCore XuEngineCore;

/**
 * xu_engine_core_new:
 * @config: how
 * @error: return location, as of xu_engine_new()
 */
XuEngineCore *xu_engine_core_new (const XuEngineConfig *config, GError **error);

void xu_engine_core_free (XuEngineCore *core);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (XuEngineCore, xu_engine_core_free)

/* Queues a job; it begins when it is its turn. */
void xu_engine_core_add_job (XuEngineCore *core, XuJobSpec *spec, XuJobLink *link);

/* Each takes the front's @task, returns it when done, and sends it home. */
void xu_engine_core_check (XuEngineCore *core, GTask *task);
void xu_engine_core_delete_post (XuEngineCore *core, GTask *task);

/**
 * xu_engine_core_stop:
 * @core: a core
 * @func: called when nothing is under way any more
 * @user_data: for @func
 *
 * Cancels everything, but for a post that is on its way.
 */
void xu_engine_core_stop (XuEngineCore *core, GDestroyNotify func, gpointer user_data);

G_END_DECLS
