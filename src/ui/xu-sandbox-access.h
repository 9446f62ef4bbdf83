/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "xu-engine.h"

G_BEGIN_DECLS

/**
 * XuSandboxState:
 * @XU_SANDBOX_OFF: it is not used
 * @XU_SANDBOX_STARTING: it is being started
 * @XU_SANDBOX_READY: it runs, and is an account of the engine
 * @XU_SANDBOX_FAILED: it could not be started, or ended again and again;
 * xu_sandbox_access_get_error() says why
 */
typedef enum
{
  XU_SANDBOX_OFF,
  XU_SANDBOX_STARTING,
  XU_SANDBOX_READY,
  XU_SANDBOX_FAILED,
} XuSandboxState;

#define XU_TYPE_SANDBOX_STATE (xu_sandbox_state_get_type ())
GType xu_sandbox_state_get_type (void);

/**
 * XuSandboxAccess:
 *
 * The application's own sandbox, as one of its accounts: started when it is wanted, and kept until
 * the application ends. Where it ends before that, it is started again.
 *
 * Property "state": a #XuSandboxState.
 */
#define XU_TYPE_SANDBOX_ACCESS (xu_sandbox_access_get_type ())
G_DECLARE_FINAL_TYPE (XuSandboxAccess, xu_sandbox_access, XU, SANDBOX_ACCESS, GObject)

/**
 * xu_sandbox_access_new:
 * @engine: (transfer none): gets the account
 * @settings: (transfer none): those of the application; `use-sandbox` is whether the sandbox is
 * wanted, also the next time. Nothing is started by this.
 *
 * Returns: (transfer full): the access
 */
XuSandboxAccess *xu_sandbox_access_new (XuEngine *engine, GSettings *settings);

/* Returns: (transfer none): who has the accounts */
XuEngine *xu_sandbox_access_get_engine (XuSandboxAccess *self);

XuSandboxState xu_sandbox_access_get_state (XuSandboxAccess *self);

/* Returns: (transfer none) (nullable): why it could not be started */
const GError *xu_sandbox_access_get_error (XuSandboxAccess *self);

/**
 * xu_sandbox_access_get_accounts:
 * @self: an access
 *
 * Returns: (transfer none): a list of #XuAccount: those of the engine, without the sandbox while
 * that is not used
 */
GListModel *xu_sandbox_access_get_accounts (XuSandboxAccess *self);

/**
 * xu_sandbox_access_dup_posts_url:
 * @self: an access
 *
 * Returns: (transfer full) (nullable): the page that shows what was posted in the sandbox, while
 * that runs
 */
char *xu_sandbox_access_dup_posts_url (XuSandboxAccess *self);

/**
 * xu_sandbox_access_start_async:
 * @self: an access
 * @is_for_good: whether it is wanted the next time, too, as the user has decided; else until the
 * application ends
 * @cancellable: (nullable): ends this caller's wait, not the start
 * @callback: called once the sandbox is ready
 * @user_data: for @callback
 *
 * Wants the sandbox, from now on, and starts it where it does not run. All who ask meanwhile get
 * the same one.
 */
void xu_sandbox_access_start_async (XuSandboxAccess *self,
                                    gboolean is_for_good,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);

/**
 * xu_sandbox_access_start_finish:
 * @error: return location: as of xu_sandbox_process_start_finish()
 *
 * Returns: (transfer none) (nullable): the account
 */
XuAccount *
xu_sandbox_access_start_finish (XuSandboxAccess *self, GAsyncResult *result, GError **error);

/**
 * xu_sandbox_access_stop:
 * @self: an access
 *
 * Does not want the sandbox any more: it is no account for new posts. What uses it already goes on,
 * so it ends with the application.
 */
void xu_sandbox_access_stop (XuSandboxAccess *self);

G_END_DECLS
