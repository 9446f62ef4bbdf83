/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "xu-application.h"
#include "xu-inhibitor.h"
#include "xu-job-watch.h"
#include "xu-notifier.h"
#include "xu-window.h"

G_BEGIN_DECLS

/* What the files of the application share: xu-application.c starts it, -jobs.c does what
 * notifications want, -work.c goes on without a window, and ends. */

struct _XuApplication
{
  AdwApplication parent_instance;

  GSettings *settings;      /* (owned) (nullable): from startup on, as all of these */
  XuEngine *engine;         /* (owned) (nullable) */
  XuSandboxAccess *sandbox; /* (owned) (nullable) */
  XuNotifier *notifier;     /* (owned) (nullable) */
  XuInhibitor *inhibitor;   /* (owned) (nullable) */
  XuJobWatch *watch;        /* (owned) (nullable) */
  GError *startup_error;    /* (owned) (nullable): why there is no engine */

  gboolean is_loaded;  /* the journal's jobs are there, or cannot be had */
  GError *load_error;  /* (owned) (nullable): why they cannot */
  GQueue waiting;      /* (element-type Wish): until it is loaded */
  guint end_id;        /* source: to end, if no job runs by then */
  gboolean is_staying; /* without a window, until no job runs */
  gboolean is_ending;
};

/* Returns: (transfer none) (nullable): the window, seen or not */
XuWindow *xu_application_find_window (XuApplication *self);

/* Returns: (transfer none) (nullable): the window, which the user sees now; NULL without an engine
 */
XuWindow *xu_application_present_window (XuApplication *self);

/*
 * xu-application-jobs.c
 */

/* Of an action with a job's id; it waits until the journal is loaded. */
void xu_application_job_action_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data);

/* The journal is loaded. */
void xu_application_grant_wishes (XuApplication *self);
void xu_application_clear_wishes (XuApplication *self);

/*
 * xu-application-work.c
 */

/* A job has come to rest, perhaps the last one that a process without a window waits for. */
void xu_application_end_when_idle (XuApplication *self);

G_END_DECLS
