/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A sandbox, an engine on it, and files: what the tests of the engine share. */

#include "config.h"

#include "engine-fixture.h"

#include <glib/gstdio.h>
#include <unistd.h>

enum
{
  SLOWNESS = 5, /* of a machine that has a sanitizer and other work */
};

static const guint8 video_head[] = { 0, 0, 0, 24, 'f', 't', 'y', 'p', 'i', 's', 'o', 'm',
                                     0, 0, 2, 0,  'i', 's', 'o', 'm', 'a', 'v', 'c', '1' };

void
engine_fixture_begin (EngineFixture *fixture, const char *const *arguments)
{
  g_autoptr (GError) error = NULL;

  fixture->sandbox = xu_test_sandbox_startv (arguments);
  fixture->folder = g_dir_make_tmp ("xu-engine-XXXXXX", &error);
  g_assert_no_error (error);
}

XuEngine *
engine_fixture_make_engine (EngineFixture *fixture, const XuEngineConfig *config)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *journal_path = g_build_filename (fixture->folder, "journal.db", NULL);
  XuEngineConfig own = { 0 };

  if (config != NULL)
    own = *config;
  if (own.base_url == NULL)
    own.base_url = fixture->sandbox->url;
  if (own.access_token == NULL)
    own.access_token = fixture->sandbox->access_token;
  if (own.journal_path == NULL)
    own.journal_path = journal_path;
  own.ca_file = fixture->sandbox->ca_file;

  XuEngine *engine = xu_engine_new (&own, &error);

  g_assert_no_error (error);
  return engine;
}

void
engine_fixture_set_up (EngineFixture *fixture, const XuEngineConfig *config, const char *argument)
{
  const char *arguments[] = { argument, NULL };

  engine_fixture_begin (fixture, arguments);
  fixture->engine = engine_fixture_make_engine (fixture, config);
}

static void
stopped_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  gboolean *is_stopped = user_data;

  xu_engine_stop_finish (XU_ENGINE (source), result);
  *is_stopped = TRUE;
}

static void
remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_assert_cmpint (g_unlink (path), ==, 0);
    }
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

void
engine_stop (XuEngine *engine)
{
  gboolean is_stopped = FALSE;

  xu_engine_stop_async (engine, stopped_cb, &is_stopped);
  while (!is_stopped)
    g_main_context_iteration (NULL, TRUE);
  g_assert_finalize_object (engine);
}

void
engine_fixture_tear_down (EngineFixture *fixture)
{
  if (fixture->engine != NULL)
    engine_stop (g_steal_pointer (&fixture->engine));

  xu_test_sandbox_stop (fixture->sandbox);
  remove_folder (fixture->folder);
  g_free (fixture->folder);
}

typedef struct
{
  gboolean is_over;
  GError *error; /* (owned) (nullable) */
} Loaded;

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Loaded *loaded = user_data;

  xu_engine_load_finish (XU_ENGINE (source), result, &loaded->error);
  loaded->is_over = TRUE;
}

GError *
engine_try_to_load (XuEngine *engine)
{
  Loaded loaded = { FALSE, NULL };

  xu_engine_load_async (engine, NULL, loaded_cb, &loaded);
  while (!loaded.is_over)
    g_main_context_iteration (NULL, TRUE);

  return loaded.error;
}

void
engine_load (XuEngine *engine)
{
  g_autoptr (GError) error = engine_try_to_load (engine);

  g_assert_no_error (error);
}

XuJob *
engine_get_job (XuEngine *engine, guint index)
{
  g_autoptr (XuJob) job = g_list_model_get_item (G_LIST_MODEL (xu_engine_get_jobs (engine)), index);

  return job; /* The list holds it. */
}

char *
engine_fixture_make_video (EngineFixture *fixture,
                           const char *name,
                           guint64 size,
                           gboolean is_sparse)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (42);
  char *path = g_build_filename (fixture->folder, name, NULL);
  FILE *file = g_fopen (path, "wbe");
  guint64 written = MIN (size, sizeof video_head);

  g_assert_nonnull (file);
  g_assert_cmpuint (fwrite (video_head, 1, written, file), ==, written);

  while (!is_sparse && written < size)
    {
      guint32 word = g_rand_int (rand);
      gsize n = MIN (sizeof word, size - written);

      g_assert_cmpuint (fwrite (&word, 1, n, file), ==, n);
      written += n;
    }
  g_assert_cmpint (fclose (file), ==, 0);
  g_assert_cmpint (truncate (path, (off_t) size), ==, 0);

  return path;
}

XuJob *
engine_fixture_add (EngineFixture *fixture, const char *path, const char *text)
{
  const char *paths[] = { path, NULL };
  g_autoptr (XuJobSpec) spec = xu_job_spec_new (paths, text);

  return xu_engine_add_job (fixture->engine, spec, NULL);
}

typedef struct
{
  gboolean is_over;
} Limit;

static gboolean
limit_cb (gpointer user_data)
{
  Limit *limit = user_data;

  limit->is_over = TRUE;
  return G_SOURCE_REMOVE;
}

void
engine_wait_until_over (XuJob *job, guint seconds)
{
  Limit limit = { FALSE };
  guint id = g_timeout_add_seconds (SLOWNESS * seconds, limit_cb, &limit);

  while (!xu_job_is_over (job) && !limit.is_over)
    g_main_context_iteration (NULL, TRUE);

  g_assert_false (limit.is_over);
  g_source_remove (id);
}

typedef struct
{
  XuJobState state;
  gboolean was_reached;
} Reached;

/* A job may pass through several states in one iteration. */
static void
state_cb (XuJob *job, GParamSpec *pspec, gpointer user_data)
{
  Reached *reached = user_data;

  reached->was_reached |= xu_job_get_state (job) == reached->state;
}

void
engine_wait_for_state (XuJob *job, XuJobState state, guint seconds)
{
  Reached reached = { state, xu_job_get_state (job) == state };
  Limit limit = { FALSE };
  guint id = g_timeout_add_seconds (SLOWNESS * seconds, limit_cb, &limit);
  gulong handler = g_signal_connect (job, "notify::state", G_CALLBACK (state_cb), &reached);

  while (!reached.was_reached && !xu_job_is_over (job) && !limit.is_over)
    g_main_context_iteration (NULL, TRUE);

  g_assert_false (limit.is_over);
  g_assert_true (reached.was_reached);
  g_signal_handler_disconnect (job, handler);
  g_source_remove (id);
}

/* A job that is over is again so only when it has gone on in between. */
typedef struct
{
  gboolean has_begun;
  gboolean is_over;
} Again;

static void
again_cb (XuJob *job, GParamSpec *pspec, gpointer user_data)
{
  Again *again = user_data;

  if (!xu_job_is_over (job) && xu_job_get_state (job) != XU_JOB_PAUSED)
    again->has_begun = TRUE;
  else if (again->has_begun && xu_job_is_over (job))
    again->is_over = TRUE;
}

void
engine_wait_until_over_again (XuJob *job, guint seconds)
{
  Again again = { FALSE, FALSE };
  Limit limit = { FALSE };
  guint id = g_timeout_add_seconds (SLOWNESS * seconds, limit_cb, &limit);
  gulong handler = g_signal_connect (job, "notify::state", G_CALLBACK (again_cb), &again);

  while (!again.is_over && !limit.is_over)
    g_main_context_iteration (NULL, TRUE);

  g_assert_false (limit.is_over);
  g_signal_handler_disconnect (job, handler);
  g_source_remove (id);
}

void
engine_iterate_for (guint milliseconds)
{
  Limit limit = { FALSE };

  g_timeout_add (milliseconds, limit_cb, &limit);
  while (!limit.is_over)
    g_main_context_iteration (NULL, TRUE);
}

gint64
engine_count_requests (const EngineFixture *fixture, const char *endpoint)
{
  g_autofree char *path = g_strdup_printf ("$.endpoints.%s.count", endpoint);

  return xu_test_sandbox_get_int (fixture->sandbox, "/sandbox/requests", path);
}

guint
engine_count_posts (const EngineFixture *fixture)
{
  g_autoptr (JsonNode) root = xu_test_sandbox_get (fixture->sandbox, "/sandbox/posts");

  return json_array_get_length (
      json_object_get_array_member (json_node_get_object (root), "posts"));
}

void
engine_assert_failed (XuJob *job, XuErrorCode code)
{
  g_assert_cmpint (xu_job_get_state (job), ==, XU_JOB_FAILED);
  g_assert_error (xu_job_get_error (job), XU_ERROR, (int) code);
}

void
engine_assert_posted (XuJob *job)
{
  g_assert_no_error (xu_job_get_error (job));
  g_assert_cmpint (xu_job_get_state (job), ==, XU_JOB_POSTED);
}

char *
engine_hash_file (const char *path)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree guint8 *buffer = g_malloc (1 << 20);
  FILE *file = g_fopen (path, "rbe");
  gsize n;

  g_assert_nonnull (file);
  while ((n = fread (buffer, 1, 1 << 20, file)) > 0)
    g_checksum_update (checksum, buffer, (gssize) n);
  fclose (file);

  return g_strdup (g_checksum_get_string (checksum));
}
