/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What lives in the engine's thread: the connection to X, the jobs' turns, and single requests. */

#define G_LOG_DOMAIN "xu-engine"

#include "config.h"

#include "xu-engine-core.h"

#include "xu-api.h"
#include "xu-bearer-authorizer.h"
#include "xu-check.h"
#include "xu-credentials.h"
#include "xu-error.h"
#include "xu-http-client.h"
#include "xu-job-worker.h"
#include "xu-post-api.h"
#include "xu-slots.h"
#include "xu-source.h"
#include "xu-upload-plan.h"

static const char x_url[] = "https://api.x.com";
static const guint default_max_jobs = 3;

/* Over all jobs: with the default segment size this many are in memory at once. */
static const guint slots_max = 8;

struct _XuEngineCore
{
  XuHttpClient *client;      /* (owned) */
  XuApi *api;                /* (owned) (nullable): without credentials */
  GError *credentials_error; /* (owned) (nullable): why there is no api */
  XuSlots *slots;            /* (owned) */
  XuUploadOptions options;   /* with what was learnt about the server */
  guint max_jobs;
  GPtrArray
      *workers;    /* (owned) (element-type XuJobWorker): not over, in the order of their coming */
  GQueue requests; /* (element-type Request): single requests under way */
  gboolean is_stopping;
  GDestroyNotify stopped; /* (nullable): called once nothing is under way */
  gpointer stopped_data;
};

/* Traces are added to. A file that holds anything else is left alone: it may be the video. */
static gboolean
is_trace (GFile *file)
{
  g_autoptr (GFileInputStream) stream = g_file_read (file, NULL, NULL);
  char first = '{';

  return stream == NULL || g_input_stream_read (G_INPUT_STREAM (stream), &first, 1, NULL, NULL) == 0
         || first == '{';
}

static gboolean
open_trace (XuHttpClient *client, const char *path, GError **error)
{
  g_autoptr (GError) local_error = NULL;

  if (path == NULL)
    return TRUE;

  g_autoptr (GFile) file = g_file_new_for_path (path);

  if (g_file_query_file_type (file, G_FILE_QUERY_INFO_NONE, NULL) == G_FILE_TYPE_REGULAR
      && !is_trace (file))
    {
      xu_error_set (error, XU_ERROR_USAGE, "trace file: “%s” exists and is no trace", path);
      return FALSE;
    }

  g_autoptr (GFileOutputStream) stream
      = g_file_append_to (file, G_FILE_CREATE_PRIVATE, NULL, &local_error);

  if (stream == NULL)
    {
      xu_error_set (error, XU_ERROR_USAGE, "trace file: %s", local_error->message);
      return FALSE;
    }

  xu_http_client_set_trace (client, G_OUTPUT_STREAM (stream));
  return TRUE;
}

/* Missing credentials are the jobs' concern: `check` works without. A token that cannot be one is
 * an error at once. */
static gboolean
find_credentials (XuEngineCore *core, const char *access_token, GError **error)
{
  g_autoptr (XuAuthorizer) authorizer = NULL;

  if (access_token != NULL)
    {
      authorizer = xu_bearer_authorizer_new (access_token, error);
      if (authorizer == NULL)
        return FALSE;
    }
  else
    {
      g_auto (GStrv) environment = g_get_environ ();

      authorizer = xu_credentials_from_environment (environment, &core->credentials_error);
    }

  if (authorizer != NULL)
    core->api = xu_api_new (core->client, authorizer);

  return TRUE;
}

XuEngineCore *
xu_engine_core_new (const XuEngineConfig *config, GError **error)
{
  g_autoptr (XuEngineCore) core = g_new0 (XuEngineCore, 1);

  core->options = xu_upload_options_default;
  if (config->segment_size > 0)
    core->options.segment_size = config->segment_size;
  if (config->parallel > 0)
    core->options.parallel = config->parallel;
  if (config->processing_limit_us > 0)
    core->options.processing_limit_us = config->processing_limit_us;

  core->max_jobs = config->max_jobs > 0 ? config->max_jobs : default_max_jobs;
  core->slots = xu_slots_new (slots_max);
  core->workers = g_ptr_array_new ();
  g_queue_init (&core->requests);
  core->client = xu_http_client_new (config->base_url != NULL ? config->base_url : x_url,
                                     config->ca_file, error);
  if (core->client == NULL)
    return NULL;

  xu_http_client_set_rate (core->client, config->limit_rate);
  if (config->stall_timeout_s > 0)
    xu_http_client_set_stall_timeout (core->client, config->stall_timeout_s);

  if (!open_trace (core->client, config->trace_path, error)
      || !find_credentials (core, config->access_token, error))
    return NULL;

  return g_steal_pointer (&core);
}

void
xu_engine_core_free (XuEngineCore *core)
{
  g_return_if_fail (core != NULL);
  g_return_if_fail (core->workers->len == 0 && g_queue_is_empty (&core->requests));

  g_ptr_array_unref (core->workers);
  g_clear_pointer (&core->slots, xu_slots_unref);
  g_clear_error (&core->credentials_error);
  g_clear_object (&core->api);
  g_clear_object (&core->client);
  g_free (core);
}

static void
stop_when_idle (XuEngineCore *core)
{
  if (!core->is_stopping || core->workers->len > 0 || !g_queue_is_empty (&core->requests)
      || core->stopped == NULL)
    return;

  GDestroyNotify stopped = g_steal_pointer (&core->stopped);

  stopped (core->stopped_data);
}

static guint
count_busy (const XuEngineCore *core)
{
  guint n_busy = 0;

  for (guint i = 0; i < core->workers->len; i++)
    n_busy += xu_job_worker_is_busy (g_ptr_array_index (core->workers, i)) ? 1 : 0;

  return n_busy;
}

static XuJobWorker *
find_ready (const XuEngineCore *core)
{
  for (guint i = 0; i < core->workers->len; i++)
    {
      XuJobWorker *worker = g_ptr_array_index (core->workers, i);

      if (xu_job_worker_is_ready (worker))
        return worker;
    }

  return NULL;
}

/* Starts whoever's turn it is. A worker that ends at once comes back here through
 * worker_changed_cb(). */
static void
start_ready (XuEngineCore *core)
{
  XuJobWorker *worker;

  while (!core->is_stopping && count_busy (core) < core->max_jobs
         && (worker = find_ready (core)) != NULL)
    {
      if (core->api != NULL)
        xu_job_worker_start (worker, core->api, core->slots, &core->options);
      else
        xu_job_worker_refuse (worker, core->credentials_error);
    }
}

static void
worker_changed_cb (XuJobWorker *worker, gpointer user_data)
{
  XuEngineCore *core = user_data;

  if (xu_job_worker_is_over (worker))
    {
      g_ptr_array_remove (core->workers, worker);
      xu_job_worker_free (worker);
    }

  start_ready (core);
  stop_when_idle (core);
}

void
xu_engine_core_add_job (XuEngineCore *core, XuJobSpec *spec, XuJobLink *link)
{
  g_return_if_fail (core != NULL && !core->is_stopping);

  g_ptr_array_add (core->workers, xu_job_worker_new (spec, link, worker_changed_cb, core));
  start_ready (core);
}

static gboolean
nothing_cb (gpointer user_data)
{
  return G_SOURCE_REMOVE;
}

/* Takes the task. It may hold the last reference to the engine, which must not die in its own
 * thread. */
static void
send_home (GTask *task)
{
  xu_source_invoke (g_task_get_context (task), nothing_cb, task, g_object_unref);
}

/* A single request for the front: what it needs until it comes back. */
typedef struct
{
  XuEngineCore *core;
  GTask *task;               /* (owned): the front's */
  GCancellable *cancellable; /* (owned): ends it, for the front or because the engine stops */
  GSource *cancel_source;    /* (owned) (nullable): the front's cancellable */
} Request;

static gboolean
request_cancelled_cb (GCancellable *cancellable, gpointer user_data)
{
  const Request *request = user_data;

  g_cancellable_cancel (request->cancellable);

  return G_SOURCE_REMOVE;
}

static Request *
request_begin (XuEngineCore *core, GTask *task)
{
  Request *request = g_new0 (Request, 1);

  *request = (Request){ .core = core, .task = task, .cancellable = g_cancellable_new () };
  xu_source_watch_cancellable (&request->cancel_source, g_main_context_get_thread_default (),
                               g_task_get_cancellable (task), request_cancelled_cb, request);
  g_queue_push_tail (&core->requests, request);

  return request;
}

static void
request_end (Request *request)
{
  XuEngineCore *core = request->core;

  g_queue_remove (&core->requests, request);
  xu_source_clear (&request->cancel_source);
  g_object_unref (request->cancellable);
  send_home (request->task);
  g_free (request);
  stop_when_idle (core);
}

static void
checked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Request *request = user_data;
  GError *error = NULL;
  XuCheckReport *report = xu_check_run_finish (result, &error);

  if (report != NULL)
    g_task_return_pointer (request->task, report, (GDestroyNotify) xu_check_report_free);
  else
    g_task_return_error (request->task, error);
  request_end (request);
}

void
xu_engine_core_check (XuEngineCore *core, GTask *task)
{
  Request *request = request_begin (core, task);

  xu_check_run_async (g_task_get_task_data (task), request->cancellable, checked_cb, request);
}

static void
deleted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Request *request = user_data;
  GError *error = NULL;

  if (xu_post_api_delete_finish (request->core->api, result, &error))
    g_task_return_boolean (request->task, TRUE);
  else
    g_task_return_error (request->task, error);
  request_end (request);
}

void
xu_engine_core_delete_post (XuEngineCore *core, GTask *task)
{
  if (core->api == NULL)
    {
      g_task_return_error (task, g_error_copy (core->credentials_error));
      send_home (task);
      return;
    }

  Request *request = request_begin (core, task);

  xu_post_api_delete_async (core->api, g_task_get_task_data (task), request->cancellable,
                            deleted_cb, request);
}

void
xu_engine_core_stop (XuEngineCore *core, GDestroyNotify func, gpointer user_data)
{
  g_return_if_fail (core != NULL && !core->is_stopping && func != NULL);

  core->is_stopping = TRUE;
  core->stopped = func;
  core->stopped_data = user_data;
  for (GList *link = core->requests.head; link != NULL; link = link->next)
    g_cancellable_cancel (((Request *) link->data)->cancellable);

  /* From the end: those that wait for their turn end at once and leave the array. */
  for (guint i = core->workers->len; i > 0; i--)
    xu_job_worker_cancel (g_ptr_array_index (core->workers, i - 1));

  stop_when_idle (core);
}
