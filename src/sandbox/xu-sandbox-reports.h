/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the sandbox knows, as JSON for tests: /sandbox/media, /sandbox/posts, /sandbox/requests. */
#pragma once

#include "xu-sandbox-answer.h"
#include "xu-sandbox-state.h"
#include "xu-sandbox-tally.h"

G_BEGIN_DECLS

/**
 * xu_sandbox_report_media:
 * @state: the state
 * @now_us: the time
 *
 * Returns: (transfer full): {"media": [{id, owner, media_key, media_category, media_type, bytes,
 * total_bytes, sha256, state, segments: [{index, bytes}], appends, alt_text, subtitles, post_id}]}
 */
XuSandboxAnswer *xu_sandbox_report_media (XuSandboxState *state, gint64 now_us);

/**
 * xu_sandbox_report_posts:
 * @state: the state
 *
 * Returns: (transfer full): {"posts": [{id, owner, text, media_ids, created_at, request}]}
 */
XuSandboxAnswer *xu_sandbox_report_posts (XuSandboxState *state);

/**
 * xu_sandbox_report_requests:
 * @tally: the figures
 *
 * Returns: (transfer full): {"endpoints": {NAME: {count, statuses: {STATUS: count}}}, protocols,
 * most_appends_in_flight, connections, bytes, "log": [{endpoint, status, segment, bytes,
 * protocol}]}; status 0: no answer was sent
 */
XuSandboxAnswer *xu_sandbox_report_requests (XuSandboxTally *tally);

G_END_DECLS
