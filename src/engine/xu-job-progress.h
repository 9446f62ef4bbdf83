/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "xu-job-link.h"

G_BEGIN_DECLS

/**
 * XuJobProgressFilter:
 *
 * Sends a job's events to the front: progress thinned out to at most ten a second, everything else
 * at once. A phase ends with its last progress. Of the engine's thread.
 */
typedef struct _XuJobProgressFilter XuJobProgressFilter;

XuJobProgressFilter *xu_job_progress_filter_new (XuJobLink *link);
void xu_job_progress_filter_free (XuJobProgressFilter *filter);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (XuJobProgressFilter, xu_job_progress_filter_free)

/* Takes @event. */
void xu_job_progress_filter_send (XuJobProgressFilter *filter, XuJobEvent *event);

G_END_DECLS
