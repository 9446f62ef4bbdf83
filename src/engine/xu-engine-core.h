/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "xu-connection.h"
#include "xu-engine-door.h"
#include "xu-engine.h"
#include "xu-job-link.h"
#include "xu-secret-store.h"

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
 * @keyring: (nullable): where secrets are kept; %NULL: in the user's keyring
 * @door: to the front
 * @error: return location, as of xu_engine_new()
 */
XuEngineCore *xu_engine_core_new (const XuEngineConfig *config,
                                  XuSecretStore *keyring,
                                  XuEngineDoor *door,
                                  GError **error);

void xu_engine_core_free (XuEngineCore *core);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (XuEngineCore, xu_engine_core_free)

/* Of the connection of the config: whether its server is on this machine, whether anybody is signed
 * in there, and (transfer none) what its jobs belong to. May be called in any thread, before the
 * first other call. */
gboolean xu_engine_core_is_local (const XuEngineCore *core);
gboolean xu_engine_core_has_credentials (const XuEngineCore *core);
const char *xu_engine_core_get_server (const XuEngineCore *core);

/* Opens the journal: the first thing that is done in the engine's thread. */
void xu_engine_core_open_journal (XuEngineCore *core);

/* Jobs that belong to @server are sent this way from now on. */
void xu_engine_core_connect (XuEngineCore *core, const char *server, const XuConnectionWay *way);

void xu_engine_core_set_tuning (XuEngineCore *core, const XuEngineTuning *tuning);

/* Queues a job; it begins when it is its turn. */
void xu_engine_core_add_job (XuEngineCore *core,
                             const char *id,
                             const char *server,
                             const char *user_id,
                             XuJobSpec *spec,
                             XuJobLink *link);

/* Takes a job that is at rest out of the journal, and tells the front. */
void xu_engine_core_remove_job (XuEngineCore *core, const char *id);

/* Each takes the front's @task, returns it when done, and sends it home. */
void xu_engine_core_load (XuEngineCore *core, GTask *task);
void xu_engine_core_check (XuEngineCore *core, GTask *task);
void xu_engine_core_sort_files (XuEngineCore *core, GTask *task);
void xu_engine_core_delete_post (XuEngineCore *core, GTask *task); /* with a xu_deletion_new() */
void xu_engine_core_probe (XuEngineCore *core, GTask *task);       /* with a xu_probe_order_new() */

void xu_engine_core_load_accounts (XuEngineCore *core, GTask *task);
void xu_engine_core_sign_in (XuEngineCore *core, GTask *task);  /* with an XuSignInOrder */
void xu_engine_core_sign_out (XuEngineCore *core, GTask *task); /* with an account's id */

/* As xu_engine_open_account(). */
void xu_engine_core_open_account (XuEngineCore *core, const char *id);

/* (transfer full): what the task of xu_engine_core_delete_post() has as its data */
gpointer xu_deletion_new (const char *server, const char *user_id, const char *post_id);
void xu_deletion_free (gpointer deletion);

/* The network may have changed. */
void xu_engine_core_network_changed (XuEngineCore *core, gboolean is_offline);

/**
 * xu_engine_core_stop:
 * @core: a core
 * @func: called when nothing is under way any more
 * @user_data: for @func
 *
 * Ends everything where it is, but for a post that is on its way.
 */
void xu_engine_core_stop (XuEngineCore *core, GDestroyNotify func, gpointer user_data);

G_END_DECLS
