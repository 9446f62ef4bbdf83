/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "xu-cli-output.h"
#include "xu-job.h"

G_BEGIN_DECLS

/* Where a job stands, as events of the JSON Lines: each function writes one of them. */

void xu_cli_job_events_write_job (XuJob *job, XuCliOutput *output);
void xu_cli_job_events_write_progress (XuJob *job, XuCliOutput *output);
void xu_cli_job_events_write_ready (XuJob *job, XuCliOutput *output);
void xu_cli_job_events_write_posted (XuJob *job, XuCliOutput *output);
void xu_cli_job_events_write_paused (XuJob *job, XuCliOutput *output);
void xu_cli_job_events_write_cancelled (XuJob *job, XuCliOutput *output);

/* @until: Unix seconds, less than 1 where it is not known */
void
xu_cli_job_events_write_waiting (XuJob *job, XuJobWait reason, gint64 until, XuCliOutput *output);

/**
 * xu_cli_job_events_write_all:
 * @job: a job of the journal
 * @output: where to write
 *
 * Writes what there is to say about a job that this process does not run: `job`, `progress` where
 * its upload has begun, and where it stands.
 */
void xu_cli_job_events_write_all (XuJob *job, XuCliOutput *output);

G_END_DECLS
