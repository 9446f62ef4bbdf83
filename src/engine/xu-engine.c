/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The fronts' only door: owns the engine's thread, and carries what they want into it. */

#define G_LOG_DOMAIN "xu-engine"

#include "config.h"

#include "xu-engine.h"

#include <errno.h>
#include <sys/resource.h>

#include "xu-engine-keyring.h"
#include "xu-engine-self.h"
#include "xu-job-list-private.h"
#include "xu-job-private.h"
#include "xu-source.h"

typedef enum
{
  SIGNAL_JOURNAL_SET_ASIDE,
  N_SIGNALS,
} XuEngineSignal;

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (XuEngine, xu_engine, G_TYPE_OBJECT)

/* A history of years comes at once, and is seen at once. */
static void
jobs_found (const GPtrArray *found, gpointer user_data)
{
  XuEngine *self = user_data;
  g_autoptr (GPtrArray) jobs = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < found->len; i++)
    {
      const XuFoundJob *one = g_ptr_array_index (found, i);
      g_autofree char *url_base = xu_engine_dup_post_url_base (self, one->record->server);

      g_ptr_array_add (
          jobs, xu_job_new_from_record (one->record, one->is_elsewhere, one->link, url_base));
    }
  xu_job_list_append_all (self->jobs, jobs);
}

static void
job_gone (const char *id, gpointer user_data)
{
  XuEngine *self = user_data;
  XuJob *job = xu_engine_find_job (self, id);

  if (job != NULL)
    xu_job_list_remove (self->jobs, job);
}

static void
account_changed (const XuAccountFacts *facts, gpointer user_data)
{
  xu_engine_account_changed (user_data, facts);
}

static void
account_gone (const char *id, gpointer user_data)
{
  xu_engine_account_gone (user_data, id);
}

static void
set_aside (const char *path, gpointer user_data)
{
  g_signal_emit (user_data, signals[SIGNAL_JOURNAL_SET_ASIDE], 0, path);
}

static const XuEngineNews news = { .jobs_found = jobs_found,
                                   .job_gone = job_gone,
                                   .account = account_changed,
                                   .account_gone = account_gone,
                                   .set_aside = set_aside };

/* Whoever looks at a window must not wait while an upload keeps every processor busy. */
static void
give_way (void)
{
  enum
  {
    NICENESS = 5,
  };

  /* With Linux, a priority is that of a thread: setpriority(2), "C library/kernel differences". */
  if (setpriority (PRIO_PROCESS, 0, getpriority (PRIO_PROCESS, 0) + NICENESS) != 0)
    g_debug ("the engine's thread keeps its priority: %s", g_strerror (errno));
}

static gpointer
thread_main (gpointer user_data)
{
  XuEngine *self = user_data;

  give_way ();
  g_main_context_push_thread_default (self->context);
  xu_engine_core_open_journal (self->core);
  g_main_loop_run (self->loop);

  g_clear_pointer (&self->core, xu_engine_core_free);
  while (g_main_context_iteration (self->context, FALSE))
    ; /* What closes in the background is let to close. */
  g_main_context_pop_thread_default (self->context);

  return NULL;
}

XuEngine *
xu_engine_new (const XuEngineConfig *config, GError **error)
{
  return xu_engine_new_with_keyring (config, NULL, error);
}

XuEngine *
xu_engine_new_with_keyring (const XuEngineConfig *config, XuSecretStore *keyring, GError **error)
{
  g_return_val_if_fail (config != NULL, NULL);

  g_autoptr (XuEngine) self = g_object_new (XU_TYPE_ENGINE, NULL);

  /* Made here, so that errors are told at once; with the thread's context as default, so that it
   * lives there. */
  g_main_context_push_thread_default (self->context);
  self->core = xu_engine_core_new (config, keyring, self->door, error);
  g_main_context_pop_thread_default (self->context);
  if (self->core == NULL)
    return NULL;

  xu_engine_set_own_account (self, config);
  xu_engine_watch_network (self, xu_engine_core_is_local (self->core));
  self->thread = g_thread_new ("xu-engine", thread_main, self);

  return g_steal_pointer (&self);
}

/* A job on its way into the engine's thread. */
typedef struct
{
  XuEngineCore *core; /* (unowned): lives as long as the thread */
  char *id;           /* (owned) */
  char *server;       /* (owned) */
  char *user_id;      /* (owned) (nullable) */
  XuJobSpec *spec;    /* (owned) */
  XuJobLink *link;    /* (owned) */
} NewJob;

static void
new_job_free (gpointer data)
{
  NewJob *new_job = data;

  g_free (new_job->id);
  g_free (new_job->server);
  g_free (new_job->user_id);
  xu_job_spec_unref (new_job->spec);
  xu_job_link_unref (new_job->link);
  g_free (new_job);
}

static gboolean
add_job_cb (gpointer user_data)
{
  const NewJob *new_job = user_data;

  xu_engine_core_add_job (new_job->core, new_job->id, new_job->server, new_job->user_id,
                          new_job->spec, new_job->link);

  return G_SOURCE_REMOVE;
}

XuJob *
xu_engine_add_job (XuEngine *self, XuJobSpec *spec, XuAccount *account)
{
  g_return_val_if_fail (XU_IS_ENGINE (self) && spec != NULL, NULL);
  g_return_val_if_fail (account == NULL || XU_IS_ACCOUNT (account), NULL);
  g_return_val_if_fail (self->thread != NULL && self->stop_task == NULL, NULL);

  XuAccount *owner = account != NULL ? account : self->own;
  const char *server = xu_account_get_server (owner);
  const char *user_id = xu_account_get_user_id (owner);
  g_autofree char *id = g_strdup_printf ("%08x", g_random_int ());
  g_autoptr (XuJobLink) link = xu_job_link_new (self->front, self->context);
  g_autofree char *url_base = xu_engine_dup_post_url_base (self, server);
  g_autoptr (XuJob) job = xu_job_new (id, server, user_id, spec, link, url_base);
  NewJob *new_job = g_new0 (NewJob, 1);

  *new_job = (NewJob){ .core = self->core,
                       .id = g_steal_pointer (&id),
                       .server = g_strdup (server),
                       .user_id = g_strdup (user_id),
                       .spec = xu_job_spec_ref (spec),
                       .link = g_steal_pointer (&link) };
  xu_job_list_append (self->jobs, job);
  xu_source_invoke (self->context, add_job_cb, new_job, new_job_free);

  return job; /* The list holds it. */
}

/* A change on its way into the engine's thread. */
typedef struct
{
  XuEngineCore *core; /* (unowned): lives as long as the thread */
  XuEngineTuning tuning;
} NewTuning;

static gboolean
set_tuning_cb (gpointer user_data)
{
  const NewTuning *new_tuning = user_data;

  xu_engine_core_set_tuning (new_tuning->core, &new_tuning->tuning);

  return G_SOURCE_REMOVE;
}

void
xu_engine_set_tuning (XuEngine *self, const XuEngineTuning *tuning)
{
  g_return_if_fail (XU_IS_ENGINE (self) && tuning != NULL);
  g_return_if_fail (self->thread != NULL && self->stop_task == NULL);

  NewTuning *new_tuning = g_new0 (NewTuning, 1);

  *new_tuning = (NewTuning){ .core = self->core, .tuning = *tuning };
  xu_source_invoke (self->context, set_tuning_cb, new_tuning, g_free);
}

const char *
xu_engine_get_server (XuEngine *self)
{
  g_return_val_if_fail (XU_IS_ENGINE (self), NULL);

  return xu_account_get_server (self->own);
}

XuJobList *
xu_engine_get_jobs (XuEngine *self)
{
  g_return_val_if_fail (XU_IS_ENGINE (self), NULL);

  return self->jobs;
}

XuJob *
xu_engine_find_job (XuEngine *self, const char *id)
{
  g_return_val_if_fail (XU_IS_ENGINE (self) && id != NULL, NULL);

  return xu_job_list_find (self->jobs, id);
}

/* A job's end in the journal, on its way into the engine's thread. */
typedef struct
{
  XuEngineCore *core; /* (unowned): lives as long as the thread */
  char *id;           /* (owned) */
} Removal;

static void
removal_free (gpointer data)
{
  Removal *removal = data;

  g_free (removal->id);
  g_free (removal);
}

static gboolean
remove_job_cb (gpointer user_data)
{
  const Removal *removal = user_data;

  xu_engine_core_remove_job (removal->core, removal->id);

  return G_SOURCE_REMOVE;
}

void
xu_engine_remove_job (XuEngine *self, XuJob *job)
{
  g_return_if_fail (XU_IS_ENGINE (self) && XU_IS_JOB (job));
  g_return_if_fail (self->thread != NULL && self->stop_task == NULL);

  Removal *removal = g_new0 (Removal, 1);

  *removal = (Removal){ .core = self->core, .id = g_strdup (xu_job_get_id (job)) };
  xu_source_invoke (self->context, remove_job_cb, removal, removal_free);
}

/* Comes behind all events of all jobs, for they took the same way before it. */
static gboolean
stopped_cb (gpointer user_data)
{
  XuEngine *self = XU_ENGINE (user_data);
  g_autoptr (GTask) task = g_steal_pointer (&self->stop_task);

  g_thread_join (g_steal_pointer (&self->thread));
  g_task_return_boolean (task, TRUE);

  return G_SOURCE_REMOVE;
}

static void
core_stopped_cb (gpointer user_data)
{
  XuEngine *self = user_data;

  g_main_loop_quit (self->loop);
  if (self->stop_task != NULL)
    xu_source_invoke (self->front, stopped_cb, g_object_ref (self), g_object_unref);
}

static gboolean
stop_cb (gpointer user_data)
{
  XuEngine *self = user_data;

  xu_engine_core_stop (self->core, core_stopped_cb, self);

  return G_SOURCE_REMOVE;
}

void
xu_engine_stop_async (XuEngine *self, GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (XU_IS_ENGINE (self));
  g_return_if_fail (self->thread != NULL && self->stop_task == NULL);

  g_clear_pointer (&self->watch, xu_network_watch_free);
  self->stop_task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (self->stop_task, xu_engine_stop_async);
  g_task_set_name (self->stop_task, "xu_engine_stop_async");
  xu_source_invoke (self->context, stop_cb, self, NULL);
}

void
xu_engine_stop_finish (XuEngine *self, GAsyncResult *result)
{
  g_return_if_fail (XU_IS_ENGINE (self));
  g_return_if_fail (g_task_is_valid (result, self));
  g_return_if_fail (g_async_result_is_tagged (result, xu_engine_stop_async));

  g_task_propagate_boolean (G_TASK (result), NULL);
}

static void
xu_engine_dispose (GObject *object)
{
  XuEngine *self = XU_ENGINE (object);

  xu_engine_door_close (self->door);
  g_clear_pointer (&self->watch, xu_network_watch_free);
  if (self->thread != NULL)
    {
      xu_source_invoke (self->context, stop_cb, self, NULL);
      g_thread_join (g_steal_pointer (&self->thread));
    }
  g_clear_object (&self->jobs);
  g_clear_object (&self->accounts);
  g_clear_object (&self->own);

  G_OBJECT_CLASS (xu_engine_parent_class)->dispose (object);
}

static void
xu_engine_finalize (GObject *object)
{
  XuEngine *self = XU_ENGINE (object);

  g_clear_pointer (&self->core, xu_engine_core_free); /* Only when no thread was ever started. */
  g_clear_pointer (&self->loop, g_main_loop_unref);
  g_clear_pointer (&self->context, g_main_context_unref);
  g_clear_pointer (&self->front, g_main_context_unref);
  xu_engine_door_unref (self->door);

  G_OBJECT_CLASS (xu_engine_parent_class)->finalize (object);
}

static void
xu_engine_class_init (XuEngineClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = xu_engine_dispose;
  object_class->finalize = xu_engine_finalize;

  signals[SIGNAL_JOURNAL_SET_ASIDE]
      = g_signal_new ("journal-set-aside", XU_TYPE_ENGINE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                      G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
xu_engine_init (XuEngine *self)
{
  self->front = g_main_context_ref_thread_default ();
  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);
  self->jobs = xu_job_list_new ();
  self->accounts = g_list_store_new (XU_TYPE_ACCOUNT);
  self->door = xu_engine_door_new (self->front, &news, self);
}
