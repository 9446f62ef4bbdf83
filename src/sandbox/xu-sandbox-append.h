/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One append while its body arrives. */
#pragma once

#include <glib.h>

#include "xu-sandbox-answer.h"
#include "xu-sandbox-media.h"
#include "xu-sandbox-options.h"

G_BEGIN_DECLS

typedef struct _XuSandboxAppend XuSandboxAppend;

/**
 * xu_sandbox_append_new:
 * @options: the options of the sandbox
 * @media: which media; it counts one append in flight until the append is freed
 * @content_type: (nullable): of the request
 *
 * Nothing is refused before the body was read, except by xu_sandbox_append_finish().
 *
 * Returns: (transfer full): an append whose body is awaited
 */
XuSandboxAppend *xu_sandbox_append_new (const XuSandboxOptions *options,
                                        XuSandboxMedia *media,
                                        const char *content_type);

/**
 * xu_sandbox_append_feed:
 * @self: an append
 * @bytes: the next bytes of its body
 * @length: how many
 */
void xu_sandbox_append_feed (XuSandboxAppend *self, const guint8 *bytes, gsize length);

/**
 * xu_sandbox_append_get_index:
 * @self: an append
 *
 * Returns: its segment index, -1 while it is not known yet
 */
int xu_sandbox_append_get_index (XuSandboxAppend *self);

/**
 * xu_sandbox_append_end_body:
 * @self: an append whose body is complete
 *
 * Reads what can only be read as a whole; from here on the index is known, if there is one.
 */
void xu_sandbox_append_end_body (XuSandboxAppend *self);

/**
 * xu_sandbox_append_finish:
 * @self: an append after xu_sandbox_append_end_body()
 *
 * Takes the segment, or refuses it.
 *
 * Returns: (transfer full): the answer
 */
XuSandboxAnswer *xu_sandbox_append_finish (XuSandboxAppend *self);

void xu_sandbox_append_free (XuSandboxAppend *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (XuSandboxAppend, xu_sandbox_append_free)

G_END_DECLS
