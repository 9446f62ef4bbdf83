/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * XuSandboxProcess:
 *
 * A running sandbox, an X of our own to try things on. It ends with this object, and with this
 * process, however that ends: it watches its standard input.
 */
#define XU_TYPE_SANDBOX_PROCESS (xu_sandbox_process_get_type ())
G_DECLARE_FINAL_TYPE (XuSandboxProcess, xu_sandbox_process, XU, SANDBOX_PROCESS, GObject)

/**
 * xu_sandbox_process_start_async:
 * @arguments: (nullable) (array zero-terminated=1): options of xuploader-sandbox, such as `--state`
 *
 * Starts the program XUPLOADER_SANDBOX_PROGRAM, or else the one of the same build or installation,
 * and waits until it says that it is ready, at most 15 s.
 */
void xu_sandbox_process_start_async (const char *const *arguments,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);

/**
 * xu_sandbox_process_start_finish:
 * @error: return location: %XU_ERROR_INTERNAL when it cannot be started or says something else
 *
 * Returns: (transfer full): a sandbox that is ready
 */
XuSandboxProcess *xu_sandbox_process_start_finish (GAsyncResult *result, GError **error);

/* Transfer none. */
const char *xu_sandbox_process_get_url (XuSandboxProcess *self);
const char *xu_sandbox_process_get_access_token (XuSandboxProcess *self);

G_END_DECLS
