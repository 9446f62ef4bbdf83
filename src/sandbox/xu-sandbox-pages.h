/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pages for people: the posts with their text and their playing video. */
#pragma once

#include "xu-sandbox-answer.h"
#include "xu-sandbox-state.h"

G_BEGIN_DECLS

/**
 * xu_sandbox_pages_answer:
 * @state: the state
 * @id: (nullable): post id; %NULL: all posts
 * @now_us: the time
 *
 * Returns: (transfer full): a page without scripts; 404 when there is no such post
 */
XuSandboxAnswer *xu_sandbox_pages_answer (XuSandboxState *state, const char *id, gint64 now_us);

/**
 * xu_sandbox_pages_answer_file:
 * @state: the state
 * @id: media id
 * @range: (nullable): value of the Range header
 *
 * Only one range is answered; a list of them gets the whole file, as RFC 9110 (14.2) allows. The
 * bytes are mapped, not read: a file of a post does not change any more.
 *
 * Returns: (transfer full): the bytes of a posted media
 */
XuSandboxAnswer *
xu_sandbox_pages_answer_file (XuSandboxState *state, const char *id, const char *range);

/**
 * xu_sandbox_pages_answer_avatar:
 * @name: such as "sandbox.png"
 *
 * Returns: (transfer full): a picture of that user
 */
XuSandboxAnswer *xu_sandbox_pages_answer_avatar (const char *name);

G_END_DECLS
