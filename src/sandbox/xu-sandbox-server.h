/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sandbox as a server that listens. */
#pragma once

#include <gio/gio.h>

#include "xu-sandbox-options.h"
#include "xu-sandbox-state.h"

G_BEGIN_DECLS

typedef struct _XuSandboxServer XuSandboxServer;

/**
 * xu_sandbox_server_new:
 * @options: what to do; outlives the server
 * @state: what to remember; outlives the server
 * @error: return location
 *
 * Listens at once, in the caller's context.
 *
 * Returns: (transfer full) (nullable): the server, or %NULL when it cannot listen or a rule cannot
 * be read
 */
XuSandboxServer *
xu_sandbox_server_new (const XuSandboxOptions *options, XuSandboxState *state, GError **error);

/**
 * xu_sandbox_server_get_url:
 * @self: the server
 *
 * Returns: (transfer none): where it listens, without a slash at the end
 */
const char *xu_sandbox_server_get_url (XuSandboxServer *self);

/**
 * xu_sandbox_server_get_ca_file:
 * @self: the server
 *
 * Returns: (transfer none) (nullable): the anchor of its certificate, PEM
 */
const char *xu_sandbox_server_get_ca_file (XuSandboxServer *self);

void xu_sandbox_server_free (XuSandboxServer *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (XuSandboxServer, xu_sandbox_server_free)

G_END_DECLS
