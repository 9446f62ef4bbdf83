/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Single requests of the front that belong to no job, in the engine's thread. */

#define G_LOG_DOMAIN "xu-engine"

#include "config.h"

#include "xu-engine-core-private.h"

#include "xu-check.h"
#include "xu-error.h"
#include "xu-file-sorter.h"
#include "xu-post-api.h"
#include "xu-sign-in-flow.h"
#include "xu-source.h"

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

void
xu_engine_core_load_accounts (XuEngineCore *core, GTask *task)
{
  GError *error = NULL;

  if (xu_account_book_load (core->accounts, &error))
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
  xu_engine_core_stop_when_idle (core);
}

void
xu_engine_core_cancel_requests (XuEngineCore *core)
{
  for (GList *link = core->requests.head; link != NULL; link = link->next)
    g_cancellable_cancel (((Request *) link->data)->cancellable);
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
sorted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Request *request = user_data;
  GError *error = NULL;
  XuFileSorting *sorting = xu_file_sorter_sort_finish (result, &error);

  if (sorting != NULL)
    g_task_return_pointer (request->task, sorting, (GDestroyNotify) xu_file_sorting_free);
  else
    g_task_return_error (request->task, error);
  request_end (request);
}

void
xu_engine_core_sort_files (XuEngineCore *core, GTask *task)
{
  Request *request = request_begin (core, task);

  xu_file_sorter_sort_async (g_task_get_task_data (task), request->cancellable, sorted_cb, request);
}

/* A post on its way out. */
typedef struct
{
  char *server;  /* (owned) */
  char *user_id; /* (owned) (nullable) */
  char *post_id; /* (owned) */
  XuApi *api;    /* (owned) (nullable): once it has begun */
} Deletion;

gpointer
xu_deletion_new (const char *server, const char *user_id, const char *post_id)
{
  Deletion *deletion = g_new0 (Deletion, 1);

  deletion->server = g_strdup (server);
  deletion->user_id = g_strdup (user_id);
  deletion->post_id = g_strdup (post_id);

  return deletion;
}

void
xu_deletion_free (gpointer data)
{
  Deletion *deletion = data;

  g_free (deletion->server);
  g_free (deletion->user_id);
  g_free (deletion->post_id);
  g_clear_object (&deletion->api);
  g_free (deletion);
}

static XuConnection *
find_connection (const XuEngineCore *core, const Deletion *deletion)
{
  return xu_job_shop_find_connection (&core->shop, deletion->server, deletion->user_id);
}

static void
deleted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Request *request = user_data;
  Deletion *deletion = g_task_get_task_data (request->task);
  g_autoptr (XuApi) api = g_steal_pointer (&deletion->api); /* It dies in this thread. */
  GError *error = NULL;

  if (xu_post_api_delete_finish (api, result, &error))
    {
      xu_job_book_post_deleted (request->core->book, deletion->server, deletion->post_id);
      g_task_return_boolean (request->task, TRUE);
    }
  else
    {
      XuConnection *connection = find_connection (request->core, deletion);

      if (connection != NULL)
        xu_job_shop_refuse (&request->core->shop, connection, api, error);
      g_task_return_error (request->task, error);
    }
  request_end (request);
}

void
xu_engine_core_delete_post (XuEngineCore *core, GTask *task)
{
  Deletion *deletion = g_task_get_task_data (task);
  const XuConnection *connection = find_connection (core, deletion);

  if (connection == NULL || connection->api == NULL)
    {
      g_task_return_error (
          task, connection != NULL
                    ? g_error_copy (connection->credentials_error)
                    : xu_error_new (XU_ERROR_NOT_SIGNED_IN, "nobody is at %s", deletion->server));
      send_home (task);
      return;
    }

  Request *request = request_begin (core, task);

  deletion->api = g_object_ref (connection->api);
  xu_post_api_delete_async (deletion->api, deletion->post_id, request->cancellable, deleted_cb,
                            request);
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

static void
signed_in_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Request *request = user_data;
  GError *error = NULL;
  char *id = xu_sign_in_flow_run_finish (result, &error);

  if (id != NULL)
    g_task_return_pointer (request->task, id, g_free);
  else
    g_task_return_error (request->task, error);
  request_end (request);
}

void
xu_engine_core_sign_in (XuEngineCore *core, GTask *task)
{
  Request *request = request_begin (core, task);

  xu_sign_in_flow_run_async (core->accounts, &core->accounts_config, g_task_get_task_data (task),
                             request->cancellable, signed_in_cb, request);
}

static void
signed_out_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Request *request = user_data;
  GError *error = NULL;

  if (xu_account_book_sign_out_finish (result, &error))
    g_task_return_boolean (request->task, TRUE);
  else
    g_task_return_error (request->task, error);
  request_end (request);
}

void
xu_engine_core_sign_out (XuEngineCore *core, GTask *task)
{
  Request *request = request_begin (core, task);

  xu_account_book_sign_out_async (core->accounts, g_task_get_task_data (task), request->cancellable,
                                  signed_out_cb, request);
}
