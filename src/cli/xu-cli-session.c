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

#include "xu-cli-json.h"
#include "xu-error.h"
#include "xu-failure-words.h"
#include "xu-foreign-words.h"
#include "xu-sandbox-process.h"

struct _XuCliSession
{
  gboolean is_json;
  XuCliOutput *out;           /* (owned) */
  XuCliOutput *err;           /* (owned) */
  GMainLoop *loop;            /* (owned) */
  GCancellable *cancellable;  /* (owned): the user wants to end */
  guint signal_ids[2];        /* 0: its default is back */
  XuSandboxProcess *sandbox;  /* (owned) (nullable) */
  GAsyncResult *start_result; /* (owned) (nullable): while the sandbox starts */
  XuEngine *engine;           /* (owned) (nullable) */
};

static void
remove_signals (XuCliSession *self)
{
  for (gsize i = 0; i < G_N_ELEMENTS (self->signal_ids); i++)
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
  signal (SIGINT, SIG_DFL);
  signal (SIGTERM, SIG_DFL);
  g_cancellable_cancel (self->cancellable);
  return G_SOURCE_REMOVE;
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

static const char *
get_environment (const char *name)
{
  const char *value = g_getenv (name);

  return value != NULL && *value != '\0' ? value : NULL;
}

static gboolean
start_engine (XuCliSession *self, const XuCliOptions *options, GError **error)
{
  const char *ca_file = get_environment ("XUPLOADER_CA_FILE");
  g_autofree char *absolute_ca_file
      = ca_file != NULL ? g_canonicalize_filename (ca_file, NULL) : NULL;
  XuEngineConfig config = {
    .base_url = options->api_url != NULL ? options->api_url : get_environment ("XUPLOADER_API_URL"),
    .ca_file = absolute_ca_file,
    .trace_path = options->trace_path,
    .segment_size = options->segment_size,
    .parallel = options->parallel,
    .limit_rate = options->limit_rate,
  };
  GError *local_error = NULL;

  if (self->sandbox != NULL)
    {
      config.ca_file = NULL;
      config.base_url = xu_sandbox_process_get_url (self->sandbox);
      config.access_token = xu_sandbox_process_get_access_token (self->sandbox);
    }

  self->engine = xu_engine_new (&config, &local_error);
  if (self->engine != NULL)
    return TRUE;

  if (g_error_matches (local_error, XU_ERROR, XU_ERROR_USAGE)
      && xu_error_get_reason (local_error) == NULL)
    xu_error_set_reason (local_error, _ ("The address of the server, its certificates or the file "
                                         "for the trace cannot be used."));
  g_propagate_error (error, local_error);
  return FALSE;
}

gboolean
xu_cli_session_start (XuCliSession *self, const XuCliOptions *options, GError **error)
{
  g_return_val_if_fail (self != NULL && self->engine == NULL && options != NULL, FALSE);

  self->signal_ids[0] = g_unix_signal_add (SIGINT, on_signal, self);
  self->signal_ids[1] = g_unix_signal_add (SIGTERM, on_signal, self);

  if (options->is_sandbox && !start_sandbox (self, error))
    return FALSE;

  return start_engine (self, options, error);
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

/* The shared words know a window with a button to sign in; here there is none. */
static char *
dup_remedy (const GError *error)
{
  if (g_error_matches (error, XU_ERROR, XU_ERROR_NOT_SIGNED_IN))
    return g_strdup (_ ("Set XUPLOADER_ACCESS_TOKEN to an access token of yours, or the four keys "
                        "XUPLOADER_OAUTH1_…, or try --sandbox, which needs no account."));
  if (g_error_matches (error, XU_ERROR, XU_ERROR_TOKEN_REFUSED)
      || g_error_matches (error, XU_ERROR, XU_ERROR_SCOPE_MISSING))
    return g_strdup (_ ("Set XUPLOADER_ACCESS_TOKEN to a fresh access token with the permissions "
                        "“tweet.write” and “media.write”, or check the four keys "
                        "XUPLOADER_OAUTH1_…."));
  if (g_error_matches (error, XU_ERROR, XU_ERROR_USAGE))
    return g_strdup (_ ("See “xuploader-cli help”."));

  return xu_failure_words_dup_remedy (error);
}

static void
tell_people (XuCliSession *self, const char *job_id, const GError *error)
{
  gboolean is_cancelled = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_autofree char *sentence = is_cancelled && job_id != NULL
                                  ? g_strdup (_ ("Cancelled. Nothing was posted."))
                                  : xu_failure_words_dup_sentence (error);
  g_autofree char *remedy = dup_remedy (error);
  g_autofree char *detail = xu_foreign_words_dup_plain (error->message);
  g_autofree char *first = g_strdup_printf ("%s: %s", g_get_prgname (), sentence);
  /* Translators: %s is technical and English */
  g_autofree char *details = g_strdup_printf (_ ("Details: %s"), detail);
  gboolean has_details = !is_cancelled && !g_str_equal (sentence, detail);

  xu_cli_output_print_line (self->err, first);
  if (remedy != NULL)
    xu_cli_output_print_line (self->err, remedy);
  if (has_details)
    xu_cli_output_print_line (self->err, details);
}

XuCliExit
xu_cli_session_fail (XuCliSession *self, const char *job_id, const GError *error)
{
  g_return_val_if_fail (self != NULL && error != NULL, XU_CLI_EXIT_FAILED);

  /* Who closed our output does not want to hear that we end. */
  if (xu_cli_output_get_errno (self->out) != EPIPE)
    tell_people (self, job_id, error);
  if (self->is_json)
    xu_cli_json_write_failure (self->out, job_id, error);

  return xu_cli_exit_from_error (error);
}

static void
engine_stopped_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  xu_engine_stop_finish (XU_ENGINE (source), result);
  xu_cli_session_quit (user_data);
}

void
xu_cli_session_free (XuCliSession *self)
{
  g_return_if_fail (self != NULL);

  if (self->engine != NULL)
    {
      xu_engine_stop_async (self->engine, engine_stopped_cb, self);
      xu_cli_session_run (self);
      g_clear_object (&self->engine);
    }
  g_clear_object (&self->sandbox);
  remove_signals (self);

  g_main_loop_unref (self->loop);
  g_object_unref (self->cancellable);
  xu_cli_output_free (self->out);
  xu_cli_output_free (self->err);
  g_free (self);
}
