/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Holds off suspend and logout while jobs are at work. */

#define G_LOG_DOMAIN "xu-ui"

#include "config.h"

#include "xu-inhibitor.h"

#include <glib/gi18n.h>

#include "xu-job-watch.h"
#include "xu-source.h"

static const gint64 default_offline_us = 120 * G_TIME_SPAN_SECOND;
static const gint64 default_grace_us = 10 * G_TIME_SPAN_SECOND;

struct _XuInhibitor
{
  GObject parent_instance;

  GtkApplication *application; /* (unowned): outlives us, or clears this */
  XuJobWatch *watch;           /* (owned) */
  GHashTable *jobs;            /* (owned) (element-type XuJob Watched) */
  guint n_at_work;
  guint cookie;   /* 0: nothing is held off */
  GSource *grace; /* (owned) (nullable): while nothing is at work any more */
  gint64 offline_us;
  gint64 grace_us;
};

G_DEFINE_FINAL_TYPE (XuInhibitor, xu_inhibitor, G_TYPE_OBJECT)

/* A job of the list. */
typedef struct
{
  XuInhibitor *self; /* (unowned): owns this */
  XuJob *job;        /* (unowned): the watch has it */
  gboolean is_at_work;
  gboolean is_offline; /* it waits for a connection */
  gboolean is_given_up;
  guint64 moved;    /* bytes, as of its last progress */
  GSource *offline; /* (owned) (nullable): gives it up */
} Watched;

static void
watched_free (gpointer data)
{
  Watched *watched = data;

  xu_source_clear (&watched->offline);
  g_free (watched);
}

static void
hold (XuInhibitor *self)
{
  xu_source_clear (&self->grace);
  if (self->cookie != 0 || self->application == NULL)
    return;

  /* Translators: why the computer should not go to sleep or log out now */
  const char *reason = _ ("Files are being uploaded to X");

  self->cookie = gtk_application_inhibit (
      self->application, gtk_application_get_active_window (self->application),
      GTK_APPLICATION_INHIBIT_SUSPEND | GTK_APPLICATION_INHIBIT_LOGOUT, reason);
  g_debug ("holding off suspend and logout: %s", self->cookie != 0 ? "yes" : "not possible");
}

static void
let_go (XuInhibitor *self)
{
  xu_source_clear (&self->grace);
  if (self->cookie != 0 && self->application != NULL)
    {
      g_debug ("suspend and logout are free again");
      gtk_application_uninhibit (self->application, self->cookie);
    }
  self->cookie = 0;
}

static gboolean
grace_over_cb (gpointer user_data)
{
  let_go (user_data);

  return G_SOURCE_REMOVE;
}

static gboolean
is_state_of_work (XuJobState state)
{
  switch (state)
    {
    case XU_JOB_CHECKING:
    case XU_JOB_UPLOADING:
    case XU_JOB_PROCESSING:
    case XU_JOB_FINISHING:
    case XU_JOB_POSTING:
      return TRUE;
    case XU_JOB_QUEUED:
    case XU_JOB_PAUSED:
    case XU_JOB_READY:
    case XU_JOB_POSTED:
    case XU_JOB_FAILED:
    case XU_JOB_CANCELLED:
    default:
      return FALSE;
    }
}

static void
set_at_work (Watched *watched, gboolean is_at_work)
{
  XuInhibitor *self = watched->self;

  if (watched->is_at_work == is_at_work)
    return;

  watched->is_at_work = is_at_work;
  self->n_at_work += is_at_work ? 1 : -1;
  if (is_at_work)
    hold (self);
  else if (self->n_at_work == 0 && self->cookie != 0)
    xu_source_set_timer (&self->grace, g_main_context_get_thread_default (), self->grace_us,
                         grace_over_cb, self);
}

static void
look (Watched *watched)
{
  set_at_work (watched, is_state_of_work (xu_job_get_state (watched->job))
                            && !xu_job_is_elsewhere (watched->job) && !watched->is_given_up);
}

static void
set_online (Watched *watched)
{
  xu_source_clear (&watched->offline);
  watched->is_offline = FALSE;
  watched->is_given_up = FALSE;
}

static void
state_cb (XuJob *job, GParamSpec *pspec, Watched *watched)
{
  set_online (watched);
  look (watched);
}

static gboolean
offline_too_long_cb (gpointer user_data)
{
  Watched *watched = user_data;

  xu_source_clear (&watched->offline);
  watched->is_given_up = TRUE;
  look (watched);

  return G_SOURCE_REMOVE;
}

static guint64
count_moved (XuJob *job)
{
  const XuJobProgress *progress = xu_job_get_progress (job);

  return progress->acknowledged + progress->in_flight;
}

static void
waiting_cb (XuJob *job, XuJobWait reason, gint64 until, Watched *watched)
{
  if (reason != XU_JOB_WAIT_OFFLINE)
    {
      set_online (watched); /* Somebody has answered, or another process works on it. */
      look (watched);
    }
  else if (!watched->is_offline)
    {
      watched->is_offline = TRUE;
      watched->moved = count_moved (job);
      xu_source_set_timer (&watched->offline, g_main_context_get_thread_default (),
                           watched->self->offline_us, offline_too_long_cb, watched);
    }
}

/* What was lost in flight counts down first. What counts up has a connection again. */
static void
progress_cb (XuJob *job, Watched *watched)
{
  guint64 moved = count_moved (job);

  if (watched->is_offline && moved > watched->moved)
    {
      set_online (watched);
      look (watched);
    }
  watched->moved = moved;
}

static void
added_cb (XuJob *job, gpointer user_data)
{
  XuInhibitor *self = user_data;
  Watched *watched = g_new0 (Watched, 1);

  watched->self = self;
  watched->job = job;
  g_hash_table_insert (self->jobs, job, watched);
  g_signal_connect (job, "notify::state", G_CALLBACK (state_cb), watched);
  g_signal_connect (job, "waiting", G_CALLBACK (waiting_cb), watched);
  g_signal_connect (job, "chunk-progress", G_CALLBACK (progress_cb), watched);
  look (watched);
}

static void
removed_cb (XuJob *job, gpointer user_data)
{
  XuInhibitor *self = user_data;
  Watched *watched = g_hash_table_lookup (self->jobs, job);

  g_signal_handlers_disconnect_by_data (job, watched);
  set_at_work (watched, FALSE);
  g_hash_table_remove (self->jobs, job);
}

XuInhibitor *
xu_inhibitor_new (GtkApplication *application, GListModel *jobs)
{
  g_return_val_if_fail (GTK_IS_APPLICATION (application), NULL);
  g_return_val_if_fail (G_IS_LIST_MODEL (jobs), NULL);

  XuInhibitor *self = g_object_new (XU_TYPE_INHIBITOR, NULL);

  g_set_weak_pointer (&self->application, application);
  self->watch = xu_job_watch_new (jobs, added_cb, removed_cb, self);

  return self;
}

void
xu_inhibitor_set_patience (XuInhibitor *self, gint64 offline_us, gint64 grace_us)
{
  g_return_if_fail (XU_IS_INHIBITOR (self));

  self->offline_us = offline_us;
  self->grace_us = grace_us;
}

static void
xu_inhibitor_dispose (GObject *object)
{
  XuInhibitor *self = XU_INHIBITOR (object);

  g_clear_pointer (&self->watch, xu_job_watch_free);
  let_go (self);
  g_clear_weak_pointer (&self->application);

  G_OBJECT_CLASS (xu_inhibitor_parent_class)->dispose (object);
}

static void
xu_inhibitor_finalize (GObject *object)
{
  XuInhibitor *self = XU_INHIBITOR (object);

  g_hash_table_unref (self->jobs);

  G_OBJECT_CLASS (xu_inhibitor_parent_class)->finalize (object);
}

static void
xu_inhibitor_class_init (XuInhibitorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = xu_inhibitor_dispose;
  object_class->finalize = xu_inhibitor_finalize;
}

static void
xu_inhibitor_init (XuInhibitor *self)
{
  self->jobs = g_hash_table_new_full (NULL, NULL, NULL, watched_free);
  self->offline_us = default_offline_us;
  self->grace_us = default_grace_us;
}
