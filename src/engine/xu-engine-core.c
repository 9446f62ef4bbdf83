/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What lives in the engine's thread: the connections, the journal, the jobs. */

#define G_LOG_DOMAIN "xu-engine"

#include "config.h"

#include "xu-engine-core-private.h"

#include "xu-covers.h"
#include "xu-error.h"
#include "xu-keyring-store.h"
#include "xu-quantity.h"

static const char x_url[] = "https://api.x.com";
static const guint64 segment_min = 64 * XU_KIB;
static const guint64 segment_max = 16 * XU_MIB;
static const guint parallel_max = 8;
static const guint default_max_jobs = 3;
static const guint default_history_days = 365;

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
open_trace (XuJobShop *shop, const char *path, GError **error)
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

  shop->trace = G_OUTPUT_STREAM (g_steal_pointer (&stream));
  return TRUE;
}

/* Missing credentials are the jobs' concern: `check` works without. A token that cannot be one is
 * an error at once. */
static gboolean
open_own_connection (XuEngineCore *core, const XuEngineConfig *config, GError **error)
{
  g_autoptr (GError) credentials_error = NULL;
  g_autoptr (XuAuthorizer) authorizer
      = xu_connection_find_authorizer (config->access_token, &credentials_error);
  const XuConnectionWay way = { .base_url = config->base_url != NULL ? config->base_url : x_url,
                                .ca_file = config->ca_file,
                                .authorizer = authorizer,
                                .credentials_error = credentials_error };

  if (authorizer == NULL && config->access_token != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&credentials_error));
      return FALSE;
    }

  core->server = config->server != NULL ? g_strdup (config->server)
                                        : xu_connection_dup_server (way.base_url);
  return xu_job_shop_connect (&core->shop, core->server, NULL, &way, error) != NULL;
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

static XuProbeDesk *
make_desk (const char *covers)
{
  g_autofree char *cache
      = g_build_filename (g_get_user_cache_dir (), "xuploader", "thumbnails", NULL);

  return xu_probe_desk_new (cache, covers);
}

XuEngineCore *
xu_engine_core_new (const XuEngineConfig *config,
                    XuSecretStore *keyring,
                    XuEngineDoor *door,
                    GError **error)
{
  g_autoptr (XuEngineCore) core = g_new0 (XuEngineCore, 1);

  core->door = xu_engine_door_ref (door);
  xu_job_shop_init (&core->shop);
  set_options (&core->shop.options, config);
  xu_limiter_set_rate (core->shop.limiter, config->limit_rate);
  core->shop.stall_timeout_s = config->stall_timeout_s;
  core->max_jobs = config->max_jobs > 0 ? config->max_jobs : default_max_jobs;
  core->history_days = config->history_days > 0 ? config->history_days : default_history_days;
  core->journal_path
      = config->journal_path != NULL
            ? g_strdup (config->journal_path)
            : g_build_filename (g_get_user_data_dir (), "xuploader", "journal.db", NULL);
  core->folder = g_path_get_dirname (core->journal_path);
  core->covers = g_build_filename (core->folder, "covers", NULL);
  core->ca_file = g_strdup (config->ca_file);
  core->keyring = keyring != NULL ? g_object_ref (keyring) : xu_keyring_store_new ();
  core->desk = make_desk (core->covers);
  g_queue_init (&core->requests);
  if (!open_trace (&core->shop, config->trace_path, error)
      || !open_own_connection (core, config, error))
    return NULL;

  return g_steal_pointer (&core);
}

void
xu_engine_core_free (XuEngineCore *core)
{
  g_return_if_fail (core != NULL);
  g_return_if_fail (g_queue_is_empty (&core->requests));

  g_clear_pointer (&core->accounts, xu_account_book_free);
  g_clear_pointer (&core->book, xu_job_book_free);
  xu_job_shop_clear (&core->shop);
  g_clear_pointer (&core->desk, xu_probe_desk_free);
  xu_engine_door_unref (core->door);
  g_clear_object (&core->keyring);
  g_free (core->covers);
  g_free (core->folder);
  g_free (core->ca_file);
  g_free (core->server);
  g_free (core->journal_path);
  g_free (core);
}

static const XuConnection *
get_own_connection (const XuEngineCore *core)
{
  return xu_job_shop_find_connection (&core->shop, core->server, NULL);
}

gboolean
xu_engine_core_is_local (const XuEngineCore *core)
{
  g_return_val_if_fail (core != NULL, FALSE);

  return xu_connection_is_local (get_own_connection (core));
}

gboolean
xu_engine_core_has_credentials (const XuEngineCore *core)
{
  g_return_val_if_fail (core != NULL, FALSE);

  return get_own_connection (core)->api != NULL;
}

const char *
xu_engine_core_get_server (const XuEngineCore *core)
{
  g_return_val_if_fail (core != NULL, NULL);

  return core->server;
}

void
xu_engine_core_stop_when_idle (XuEngineCore *core)
{
  if (!core->is_stopping || core->stopped == NULL || !g_queue_is_empty (&core->requests)
      || !xu_job_book_is_at_rest (core->book) || xu_account_book_is_busy (core->accounts))
    return;

  GDestroyNotify stopped = g_steal_pointer (&core->stopped);

  stopped (core->stopped_data);
}

static void
idle_cb (gpointer user_data)
{
  xu_engine_core_stop_when_idle (user_data);
}

static void
others_wrote_cb (gpointer user_data)
{
  const XuEngineCore *core = user_data;

  xu_account_book_follow (core->accounts);
}

static const XuJobBookFuncs book_funcs = { .idle = idle_cb, .others_wrote = others_wrote_cb };

static void
refused_cb (const XuConnection *connection, const GError *error, gpointer user_data)
{
  const XuEngineCore *core = user_data;

  xu_account_book_refused (core->accounts, connection);
}

static void
open_accounts (XuEngineCore *core)
{
  core->accounts_config = (XuAccountBookConfig){ .shop = &core->shop,
                                                 .jobs = core->book,
                                                 .door = core->door,
                                                 .keyring = core->keyring,
                                                 .server = core->server,
                                                 .ca_file = core->ca_file,
                                                 .lock_folder = core->folder };
  core->accounts = xu_account_book_new (&core->accounts_config, idle_cb, core);
  core->shop.refused = refused_cb;
  core->shop.refused_data = core;
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

  core->book = xu_job_book_new (&core->shop, core->door, core->max_jobs, &book_funcs, core);
  open_accounts (core);
}

void
xu_engine_core_connect (XuEngineCore *core, const char *server, const XuConnectionWay *way)
{
  g_return_if_fail (core != NULL && server != NULL && way != NULL);

  XuConnection *connection = xu_job_shop_find_connection (&core->shop, server, NULL);
  g_autoptr (GError) error = NULL;

  if (connection != NULL && xu_connection_is_at (connection, way))
    return;

  /* What is wrong with it was told before it crossed: since then its anchors are gone. */
  if (xu_job_shop_connect (&core->shop, server, NULL, way, &error) == NULL)
    g_message ("%s cannot be reached: %s", server, error->message);
  else if (connection != NULL)
    xu_job_book_connection_changed (core->book, connection);
}

static XuAppendEncoding
get_first_encoding (XuEngineEncoding encoding)
{
  switch (encoding)
    {
    case XU_ENGINE_ENCODING_MULTIPART:
      return XU_APPEND_MULTIPART;
    case XU_ENGINE_ENCODING_JSON:
      return XU_APPEND_JSON;
    case XU_ENGINE_ENCODING_AUTO:
    default:
      return xu_upload_options_default.encoding;
    }
}

void
xu_engine_core_set_tuning (XuEngineCore *core, const XuEngineTuning *tuning)
{
  g_return_if_fail (core != NULL && tuning != NULL);

  XuUploadOptions options = core->shop.options;

  options.segment_size = tuning->segment_size > 0
                             ? CLAMP (tuning->segment_size, segment_min, segment_max)
                             : xu_upload_options_default.segment_size;
  options.parallel = tuning->parallel > 0 ? MIN (tuning->parallel, parallel_max)
                                          : xu_upload_options_default.parallel;
  options.encoding = get_first_encoding (tuning->encoding);
  options.is_encoding_chosen = tuning->encoding != XU_ENGINE_ENCODING_AUTO;
  xu_job_shop_set_options (&core->shop, &options);
  xu_limiter_set_rate (core->shop.limiter, tuning->limit_rate);
}

void
xu_engine_core_add_job (XuEngineCore *core,
                        const char *id,
                        const char *server,
                        const char *user_id,
                        XuJobSpec *spec,
                        XuJobLink *link)
{
  g_return_if_fail (core != NULL && !core->is_stopping);

  xu_job_book_add (core->book, id, server, user_id, spec, link);
}

void
xu_engine_core_remove_job (XuEngineCore *core, const char *id)
{
  g_return_if_fail (core != NULL && id != NULL);

  xu_job_book_remove (core->book, id);
}

void
xu_engine_core_open_account (XuEngineCore *core, const char *id)
{
  g_return_if_fail (core != NULL && id != NULL);

  xu_account_book_open (core->accounts, id);
}

void
xu_engine_core_network_changed (XuEngineCore *core, gboolean is_offline)
{
  g_return_if_fail (core != NULL);

  xu_job_shop_network_changed (&core->shop, is_offline);
  xu_job_book_network_changed (core->book);
}

void
xu_engine_core_stop (XuEngineCore *core, GDestroyNotify func, gpointer user_data)
{
  g_return_if_fail (core != NULL && !core->is_stopping && func != NULL);

  core->is_stopping = TRUE;
  core->stopped = func;
  core->stopped_data = user_data;
  xu_engine_core_cancel_requests (core);
  xu_job_book_stop (core->book);
  xu_engine_core_stop_when_idle (core);
}
