/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "xu-job-plan.h"

G_BEGIN_DECLS

/* What xu-job-plan.c and xu-job-plan-failures.c share. */

struct _XuJobPlan
{
  XuJobRecord *record; /* (unowned) */
  gint64 backoff_base_us;
  gint64 look_base_us;

  gboolean is_dirty;
  gboolean is_prepared;
  gboolean is_who_due;
  gboolean is_who_essential;
  gboolean is_under_way; /* one step */
  XuJobSpec *begun_spec; /* (owned) (nullable): what was wanted when the step began */
  gboolean is_paused;
  gboolean is_offline;
  gboolean is_acquainted;  /* X has answered */
  gboolean has_reopened;   /* X had forgotten a medium that it was to process */
  gboolean has_begun_anew; /* X had forgotten media that were ready */
  GError
      *forgotten; /* (owned) (nullable): X takes them for no post: looks whether they are in one */
  GError *
      unknown; /* (owned) (nullable): the post may exist: what to fail with where it is not found */
  guint n_looks; /* that did not find it */
  GError *error; /* (owned) (nullable): given up */

  XuAttempts attempts; /* failures in a row of the step that is due */
  gint64 hold_until;
  XuWaitReason hold_reason;
};

/* Until the next look whether the post exists. */
void xu_job_plan_wait_for_timeline (XuJobPlan *plan, gint64 now);

/* X has forgotten media that were ready, about a day later: they go up once more. */
void xu_job_plan_begin_anew (XuJobPlan *plan);

/* Returns: how many of the items are the post's */
guint xu_job_plan_get_n_media (const XuJobPlan *plan);

gboolean xu_job_plan_is_subtitles (const XuJobPlan *plan, guint item);

/* Returns: whether something else is wanted by now than what the step did */
gboolean xu_job_plan_is_outdated (const XuJobPlan *plan, const XuJobStep *step);

G_END_DECLS
