/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/*
 * Going on without a window. A sandbox like Flatpak's may end what has none, unless the Background
 * portal was asked:
 * https://flatpak.github.io/xdg-desktop-portal/docs/doc-org.freedesktop.portal.Background.html
 */

/**
 * xu_background_request_async:
 * @reason: why, in words for the user: a portal may ask
 * @cancellable: (nullable): takes the question back
 * @callback: called once it is answered
 * @user_data: for @callback
 *
 * Asks whether the application may go on without a window. Outside of a sandbox, and where there is
 * no portal, it simply may. (The question hangs on no window, for the window is what closes.)
 */
void xu_background_request_async (const char *reason,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);

/**
 * xu_background_request_finish:
 * @result: of the callback
 * @error: return location: %G_IO_ERROR_TIMED_OUT when nobody answered in two minutes,
 * %G_IO_ERROR_CANCELLED, or what went wrong between us and the portal; %FALSE without an error:
 * the user does not want it
 *
 * Returns: whether it may
 */
gboolean xu_background_request_finish (GAsyncResult *result, GError **error);

/**
 * xu_background_set_patience:
 * @patience_us: how long to wait for an answer, microseconds
 *
 * Changes what the next request is granted. For tests, which cannot wait for two minutes.
 */
void xu_background_set_patience (gint64 patience_us);

/**
 * xu_background_set_status:
 * @status: what the application does without a window, in a few words for the user
 *
 * Tells the desktop, where it wants to know: in a sandbox, with version 2 of the portal.
 */
void xu_background_set_status (const char *status);

G_END_DECLS
