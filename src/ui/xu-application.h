/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "xu-engine.h"
#include "xu-sandbox-access.h"

G_BEGIN_DECLS

/**
 * XuApplication:
 *
 * The one process with a window: owns the engine, and what goes on when no window is seen.
 *
 * Actions, which notifications and menus activate: "quit", "preferences", "about", and with the id
 * of a job "open-post", "show-job", "retry-job". Those with a job wait until the journal is loaded.
 */
#define XU_TYPE_APPLICATION (xu_application_get_type ())
G_DECLARE_FINAL_TYPE (XuApplication, xu_application, XU, APPLICATION, AdwApplication)

XuApplication *xu_application_new (void);

/* Transfer none; from startup on. */
XuEngine *xu_application_get_engine (XuApplication *self);
GSettings *xu_application_get_settings (XuApplication *self);
XuSandboxAccess *xu_application_get_sandbox (XuApplication *self);

/**
 * xu_application_seen:
 * @self: an application
 * @job: a job that the window shows to the user now: its notification is of no use any more
 */
void xu_application_seen (XuApplication *self, XuJob *job);

/**
 * xu_application_open_post:
 * @self: an application
 * @job: a job whose post exists
 *
 * Shows the post in the browser; one in the sandbox once that runs.
 */
void xu_application_open_post (XuApplication *self, XuJob *job);

/**
 * xu_application_is_working:
 * @self: an application
 *
 * Returns: %TRUE while a job runs in this process, so that closing would interrupt it
 */
gboolean xu_application_is_working (XuApplication *self);

/**
 * xu_application_stay:
 * @self: an application
 *
 * Goes on without a visible window, until no job runs any more.
 */
void xu_application_stay (XuApplication *self);

/**
 * xu_application_end:
 * @self: an application
 *
 * Ends all jobs where they are, to go on the next time, and then the process. A post that is on its
 * way is waited for.
 */
void xu_application_end (XuApplication *self);

G_END_DECLS
