/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "xu-redirect-request.h"

G_BEGIN_DECLS

/**
 * XuRedirectVisitor:
 *
 * One connection to the redirect address: a head is read, answered, and the connection closed once
 * the other side has the answer. It never takes more than its time and its memory.
 */
typedef struct _XuRedirectVisitor XuRedirectVisitor;

/**
 * XuVisitorFuncs:
 * @answer: (transfer full): what to say to a request, head and body
 * @left: it is over, and the visitor must be freed; called once, and never by
 * xu_redirect_visitor_free()
 */
typedef struct
{
  GBytes *(*answer) (XuRedirectVisitor *visitor,
                     const XuRedirectRequest *request,
                     gpointer user_data);
  void (*left) (XuRedirectVisitor *visitor, gpointer user_data);
} XuVisitorFuncs;

/**
 * xu_redirect_visitor_new:
 * @connection: (transfer none): accepted just now
 * @timeout_ms: milliseconds that it may take until it is answered
 * @funcs: (transfer none): what it asks and tells, in the context that is the default now
 * @user_data: for @funcs
 *
 * Returns: (transfer full): a visitor that is being read
 */
XuRedirectVisitor *xu_redirect_visitor_new (GSocketConnection *connection,
                                            guint timeout_ms,
                                            const XuVisitorFuncs *funcs,
                                            gpointer user_data);

/**
 * xu_redirect_visitor_free:
 * @self: (transfer full): a visitor
 *
 * Closes its connection, whatever it was about to say.
 */
void xu_redirect_visitor_free (XuRedirectVisitor *self);

G_END_DECLS
