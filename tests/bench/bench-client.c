/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Uploads one file through the engine, without a post, and says nothing but the seconds it took. */

#define G_LOG_DOMAIN "xu-bench"

#include "config.h"

#include <stdlib.h>

#include "xu-engine.h"

static char *base_url;
static char *ca_file;
static char *trace_path;
static int parallel;
static int segment_kib;

static const GOptionEntry entries[] = {
  { "base-url", 0, 0, G_OPTION_ARG_STRING, &base_url, "Where to upload to", "URL" },
  { "ca-file", 0, 0, G_OPTION_ARG_FILENAME, &ca_file, "Anchors, PEM", "FILE" },
  { "parallel", 0, 0, G_OPTION_ARG_INT, &parallel, "Segments in flight", "N" },
  { "trace", 0, 0, G_OPTION_ARG_FILENAME, &trace_path, "Gets a line for each exchange", "FILE" },
  { "segment-kib", 0, 0, G_OPTION_ARG_INT, &segment_kib, "Size of a segment", "KIB" },
  { NULL },
};

static void
state_cb (XuJob *job, GParamSpec *pspec, GMainLoop *loop)
{
  if (xu_job_is_over (job))
    g_main_loop_quit (loop);
}

static void
stopped_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  xu_engine_stop_finish (XU_ENGINE (source), result);
  g_main_loop_quit (user_data);
}

/* Whether the file went up. */
static gboolean
upload (XuEngine *engine, const char *path, GMainLoop *loop)
{
  g_autoptr (XuJobSpec) spec = xu_job_spec_new ((const char *const[]){ path, NULL }, NULL);
  gint64 begun_us = g_get_monotonic_time ();
  XuJob *job;

  spec->intent = XU_POST_INTENT_NONE;
  job = xu_engine_add_job (engine, spec, NULL);
  g_signal_connect (job, "notify::state", G_CALLBACK (state_cb), loop);
  g_main_loop_run (loop);

  if (xu_job_get_state (job) != XU_JOB_READY)
    {
      const GError *error = xu_job_get_error (job);

      g_printerr ("%s\n", error != NULL ? error->message : "it did not become ready");
      return FALSE;
    }

  g_print ("%.3f\n", (double) (g_get_monotonic_time () - begun_us) / G_USEC_PER_SEC);
  return TRUE;
}

int
main (int argc, char **argv)
{
  g_autoptr (GOptionContext) options = g_option_context_new ("FILE");
  g_autoptr (GError) error = NULL;
  gboolean is_up;

  g_option_context_add_main_entries (options, entries, NULL);
  if (!g_option_context_parse (options, &argc, &argv, &error) || argc != 2 || parallel < 0
      || segment_kib < 0)
    {
      g_printerr ("%s\n", error != NULL ? error->message : "One file is needed");
      return 2;
    }

  XuEngineConfig config = {
    .base_url = base_url,
    .ca_file = ca_file,
    .access_token = "benchmark",
    .trace_path = trace_path,
    .parallel = (guint) parallel,
    .segment_size = (guint64) segment_kib * 1024,
  };
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (XuEngine) engine = xu_engine_new (&config, &error);

  if (engine == NULL)
    {
      g_printerr ("%s\n", error->message);
      return 2;
    }

  is_up = upload (engine, argv[1], loop);
  xu_engine_stop_async (engine, stopped_cb, loop);
  g_main_loop_run (loop);

  return is_up ? EXIT_SUCCESS : EXIT_FAILURE;
}
