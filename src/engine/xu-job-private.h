/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "xu-job-link.h"
#include "xu-job.h"

G_BEGIN_DECLS

/**
 * xu_job_new:
 * @id: its name
 * @spec: what is wanted
 * @link: to the engine's half
 * @post_url_base: where posts can be seen: "https://x.com"
 *
 * Returns: (transfer full): a queued job
 */
XuJob *xu_job_new (const char *id, XuJobSpec *spec, XuJobLink *link, const char *post_url_base);

G_END_DECLS
