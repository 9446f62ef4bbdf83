/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "xu-job-record.h"
#include "xu-retry.h"

G_BEGIN_DECLS

/**
 * XuJobPhase:
 *
 * What a running job does.
 */
typedef enum
{
  XU_JOB_PHASE_CHECKING,
  XU_JOB_PHASE_UPLOADING,
  XU_JOB_PHASE_PROCESSING,
  XU_JOB_PHASE_FINISHING,
  XU_JOB_PHASE_POSTING,
} XuJobPhase;

typedef enum
{
  XU_JOB_EVENT_RECORD, /* record, is_elsewhere: all that is known of a job that does not run here */
  XU_JOB_EVENT_QUEUED, /* record: it waits for its turn */
  XU_JOB_EVENT_SPEC,   /* spec: what is wanted, index = how many wishes have led to it */
  XU_JOB_EVENT_PHASE,  /* phase */
  XU_JOB_EVENT_FILE,   /* index, text = path, media_type, total = bytes; one for each, before OPENED
                        */
  XU_JOB_EVENT_OPENED,
  XU_JOB_EVENT_INITIALIZED, /* media_id, total = bytes of this medium */
  XU_JOB_EVENT_RESTARTED,   /* X does not know the upload any more: the next INITIALIZED is new */
  XU_JOB_EVENT_PROGRESS,    /* acknowledged, in_flight, total: bytes over all files */
  XU_JOB_EVENT_SEGMENT,     /* media_id, index, offset, total = bytes of the segment */
  XU_JOB_EVENT_FINALIZED,   /* media_id */
  XU_JOB_EVENT_STATUS,      /* media_id, text = state, percent, seconds = next look */
  XU_JOB_EVENT_WAITING,     /* reason, seconds = Unix time until which */
  XU_JOB_EVENT_MEDIA_READY, /* index, media_id = one of the post's media, in order; one event for
                               each */
  XU_JOB_EVENT_POSTED,      /* text = post id */
  XU_JOB_EVENT_PAUSED,      /* record (nullable): as it is now */
  XU_JOB_EVENT_RESUMED,
  XU_JOB_EVENT_ENDED, /* error, NULL when all that was wanted is there; the last of all */
} XuJobEventKind;

/**
 * XuJobEvent:
 *
 * One thing that happened to a job, as an immutable value that may cross threads. Fields that its
 * kind does not name are zero.
 */
typedef struct
{
  XuJobEventKind kind;
  XuJobPhase phase;
  XuWaitReason reason;
  char *media_id;         /* (owned) (nullable) */
  char *text;             /* (owned) (nullable) */
  GError *error;          /* (owned) (nullable) */
  const char *media_type; /* (nullable): static */
  guint index;
  guint64 offset;
  guint64 acknowledged;
  guint64 in_flight;
  guint64 total;
  XuJobRecord *record; /* (owned) (nullable) */
  XuJobSpec *spec;     /* (owned) (nullable) */
  gboolean is_elsewhere;
  double percent; /* -1: not known */
  gint64 seconds; /* -1: not known */
  gint64 time_us; /* of g_get_monotonic_time() */
} XuJobEvent;

/**
 * XuJobEventFunc:
 * @event: (transfer full): what happened
 * @user_data: as given
 */
typedef void (*XuJobEventFunc) (XuJobEvent *event, gpointer user_data);

/**
 * xu_job_event_new:
 * @kind: what happened
 *
 * Returns: (transfer full): an event of now; fill in what its kind has
 */
XuJobEvent *xu_job_event_new (XuJobEventKind kind);

void xu_job_event_free (XuJobEvent *event);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (XuJobEvent, xu_job_event_free)

G_END_DECLS
