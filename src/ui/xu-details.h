/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "xu-job.h"

G_BEGIN_DECLS

/**
 * xu_details_dup_text:
 * @job: a job
 *
 * The technical side of a job, for a report of what went wrong: English, never a secret, nor the
 * post's text, nor the folders of its files.
 *
 * Returns: (transfer full): lines of “name: value”
 */
char *xu_details_dup_text (XuJob *job);

G_END_DECLS
