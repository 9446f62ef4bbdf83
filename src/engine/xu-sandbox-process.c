/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Starts the sandbox as a program, or takes one that runs, and waits until it is ready. */

#define G_LOG_DOMAIN "xu-engine"

#include "config.h"

#include "xu-sandbox-process.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <glib/gstdio.h>
#include <json-glib/json-glib.h>

#include "xu-engine-environment.h"
#include "xu-error.h"
#include "xu-program.h"
#include "xu-source.h"

enum
{
  READY_TIMEOUT_S = 15,
  RETRY_MS = 20
};

struct _XuSandboxProcess
{
  GObject parent_instance;

  int users_fd;             /* of a folder: locked as long as we use what runs there; -1: none */
  GSubprocess *process;     /* (owned) (nullable) */
  GDataInputStream *output; /* (owned) (nullable): kept open, so that writing to it never fails */
  char *url;                /* (owned) */
  char *access_token;       /* (owned): a secret of the sandbox */
  XuSandboxWatch *watch;    /* (owned) (nullable): while somebody wants to know of its end */
};

G_DEFINE_FINAL_TYPE (XuSandboxProcess, xu_sandbox_process, G_TYPE_OBJECT)

/* What a start under way holds. */
typedef struct
{
  XuSandboxProcess *self; /* (owned) (nullable) */
  char *folder;           /* (owned) (nullable) */
  char **arguments;       /* (owned) (nullable): the caller's */
  GCancellable *reading;  /* (owned): ends the waiting; by the caller's or by time */
  GCancellable *wanted;   /* (owned) (nullable): the caller's */
  gulong wanted_id;       /* of wanted; 0: none */
  GSource *timeout;       /* (owned) */
  GSource *retry;         /* (owned) (nullable): while a sandbox is ending in the folder */
  gboolean is_late;
} Start;

/* In the order of time. What may wait for a disk happens in threads of its own. */
static void
open_users_in_thread (GTask *step, gpointer source, gpointer task_data, GCancellable *cancellable);
static void opened_users_cb (GObject *source, GAsyncResult *result, gpointer user_data);
static void join_users (GTask *task);
static gboolean retry_cb (gpointer user_data);
static void run_program (GTask *task);
static void
spawn_in_thread (GTask *step, gpointer source, gpointer task_data, GCancellable *cancellable);
static void spawned_cb (GObject *source, GAsyncResult *result, gpointer user_data);
static void read_ready_cb (GObject *source, GAsyncResult *result, gpointer user_data);

static void
start_free (gpointer data)
{
  Start *start = data;

  g_cancellable_disconnect (start->wanted, start->wanted_id);
  g_clear_object (&start->wanted);
  xu_source_clear (&start->timeout);
  xu_source_clear (&start->retry);
  g_clear_object (&start->reading);
  g_strfreev (start->arguments);
  g_free (start->folder);
  g_clear_object (&start->self);
  g_free (start);
}

/* Away from the terminal's Ctrl+C: who started it decides when it ends. Between fork() and exec(),
 * so nothing but what signal-safety(7) allows. */
static void
leave_session (gpointer user_data)
{
  setsid ();
}

static char **
make_argv (const char *folder, const char *const *arguments)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autofree char *program
      = xu_program_dup_path ("XUPLOADER_SANDBOX_PROGRAM", "sandbox", "xuploader-sandbox");

  g_strv_builder_add (builder, program);
  if (folder != NULL)
    g_strv_builder_add_many (builder, "--state", folder, NULL);
  if (arguments != NULL)
    g_strv_builder_addv (builder, (const char **) arguments);

  return g_strv_builder_end (builder);
}

static gboolean
spawn (XuSandboxProcess *self, const char *folder, const char *const *arguments, GError **error)
{
  g_auto (GStrv) argv = make_argv (folder, arguments);
  g_autoptr (GSubprocessLauncher) launcher
      = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  const char *const *secrets = xu_engine_environment_get_secrets ();
  g_autoptr (GError) local_error = NULL;

  g_debug ("starting %s", argv[0]);
  for (gsize i = 0; secrets[i] != NULL; i++)
    g_subprocess_launcher_unsetenv (launcher, secrets[i]);
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
open_users (XuSandboxProcess *self, const char *folder, GError **error)
{
  g_autofree char *path = g_build_filename (folder, "users", NULL);

  if (g_mkdir_with_parents (folder, 0700) == 0)
    self->users_fd = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (self->users_fd >= 0)
    return TRUE;

  xu_error_set (error, XU_ERROR_STORAGE, "%s: %s", path, g_strerror (errno));
  return FALSE;
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

char *
xu_sandbox_process_dup_folder (void)
{
  return g_build_filename (g_get_user_data_dir (), "xuploader", "sandbox", NULL);
}

static void
watch_time_and_caller (Start *start, GCancellable *cancellable)
{
  start->reading = g_cancellable_new ();
  start->timeout = g_timeout_source_new_seconds (READY_TIMEOUT_S);
  g_source_set_callback (start->timeout, on_timeout, start, NULL);
  g_source_attach (start->timeout, g_main_context_get_thread_default ());

  if (cancellable != NULL)
    {
      start->wanted = g_object_ref (cancellable);
      start->wanted_id = g_cancellable_connect (cancellable, G_CALLBACK (on_wanted_cancelled),
                                                g_object_ref (start->reading), g_object_unref);
    }
}

static gboolean
has_waited_enough (GTask *task)
{
  Start *start = g_task_get_task_data (task);

  if (g_task_return_error_if_cancelled (task))
    return TRUE;
  if (!start->is_late)
    return FALSE;

  g_task_return_error (task, xu_error_new (XU_ERROR_INTERNAL, "the sandbox is not ready in time"));
  return TRUE;
}

/* The thread works on what @task holds, and nobody else does meanwhile. */
static void
run_step (GTask *task, GTaskThreadFunc func, GAsyncReadyCallback callback)
{
  g_autoptr (GTask) step = g_task_new (NULL, NULL, callback, g_object_ref (task));

  g_task_set_source_tag (step, run_step);
  g_task_set_name (step, "xu_sandbox_process_step");
  g_task_set_task_data (step, g_task_get_task_data (task), NULL);
  g_task_run_in_thread (step, func);
}

void
xu_sandbox_process_start_async (const char *folder,
                                const char *const *arguments,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Start *start = g_new0 (Start, 1);

  g_task_set_source_tag (task, xu_sandbox_process_start_async);
  g_task_set_name (task, "xu_sandbox_process_start_async");
  g_task_set_task_data (task, start, start_free);

  start->self = g_object_new (XU_TYPE_SANDBOX_PROCESS, NULL);
  start->folder = g_strdup (folder);
  start->arguments = g_strdupv ((char **) arguments);
  watch_time_and_caller (start, cancellable);

  if (folder != NULL)
    run_step (task, open_users_in_thread, opened_users_cb);
  else
    run_program (task);
}

static void
open_users_in_thread (GTask *step, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  const Start *start = task_data;
  GError *error = NULL;

  if (open_users (start->self, start->folder, &error))
    g_task_return_boolean (step, TRUE);
  else
    g_task_return_error (step, error);
}

static void
opened_users_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  GError *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    g_task_return_error (task, error);
  else if (!has_waited_enough (task))
    join_users (task);
}

/* Whoever has this lock keeps the sandbox alive: so before looking for one. A sandbox that ends has
 * it alone until it is gone. */
static void
join_users (GTask *task)
{
  Start *start = g_task_get_task_data (task);
  struct flock lock = { .l_type = F_RDLCK, .l_whence = SEEK_SET, .l_start = 0, .l_len = 1 };

  if (fcntl (start->self->users_fd, F_OFD_SETLK, &lock) == 0)
    run_program (task);
  else if (errno == EAGAIN || errno == EACCES)
    {
      start->retry = g_timeout_source_new (RETRY_MS);
      g_source_set_callback (start->retry, retry_cb, g_object_ref (task), g_object_unref);
      g_source_attach (start->retry, g_main_context_get_thread_default ());
    }
  else
    g_task_return_error (
        task, xu_error_new (XU_ERROR_STORAGE, "the folder of the sandbox: %s", g_strerror (errno)));
}

static gboolean
retry_cb (gpointer user_data)
{
  g_autoptr (GTask) task = g_object_ref (user_data);
  Start *start = g_task_get_task_data (task);

  xu_source_clear (&start->retry);
  if (!has_waited_enough (task))
    join_users (task);

  return G_SOURCE_REMOVE;
}

/* Where another runs in the folder already, the program says where, and ends. */
static void
run_program (GTask *task)
{
  run_step (task, spawn_in_thread, spawned_cb);
}

static void
spawn_in_thread (GTask *step, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  const Start *start = task_data;
  GError *error = NULL;

  if (spawn (start->self, start->folder, (const char *const *) start->arguments, &error))
    g_task_return_boolean (step, TRUE);
  else
    g_task_return_error (step, error);
}

static void
spawned_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Start *start = g_task_get_task_data (task);
  GError *error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    g_data_input_stream_read_line_async (start->self->output, G_PRIORITY_DEFAULT, start->reading,
                                         read_ready_cb, g_object_ref (task));
  else
    g_task_return_error (task, error);
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
  else if (!has_waited_enough (task))
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

  g_clear_pointer (&self->watch, xu_sandbox_watch_free);

  /* First this lock goes, then its standard input ends: one that is shared looks then whether
   * anybody is left. That would do for one of our own too, unless it hangs. */
  if (self->users_fd >= 0)
    close (self->users_fd);
  else if (self->process != NULL)
    g_subprocess_send_signal (self->process, SIGTERM);
  if (self->process != NULL)
    g_output_stream_close (g_subprocess_get_stdin_pipe (self->process), NULL, NULL);
  self->users_fd = -1;
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
  self->users_fd = -1;
}

void
xu_sandbox_process_watch (XuSandboxProcess *self, XuSandboxEndedFunc ended, gpointer user_data)
{
  g_return_if_fail (XU_IS_SANDBOX_PROCESS (self) && self->watch == NULL && ended != NULL);

  self->watch = xu_sandbox_watch_new (self->process, self->url, ended, user_data);
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
