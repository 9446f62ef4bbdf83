/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "xu-redirect-page.h"

G_BEGIN_DECLS

#define XU_TYPE_REDIRECT_LISTENER (xu_redirect_listener_get_type ())
G_DECLARE_FINAL_TYPE (XuRedirectListener, xu_redirect_listener, XU, REDIRECT_LISTENER, GObject)

/**
 * xu_redirect_listener_new:
 * @port: of 127.0.0.1; 0: any (xu_redirect_listener_get_uri() has it then)
 * @state: the state that the answer must have
 * @words: what the browser shows; copied
 * @error: return location: %XU_ERROR_USAGE when the port cannot be had, with the system's words as
 * its reason: somebody else listens there, or another sign-in is under way
 *
 * Listens for the browser's last step of a sign-in (RFC 8252 section 7.3), from now on and until it
 * is closed or freed, in the context that is the default now: so make it before the browser opens.
 * Any page in any browser of this machine, and any program, can come here. So a request must be a
 * GET of HTTP/1 with the very Host that the redirect address has and with no Origin but that, in at
 * most 8 KiB and 10 s; at most 16 connections are served at once; and only an answer that knows the
 * state counts. Anything else is refused, and changes nothing.
 *
 * Returns: (transfer full) (nullable): a listener
 */
XuRedirectListener *xu_redirect_listener_new (guint16 port,
                                              const char *state,
                                              const XuRedirectWords *words,
                                              GError **error);

/**
 * xu_redirect_listener_get_uri:
 * @self: a listener
 *
 * Returns: (transfer none): the redirect address, "http://127.0.0.1:47824/callback"
 */
const char *xu_redirect_listener_get_uri (XuRedirectListener *self);

/**
 * xu_redirect_listener_set_timeout:
 * @self: a listener
 * @milliseconds: that a connection may take from its first byte to the last; default 10000
 */
void xu_redirect_listener_set_timeout (XuRedirectListener *self, guint milliseconds);

/**
 * xu_redirect_listener_wait_async:
 * @self: a listener that nobody waits for
 * @cancellable: (nullable): ends the waiting, not the listening
 * @callback: called with the answer, once the browser has the whole page
 * @user_data: for @callback
 *
 * Waits without end. An answer that came before is not lost. Whoever repeats it later, as long as
 * the listener lives, is told that it was answered.
 */
void xu_redirect_listener_wait_async (XuRedirectListener *self,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);

/**
 * xu_redirect_listener_wait_finish:
 * @self: a listener
 * @result: as given to the callback
 * @error: return location: %XU_ERROR_NOT_SIGNED_IN as xu_redirect_answer_new_refusal(),
 * %G_IO_ERROR_CANCELLED, also when the listener was closed
 *
 * Returns: (transfer full) (nullable): the code, a secret; free with xu_secret_free()
 */
char *
xu_redirect_listener_wait_finish (XuRedirectListener *self, GAsyncResult *result, GError **error);

/**
 * xu_redirect_listener_close:
 * @self: a listener
 *
 * Lets go of the port, and of all connections.
 */
void xu_redirect_listener_close (XuRedirectListener *self);

G_END_DECLS
