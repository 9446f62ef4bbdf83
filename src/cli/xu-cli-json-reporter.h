/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "xu-cli-output.h"
#include "xu-job.h"

G_BEGIN_DECLS

/**
 * XuCliJsonReporter:
 *
 * Writes what happens to a job as JSON Lines, until it is posted or ready. Other ends are not among
 * them: they are the command's own affair.
 */
typedef struct _XuCliJsonReporter XuCliJsonReporter;

/**
 * xu_cli_json_reporter_new:
 * @job: what to report on
 * @output: where to; must outlive the reporter
 */
XuCliJsonReporter *xu_cli_json_reporter_new (XuJob *job, XuCliOutput *output);

void xu_cli_json_reporter_free (XuCliJsonReporter *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (XuCliJsonReporter, xu_cli_json_reporter_free)

G_END_DECLS
