/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "xu-job-progress.h"
#include "xu-job-runner.h"
#include "xu-job-worker.h"

G_BEGIN_DECLS

/* What the files of the worker share. */

typedef enum
{
  XU_STAGE_REST,
  XU_STAGE_FOLLOWING, /* another process runs it; taken up when that one lets go */
  XU_STAGE_MATCHING,  /* files that were chosen again are looked at */
  XU_STAGE_READY,     /* waits for its turn */
  XU_STAGE_RUNNING,
} XuJobStage;

struct _XuJobWorker
{
  XuJobShop *shop; /* (unowned) */
  char *id;        /* (owned) */
  XuJobLink *link; /* (owned) */
  XuJobWorkerFunc func;
  gpointer func_data;

  XuJobStage stage;
  XuJobRecord *record; /* (owned) (nullable): as last told, or ours */
  gboolean is_elsewhere;
  XuJobSpec *next_spec;   /* (owned) (nullable): wanted once the runner has stopped */
  XuJobSpec *unsaved;     /* (owned) (nullable): wanted of a job at rest; the disk was full */
  guint n_wishes;         /* for another spec, that the front was not answered yet */
  XuJournalRequest asked; /* of the process that runs it: done here when that one lets go */
  gboolean is_stopping;
  gboolean awaits_sign_in; /* is ready, but for somebody's signing in */
  gboolean is_renewing;    /* the runner stops, to be followed by another one */

  XuJobRunner *runner;           /* (owned) (nullable): while it runs */
  XuApi *api;                    /* (owned) (nullable): what it runs with */
  XuConnection *connection;      /* (owned) (nullable): whose options it runs with */
  GCancellable *cancellable;     /* (owned) (nullable): of one turn */
  XuJobProgressFilter *progress; /* (owned) */
};

/*
 * xu-job-worker.c
 */
void xu_job_worker_send (XuJobWorker *worker, XuJobEvent *event);
void xu_job_worker_send_record (XuJobWorker *worker);
void xu_job_worker_send_queued (XuJobWorker *worker);
void xu_job_worker_send_end (XuJobWorker *worker, const GError *error);
void xu_job_worker_change_stage (XuJobWorker *worker, XuJobStage stage);
void xu_job_worker_save (XuJobWorker *worker);

/* What is wrong with @spec before anything is sent, and whether its text is one for subscribers. */
GError *xu_job_worker_check_spec (const XuJobSpec *spec, gboolean *needs_subscription);

/* Lets others take the job. Last in whatever calls it. */
void xu_job_worker_rest (XuJobWorker *worker);

/* Ends a job that is ours and does not run, and keeps why. Last in whatever calls it. */
void xu_job_worker_end (XuJobWorker *worker, const GError *error);

/* As above, because the user does not want it any more. */
void xu_job_worker_end_cancelled (XuJobWorker *worker);

/* Returns: (transfer full): what another process asks, as a command; @request is not NONE */
XuJobCommand *xu_job_worker_command_of_request (XuJournalRequest request);

/* Puts a new job into the journal; then it waits for its turn. */
void xu_job_worker_enter_journal (XuJobWorker *worker);

/*
 * xu-job-worker-account.c
 */

/* Returns: (transfer none) (nullable): what its job is sent with; @worker has a job */
XuConnection *xu_job_worker_find_connection (const XuJobWorker *worker);

/* Returns: (transfer full): why nobody here can send the job */
GError *xu_job_worker_new_server_error (const XuJobWorker *worker);

/* Its turn comes when somebody has signed in. */
void xu_job_worker_await_sign_in (XuJobWorker *worker);

/* Returns: whether what ran failed for want of credentials that its user can give: then it has not
 * failed, but waits */
gboolean xu_job_worker_was_refused (XuJobWorker *worker, const GError *error);

/*
 * xu-job-worker-rest.c
 */

/* Does what the user wants of a job that rests, or that another process runs. */
void xu_job_worker_obey_at_rest (XuJobWorker *worker, const XuJobCommand *command);

/*
 * xu-job-worker-wishes.c
 */

/* Does what the user wants of a job that is ours. */
void xu_job_worker_obey (XuJobWorker *worker, const XuJobCommand *command);

/* Stops a runner where it is, to go on from there with another one. A post under way is waited for.
 */
void xu_job_worker_renew (XuJobWorker *worker);

/* What had to wait until nothing was under way is wanted from now on. */
void xu_job_worker_take_next_spec (XuJobWorker *worker);

/* Tells the front what is wanted of the job, where it has asked for something else. */
void xu_job_worker_answer (XuJobWorker *worker);

G_END_DECLS
