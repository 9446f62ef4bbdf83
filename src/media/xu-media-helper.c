/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs the program that decodes foreign files, and trusts it with nothing. */

#define G_LOG_DOMAIN "xu-media"

#include "config.h"

#include "xu-media-helper.h"

#include <errno.h>
#include <fcntl.h>

#include "xu-error.h"
#include "xu-media-file-private.h"
#include "xu-program.h"
#include "xu-source.h"

enum
{
  FILE_FD = 3, /* where the helper finds the file */
  BLOCK = 65536
};

/* What the helper keeps of our environment. The rest may hold secrets, and ways to other programs.
 */
static const char *const kept[] = { "PATH", "HOME", "TMPDIR", "XDG_CACHE_HOME", "XDG_DATA_HOME" };
static const char *const kept_prefixes[] = { "GST_", "ORC_", "LD_", "ASAN_", "UBSAN_", "LSAN_" };

typedef struct
{
  XuMediaFile *file; /* (owned) */
  XuMediaWish wish;
  gsize limit;           /* bytes of an answer */
  GSubprocess *process;  /* (owned) (nullable) */
  GByteArray *answer;    /* (owned) */
  GCancellable *reading; /* (owned): ends the waiting, whatever holds the other end */
  GSource *timeout;      /* (owned) (nullable) */
  GSource *cancel;       /* (owned) (nullable): the caller's */
  guint8 *block;         /* (owned): what is read into */
} Run;

/* In the order of time. */
static void read_on (GTask *task);
static void read_cb (GObject *source, GAsyncResult *result, gpointer user_data);
static void ended_cb (GObject *source, GAsyncResult *result, gpointer user_data);

static void
run_free (gpointer data)
{
  Run *run = data;

  xu_source_clear (&run->timeout);
  xu_source_clear (&run->cancel);
  g_object_unref (run->file);
  g_clear_object (&run->process);
  g_clear_pointer (&run->answer, g_byte_array_unref);
  g_object_unref (run->reading);
  g_free (run->block);
  g_free (run);
}

static gboolean
is_kept (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (kept_prefixes); i++)
    if (g_str_has_prefix (name, kept_prefixes[i]))
      return TRUE;

  return g_strv_contains (kept, name);
}

static char **
make_environment (void)
{
  g_auto (GStrv) names = g_listenv ();
  char **environment = g_environ_setenv (NULL, "LC_ALL", "C.UTF-8", TRUE);

  for (gsize i = 0; names[i] != NULL; i++)
    if (is_kept (names[i]))
      environment = g_environ_setenv (environment, names[i], g_getenv (names[i]), TRUE);

  return environment;
}

static char **
make_argv (const XuMediaWish *wish)
{
  static const char *const commands[] = {
    [XU_MEDIA_WISH_FACTS] = "probe",
    [XU_MEDIA_WISH_THUMBNAIL] = "thumbnail",
    [XU_MEDIA_WISH_FRAME] = "frame",
  };
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autofree char *program
      = xu_program_dup_path ("XUPLOADER_MEDIA_HELPER", "media-helper", "xuploader-media-helper");
  g_autofree char *at = g_strdup_printf ("--at=%" G_GINT64_FORMAT, wish->at_us);
  g_autofree char *size = g_strdup_printf ("--size=%d", XU_MEDIA_PROBE_THUMBNAIL_SIZE);
  g_autofree char *max_bytes = g_strdup_printf ("--max-bytes=%u", wish->max_bytes);

  g_strv_builder_add_many (builder, program, commands[wish->kind], NULL);
  if (wish->kind != XU_MEDIA_WISH_FACTS && wish->at_us >= 0)
    g_strv_builder_add (builder, at);
  if (wish->kind == XU_MEDIA_WISH_THUMBNAIL)
    g_strv_builder_add (builder, size);
  if (wish->kind == XU_MEDIA_WISH_FRAME)
    g_strv_builder_add (builder, max_bytes);

  return g_strv_builder_end (builder);
}

static gboolean
spawn (Run *run, GError **error)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (
      G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_auto (GStrv) environment = make_environment ();
  g_auto (GStrv) argv = make_argv (&run->wish);
  g_autoptr (GError) local_error = NULL;
  int fd = xu_media_file_dup_fd (run->file);

  if (fd < 0)
    {
      xu_error_set (error, XU_ERROR_INTERNAL, "media helper: %s", g_strerror (errno));
      return FALSE;
    }

  g_subprocess_launcher_take_fd (launcher, fd, FILE_FD);
  g_subprocess_launcher_set_environ (launcher, environment);
  run->process = g_subprocess_launcher_spawnv (launcher, (const char *const *) argv, &local_error);
  if (run->process == NULL)
    {
      xu_error_set (error, XU_ERROR_INTERNAL, "media helper: it does not start: %s",
                    local_error->message);
      return FALSE;
    }

  return TRUE;
}

/* A process that sleeps in the kernel may outlive this, so it is not waited for. */
static void
kill_now (Run *run)
{
  g_subprocess_force_exit (run->process);
  g_cancellable_cancel (run->reading);
}

static gboolean
on_timeout (gpointer user_data)
{
  g_debug ("The media helper takes too long");
  kill_now (user_data);

  return G_SOURCE_REMOVE;
}

static gboolean
on_cancelled (GCancellable *cancellable, gpointer user_data)
{
  kill_now (user_data);

  return G_SOURCE_REMOVE;
}

void
xu_media_helper_ask_async (XuMediaFile *file,
                           const XuMediaWish *wish,
                           gint64 time_limit_us,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_return_if_fail (XU_IS_MEDIA_FILE (file) && wish != NULL && time_limit_us > 0);

  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  GMainContext *context = g_main_context_get_thread_default ();
  GError *error = NULL;
  Run *run = g_new0 (Run, 1);

  g_task_set_source_tag (task, xu_media_helper_ask_async);
  g_task_set_name (task, "xu_media_helper_ask_async");
  g_task_set_task_data (task, run, run_free);
  *run = (Run){ .file = g_object_ref (file),
                .wish = *wish,
                .limit = xu_media_answer_get_limit (wish),
                .answer = g_byte_array_new (),
                .reading = g_cancellable_new (),
                .block = g_malloc (BLOCK) };

  if (g_task_return_error_if_cancelled (task))
    return;
  if (!spawn (run, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  xu_source_set_timer (&run->timeout, context, time_limit_us, on_timeout, run);
  xu_source_watch_cancellable (&run->cancel, context, cancellable, on_cancelled, run);
  read_on (task);
}

static void
read_on (GTask *task)
{
  Run *run = g_task_get_task_data (task);

  g_input_stream_read_async (g_subprocess_get_stdout_pipe (run->process), run->block, BLOCK,
                             G_PRIORITY_DEFAULT, run->reading, read_cb, g_object_ref (task));
}

/* Whether it was killed, died or went well: what it said before is there, and all that counts. */
static void
answer (GTask *task)
{
  Run *run = g_task_get_task_data (task);

  xu_source_clear (&run->timeout);
  xu_source_clear (&run->cancel);
  g_task_return_pointer (task, g_byte_array_free_to_bytes (g_steal_pointer (&run->answer)),
                         (GDestroyNotify) g_bytes_unref);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Run *run = g_task_get_task_data (task);
  gssize n = g_input_stream_read_finish (G_INPUT_STREAM (source), result, NULL);

  if (n > 0 && run->answer->len + (gsize) n > run->limit)
    {
      kill_now (run);
      g_task_return_error (task, xu_error_new (XU_ERROR_INTERNAL, "media helper: it does not end"));
    }
  else if (n > 0)
    {
      g_byte_array_append (run->answer, run->block, (guint) n);
      read_on (task);
    }
  else if (n == 0)
    g_subprocess_wait_async (run->process, run->reading, ended_cb, g_steal_pointer (&task));
  else
    answer (task);
}

static void
ended_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  GSubprocess *process = G_SUBPROCESS (source);

  if (g_subprocess_wait_finish (process, result, NULL))
    g_debug ("The media helper ended with status %d", g_subprocess_get_status (process));
  answer (task);
}

GBytes *
xu_media_helper_ask_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, xu_media_helper_ask_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
