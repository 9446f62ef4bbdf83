/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * XuSandboxWatch:
 *
 * Notices that a sandbox has ended, however it did.
 */
typedef struct _XuSandboxWatch XuSandboxWatch;

typedef void (*XuSandboxEndedFunc) (gpointer user_data);

/**
 * xu_sandbox_watch_new:
 * @process: (transfer none): the program that was started: the sandbox itself, or one that only
 * said where another one runs
 * @url: where the sandbox listens
 * @ended: called once, when nobody listens there any more; not from within this function, and not
 * after xu_sandbox_watch_free()
 * @user_data: for @ended
 *
 * As long as @process runs, it is the sandbox, and nothing is done but to wait for its end. After
 * that only @url can tell: it is asked for a connection now and then, and one that is refused is
 * the end. All of this in the thread-default context of the caller.
 *
 * Returns: (transfer full): a watch
 */
XuSandboxWatch *xu_sandbox_watch_new (GSubprocess *process,
                                      const char *url,
                                      XuSandboxEndedFunc ended,
                                      gpointer user_data);

void xu_sandbox_watch_free (XuSandboxWatch *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (XuSandboxWatch, xu_sandbox_watch_free)

G_END_DECLS
