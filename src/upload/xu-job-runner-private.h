/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "xu-job-plan.h"
#include "xu-job-runner.h"
#include "xu-preparation.h"
#include "xu-uploader.h"

G_BEGIN_DECLS

/* What xu-job-runner.c and the files of its steps share. */

struct _XuJobRunner
{
  GObject parent_instance;

  XuApi *api;               /* (owned) */
  XuJournal *journal;       /* (unowned) */
  XuJobRecord *record;      /* (unowned): in step with the plan */
  XuSlots *slots;           /* (owned) */
  XuUploadOptions *options; /* (unowned): shared by all jobs of the engine */
  XuJobEventFunc func;
  gpointer func_data;

  XuJobPlan *plan;            /* (owned) */
  XuJobStep step;             /* under way */
  XuPreparation *preparation; /* (owned) (nullable): once prepared */
  char *credentials;          /* (owned): fingerprint of those of the api */
  gboolean needs_subscription;
  gboolean is_stopped;
  gboolean is_paused;
  gboolean is_pause_told;
  gboolean is_offline;
  XuUploader *uploader; /* (owned) (nullable): while an item is uploaded */
  guint64 bytes_before; /* of the items that are uploaded */
  guint64 bytes_total;  /* of all items */
  gboolean are_files_told;
  XuJobPhase phase;
  gboolean is_media_ready_told;

  GMainContext *context;  /* (owned): the maker's */
  GTask *task;            /* (owned) (nullable): while the job runs */
  GCancellable *steps;    /* (owned): ends the step under way, unless it is the post */
  GSource *cancel_source; /* (owned) (nullable) */
  GSource *wake_source;   /* (owned) (nullable) */
  gint64 announced_wake_at;
};

void xu_job_runner_emit (XuJobRunner *self, XuJobEvent *event);
void xu_job_runner_enter_phase (XuJobRunner *self, XuJobPhase phase);

/* Says until when the job waits; @wake_at is in microseconds of g_get_monotonic_time(). */
void xu_job_runner_emit_waiting (XuJobRunner *self, XuWaitReason reason, gint64 wake_at);

/* The files, as the record knows them. */
void xu_job_runner_tell_files (XuJobRunner *self);

/* The media of the post, once. */
void xu_job_runner_tell_media_ready (XuJobRunner *self);

void xu_job_runner_pump (XuJobRunner *self);

/* Puts the job on disk where that is due. */
gboolean xu_job_runner_save (XuJobRunner *self, GError **error);

/* How the step under way ended: tells the plan, then pumps. */
void xu_job_runner_step_succeeded (XuJobRunner *self, const char *id);
void xu_job_runner_step_failed (XuJobRunner *self, const GError *error);

/* Whose job it is: decides whether X must be asked. */
void xu_job_runner_identify (XuJobRunner *self);

/* The steps that have files of their own. */
void xu_job_runner_start_upload (XuJobRunner *self);
void xu_job_runner_start_alt_text (XuJobRunner *self);
void xu_job_runner_start_subtitles (XuJobRunner *self);
void xu_job_runner_start_post (XuJobRunner *self);
void xu_job_runner_start_who (XuJobRunner *self);
void xu_job_runner_start_look (XuJobRunner *self);

G_END_DECLS
