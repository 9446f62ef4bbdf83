/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "xu-job-link.h"
#include "xu-job.h"

G_BEGIN_DECLS

/**
 * xu_job_new:
 * @id: its name
 * @server: what it belongs to
 * @user_id: (nullable): likewise
 * @spec: what is wanted
 * @link: to the engine's half
 * @post_url_base: (nullable): where posts can be seen: "https://x.com"; %NULL: nowhere, for now
 *
 * Returns: (transfer full): a queued job
 */
XuJob *xu_job_new (const char *id,
                   const char *server,
                   const char *user_id,
                   XuJobSpec *spec,
                   XuJobLink *link,
                   const char *post_url_base);

/**
 * xu_job_new_from_record:
 * @record: what the journal says
 * @is_elsewhere: whether another process runs it
 *
 * Returns: (transfer full): a job as an earlier or another process left it
 */
XuJob *xu_job_new_from_record (const XuJobRecord *record,
                               gboolean is_elsewhere,
                               XuJobLink *link,
                               const char *post_url_base);

/* Posts can be seen there now; %NULL: nowhere, for now. */
void xu_job_set_post_url_base (XuJob *self, const char *post_url_base);

G_END_DECLS
