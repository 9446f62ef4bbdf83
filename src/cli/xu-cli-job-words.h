/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "xu-job.h"

G_BEGIN_DECLS

/**
 * xu_cli_job_words_dup_name:
 * @job: a job
 *
 * Returns: (transfer full): what people know it by, safe to show: "holiday.mp4", or "a.jpg and 2
 * more"
 */
char *xu_cli_job_words_dup_name (XuJob *job);

/**
 * xu_cli_job_words_get_state:
 * @job: a job
 *
 * Returns: (transfer none): where it stands, in a word that fits a column
 */
const char *xu_cli_job_words_get_state (XuJob *job);

/**
 * xu_cli_job_words_dup_percent:
 * @job: a job
 *
 * Returns: (transfer full) (nullable): how much of it X has, "42%"; %NULL where that says nothing:
 * the upload has not begun, or all is done
 */
char *xu_cli_job_words_dup_percent (XuJob *job);

/**
 * xu_cli_job_words_dup_server:
 * @job: a job
 *
 * Returns: (transfer full): what it belongs to: an address, or "the sandbox"
 */
char *xu_cli_job_words_dup_server (XuJob *job);

/* Returns: (transfer full) (nullable): that the post of a paused job may exist, where it may */
char *xu_cli_job_words_dup_doubt (XuJob *job);

G_END_DECLS
