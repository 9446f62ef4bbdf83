/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What every command needs: outputs, main loop, engine, sandbox, signals. */

#define G_LOG_DOMAIN "xu-cli"

#include "config.h"

#include "xu-cli-session.h"

#include <errno.h>
#include <signal.h>
#include <unistd.h>

#include <glib-unix.h>
#include <glib/gi18n.h>

#include "xu-cli-advice.h"
#include "xu-cli-job-words.h"
#include "xu-cli-json.h"
#include "xu-engine-environment.h"
#include "xu-error.h"
#include "xu-failure-words.h"
#include "xu-foreign-words.h"
#include "xu-sandbox-process.h"

static const int end_signals[] = { SIGINT, SIGTERM, SIGHUP };

struct _XuCliSession
{
  gboolean is_json;
  const XuCliOptions *options;                  /* (nullable): once it has started */
  XuCliOutput *out;                             /* (owned) */
  XuCliOutput *err;                             /* (owned) */
  GMainLoop *loop;                              /* (owned) */
  GCancellable *cancellable;                    /* (owned): the user wants to end */
  guint signal_ids[G_N_ELEMENTS (end_signals)]; /* 0: its default is back */
  XuSandboxProcess *sandbox;                    /* (owned) (nullable) */
  GAsyncResult *start_result;                   /* (owned) (nullable): while the sandbox starts */
  XuEngine *engine;                             /* (owned) (nullable) */
};

static void
remove_signals (XuCliSession *self)
{
  for (gsize i = 0; i < G_N_ELEMENTS (end_signals); i++)
    {
      if (self->signal_ids[i] != 0)
        g_source_remove (self->signal_ids[i]);
      self->signal_ids[i] = 0;
    }
}

/* The next one ends us at once, even if we hang. GLib gives a signal its default back only when the
 * source is gone for good, after this. */
static gboolean
on_signal (gpointer user_data)
{
  XuCliSession *self = user_data;

  g_debug ("asked to end");
  remove_signals (self);
  for (gsize i = 0; i < G_N_ELEMENTS (end_signals); i++)
    signal (end_signals[i], SIG_DFL);
  g_cancellable_cancel (self->cancellable);
  return G_SOURCE_REMOVE;
}

/* nohup(1) wants us to live on. */
static gboolean
is_ignored (int number)
{
  struct sigaction action;

  return sigaction (number, NULL, &action) == 0 && action.sa_handler == SIG_IGN;
}

static void
add_signals (XuCliSession *self)
{
  for (gsize i = 0; i < G_N_ELEMENTS (end_signals); i++)
    {
      if (end_signals[i] != SIGHUP || !is_ignored (SIGHUP))
        self->signal_ids[i] = g_unix_signal_add (end_signals[i], on_signal, self);
    }
}

static void
on_out_broken (gpointer user_data)
{
  XuCliSession *self = user_data;

  if (xu_cli_output_get_errno (self->out) != EPIPE)
    {
      g_autofree char *line
          /* Translators: %s is the system's reason: “No space left on device” */
          = g_strdup_printf (_ ("The output cannot be written: %s"),
                             g_strerror (xu_cli_output_get_errno (self->out)));

      xu_cli_output_print_line (self->err, line);
    }

  g_cancellable_cancel (self->cancellable);
}

XuCliSession *
xu_cli_session_new (gboolean is_json)
{
  XuCliSession *self = g_new0 (XuCliSession, 1);

  self->is_json = is_json;
  self->out = xu_cli_output_new (STDOUT_FILENO);
  self->err = xu_cli_output_new (STDERR_FILENO);
  self->loop = g_main_loop_new (NULL, FALSE);
  self->cancellable = g_cancellable_new ();
  xu_cli_output_set_broken_func (self->out, on_out_broken, self);

  return self;
}

static void
sandbox_started_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  XuCliSession *self = user_data;

  self->start_result = g_object_ref (result);
  xu_cli_session_quit (self);
}

static gboolean
start_sandbox (XuCliSession *self, GError **error)
{
  g_autofree char *folder = xu_sandbox_process_dup_folder ();

  xu_sandbox_process_start_async (folder, NULL, self->cancellable, sandbox_started_cb, self);
  xu_cli_session_run (self);

  g_autoptr (GAsyncResult) result = g_steal_pointer (&self->start_result);

  self->sandbox = xu_sandbox_process_start_finish (result, error);
  return self->sandbox != NULL;
}

static gboolean
read_environment (XuEngineEnvironment *environment, GError **error)
{
  GError *refusal = NULL;
  const char *name = xu_engine_environment_read (environment, &refusal);

  if (name == NULL)
    return TRUE;

  g_autofree char *sentence
      /* Translators: %s is the name of an environment variable */
      = g_strdup_printf (_ ("%s is set to something else than a number."), name);

  xu_error_set_reason (refusal, sentence);
  g_propagate_error (error, refusal);
  return FALSE;
}

static void
on_journal_set_aside (XuEngine *engine, const char *path, XuCliSession *self)
{
  g_autofree char *shown = g_filename_display_name (path);
  g_autofree char *plain = xu_foreign_words_dup_plain (shown);
  g_autofree char *sentence = xu_failure_words_dup_set_aside (plain);
  g_autofree char *line = g_strdup_printf ("%s: %s", g_get_prgname (), sentence);

  xu_cli_output_print_line (self->err, line);
}

static gboolean
start_engine (XuCliSession *self, GError **error)
{
  const XuCliOptions *options = self->options;
  g_auto (XuEngineEnvironment) environment = { 0 };
  XuEngineConfig config = {
    .base_url = options->api_url,
    .trace_path = options->trace_path,
    .segment_size = options->segment_size,
    .parallel = options->parallel,
    .limit_rate = options->limit_rate,
  };
  GError *local_error = NULL;

  if (!read_environment (&environment, error))
    return FALSE;

  xu_engine_environment_apply (&environment, &config);

  if (self->sandbox != NULL)
    {
      config.ca_file = NULL;
      config.base_url = xu_sandbox_process_get_url (self->sandbox);
      config.access_token = xu_sandbox_process_get_access_token (self->sandbox);
      config.server = XU_ENGINE_SANDBOX;
    }

  self->engine = xu_engine_new (&config, &local_error);
  if (self->engine != NULL)
    {
      g_signal_connect (self->engine, "journal-set-aside", G_CALLBACK (on_journal_set_aside), self);
      return TRUE;
    }

  if (g_error_matches (local_error, XU_ERROR, XU_ERROR_USAGE)
      && xu_error_get_reason (local_error) == NULL)
    xu_error_set_reason (local_error, _ ("The address of the server, its certificates or the file "
                                         "for the trace cannot be used."));
  g_propagate_error (error, local_error);
  return FALSE;
}

static void
engine_stopped_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  xu_engine_stop_finish (XU_ENGINE (source), result);
  xu_cli_session_quit (user_data);
}

static void
stop_engine (XuCliSession *self)
{
  if (self->engine == NULL)
    return;

  xu_engine_stop_async (self->engine, engine_stopped_cb, self);
  xu_cli_session_run (self);
  g_clear_object (&self->engine);
}

gboolean
xu_cli_session_start (XuCliSession *self, const XuCliOptions *options, GError **error)
{
  g_return_val_if_fail (self != NULL && self->engine == NULL && options != NULL, FALSE);

  self->options = options;
  add_signals (self);

  if (options->is_sandbox && !start_sandbox (self, error))
    return FALSE;

  return start_engine (self, error);
}

gboolean
xu_cli_session_change_to_sandbox (XuCliSession *self, GError **error)
{
  g_return_val_if_fail (self != NULL && self->engine != NULL && self->sandbox == NULL, FALSE);

  stop_engine (self);
  return start_sandbox (self, error) && start_engine (self, error);
}

const char *
xu_cli_session_get_api_url (XuCliSession *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->options != NULL ? self->options->api_url : NULL;
}

const char *
xu_cli_session_get_account_name (XuCliSession *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->options != NULL ? self->options->account : NULL;
}

XuEngine *
xu_cli_session_get_engine (XuCliSession *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->engine;
}

GCancellable *
xu_cli_session_get_cancellable (XuCliSession *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->cancellable;
}

XuCliOutput *
xu_cli_session_get_out (XuCliSession *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->out;
}

XuCliOutput *
xu_cli_session_get_err (XuCliSession *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->err;
}

void
xu_cli_session_run (XuCliSession *self)
{
  g_return_if_fail (self != NULL);

  g_main_loop_run (self->loop);
}

void
xu_cli_session_quit (XuCliSession *self)
{
  g_return_if_fail (self != NULL);

  g_main_loop_quit (self->loop);
}

static void
print_advice (XuCliSession *self, XuJob *job, const GError *error)
{
  g_auto (GStrv) lines = xu_cli_advice_dup_commands (job, error, xu_cli_session_get_api_url (self));

  for (char **line = lines; *line != NULL; line++)
    xu_cli_output_print_line (self->err, *line);
}

/* Says what it is about, as every program does: "xuploader-cli: holiday.mp4: …" */
static void
print_sentence (XuCliSession *self, XuJob *job, const char *sentence)
{
  g_autofree char *name = job != NULL ? xu_cli_job_words_dup_name (job) : NULL;
  g_autofree char *line = name != NULL
                              ? g_strdup_printf ("%s: %s: %s", g_get_prgname (), name, sentence)
                              : g_strdup_printf ("%s: %s", g_get_prgname (), sentence);

  xu_cli_output_print_line (self->err, line);
}

void
xu_cli_session_print_note (XuCliSession *self, const char *sentence)
{
  g_return_if_fail (self != NULL && sentence != NULL);

  if (self->options == NULL || !self->options->is_quiet)
    xu_cli_output_print_line (self->err, sentence);
}

void
xu_cli_session_print_sentence (XuCliSession *self, const char *sentence)
{
  g_return_if_fail (self != NULL && sentence != NULL);

  print_sentence (self, NULL, sentence);
}

static void
tell_people (XuCliSession *self, XuJob *job, const GError *error)
{
  gboolean is_cancelled = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_autofree char *sentence = is_cancelled && job != NULL
                                  ? g_strdup (_ ("Cancelled. Nothing was posted."))
                                  : xu_failure_words_dup_sentence (error);
  g_autofree char *remedy = xu_cli_advice_dup_remedy (error);
  g_autofree char *detail = xu_foreign_words_dup_plain (error->message);
  /* Translators: %s is technical and English */
  g_autofree char *details = g_strdup_printf (_ ("Details: %s"), detail);
  gboolean has_details = !is_cancelled && !g_str_equal (sentence, detail);

  print_sentence (self, job, sentence);
  if (remedy != NULL)
    xu_cli_output_print_line (self->err, remedy);
  if (g_error_matches (error, XU_ERROR, XU_ERROR_USAGE) && self->engine == NULL)
    xu_cli_output_print_line (self->err, _ ("See “xuploader-cli help”."));
  if (job != NULL && !is_cancelled)
    print_advice (self, job, error);
  if (has_details)
    xu_cli_output_print_line (self->err, details);
}

XuCliExit
xu_cli_session_fail (XuCliSession *self, XuJob *job, const GError *error)
{
  g_return_val_if_fail (self != NULL && error != NULL, XU_CLI_EXIT_FAILED);

  /* Who closed our output does not want to hear that we end. */
  if (xu_cli_output_get_errno (self->out) != EPIPE)
    tell_people (self, job, error);
  if (self->is_json)
    xu_cli_json_write_failure (self->out, job != NULL ? xu_job_get_id (job) : NULL, error);

  return xu_cli_exit_from_error (error);
}

XuCliExit
xu_cli_session_refuse (XuCliSession *self, XuJob *job, const char *sentence)
{
  g_return_val_if_fail (self != NULL && sentence != NULL, XU_CLI_EXIT_FAILED);

  g_autoptr (GError) error = xu_error_new (XU_ERROR_USAGE, "%s", sentence);

  xu_error_set_reason (error, sentence);
  return xu_cli_session_fail (self, job, error);
}

void
xu_cli_session_free (XuCliSession *self)
{
  g_return_if_fail (self != NULL);

  stop_engine (self);
  g_clear_object (&self->sandbox);
  remove_signals (self);

  g_main_loop_unref (self->loop);
  g_object_unref (self->cancellable);
  xu_cli_output_free (self->out);
  xu_cli_output_free (self->err);
  g_free (self);
}
