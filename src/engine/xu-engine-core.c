/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What lives in the engine's thread: the connection to X, the journal, and single requests. */

#define G_LOG_DOMAIN "xu-engine"

#include "config.h"

#include "xu-engine-core.h"

#include "xu-api.h"
#include "xu-bearer-authorizer.h"
#include "xu-check.h"
#include "xu-covers.h"
#include "xu-credentials.h"
#include "xu-error.h"
#include "xu-http-client.h"
#include "xu-job-book.h"
#include "xu-post-api.h"
#include "xu-probe-desk.h"
#include "xu-source.h"

static const char x_url[] = "https://api.x.com";
static const guint default_max_jobs = 3;
static const guint default_history_days = 365;

/* Over all jobs: with the default segment size this many are in memory at once. */
static const guint slots_max = 8;

struct _XuEngineCore
{
  XuEngineDoor *door;   /* (owned) */
  XuHttpClient *client; /* (owned) */
  XuJobShop shop;
  XuJobBook *book;    /* (owned) (nullable): once the journal was opened */
  XuProbeDesk *desk;  /* (owned) */
  char *covers;       /* (owned) (type filename): folder of covers */
  char *journal_path; /* (owned) (type filename) */
  guint history_days;
  guint max_jobs;
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

      authorizer = xu_credentials_from_environment (environment, &core->shop.credentials_error);
    }

  if (authorizer != NULL)
    core->shop.api = xu_api_new (core->client, authorizer);

  return TRUE;
}

static void
set_options (XuUploadOptions *options, const XuEngineConfig *config)
{
  *options = xu_upload_options_default;
  if (config->segment_size > 0)
    options->segment_size = config->segment_size;
  if (config->parallel > 0)
    options->parallel = config->parallel;
  if (config->processing_limit_us > 0)
    options->processing_limit_us = config->processing_limit_us;
  if (config->backoff_base_us > 0)
    options->backoff_base_us = config->backoff_base_us;
  if (config->look_base_us > 0)
    options->look_base_us = config->look_base_us;
}

/* What jobs belong to must not depend on how its address was written. */
static char *
make_server (const char *base_url)
{
  g_autofree char *server = g_ascii_strdown (base_url, -1);

  while (g_str_has_suffix (server, "/"))
    server[strlen (server) - 1] = '\0';

  return g_steal_pointer (&server);
}

/* Beside the journal, whose jobs alone say which of them are wanted. */
static char *
dup_covers_folder (const char *journal_path)
{
  g_autofree char *folder = g_path_get_dirname (journal_path);

  return g_build_filename (folder, "covers", NULL);
}

static XuProbeDesk *
make_desk (const char *covers)
{
  g_autofree char *cache
      = g_build_filename (g_get_user_cache_dir (), "xuploader", "thumbnails", NULL);

  return xu_probe_desk_new (cache, covers);
}

XuEngineCore *
xu_engine_core_new (const XuEngineConfig *config, XuEngineDoor *door, GError **error)
{
  g_autoptr (XuEngineCore) core = g_new0 (XuEngineCore, 1);
  const char *base_url = config->base_url != NULL ? config->base_url : x_url;

  core->door = xu_engine_door_ref (door);
  set_options (&core->shop.options, config);
  core->shop.slots = xu_slots_new (slots_max);
  core->shop.server = config->server != NULL ? g_strdup (config->server) : make_server (base_url);
  core->max_jobs = config->max_jobs > 0 ? config->max_jobs : default_max_jobs;
  core->history_days = config->history_days > 0 ? config->history_days : default_history_days;
  core->journal_path
      = config->journal_path != NULL
            ? g_strdup (config->journal_path)
            : g_build_filename (g_get_user_data_dir (), "xuploader", "journal.db", NULL);
  core->covers = dup_covers_folder (core->journal_path);
  core->desk = make_desk (core->covers);
  g_queue_init (&core->requests);
  core->client = xu_http_client_new (base_url, config->ca_file, error);
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
  g_return_if_fail (g_queue_is_empty (&core->requests));

  g_clear_pointer (&core->book, xu_job_book_free);
  xu_job_shop_clear (&core->shop);
  g_clear_object (&core->client);
  g_clear_pointer (&core->desk, xu_probe_desk_free);
  xu_engine_door_unref (core->door);
  g_free (core->covers);
  g_free (core->journal_path);
  g_free (core);
}

gboolean
xu_engine_core_is_loopback (const XuEngineCore *core)
{
  g_return_val_if_fail (core != NULL, FALSE);

  return xu_http_client_is_loopback (core->client);
}

const char *
xu_engine_core_get_server (const XuEngineCore *core)
{
  g_return_val_if_fail (core != NULL, NULL);

  return core->shop.server;
}

static void
stop_when_idle (gpointer user_data)
{
  XuEngineCore *core = user_data;

  if (!core->is_stopping || core->stopped == NULL || !g_queue_is_empty (&core->requests)
      || !xu_job_book_is_at_rest (core->book))
    return;

  GDestroyNotify stopped = g_steal_pointer (&core->stopped);

  stopped (core->stopped_data);
}

static void
prune (XuEngineCore *core)
{
  g_autoptr (GError) error = NULL;

  if (core->history_days != G_MAXUINT
      && !xu_journal_prune (core->shop.journal, core->history_days, &error))
    g_debug ("the history is not shortened: %s", error->message);
}

void
xu_engine_core_open_journal (XuEngineCore *core)
{
  g_autofree char *set_aside = NULL;

  g_return_if_fail (core != NULL && core->book == NULL);

  xu_job_shop_open (&core->shop, core->journal_path, &set_aside);
  if (set_aside != NULL)
    xu_engine_door_send_set_aside (core->door, set_aside);
  if (core->shop.journal != NULL)
    prune (core);
  if (core->shop.journal != NULL && set_aside == NULL)
    xu_covers_clean (core->covers, core->shop.journal);

  core->book = xu_job_book_new (&core->shop, core->door, core->max_jobs, stop_when_idle, core);
}

void
xu_engine_core_add_job (XuEngineCore *core, const char *id, XuJobSpec *spec, XuJobLink *link)
{
  g_return_if_fail (core != NULL && !core->is_stopping);

  xu_job_book_add (core->book, id, spec, link);
}

void
xu_engine_core_remove_job (XuEngineCore *core, const char *id)
{
  g_return_if_fail (core != NULL && id != NULL);

  xu_job_book_remove (core->book, id);
}

void
xu_engine_core_network_changed (XuEngineCore *core, gboolean is_offline)
{
  g_return_if_fail (core != NULL);

  core->shop.is_offline = is_offline;
  xu_http_client_network_changed (core->client);
  xu_job_book_network_changed (core->book);
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

void
xu_engine_core_load (XuEngineCore *core, GTask *task)
{
  GError *error = NULL;

  if (xu_job_book_load (core->book, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
  send_home (task);
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

  if (xu_post_api_delete_finish (request->core->shop.api, result, &error))
    {
      xu_job_book_post_deleted (request->core->book, g_task_get_task_data (request->task));
      g_task_return_boolean (request->task, TRUE);
    }
  else
    g_task_return_error (request->task, error);
  request_end (request);
}

void
xu_engine_core_delete_post (XuEngineCore *core, GTask *task)
{
  if (core->shop.api == NULL)
    {
      g_task_return_error (task, g_error_copy (core->shop.credentials_error));
      send_home (task);
      return;
    }

  Request *request = request_begin (core, task);

  xu_post_api_delete_async (core->shop.api, g_task_get_task_data (task), request->cancellable,
                            deleted_cb, request);
}

static void
probed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Request *request = user_data;
  const XuProbeOrder *order = g_task_get_task_data (request->task);
  GError *error = NULL;
  XuMediaProbe *probe = NULL;
  char *path = NULL;

  if (order->kind == XU_MEDIA_WISH_FRAME)
    path = xu_probe_desk_frame_finish (result, &error);
  else
    probe = xu_probe_desk_probe_finish (result, &error);

  if (path != NULL)
    g_task_return_pointer (request->task, path, g_free);
  else if (probe != NULL)
    g_task_return_pointer (request->task, probe, (GDestroyNotify) xu_media_probe_free);
  else
    g_task_return_error (request->task, error);
  request_end (request);
}

void
xu_engine_core_probe (XuEngineCore *core, GTask *task)
{
  Request *request = request_begin (core, task);

  xu_probe_desk_serve_async (core->desk, g_task_get_task_data (task), request->cancellable,
                             probed_cb, request);
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

  xu_job_book_stop (core->book);
  stop_when_idle (core);
}
