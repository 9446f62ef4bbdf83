/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "xu-sandbox-watch.h"

G_BEGIN_DECLS

/**
 * XuSandboxProcess:
 *
 * A running sandbox, an X of our own to try things on. Without a folder it ends with this object,
 * and with this process, however that ends. With one it may be shared: it ends with the last that
 * uses it, and what it knows stays in the folder.
 */
#define XU_TYPE_SANDBOX_PROCESS (xu_sandbox_process_get_type ())
G_DECLARE_FINAL_TYPE (XuSandboxProcess, xu_sandbox_process, XU, SANDBOX_PROCESS, GObject)

/**
 * xu_sandbox_process_dup_folder:
 *
 * Returns: (transfer full) (type filename): where the application's own sandbox keeps its state
 */
char *xu_sandbox_process_dup_folder (void);

/**
 * xu_sandbox_process_start_async:
 * @folder: (nullable) (type filename): where it keeps its state; made where missing; %NULL: nowhere
 * @arguments: (nullable) (array zero-terminated=1): other options of xuploader-sandbox; of no
 * effect when one runs on @folder already
 *
 * Starts the program XUPLOADER_SANDBOX_PROGRAM, or else the one of the same build or installation,
 * or takes the one that runs on @folder, and waits until it is ready, at most 15 s.
 */
void xu_sandbox_process_start_async (const char *folder,
                                     const char *const *arguments,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);

/**
 * xu_sandbox_process_start_finish:
 * @error: return location: %XU_ERROR_STORAGE when the folder cannot be used, %XU_ERROR_INTERNAL
 * when the sandbox cannot be started or says something else
 *
 * Returns: (transfer full): a sandbox that is ready
 */
XuSandboxProcess *xu_sandbox_process_start_finish (GAsyncResult *result, GError **error);

/**
 * xu_sandbox_process_watch:
 * @self: a sandbox that is not watched
 * @ended: called once, when it does not run any more, whoever started it and however it ended; not
 * after @self is disposed of
 * @user_data: for @ended
 */
void
xu_sandbox_process_watch (XuSandboxProcess *self, XuSandboxEndedFunc ended, gpointer user_data);

/* Transfer none. */
const char *xu_sandbox_process_get_url (XuSandboxProcess *self);
const char *xu_sandbox_process_get_access_token (XuSandboxProcess *self);

G_END_DECLS
