/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "xu-job-list.h"

G_BEGIN_DECLS

XuJobList *xu_job_list_new (void);

/* A reference is kept. */
void xu_job_list_append (XuJobList *self, XuJob *job);

/* (element-type XuJob): references are kept; whoever listens is told once. */
void xu_job_list_append_all (XuJobList *self, const GPtrArray *jobs);

/* Returns: (transfer none) (nullable): the job of that name */
XuJob *xu_job_list_find (XuJobList *self, const char *id);

void xu_job_list_remove (XuJobList *self, XuJob *job);

G_END_DECLS
