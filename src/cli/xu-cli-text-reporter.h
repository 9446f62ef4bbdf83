/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "xu-cli-output.h"
#include "xu-job.h"

G_BEGIN_DECLS

/**
 * XuCliTextReporter:
 *
 * Shows people what happens to a job: as a progress bar, or as lines where there is no terminal.
 */
typedef struct _XuCliTextReporter XuCliTextReporter;

/**
 * xu_cli_text_reporter_new:
 * @job: what to report on
 * @output: where to; must outlive the reporter
 * @prefix: what each line begins with, "" where there is one job only
 * @has_bar: %TRUE: @output is a terminal that can redraw
 */
XuCliTextReporter *
xu_cli_text_reporter_new (XuJob *job, XuCliOutput *output, const char *prefix, gboolean has_bar);

/**
 * xu_cli_text_reporter_show_pausing:
 * @self: a reporter
 *
 * Says that the user's wish to end is heard, or comes too late because the post is under way.
 */
void xu_cli_text_reporter_show_pausing (XuCliTextReporter *self);

/* Leaves the terminal's line empty. */
void xu_cli_text_reporter_free (XuCliTextReporter *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (XuCliTextReporter, xu_cli_text_reporter_free)

G_END_DECLS
