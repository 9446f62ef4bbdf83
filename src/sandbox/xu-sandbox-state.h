/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All that the sandbox remembers: tokens, media, posts; in a folder, so that a restart goes on. */
#pragma once

#include <glib.h>

#include "xu-sandbox-auth.h"
#include "xu-sandbox-media.h"
#include "xu-sandbox-post.h"

G_BEGIN_DECLS

typedef struct _XuSandboxState XuSandboxState;

/**
 * xu_sandbox_state_new:
 * @folder: (nullable): where to keep it; %NULL: a private temporary folder that is removed at the
 * end
 * @keeps_bytes: %FALSE: bytes of media are counted only
 * @error: return location: %XU_ERROR_STORAGE
 *
 * What was saved outlives this process, however it ends. Media are forgotten after a week, posts
 * never.
 *
 * Returns: (transfer full) (nullable): what @folder holds, or a new state
 */
XuSandboxState *xu_sandbox_state_new (const char *folder, gboolean keeps_bytes, GError **error);

/**
 * xu_sandbox_state_get_folder:
 * @self: the state
 *
 * Returns: (transfer none): its folder, absolute
 */
const char *xu_sandbox_state_get_folder (XuSandboxState *self);

/**
 * xu_sandbox_state_get_auth:
 * @self: the state
 *
 * Returns: (transfer none): its tokens
 */
XuSandboxAuth *xu_sandbox_state_get_auth (XuSandboxState *self);

/**
 * xu_sandbox_state_get_port:
 * @self: the state
 *
 * Returns: where the sandbox listened last, so that the addresses of posts stay the same; 0: not
 * known
 */
guint16 xu_sandbox_state_get_port (XuSandboxState *self);

/**
 * xu_sandbox_state_set_port:
 * @self: the state
 * @port: where it listens now
 *
 * Saves the state.
 */
void xu_sandbox_state_set_port (XuSandboxState *self, guint16 port);

/**
 * xu_sandbox_state_make_id:
 * @self: the state
 *
 * Returns: (transfer full): a new id of 19 digits, greater than all before
 */
char *xu_sandbox_state_make_id (XuSandboxState *self);

/**
 * xu_sandbox_state_add_media:
 * @self: the state
 * @media: (transfer full): a new media; its folder is made
 * @error: return location: %XU_ERROR_STORAGE
 *
 * Returns: %FALSE with @error set (and @media freed) when its folder cannot be made
 */
gboolean xu_sandbox_state_add_media (XuSandboxState *self, XuSandboxMedia *media, GError **error);

/**
 * xu_sandbox_state_find_media:
 * @self: the state
 * @id: media id
 *
 * Returns: (transfer none) (nullable): the media; it lives as long as @self
 */
XuSandboxMedia *xu_sandbox_state_find_media (XuSandboxState *self, const char *id);

/**
 * xu_sandbox_state_get_media:
 * @self: the state
 *
 * Returns: (transfer none) (element-type XuSandboxMedia): all media, oldest first
 */
GPtrArray *xu_sandbox_state_get_media (XuSandboxState *self);

/**
 * xu_sandbox_state_add_post:
 * @self: the state
 * @post: (transfer full): a new post
 */
void xu_sandbox_state_add_post (XuSandboxState *self, XuSandboxPost *post);

/**
 * xu_sandbox_state_find_post:
 * @self: the state
 * @id: post id
 *
 * Returns: (transfer none) (nullable): the post
 */
XuSandboxPost *xu_sandbox_state_find_post (XuSandboxState *self, const char *id);

/**
 * xu_sandbox_state_remove_post:
 * @self: the state
 * @post: one of its posts
 */
void xu_sandbox_state_remove_post (XuSandboxState *self, XuSandboxPost *post);

/**
 * xu_sandbox_state_get_posts:
 * @self: the state
 *
 * Returns: (transfer none) (element-type XuSandboxPost): all posts, oldest first
 */
GPtrArray *xu_sandbox_state_get_posts (XuSandboxState *self);

/**
 * xu_sandbox_state_save:
 * @self: the state
 *
 * Writes it to its folder; to be called after each change that a restart must know. Segments need
 * no saving: they are files.
 */
void xu_sandbox_state_save (XuSandboxState *self);

void xu_sandbox_state_free (XuSandboxState *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (XuSandboxState, xu_sandbox_state_free)

G_END_DECLS
