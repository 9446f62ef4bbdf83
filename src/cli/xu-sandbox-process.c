/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Starts the sandbox as a program and waits until it is ready. */

#define G_LOG_DOMAIN "xu-cli"

#include "config.h"

#include "xu-sandbox-process.h"

#include <signal.h>
#include <unistd.h>

#include <json-glib/json-glib.h>

#include "xu-error.h"

enum
{
  READY_TIMEOUT_S = 15,
};

struct _XuSandboxProcess
{
  GObject parent_instance;

  GSubprocess *process;     /* (owned) (nullable) */
  GDataInputStream *output; /* (owned) (nullable): kept open, so that writing to it never fails */
  char *url;                /* (owned) */
  char *access_token;       /* (owned): a secret of the sandbox */
};

G_DEFINE_FINAL_TYPE (XuSandboxProcess, xu_sandbox_process, G_TYPE_OBJECT)

/* What a start under way holds. */
typedef struct
{
  XuSandboxProcess *self; /* (owned) (nullable) */
  GCancellable *reading;  /* (owned): ends the reading; by the caller's or by time */
  GCancellable *wanted;   /* (owned) (nullable): the caller's */
  gulong wanted_id;       /* of wanted; 0: none */
  GSource *timeout;       /* (owned) */
  gboolean is_late;
} Start;

static void read_ready_cb (GObject *source, GAsyncResult *result, gpointer user_data);

static void
start_free (gpointer data)
{
  Start *start = data;

  g_cancellable_disconnect (start->wanted, start->wanted_id);
  g_clear_object (&start->wanted);
  if (start->timeout != NULL)
    {
      g_source_destroy (start->timeout);
      g_source_unref (start->timeout);
    }
  g_clear_object (&start->reading);
  g_clear_object (&start->self);
  g_free (start);
}

static char *
dup_program (void)
{
  const char *wanted = g_getenv ("XUPLOADER_SANDBOX_PROGRAM");
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = g_path_get_dirname (self != NULL ? self : ".");
  g_autofree char *of_build = NULL;

  if (wanted != NULL && *wanted != '\0')
    return g_strdup (wanted);

  /* A build that is not installed has it in the folder beside; no installation looks like that. */
  of_build = g_build_filename (folder, "..", "sandbox", "xuploader-sandbox", NULL);
  if (g_file_test (of_build, G_FILE_TEST_IS_EXECUTABLE))
    return g_steal_pointer (&of_build);

  return g_build_filename (XU_LIBEXEC_DIR, "xuploader-sandbox", NULL);
}

/* Away from the terminal's Ctrl+C: who started it decides when it ends. Between fork() and exec(),
 * so nothing but what signal-safety(7) allows. */
static void
leave_session (gpointer user_data)
{
  setsid ();
}

static gboolean
spawn (XuSandboxProcess *self, const char *const *arguments, GError **error)
{
  g_autoptr (GSubprocessLauncher) launcher
      = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autofree char *program = dup_program ();
  g_autoptr (GError) local_error = NULL;

  g_strv_builder_add (builder, program);
  if (arguments != NULL)
    g_strv_builder_addv (builder, (const char **) arguments);

  g_auto (GStrv) argv = g_strv_builder_end (builder);

  g_debug ("starting %s", program);
  g_subprocess_launcher_set_child_setup (launcher, leave_session, NULL, NULL);
  self->process = g_subprocess_launcher_spawnv (launcher, (const char *const *) argv, &local_error);
  if (self->process == NULL)
    {
      xu_error_set (error, XU_ERROR_INTERNAL, "the sandbox does not start: %s",
                    local_error->message);
      return FALSE;
    }

  self->output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->process));
  return TRUE;
}

static gboolean
on_timeout (gpointer user_data)
{
  Start *start = user_data;

  start->is_late = TRUE;
  g_cancellable_cancel (start->reading);
  return G_SOURCE_REMOVE;
}

static void
on_wanted_cancelled (GCancellable *wanted, GCancellable *reading)
{
  g_cancellable_cancel (reading);
}

void
xu_sandbox_process_start_async (const char *const *arguments,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Start *start = g_new0 (Start, 1);
  GError *error = NULL;

  g_task_set_source_tag (task, xu_sandbox_process_start_async);
  g_task_set_name (task, "xu_sandbox_process_start_async");
  g_task_set_task_data (task, start, start_free);

  start->self = g_object_new (XU_TYPE_SANDBOX_PROCESS, NULL);
  if (!spawn (start->self, arguments, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  start->reading = g_cancellable_new ();
  start->timeout = g_timeout_source_new_seconds (READY_TIMEOUT_S);
  g_source_set_callback (start->timeout, on_timeout, start, NULL);
  g_source_attach (start->timeout, g_main_context_get_thread_default ());
  g_data_input_stream_read_line_async (start->self->output, G_PRIORITY_DEFAULT, start->reading,
                                       read_ready_cb, g_object_ref (task));

  if (cancellable != NULL)
    {
      start->wanted = g_object_ref (cancellable);
      start->wanted_id = g_cancellable_connect (cancellable, G_CALLBACK (on_wanted_cancelled),
                                                g_object_ref (start->reading), g_object_unref);
    }
}

static gboolean
decode_ready (XuSandboxProcess *self, const char *line)
{
  g_autoptr (JsonNode) root = json_from_string (line, NULL);
  JsonObject *object
      = root != NULL && JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root) : NULL;

  if (object == NULL)
    return FALSE;

  self->url = g_strdup (json_object_get_string_member_with_default (object, "url", NULL));
  self->access_token
      = g_strdup (json_object_get_string_member_with_default (object, "access_token", NULL));

  return self->url != NULL && self->access_token != NULL;
}

static void
read_ready_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Start *start = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autofree char *line = g_data_input_stream_read_line_finish_utf8 (G_DATA_INPUT_STREAM (source),
                                                                     result, NULL, &error);

  if (g_task_return_error_if_cancelled (task))
    return;

  if (line != NULL && decode_ready (start->self, line))
    g_task_return_pointer (task, g_steal_pointer (&start->self), g_object_unref);
  else if (start->is_late)
    g_task_return_error (task,
                         xu_error_new (XU_ERROR_INTERNAL, "the sandbox is not ready in time"));
  else
    g_task_return_error (task, xu_error_new (XU_ERROR_INTERNAL, "the sandbox did not get ready: %s",
                                             error != NULL  ? error->message
                                             : line != NULL ? "it says something else"
                                                            : "it ended"));
}

XuSandboxProcess *
xu_sandbox_process_start_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, xu_sandbox_process_start_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
xu_sandbox_process_dispose (GObject *object)
{
  XuSandboxProcess *self = XU_SANDBOX_PROCESS (object);

  /* Closing its standard input would do, unless it hangs. */
  if (self->process != NULL)
    g_subprocess_send_signal (self->process, SIGTERM);
  g_clear_object (&self->output);
  g_clear_object (&self->process);

  G_OBJECT_CLASS (xu_sandbox_process_parent_class)->dispose (object);
}

static void
xu_sandbox_process_finalize (GObject *object)
{
  XuSandboxProcess *self = XU_SANDBOX_PROCESS (object);

  g_free (self->url);
  g_free (self->access_token);

  G_OBJECT_CLASS (xu_sandbox_process_parent_class)->finalize (object);
}

static void
xu_sandbox_process_class_init (XuSandboxProcessClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = xu_sandbox_process_dispose;
  object_class->finalize = xu_sandbox_process_finalize;
}

static void
xu_sandbox_process_init (XuSandboxProcess *self)
{
}

const char *
xu_sandbox_process_get_url (XuSandboxProcess *self)
{
  g_return_val_if_fail (XU_IS_SANDBOX_PROCESS (self), NULL);

  return self->url;
}

const char *
xu_sandbox_process_get_access_token (XuSandboxProcess *self)
{
  g_return_val_if_fail (XU_IS_SANDBOX_PROCESS (self), NULL);

  return self->access_token;
}
