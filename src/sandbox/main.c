/* SPDX-License-Identifier: GPL-3.0-or-later */
/* xuploader-sandbox: an X API of our own, to try the application and to test it. */

#define G_LOG_DOMAIN "xu-sandbox"

#include "config.h"

#include <gio/gio.h>
#include <glib-unix.h>
#include <json-glib/json-glib.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "xu-sandbox-options.h"
#include "xu-sandbox-server.h"
#include "xu-sandbox-state.h"

enum
{
  EXIT_USAGE = 2
};

static gboolean
quit_cb (gpointer user_data)
{
  g_main_loop_quit (user_data);

  return G_SOURCE_CONTINUE;
}

/* The other end of a pipe at stdin belongs to who started us: its end is ours. */
static gboolean
stdin_cb (int fd, GIOCondition condition, gpointer user_data)
{
  char buffer[256];

  if (read (fd, buffer, sizeof buffer) > 0)
    return G_SOURCE_CONTINUE;

  g_main_loop_quit (user_data);
  return G_SOURCE_REMOVE;
}

static void
add_text (JsonBuilder *builder, const char *name, const char *text)
{
  json_builder_set_member_name (builder, name);
  if (text != NULL)
    json_builder_add_string_value (builder, text);
  else
    json_builder_add_null_value (builder);
}

static void
print_ready_line (XuSandboxServer *server, XuSandboxState *state)
{
  XuSandboxAuth *auth = xu_sandbox_state_get_auth (state);
  const XuSandboxKeys *keys = xu_sandbox_auth_get_keys (auth);
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  add_text (builder, "url", xu_sandbox_server_get_url (server));
  add_text (builder, "access_token", xu_sandbox_auth_get_sample (auth, XU_SANDBOX_SAMPLE_FULL));
  add_text (builder, "ca_file", xu_sandbox_server_get_ca_file (server));
  add_text (builder, "limited_token", xu_sandbox_auth_get_sample (auth, XU_SANDBOX_SAMPLE_LIMITED));
  add_text (builder, "expired_token", xu_sandbox_auth_get_sample (auth, XU_SANDBOX_SAMPLE_EXPIRED));
  add_text (builder, "other_token", xu_sandbox_auth_get_sample (auth, XU_SANDBOX_SAMPLE_OTHER));
  json_builder_set_member_name (builder, "oauth1");
  json_builder_begin_object (builder);
  add_text (builder, "consumer_key", keys->consumer_key);
  add_text (builder, "consumer_secret", keys->consumer_secret);
  add_text (builder, "token", keys->token);
  add_text (builder, "token_secret", keys->token_secret);
  json_builder_end_object (builder);
  json_builder_end_object (builder);

  g_autoptr (JsonNode) root = json_builder_get_root (builder);
  g_autofree char *line = json_to_string (root, FALSE);

  printf ("%s\n", line);
  fflush (stdout);
}

/* These sources stay to the end of the process: a signal during the cleaning up must not undo it.
 */
static void
watch_for_the_end (GMainLoop *loop)
{
  struct stat info;

  g_unix_signal_add (SIGTERM, quit_cb, loop);
  g_unix_signal_add (SIGINT, quit_cb, loop);
  if (fstat (STDIN_FILENO, &info) == 0 && (S_ISFIFO (info.st_mode) || S_ISSOCK (info.st_mode)))
    g_unix_fd_add (STDIN_FILENO, G_IO_IN | G_IO_HUP | G_IO_ERR, stdin_cb, loop);
}

int
main (int argc, char **argv)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) arguments = g_strdupv (argv);
  g_autoptr (XuSandboxOptions) options = NULL;
  g_autoptr (XuSandboxState) state = NULL;
  g_autoptr (XuSandboxServer) server = NULL;
  pid_t parent = getppid ();

  setlocale (LC_ALL, "");
  /* stdout carries one line of JSON and nothing else. */
  g_log_writer_default_set_use_stderr (TRUE);
  /* A parent that died without closing our stdin takes us along too. */
  prctl (PR_SET_PDEATHSIG, SIGTERM);
  if (getppid () != parent)
    return EXIT_FAILURE;
  signal (SIGPIPE, SIG_IGN);

  options = xu_sandbox_options_parse (arguments, &error);
  if (options == NULL)
    {
      fprintf (stderr, "xuploader-sandbox: %s\n", error->message);
      return EXIT_USAGE;
    }

  state = xu_sandbox_state_new (options->state, !options->is_discarding, &error);
  if (state != NULL)
    server = xu_sandbox_server_new (options, state, &error);
  if (server == NULL)
    {
      fprintf (stderr, "xuploader-sandbox: %s\n", error->message);
      return EXIT_FAILURE;
    }

  watch_for_the_end (loop);
  print_ready_line (server, state);
  g_main_loop_run (loop);

  return EXIT_SUCCESS;
}
