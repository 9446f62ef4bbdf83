/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "xu-job-private.h"
#include "xu-rate-meter.h"

G_BEGIN_DECLS

/* What xu-job.c and xu-job-events.c share. */

struct _XuJob
{
  GObject parent_instance;

  char *id;            /* (owned) */
  XuJobSpec *spec;     /* (owned): as the user wants it, while a wish is under way */
  guint n_wishes;      /* for another spec, that the engine's half did not answer yet */
  XuJobLink *link;     /* (owned) */
  char *post_url_base; /* (owned) (nullable) */
  char *server;        /* (owned) */
  char *user_id;       /* (owned) (nullable) */
  gint64 created_at;   /* Unix seconds */
  gboolean is_elsewhere;
  gboolean is_deleted;
  gboolean may_be_posted;
  gboolean is_interrupted; /* nobody has paused it */

  XuJobState state;
  XuJobState running_state; /* what a pause interrupted */
  GArray *files;            /* (owned) (element-type XuJobFile) */
  GPtrArray *media_ids;     /* (owned) (element-type utf8): NULL-terminated once complete */
  char *post_id;            /* (owned) (nullable) */
  GError *error;            /* (owned) (nullable) */
  XuJobProgress progress;
  XuRateMeter meter;
};

typedef enum
{
  XU_JOB_PROP_ID = 1,
  XU_JOB_PROP_STATE,
  XU_JOB_PROP_SPEC,
  XU_JOB_PROP_POST_URL,
  XU_JOB_N_PROPERTIES,
} XuJobProperty;

typedef enum
{
  XU_JOB_SIGNAL_OPENED,
  XU_JOB_SIGNAL_INITIALIZED,
  XU_JOB_SIGNAL_RESTARTED,
  XU_JOB_SIGNAL_CHUNK_PROGRESS,
  XU_JOB_SIGNAL_SEGMENT_UPLOADED,
  XU_JOB_SIGNAL_FINALIZED,
  XU_JOB_SIGNAL_STATUS,
  XU_JOB_SIGNAL_WAITING,
  XU_JOB_N_SIGNALS,
} XuJobSignal;

extern GParamSpec *xu_job_properties[XU_JOB_N_PROPERTIES];
extern guint xu_job_signals[XU_JOB_N_SIGNALS];

/* An XuJobLinkEventFunc: what @event makes of the job @user_data. */
void xu_job_apply_event (const XuJobEvent *event, gpointer user_data);

/* Everything but the state. */
void xu_job_set_record (XuJob *self, const XuJobRecord *record, gboolean is_elsewhere);

/* Takes another spec, and tells whoever listens. */
void xu_job_set_spec (XuJob *self, XuJobSpec *spec);

/* Returns: what a job does that does not run here */
XuJobState xu_job_record_to_state (const XuJobRecord *record, gboolean is_elsewhere);

G_END_DECLS
